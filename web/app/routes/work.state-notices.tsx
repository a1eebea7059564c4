// «Сведения о госплатежах» (BILL-4): what the state payments system refused to take, why, and a way to send it again.
import { Landmark } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks } from '#contract/russian';
import { listStateNotices, sendStateNotice, stateNoticeColumns } from '#contract/state-notices';
import { stateNoticeStates } from '#contract/statuses/treasury';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, Money } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listStateNotices>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, stateNoticeColumns);
  return { list: await load(context, listStateNotices, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, sendStateNotice, { params: { id: textOf(form, 'id') } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/state-notices?done=sent', 303) : refused(done.problem, form);
}

const columns: readonly Column<Row>[] = [
  { key: 'paidOn', name: 'Оплачено', sortable: true, cell: (row) => <Day day={row.paidOn} /> },
  {
    key: 'number',
    name: 'УИН',
    head: true,
    cell: (row) => (
      <>
        <span className="num">{row.number}</span>
        <br />
        <span className="mut sml">{row.payee}</span>
      </>
    ),
  },
  { key: 'kopecks', name: 'Сумма', numeric: true, half: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
  { key: 'state', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={stateNoticeStates} is={row.state} /> },
  { key: 'answer', name: 'Что ответили', plain: true, cell: (row) => row.answer },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: (row) =>
      row.state === 'refused' && (
        <Form method="post">
          <FormKey />
          <Button kind="bare" name="id" value={row.id}>
            Отправить снова<span className="vh">{`: УИН ${row.number}`}</span>
          </Button>
        </Form>
      ),
  },
];

export default function StateNotices() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const refusal = useActionData<Refused>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['платёж', 'платежа', 'платежей']);
  return (
    <Page title="Сведения о госплатежах" problem={refusal?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={refusal?.problem} />
      {!refusal && given('done') === 'sent' && (
        <Notice tone="ok" announce>
          <p>Отправляем снова. Ответ системы появится здесь.</p>
        </Notice>
      )}
      {(filtered || list.count > 0) && (
        <Filters label="Отбор платежей" summary={filtered ? `Отобрано: ${words}` : 'Все платежи'}>
          <TextInput name="search" label="УИН, получатель или слова ответа" defaultValue={given('search')} />
          <TextInput name="paidOnFrom" type="date" label="С какого дня" defaultValue={given('paidOnFrom')} />
          <TextInput name="paidOnTo" type="date" label="По какой день" defaultValue={given('paidOnTo')} />
          <Select
            name="state"
            label="Состояние"
            defaultValue={given('state')}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(stateNoticeColumns.state.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={Landmark} heading={filtered ? 'Таких платежей нет' : 'Госплатежей ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Когда житель оплатит штраф или налог, здесь появится, приняла ли это система госплатежей.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-paidOn'}
            totals={{ kopecks: formatKopecks(list.totals.kopecks ?? 0) }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/state-notices/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
