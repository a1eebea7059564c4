// The accountant finds an account by number, address or name, or takes the whole list (accountant's workplace).
import { SearchX } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { accountKinds } from '#contract/account-kinds';
import type { AnswerOf } from '#contract/endpoint';
import { getWorkAccounts, workAccountColumns } from '#contract/ledger';
import { counted } from '#contract/russian';
import { accountStandings } from '#contract/statuses/accounts';
import { standing } from '#features/accounts/words.ts';
import { Button, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Money, MoneyOrDash, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const q = (new URL(request.url).searchParams.get('q') ?? '').slice(0, 100);
  const query = { ...listQueryOf(request, workAccountColumns), ...(q !== '' && { q }) };
  return { q, asked: query, list: await load(context, getWorkAccounts, { query }) };
}

type Row = AnswerOf<typeof getWorkAccounts>['rows'][number];
const columns: readonly Column<Row>[] = [
  { key: 'number', name: 'Номер', head: true, sortable: true, cell: (row) => <Link to={`/work/accounts/${row.houseId}/${row.id}`} className="num">{row.number}</Link> },
  { key: 'address', name: 'Адрес', cell: (row) => unbroken(row.address) },
  { key: 'owners', name: 'Собственники', cell: (row) => row.owners || 'не указаны' },
  { key: 'kind', name: 'Чей счёт', cell: (row) => accountKinds[row.kind as keyof typeof accountKinds] },
  { key: 'state', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={accountStandings} is={standing(row)} /> },
  { key: 'advance', name: 'Вперёд', numeric: true, cell: (row) => row.advanceKopecks > 0 && <Money kopecks={row.advanceKopecks} /> },
  { key: 'due', name: 'Долг', numeric: true, half: true, cell: (row) => <MoneyOrDash kopecks={row.dueKopecks} /> },
];

export default function WorkAccounts() {
  const { q, asked, list } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const { rows, count } = list;
  const words = counted(count, ['счёт', 'счёта', 'счетов']);
  return (
    <Page title="Лицевые счета организации" back={{ to: '/work', name: 'Рабочее место' }}>
      <Form method="get" role="search" className="row finder" key={q}><TextInput name="q" label="Номер, адрес или имя" type="search" defaultValue={q} /><Button>Найти</Button></Form>
      {rows.length === 0 ? (
        <EmptyState icon={SearchX} heading={q === '' ? 'Счетов пока нет' : 'Ничего не нашли'} actions={q !== '' && <ButtonLink kind="alt" to="/work/accounts">Показать все</ButtonLink>}>
          <p>{q === '' ? 'Они появятся, когда вы загрузите реестр.' : 'Попробуйте начало номера, улицу и дом или одну фамилию.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={q === '' ? words : `Найдено: ${words}`}
            rows={rows}
            rowKey={(row) => row.id}
            sort={query.get('sort') ?? 'number'}
            columns={columns.filter(({ key }) => (key !== 'advance' || rows.some((row) => row.advanceKopecks > 0)) && (key !== 'kind' || new Set(rows.map((row) => row.kind)).size > 1))}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/accounts/export', asked, format)} />
          {rows.length < count && <Pager previous={list.previous} next={list.next}>{`Показано ${rows.length} из ${count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
