// The terms of a charge as it lies in the table: those it was computed with, or, for a register's line, those that the register gave.
import type { ChargeTerms } from '#contract/charge-terms';
import type { Selectable } from 'kysely';
import { formatDayDigits } from '#contract/russian';
import type { ChargeTable } from './billing.tables.ts';

export type ChargeLine = Pick<
  Selectable<ChargeTable>,
  | 'period'
  | 'accrued_kopecks'
  | 'recalculation_kopecks'
  | 'benefit_kopecks'
  | 'total_kopecks'
  | 'volume'
  | 'unit'
  | 'tariff'
  | 'terms'
  | 'source_name'
  | 'made_on'
>;

/** A supplier rounds volume × tariff by rules of its own: within half a rouble the formula shows it, beyond it only the sum is shown. */
const ROUNDING_KOPECKS = 50;
const isAmount = (text: string | null): text is string => text !== null && /^\d{1,15}(\.\d{1,9})?$/.test(text);

/** Terms whose sum is the sum of the line, to the kopeck. */
export function termsOfCharge(line: ChargeLine): ChargeTerms {
  if (line.terms !== null) return line.terms as ChargeTerms;
  const register = `реестр «${line.source_name}» от ${formatDayDigits(line.made_on)}`.slice(0, 300);
  const { volume, unit, tariff } = line;
  const detail =
    isAmount(volume) && isAmount(tariff) && unit !== null && unit !== ''
      ? {
          volume,
          unit: unit.slice(0, 20),
          tariff: { value: tariff, from: null, decision: null },
          source: { kind: 'register' as const, date: null, document: register, months: null },
          toleranceKopecks: ROUNDING_KOPECKS,
        }
      : null;
  const benefit = line.benefit_kopecks > 0n ? { by: 'sum' as const, title: 'Льготы и субсидии', kopecks: Number(line.benefit_kopecks) } : null;
  // A recalculation belongs to the sum that the supplier gives: the formula then shows the sum, not volume × tariff.
  const isPlain = line.recalculation_kopecks === 0n && line.benefit_kopecks >= 0n;
  const sum = benefit ? line.total_kopecks + line.benefit_kopecks : line.total_kopecks;
  return { method: 'given', period: line.period.slice(0, 7), benefit, register, sumKopecks: Number(sum), detail: isPlain ? detail : null };
}
