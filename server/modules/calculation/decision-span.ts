// Which days a decision touches, and what in it cannot be, by field. Pure.
import { type DecisionFacts, subsidyKinds } from '#contract/decisions';
import { refuseFields } from '#platform/errors';
import { addDays, addMonths, dayIn, daysBetween, firstDay, lastDay, type Day } from '#platform/time';
import { compare } from '#platform/decimal';
import { absenceDays } from './absence.ts';
import { absenceRulesOf, type BreakKind, qualityRulesOf, subsidyMonthsOf } from './calculation-rules.ts';
import { DEFECT_SERVICES, isPoor } from './quality.ts';

/** Refuses with the field of the facts at which the decision is wrong. */
export const wrongFact = (field: string, detail: string): never => refuseFields([{ pointer: `/facts/${field}`, code: 'input.invalid', detail }]);
const LONGEST_DAYS = 366;
const POSTED = 'Эти месяцы уже проведены. Начните с первого непроведённого, за прошлое сделайте перерасчёт';
const BREAK_SERVICE: Readonly<Record<BreakKind, readonly string[]>> = {
  coldWater: ['cold_water'],
  hotWater: ['hot_water', 'hot_water_heat'],
  sewage: ['sewage'],
  accidentOnDeadEnd: ['cold_water', 'hot_water', 'hot_water_heat'],
  electricityTwoFeeds: ['electricity'],
  electricityOneFeed: ['electricity'],
  gas: ['gas'],
  heatingFrom12: ['heating'],
  heatingFrom10: ['heating'],
  heatingFrom8: ['heating'],
  heatingBelow8: ['heating'],
  wasteCold: ['waste'],
  wasteWarm: ['waste'],
};

type Of<K extends DecisionFacts['kind']> = Extract<DecisionFacts, { kind: K }>;
type Span = { readonly from: Day; readonly to: Day | null };
type Known = { /** The first day that no posted month has used. */ readonly openFrom: Day | null; readonly timeZone: string };

function benefitSpan({ fromDay, toDay }: Of<'benefit'>, { openFrom }: Known): Span {
  if (toDay !== null && toDay < fromDay) wrongFact('toDay', 'Последний день раньше первого');
  if (openFrom !== null && fromDay < openFrom) wrongFact('fromDay', POSTED);
  return { from: fromDay, to: toDay };
}

function subsidySpan({ what, fromMonth, toMonth, amount }: Of<'subsidy'>, { openFrom }: Known): Span {
  if (toMonth !== null && toMonth < fromMonth) wrongFact('toMonth', 'Последний месяц раньше первого');
  if (what === 'subsidy' && (toMonth === null || toMonth >= addMonths(fromMonth, subsidyMonthsOf(fromMonth))))
    wrongFact('toMonth', `${subsidyKinds.subsidy} назначается на срок до шести месяцев, потом её подтверждают снова`);
  if (openFrom !== null && firstDay(fromMonth) < openFrom) wrongFact('fromMonth', POSTED);
  if (amount.by === 'share' && compare(amount.percent, '0') === 0) wrongFact('percent', 'Доля должна быть больше нуля');
  return { from: firstDay(fromMonth), to: toMonth === null ? null : lastDay(toMonth) };
}

type Away = Pick<Of<'absence'>, 'persons' | 'leftOn' | 'returnedOn' | 'appliedOn'>;

/** Why days away are not recalculated, at which field; null when they are. */
export function absenceProblem(away: Away): { field: 'returnedOn' | 'appliedOn'; detail: string } | null {
  const { leftOn, returnedOn } = away;
  if (returnedOn <= leftOn) return { field: 'returnedOn', detail: 'Вернуться можно только после отъезда' };
  const answer = absenceDays({ ...away, document: '' }, returnedOn);
  if (!answer.ok && answer.why === 'tooLate')
    return {
      field: 'appliedOn',
      detail: `Заявление подали позже ${absenceRulesOf(away.appliedOn).applyWithinDays} дней после возвращения: пересчитать нельзя`,
    };
  if (!answer.ok) return { field: 'returnedOn', detail: 'Пересчитывают, когда полных дней отсутствия больше пяти' };
  return daysBetween(leftOn, returnedOn) > LONGEST_DAYS ? { field: 'returnedOn', detail: 'Больше года: введите по частям' } : null;
}

function absenceSpan(facts: Of<'absence'>): Span {
  const { leftOn, returnedOn } = facts;
  const problem = absenceProblem(facts);
  if (problem) wrongFact(problem.field, problem.detail);
  return { from: addDays(leftOn, 1), to: addDays(returnedOn, -1) };
}

function hoursSpan({ fromAt, toAt }: Of<'break' | 'quality'>, { timeZone }: Known): { from: Day; to: Day } {
  if (toAt <= fromAt) wrongFact('toAt', 'Конец раньше начала');
  const [from, to] = [dayIn(timeZone, new Date(fromAt)), dayIn(timeZone, new Date(toAt))];
  if (daysBetween(from, to) > LONGEST_DAYS) wrongFact('toAt', 'Больше года: введите по частям');
  return { from, to };
}

function breakSpan(facts: Of<'break'>, known: Known): Span {
  const span = hoursSpan(facts, known);
  if (!BREAK_SERVICE[facts.breakKind].includes(facts.serviceCode)) wrongFact('breakKind', 'Этот вид перерыва не для выбранной услуги');
  return span;
}

function qualitySpan(facts: Of<'quality'>, known: Known): Span {
  const { defect, serviceCode, measured, roomNorm, coldPrice } = facts;
  const span = hoursSpan(facts, known);
  if (!DEFECT_SERVICES[defect].includes(serviceCode)) wrongFact('serviceCode', 'Это измерение не для выбранной услуги');
  if ((defect === 'coldRoom') !== (roomNorm !== null))
    wrongFact('roomNorm', defect === 'coldRoom' ? 'Выберите, какой должна быть температура' : 'Норма комнаты нужна только для отопления');
  const rules = qualityRulesOf(span.from);
  if (!isPoor(facts, rules)) wrongFact('measured', 'Это в пределах нормы, пересчитывать нечего');
  if (defect === 'coolWater' && serviceCode === 'hot_water' && compare(measured, rules.coldBelow) < 0 && coldPrice === null)
    wrongFact('coldPrice', `Вода холоднее ${rules.coldBelow} °C оплачивается как холодная: введите цену холодной воды`);
  return span;
}

/** The first and last day that the decision touches (null: no last one). */
export function spanOf(facts: DecisionFacts, known: Known): Span {
  if (facts.kind === 'benefit') return benefitSpan(facts, known);
  if (facts.kind === 'subsidy') return subsidySpan(facts, known);
  if (facts.kind === 'absence') return absenceSpan(facts);
  return facts.kind === 'break' ? breakSpan(facts, known) : qualitySpan(facts, known);
}
