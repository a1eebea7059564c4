// Temporary absence (items 86–97 of Rules 354; field rules 1.5): what was charged by the norm is taken back for the full days away. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { kopecksToJson, type Kopecks } from '#platform/money';
import { addDays, addMonths, daysBetween, daysInMonth, firstDay, lastDay, monthOf, monthsFrom, type Day, type Month } from '#platform/time';
import { absenceRulesOf } from './calculation-rules.ts';

/** Full calendar days: the day of leaving and the day of return are not among them. `returnedOn` null: still away. */
export type Absence = { readonly leftOn: Day; readonly returnedOn: Day | null; readonly persons: number; readonly appliedOn: Day; readonly document: string };
export type AbsenceAnswer = { readonly ok: true; readonly days: ReadonlyMap<Month, number> } | { readonly ok: false; readonly why: 'tooShort' | 'tooLate' };

/** The full days of each month through `through`; refused when there are too few in a row (five or fewer), or when asked too long (over 30 days) after the return. */
export function absenceDays({ leftOn, returnedOn, appliedOn }: Absence, through: Day): AbsenceAnswer {
  const { longerThanDays, applyWithinDays } = absenceRulesOf(appliedOn);
  if (returnedOn !== null && daysBetween(returnedOn, appliedOn) > applyWithinDays) return { ok: false, why: 'tooLate' };
  const [first, last] = [addDays(leftOn, 1), returnedOn === null || returnedOn > addDays(through, 1) ? through : addDays(returnedOn, -1)];
  const planned = returnedOn === null ? last : addDays(returnedOn, -1);
  if (daysBetween(first, planned) + 1 <= longerThanDays) return { ok: false, why: 'tooShort' };
  const days = monthsFrom(monthOf(first), last < first ? addMonths(monthOf(first), -1) : monthOf(last)).map((month): [Month, number] => {
    const from = first > firstDay(month) ? first : firstDay(month);
    const to = last < lastDay(month) ? last : lastDay(month);
    return [month, daysBetween(from, to) + 1];
  });
  return { ok: true, days: new Map(days) };
}

export type NormCharge = {
  readonly month: Month;
  readonly kopecks: Kopecks;
  readonly persons: number;
  readonly isHeating: boolean;
  readonly byNorm: boolean;
  /** A meter could stand and does not: no recalculation. */ readonly meterPossible: boolean;
};

/** ΔP = −P_norm·absent/persons·days/of for the service and month; null where the service is not recalculated (a meter, heating, a meter that could stand). */
export function absenceTerms(period: Month, absence: Absence, charge: NormCharge, days: number): TermsOf<'recalculation'> | null {
  if (!charge.byNorm || charge.isHeating || charge.meterPossible || charge.persons < 1 || days < 1 || charge.kopecks <= 0n) return null;
  return {
    method: 'recalculation',
    period,
    benefit: null,
    reason: 'временное отсутствие',
    document: absence.document,
    ground: {
      by: 'absence',
      monthKopecks: kopecksToJson(charge.kopecks),
      absentPersons: Math.min(absence.persons, charge.persons),
      persons: charge.persons,
      days,
      of: daysInMonth(charge.month),
    },
  };
}
