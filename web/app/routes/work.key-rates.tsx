// «Ключевая ставка»: by days, what a penalty comes to by each, a new one (CALC-3). The operator of the portal enters it for everybody.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { addKeyRate, getKeyRates } from '#contract/rates';
import { formatDay, formatDecimal, formatKopecks, numberErrorText, parseDecimal } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { NumberInput, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Rate = AnswerOf<typeof getKeyRates>['rates'][number];

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getKeyRates, {});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [fromDay, decision, percent] = [textOf(form, 'fromDay'), textOf(form, 'decision'), parseDecimal(textOf(form, 'percent'), 4)];
  const wrong = {
    ...(typeof percent !== 'string' && { percent: numberErrorText(percent.error, 4) }),
    ...(fromDay === '' && { fromDay: 'Введите первый день' }),
    ...(decision.length < 3 && { decision: 'Напишите, чьё это решение и от какого числа' }),
  };
  if (typeof percent !== 'string' || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(context, addKeyRate, { body: { fromDay, percent, decision } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/key-rates?done=added', 303) : refused(done.problem, form);
}

const percentText = (percent: string): string => `${formatDecimal(percent)}\u00a0%`;
const columns: readonly Column<Rate>[] = [
  { key: 'fromDay', name: 'Действует с', head: true, cell: ({ fromDay }) => formatDay(fromDay) },
  { key: 'percent', name: 'Ставка', numeric: true, half: true, cell: ({ percent }) => percentText(percent) },
  { key: 'taken', name: 'Берут в расчёт', numeric: true, half: true, cell: ({ taken }) => percentText(taken) },
  { key: 'early', name: 'С 31-го дня', numeric: true, cell: ({ effect }) => formatKopecks(effect.earlyKopecks) },
  { key: 'late', name: 'С 91-го дня', numeric: true, cell: ({ effect }) => formatKopecks(effect.lateKopecks) },
  { key: 'decision', name: 'Решение', cell: ({ decision }) => <span className="sml">{decision}</span> },
];

export default function KeyRates() {
  const { rates, can } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Page title="Ключевая ставка" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      {!can.add && <Tabs label="Справочники" tabs={DIRECTORY_TABS} />}
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') === 'added' && (
        <Notice tone="ok" announce>
          <p>Добавили. Пени за дни с этого числа считаем по новой ставке.</p>
        </Notice>
      )}
      {!answer && query.has('loaded') && (
        <Notice tone="ok" announce>
          <p>{`Загружено ставок: ${query.get('loaded')}.`}</p>
        </Notice>
      )}
      <p>По ставке считают пени всех организаций. Закон ограничивает её, поэтому в расчёт может идти меньше. Справа пени на долг 10 000 ₽ за 30 дней.</p>
      {can.add && (
        <Card heading="Новая ставка">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <NumberInput name="percent" label="Ставка" unit="% годовых" defaultValue={values['percent']} error={errors['percent']} />
            <TextInput name="fromDay" type="date" label="Действует с" short defaultValue={values['fromDay']} error={errors['fromDay']} />
            <TextInput
              name="decision"
              label="Решение"
              hint="Например: Банк России, 24.10.2026"
              maxLength={300}
              defaultValue={values['decision']}
              error={errors['decision']}
            />
            <Actions>
              <Button>Добавить</Button>
              <ButtonLink kind="alt" to="/work/import/rate">
                Загрузить таблицу
              </ButtonLink>
            </Actions>
          </Form>
        </Card>
      )}
      <DataTable caption="Ставки по дням" columns={columns} rows={rates} rowKey={({ fromDay }) => fromDay} />
    </Page>
  );
}
