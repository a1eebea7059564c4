// «Счета к оплате» (BILL-3): unpaid first, until when, to whom, one press to the filled-in payment.
import { WalletCards } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData } from 'react-router';
import { type BillShown, getBills } from '#contract/billing';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { chargeTone, chargeWord } from '#features/billing/charge-words.ts';
import { DueCard } from '#ui/bill.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, Money } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { Status } from '#ui/status.tsx';
import { load } from '#web/api.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  return load(context, getBills, { query: {} });
}

const pathOf = (bill: BillShown): string => `/bills/${bill.houseId}/${bill.billId}`;

const columns: readonly Column<BillShown>[] = [
  { key: 'month', name: 'Счёт', head: true, cell: (bill) => <><Link to={pathOf(bill)}>{formatMonth(bill.month)}</Link><br /><span className="mut sml">{`${bill.organization}, ${bill.address}, л/с ${bill.account}`}</span></> },
  { key: 'issued', name: 'Выставлен', cell: (bill) => <Day day={bill.issuedOn} /> },
  { key: 'due', name: 'Оплатить до', cell: (bill) => <Day day={bill.dueOn} /> },
  { key: 'total', name: 'К оплате по счёту', numeric: true, cell: (bill) => <Money kopecks={bill.totalKopecks} /> },
  { key: 'left', name: 'Осталось за месяц', numeric: true, cell: (bill) => <b><Money kopecks={bill.leftKopecks} /></b> },
  { key: 'status', name: 'Статус', plain: true, cell: (bill) => <Status tone={chargeTone(bill.status)}>{chargeWord(bill.status)}</Status> },
  { key: 'pay', name: 'Оплата', silent: true, cell: (bill) => (bill.can.pay ? <GoLink to={`/pay?account=${bill.accountId}`}>Оплатить<span className="vh">{` за ${formatMonth(bill.month)}`}</span></GoLink> : <GoLink to={pathOf(bill)}>Открыть<span className="vh">{` счёт за ${formatMonth(bill.month)}`}</span></GoLink>) },
];

export default function Bills() {
  const { bills, unpaid } = useLoaderData<typeof loader>();
  const first = bills.find((bill) => bill.leftKopecks > 0);
  const payable = bills.filter((bill) => bill.can.pay);
  return (
    <Page title="Счета к оплате">
      {first && (
        <DueCard heading={unpaid.count === 1 ? 'Осталось оплатить' : `Осталось по ${counted(unpaid.count, ['счёту', 'счетам', 'счетам'])}`} kopecks={unpaid.leftKopecks} actions={payable.length > 0 && <ButtonLink to={`/pay${accountsQuery(payable)}`}>{`Оплатить ${formatKopecks(unpaid.leftKopecks)}`}</ButtonLink>}>
          <p>Ближайший срок: <Day day={first.dueOn} /></p>
        </DueCard>
      )}
      {bills.length === 0 ? (
        <EmptyState icon={WalletCards} heading="Счетов пока нет" actions={<ButtonLink kind="alt" to="/accounts/add">Добавить лицевой счёт</ButtonLink>}><p>Они появятся сами, когда организация начислит за месяц.</p></EmptyState>
      ) : (
        <>
          <DataTable caption={counted(bills.length, ['счёт', 'счёта', 'счетов'])} columns={columns} rows={bills} rowKey={(bill) => bill.billId} />
          <Requisites bills={payable} />
        </>
      )}
    </Page>
  );
}

const accountsQuery = (bills: readonly BillShown[]): string => `?${new URLSearchParams([...new Set(bills.map((bill) => bill.accountId))].map((id): [string, string] => ['account', id])).toString()}`;

/** For those who pay at a bank: whom, where to, under which number. */
function Requisites({ bills }: { bills: readonly BillShown[] }) {
  const byAccount = [...new Map(bills.map((bill) => [bill.accountId, bill])).values()];
  if (byAccount.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="requisites">
      <h2 id="requisites">Реквизиты</h2>
      {byAccount.map(({ accountId, account, organization, requisites }) => (
        <details key={accountId} className="more card">
          <summary>{`${organization}, л/с ${account}`}</summary>
          {requisites === null ? <p>Организация не указала банковские реквизиты. Её телефон есть на странице счёта.</p> : (
            <DefinitionList items={[
              { name: 'Получатель', value: requisites.payee }, { name: 'ИНН / КПП', value: [requisites.inn, requisites.kpp].filter(Boolean).join(' / ') }, { name: 'Банк, БИК', value: `${requisites.bankName}, ${requisites.bic}` },
              { name: 'Счёт', value: <span className="num">{requisites.settlementAccount}</span> }, { name: 'Корр. счёт', value: <span className="num">{requisites.correspondentAccount ?? 'нет'}</span> }, { name: 'В назначении платежа', value: `л/с ${account}` },
            ]} />
          )}
        </details>
      ))}
    </section>
  );
}
