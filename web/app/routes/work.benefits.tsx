// «Льготы и субсидии»: what the organization takes off, how much and who has it, as a list and a file (CALC-1).
import { BadgePercent } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { benefitColumns, listBenefits } from '#contract/rates';
import { counted } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listBenefits>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, benefitColumns);
  return { list: await load(context, listBenefits, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'title',
    name: 'Льгота или субсидия',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        {row.title}
        <br />
        <span className="mut sml">{row.amount}</span>
      </>
    ),
  },
  { key: 'account', name: 'У кого', cell: (row) => <Link to={`/work/accounts/${row.houseId}/${row.accountId}`}>{`Счёт ${row.account}`}</Link> },
  {
    key: 'fromDay',
    name: 'Действует',
    sortable: true,
    cell: (row) => (
      <>
        с <Day day={row.fromDay} />
        {row.toDay !== null && (
          <>
            {' '}
            по <Day day={row.toDay} />
          </>
        )}
      </>
    ),
  },
  { key: 'document', name: 'Документ', cell: (row) => <span className="sml">{row.document}</span> },
];

export default function Benefits() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['запись', 'записи', 'записей']);
  return (
    <Page title="Льготы и субсидии" back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <Actions>
        <ButtonLink to="/work/decisions?new=benefit" kind="alt">
          Внести льготу
        </ButtonLink>
        <ButtonLink to="/work/decisions?new=subsidy" kind="alt">
          Внести субсидию
        </ButtonLink>
      </Actions>
      {(filtered || list.count > 0) && (
        <Filters label="Отбор" summary={filtered ? `Отобрано: ${words}` : 'Все'}>
          <TextInput name="search" label="Название, счёт или документ" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="kind"
            label="Вид"
            defaultValue={query.get('kind') ?? undefined}
            options={[{ value: '', name: 'Любой' }, ...Object.entries(benefitColumns.kind.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={BadgePercent} heading={filtered ? 'Таких нет' : 'Пока ни у кого'}>
          <p>{filtered ? 'Измените отбор.' : 'Внесённые льготы и субсидии появятся здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? 'title'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/benefits/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
