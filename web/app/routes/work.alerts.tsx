// Unusual runs of refusals: the operator says what each was (PRIV-5).
import { Siren } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { alertColumns, closeAlert, getAlerts } from '#contract/privacy-watch';
import { counted } from '#contract/russian';
import { alertStatuses } from '#contract/statuses/privacy';
import { ZONE } from '#features/privacy/document.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { listQueryOf } from '#web/list-query.ts';

export const loader = async ({ context, request }: LoaderFunctionArgs) => ({ list: await load(context, getAlerts, { query: listQueryOf(request, alertColumns) }) });

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, closeAlert, { params: { alertId: textOf(form, 'alertId') }, body: { note: textOf(form, 'note') } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/privacy/alerts', 303) : refused(done.problem, form);
}

type Row = AnswerOf<typeof getAlerts>['rows'][number];
const columns: readonly Column<Row>[] = [
  { key: 'subject', name: 'Кто', head: true, cell: (row) => <>{row.subject}<br /><span className="mut sml"><When instant={row.raisedAt} timeZone={ZONE} /></span></> },
  { key: 'count', name: 'Отказов за 10 минут', numeric: true, cell: (row) => row.count },
  { key: 'codes', name: 'Каких', cell: (row) => <span className="code">{row.codes}</span> },
  { key: 'status', name: 'Состояние', plain: true, cell: (row) => <><StatusOf rows={alertStatuses} is={row.status} />{row.note !== null && <><br /><span className="mut">{row.note}</span></>}</> },
];

export default function WorkAlerts() {
  const { list } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  return (
    <Page title="Тревоги" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">Отказы считаем по людям, организациям и сетям. Когда за десять минут их необычно много, здесь появляется тревога.</p>
      {list.rows.length === 0 ? <EmptyState icon={Siren} heading="Тревог нет"><p>{query.size > 0 ? 'Измените отбор.' : 'Никто не тянется к чужому чаще обычного.'}</p></EmptyState> : (
        <>
          <DataTable caption={counted(list.count, ['тревога', 'тревоги', 'тревог'])} columns={columns} rows={list.rows} rowKey={(row) => row.id} under={explain} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
      <p><ButtonLink kind="alt" to="/work/privacy/breaches">Утечки и уведомления</ButtonLink></p>
    </Page>
  );
}

const explain = (row: Row) => row.status === 'open' && (
  <Form method="post" noValidate className="stack">
    <FormKey />
    <input type="hidden" name="alertId" value={row.id} />
    <TextInput name="note" label="Чем объясняется и что сделано" maxLength={1_000} />
    <Actions><Button kind="alt">Разобрано</Button></Actions>
  </Form>
);
