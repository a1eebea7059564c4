// «Проверьте платёж», then the code, then the bank's page: in a frame of ours with JavaScript, whole without it.
import { ShieldCheck } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { askPaymentCode, cancelPayment, getPayment, startPayment } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { BankFrame } from '#features/payments/bank-frame.tsx';
import { againPath, CodePicture, PAY_STEPS, type Payment, Payees, payWords } from '#features/payments/payment-sheet.tsx';
import { useRefresh } from '#features/payments/use-refresh.ts';
import { AskCode as CodeWords, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Steps } from '#ui/steps.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

const LOOK_SECONDS = 10;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const payment = await load(context, getPayment, { params: { id: params['id']! } });
  // Nothing to do here any more, or nothing to open yet: the outcome's page says how it stands.
  if (!['draft', 'confirming', 'waiting'].includes(payment.status)) throw redirect(`/pay/${payment.id}/result`);
  return { payment };
}

/** `intent`: code, pay or cancel. After the code the person goes to the bank: in the frame below, or away. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const id = params['id']!;
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'cancel') {
    const done = await attempt(context, cancelPayment, { params: { id } }, key);
    return done.ok ? redirect(`/pay/${id}/result`) : refused(done.problem, form);
  }
  if (intent === 'code') {
    const done = await attempt(context, askPaymentCode, { params: { id } }, key);
    return done.ok ? data({ sentTo: done.value.sentTo }) : refused(done.problem, form);
  }
  const done = await attempt(
    context,
    startPayment,
    { params: { id }, body: { confirmationId: textOf(form, 'confirmationId'), code: textOf(form, 'code'), frame: textOf(form, 'frame') === 'yes' } },
    key,
  );
  if (!done.ok) return refused(done.problem, form);
  const { status, next } = done.value;
  if (status === 'waiting' && next?.kind === 'redirect') return redirect(next.url);
  return redirect(status === 'waiting' && next ? `/pay/${id}` : `/pay/${id}/result`);
}

export default function PayConfirm() {
  const { payment } = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<Refused> & { sentTo?: string }>();
  return (
    <Page
      title={payment.status === 'waiting' ? 'Страница банка' : 'Проверьте платёж'}
      problem={answer?.problem}
      back={payment.status === 'waiting' ? undefined : { to: againPath(payment), name: payment.bills.length > 0 ? 'Изменить' : 'Изменить суммы' }}
    >
      <Steps names={PAY_STEPS} now={payment.status === 'waiting' ? 3 : 2} />
      <ErrorSummary problem={answer?.problem} />
      {payment.status === 'waiting' ? (
        <AtTheBank payment={payment} />
      ) : (
        <div className="cols">
          <div className="stack wide">
            <Card heading="Кому платим">
              <Payees payment={payment} />
              <p className="hint">Добровольной страховки в сумме нет. Мы её никогда не добавляем сами.</p>
            </Card>
          </div>
          <div className="stack wide">
            {payment.confirmationId ? (
              <GiveCode payment={payment} sentTo={answer?.sentTo} error={errorsOf(answer?.problem)['code']} />
            ) : (
              <AskCode payment={payment} />
            )}
            <p className="hint">
              <Icon of={ShieldCheck} /> Если связь прервётся, второй раз деньги не спишем.
            </p>
          </div>
        </div>
      )}
    </Page>
  );
}

function AskCode({ payment }: { payment: Payment }) {
  return (
    <Card heading="Подтвердите кодом" due>
      <p className="sum mid">{formatKopecks(payment.kopecks)}</p>
      {payment.saved && <p>{`Спишем сразу: ${payment.methodWords}.`}</p>}
      <p>{payment.email ? `Чек пришлём на ${payment.email}.` : 'Чек пришлём на ваш телефон.'} Код годится только для этого платежа.</p>
      <Form className="stack" method="post">
        <FormKey />
        <Actions>
          <Button big name="intent" value="code">
            <CodeWords />
          </Button>
          <Button kind="bare" name="intent" value="cancel">
            Отменить
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

const never = () => () => {};

function GiveCode({ payment, sentTo, error }: { payment: Payment; sentTo: string | undefined; error: string | undefined }) {
  // With JavaScript the bank's page opens in a frame here; without it the form says so by leaving this empty.
  const framed = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <Card heading="Введите код" due>
      <Form className="stack" method="post" noValidate>
        <FormKey />
        <input type="hidden" name="confirmationId" value={payment.confirmationId ?? ''} />
        <input type="hidden" name="frame" value={framed ? 'yes' : ''} />
        <input type="hidden" name="intent" value="pay" />
        <CodeField sentTo={sentTo ?? 'туда, куда вы получаете коды'} error={error} />
        <Actions>
          <Button big>{payWords(payment)}</Button>
          <ConfirmByPasskey confirmationId={payment.confirmationId ?? ''} />
        </Actions>
        <OtherWay confirmationId={payment.confirmationId ?? ''} />
      </Form>
      <Form className="stack" method="post">
        <FormKey />
        <Actions>
          <Button kind="alt" name="intent" value="code">
            <CodeWords again />
          </Button>
          <Button kind="bare" name="intent" value="cancel">
            Отменить
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function AtTheBank({ payment }: { payment: Payment }) {
  const { next } = payment;
  useRefresh(LOOK_SECONDS);
  const result = `/pay/${payment.id}/result`;
  return (
    <div className="stack wide">
      {next?.kind === 'frame' && <BankFrame url={next.url} done={result} />}
      {next?.kind === 'redirect' && (
        <Card heading={payWords(payment)} due>
          <p>Карту введёте на странице банка. Потом банк вернёт вас сюда.</p>
          <Actions>
            <ButtonLink big to={next.url} reloadDocument>
              Перейти на страницу банка
            </ButtonLink>
          </Actions>
        </Card>
      )}
      {next?.kind === 'qr' && (
        <Card heading="Наведите камеру из приложения банка" due>
          {next.qr && <CodePicture picture={next.qr} label={`QR-код для оплаты ${payWords(payment)}`} />}
          <p>Сумма подставится сама. С телефона откройте банк сразу:</p>
          <Actions>
            <ButtonLink big to={next.url} reloadDocument>
              Открыть приложение банка
            </ButtonLink>
          </Actions>
        </Card>
      )}
      {!next && (
        <Notice heading="Банк проводит платёж">
          <p>Это занимает несколько секунд.</p>
        </Notice>
      )}
      <p className="row">
        <GoLink to={result}>Я оплатил, показать итог</GoLink>
      </p>
      <Form className="stack" method="post">
        <FormKey />
        <Actions>
          <Button kind="bare" name="intent" value="cancel">
            Отменить платёж
          </Button>
        </Actions>
      </Form>
    </div>
  );
}
