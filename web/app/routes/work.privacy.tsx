// What people ask about their data: the soonest term first (PRIV-2). For the operator.
import { ShieldQuestionMark } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { dataRequestColumns, getDataRequests, requestKinds } from '#contract/held-of-person';
import { counted } from '#contract/russian';
import { ownRequestStatuses } from '#contract/statuses/privacy';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, dataRequestColumns);
  return { list: await load(context, getDataRequests, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

type Row = AnswerOf<typeof getDataRequests>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'subject',
    name: 'Что',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/privacy/${row.personId}/${row.id}`}>{row.subject}</Link>
        <br />
        <span className="mut sml">{requestKinds[row.kind as 'correct']}</span>
      </>
    ),
  },
  { key: 'person', name: 'Кто', plain: true, cell: (row) => row.person },
  { key: 'status', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={ownRequestStatuses} is={row.status} side="work" /> },
  {
    key: 'dueOn',
    name: 'Ответить до',
    sortable: true,
    half: true,
    cell: (row) =>
      row.status === 'open' ? (
        <>
          до <Day day={row.dueOn} />
        </>
      ) : (
        ''
      ),
  },
];
const optionsOf = (words: Readonly<Record<string, string>>) => [
  { value: '', name: 'Любое' },
  ...Object.entries(words).map(([value, name]) => ({ value, name })),
];

export default function WorkPrivacy() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['обращение', 'обращения', 'обращений']);
  return (
    <Page title="Обращения о данных" back={{ to: '/work', name: 'Рабочее место' }}>
      <Filters label="Отбор обращений" summary={filtered ? `Отобрано: ${words}` : 'Все обращения'}>
        <TextInput name="search" label="Что или как должно быть" defaultValue={given('search')} />
        <Select name="kind" label="О чём" defaultValue={given('kind')} options={optionsOf(requestKinds)} />
        <Select name="status" label="Состояние" defaultValue={given('status')} options={optionsOf(dataRequestColumns.status.words)} />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={ShieldQuestionMark} heading={filtered ? 'Таких обращений нет' : 'Обращений ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Когда человек попросит исправить данные или спросит о них, обращение появится здесь со сроком.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={given('sort') ?? 'dueOn'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/privacy/requests/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
