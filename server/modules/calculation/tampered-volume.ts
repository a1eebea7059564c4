// A month in which a meter of a flat was tampered with: the flat's service goes by the norm, ten times, on those days; on the others by what
// was measured (item 62 of Rules 354). Pure.
import { tamperingRulesOf } from './calculation-rules.ts';
import { otherDays, type Tampering, tamperedDays } from './tampered-days.ts';
import type { Span } from './tariff-pieces.ts';
import { type MeterFacts, type MonthVolume, togetherVolumes, volumeBesides, type VolumeQuestion } from './volume-of-month.ts';

/** The days on which the norm is raised, and the others: what was measured on them, null where the plain norm stands for them. */
export type TamperedWithin = {
  readonly days: readonly Span[];
  readonly others: readonly Span[];
  readonly measured: Exclude<MonthVolume, { by: 'norm' }> | null;
};

/** Null where the month has no such days. `meters`: all of the service in the flat. */
export function tamperedVolume(
  meters: readonly MeterFacts[],
  tamperings: readonly Tampering[],
  question: VolumeQuestion,
): Extract<MonthVolume, { by: 'norm' }> | null {
  const { month } = question;
  const days = tamperedDays(month, tamperings);
  if (days.length === 0) return null;
  const others = otherDays(month, days);
  const { from, act } = tamperings.filter((one) => tamperedDays(month, [one]).length > 0).toSorted((a, b) => (a.from < b.from ? -1 : 1))[0]!;
  const used = others.length === 0 ? [] : meters.map((meter) => volumeBesides(meter, days, question));
  const measured = used.length === 0 || used.includes(null) ? null : togetherVolumes(used.filter((volume) => volume !== null));
  return {
    by: 'norm',
    raised: { coefficient: tamperingRulesOf(month).coefficient, reason: 'tampered' },
    why: { is: 'tampered', since: from, act },
    tampered: { days, others, measured: measured?.by === 'norm' ? null : measured },
  };
}
