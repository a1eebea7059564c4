// The turnover sheet by house and service, and the collection rate (accountant's reports).
import { TableProperties } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getTurnover, turnoverColumns } from '#contract/reports';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { collectionRate } from '#features/accounts/collection-rate.ts';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { MoneyOrDash, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

const isMonth = (text: string | null): text is string => text !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
/** The month before, by the clock of Moscow. */
const lastMonth = (): string => {
  const [year, month] = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 7).split('-').map(Number) as [number, number];
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
};

/** Months in the wrong order are swapped: the person meant them both. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const months = ['from', 'to'].map((name) => (isMonth(given.get(name)) ? given.get(name)! : lastMonth())).toSorted();
  const [from, to] = months as [string, string];
  const query = listQueryOf(request, turnoverColumns);
  given.delete('from');
  given.delete('to');
  return { list: await load(context, getTurnover, { params: { from, to }, query }), from, to, asked: query };
}

type Row = AnswerOf<typeof getTurnover>['rows'][number];
const MONEY = ['openingKopecks', 'chargedKopecks', 'recalculatedKopecks', 'penaltyKopecks', 'paidKopecks', 'refundedKopecks', 'closingKopecks'] as const;
const SORTABLE: readonly string[] = ['chargedKopecks', 'paidKopecks', 'closingKopecks'];
const columns: readonly Column<Row>[] = [
  { key: 'house', name: 'Дом и услуга', head: true, sortable: true, cell: (row) => <>{row.service}<br /><span className="mut sml">{unbroken(row.house)}</span></> },
  ...MONEY.map((key): Column<Row> => ({ key, name: turnoverColumns[key].title.replace(', ₽', ''), numeric: true, sortable: SORTABLE.includes(key), cell: (row) => <MoneyOrDash kopecks={row[key]} /> })),
];

export default function Reports() {
  const { list, from, to, asked } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const { totals } = list;
  const span = from === to ? formatMonth(from) : `${formatMonth(from)} — ${formatMonth(to)}`;
  return (
    <Page title="Оборотная ведомость" back={{ to: '/work', name: 'Рабочее место' }}>
      <Filters label="Отбор ведомости" summary={`${span}${query.get('search') ? `, отобрано: ${query.get('search')}` : ''}`}>
        <TextInput name="from" type="month" label="С месяца" defaultValue={from} />
        <TextInput name="to" type="month" label="По месяц" defaultValue={to} />
        <TextInput name="search" label="Дом или услуга" defaultValue={query.get('search') ?? undefined} />
      </Filters>
      {list.rows.length === 0 ? <EmptyState icon={TableProperties} heading="За эти месяцы ничего не было"><p>Выберите другие месяцы.</p></EmptyState> : (
        <>
          <Tiles tiles={[{ name: 'Начислено с перерасчётами и пенями', value: formatKopecks((totals.chargedKopecks ?? 0) + (totals.recalculatedKopecks ?? 0) + (totals.penaltyKopecks ?? 0)) }, { name: 'Оплачено без возвратов', value: formatKopecks((totals.paidKopecks ?? 0) - (totals.refundedKopecks ?? 0)) }, { name: 'Собираемость', value: collectionRate(totals) }]} />
          <DataTable caption={`${span}: ${counted(list.count, ['строка', 'строки', 'строк'])}`} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? 'house'} totals={Object.fromEntries(MONEY.map((key) => [key, formatKopecks(totals[key] ?? 0)]))} />
          <Downloads href={(format) => exportAddress(`/api/v1/work/turnover/${from}/${to}/export`, asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
