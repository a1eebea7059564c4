// «Счета к оплате» (BILL-3): unpaid first, until when, to whom, one press to the filled-in payment.
import { ChevronDown, WalletCards } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData } from 'react-router';
import { type BillShown, getBills } from '#contract/billing';
import { counted, formatDayShort, formatKopecks, formatMonth, formatWeekday } from '#contract/russian';
import { chargeStatuses } from '#contract/statuses/billing';
import { DueCard } from '#ui/bill.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, Money, unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  return load(context, getBills, { query: {} });
}

const pathOf = (bill: BillShown): string => `/bills/${bill.houseId}/${bill.billId}`;

/** What is left to pay; the home is the table's name. */
const owedColumns: readonly Column<BillShown>[] = [
  {
    key: 'organization',
    name: 'Кому',
    head: true,
    cell: (bill) => (
      <>
        <Link to={pathOf(bill)}>{bill.organization}</Link>
        <br />
        <span className="mut sml">{`за ${formatMonth(bill.month)}, счёт ${bill.account}`}</span>
      </>
    ),
  },
  { key: 'status', name: 'Статус', half: true, cell: (bill) => <StatusOf rows={chargeStatuses} is={bill.status} /> },
  {
    key: 'left',
    name: 'Осталось',
    numeric: true,
    half: true,
    cell: (bill) => (
      <b>
        <Money kopecks={bill.leftKopecks} />
      </b>
    ),
  },
  { key: 'issued', name: 'Выставлен', cell: (bill) => <Day day={bill.issuedOn} /> },
  { key: 'due', name: 'Оплатить до', cell: (bill) => <Day day={bill.dueOn} /> },
  {
    key: 'pay',
    name: 'Оплата',
    silent: true,
    cell: (bill) =>
      bill.can.pay && (
        <GoLink to={`/pay?account=${bill.accountId}`}>
          Оплатить<span className="vh">{`: ${bill.organization}, за ${formatMonth(bill.month)}`}</span>
        </GoLink>
      ),
  },
];

const paidColumns: readonly Column<BillShown>[] = [
  {
    key: 'organization',
    name: 'Кому',
    head: true,
    cell: (bill) => (
      <>
        <Link to={pathOf(bill)}>{bill.organization}</Link>
        <br />
        <span className="mut sml">{`${unbroken(bill.address)}, счёт ${bill.account}`}</span>
      </>
    ),
  },
  { key: 'status', name: 'Статус', half: true, cell: (bill) => <StatusOf rows={chargeStatuses} is={bill.status} /> },
  { key: 'total', name: 'По счёту', numeric: true, half: true, cell: (bill) => <Money kopecks={bill.totalKopecks} /> },
];

const sumOf = (bills: readonly BillShown[], member: 'leftKopecks' | 'totalKopecks'): number => bills.reduce((sum, bill) => sum + bill[member], 0);
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const BILLS = ['счёт', 'счёта', 'счетов'] as const;

export default function Bills() {
  const { bills, unpaid } = useLoaderData<typeof loader>();
  const owed = bills.filter((bill) => bill.leftKopecks > 0);
  const paid = bills.filter((bill) => bill.leftKopecks <= 0);
  const payable = bills.filter((bill) => bill.can.pay);
  const [first] = owed;
  return (
    <Page title="Счета к оплате">
      {first && (
        <DueCard
          heading={unpaid.count === 1 ? 'Осталось оплатить' : `Осталось по ${counted(unpaid.count, ['счёту', 'счетам', 'счетам'])}`}
          kopecks={unpaid.leftKopecks}
          actions={
            payable.length > 0 && (
              <ButtonLink big to={`/pay${accountsQuery(payable)}`}>
                Оплатить
              </ButtonLink>
            )
          }
        >
          <p>
            {first.status === 'overdue' ? (
              <b>{`Срок был ${formatDayShort(first.dueOn)}: чем раньше, тем меньше пени.`}</b>
            ) : (
              <b>{`Заплатите ${formatWeekday(first.dueOn, 'until')}.`}</b>
            )}
          </p>
        </DueCard>
      )}
      {bills.length === 0 && (
        <EmptyState
          icon={WalletCards}
          heading="Счетов пока нет"
          actions={
            <ButtonLink kind="alt" to="/accounts/add">
              Добавить лицевой счёт
            </ButtonLink>
          }
        >
          <p>Они появятся сами, когда организация начислит за месяц.</p>
        </EmptyState>
      )}
      {bills.length > 0 && !first && (
        <EmptyState icon={WalletCards} heading="Всё оплачено">
          <p>Новые счета придут в начале месяца.</p>
        </EmptyState>
      )}
      {[...Map.groupBy(owed, (bill) => bill.address)].map(([address, own]) => (
        <DataTable
          key={address}
          caption={unbroken(address)}
          columns={owedColumns}
          rows={own}
          rowKey={(bill) => bill.billId}
          totals={{ left: <Money kopecks={sumOf(own, 'leftKopecks')} /> }}
        />
      ))}
      <Requisites bills={payable} />
      {paid.length > 0 && (
        <section className="stack" aria-labelledby="paid">
          <h2 id="paid">Прошлые счета</h2>
          <div className="card list">
            {[...Map.groupBy(paid, (bill) => bill.month)].map(([month, own]) => (
              <details key={month} className="more">
                <summary>
                  {`${capital(formatMonth(month))}: ${counted(own.length, BILLS)}, ${formatKopecks(sumOf(own, 'totalKopecks'))}`}
                  <Icon of={ChevronDown} turn />
                </summary>
                <DataTable
                  caption={<span className="vh">{`Счета за ${formatMonth(month)}`}</span>}
                  columns={paidColumns}
                  rows={own}
                  rowKey={(bill) => bill.billId}
                />
              </details>
            ))}
          </div>
        </section>
      )}
    </Page>
  );
}

const accountsQuery = (bills: readonly BillShown[]): string =>
  `?${new URLSearchParams([...new Set(bills.map((bill) => bill.accountId))].map((id): [string, string] => ['account', id])).toString()}`;

/** For those who pay at a bank: whom, where to, under which number. */
function Requisites({ bills }: { bills: readonly BillShown[] }) {
  const byAccount = [...new Map(bills.map((bill) => [bill.accountId, bill])).values()];
  if (byAccount.length === 0) return null;
  return (
    <details className="more">
      <summary>
        Реквизиты получателей
        <Icon of={ChevronDown} turn />
      </summary>
      <p>Если в счёте есть таблица «Кому платить», в банке платите по ней: каждому получателю своя сумма. На портале платят сразу всё.</p>
      {byAccount.map(({ accountId, account, organization, requisites }) => (
        <Card key={accountId} level={3} heading={`${organization}, счёт ${account}`}>
          {requisites === null ? (
            <p>Организация не указала банковские реквизиты. Её телефон есть на странице счёта.</p>
          ) : (
            <DefinitionList
              items={[
                { name: 'Получатель', value: requisites.payee },
                { name: 'ИНН / КПП', value: [requisites.inn, requisites.kpp].filter(Boolean).join(' / ') },
                { name: 'Банк, БИК', value: `${requisites.bankName}, ${requisites.bic}` },
                { name: 'Счёт', value: <span className="num">{requisites.settlementAccount}</span> },
                { name: 'Корр. счёт', value: <span className="num">{requisites.correspondentAccount ?? 'нет'}</span> },
                { name: 'В назначении платежа', value: `л/с ${account}` },
              ]}
            />
          )}
        </Card>
      ))}
    </details>
  );
}
