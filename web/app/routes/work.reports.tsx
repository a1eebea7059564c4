// The turnover sheet by house and service, and the collection rate (accountant's reports).
import { TableProperties } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { cancelProgress } from '#contract/progress';
import { getTurnover, getTurnoverSheet, orderTurnoverSheet, turnoverColumns } from '#contract/reports';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { collectionRate } from '#features/accounts/collection-rate.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { MoneyOrDash, unbroken, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { Progress } from '#ui/progress.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

const isMonth = (text: string | null): text is string => text !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
/** The month before, by the clock of Moscow. */
const lastMonth = (): string => {
  const [year, month] = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 7).split('-').map(Number) as [number, number];
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
};

/** Months in the wrong order are swapped: the person meant them both. */
const spanOf = (given: URLSearchParams): { from: string; to: string } => {
  const [from, to] = ['from', 'to'].map((name) => (isMonth(given.get(name)) ? given.get(name)! : lastMonth())).toSorted() as [string, string];
  return { from, to };
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const { from, to } = spanOf(given);
  const query = listQueryOf(request, turnoverColumns);
  given.delete('from');
  given.delete('to');
  const params = { from, to };
  const [sheet, list] = await Promise.all([load(context, getTurnoverSheet, { params }), load(context, getTurnover, { params, query })]);
  return { list, sheet, from, to, asked: query };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [stop, key, span] = [textOf(form, 'stop'), { key: keyOf(form) }, spanOf(new URL(request.url).searchParams)];
  const done =
    stop === '' ? await attempt(context, orderTurnoverSheet, { params: span }, key) : await attempt(context, cancelProgress, { params: { id: stop } }, key);
  return done.ok ? redirect(`/work/reports?${new URLSearchParams(span).toString()}`, 303) : refused(done.problem, form);
}

type Row = AnswerOf<typeof getTurnover>['rows'][number];
const MONEY = ['openingKopecks', 'chargedKopecks', 'recalculatedKopecks', 'penaltyKopecks', 'paidKopecks', 'refundedKopecks', 'closingKopecks'] as const;
const SORTABLE: readonly string[] = ['chargedKopecks', 'paidKopecks', 'closingKopecks'];
const columns: readonly Column<Row>[] = [
  {
    key: 'house',
    name: 'Дом и услуга',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        {row.service}
        <br />
        <span className="mut sml">{unbroken(row.house)}</span>
      </>
    ),
  },
  ...MONEY.map((key): Column<Row> => ({
    key,
    name: turnoverColumns[key].title.replace(', ₽', ''),
    numeric: true,
    sortable: SORTABLE.includes(key),
    cell: (row) => <MoneyOrDash kopecks={row[key]} />,
  })),
];

export default function Reports() {
  const { list, sheet, from, to, asked } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { totals } = list;
  const span = from === to ? formatMonth(from) : `${formatMonth(from)} — ${formatMonth(to)}`;
  return (
    <Page title="Оборотная ведомость" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <Filters label="Отбор ведомости" summary={`${span}${query.get('search') ? `, отобрано: ${query.get('search')}` : ''}`}>
        <TextInput name="from" type="month" label="С месяца" defaultValue={from} />
        <TextInput name="to" type="month" label="По месяц" defaultValue={to} />
        <TextInput name="search" label="Дом или услуга" defaultValue={query.get('search') ?? undefined} />
      </Filters>
      {sheet.isKept && <Counting sheet={sheet} />}
      {list.rows.length === 0 ? (
        (!sheet.isKept || sheet.madeAt !== null) && (
          <EmptyState icon={TableProperties} heading="За эти месяцы ничего не было">
            <p>Выберите другие месяцы.</p>
          </EmptyState>
        )
      ) : (
        <>
          <Tiles
            tiles={[
              {
                name: 'Начислено с перерасчётами и пенями',
                value: formatKopecks((totals.chargedKopecks ?? 0) + (totals.recalculatedKopecks ?? 0) + (totals.penaltyKopecks ?? 0)),
              },
              { name: 'Оплачено без возвратов', value: formatKopecks((totals.paidKopecks ?? 0) - (totals.refundedKopecks ?? 0)) },
              { name: 'Собираемость', value: collectionRate(totals) },
            ]}
          />
          <DataTable
            caption={`За ${span}: ${counted(list.count, ['строка', 'строки', 'строк'])}`}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={query.get('sort') ?? 'house'}
            totals={Object.fromEntries(MONEY.map((key) => [key, <MoneyOrDash key={key} kopecks={totals[key] ?? 0} />]))}
          />
          <Downloads href={(format) => exportAddress(`/api/v1/work/turnover/${from}/${to}/export`, asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}

type Sheet = AnswerOf<typeof getTurnoverSheet>;
const HOUSES = ['дом', 'дома', 'домов'] as const;

/** A large company's sheet is counted in the background: when it was, how far it is, stop and anew. */
function Counting({ sheet: { madeAt, progress } }: { sheet: Sheet }) {
  const isGoing = progress?.status === 'running' || progress?.status === 'cancelling';
  return (
    <Card heading={madeAt === null ? 'Ведомость ещё не посчитана' : 'Ведомость посчитана'}>
      {madeAt !== null && (
        <p>
          Посчитана <When instant={madeAt} timeZone="Europe/Moscow" />. Что проведено позже, в неё не вошло.
        </p>
      )}
      {madeAt === null && !isGoing && <p>Лицевых счетов много: посчитаем по домам, это займёт около минуты.</p>}
      {progress?.status === 'failed' && <p>{progress.note ?? 'Подсчёт прервался. Начните его ещё раз.'}</p>}
      {progress?.status === 'cancelled' && <p>Подсчёт остановлен.</p>}
      <Form method="post" className="stack">
        <FormKey />
        {isGoing && (
          <>
            <Progress label="Считаем" done={progress.done} total={progress.total} unit={HOUSES} />
            <p className="mut">Страницу можно закрыть: работа продолжится.</p>
          </>
        )}
        <Actions>
          {!isGoing ? (
            <Button kind={madeAt === null ? 'main' : 'alt'}>{madeAt === null ? 'Посчитать' : 'Посчитать заново'}</Button>
          ) : (
            progress.canCancel && (
              <Button kind="bare" name="stop" value={progress.id}>
                Остановить
              </Button>
            )
          )}
        </Actions>
      </Form>
    </Card>
  );
}
