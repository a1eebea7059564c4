// The accountant finds an account by number, address or name, or takes the whole list (accountant's workplace).
import { SearchX } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { accountKinds } from '#contract/account-kinds';
import type { AnswerOf } from '#contract/endpoint';
import { getAccountHouses, getWorkAccounts, openAccounts, workAccountColumns } from '#contract/ledger';
import { counted, formatKopecks } from '#contract/russian';
import { accountStandings } from '#contract/statuses/accounts';
import { type AccountLines, linesOf, OpenAccounts, tellLines } from '#features/accounts/open-accounts.tsx';
import { standing } from '#features/accounts/words.ts';
import { Button, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Money, MoneyOrDash, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const q = (new URL(request.url).searchParams.get('q') ?? '').slice(0, 100);
  const query = { ...listQueryOf(request, workAccountColumns), ...(q !== '' && { q }) };
  const house = new URL(request.url).searchParams.get('house')?.slice(0, 100) ?? '';
  // A manager who is no accountant opens no accounts.
  const opening = await load(context, getAccountHouses, { query: house === '' ? {} : { q: house } }).catch((refusal: unknown) => {
    if (refusal instanceof Response && refusal.status >= 400) return null;
    throw refusal;
  });
  return { q, house, asked: query, list: await load(context, getWorkAccounts, { query }), opening };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const [houseId, openedOn, lines] = [textOf(form, 'houseId'), textOf(form, 'openedOn'), linesOf(textOf(form, 'lines'))];
  const wrong = {
    ...(houseId === '' && { houseId: 'Выберите дом' }),
    ...(openedOn === '' && { openedOn: 'Укажите день' }),
    ...(typeof lines === 'string' && { lines }),
  };
  if (typeof lines === 'string' || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const body = { houseId, organizationId: textOf(form, 'organizationId'), kind: textOf(form, 'kind') as AccountLines['kind'], openedOn, lines };
  const done = await attempt(context, openAccounts, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/accounts?opened=${done.value.opened}`, 303) : refused(tellLines(done.problem), form);
}

type Row = AnswerOf<typeof getWorkAccounts>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'number',
    name: 'Номер',
    head: true,
    sortable: true,
    cell: (row) => (
      <Link to={`/work/accounts/${row.houseId}/${row.id}`} className="num">
        {row.number}
      </Link>
    ),
  },
  { key: 'address', name: 'Адрес', cell: (row) => unbroken(row.address) },
  { key: 'owners', name: 'Собственники', cell: (row) => row.owners || 'не указаны' },
  { key: 'kind', name: 'Чей счёт', cell: (row) => accountKinds[row.kind as keyof typeof accountKinds] },
  { key: 'state', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={accountStandings} is={standing(row)} /> },
  { key: 'advance', name: 'Вперёд', numeric: true, cell: (row) => row.advanceKopecks > 0 && <Money kopecks={row.advanceKopecks} /> },
  { key: 'due', name: 'Долг', numeric: true, half: true, cell: (row) => <MoneyOrDash kopecks={row.dueKopecks} /> },
];

export default function WorkAccounts() {
  const { q, house, asked, list, opening } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { rows, count } = list;
  const words = counted(count, ['счёт', 'счёта', 'счетов']);
  return (
    <Page title="Лицевые счета организации" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {query.get('opened') !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{`Открыто: ${counted(Number(query.get('opened')) || 0, ['счёт', 'счёта', 'счетов'])}. Реестры и расчёты их уже знают.`}</p>
        </Notice>
      )}
      <Form method="get" role="search" className="row finder" key={q}>
        <TextInput name="q" label="Номер, адрес или имя" type="search" defaultValue={q} />
        <Button>Найти</Button>
      </Form>
      {list.isPart && (
        <Notice tone="wait" heading="Нашли слишком много">
          <p>Добавьте имя, улицу или номер дома. В файле будут все.</p>
        </Notice>
      )}
      {rows.length === 0 ? (
        <EmptyState
          icon={SearchX}
          heading={q === '' ? 'Счетов пока нет' : 'Ничего не нашли'}
          actions={
            q !== '' && (
              <ButtonLink kind="alt" to="/work/accounts">
                Показать все
              </ButtonLink>
            )
          }
        >
          <p>{q === '' ? 'Откройте их ниже: списком по дому.' : 'Попробуйте начало номера, улицу и дом или одну фамилию.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={q === '' ? words : list.isPart ? `Показаны ${words} из тех, что нашли` : `Найдено: ${words}`}
            rows={rows}
            rowKey={(row) => row.id}
            sort={query.get('sort') ?? 'number'}
            {...(!list.isPart && { totals: { due: formatKopecks(list.totals.dueKopecks ?? 0), advance: formatKopecks(list.totals.advanceKopecks ?? 0) } })}
            columns={columns.filter(
              ({ key }) => (key !== 'advance' || (list.totals.advanceKopecks ?? 0) > 0) && (key !== 'kind' || new Set(rows.map((row) => row.kind)).size > 1),
            )}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/accounts/export', asked, format)} />
          {rows.length < count && <Pager previous={list.previous} next={list.next}>{`Показано ${rows.length} из ${count}`}</Pager>}
        </>
      )}
      {opening && <OpenAccounts opening={opening} house={house} answer={answer} />}
    </Page>
  );
}
