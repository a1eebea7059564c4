// One payment: what, to whom, how it stands, the receipt and its sending.
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getPayment, sendReceipt } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { paymentStatuses } from '#contract/statuses/payments';
import { againPath, Payees, questionPath, receiptFacts } from '#features/payments/payment-sheet.tsx';
import { RefundList } from '#features/payments/refund-list.tsx';
import { Receipt } from '#ui/bill.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

export async function loader({ context, params }: LoaderFunctionArgs) {
  return { payment: await load(context, getPayment, { params: { id: params['id']! } }) };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, sendReceipt, { params: { id: params['id']! }, body: { email: textOf(form, 'email') } }, { key: keyOf(form) });
  return done.ok ? data({ sentTo: done.value.sentTo }) : refused(done.problem, form);
}

export default function PaymentPage() {
  const { payment } = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<Refused> & { sentTo?: string }>();
  const { receipt, decline, words } = payment;
  const unfinished = ['draft', 'confirming', 'waiting'].includes(payment.status);
  return (
    <Page title={`Платёж ${formatKopecks(payment.kopecks)}`} problem={answer?.problem} back={{ to: '/payments', name: 'Платежи' }}>
      <ErrorSummary problem={answer?.problem} />
      {answer?.sentTo && (
        <Notice tone="ok" heading="Чек отправлен" announce>
          <p>{`На ${answer.sentTo}. Если письма нет, посмотрите в «Спаме».`}</p>
        </Notice>
      )}
      <div className="cols">
        <div className="stack wide">
          <Card heading="Кому" aside={<StatusOf rows={paymentStatuses} is={payment.status} />}>
            <p>{decline && payment.status === 'declined' ? `${decline.why}. ${decline.whatToDo}.` : `${words.says}.`}</p>
            <Payees payment={payment} />
            <DefinitionList
              items={[
                { name: 'Начат', value: <When instant={payment.createdAt} timeZone={payment.timeZone} /> },
                { name: 'Как', value: payment.methodWords },
              ]}
            />
          </Card>
          {payment.refunds.length > 0 && (
            <Card heading="Возврат">
              <RefundList
                refunds={payment.refunds}
                timeZone={payment.timeZone}
                receiptOf={(refundId) => `/api/v1/payments/${payment.id}/refunds/${refundId}/receipt.pdf`}
              />
            </Card>
          )}
          {payment.bills.length > 0 && receipt && <p className="hint">Если платёж ошибочный, деньги возвращает ведомство: напишите ему и приложите чек.</p>}
          {!unfinished && payment.parts.length > 0 && (
            <p className="row noprint">
              {payment.parts.map((part) => (
                <GoLink key={part.accountId} to={questionPath(payment, part)}>
                  {payment.parts.length === 1 ? 'Спросить о платеже' : `Спросить: ${part.payee}`}
                </GoLink>
              ))}
            </p>
          )}
          {unfinished && (
            <Actions>
              <ButtonLink to={`/pay/${payment.id}`}>Продолжить оплату</ButtonLink>
            </Actions>
          )}
          {payment.can.retry && (
            <Actions>
              <ButtonLink to={againPath(payment)}>Оплатить ещё раз</ButtonLink>
            </Actions>
          )}
        </div>
        {receipt && (
          <div className="stack wide">
            <Receipt heading={`Чек № ${receipt.number}`}>
              <p className="sum mid">{formatKopecks(payment.kopecks)}</p>
              <DefinitionList items={receiptFacts(payment)} />
            </Receipt>
            <p className="row noprint">
              <GoLink away to={`/api/v1/payments/${payment.id}/receipt.pdf`}>
                Скачать PDF
              </GoLink>
              <GoLink to={`/receipts/${receipt.number}`}>Как чек проверить</GoLink>
            </p>
            <Card heading="Прислать чек ещё раз">
              <Form className="stack" method="post" noValidate>
                <FormKey />
                <TextInput
                  name="email"
                  type="email"
                  autoComplete="email"
                  label="Почта"
                  defaultValue={answer?.values?.['email'] ?? payment.email ?? ''}
                  error={errorsOf(answer?.problem)['email']}
                />
                <Actions>
                  <Button kind="alt">Отправить чек</Button>
                </Actions>
              </Form>
            </Card>
          </div>
        )}
      </div>
    </Page>
  );
}
