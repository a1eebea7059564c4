// Absences, breaks and benefits: what was decided, a new decision, one taken back (CALC-1).
import { FilePlus2 } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { decisionKinds, getDecisions, makeDecision, previewDecision, withdrawDecision } from '#contract/decisions';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks } from '#contract/russian';
import { DecisionEffect } from '#features/calculation/decision-effect.tsx';
import { decisionFactsOf } from '#features/calculation/decision-facts.ts';
import { DecisionForm, type DecisionKind, withoutFacts } from '#features/calculation/decision-forms.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof getDecisions>['decisions'][number];
const KINDS = Object.keys(decisionKinds) as DecisionKind[];
const MOSCOW = 'Europe/Moscow';
type Done = Partial<Refused> & { preview?: AnswerOf<typeof previewDecision> };

export async function loader({ context, request }: LoaderFunctionArgs) {
  return load(context, getDecisions, { query: soughtHouseOf(request) });
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const decisionId = textOf(form, 'withdraw');
  if (decisionId !== '') {
    const done = await attempt(context, withdrawDecision, { params: { houseId: textOf(form, 'houseId'), decisionId } }, { key: keyOf(form) });
    return done.ok ? redirect('/work/decisions?done=withdrawn', 303) : refused(done.problem, form);
  }
  // Several ticks are one value of the form that is shown again.
  const kept = (answer: Done): Done => ({
    ...answer,
    values: {
      ...answer.values,
      services: form
        .getAll('services')
        .filter((one) => typeof one === 'string')
        .join(' '),
    },
  });
  const again = (problem: Refused['problem']) => data<Done>(kept(refused(withoutFacts(problem), form).data), { status: problem.status });
  const isPreview = textOf(form, 'step') === 'preview';
  const houseId = textOf(form, 'houseId');
  const house = houseId === '' ? undefined : (await load(context, getDecisions, { query: { houseId } })).houses.find((one) => one.houseId === houseId);
  const typed = decisionFactsOf(form, { needsDocument: !isPreview, timeZone: house?.timeZone ?? MOSCOW });
  if ('wrong' in typed) return again(wrongFields(typed.wrong));
  const body = { organizationId: textOf(form, 'organizationId'), document: textOf(form, 'document'), facts: typed.facts };
  if (isPreview) {
    const seen = await attempt(context, previewDecision, { body }, { key: crypto.randomUUID() });
    if (!seen.ok) return again(seen.problem);
    return data<Done>(
      kept({
        preview: seen.value,
        key: keyOf(form),
        values: Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
      }),
    );
  }
  const done = await attempt(context, makeDecision, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/decisions?done=made&recalculations=${done.value.recalculations}&kopecks=${done.value.kopecks}`, 303) : again(done.problem);
}

function Outcome({ query }: { query: URLSearchParams }) {
  const [recalculations, kopecks] = [Number(query.get('recalculations')), Number(query.get('kopecks'))];
  if (query.get('done') === 'withdrawn')
    return (
      <Notice tone="ok" announce>
        <p>Отозвали. Черновики расчётов за эти месяцы надо посчитать заново.</p>
      </Notice>
    );
  if (query.get('done') !== 'made' || !Number.isSafeInteger(recalculations) || !Number.isSafeInteger(kopecks)) return null;
  const past =
    recalculations === 0
      ? ' За проведённые месяцы пересчитывать нечего.'
      : ` За проведённые месяцы: ${counted(recalculations, ['перерасчёт', 'перерасчёта', 'перерасчётов'])} на ${formatKopecks(kopecks)}, их возьмёт следующий расчёт.`;
  return (
    <Notice tone="ok" announce>
      <p>{`Внесли. Непроведённые месяцы посчитаем с этим решением.${past}`}</p>
    </Notice>
  );
}

export default function Decisions() {
  const answer = useLoaderData<typeof loader>();
  const refusal = useActionData<Done>();
  const [query] = useSearchParams();
  const kind = KINDS.find((one) => one === query.get('new'));
  return (
    <Page title="Решения для расчёта" problem={refusal?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={refusal?.problem} />
      {!refusal && <Outcome query={query} />}
      {refusal?.preview && <DecisionEffect effect={refusal.preview} />}
      {(kind === 'break' || kind === 'quality') && <HouseFinder more={answer.more} keep={['new']} />}
      {kind ? (
        <DecisionForm key={kind} kind={kind} directory={answer} refusal={refusal} />
      ) : (
        answer.organizations.length > 0 && (
          <Actions>
            {KINDS.map((one) => (
              <ButtonLink key={one} to={`?new=${one}`} kind="alt">
                {decisionKinds[one]}
              </ButtonLink>
            ))}
          </Actions>
        )
      )}
      {answer.decisions.length === 0 ? (
        <EmptyState icon={FilePlus2} heading="Решений ещё не было">
          <p>Внесите заявление об отсутствии, акт о перерыве или качестве, льготу или субсидию: расчёт учтёт их сам.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={counted(answer.decisions.length, ['решение', 'решения', 'решений'])}
          columns={columns}
          rows={answer.decisions}
          rowKey={({ decisionId }) => decisionId}
        />
      )}
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  {
    key: 'says',
    name: 'Решение',
    head: true,
    cell: ({ kind, says }) => (
      <>
        {decisionKinds[kind]}
        <br />
        <span className="mut sml">{says}</span>
      </>
    ),
  },
  {
    key: 'place',
    name: 'Где',
    cell: ({ address, account }) => (
      <>
        {unbroken(address)}
        <br />
        <span className="mut sml nw">{account === null ? 'Весь дом' : `Счёт ${account}`}</span>
      </>
    ),
  },
  { key: 'document', name: 'Документ', cell: ({ document }) => document },
  {
    key: 'who',
    name: 'Кто внёс',
    cell: ({ who, at }) => (
      <>
        {who}
        <br />
        <span className="mut sml">
          <When instant={at} timeZone="Europe/Moscow" />
        </span>
      </>
    ),
  },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ houseId, decisionId, withdrawn, can }) =>
      withdrawn ? (
        <Status tone="none">Отозвано</Status>
      ) : (
        can.withdraw && (
          <Form method="post">
            <FormKey />
            <input type="hidden" name="houseId" value={houseId} />
            <Button kind="bare" name="withdraw" value={decisionId}>
              Отозвать
            </Button>
          </Form>
        )
      ),
  },
];
