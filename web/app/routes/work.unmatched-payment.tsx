// One payment without an account: what the register says, which accounts it may be meant for, and the decision (PAY-7).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { formatDayDigits, formatKopecks } from '#contract/russian';
import { unmatchedStatuses } from '#contract/statuses/billing';
import { getUnmatched, HINT_REASONS, resolveUnmatched, returnUnmatched } from '#contract/unmatched';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Payment = AnswerOf<typeof getUnmatched>;
/** The choice of none of the similar accounts: no number is this word. */
const OTHER = 'other';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return { payment: await load(context, getUnmatched, { params: { id: params['id']! } }), isJustTakenOff: new URL(request.url).searchParams.has('off') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { id: params['id']! };
  const version = Number(textOf(form, 'version'));
  if (textOf(form, 'decision') === 'return') {
    const reason = textOf(form, 'reason');
    if (reason.length < 3) return refused(wrongFields({ reason: 'Напишите причину: например, номер платёжного поручения' }), form);
    const done = await attempt(context, returnUnmatched, { params: of, body: { version, reason } }, { key: keyOf(form) });
    return done.ok ? redirect('/work/unmatched?done=returned', 303) : refused(done.problem, form);
  }
  const hint = textOf(form, 'hint');
  if (hint === '') return refused(wrongFields({ hint: 'Выберите счёт из похожих или «Другой счёт»' }), form);
  const typed = textOf(form, 'accountNumber');
  if (hint !== OTHER && typed !== '' && typed !== hint)
    return refused(wrongFields({ accountNumber: `Выбран счёт ${hint}, а введён ${typed}. Сотрите номер или выберите «Другой счёт»` }), form);
  const accountNumber = hint === OTHER ? typed : hint;
  if (accountNumber === '') return refused(wrongFields({ accountNumber: 'Введите номер счёта вашей организации' }), form);
  const done = await attempt(context, resolveUnmatched, { params: of, body: { version, accountNumber } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/unmatched?done=resolved', 303) : refused(done.problem, form);
}

export default function UnmatchedPayment() {
  const { payment, isJustTakenOff } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page
      title={`Невыясненный платёж ${formatKopecks(payment.kopecks)}`}
      problem={answer?.problem}
      back={{ to: '/work/unmatched', name: 'Невыясненные платежи' }}
    >
      <ErrorSummary problem={answer?.problem} />
      {isJustTakenOff && !answer && payment.can.settle && (
        <Notice tone="ok" heading="Платёж снят со счёта" announce>
          <p>Долг по тому счёту открылся снова. Теперь зачислите деньги на верный счёт или отметьте их возвращёнными.</p>
        </Notice>
      )}
      <Card heading="Что в реестре" aside={<StatusOf rows={unmatchedStatuses} is={payment.status} />}>
        <DefinitionList
          items={[
            { name: 'Плательщик', value: payment.payer ?? 'не указан' },
            { name: 'Номер счёта', value: <span className="num">{payment.accountNumber}</span> },
            ...(payment.unifiedNumber ? [{ name: 'Единый номер', value: <span className="num">{payment.unifiedNumber}</span> }] : []),
            ...(payment.address ? [{ name: 'Адрес', value: payment.address }] : []),
            { name: 'Оплачено', value: <Day day={payment.paidOn} /> },
            { name: 'Операция банка', value: <span className="code">{payment.operation}</span> },
            { name: 'Реестр', value: <Link to={`/work/registers/${payment.loadId}`}>{payment.file}</Link> },
            { name: 'Организация', value: payment.organization },
            ...(payment.account
              ? [
                  {
                    name: 'Зачислен на счёт',
                    value: (
                      <Link className="num" to={`/work/accounts/${payment.account.houseId}/${payment.account.accountId}`}>
                        {payment.account.number}
                      </Link>
                    ),
                  },
                ]
              : []),
            ...(payment.takenOff
              ? [
                  {
                    name: 'Снят со счёта',
                    value: (
                      <>
                        <Link className="num" to={`/work/accounts/${payment.takenOff.houseId}/${payment.takenOff.accountId}`}>
                          {payment.takenOff.number}
                        </Link>
                        : {payment.takenOff.reason}
                      </>
                    ),
                  },
                ]
              : []),
            ...(payment.bankReturn
              ? [
                  {
                    name: 'Возврат банка',
                    value: (
                      <>
                        <Day day={payment.bankReturn.day} />, операция <span className="code">{payment.bankReturn.operation}</span>, реестр{' '}
                        <Link to={`/work/registers/${payment.bankReturn.loadId}`}>{payment.bankReturn.file}</Link>
                      </>
                    ),
                  },
                ]
              : []),
            ...(payment.reason ? [{ name: 'Возвращён', value: payment.reason }] : []),
          ]}
        />
      </Card>
      {payment.can.settle && <Decision payment={payment} answer={answer} />}
    </Page>
  );
}

// One refusal belongs to one form: the others keep their own keys.
const NO_ANSWER = {};

/** Forms of their own, so that Enter in a field never presses another's button. */
function Decision({ payment, answer }: { payment: Payment; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const hidden = (decision: string) => (
    <>
      <FormKey answer={values['decision'] === decision ? answer : NO_ANSWER} />
      <input type="hidden" name="version" value={payment.version} />
      <input type="hidden" name="decision" value={decision} />
    </>
  );
  const isNumber = values['decision'] === 'number';
  const similar = payment.hints.map((hint) => ({
    value: hint.number,
    name: (
      <>
        <span className="num">{hint.number}</span>, {unbroken(hint.address)}
      </>
    ),
    hint: `${hint.closedOn === null ? '' : `Счёт закрыт ${formatDayDigits(hint.closedOn)}. `}${hint.owners.join(', ') || 'Собственники не указаны'}. Совпало: ${hint.reasons.map((reason) => HINT_REASONS[reason]).join(', ')}`,
  }));
  return (
    <>
      <Card heading="На какой счёт зачислить">
        <Form method="post" noValidate className="stack">
          {hidden('number')}
          {similar.length > 0 ? (
            <RadioGroup
              name="hint"
              label="Похожие счета"
              chosen={isNumber ? values['hint'] : undefined}
              error={errors['hint']}
              choices={[...similar, { value: OTHER, name: 'Другой счёт', hint: 'Введите его номер ниже' }]}
            />
          ) : (
            <>
              <p>Похожих счетов не нашли.</p>
              <input type="hidden" name="hint" value={OTHER} />
            </>
          )}
          <TextInput
            name="accountNumber"
            label={similar.length > 0 ? 'Номер другого счёта' : 'Номер счёта вашей организации'}
            short
            autoComplete="off"
            defaultValue={isNumber ? values['accountNumber'] : similar.length > 0 ? undefined : payment.accountNumber}
            error={errors['accountNumber']}
          />
          <Actions>
            <Button>Зачислить</Button>
          </Actions>
        </Form>
      </Card>
      <Card heading="Деньги вернули отправителю">
        <Form method="post" noValidate className="stack">
          {hidden('return')}
          <TextInput name="reason" label="Причина или номер поручения" maxLength={300} defaultValue={values['reason']} error={errors['reason']} />
          <Actions>
            <Button kind="bad">Отметить возвращённым</Button>
          </Actions>
        </Form>
      </Card>
    </>
  );
}
