// Who owes and since when (accountant's reports): the largest debt first.
import { CircleCheck } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { debtAges, debtorColumns, getDebtors } from '#contract/reports';
import { counted, formatKopecks, formatMonthGenitive } from '#contract/russian';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Money, MoneyOrDash, unbroken } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { Status, type Tone } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, debtorColumns);
  return { list: await load(context, getDebtors, { query }), asked: query, filtered: Object.keys(query).some((name) => name !== 'sort') };
}

type Age = keyof typeof debtAges;
const tones: Readonly<Record<Age, Tone>> = { notDue: 'none', days30: 'wait', days60: 'wait', days90: 'bad', over90: 'bad' };

type Row = AnswerOf<typeof getDebtors>['rows'][number];
const ages = (key: 'notDueKopecks' | 'upTo30Kopecks' | 'upTo60Kopecks' | 'upTo90Kopecks' | 'over90Kopecks', name: string, sortable = false): Column<Row> => ({
  key,
  name,
  numeric: true,
  sortable,
  cell: (row) => <MoneyOrDash kopecks={row[key]} />,
});
const columns: readonly Column<Row>[] = [
  {
    key: 'number',
    name: 'Счёт',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        <Link className="num" to={`/work/accounts/${row.houseId}/${row.id}`}>
          {row.number}
        </Link>
        <br />
        <span className="mut sml">
          {unbroken(`${row.house}, кв. ${row.flat}`)}
          {row.owners !== '' && (
            <>
              <br />
              {row.owners}
            </>
          )}
        </span>
      </>
    ),
  },
  {
    key: 'age',
    name: 'Давность',
    half: true,
    cell: (row) => (
      <>
        <Status tone={tones[row.age as Age]}>{debtAges[row.age as Age]}</Status>
        <br />
        <span className="mut sml">{`с ${formatMonthGenitive(row.oldest)} ${row.oldest.slice(0, 4)}`}</span>
      </>
    ),
  },
  {
    key: 'totalKopecks',
    name: 'Долг',
    numeric: true,
    half: true,
    sortable: true,
    cell: (row) => (
      <b>
        <Money kopecks={row.totalKopecks} />
      </b>
    ),
  },
  ages('notDueKopecks', 'Срок не настал'),
  ages('upTo30Kopecks', '0–30 дней'),
  ages('upTo60Kopecks', '31–60'),
  ages('upTo90Kopecks', '61–90'),
  ages('over90Kopecks', 'Больше 90', true),
];

export default function Debtors() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['счёт с долгом', 'счёта с долгом', 'счетов с долгом']);
  const totals = list.totals;
  const shown = columns.filter(({ key }) => key !== 'notDueKopecks' || totals.notDueKopecks);
  const late = (totals.totalKopecks ?? 0) - (totals.notDueKopecks ?? 0);
  return (
    <Page title="Должники" back={{ to: '/work', name: 'Рабочее место' }}>
      <Filters label="Отбор должников" summary={filtered ? `Отобрано: ${words}` : 'Все долги'}>
        <TextInput name="search" label="Счёт или дом" defaultValue={given('search')} />
        <Select
          name="age"
          label="Давность"
          defaultValue={given('age')}
          options={[{ value: '', name: 'Любая' }, ...Object.entries(debtAges).map(([value, name]) => ({ value, name }))]}
        />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={CircleCheck} heading={filtered ? 'Таких долгов нет' : 'Долгов нет'}>
          <p>{filtered ? 'Измените отбор.' : 'По всем счетам заплачено.'}</p>
        </EmptyState>
      ) : (
        <>
          <Tiles
            tiles={[
              { name: 'Весь долг', value: formatKopecks(totals.totalKopecks ?? 0) },
              { name: 'Из него просрочено', value: formatKopecks(late) },
              { name: 'Больше 90 дней', value: formatKopecks(totals.over90Kopecks ?? 0) },
              { name: 'Пени', value: formatKopecks(totals.penaltyKopecks ?? 0) },
            ]}
          />
          <DataTable
            caption={words}
            columns={shown}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-totalKopecks'}
            totals={Object.fromEntries(shown.filter(({ numeric }) => numeric).map(({ key }) => [key, formatKopecks(totals[key as 'totalKopecks'] ?? 0)]))}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/debtors/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
