// Runs of the organization: open the month of a house, see what became of the others (CALC-2).
import { Calculator } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getRuns, openRun, type Run } from '#contract/calculation';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks } from '#contract/russian';
import { runStatuses } from '#contract/statuses/calculation';
import { REMARKS } from '#features/calculation/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Month } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Answer = AnswerOf<typeof getRuns>;

export async function loader({ context }: LoaderFunctionArgs) {
  return load(context, getRuns, { query: {} });
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [houseId = '', organizationId = ''] = textOf(form, 'place').split(' ');
  const period = textOf(form, 'period');
  if (!/^\d{4}-\d\d$/.test(period)) return refused(wrongFields({ period: 'Введите месяц, например 2026-10' }), form);
  const done = await attempt(context, openRun, { body: { organizationId, houseId, period, withPenalties: textOf(form, 'withPenalties') !== '' } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/runs/${houseId}/${done.value.runId}`, 303) : refused(done.problem, form);
}

const columns: readonly Column<Run>[] = [
  { key: 'address', name: 'Дом', head: true, cell: (run) => <><Link to={`/work/runs/${run.houseId}/${run.runId}`}>{run.address}</Link><br /><span className="mut sml">{run.organization}</span></> },
  { key: 'period', name: 'Месяц', cell: (run) => <Month month={run.period} /> },
  { key: 'total', name: 'Сумма', numeric: true, cell: (run) => formatKopecks(run.totalKopecks) },
  { key: 'before', name: 'Месяцем раньше', numeric: true, cell: (run) => (run.beforeKopecks === 0 ? '' : formatKopecks(run.beforeKopecks)) },
  { key: 'exceptions', name: 'Посмотреть', cell: (run) => (run.exceptions === 0 ? '' : counted(run.exceptions, REMARKS)) },
  { key: 'status', name: 'Состояние', plain: true, cell: (run) => <StatusOf rows={runStatuses} is={run.status} /> },
];

export default function Runs() {
  const { runs, places, nextPeriod } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Расчёт начислений" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {places.length > 0 && <Open places={places} nextPeriod={nextPeriod} answer={answer} />}
      {runs.length === 0
        ? <EmptyState icon={Calculator} heading="Расчётов ещё не было"><p>{places.length > 0 ? 'Выберите дом и месяц выше: посчитаем, покажем замечания, проведёте вы.' : 'У вашей организации нет лицевых счетов.'}</p></EmptyState>
        : <DataTable caption={counted(runs.length, ['расчёт', 'расчёта', 'расчётов'])} columns={columns} rows={runs} rowKey={(run) => run.runId} />}
    </Page>
  );
}

function Open({ places, nextPeriod, answer }: Pick<Answer, 'places' | 'nextPeriod'> & { answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const several = new Set(places.map(({ organizationId }) => organizationId)).size > 1;
  return (
    <Card heading="Посчитать месяц">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <Select name="place" label="Дом" defaultValue={answer?.values['place']} options={places.map(({ houseId, organizationId, address, organization }) => ({ value: `${houseId} ${organizationId}`, name: several ? `${address}, ${organization}` : address }))} />
        <TextInput name="period" type="month" label="Месяц" hint="Например, 2026-10" short defaultValue={answer?.values['period'] ?? nextPeriod} error={errors['period']} />
        <Checkbox name="withPenalties" label="Посчитать и пени за этот месяц" checked={(answer?.values['withPenalties'] ?? '') !== ''} />
        <Actions><Button>Посчитать</Button></Actions>
      </Form>
    </Card>
  );
}
