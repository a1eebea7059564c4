// «Суд и штрафы»: state duty, court costs and fines added to accounts, one more, one taken back (BILL-1).
import { Scale } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { addedSumColumns, addedSumWords, addSum, getAddedSumChoices, listAddedSums, withdrawSum } from '#contract/added-sums';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { counted, formatMonth } from '#contract/russian';
import { addedSumStates } from '#contract/statuses/calculation';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Money, When } from '#ui/format.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, kopecksOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listAddedSums>['rows'][number];
type Choices = AnswerOf<typeof getAddedSumChoices>;
const MOST_KOPECKS = 1_000_000_000;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, addedSumColumns);
  const [list, choices] = await Promise.all([load(context, listAddedSums, { query }), load(context, getAddedSumChoices, {})]);
  return { list, choices, asked: query, filtered: Object.keys(query).length > 0 };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const sumId = textOf(form, 'withdraw');
  if (sumId !== '') {
    const done = await attempt(context, withdrawSum, { params: { houseId: textOf(form, 'houseId'), sumId }, body: {} }, { key: keyOf(form) });
    return done.ok ? redirect('/work/added-sums?done=withdrawn', 303) : refused(done.problem, form);
  }
  const sum = kopecksOf(form, 'kopecks', { most: MOST_KOPECKS });
  const wrong = {
    ...(textOf(form, 'account') === '' && { account: 'Введите номер счёта' }),
    ...('error' in sum && { kopecks: sum.error }),
    ...(textOf(form, 'reason').length < 3 && { reason: 'Напишите, за что эта сумма: жилец прочтёт это в счёте' }),
    ...(textOf(form, 'document').length < 3 && { document: 'Назовите документ: что это, номер и число' }),
  };
  if ('error' in sum || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const body = {
    organizationId: textOf(form, 'organizationId'),
    account: textOf(form, 'account'),
    what: textOf(form, 'what') as BodyOf<typeof addSum>['what'],
    kopecks: sum.kopecks,
    reason: textOf(form, 'reason'),
    document: textOf(form, 'document'),
  };
  const made = await attempt(context, addSum, { body }, { key: keyOf(form) });
  return made.ok ? redirect('/work/added-sums?done=added', 303) : refused(made.problem, form);
}

const columns: readonly Column<Row>[] = [
  { key: 'account', name: 'Счёт', head: true, cell: (row) => <Link to={`/work/accounts/${row.houseId}/${row.accountId}`}>{row.account}</Link> },
  {
    key: 'what',
    name: 'Что и за что',
    cell: (row) => (
      <>
        {addedSumWords[row.what]}
        <br />
        <span className="mut sml">{row.reason}</span>
      </>
    ),
  },
  { key: 'kopecks', name: 'Сумма', numeric: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
  {
    key: 'state',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={addedSumStates} is={row.state} />
        {row.month !== null && (
          <>
            <br />
            <span className="mut sml">{`В счёте за ${formatMonth(row.month)}`}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'document',
    name: 'Документ',
    cell: (row) => (
      <>
        <span className="sml">{row.document}</span>
        <br />
        <span className="mut sml">
          <When instant={row.madeAt} timeZone="Europe/Moscow" />
        </span>
      </>
    ),
  },
  { key: 'withdraw', name: 'Что сделать', silent: true, plain: true, cell: (row) => row.state === 'waiting' && <Withdraw row={row} /> },
];

function Withdraw({ row }: { row: Row }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="houseId" value={row.houseId} />
      <Button kind="bare" name="withdraw" value={row.id}>
        Убрать<span className="vh">{`: счёт ${row.account}, ${addedSumWords[row.what]}`}</span>
      </Button>
    </Form>
  );
}

const DONE: Readonly<Record<string, string>> = {
  added: 'Добавили. Сумма придёт строкой в следующем расчёте этого дома',
  withdrawn: 'Убрали: в счёт эта сумма не попадёт',
};

export default function AddedSums() {
  const { list, choices, asked, filtered } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['сумма', 'суммы', 'сумм']);
  const done = answer ? undefined : DONE[query.get('done') ?? ''];
  return (
    <Page title="Суд и штрафы" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={answer?.problem} />
      {done !== undefined && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p>
        Госпошлина и судебные расходы, которые суд взыскал с жильца, и штраф, который организация должна ему. В счёте у каждой суммы своё место, пени на них не
        начисляют. Если начисления вы загружаете реестром, впишите их туда: услуги «Госпошлина», «Судебные расходы», «Штраф исполнителя».
      </p>
      {query.has('new') || (answer && !answer.values?.['withdraw']) ? (
        <NewSum choices={choices} answer={answer} />
      ) : (
        <Actions>
          <ButtonLink to="?new=1" kind="alt">
            Добавить сумму
          </ButtonLink>
        </Actions>
      )}
      {(filtered || list.count > 0) && (
        <Filters label="Отбор" summary={filtered ? `Отобрано: ${words}` : 'Все'}>
          <TextInput name="search" label="Искать по счёту или документу" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="state"
            label="Состояние"
            defaultValue={query.get('state') ?? undefined}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(addedSumColumns.state.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={Scale} heading={filtered ? 'Таких нет' : 'Сумм нет'}>
          <p>{filtered ? 'Измените отбор.' : 'Добавленные суммы появятся здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-madeAt'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/added-sums/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}

function NewSum({ choices, answer }: { choices: Choices; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const field = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  return (
    <Card heading="Новая сумма">
      <Form method="post" noValidate className="stack">
        <FormKey />
        {choices.organizations.length === 1 ? (
          <input type="hidden" name="organizationId" value={choices.organizations[0]!.id} />
        ) : (
          <Select label="Организация" {...field('organizationId')} options={choices.organizations.map(({ id, name }) => ({ value: id, name }))} />
        )}
        <TextInput label="Лицевой счёт" short autoComplete="off" maxLength={30} {...field('account')} />
        <Select label="Что добавить" {...field('what')} options={Object.entries(addedSumWords).map(([value, name]) => ({ value, name }))} />
        <MoneyInput label="Сумма" hint="Без минуса. Штраф сам уменьшит плату" {...field('kopecks')} />
        <TextInput label="За что" hint="Например: по решению суда; за неверный расчёт платы за июль" maxLength={200} {...field('reason')} />
        <TextInput label="Документ" hint="Например: судебный приказ № 2-1488/2026 от 12.10.2026" maxLength={200} {...field('document')} />
        <Actions>
          <Button>Добавить</Button>
          <Link className="go" to="/work/added-sums">
            Не добавлять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
