// What decisions do to a line of a month: absences, breaks and low quality become recalculations on it, a benefit is taken off it. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { chain } from '#platform/decimal';
import { type Kopecks, kopecksOf, sumKopecks } from '#platform/money';
import { daysInMonth, firstDay, lastDay, type Month } from '#platform/time';
import { type Absence, absenceDays, absenceTerms } from './absence.ts';
import { type BenefitFacts, benefitOf, type BenefitRule } from './benefits.ts';
import { type BreakRule, qualityRulesOf } from './calculation-rules.ts';
import { breakTerms, type Fee, stepsOver, upToTheFee } from './interruption.ts';
import { DEFECT_REASONS, type PoorHours, type QualityFacts, qualityTerms } from './quality.ts';
import type { SubsidyRule } from './subsidies.ts';

type At = { readonly id: string; /** Null: every account of the house. */ readonly accountId: string | null };
export type AbsenceDecision = At & { readonly kind: 'absence'; readonly absence: Absence };
/** A break's hours within the month, in milliseconds. */
export type BreakDecision = At & {
  readonly kind: 'break';
  readonly serviceCode: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly rule: BreakRule;
  readonly document: string;
};
export type BenefitDecision = At & { readonly kind: 'benefit'; readonly rule: BenefitRule; readonly holders: number; readonly areaStandard: string | null };
/** The poor hours of the month by an act. */
export type QualityDecision = At & { readonly kind: 'quality'; readonly facts: QualityFacts; readonly hours: PoorHours; readonly document: string };
export type SubsidyDecision = At & { readonly kind: 'subsidy'; readonly rule: SubsidyRule };
export type Decision = AbsenceDecision | BreakDecision | QualityDecision | BenefitDecision | SubsidyDecision;

type Base = Exclude<ChargeTerms, { method: 'corrected' }>;
export type Charged = { readonly accountId: string; readonly serviceCode: string; readonly month: Month; readonly terms: ChargeTerms };

/** The month's fee of a line: what somebody else pays of it is a part of it. */
const feeOf = (base: Base): bigint => sumOfTerms(base) + BigInt(('subsidy' in base && base.subsidy?.kopecks) || 0);

const concerns = ({ accountId }: At, charged: Pick<Charged, 'accountId'>): boolean => accountId === null || accountId === charged.accountId;

/** The part of a fee that people make: gas for heating is not recalculated while they are away (item 86 of Rules 354). */
function madeByPeople(fee: Kopecks, terms: TermsOf<'norm'>): Kopecks {
  const people = terms.pieces.filter(({ area }) => area === undefined);
  if (people.length === terms.pieces.length) return fee;
  const { method, period, unit, personsAre, raised } = terms;
  const sum = (pieces: typeof people) => sumOfTerms({ method, period, unit, personsAre, raised, benefit: null, pieces });
  const whole = sum(terms.pieces);
  return people.length === 0 || whole === 0n ? 0n : kopecksOf(chain([fee, sum(people)], [whole, 100n]));
}

/** What a line by the norm counts people by; null for a line that absence does not lessen. */
function normCharge({ month, serviceCode, terms }: Charged): Parameters<typeof absenceTerms>[2] | null {
  const line = terms.method === 'corrected' ? terms.base : terms;
  if (!line) return null;
  const kopecks = feeOf(line);
  // Of a communal flat's line a room bears what its people use.
  const ofRoom = line.method === 'roomShare' && line.weightUnit === 'чел.' ? Number(line.weights[line.room]) : null;
  const base = line.method === 'roomShare' && ofRoom !== null ? line.flat : line;
  const common = { month, kopecks, isHeating: serviceCode === 'heating', byNorm: true };
  if (base.method === 'norm')
    return {
      ...common,
      kopecks: madeByPeople(kopecks, base),
      persons: ofRoom ?? Math.max(...base.pieces.map(({ persons }) => persons)),
      meterPossible: base.raised !== null,
    };
  if (base.method === 'waste' && base.base.by === 'person') return { ...common, persons: ofRoom ?? base.base.persons, meterPossible: false };
  return null;
}

/** The recalculations of a charged line of `charged.month`, in the bill of `period`. `before`: decisions that were counted for that month already. */
export function recalculationsBy(
  decisions: readonly Decision[],
  charged: Charged,
  { period, before = [] }: { period: Month; before?: readonly Decision[] },
): TermsOf<'recalculation'>[] {
  const base = charged.terms.method === 'corrected' ? charged.terms.base : charged.terms;
  const [mine, known] = [decisions, before].map((list) => list.filter((one) => concerns(one, charged))) as [Decision[], Decision[]];
  if (!base || mine.length === 0) return [];
  if (feeOf(base) < 0n) return [];
  const fee: Fee = { period, month: charged.month, kopecks: feeOf(base), reason: '', document: null };
  const taken = sumKopecks(reductions(known, charged, { base, fee, known: [] }).map(sumOfTerms));
  return upToTheFee({ ...fee, kopecks: fee.kopecks + taken }, reductions(mine, charged, { base, fee, known }), sumOfTerms);
}

type Reduced = { readonly base: Base; readonly fee: Fee; readonly known: readonly Decision[] };

function reductions(decisions: readonly Decision[], charged: Charged, { base, fee, known }: Reduced): TermsOf<'recalculation'>[] {
  return [
    ...decisions.flatMap((one) => (one.kind === 'absence' ? (absenceOf(one.absence, charged, fee.period) ?? []) : [])),
    ...breaksOf(decisions.filter(isBreakOf(charged.serviceCode)), known.filter(isBreakOf(charged.serviceCode)), fee),
    ...decisions.flatMap((one) => {
      if (one.kind !== 'quality' || one.facts.serviceCode !== charged.serviceCode) return [];
      return qualityTerms(one.facts, one.hours, {
        fee: { ...fee, reason: DEFECT_REASONS[one.facts.defect], document: one.document },
        base,
        rules: qualityRulesOf(firstDay(charged.month)),
      });
    }),
  ];
}

function absenceOf(absence: Absence, charged: Charged, period: Month): TermsOf<'recalculation'> | null {
  const charge = normCharge(charged);
  const answer = absenceDays(absence, lastDay(charged.month));
  const days = answer.ok ? (answer.days.get(charged.month) ?? 0) : 0;
  return charge && absenceTerms(period, absence, charge, Math.min(days, daysInMonth(charged.month)));
}

const isBreakOf =
  (serviceCode: string) =>
  (one: Decision): one is BreakDecision =>
    one.kind === 'break' && one.serviceCode === serviceCode;

/** Breaks of one service share the month's limit: what earlier decisions took off already is not taken off again. */
function breaksOf(fresh: readonly BreakDecision[], known: readonly BreakDecision[], fee: Fee): TermsOf<'recalculation'>[] {
  if (fresh.length === 0) return [];
  const document = fresh
    .map((one) => one.document)
    .join('; ')
    .slice(0, 300);
  const terms = breakTerms({ ...fee, reason: 'перерыв в подаче', document }, [...known, ...fresh]);
  if (!terms || terms.ground.by !== 'quality') return [];
  const steps = stepsOver([...known, ...fresh]) - stepsOver(known);
  return steps <= 0 ? [] : [{ ...terms, ground: { ...terms.ground, steps: String(steps) } }];
}

export type UseAndNorm = Pick<BenefitFacts, 'volume' | 'normVolume'>;

/** The line with the benefit of its account taken off, where one is for its service; the first decided stands. */
export function withBenefit<T extends Base>(
  decisions: readonly Decision[],
  at: Pick<Charged, 'accountId' | 'serviceCode'> & { persons: number; area: string; use: () => UseAndNorm },
  terms: T,
): T {
  for (const one of decisions) {
    if (one.kind !== 'benefit' || !concerns(one, at) || !one.rule.services.includes(at.serviceCode)) continue;
    const benefit = benefitOf(terms, at.serviceCode, one.rule, {
      holders: one.holders,
      persons: at.persons,
      area: at.area,
      areaStandard: one.areaStandard,
      ...at.use(),
    });
    if (benefit) return { ...terms, benefit };
  }
  return terms;
}

/** The subsidies of the account's month, in the order in which they were decided. */
export const subsidiesOf = (decisions: readonly Decision[], at: Pick<Charged, 'accountId'>): SubsidyRule[] =>
  decisions.flatMap((one) => (one.kind === 'subsidy' && concerns(one, at) ? [one.rule] : []));

/** Whether days away take something off the line: by the norm, no heating, where no meter could stand. */
export function isForAbsence(charged: Charged): boolean {
  const charge = normCharge(charged);
  return charge !== null && !charge.isHeating && !charge.meterPossible && charge.kopecks > 0n;
}
