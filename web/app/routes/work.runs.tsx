// Runs of the organization: open the month of a house, see what became of the others (CALC-2).
import { Calculator, SearchX } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getRunPlaces, listRuns, openRun, runColumns } from '#contract/calculation';
import type { AnswerOf } from '#contract/endpoint';
import { getJumpLimits, setJumpLimit } from '#contract/jump-limits';
import { counted, formatKopecks } from '#contract/russian';
import { runStatuses } from '#contract/statuses/calculation';
import { JumpLimits } from '#features/calculation/jump-limits.tsx';
import { REMARKS } from '#features/calculation/words.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Month } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const q = (new URL(request.url).searchParams.get('q') ?? '').slice(0, 100);
  const sought = q === '' ? {} : { q };
  const asked = { ...listQueryOf(request, runColumns), ...sought };
  return {
    q,
    asked,
    list: await load(context, listRuns, { query: asked }),
    open: await load(context, getRunPlaces, { query: sought }),
    limits: await load(context, getJumpLimits, {}),
  };
}

const MONTH = /^\d{4}-\d\d$/;

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  if (textOf(form, 'limitOf') !== '') return setLimit(context, form);
  const [houseId = '', organizationId = ''] = textOf(form, 'place').split(' ');
  const period = textOf(form, 'month');
  if (!MONTH.test(period)) return refused(wrongFields({ month: 'Введите месяц, например 2026-10' }), form);
  const done = await attempt(
    context,
    openRun,
    { body: { organizationId, houseId, period, withPenalties: textOf(form, 'withPenalties') !== '' } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/runs/${houseId}/${done.value.runId}`, 303) : refused(done.problem, form);
}

async function setLimit(context: ActionFunctionArgs['context'], form: FormData) {
  const [percent, fromMonth] = [textOf(form, 'percent'), textOf(form, 'fromMonth')];
  const wrong = {
    ...((!/^\d{1,4}$/.test(percent) || Number(percent) < 1 || Number(percent) > 1000) && { percent: 'Введите целое число от 1 до 1000' }),
    ...(!MONTH.test(fromMonth) && { fromMonth: 'Введите месяц, например 2026-10' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(
    context,
    setJumpLimit,
    { params: { organizationId: textOf(form, 'limitOf') }, body: { version: Number(textOf(form, 'version')), fromMonth, percent: Number(percent) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect('/work/runs?done=limit', 303) : refused(done.problem, form);
}

type Row = AnswerOf<typeof listRuns>['rows'][number];
const columns: readonly Column<Row>[] = [
  {
    key: 'address',
    name: 'Дом',
    head: true,
    cell: (run) => (
      <>
        <Link to={`/work/runs/${run.houseId}/${run.id}`}>{run.address}</Link>
        <br />
        <span className="mut sml">{run.organization}</span>
      </>
    ),
  },
  { key: 'period', name: 'Месяц', sortable: true, cell: (run) => <Month month={run.period} /> },
  { key: 'total', name: 'Сумма', numeric: true, cell: (run) => formatKopecks(run.totalKopecks) },
  { key: 'before', name: 'Месяцем раньше', numeric: true, cell: (run) => (run.beforeKopecks === 0 ? '' : formatKopecks(run.beforeKopecks)) },
  { key: 'exceptions', name: 'Посмотреть', cell: (run) => (run.exceptions === 0 ? '' : counted(run.exceptions, REMARKS)) },
  { key: 'status', name: 'Состояние', plain: true, cell: (run) => <StatusOf rows={runStatuses} is={run.status} /> },
];

export default function Runs() {
  const { q, asked, list, open, limits } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['расчёт', 'расчёта', 'расчётов']);
  const isSifted = Object.keys(asked).some((name) => name !== 'sort' && name !== 'after' && name !== 'before');
  return (
    <Page title="Расчёт начислений" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') === 'limit' && (
        <Notice tone="ok" announce>
          <p>Порог изменили. Черновики расчётов за эти месяцы надо посчитать заново.</p>
        </Notice>
      )}
      {open.places.length > 0 && <Open open={open} answer={answer} />}
      {(isSifted || list.count > 0) && (
        <Filters label="Отбор расчётов" summary={isSifted ? `Отобрано: ${words}` : 'Все расчёты'}>
          <TextInput name="q" label="Улица и дом" defaultValue={q} />
          <TextInput name="period" type="month" label="Месяц" short defaultValue={given('period')} />
          <Select
            name="status"
            label="Состояние"
            defaultValue={given('status')}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(runColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        isSifted ? (
          <EmptyState
            icon={SearchX}
            heading="Таких расчётов нет"
            actions={
              <ButtonLink kind="alt" to="/work/runs">
                Показать все
              </ButtonLink>
            }
          >
            <p>Измените отбор: другой месяц или одну улицу.</p>
          </EmptyState>
        ) : (
          <EmptyState icon={Calculator} heading="Расчётов ещё не было">
            <p>
              {open.places.length > 0 ? 'Выберите дом и месяц выше: посчитаем, покажем замечания, проведёте вы.' : 'У вашей организации нет лицевых счетов.'}
            </p>
          </EmptyState>
        )
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(run) => run.id}
            sort={given('sort') ?? '-period'}
            totals={{ total: formatKopecks(list.totals.totalKopecks ?? 0) }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/runs/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
      <JumpLimits given={limits} answer={answer} />
    </Page>
  );
}

function Open({ open: { places, more, nextPeriod }, answer }: { open: AnswerOf<typeof getRunPlaces>; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const several = new Set(places.map(({ organizationId }) => organizationId)).size > 1;
  return (
    <Card heading="Посчитать месяц">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <Select
          name="place"
          label="Дом"
          hint={more ? `Показаны первые ${places.length}: остальные найдёт отбор по улице и дому` : undefined}
          defaultValue={answer?.values['place']}
          options={places.map(({ houseId, organizationId, address, organization }) => ({
            value: `${houseId} ${organizationId}`,
            name: several ? `${address}, ${organization}` : address,
          }))}
        />
        <TextInput
          name="month"
          type="month"
          label="Месяц"
          hint="Например, 2026-10"
          short
          defaultValue={answer?.values['month'] ?? nextPeriod}
          error={errors['month']}
        />
        <Checkbox name="withPenalties" label="Посчитать и пени за этот месяц" checked={(answer?.values['withPenalties'] ?? '') !== ''} />
        <Actions>
          <Button>Посчитать</Button>
        </Actions>
      </Form>
    </Card>
  );
}
