// Absences, breaks and benefits: what was decided, a new decision, one taken back (CALC-1).
import { FilePlus2 } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { type breakKinds, decisionKinds, type DecisionFacts, getDecisions, makeDecision, withdrawDecision } from '#contract/decisions';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks, parseDecimal } from '#contract/russian';
import { DecisionForm, type DecisionKind, withoutFacts } from '#features/calculation/decision-forms.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Row = AnswerOf<typeof getDecisions>['decisions'][number];
const KINDS = Object.keys(decisionKinds) as DecisionKind[];
const MOSCOW = '+03:00';

export async function loader({ context }: LoaderFunctionArgs) {
  return load(context, getDecisions, {});
}

/** What was typed as the facts of a decision; names of the fields that are empty or no number. */
function factsOf(form: FormData): { facts: DecisionFacts } | { wrong: Record<string, string> } {
  const text = (name: string) => textOf(form, name);
  const wrong: Record<string, string> = {};
  const required = (name: string, detail: string) => { if (text(name) === '') wrong[name] = detail; return text(name); };
  const people = (name: string) => { const typed = text(name); if (!/^[1-9]\d?$/.test(typed)) wrong[name] = 'Введите число от 1 до 99'; return Number(typed); };
  const account = () => required('account', 'Введите номер счёта');
  const instant = (name: string) => `${required(name, 'Введите день и время')}:00.000${MOSCOW}`;
  const amount = (name: string) => { const number = parseDecimal(text(name), 2); if (typeof number !== 'string') wrong[name] = 'Введите число'; return typeof number === 'string' ? number : ''; };
  if (text('document').length < 3) wrong['document'] = 'Назовите документ: без него решение не внести';
  const made = (): DecisionFacts => {
    if (text('kind') === 'break') {
      const [fromAt, toAt] = [instant('fromAt'), instant('toAt')].map((one) => (Number.isNaN(Date.parse(one)) ? one : new Date(one).toISOString())) as [string, string];
      return { kind: 'break', houseId: text('houseId'), account: text('account') === '' ? null : text('account'), serviceCode: text('serviceCode'), breakKind: text('breakKind') as keyof typeof breakKinds, fromAt, toAt };
    }
    if (text('kind') === 'benefit') {
      const services = form.getAll('services').filter((one) => typeof one === 'string');
      if (services.length === 0) wrong['services'] = 'Отметьте хотя бы одну услугу';
      return {
        kind: 'benefit', account: account(), title: required('title', 'Назовите льготу'), percent: amount('percent'), services, covers: text('family') === '' ? 'holder' : 'family', holders: people('holders'),
        areaStandard: text('areaStandard') === '' ? null : amount('areaStandard'), fromDay: required('fromDay', 'Введите первый день'), toDay: text('toDay') === '' ? null : text('toDay'),
      };
    }
    const day = 'Введите день';
    return { kind: 'absence', account: account(), persons: people('persons'), leftOn: required('leftOn', day), returnedOn: required('returnedOn', day), appliedOn: required('appliedOn', day) };
  };
  const facts = made();
  return Object.keys(wrong).length > 0 ? { wrong } : { facts };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const decisionId = textOf(form, 'withdraw');
  if (decisionId !== '') {
    const done = await attempt(context, withdrawDecision, { params: { houseId: textOf(form, 'houseId'), decisionId } }, { key: keyOf(form) });
    return done.ok ? redirect('/work/decisions?done=withdrawn', 303) : refused(done.problem, form);
  }
  const typed = factsOf(form);
  if ('wrong' in typed) return refused(wrongFields(typed.wrong), form);
  const done = await attempt(context, makeDecision, { body: { organizationId: textOf(form, 'organizationId'), document: textOf(form, 'document'), facts: typed.facts } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/decisions?done=made&recalculations=${done.value.recalculations}&kopecks=${done.value.kopecks}`, 303) : refused(withoutFacts(done.problem), form);
}

function Done({ query }: { query: URLSearchParams }) {
  const [recalculations, kopecks] = [Number(query.get('recalculations')), Number(query.get('kopecks'))];
  if (query.get('done') === 'withdrawn') return <Notice tone="ok" announce><p>Отозвали. Черновики расчётов за эти месяцы надо посчитать заново.</p></Notice>;
  if (query.get('done') !== 'made' || !Number.isSafeInteger(recalculations) || !Number.isSafeInteger(kopecks)) return null;
  const past = recalculations === 0 ? ' За проведённые месяцы пересчитывать нечего.' : ` За проведённые месяцы: ${counted(recalculations, ['перерасчёт', 'перерасчёта', 'перерасчётов'])} на ${formatKopecks(kopecks)}, их возьмёт следующий расчёт.`;
  return <Notice tone="ok" announce><p>{`Внесли. Непроведённые месяцы посчитаем с этим решением.${past}`}</p></Notice>;
}

export default function Decisions() {
  const answer = useLoaderData<typeof loader>();
  const refusal = useActionData<Refused>();
  const [query] = useSearchParams();
  const kind = KINDS.find((one) => one === query.get('new'));
  return (
    <Page title="Отсутствие, перерывы, льготы" problem={refusal?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={refusal?.problem} />
      {!refusal && <Done query={query} />}
      {kind
        ? <DecisionForm key={kind} kind={kind} directory={answer} refusal={refusal} />
        : answer.organizations.length > 0 && <Actions>{KINDS.map((one) => <ButtonLink key={one} to={`?new=${one}`} kind="alt">{decisionKinds[one]}</ButtonLink>)}</Actions>}
      {answer.decisions.length === 0
        ? <EmptyState icon={FilePlus2} heading="Решений ещё не было"><p>Внесите заявление об отсутствии, акт о перерыве или льготу: расчёт учтёт их сам.</p></EmptyState>
        : <DataTable caption={counted(answer.decisions.length, ['решение', 'решения', 'решений'])} columns={columns} rows={answer.decisions} rowKey={({ decisionId }) => decisionId} />}
    </Page>
  );
}

const columns: readonly Column<Row>[] = [
  { key: 'says', name: 'Решение', head: true, cell: ({ kind, says }) => <>{decisionKinds[kind]}<br /><span className="mut sml">{says}</span></> },
  { key: 'place', name: 'Где', cell: ({ address, account }) => <>{address}<br /><span className="mut sml">{account === null ? 'Весь дом' : `Счёт ${account}`}</span></> },
  { key: 'document', name: 'Документ', cell: ({ document }) => document },
  { key: 'who', name: 'Кто внёс', cell: ({ who, at }) => <>{who}<br /><span className="mut sml"><When instant={at} timeZone="Europe/Moscow" /></span></> },
  { key: 'act', name: 'Что сделать', silent: true, plain: true, cell: ({ houseId, decisionId, withdrawn, can }) => (withdrawn ? <Status tone="none">Отозвано</Status> : can.withdraw && <Form method="post"><FormKey /><input type="hidden" name="houseId" value={houseId} /><Button kind="bare" name="withdraw" value={decisionId}>Отозвать</Button></Form>) },
];
