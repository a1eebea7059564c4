// Requests for other meters (MTR-1): what residents asked for; the answer is given on the meter's page.
import { Wrench } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { METERED_SERVICES, type MeteredService } from '#contract/meter-words';
import { listWorkReplacements, workReplacementColumns } from '#contract/meters-work';
import { counted } from '#contract/russian';
import { replacementStatuses } from '#contract/statuses/meters';
import { WorkMeterTabs } from '#features/meters/work-meter-tabs.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listWorkReplacements>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workReplacementColumns);
  return { list: await load(context, listWorkReplacements, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

const reasons = workReplacementColumns.reason.words;
const columns: readonly Column<Row>[] = [
  { key: 'at', name: 'Подана', sortable: true, cell: (row) => <When instant={row.at} timeZone="Europe/Moscow" /> },
  {
    key: 'serial',
    name: 'Счётчик',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/meters/${row.houseId}/${row.meterId}`}>№&nbsp;{row.serial}</Link>
        <br />
        <span className="mut sml">{[METERED_SERVICES[row.service as MeteredService], row.place].filter(Boolean).join(', ')}</span>
      </>
    ),
  },
  { key: 'address', name: 'Адрес', cell: (row) => unbroken(row.address) },
  {
    key: 'reason',
    name: 'Что случилось',
    cell: (row) => (
      <>
        {reasons[row.reason as keyof typeof reasons]}
        {row.comment && (
          <>
            <br />
            <span className="mut sml">{row.comment}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'status',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={replacementStatuses} is={row.status} side="work" />
        {row.answer && (
          <>
            <br />
            <span className="mut sml">{row.answer}</span>
          </>
        )}
      </>
    ),
  },
];

export default function WorkReplacements() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['заявка', 'заявки', 'заявок']);
  return (
    <Page title="Заявки на замену счётчиков" back={{ to: '/work', name: 'Рабочее место' }}>
      <WorkMeterTabs />
      {(filtered || list.count > 0) && (
        <Filters label="Отбор заявок" summary={filtered ? `Отобрано: ${words}` : 'Все заявки'}>
          <TextInput name="search" label="Номер счётчика" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="status"
            label="Состояние"
            defaultValue={query.get('status') ?? undefined}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(workReplacementColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={Wrench} heading={filtered ? 'Таких заявок нет' : 'Заявок ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Жители просят о замене на странице своего счётчика.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-at'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/replacements/export', asked, format)} />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
        </>
      )}
    </Page>
  );
}
