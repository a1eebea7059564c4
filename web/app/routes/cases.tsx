// What the person asked about accounts and charges (ACC-5).
import { MessagesSquare } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { type Case, caseColumns, caseKinds, getCases } from '#contract/cases';
import type { AnswerOf } from '#contract/endpoint';
import { counted } from '#contract/russian';
import { caseStatuses } from '#contract/statuses/cases';
import { ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { list: await load(context, getCases, { query: listQueryOf(request, caseColumns) }) };
}

type Row = AnswerOf<typeof getCases>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'subject',
    name: 'Тема',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/cases/${row.houseId}/${row.id}`}>{row.subject}</Link>
        <br />
        <span className="mut sml">{caseKinds[row.kind as Case['kind']]}</span>
      </>
    ),
  },
  {
    key: 'organization',
    name: 'Кто отвечает',
    plain: true,
    cell: (row) => (
      <>
        {row.organization}
        <br />
        <span className="mut sml">{unbroken(row.address)}</span>
      </>
    ),
  },
  { key: 'status', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={caseStatuses} is={row.status} side="person" /> },
  {
    key: 'writtenAt',
    name: 'Последнее',
    sortable: true,
    half: true,
    cell: (row) =>
      row.status === 'open' ? (
        <>
          ответят до <Day day={row.decideBy} />
        </>
      ) : (
        <When instant={row.writtenAt} timeZone="Europe/Moscow" />
      ),
  },
];

export default function Cases() {
  const { list } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <Page title="Вопросы по счетам">
      {list.rows.length === 0 ? (
        <EmptyState
          icon={MessagesSquare}
          heading="Вы ещё ни о чём не спрашивали"
          actions={
            <ButtonLink kind="alt" to="/charges">
              Открыть начисления
            </ButtonLink>
          }
        >
          <p>Спорите с суммой? Откройте «Почему столько?» у строки. Вопрос по счёту задают на его странице.</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={counted(list.count, ['вопрос', 'вопроса', 'вопросов'])}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={query.get('sort') ?? '-writtenAt'}
          />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
