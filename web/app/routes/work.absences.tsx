// Applications for absence that residents sent (Rules 354, part VIII): who waits for an answer, the most recent first.
import { Luggage } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { listWorkAbsences, workAbsenceColumns } from '#contract/absences';
import type { AnswerOf } from '#contract/endpoint';
import { counted } from '#contract/russian';
import { absenceStatuses } from '#contract/statuses/calculation';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listWorkAbsences>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workAbsenceColumns);
  return { list: await load(context, listWorkAbsences, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

const columns: readonly Column<Row>[] = [
  { key: 'askedAt', name: 'Подано', sortable: true, cell: (row) => <When instant={row.askedAt} timeZone="Europe/Moscow" /> },
  {
    key: 'address',
    name: 'Кто',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/absences/${row.houseId}/${row.id}`}>{unbroken(row.address)}</Link>
        <br />
        <span className="mut sml">{`счёт ${row.account}, ${counted(row.persons, ['человек', 'человека', 'человек'])}`}</span>
      </>
    ),
  },
  {
    key: 'leftOn',
    name: 'Дни',
    sortable: true,
    cell: (row) => (
      <>
        <Day day={row.leftOn} /> – <Day day={row.returnedOn} />
      </>
    ),
  },
  { key: 'proofs', name: 'Файлов', numeric: true, half: true, cell: (row) => row.proofs },
  { key: 'decideBy', name: 'Ответить до', half: true, sortable: true, cell: (row) => row.status === 'waiting' && <Day day={row.decideBy} /> },
  { key: 'status', name: 'Состояние', plain: true, cell: (row) => <StatusOf rows={absenceStatuses} is={row.status} side="work" /> },
];

export default function WorkAbsences() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['заявление', 'заявления', 'заявлений']);
  return (
    <Page title="Заявления об отсутствии" back={{ to: '/work', name: 'Рабочее место' }}>
      {(filtered || list.count > 0) && (
        <Filters label="Отбор заявлений" summary={filtered ? `Отобрано: ${words}` : 'Все заявления'}>
          <TextInput name="search" label="Адрес или номер счёта" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="status"
            label="Состояние"
            defaultValue={query.get('status') ?? undefined}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(workAbsenceColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={Luggage} heading={filtered ? 'Таких заявлений нет' : 'Заявлений ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Жители подают их на странице своего лицевого счёта.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-askedAt'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/absences/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
