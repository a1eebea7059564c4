// Readings as staff see them.
import type { AnswerOf } from '#contract/endpoint';
import { METERED_SERVICES, type MeteredService, READING_SOURCES } from '#contract/meter-words';
import type { listWorkReadings } from '#contract/meters-work';
import { formatDecimal } from '#contract/russian';
import { readingStatuses } from '#contract/statuses/meters';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Day, Month, unbroken } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';

type Row = AnswerOf<typeof listWorkReadings>['rows'][number];

const columns: readonly Column<Row>[] = [
  {
    key: 'address',
    name: 'Адрес',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        {unbroken(row.address)}
        {row.account && (
          <>
            <br />
            <span className="mut sml num">{`Счёт ${row.account}`}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'service',
    name: 'Счётчик',
    plain: true,
    cell: (row) => (
      <>
        {METERED_SERVICES[row.service as MeteredService]}
        <br />
        <span className="mut sml">{`№ ${row.serial}${row.zone ? `, ${row.zone}` : ''}`}</span>
      </>
    ),
  },
  {
    key: 'month',
    name: 'За месяц',
    sortable: true,
    half: true,
    cell: (row) => (
      <>
        <Month month={row.month} />
        <br />
        <span className="mut sml">
          снято <Day day={row.takenOn} />
        </span>
      </>
    ),
  },
  {
    key: 'source',
    name: 'Откуда',
    plain: true,
    cell: (row) => (
      <>
        {READING_SOURCES[row.source as keyof typeof READING_SOURCES]}
        {row.status !== 'active' && (
          <>
            <br />
            <StatusOf rows={readingStatuses} is={row.status} />
          </>
        )}
      </>
    ),
  },
  {
    key: 'value',
    name: 'Показание',
    numeric: true,
    half: true,
    cell: (row) => (
      <>
        {formatDecimal(row.value)}
        {row.used !== null && (
          <>
            <br />
            <span className="mut sml">{`расход ${formatDecimal(row.used)}`}</span>
          </>
        )}
      </>
    ),
  },
];

/** `sort`: as the list is sorted, where its heads sort it; `inHome`: all rows are of one home, which is named already. */
export const ReadingsTable = ({ caption, rows, sort, inHome = false }: { caption: string; rows: readonly Row[]; sort?: string; inHome?: boolean }) => (
  <DataTable caption={caption} columns={inHome ? ofHome : columns} rows={rows} rowKey={(row) => row.id} sort={sort} />
);
const ofHome: readonly Column<Row>[] = columns
  .filter(({ key }) => key !== 'address')
  .map((column) => ({ ...column, sortable: false, head: column.key === 'service' }));
