// Days reconciled with the acquirer and the bank (PAY-7): what agrees, what waits for a statement, what differs.
import { Scale } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { ListQuery } from '#contract/list';
import { getMe } from '#contract/me';
import { listReconciled, orderReconciliation, reconciledColumns, settleDays, uploadStatement } from '#contract/reconciliation';
import { counted, formatDay, formatKopecks } from '#contract/russian';
import { comparedDayStates } from '#contract/statuses/reconciliation';
import { DIFFERENCES } from '#features/reconciliation/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, Money } from '#ui/format.tsx';
import { FileInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { lookOf, Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listReconciled>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const query = listQueryOf(request, reconciledColumns);
  const [list, me] = await Promise.all([load(context, listReconciled, { query }), load(context, getMe, {})]);
  const organizations = me.work.filter(({ roles }) => roles.includes('accountant')).map(({ organizationId, name }) => ({ value: organizationId, name }));
  return {
    list,
    organizations,
    asked: query,
    filtered: Object.keys(query).length > 0,
    statement: given.get('statement'),
    ordered: given.get('ordered'),
    settled: given.get('settled'),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const days = form
    .getAll('settle')
    .filter((one) => typeof one === 'string')
    .map((one) => ({ organizationId: one.slice(0, 36), day: one.slice(37) }));
  if (days.length > 0) {
    const settled = await attempt(context, settleDays, { body: { days } }, { key: keyOf(form) });
    return settled.ok ? redirect(`/work/reconciliation?settled=${settled.value.days}`, 303) : refused(settled.problem, form);
  }
  const day = textOf(form, 'day');
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return refused(wrongFields({ day: 'Выберите день' }), form);
  const done = await attempt(context, orderReconciliation, { body: { day } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/reconciliation?ordered=${day}`, 303) : refused(done.problem, form);
}

const columns: readonly Column<Row>[] = [
  {
    key: 'day',
    name: 'День',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        <Link to={`/work/reconciliation/${row.organizationId}/${row.day}`}>
          <Day day={row.day} />
        </Link>
        <br />
        <span className="mut sml">{row.organization}</span>
      </>
    ),
  },
  { key: 'count', name: 'Платежей', numeric: true, cell: (row) => row.count },
  { key: 'ourKopecks', name: 'У нас', numeric: true, cell: (row) => <Money kopecks={row.ourKopecks} /> },
  { key: 'theirKopecks', name: 'У банка карт', numeric: true, cell: (row) => <Money kopecks={row.theirKopecks} /> },
  { key: 'bankKopecks', name: 'Перечислено', numeric: true, cell: (row) => (row.bankKopecks === null ? 'нет перевода' : <Money kopecks={row.bankKopecks} />) },
  { key: 'state', name: 'Состояние', plain: true, cell: (row) => <StateOf row={row} /> },
];

function StateOf({ row }: { row: Row }) {
  const { tone, word } = lookOf({ rows: comparedDayStates, is: row.state });
  return <Status tone={tone}>{row.open > 0 ? counted(row.open, DIFFERENCES) : word}</Status>;
}

/** Differences are filtered by the same days; the rest of the page's filter is not theirs. */
const daysOf = ({ dayFrom, dayTo }: ListQuery<typeof reconciledColumns>) => ({ dayFrom, dayTo });

export default function Reconciliation() {
  const { list, organizations, asked, filtered, statement, ordered, settled } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const answer = useActionData<Refused>();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['день', 'дня', 'дней']);
  return (
    <Page title="Сверка с банком" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {statement !== null && (
        <Notice tone="ok" heading="Выписка загружена" announce>
          <p>{statement === '0' ? 'Новых поступлений в ней нет: всё уже было.' : `Новых поступлений: ${statement}. Дни сверены заново.`}</p>
        </Notice>
      )}
      {ordered !== null && (
        <Notice heading={`Сверяем ${formatDay(ordered)}`} announce>
          <p>Читаем список банка. Итог появится здесь сам.</p>
        </Notice>
      )}
      {settled !== null && (
        <Notice tone="ok" heading="Перечисления проведены" announce>
          <p>{`Дней: ${settled}. Деньги записаны на счёт организации, комиссия банка в расходы.`}</p>
        </Notice>
      )}
      <Ready rows={list.rows.filter((row) => row.state === 'ready' && organizations.some(({ value }) => value === row.organizationId))} answer={answer} />
      <Filters label="Отбор дней" summary={filtered ? `Отобрано: ${words}` : 'Все дни'}>
        <TextInput name="dayFrom" type="date" label="С какого дня" defaultValue={given('dayFrom')} />
        <TextInput name="dayTo" type="date" label="По какой день" defaultValue={given('dayTo')} />
        <TextInput name="search" label="Получатель" defaultValue={given('search')} />
        <Select
          name="state"
          label="Состояние"
          defaultValue={given('state')}
          options={[{ value: '', name: 'Любое' }, ...Object.entries(reconciledColumns.state.words).map(([value, name]) => ({ value, name }))]}
        />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={Scale} heading={filtered ? 'Таких дней нет' : 'Сверять пока нечего'}>
          <p>{filtered ? 'Измените отбор.' : 'Каждую ночь сравниваем платежи портала со списком банка. Дни с платежами появятся здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-day'}
            totals={{
              count: list.totals.count ?? 0,
              ourKopecks: formatKopecks(list.totals.ourKopecks ?? 0),
              theirKopecks: formatKopecks(list.totals.theirKopecks ?? 0),
              bankKopecks: formatKopecks(list.totals.bankKopecks ?? 0),
            }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/reconciliation/export', asked, format)} />
          <p className="row noprint">
            <a className="go" href={exportAddress('/api/v1/work/reconciliation/differences/export', daysOf(asked), 'xlsx')} download>
              Все расхождения с пояснениями, XLSX
            </a>
          </p>
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
      {organizations.length > 0 && <Statement organizations={organizations} />}
      <Again answer={answer} />
    </Page>
  );
}

// One refusal belongs to one form: the other keeps its own key.
const NO_ANSWER = {};

/** Days of the page whose transfers came whole: booked by one press. */
function Ready({ rows, answer }: { rows: readonly Row[]; answer: Refused | undefined }) {
  if (rows.length === 0) return null;
  return (
    <Card heading="Провести перечисления">
      <p>{`Банк перечислил всё за ${counted(rows.length, ['день', 'дня', 'дней'])} на этой странице: ${formatKopecks(rows.reduce((sum, row) => sum + (row.bankKopecks ?? 0), 0))}, комиссия ${formatKopecks(rows.reduce((sum, row) => sum + row.feeKopecks, 0))}.`}</p>
      <Form method="post" noValidate>
        <FormKey answer={answer?.values['settle'] ? answer : NO_ANSWER} />
        {rows.map((row) => (
          <input key={row.id} type="hidden" name="settle" value={`${row.organizationId} ${row.day}`} />
        ))}
        <Actions>
          <Button>Провести</Button>
        </Actions>
      </Form>
    </Card>
  );
}

/** Straight to the API: the fields stand before the file. */
function Statement({ organizations }: { organizations: readonly { value: string; name: string }[] }) {
  return (
    <form className="card stack" method="post" action={uploadStatement.url} encType="multipart/form-data" aria-label="Банковская выписка">
      <h2>Выписка по счёту организации</h2>
      <FormKey />
      {organizations.length > 1 && <Select name="organizationId" label="Организация" options={organizations} />}
      <FileInput
        name="file"
        label="Файл выписки"
        hint="Обмен с 1С: kl_to_1c.txt из клиент-банка, до 20 МБ. Ту же выписку можно загрузить ещё раз: ничего не удвоится"
        required
      />
      <Actions>
        <Button kind="alt">Загрузить выписку</Button>
      </Actions>
    </form>
  );
}

function Again({ answer }: { answer: Refused | undefined }) {
  return (
    <Card heading="Сверить день заново">
      <Form method="post" noValidate className="stack">
        <FormKey answer={answer?.values['settle'] ? NO_ANSWER : answer} />
        <TextInput
          name="day"
          type="date"
          label="День"
          hint="Вчерашний или более ранний"
          short
          defaultValue={answer?.values['day']}
          error={errorsOf(answer?.problem)['day']}
        />
        <Actions>
          <Button kind="alt">Сверить</Button>
        </Actions>
      </Form>
    </Card>
  );
}
