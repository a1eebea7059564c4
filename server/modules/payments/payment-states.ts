// The life of a payment as a table: (from, action, who) → to. What is not listed does not happen. The module's README shows the same table.
import type { PaymentStatus } from '#contract/payments';
import type { DeclineCode } from './decline-reasons.ts';

export const PAYMENT_ACTIONS = [
  'askCode',
  'start',
  'startItself',
  'accepted',
  'noAnswer',
  'captured',
  'refused',
  'cancel',
  'cancelled',
  'expire',
  'refund',
] as const;
export type PaymentAction = (typeof PAYMENT_ACTIONS)[number];
export type PaymentMove = {
  readonly from: PaymentStatus;
  readonly action: PaymentAction;
  readonly by: 'payer' | 'portal' | 'accountant';
  readonly to: PaymentStatus;
};

const move = (from: PaymentStatus, action: PaymentAction, by: PaymentMove['by'], to: PaymentStatus): PaymentMove => ({ from, action, by, to });

// `starting` is written before the acquirer is called, so that a crash after it is known; `unknown` is settled by asking again.
export const PAYMENT_MOVES: readonly PaymentMove[] = [
  move('draft', 'askCode', 'payer', 'confirming'),
  move('draft', 'startItself', 'portal', 'starting'),
  move('draft', 'cancel', 'payer', 'cancelled'),
  move('draft', 'expire', 'portal', 'expired'),
  move('confirming', 'askCode', 'payer', 'confirming'),
  move('confirming', 'start', 'payer', 'starting'),
  move('confirming', 'cancel', 'payer', 'cancelled'),
  move('confirming', 'expire', 'portal', 'expired'),
  ...(['starting', 'unknown', 'waiting'] as const).flatMap((from) => [
    move(from, 'accepted', 'portal', 'waiting'),
    move(from, 'noAnswer', 'portal', 'unknown'),
    move(from, 'captured', 'portal', 'paid'),
    move(from, 'refused', 'portal', 'declined'),
    move(from, 'cancelled', 'portal', 'cancelled'),
    move(from, 'expire', 'portal', 'expired'),
  ]),
  move('paid', 'refund', 'accountant', 'refunded'),
];

/** Where the action leads from the state; undefined when the table has no such move. */
export const moveOf = (from: PaymentStatus, action: PaymentAction): PaymentMove | undefined =>
  PAYMENT_MOVES.find((one) => one.from === from && one.action === action);

/** A move that the table does not list: a fault of ours, never of the payer. */
export class UnlistedMove extends Error {
  constructor(from: PaymentStatus, action: PaymentAction) {
    super(`a payment cannot go by ${action} from ${from}`);
    this.name = 'UnlistedMove';
  }
}

/** The state after the action. Throws UnlistedMove. */
export function nextStatus(from: PaymentStatus, action: PaymentAction): PaymentStatus {
  const found = moveOf(from, action);
  if (!found) throw new UnlistedMove(from, action);
  return found.to;
}

/** Money may be on its way: the debt is reserved and the acquirer is asked until the end is known. */
export const isUnderWay = (status: PaymentStatus): boolean => status === 'starting' || status === 'waiting' || status === 'unknown';
/** Nothing more happens by itself. */
export const isFinal = (status: PaymentStatus): boolean => !isUnderWay(status) && status !== 'draft' && status !== 'confirming';

/** The acquirer's truth about a payment, as far as it moves ours. */
export type Truth =
  | { readonly kind: 'pending' }
  | { readonly kind: 'captured' }
  | { readonly kind: 'canceled'; readonly decline: DeclineCode }
  | { readonly kind: 'refused' }
  | { readonly kind: 'noAnswer' };

/**
 * What a truth does to a payment that is under way. `ending`: why we ourselves asked the acquirer to end it, null when we did not.
 * Money that was taken wins over any wish to cancel.
 */
export function actionOf(truth: Truth, ending: 'cancelled' | 'expired' | null): PaymentAction {
  switch (truth.kind) {
    case 'pending':
      return 'accepted';
    case 'captured':
      return 'captured';
    case 'noAnswer':
      return 'noAnswer';
    case 'refused':
      return 'refused';
    case 'canceled':
      if (truth.decline === 'timeRanOut') return 'expire';
      if (truth.decline !== 'canceledByUs') return 'refused';
      return ending === 'expired' ? 'expire' : 'cancelled';
  }
}

const PAUSES_SECONDS = [5, 15, 15, 30, 30, 60, 60, 120, 300];

/** Seconds until the acquirer is asked again, after it was asked so many times: growing, at most ten minutes. */
export const pauseSeconds = (asked: number): number => PAUSES_SECONDS[asked] ?? 600;

/** How long a person may take at the bank's page. */
export const PAY_WITHIN_MINUTES = 30;
/** How long a draft is kept that was never started. */
export const DRAFT_HOURS = 24;
