// What a payer may do with a payment of his own in its present state. The same answers go to the screen as `can`.
import type { PaymentStatus } from '#contract/payments';
import { type Actor, organizationsOf } from '#platform/actor';
import type { Kopecks } from '#platform/money';
import { type Day, dayIn } from '#platform/time';
import { isUnderWay, moveOf } from './payment-states.ts';

export type PaymentCan = { readonly askCode: boolean; readonly start: boolean; readonly cancel: boolean; readonly retry: boolean };

/** `retry`: pay the same again as a new payment; nothing that was chosen is lost (PAY-4). */
export function paymentCan(status: PaymentStatus): PaymentCan {
  return {
    askCode: moveOf(status, 'askCode') !== undefined,
    start: moveOf(status, 'start') !== undefined,
    cancel: moveOf(status, 'cancel') !== undefined || isUnderWay(status),
    retry: status === 'declined' || status === 'cancelled' || status === 'expired',
  };
}

/** The most that one payment may be, as the contract with the acquirer has it: a new contract is a new row. */
const paymentLimits: readonly { readonly fromDay: Day; readonly kopecks: Kopecks }[] = [{ fromDay: '0000-01-01', kopecks: 60_000_000n }];

/** The most that a payment made now may be, by the acquirer's clock. `limits` are for tests. */
export function mostKopecks(now: Date, limits = paymentLimits): Kopecks {
  const today = dayIn('Europe/Moscow', now);
  return limits.findLast(({ fromDay }) => fromDay <= today)!.kopecks;
}

/** Organizations whose payments the actor works with. */
export const refundOrganizations = (actor: Actor): string[] => organizationsOf(actor, ['accountant']);
