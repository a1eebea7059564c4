// Readings that came to the organization: what is unusual, accept or reject, one by one or many at once (MTR-3).
import { Gauge } from 'lucide-react';
import { Fragment } from 'react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { ListQuery } from '#contract/list';
import { decideSubmissions, listWorkSubmissions, workSubmissionColumns } from '#contract/meters-work';
import { counted } from '#contract/russian';
import { submissionStatuses } from '#contract/statuses/meters';
import { READING_TABS } from '#features/meters/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Month, When, withinRegion } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Status, StatusOf } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listWorkSubmissions>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workSubmissionColumns);
  const decided = Number(new URL(request.url).searchParams.get('decided') ?? 0);
  return { list: await load(context, listWorkSubmissions, { query }), asked: query, decided, filtered: Object.keys(query).length > 0 };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const submissions = form.getAll('chosen').flatMap((one) => {
    const [houseId = '', submissionId = '', version = ''] = typeof one === 'string' ? one.split(' ') : [];
    return [{ houseId, submissionId, version: Number(version) }];
  });
  if (submissions.length === 0) return refused(wrongFields({ decision: 'Отметьте строки, по которым решаете' }), form);
  const reason = textOf(form, 'reason');
  const decision = textOf(form, 'decision') === 'rejected' ? ('rejected' as const) : ('accepted' as const);
  const done = await attempt(context, decideSubmissions, { body: { decision, submissions, ...(reason !== '' && { reason }) } }, { key: keyOf(form) });
  if (!done.ok) return refused(done.problem, form);
  const address = new URL(request.url);
  address.searchParams.set('decided', String(done.value.decided));
  return redirect(`${address.pathname}${address.search}`, 303);
}

const columns: readonly Column<Row>[] = [
  {
    key: 'at',
    name: 'Передано',
    sortable: true,
    cell: (row) => (
      <>
        <When instant={row.at} timeZone="Europe/Moscow" />
        <br />
        <span className="mut sml">
          за <Month month={row.month} />
        </span>
      </>
    ),
  },
  {
    key: 'address',
    name: 'Адрес',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        {withinRegion(row.address)}
        {row.account && (
          <>
            <br />
            <span className="mut sml num">{`Счёт ${row.account}`}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'readings',
    name: 'Показания и расход',
    cell: (row) =>
      row.readings.split('; ').map((one) => (
        <div key={one} className="num">
          {one}
        </div>
      )),
  },
  {
    key: 'unusual',
    name: 'Необычных',
    numeric: true,
    sortable: true,
    cell: (row) => (row.unusual > 0 ? <Status tone="wait">{`${row.unusual}, подтверждено`}</Status> : '—'),
  },
  {
    key: 'status',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={submissionStatuses} is={row.status} side="work" />
        {row.reason && (
          <>
            <br />
            <span className="mut sml">{row.reason}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'act',
    name: 'Акт',
    cell: (row) => (
      <>
        <a href={`/api/v1/submissions/${row.houseId}/${row.id}/act.pdf`} download>
          {row.act}
        </a>
        {(row.photos ?? '')
          .split(' ')
          .filter(Boolean)
          .map((one, n) => (
            <Fragment key={one}>
              <br />
              <a className="sml" href={`/api/v1/meters/${row.houseId}/${one}`} download>
                {`Фото ${n + 1}`}
                <span className="vh">{` к акту ${row.act}`}</span>
              </a>
            </Fragment>
          ))}
      </>
    ),
  },
];

/** The readings of these submissions, for a file. */
const readingsOf = ({ search, monthFrom, monthTo, status }: ListQuery<typeof workSubmissionColumns>) => ({ search, monthFrom, monthTo, submission: status });

export default function WorkReadings() {
  const { list, asked, decided, filtered } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['передача', 'передачи', 'передач']);
  return (
    <Page title="Показания жителей" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Показания" tabs={READING_TABS} />
      <ErrorSummary problem={answer?.problem} />
      {decided > 0 && !answer && (
        <Notice tone="ok" heading={`Решено: ${decided}`} announce>
          <p>Жители уже видят ответ.</p>
        </Notice>
      )}
      {(filtered || list.count > 0) && (
        <Filters label="Отбор показаний" summary={filtered ? `Отобрано: ${words}` : 'Все показания'}>
          <TextInput name="search" label="Адрес, счёт или акт" defaultValue={given('search')} />
          <TextInput name="monthFrom" type="month" label="С месяца" defaultValue={given('monthFrom')} />
          <TextInput name="monthTo" type="month" label="По месяц" defaultValue={given('monthTo')} />
          <Select
            name="status"
            label="Состояние"
            defaultValue={given('status')}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(workSubmissionColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={Gauge} heading={filtered ? 'Таких показаний нет' : 'Показаний ещё не передавали'}>
          <p>{filtered ? 'Измените отбор.' : 'Новые появятся здесь сами.'}</p>
        </EmptyState>
      ) : (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <DataTable
            caption={words}
            columns={list.rows.some((row) => row.unusual > 0) ? columns : columns.filter(({ key }) => key !== 'unusual')}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-at'}
            choose={{ name: 'chosen', value: (row) => `${row.houseId} ${row.id} ${row.version}`, says: (row) => `Выбрать акт ${row.act}, ${row.address}` }}
          />
          <TextInput
            name="reason"
            label="Причина, если отклоняете"
            hint="Её увидит житель"
            defaultValue={answer?.values['reason']}
            error={errorsOf(answer?.problem)['reason']}
          />
          <Actions>
            <Button id="decision" name="decision" value="accepted">
              Принять отмеченные
            </Button>
            <Button kind="bad" name="decision" value="rejected">
              Отклонить отмеченные
            </Button>
          </Actions>
        </Form>
      )}
      {list.count > 0 && <Downloads href={(format) => exportAddress('/api/v1/work/readings/export', readingsOf(asked), format)} />}
      <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
    </Page>
  );
}
