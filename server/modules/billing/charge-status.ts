// The status of a charge or a bill from its money and its due day (CHG-1). Pure.
import type { chargeStatuses } from '#contract/statuses/billing';
import type { Kopecks } from '#platform/money';
import type { Day } from '#platform/time';

export type ChargeMoney = {
  /** With benefits and recalculations; below zero when the organization owes the person. */
  readonly chargedKopecks: Kopecks;
  /** Settled payments less refunds. */
  readonly paidKopecks: Kopecks;
  /** Payments under way, whose outcome is not known yet. */
  readonly pendingKopecks: Kopecks;
  /** The last day to pay. */
  readonly dueDay: Day;
};

/**
 * A payment under way hides the delay only when it covers the whole rest: a person who owes more sees the charge overdue from the day
 * after the due day on.
 */
export function chargeStatus({ chargedKopecks, paidKopecks, pendingKopecks, dueDay }: ChargeMoney, today: Day): keyof typeof chargeStatuses {
  const rest = chargedKopecks - paidKopecks;
  if (rest < 0n) return 'overpaid';
  if (rest === 0n) return 'paid';
  if (pendingKopecks >= rest) return 'processing';
  if (today > dueDay) return 'overdue';
  if (pendingKopecks > 0n) return 'processing';
  return paidKopecks > 0n ? 'partlyPaid' : 'unpaid';
}
