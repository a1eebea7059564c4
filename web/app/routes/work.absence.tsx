// One application for absence: the papers, what accepting it would change, the decision.
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { decideAbsence, getWorkAbsence } from '#contract/absences';
import { previewDecision } from '#contract/decisions';
import { counted, formatDay } from '#contract/russian';
import { absenceStatuses } from '#contract/statuses/calculation';
import { daysAway } from '#features/calculation/absence-words.ts';
import { DecisionEffect } from '#features/calculation/decision-effect.tsx';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { newKey } from '#ui/new-key.ts';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, requestId: params['requestId']! });

/** What accepting would change is shown while it may be accepted; days that another decision holds already have no effect to show. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const shown = await load(context, getWorkAbsence, { params: paramsOf(params) });
  const {
    absence: { can, persons, leftOn, returnedOn, appliedOn },
    account,
    organizationId,
  } = shown;
  const seen = can.decide
    ? await attempt(
        context,
        previewDecision,
        { body: { organizationId, document: 'Заявление жителя', facts: { kind: 'absence', account, persons, leftOn, returnedOn, appliedOn } } },
        { key: newKey() },
      )
    : null;
  return { shown, effect: seen?.ok ? seen.value : null };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const decision = textOf(form, 'decision');
  if (decision !== 'accept' && decision !== 'refuse') return refused(wrongFields({ decision: 'Выберите: принять или отказать' }), form);
  const of = paramsOf(params);
  const done = await attempt(
    context,
    decideAbsence,
    { params: of, body: { version: Number(textOf(form, 'version')), decision, reason: textOf(form, 'reason') } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/absences/${of.houseId}/${of.requestId}?done=${done.value.status}`, 303) : refused(done.problem, form);
}

export default function WorkAbsence() {
  const {
    shown: { absence, account, accountId, address, person },
    effect,
  } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { houseId, requestId, persons, appliedOn, comment, decideBy, isLate, proofs, reason, status, can } = absence;
  return (
    <Page title={daysAway(absence)} problem={answer?.problem} back={{ to: '/work/absences', name: 'Заявления об отсутствии' }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') === status && (
        <Notice tone="ok" announce>
          <p>
            {status === 'accepted' ? 'Приняли. Расчёт учтёт отсутствие сам, житель получит уведомление.' : 'Отказали. Житель получит уведомление с причиной.'}
          </p>
        </Notice>
      )}
      <Card heading="Заявление" aside={<StatusOf rows={absenceStatuses} is={status} side="work" />}>
        <DefinitionList
          items={[
            { name: 'Кто подал', value: person },
            { name: 'Адрес', value: unbroken(address) },
            { name: 'Счёт', value: <Link to={`/work/accounts/${houseId}/${accountId}`}>{account}</Link> },
            { name: 'Уезжали', value: counted(persons, ['человек', 'человека', 'человек']) },
            { name: 'Подано', value: formatDay(appliedOn) },
            ...(status === 'waiting' ? [{ name: 'Ответить до', value: `${formatDay(decideBy)}${isLate ? ', срок прошёл' : ''}` }] : []),
            ...(comment === null ? [] : [{ name: 'Пояснение', value: comment }]),
            ...(reason === null ? [] : [{ name: 'Ответ', value: reason }]),
          ]}
        />
        {proofs.length === 0 ? (
          <p className="mut">Подтверждений пока нет.</p>
        ) : (
          <p className="row">
            {proofs.map(({ fileId, name }) => (
              <GoLink key={fileId} away to={`/api/v1/absences/${houseId}/${requestId}/proofs/${fileId}`}>
                {name}
              </GoLink>
            ))}
          </p>
        )}
      </Card>
      {effect && <DecisionEffect effect={effect} />}
      {can.decide && <Decide version={absence.version} answer={answer} />}
    </Page>
  );
}

function Decide({ version, answer }: { version: number; answer: Refused | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Решение">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <RadioGroup
          name="decision"
          label="Что решили"
          chosen={values['decision']}
          error={errors['decision']}
          choices={[
            { value: 'accept', name: 'Принять', hint: 'Дни отсутствия сразу учтутся в расчёте' },
            { value: 'refuse', name: 'Отказать' },
          ]}
        />
        <TextArea
          name="reason"
          label="Что ответить жителю"
          hint="При отказе причина нужна обязательно"
          rows={3}
          maxLength={500}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button>Решить</Button>
        </Actions>
      </Form>
    </Card>
  );
}
