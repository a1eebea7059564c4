// The accountant finds an account by number, address or name.
import { SearchX } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getWorkAccounts } from '#contract/ledger';
import { KIND_WORDS, standing } from '#features/accounts/words.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Money, MoneyOrDash, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Status } from '#ui/status.tsx';
import { load } from '#web/api.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const q = (new URL(request.url).searchParams.get('q') ?? '').slice(0, 100);
  return { q, ...(await load(context, getWorkAccounts, { query: { q } })) };
}

const columns: readonly Column<AnswerOf<typeof getWorkAccounts>['accounts'][number]>[] = [
  { key: 'number', name: 'Номер', head: true, cell: (row) => <Link to={`/work/accounts/${row.houseId}/${row.accountId}`} className="num">{row.number}</Link> },
  { key: 'address', name: 'Адрес', cell: (row) => unbroken(row.address) },
  { key: 'owners', name: 'Собственники', cell: (row) => row.owners.join(', ') || 'не указаны' },
  { key: 'kind', name: 'Чей счёт', cell: (row) => KIND_WORDS[row.kind] },
  { key: 'state', name: 'Состояние', half: true, cell: (row) => <Status tone={standing(row).tone}>{standing(row).text}</Status> },
  { key: 'advance', name: 'Вперёд', numeric: true, cell: (row) => row.advanceKopecks > 0 && <Money kopecks={row.advanceKopecks} /> },
  { key: 'due', name: 'Долг', numeric: true, half: true, cell: (row) => <MoneyOrDash kopecks={row.dueKopecks} /> },
];

export default function WorkAccounts() {
  const { q, accounts, more } = useLoaderData<typeof loader>();
  return (
    <Page title="Лицевые счета организации" back={{ to: '/work', name: 'Рабочее место' }}>
      <Form method="get" role="search" className="row finder" key={q}><TextInput name="q" label="Номер, адрес или имя" type="search" defaultValue={q} /><Button>Найти</Button></Form>
      {accounts.length === 0 ? (
        <EmptyState icon={SearchX} heading={q === '' ? 'Счетов пока нет' : 'Ничего не нашли'}><p>{q === '' ? 'Они появятся, когда вы загрузите реестр.' : 'Попробуйте начало номера, улицу и дом или одну фамилию.'}</p></EmptyState>
      ) : (
        <DataTable
          caption={more ? 'Первые 50. Уточните, что ищете' : 'Найдено'}
          rows={accounts}
          rowKey={(row) => row.accountId}
          columns={columns.filter(({ key }) => (key !== 'advance' || accounts.some((row) => row.advanceKopecks > 0)) && (key !== 'kind' || new Set(accounts.map((row) => row.kind)).size > 1))}
        />
      )}
    </Page>
  );
}
