// What residents ask and dispute: the soonest term first (ACC-5, CHG-3).
import { MessagesSquare } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { type Case, caseKinds, getWorkCases, workCaseColumns } from '#contract/cases';
import type { AnswerOf } from '#contract/endpoint';
import { counted } from '#contract/russian';
import { caseStatuses } from '#contract/statuses/cases';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workCaseColumns);
  return { list: await load(context, getWorkCases, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

type Row = AnswerOf<typeof getWorkCases>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'subject',
    name: 'Тема',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/cases/${row.houseId}/${row.id}`}>{row.subject}</Link>
        <br />
        <span className="mut sml">{caseKinds[row.kind as Case['kind']]}</span>
      </>
    ),
  },
  {
    key: 'person',
    name: 'Кто спрашивает',
    plain: true,
    cell: (row) => (
      <>
        {row.person}
        <br />
        <span className="mut sml">
          {unbroken(row.address)}
          {row.account !== '' && `, счёт ${row.account}`}
        </span>
      </>
    ),
  },
  { key: 'status', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={caseStatuses} is={row.status} side="work" /> },
  {
    key: 'decideBy',
    name: 'Ответить до',
    sortable: true,
    half: true,
    cell: (row) =>
      row.status === 'open' ? (
        <>
          до <Day day={row.decideBy} />
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

export default function WorkCases() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['вопрос', 'вопроса', 'вопросов']);
  return (
    <Page title="Вопросы жителей" back={{ to: '/work', name: 'Рабочее место' }}>
      <Filters label="Отбор вопросов" summary={filtered ? `Отобрано: ${words}` : 'Все вопросы'}>
        <TextInput name="search" label="Тема, счёт или адрес" defaultValue={given('search')} />
        <Select name="kind" label="О чём" defaultValue={given('kind')} options={optionsOf(caseKinds)} />
        <Select name="status" label="Состояние" defaultValue={given('status')} options={optionsOf(workCaseColumns.status.words)} />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={MessagesSquare} heading={filtered ? 'Таких вопросов нет' : 'Вопросов ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Когда житель спросит о счёте или оспорит начисление, вопрос появится здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={given('sort') ?? 'decideBy'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/cases/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
