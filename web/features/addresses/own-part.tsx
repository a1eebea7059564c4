// What somebody who lives in a found house sees of it besides: the last bills and readings, where to ask (ADDR-2).
import { Link } from 'react-router';
import type { BillShown } from '#contract/billing';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Money, Month, When } from '#ui/format.tsx';

export type OwnAccount = { houseId: string; accountId: string; number: string; organization: { shortName: string } };
/** `state` of what was handed in is in words. */
export type OwnPart = {
  accounts: readonly OwnAccount[];
  bills: readonly BillShown[];
  submissions: readonly { id: string; at: string; countsFor: string; state: string }[];
  timeZone: string;
};

type Charged = { month: string; totalKopecks: number; leftKopecks: number };
const columns: readonly Column<Charged>[] = [
  { key: 'month', name: 'Месяц', head: true, cell: (row) => <Month month={row.month} /> },
  { key: 'total', name: 'Начислено', numeric: true, cell: (row) => <Money kopecks={row.totalKopecks} /> },
  { key: 'left', name: 'Осталось', numeric: true, cell: (row) => <Money kopecks={row.leftKopecks} /> },
];

/** Bills of all organizations together, by month, the newest first. */
function byMonth(bills: readonly BillShown[]): Charged[] {
  const sum = (some: readonly BillShown[], of: 'totalKopecks' | 'leftKopecks'): number => some.reduce((all, bill) => all + bill[of], 0);
  return [...Map.groupBy(bills, ({ month }) => month)]
    .map(([month, some]) => ({ month, totalKopecks: sum(some, 'totalKopecks'), leftKopecks: sum(some, 'leftKopecks') }))
    .sort((a, b) => b.month.localeCompare(a.month));
}

export function OwnPartOfHouse({ accounts, bills, submissions, timeZone }: OwnPart) {
  return (
    <>
      {bills.length > 0 && <DataTable caption="Ваши начисления здесь" columns={columns} rows={byMonth(bills)} rowKey={(row) => row.month} />}
      {submissions.length > 0 && (
        <Card heading="Ваши показания">
          <ul className="plain stack near">
            {submissions.map(({ id, at, countsFor, state }) => (
              <li key={id}>
                <When instant={at} timeZone={timeZone} />, за <Month month={countsFor} />: {state}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <p className="row">
        <Link className="go" to="/charges">
          Все начисления
        </Link>
        <Link className="go" to="/meters">
          Передать показания
        </Link>
        {accounts.map(({ houseId, accountId, number, organization }) => (
          <Link key={accountId} className="go" to={`/cases/new?house=${houseId}&account=${accountId}`}>
            Спросить: {organization.shortName}
            <span className="vh">, счёт {number}</span>
          </Link>
        ))}
      </p>
    </>
  );
}
