// How an advance is used and how a refund is taken out. Pure.
import { type Kopecks, sumKopecks } from '#platform/money';
import { type DebtPart, spreadPayment } from './spread-payment.ts';

const keyOf = ({ period, serviceCode }: DebtPart): string => `${period} ${serviceCode}`;
const least = (...numbers: Kopecks[]): Kopecks => numbers.reduce((a, b) => (b < a ? b : a));
const sum = (parts: readonly DebtPart[]): Kopecks => sumKopecks(parts.map((part) => part.kopecks));

/** What to move to the advance (`freed`) and from it (`used`). */
export type Settlement = { freed: DebtPart[]; used: DebtPart[] };

/**
 * Rows of an account below zero were paid or credited too much. Money ahead on one month or service goes to the advance, and the
 * advance goes to debts: afterwards an account has debts or an advance, never both.
 */
export function settleAdvance(rows: readonly DebtPart[], advanceKopecks: bigint): Settlement {
  const freed = rows.filter((row) => row.kopecks < 0n).map((row) => ({ ...row, kopecks: -row.kopecks }));
  const ahead = freed.reduce((total, row) => total + row.kopecks, advanceKopecks);
  return { freed, used: spreadPayment({ amountKopecks: ahead, debts: rows }).parts };
}

/** What a payment did and is still there, and where money can be taken from. */
export type Refundable = {
  /** Debts that this payment closed, less what was refunded. */
  paid: readonly DebtPart[];
  /** What of this payment went to the advance, less what was refunded: below zero when more was taken from there than it had brought. */
  toAdvanceKopecks: bigint;
  /** The account's advance now. */
  advanceKopecks: bigint;
  /** Paid sums of the account by month and service, whoever paid them. */
  rows: readonly DebtPart[];
};
export type RefundPlan = { fromDebts: DebtPart[]; freed: DebtPart[]; fromAdvanceKopecks: bigint };

/** How much of the payment can be given back. */
export const refundableKopecks = ({ paid, toAdvanceKopecks }: Refundable): bigint => paid.reduce((total, part) => total + part.kopecks, toAdvanceKopecks);

/**
 * Takes a refund out: from the advance that the payment made, then from the debts that it closed, the newest first, then from
 * what its advance was used for. Throws RangeError when the payment does not have so much.
 */
export function planRefund(kopecks: bigint, from: Refundable): RefundPlan {
  if (kopecks > refundableKopecks(from)) throw new RangeError('a refund larger than the payment');
  const brought = from.toAdvanceKopecks > 0n ? from.toAdvanceKopecks : 0n;
  const fromAdvance = least(brought, from.advanceKopecks, kopecks);
  // A debt may be gone since (its charge was taken back): then its money went elsewhere on the account and is found there.
  const held = new Map(from.rows.map((row) => [keyOf(row), row.kopecks]));
  const fromDebts = takeNewest(
    kopecks - fromAdvance,
    from.paid.map((part) => ({ ...part, kopecks: least(part.kopecks, held.get(keyOf(part)) ?? 0n) })),
  );
  const used = kopecks - fromAdvance - sum(fromDebts);
  const taken = new Map(fromDebts.map((part) => [keyOf(part), part.kopecks]));
  const freedKopecks = used - least(used, from.advanceKopecks - fromAdvance);
  const freed = takeNewest(
    freedKopecks,
    from.rows.map((row) => ({ ...row, kopecks: row.kopecks - (taken.get(keyOf(row)) ?? 0n) })),
  );
  if (sum(freed) !== freedKopecks) throw new RangeError('the account does not hold the money of the payment');
  return { fromDebts, freed, fromAdvanceKopecks: fromAdvance + used };
}

function takeNewest(kopecks: bigint, parts: readonly DebtPart[]): DebtPart[] {
  let rest = kopecks;
  const newestFirst = parts.filter((part) => part.kopecks > 0n).sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
  return newestFirst.flatMap((part) => {
    const amount = least(part.kopecks, rest);
    rest -= amount;
    return amount > 0n ? [{ ...part, kopecks: amount }] : [];
  });
}
