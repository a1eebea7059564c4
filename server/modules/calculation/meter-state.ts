// Whether a meter may be charged by in a month (item 59 of Rules 354): its verification, and what its organization marked. Pure.
import type { HouseMeter } from '#modules/meters';
import { firstDay, lastDay, type Month } from '#platform/time';
import type { MeterFacts } from './volume-of-month.ts';

type State = Exclude<MeterFacts['state'], { is: 'working' }>;

/**
 * From the day its verification ended a meter stands as broken. A meter that failed stands until it was put right; one that nobody could check
 * stands in months that end before the check, which then are corrected by what it showed. What lasts longest is told.
 */
export function stateIn({ nextVerificationOn, faults }: Pick<HouseMeter, 'nextVerificationOn' | 'faults'>, month: Month): MeterFacts['state'] {
  const states: State[] =
    nextVerificationOn !== null && nextVerificationOn < lastDay(month)
      ? [{ is: 'broken', since: nextVerificationOn, why: { is: 'unverified', since: nextVerificationOn, act: null } }]
      : [];
  for (const { kind, fromDay, toDay, act } of faults) {
    // Days of tampering are charged in a way of their own (tampered-volume.ts).
    if (kind === 'tampered') continue;
    const isChecked = kind === 'noAccess' && toDay !== null && toDay <= lastDay(month);
    if (fromDay > lastDay(month) || isChecked || (toDay !== null && toDay <= firstDay(month))) continue;
    states.push({
      is: kind === 'noAccess' ? 'noAccess' : 'broken',
      since: fromDay,
      why: { is: kind, since: fromDay, act },
      ...(toDay !== null && { until: toDay }),
    });
  }
  return states.toSorted((a, b) => Number(a.until !== undefined) - Number(b.until !== undefined) || (a.since < b.since ? -1 : 1))[0] ?? { is: 'working' };
}
