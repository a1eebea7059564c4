// What a payer may do with a payment of his own in its present state. The same answers go to the screen as `can`.
import type { PaymentStatus } from '#contract/payments';
import { type Actor, organizationsOf } from '#platform/actor';
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

/** The most that one payment may be. */
export const PAYMENT_LIMIT_KOPECKS = 60_000_000n;

/** Organizations whose payments the actor works with. */
export const refundOrganizations = (actor: Actor): string[] => organizationsOf(actor, ['accountant']);
