// Powers of attorney on paper for reviewers (ROLE-3): who waits, those to decide first, and the word at each.
import { FileSignature } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { decidePowerPaper, getWorkPowerPapers } from '#contract/power-papers';
import { counted, formatDay } from '#contract/russian';
import { listedRights } from '#features/identity/power-rights.tsx';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, textOf } from '#web/form.ts';

type Paper = AnswerOf<typeof getWorkPowerPapers>['papers'][number];
type Answer = Partial<Refused> & { of: string; reason: string; decision: string };
const DONE: Readonly<Record<string, string>> = { accepted: 'Доверенность принята, она уже действует. Обоим написали.', refused: 'Отказали. Обоим написали.' };

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, getWorkPowerPapers, {})), done: DONE[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = textOf(form, 'paperId');
  const [reason, decision, key] = [textOf(form, named('reason', of)), textOf(form, named('decision', of)), { key: keyOf(form) }];
  const kept = { of, reason, decision, ...key };
  if (decision !== 'accept' && decision !== 'refuse')
    return data({ ...kept, problem: wrongFields({ [named('decision', of)]: 'Выберите, что решили' }) } satisfies Answer, { status: 422 });
  const done = await attempt(context, decidePowerPaper, { params: { paperId: of }, body: { decision, ...(reason !== '' && { reason }) } }, key);
  if (done.ok) return redirect(`/work/powers?done=${done.value.status}`, 303);
  const fields = done.problem.fields?.map((field) => ({ ...field, pointer: named(field.pointer, of) }));
  return data({ ...kept, problem: { ...done.problem, ...(fields && { fields }) } } satisfies Answer, { status: done.problem.status });
}

/** Each paper has fields of its own: a label leads to the first of a name. */
const named = (name: string, paperId: string): string => `${name}-${paperId}`;

export default function WorkPowers() {
  const { papers, count, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Бумажные доверенности" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}</p>
        </Notice>
      )}
      {papers.length === 0 && (
        <EmptyState icon={FileSignature} heading="Ни одна доверенность не ждёт">
          <p>Когда представитель подаст бумажную доверенность, она появится здесь.</p>
        </EmptyState>
      )}
      {papers.length > 0 && (
        <p className="lead">{`${counted(count, ['доверенность ждёт', 'доверенности ждут', 'доверенностей ждут'])} решения. Сверьте копию с реестром нотариальных доверенностей: номер, дату, нотариуса, не отменена ли.`}</p>
      )}
      {papers.map((paper) => (
        <PaperCard key={paper.id} paper={paper} answer={answer?.of === paper.id ? answer : undefined} />
      ))}
    </Page>
  );
}

function PaperCard({ paper, answer }: { paper: Paper; answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Card
      heading={`Доверенность №\u00A0${paper.number}`}
      aside={<Status tone={paper.isLate ? 'bad' : 'wait'}>{`Решить до ${formatDay(paper.decideBy)}`}</Status>}
    >
      <DefinitionList
        items={[
          { name: 'Кто выдал', value: paper.principal },
          { name: 'Кому', value: paper.representative },
          { name: 'Когда', value: formatDay(paper.signedOn) },
          { name: 'Нотариус', value: paper.notary },
          { name: 'Что можно', value: listedRights(paper.rights) },
          { name: 'Последний день', value: formatDay(paper.toDay) },
        ]}
      />
      <p>
        <GoLink away to={`/api/v1/powers/papers/${paper.id}/file`}>{`Копия: ${paper.fileName}`}</GoLink>
      </p>
      <details className="more" open={answer !== undefined}>
        <summary>
          Решить<span className="vh">{`: доверенность № ${paper.number}`}</span>
        </summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="paperId" value={paper.id} />
          <RadioGroup
            name={named('decision', paper.id)}
            label="Что решили"
            chosen={answer?.decision}
            error={errors[named('decision', paper.id)]}
            choices={[
              { value: 'accept', name: 'Принять' },
              { value: 'refuse', name: 'Отказать' },
            ]}
          />
          <TextArea
            name={named('reason', paper.id)}
            label="Причина"
            hint="Что проверили; при отказе её прочтёт представитель"
            rows={3}
            maxLength={1000}
            defaultValue={answer?.reason}
            error={errors[named('reason', paper.id)]}
          />
          <Actions>
            <Button>Записать решение</Button>
          </Actions>
        </Form>
      </details>
    </Card>
  );
}
