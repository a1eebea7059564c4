// «Стандарты субсидии»: by region and day, a new one (CALC-1). The operator of the portal enters them for everybody.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { formatDay, formatDecimal, formatKopecks, numberErrorText, parseDecimal } from '#contract/russian';
import { addSubsidyStandard, getSubsidyStandards } from '#contract/subsidy';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { MoneyInput, NumberInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, kopecksOf, refused, type Refused, textOf } from '#web/form.ts';

type Standard = AnswerOf<typeof getSubsidyStandards>['standards'][number];
const SUMS = {
  aloneKopecks: 'Одиноко живущему',
  pairKopecks: 'На каждого из двоих',
  eachKopecks: 'На каждого из троих и больше',
  minimumKopecks: 'Прожиточный минимум на человека',
} as const;
const SHORT = { aloneKopecks: 'Один', pairKopecks: 'Двое', eachKopecks: 'Трое', minimumKopecks: 'Минимум' } as const;
type SumName = keyof typeof SUMS;
const SUM_NAMES = Object.keys(SUMS) as SumName[];

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getSubsidyStandards, {});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [region, fromDay, decision, largestPercent] = [
    textOf(form, 'region'),
    textOf(form, 'fromDay'),
    textOf(form, 'decision'),
    parseDecimal(textOf(form, 'largestPercent'), 2),
  ];
  const sums = SUM_NAMES.map((name) => [name, kopecksOf(form, name)] as const);
  const wrong = {
    ...(region === '' && { region: 'Выберите регион' }),
    ...(fromDay === '' && { fromDay: 'Введите первый день' }),
    ...Object.fromEntries(sums.flatMap(([name, sum]) => ('error' in sum ? [[name, sum.error]] : []))),
    ...(typeof largestPercent !== 'string' && { largestPercent: numberErrorText(largestPercent.error, 2) }),
    ...(decision.length < 3 && { decision: 'Напишите, чьё это решение и от какого числа' }),
  };
  if (typeof largestPercent !== 'string' || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const kopecks = Object.fromEntries(sums.map(([name, sum]) => [name, 'kopecks' in sum ? sum.kopecks : 0])) as Record<SumName, number>;
  const done = await attempt(context, addSubsidyStandard, { body: { region, fromDay, decision, largestPercent, ...kopecks } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/subsidy-standards?done=added', 303) : refused(done.problem, form);
}

const columns: readonly Column<Standard>[] = [
  { key: 'region', name: 'Регион', head: true, cell: ({ region }) => region },
  {
    key: 'fromDay',
    name: 'Действуют',
    cell: ({ fromDay, decision }) => (
      <>
        с {formatDay(fromDay)}
        <br />
        <span className="sml">{decision}</span>
      </>
    ),
  },
  ...SUM_NAMES.map((key): Column<Standard> => ({ key, name: SHORT[key], numeric: true, half: true, cell: (row) => formatKopecks(row[key]) })),
  { key: 'largestPercent', name: 'Доля', numeric: true, half: true, cell: ({ largestPercent }) => `${formatDecimal(largestPercent)}\u00a0%` },
];

export default function SubsidyStandards() {
  const { standards, can } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  return (
    <Page title="Стандарты субсидии" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      {!can.add && <Tabs label="Справочники" tabs={DIRECTORY_TABS} />}
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') === 'added' && (
        <Notice tone="ok" announce>
          <p>Добавили. С этого дня жители региона прикидывают субсидию по новым стандартам.</p>
        </Notice>
      )}
      <p>По ним житель на странице своего счёта видит, на какую субсидию может рассчитывать. Назначает её орган соцзащиты.</p>
      {can.add && <NewStandard answer={answer} />}
      {standards.length > 0 ? (
        <DataTable caption="Стандарты по регионам" columns={columns} rows={standards} rowKey={({ region, fromDay }) => `${region} ${fromDay}`} />
      ) : (
        <p>Пока не введено ни одного.</p>
      )}
    </Page>
  );
}

function NewStandard({ answer }: { answer: Refused | undefined }) {
  const { regions } = useLoaderData<typeof loader>();
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Новые стандарты">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <Select
          name="region"
          label="Регион"
          options={[...(regions.length === 1 ? [] : [{ value: '', name: 'Выберите' }]), ...regions.map((value) => ({ value, name: value }))]}
          defaultValue={values['region']}
          error={errors['region']}
        />
        <TextInput name="fromDay" type="date" label="Действуют с" short defaultValue={values['fromDay']} error={errors['fromDay']} />
        <fieldset className="stack">
          <legend>Стандарт стоимости жилья и коммунальных услуг в месяц</legend>
          {SUM_NAMES.slice(0, 3).map((name) => (
            <MoneyInput key={name} name={name} label={SUMS[name]} defaultValue={values[name]} error={errors[name]} />
          ))}
        </fieldset>
        <MoneyInput name="minimumKopecks" label={SUMS.minimumKopecks} defaultValue={values['minimumKopecks']} error={errors['minimumKopecks']} />
        <NumberInput
          name="largestPercent"
          label="Семья отдаёт за жильё не больше"
          unit="% дохода"
          defaultValue={values['largestPercent'] ?? '22'}
          error={errors['largestPercent']}
        />
        <TextInput
          name="decision"
          label="Решение"
          hint="Например: постановление правительства области № 12-ПП от 14.01.2026"
          maxLength={300}
          defaultValue={values['decision']}
          error={errors['decision']}
        />
        <Actions>
          <Button>Добавить</Button>
        </Actions>
      </Form>
    </Card>
  );
}
