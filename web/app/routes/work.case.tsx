// A resident's question or dispute for the organization: the answer and the decision (ACC-5, CHG-3).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { type Case, closeCase, decideCase, getCase, writeInCase } from '#contract/cases';
import { numberErrorText, parseKopecks } from '#contract/russian';
import { CaseFacts, CloseForm, Decision, LineAsItStood, Messages, WriteForm } from '#features/cases/case-sheet.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { MoneyInput, TextArea } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, caseId: params['caseId']! });

export async function loader({ context, params }: LoaderFunctionArgs) {
  return { shown: await load(context, getCase, { params: paramsOf(params) }) };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { params: paramsOf(params) };
  const key = { key: keyOf(form) };
  if (textOf(form, 'intent') === 'write') {
    const written = await attempt(context, writeInCase, { ...of, body: { text: textOf(form, 'text') } }, key);
    return written.ok ? redirect(`/work/cases/${of.params.houseId}/${of.params.caseId}`, 303) : refused(written.problem, form);
  }
  if (textOf(form, 'intent') === 'close') {
    const closed = await attempt(context, closeCase, { ...of, body: { version: Number(textOf(form, 'version')) } }, key);
    return closed.ok ? redirect(`/work/cases/${of.params.houseId}/${of.params.caseId}`, 303) : refused(closed.problem, form);
  }
  const decision = textOf(form, 'decision');
  if (decision !== 'agree' && decision !== 'refuse') return refused(wrongFields({ decision: 'Выберите: согласиться или отказать' }), form);
  const typed = textOf(form, 'giveBackKopecks');
  const sum = typed === '' ? undefined : parseKopecks(typed);
  if (typeof sum === 'object') return refused(wrongFields({ giveBackKopecks: numberErrorText(sum.error, 2) }), form);
  if (sum !== undefined && sum <= 0n) return refused(wrongFields({ giveBackKopecks: 'Введите сумму больше нуля или оставьте поле пустым' }), form);
  const body = {
    version: Number(textOf(form, 'version')),
    decision,
    reason: textOf(form, 'reason'),
    ...(sum !== undefined && { giveBackKopecks: Number(sum) }),
  } as const;
  const done = await attempt(context, decideCase, { ...of, body }, key);
  return done.ok ? redirect(`/work/cases/${of.params.houseId}/${of.params.caseId}`, 303) : refused(done.problem, form);
}

export default function WorkCase() {
  const { shown } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title={shown.subject} problem={answer?.problem} back={{ to: '/work/cases', name: 'Вопросы жителей' }}>
      <ErrorSummary problem={answer?.problem} />
      <Decision shown={shown} />
      <CaseFacts shown={shown} />
      {shown.line && <LineAsItStood line={shown.line} />}
      <p>
        {shown.accountId === null ? (
          <Link className="go" to={`/houses/${shown.houseId}`}>
            Открыть паспорт дома
          </Link>
        ) : (
          <Link className="go" to={`/work/accounts/${shown.houseId}/${shown.accountId}`}>
            Открыть карточку счёта
          </Link>
        )}
      </p>
      <Messages shown={shown} />
      {shown.can.decide && <DecisionForm shown={shown} answer={answer} />}
      <WriteForm shown={shown} answer={answer} error={errorsOf(answer?.problem)['text']} />
      <CloseForm shown={shown} />
    </Page>
  );
}

function DecisionForm({ shown, answer }: { shown: Case; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading="Решение по спору">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="intent" value="decide" />
        <input type="hidden" name="version" value={shown.version} />
        <RadioGroup
          name="decision"
          label="Что решили"
          chosen={values['decision']}
          error={errors['decision']}
          choices={[
            { value: 'agree', name: 'Согласиться' },
            { value: 'refuse', name: 'Отказать' },
          ]}
        />
        <MoneyInput
          name="giveBackKopecks"
          label="Сколько вернуть"
          hint="Если согласны и сумма лишняя. Её возьмёт следующий расчёт; при начислениях реестром оставьте пустым"
          defaultValue={values['giveBackKopecks']}
          error={errors['giveBackKopecks']}
        />
        <TextArea
          name="reason"
          label="Причина"
          hint="Житель прочтёт её в «Почему столько?»"
          rows={3}
          maxLength={500}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button>Отправить решение</Button>
        </Actions>
      </Form>
    </Card>
  );
}
