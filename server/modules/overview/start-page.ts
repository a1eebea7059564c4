// What the start page says first, from debts and months alone. Pure: the day is an argument.
import { addMonths, type Day, daysBetween, type Month } from '#platform/time';

/** A debt of one account and month; `dueOn` is its last day to pay. */
export type OpenDebt = { accountId: string; period: Month; kopecks: bigint; dueOn: Day };
export type ChargedMonth = { period: Month; chargedKopecks: bigint };
export type Due = { dueKopecks: bigint; overdueKopecks: bigint; dueOn: Day | null; daysLeft: number | null; payees: number };

/**
 * What is owed on a day: all of it, what is late (after its last day to pay), and the nearest day of the rest.
 * The last day itself is still in time (Housing Code, article 155).
 */
export function dueOn(debts: readonly OpenDebt[], today: Day): Due {
  const late = debts.filter((debt) => debt.dueOn < today);
  const nearest =
    debts
      .filter((debt) => debt.dueOn >= today)
      .map((debt) => debt.dueOn)
      .sort()[0] ?? null;
  return {
    dueKopecks: sum(debts),
    overdueKopecks: sum(late),
    dueOn: nearest,
    daysLeft: nearest === null ? null : daysBetween(today, nearest),
    payees: new Set(debts.map((debt) => debt.accountId)).size,
  };
}

const sum = (debts: readonly OpenDebt[]): bigint => debts.reduce((total, debt) => total + debt.kopecks, 0n);

/** The newest month with charges and the same month a year before, where it was charged too. */
export function newestMonth(months: readonly ChargedMonth[]): { period: Month; chargedKopecks: bigint; yearAgoKopecks: bigint | null } | null {
  const totals = new Map<Month, bigint>();
  for (const { period, chargedKopecks } of months) totals.set(period, (totals.get(period) ?? 0n) + chargedKopecks);
  const period = [...totals.keys()].sort().at(-1);
  if (period === undefined) return null;
  return { period, chargedKopecks: totals.get(period)!, yearAgoKopecks: totals.get(addMonths(period, -12)) ?? null };
}
