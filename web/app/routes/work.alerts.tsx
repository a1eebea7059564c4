// Unusual runs of refusals: the operator says what each was (PRIV-5).
import { Siren } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { alertColumns, closeAlert, getAlert, getAlerts } from '#contract/privacy-watch';
import { counted } from '#contract/russian';
import { alertStatuses } from '#contract/statuses/privacy';
import { ZONE } from '#features/privacy/document.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { listQueryOf } from '#web/list-query.ts';

/** `alert`: the one that was opened. Whose it is, is read for that one alone. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const alertId = new URL(request.url).searchParams.get('alert');
  const [list, opened] = await Promise.all([
    load(context, getAlerts, { query: listQueryOf(request, alertColumns) }),
    alertId === null ? null : load(context, getAlert, { params: { alertId } }),
  ]);
  return { list, opened };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, closeAlert, { params: { alertId: textOf(form, 'alertId') }, body: { note: textOf(form, 'note') } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/privacy/alerts', 303) : refused(done.problem, form);
}

type Row = AnswerOf<typeof getAlerts>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'subject',
    name: 'Кто',
    head: true,
    cell: (row) => (
      <>
        <Link to={`?alert=${row.id}`}>{row.subject}</Link>
        <br />
        <span className="mut sml">
          <When instant={row.raisedAt} timeZone={ZONE} />
        </span>
      </>
    ),
  },
  { key: 'count', name: 'Отказов за 10 минут', numeric: true, cell: (row) => row.count },
  { key: 'codes', name: 'Каких', cell: (row) => row.codes },
  {
    key: 'status',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={alertStatuses} is={row.status} />
        {row.note !== null && (
          <>
            <br />
            <span className="mut">{row.note}</span>
          </>
        )}
      </>
    ),
  },
];

export default function WorkAlerts() {
  const { list, opened } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  return (
    <Page title="Тревоги" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">Отказы считаем по людям, организациям и сетям. Когда за десять минут их необычно много, здесь появляется тревога.</p>
      {opened && <Opened alert={opened} />}
      {list.rows.length === 0 ? (
        <EmptyState icon={Siren} heading="Тревог нет">
          <p>{query.size > 0 ? 'Измените отбор.' : 'Никто не тянется к чужому чаще обычного.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={counted(list.count, ['тревога', 'тревоги', 'тревог'])}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            under={explain}
          />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
      <p>
        <ButtonLink kind="alt" to="/work/privacy/breaches">
          Утечки и уведомления
        </ButtonLink>
      </p>
    </Page>
  );
}

type Alert = AnswerOf<typeof getAlert>;
const refusalColumns: readonly Column<Alert['refusals'][number]>[] = [
  { key: 'minute', name: 'Когда', head: true, cell: (row) => <When instant={row.minute} timeZone={ZONE} /> },
  { key: 'what', name: 'Что отказано', cell: (row) => row.what },
  { key: 'count', name: 'Раз', numeric: true, cell: (row) => row.count },
];

/** Whose it is, and what was refused minute by minute. */
function Opened({ alert: { subject, name, refusals } }: { alert: Alert }) {
  return (
    <Card heading={name ?? subject}>
      {name !== null && <p className="mut">Человек увидит в своём журнале, что вы открыли эту тревогу.</p>}
      {refusals.length === 0 ? (
        <p>Подробности отказов хранятся месяц, и он прошёл.</p>
      ) : (
        <DataTable caption="Отказы по минутам" columns={refusalColumns} rows={refusals} rowKey={(row) => `${row.minute} ${row.what}`} />
      )}
    </Card>
  );
}

const explain = (row: Row) => row.status === 'open' && <Explain row={row} />;

function Explain({ row }: { row: Row }) {
  const answer = useActionData<Refused>();
  const isMine = answer?.values['alertId'] === row.id;
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="alertId" value={row.id} />
      <TextInput
        name="note"
        label="Чем объясняется и что сделано"
        maxLength={1_000}
        defaultValue={isMine ? answer.values['note'] : undefined}
        error={isMine ? errorsOf(answer.problem)['note'] : undefined}
      />
      <Actions>
        <Button kind="alt">Разобрано</Button>
      </Actions>
    </Form>
  );
}
