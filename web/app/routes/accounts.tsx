// The person's accounts and what they asked for (ACC-1, ACC-2).
import { ListTree, Plus } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { accountKinds } from '#contract/account-kinds';
import type { AnswerOf } from '#contract/endpoint';
import { getAccounts } from '#contract/ledger';
import { accountStandings, linkRequestStatuses } from '#contract/statuses/accounts';
import { standing } from '#features/accounts/words.ts';
import { ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, Money, unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  return {
    ...(await load(context, getAccounts, {})),
    asked: searchParams.get('asked'),
    linked: searchParams.has('linked'),
    removed: searchParams.has('removed'),
  };
}

type Account = AnswerOf<typeof getAccounts>['accounts'][number];

const accountColumns: readonly Column<Account>[] = [
  {
    key: 'organization',
    name: 'Организация',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/accounts/${row.houseId}/${row.accountId}`}>{row.organization.shortName}</Link>
        <br />
        <span className="mut sml">{accountKinds[row.kind]}</span>
      </>
    ),
  },
  { key: 'number', name: 'Номер счёта', cell: (row) => <span className="num">{row.number}</span> },
  { key: 'advance', name: 'Вперёд', numeric: true, cell: (row) => row.advanceKopecks > 0 && <Money kopecks={row.advanceKopecks} /> },
  { key: 'state', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={accountStandings} is={standing(row)} /> },
  { key: 'due', name: 'К оплате', numeric: true, half: true, cell: (row) => <Money kopecks={row.dueKopecks} /> },
];

const requestColumns: readonly Column<AnswerOf<typeof getAccounts>['requests'][number]>[] = [
  { key: 'number', name: 'Номер', head: true, cell: (row) => <span className="num">{row.number}</span> },
  { key: 'organization', name: 'Организация', cell: (row) => row.organization.shortName },
  { key: 'address', name: 'Адрес', cell: (row) => unbroken(row.address) },
  { key: 'state', name: 'Состояние', plain: true, cell: (row) => <StatusOf rows={linkRequestStatuses} is={row.status} /> },
  {
    key: 'by',
    name: 'Ответ',
    cell: (row) =>
      row.status === 'waiting' ? (
        <>
          не позже <Day day={row.decideBy} />
        </>
      ) : (
        (row.reason ?? '')
      ),
  },
];

export default function Accounts() {
  const { accounts, requests, asked, linked, removed } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Лицевые счета"
      action={
        <ButtonLink kind="alt" to="/accounts/add">
          <Icon of={Plus} />
          Добавить счёт
        </ButtonLink>
      }
    >
      {linked && (
        <Notice tone="ok" heading="Счёт добавлен" announce>
          Номер и сумма последней квитанции сошлись.
        </Notice>
      )}
      {removed && (
        <Notice tone="ok" heading="Счёт убран из кабинета" announce>
          История осталась у организации. Чтобы вернуть счёт, добавьте его заново.
        </Notice>
      )}
      {asked !== null && /^\d{4}-\d\d-\d\d$/.test(asked) && (
        <Notice heading="Просьба отправлена организации" announce>
          <p>
            Она ответит не позже <Day day={asked} />. До ответа счёт закрыт: ни имён, ни сумм.
          </p>
        </Notice>
      )}
      {accounts.length === 0 && requests.length === 0 && (
        <EmptyState icon={ListTree} heading="Счетов пока нет" actions={<ButtonLink to="/accounts/add">Добавить счёт</ButtonLink>}>
          <p>Нужна квитанция: номер счёта и сумма из последней.</p>
        </EmptyState>
      )}
      {[...new Set(accounts.map((account) => account.premisesId))].map((premisesId) => (
        <HomeAccounts key={premisesId} accounts={accounts.filter((account) => account.premisesId === premisesId)} />
      ))}
      {requests.length > 0 && <DataTable caption="Просьбы добавить счёт" rows={requests} rowKey={(row) => row.id} columns={requestColumns} />}
    </Page>
  );
}

/** The accounts of one home; what is paid ahead gets a column only where somebody is ahead. */
function HomeAccounts({ accounts }: { accounts: readonly Account[] }) {
  const sum = (key: 'dueKopecks' | 'advanceKopecks'): number => accounts.reduce((total, account) => total + account[key], 0);
  const advance = sum('advanceKopecks');
  return (
    <DataTable
      caption={unbroken(accounts[0]?.address ?? '')}
      rows={accounts}
      rowKey={(row) => row.accountId}
      columns={advance > 0 ? accountColumns : accountColumns.filter(({ key }) => key !== 'advance')}
      totals={{ advance: <Money kopecks={advance} />, due: <Money kopecks={sum('dueKopecks')} /> }}
    />
  );
}
