// How a payment ended, or that it has not ended yet. Comes up to date by itself; without JavaScript the page loads anew.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getPayment } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { paymentStatuses } from '#contract/statuses/payments';
import { againPath, PAY_STEPS, type Payment, Payees, receiptFacts } from '#features/payments/payment-sheet.tsx';
import { useRefresh } from '#features/payments/use-refresh.ts';
import { Receipt } from '#ui/bill.tsx';
import { Actions, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { Steps } from '#ui/steps.tsx';
import { load } from '#web/api.ts';

const RELOAD_SECONDS = 5;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const payment = await load(context, getPayment, { params: { id: params['id']! } });
  if (payment.status === 'draft' || payment.status === 'confirming') throw redirect(`/pay/${payment.id}`);
  return { payment };
}

const titles: Partial<Record<Payment['status'], string>> = {
  paid: 'Оплачено',
  declined: 'Платёж не прошёл',
  cancelled: 'Платёж отменён',
  expired: 'Время на оплату вышло',
  refunded: 'Деньги возвращены',
};

export default function PayResult() {
  const { payment } = useLoaderData<typeof loader>();
  const open = titles[payment.status] === undefined;
  return (
    <Page title={titles[payment.status] ?? payment.words.word}>
      <Steps names={PAY_STEPS} now={open ? 3 : 4} />
      {open ? <StillOpen payment={payment} /> : payment.receipt ? <Paid payment={payment} /> : <NotPaid payment={payment} />}
    </Page>
  );
}

function StillOpen({ payment }: { payment: Payment }) {
  useRefresh(RELOAD_SECONDS);
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content={String(RELOAD_SECONDS)} />
      </noscript>
      <Notice heading={payment.words.word} announce>
        <p>{payment.words.says}.</p>
        <p>Страницу можно закрыть: итог появится в истории и придёт уведомлением.</p>
      </Notice>
      <Card heading="Платёж" aside={<StatusOf rows={paymentStatuses} is={payment.status} />}>
        <Payees payment={payment} />
      </Card>
      <Actions>
        {payment.next ? (
          <ButtonLink kind="alt" to={`/pay/${payment.id}`}>
            Открыть страницу банка снова
          </ButtonLink>
        ) : (
          <ButtonLink kind="alt" to={`/pay/${payment.id}/result`} reloadDocument>
            Проверить сейчас
          </ButtonLink>
        )}
        <ButtonLink kind="bare" to="/payments">
          К платежам
        </ButtonLink>
      </Actions>
    </>
  );
}

function Paid({ payment }: { payment: Payment }) {
  return (
    <div className="cols">
      <Receipt heading="Чек" actions={<ButtonLink to="/payments">К платежам</ButtonLink>}>
        <p className="sum mid">{formatKopecks(payment.kopecks)}</p>
        <DefinitionList items={receiptFacts(payment)} />
      </Receipt>
      <div className="stack wide">
        <Notice tone={payment.status === 'paid' ? 'ok' : 'info'} heading={payment.words.word} announce>
          <p>{payment.status === 'refunded' ? payment.words.says : `Деньги зачислены.${payment.email ? ` Чек отправим на ${payment.email}.` : ''}`}</p>
        </Notice>
        <Card heading="Кому заплатили">
          <Payees payment={payment} />
        </Card>
        <p className="row noprint">
          <GoLink away to={`/api/v1/payments/${payment.id}/receipt.pdf`}>
            Чек в PDF
          </GoLink>
          <GoLink to={`/payments/${payment.id}`}>Прислать чек ещё раз</GoLink>
        </p>
      </div>
    </div>
  );
}

function NotPaid({ payment }: { payment: Payment }) {
  const { decline } = payment;
  return (
    <div className="stack wide">
      <Notice
        tone={payment.status === 'declined' ? 'bad' : 'info'}
        heading={decline && payment.status === 'declined' ? decline.why : payment.words.word}
        announce
      >
        <p>Деньги не списаны.</p>
        {decline && payment.status === 'declined' && (
          <p>
            <b>{decline.whatToDo}.</b>
          </p>
        )}
        <p>Всё, что вы выбрали, сохранено.</p>
      </Notice>
      <Actions>
        {payment.can.retry && (
          <ButtonLink big to={againPath(payment)}>
            Оплатить ещё раз
          </ButtonLink>
        )}
        <ButtonLink kind="bare" to="/payments">
          К платежам
        </ButtonLink>
      </Actions>
      <Card heading="Платёж" aside={<StatusOf rows={paymentStatuses} is={payment.status} />}>
        <Payees payment={payment} />
      </Card>
    </div>
  );
}
