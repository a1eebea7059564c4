// Claims of ownership for reviewers: who waits for a decision, the most recent first (OWN-3).
import { KeyRound } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getRefusedDeals, listWorkClaims, workClaimColumns } from '#contract/ownership';
import { counted } from '#contract/russian';
import { claimStatuses } from '#contract/statuses/ownership';
import { Card } from '#ui/card.tsx';
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

type Row = AnswerOf<typeof listWorkClaims>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workClaimColumns);
  const [list, { deals }] = await Promise.all([load(context, listWorkClaims, { query }), load(context, getRefusedDeals, {})]);
  return { list, deals, asked: query, filtered: Object.keys(query).length > 0 };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'submittedAt',
    name: 'Подано',
    sortable: true,
    cell: (row) => row.submittedAt !== null && <When instant={row.submittedAt} timeZone="Europe/Moscow" />,
  },
  { key: 'address', name: 'Жильё', head: true, cell: (row) => <Link to={`/work/claims/${row.houseId}/${row.id}`}>{unbroken(row.address)}</Link> },
  { key: 'decideBy', name: 'Решить до', half: true, sortable: true, cell: (row) => row.decideBy !== null && <Day day={row.decideBy} /> },
  { key: 'status', name: 'Состояние', plain: true, half: true, cell: (row) => <StatusOf rows={claimStatuses} is={row.status} side="work" /> },
];

/** The record of the portal stands against the register's: somebody has to look. */
const RefusedDeals = ({ deals }: { deals: AnswerOf<typeof getRefusedDeals>['deals'] }) => (
  <Card heading="Сделки, которые не легли в историю" due>
    <p>
      Реестр прав назвал других собственников, а запись портала этому противоречит. Попросите нового собственника подать заявление о владении: по нему запись
      приведут в порядок.
    </p>
    <ul className="stack near">
      {deals.map(({ id, address, toldAt, why }) => (
        <li key={id}>
          <b>{unbroken(address)}</b>, <When instant={toldAt} timeZone="Europe/Moscow" />
          <br />
          <span className="mut">{why}</span>
        </li>
      ))}
    </ul>
  </Card>
);

export default function WorkClaims() {
  const { list, deals, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['заявление', 'заявления', 'заявлений']);
  return (
    <Page title="Заявления о владении" back={{ to: '/work', name: 'Рабочее место' }}>
      {deals.length > 0 && <RefusedDeals deals={deals} />}
      {(filtered || list.count > 0) && (
        <Filters label="Отбор заявлений" summary={filtered ? `Отобрано: ${words}` : 'Все заявления'}>
          <TextInput name="search" label="Адрес" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="status"
            label="Состояние"
            defaultValue={query.get('status') ?? undefined}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(workClaimColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={KeyRound} heading={filtered ? 'Таких заявлений нет' : 'Заявлений ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Собственники подают их на странице «Мой дом».'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-submittedAt'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/claims/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
