// Payments of bank registers whose account was not found (PAY-7).
import { FileQuestion } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks } from '#contract/russian';
import { unmatchedStatuses } from '#contract/statuses/billing';
import { listUnmatched, unmatchedColumns } from '#contract/unmatched';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, Money } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listUnmatched>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, unmatchedColumns);
  return {
    list: await load(context, listUnmatched, { query }),
    asked: query,
    filtered: Object.keys(query).length > 0,
    done: new URL(request.url).searchParams.get('done'),
  };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'paidOn',
    name: 'Оплачено',
    head: true,
    sortable: true,
    cell: (row) => (
      <Link to={`/work/unmatched/${row.id}`}>
        <Day day={row.paidOn} />
      </Link>
    ),
  },
  {
    key: 'payer',
    name: 'Что в реестре',
    plain: true,
    cell: (row) => (
      <>
        {row.payer ?? 'Имени нет'}
        <br />
        <span className="mut sml">{[`счёт ${row.account}`, row.address].filter(Boolean).join(', ')}</span>
      </>
    ),
  },
  { key: 'file', name: 'Реестр', cell: (row) => row.file },
  { key: 'status', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={unmatchedStatuses} is={row.status} /> },
  { key: 'kopecks', name: 'Сумма', numeric: true, half: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
];

export default function UnmatchedPayments() {
  const { list, asked, filtered, done } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['платёж', 'платежа', 'платежей']);
  return (
    <Page title="Невыясненные платежи" back={{ to: '/work', name: 'Рабочее место' }}>
      {done === 'resolved' && (
        <Notice tone="ok" heading="Платёж зачислен" announce>
          <p>Житель уже видит его на счёте.</p>
        </Notice>
      )}
      {done === 'returned' && (
        <Notice heading="Платёж отмечен возвращённым" announce>
          <p>На счета он не попадёт, даже если придёт в реестре снова.</p>
        </Notice>
      )}
      <Filters label="Отбор платежей" summary={filtered ? `Отобрано: ${words}` : 'Все невыясненные'}>
        <TextInput name="search" label="Плательщик, номер, адрес или операция" defaultValue={given('search')} />
        <TextInput name="paidOnFrom" type="date" label="С какого дня" defaultValue={given('paidOnFrom')} />
        <TextInput name="paidOnTo" type="date" label="По какой день" defaultValue={given('paidOnTo')} />
        <Select
          name="status"
          label="Состояние"
          defaultValue={given('status')}
          options={[{ value: '', name: 'Любое' }, ...Object.entries(unmatchedColumns.status.words).map(([value, name]) => ({ value, name }))]}
        />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={FileQuestion} heading={filtered ? 'Таких платежей нет' : 'Невыясненных платежей нет'}>
          <p>{filtered ? 'Измените отбор.' : 'Когда в реестре банка встретится незнакомый счёт, платёж появится здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-paidOn'}
            totals={{ kopecks: formatKopecks(list.totals.kopecks ?? 0) }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/unmatched/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
