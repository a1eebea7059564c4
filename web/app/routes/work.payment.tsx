// One payment for the accountant of its payee: what came to the organization, and giving it back (PAY-7).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getWorkPayment, refundPayment } from '#contract/refunds';
import { formatKopecks, formatSum, formatTime, numberErrorText, parseKopecks } from '#contract/russian';
import { RefundList } from '#features/payments/refund-list.tsx';
import { chosenPart, seenField } from '#features/payments/refund-part.ts';
import { BillLines } from '#ui/bill.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Payment = AnswerOf<typeof getWorkPayment>;
const reasons = 'Например: оплатили дважды';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return { payment: await load(context, getWorkPayment, { params: { id: params['id']! } }), ordered: new URL(request.url).searchParams.has('ordered') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { accountId, leftKopecks, advanceKopecks } = chosenPart(form);
  const sum = parseKopecks(textOf(form, 'kopecks'));
  if (typeof sum === 'object') return refused(wrongFields({ kopecks: numberErrorText(sum.error, 2) }), form);
  if (sum <= 0n) return refused(wrongFields({ kopecks: 'Введите сумму больше нуля' }), form);
  const reason = textOf(form, 'reason');
  if (reason.length < 3) return refused(wrongFields({ reason: 'Напишите причину: её увидит плательщик' }), form);
  const reopensKopecks = Math.max(0, Number(sum) - advanceKopecks);
  if (reopensKopecks > 0 && textOf(form, 'reopens') === '')
    return refused(
      wrongFields({
        reopens: `Аванса на счёте ${formatKopecks(advanceKopecks)}. После возврата откроется долг ${formatKopecks(reopensKopecks)}: если так и нужно, отметьте`,
      }),
      form,
    );
  const done = await attempt(
    context,
    refundPayment,
    { params: { id: params['id']! }, body: { accountId, kopecks: Number(sum), leftKopecks, reopensKopecks, reason } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/payments/${params['id']!}?ordered=1`, 303) : refused(done.problem, form);
}

export default function WorkPayment() {
  const { payment, ordered } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const going = payment.refunds.some(({ status }) => status === 'starting' || status === 'unknown');
  return (
    <Page title={`Платёж ${formatKopecks(payment.kopecks)}`} problem={answer?.problem} back={{ to: '/work/payments', name: 'Платежи через портал' }}>
      <ErrorSummary problem={answer?.problem} />
      {ordered &&
        !answer &&
        (going ? (
          <Notice heading="Возврат передан банку" announce>
            <p>Банк ещё не ответил. Мы спрашиваем его сами, второй раз возвращать не нужно.</p>
          </Notice>
        ) : (
          <Notice tone="ok" heading="Возврат записан" announce>
            <p>Итог — ниже. О возвращённых деньгах мы сообщили плательщику.</p>
          </Notice>
        ))}
      <div className="cols">
        <div className="stack wide">
          <Card heading="Что оплачено">
            <BillLines
              lines={payment.parts.map((part) => ({ name: `Счёт ${part.accountNumber}`, kopecks: part.kopecks, says: unbroken(part.address) }))}
              total={{ name: 'Вашей организации', kopecks: payment.kopecks }}
            />
            <DefinitionList
              items={[
                { name: 'Плательщик', value: payment.payer || 'не указан' },
                {
                  name: 'Когда',
                  value: (
                    <>
                      <When instant={payment.paidAt} timeZone={payment.timeZone} />
                      {payment.timeZone !== 'Europe/Moscow' && (
                        <>
                          <br />
                          <span className="mut sml">{`по Москве ${formatTime(payment.paidAt, 'Europe/Moscow')}`}</span>
                        </>
                      )}
                    </>
                  ),
                },
                { name: 'Как', value: payment.methodWords },
                ...(payment.receiptNumber
                  ? [
                      {
                        name: 'Чек',
                        value: (
                          <Link className="code" to={`/receipts/${payment.receiptNumber}`}>
                            {payment.receiptNumber}
                          </Link>
                        ),
                      },
                    ]
                  : []),
                ...(payment.acquirerId ? [{ name: 'Номер у банка', value: <span className="code">{payment.acquirerId}</span> }] : []),
                ...(payment.othersKopecks > 0 ? [{ name: 'Другим получателям', value: formatKopecks(payment.othersKopecks) }] : []),
              ]}
            />
          </Card>
          {payment.refunds.length > 0 && (
            <Card heading="Возвраты">
              <RefundList refunds={payment.refunds} timeZone={payment.timeZone} />
            </Card>
          )}
        </div>
        <div className="stack wide">
          <RefundForm payment={payment} answer={answer} />
        </div>
      </div>
    </Page>
  );
}

function RefundForm({ payment, answer }: { payment: Payment; answer: Refused | undefined }) {
  const parts = payment.parts.filter((part) => part.can.refund);
  const [first] = parts;
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  if (!first)
    return payment.acquirerId === null ? (
      <Card heading="Вернуть деньги">
        <p>Этот платёж перенесён из прежней системы: номера у банка нет, вернуть его отсюда нельзя. Верните деньги через свой банк.</p>
      </Card>
    ) : null;
  // What was paid twice lies ahead: that much is asked back most often, and nobody owes anything after it.
  const usual = first.advanceKopecks > 0 ? Math.min(first.leftKopecks, first.advanceKopecks) : first.leftKopecks;
  return (
    <Card heading="Вернуть деньги">
      <Form method="post" noValidate className="stack">
        <FormKey answer={answer} />
        {parts.map((part) => (
          <input key={part.accountId} type="hidden" {...seenField(part)} />
        ))}
        {parts.length === 1 ? (
          <input type="hidden" name="accountId" value={first.accountId} />
        ) : (
          <Select
            name="accountId"
            label="По какому счёту"
            defaultValue={values['accountId']}
            options={parts.map((part) => ({
              value: part.accountId,
              name: `${part.accountNumber}, можно вернуть ${formatKopecks(part.leftKopecks)}, аванс ${formatKopecks(part.advanceKopecks)}`,
            }))}
          />
        )}
        <MoneyInput
          name="kopecks"
          label="Сколько вернуть"
          hint={parts.length === 1 ? `Можно вернуть до ${formatKopecks(first.leftKopecks)}, аванса на счёте ${formatKopecks(first.advanceKopecks)}` : undefined}
          defaultValue={values['kopecks'] ?? (parts.length === 1 ? formatSum(usual) : undefined)}
          error={errors['kopecks']}
        />
        <TextInput
          name="reason"
          label="Причина"
          hint={`${reasons}. Её увидит плательщик`}
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        {parts.some((part) => part.leftKopecks > part.advanceKopecks) && (
          <Checkbox
            name="reopens"
            label="Вернуть и то, чем оплачены начисления: долг по ним откроется снова"
            checked={(values['reopens'] ?? '') !== ''}
            error={errors['reopens']}
          />
        )}
        <p>Деньги вернутся туда, откуда платили.</p>
        <Actions>
          <Button kind="bad">Вернуть деньги</Button>
        </Actions>
      </Form>
    </Card>
  );
}
