// «Положена ли субсидия»: what a family of this size and income may count on, and where to ask for it (CALC-1; Housing Code, article 159).
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatDay, formatDecimal, formatKopecks } from '#contract/russian';
import { estimateSubsidy, getSubsidyFacts } from '#contract/subsidy';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { MoneyInput, NumberInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, kopecksOf, refused, type Refused, textOf } from '#web/form.ts';

type Facts = AnswerOf<typeof getSubsidyFacts>;
type Estimate = AnswerOf<typeof estimateSubsidy>;
type Told = { values: Refused['values']; persons: number; incomeKopecks: number; estimate: Estimate };
const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, accountId: params['accountId']! });
const PEOPLE = ['человек', 'человека', 'человек'] as const;

export async function loader({ context, params }: LoaderFunctionArgs) {
  return { ...paramsOf(params), ...(await load(context, getSubsidyFacts, { params: paramsOf(params) })) };
}

/** Not a redirect: the family's income stays out of the address bar. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [persons, income] = [textOf(form, 'persons'), kopecksOf(form, 'incomeKopecks', { least: 0 })];
  const wrong = {
    ...(!/^([1-9]|[12]\d|30)$/.test(persons) && { persons: 'Введите число от 1 до 30' }),
    ...('error' in income && { incomeKopecks: income.error }),
  };
  if ('error' in income || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const facts = { persons: Number(persons), incomeKopecks: income.kopecks };
  const done = await attempt(context, estimateSubsidy, { params: paramsOf(params), body: facts }, { key: keyOf(form) });
  if (!done.ok) return refused(done.problem, form);
  return data({ values: { persons, incomeKopecks: textOf(form, 'incomeKopecks') }, ...facts, estimate: done.value } satisfies Told);
}

export default function AccountSubsidy() {
  const { houseId, accountId, ...facts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Refused | Told | undefined;
  const problem = answer && 'problem' in answer ? answer.problem : undefined;
  return (
    <Page title="Положена ли субсидия" problem={problem} back={{ to: `/accounts/${houseId}/${accountId}`, name: `Счёт ${facts.account}` }}>
      <p className="lead">{unbroken(facts.address)}</p>
      <ErrorSummary problem={problem} />
      {answer && 'estimate' in answer && <Result {...answer} facts={facts} />}
      {facts.standard === null ? (
        <Notice heading="Посчитать пока нельзя">
          <p>{`Для региона «${facts.region}» на портале ещё нет стандартов. Узнать о субсидии можно в соцзащите или МФЦ.`}</p>
        </Notice>
      ) : (
        <Ask facts={facts} values={answer?.values ?? {}} errors={errorsOf(problem)} />
      )}
      <Card heading="Как её получить">
        <ul className="stack near">
          <li>Подайте заявление через Госуслуги, МФЦ или в соцзащиту. Назначают на шесть месяцев, потом подают снова.</li>
          <li>Доход считают средний за полгода на всех, кто живёт вместе: зарплаты, пенсии, стипендии, пособия.</li>
          <li>Просить могут собственники, наниматели и члены жилищного кооператива там, где они прописаны.</li>
          <li>Долг не мешает, если он не подтверждён судом за последние три года.</li>
        </ul>
      </Card>
    </Page>
  );
}

function Ask({ facts, values, errors }: { facts: Facts; values: Refused['values']; errors: ReturnType<typeof errorsOf> }) {
  return (
    <Card heading="Посчитать">
      <p>
        Государство помогает, когда на жильё уходит большая часть дохода. Доход нигде не сохраняем.
        {facts.spentKopecks !== null &&
          ` За эту квартиру в среднем начисляют ${formatKopecks(facts.spentKopecks)} в месяц: мы взяли ${counted(facts.months, ['последний месяц', 'последних месяца', 'последних месяцев'])}.`}
      </p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <NumberInput
          name="persons"
          label="Сколько человек в семье"
          hint={facts.persons === null ? undefined : `По нашим данным здесь ${counted(facts.persons, PEOPLE)}`}
          defaultValue={values['persons'] ?? (facts.persons === null ? undefined : String(facts.persons))}
          error={errors['persons']}
        />
        <MoneyInput
          name="incomeKopecks"
          label="Доход всей семьи в месяц"
          hint="В среднем за полгода, до вычета налога"
          defaultValue={values['incomeKopecks']}
          error={errors['incomeKopecks']}
        />
        <Actions>
          <Button>Посчитать</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Result({ persons, incomeKopecks, estimate, facts }: Told & { facts: Facts }) {
  const { kopecks, standardKopecks, ownKopecks, ownPercent, isBelowMinimum, isBoundBySpent } = estimate;
  const isDue = kopecks > 0;
  const { standard } = facts;
  return (
    <Notice tone={isDue ? 'ok' : undefined} heading={isDue ? `Похоже, положена: ${formatKopecks(kopecks)} в месяц` : 'По этим данным не положена'} announce>
      <p>
        {`На ${counted(persons, PEOPLE)} жильё по стандарту стоит ${formatKopecks(standardKopecks)} в месяц. Из дохода ${formatKopecks(incomeKopecks)} семья платит сама ${isBelowMinimum ? 'около ' : ''}${formatDecimal(ownPercent)}\u00a0%, это ${formatKopecks(ownKopecks)}.`}
        {isBelowMinimum &&
          standard &&
          ` Доля меньше ${formatDecimal(standard.largestPercent)}\u00a0%, потому что на человека выходит меньше прожиточного минимума.`}
        {isDue
          ? isBoundBySpent
            ? ' Разница больше того, что вам начисляют, поэтому субсидия не выше начислений.'
            : ' Разницу платит государство.'
          : isBoundBySpent
            ? ' Начислений по квартире ещё не было.'
            : ' Это не меньше стандарта.'}
      </p>
      {standard && <p className="sml">{`Стандарты с ${formatDay(standard.fromDay)}: ${standard.decision}. Точную сумму назовёт соцзащита.`}</p>}
    </Notice>
  );
}
