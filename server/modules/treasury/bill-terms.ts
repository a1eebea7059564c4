// What a state bill is and what of it is to be paid on a day. Pure.
import type { StateBillKind } from '#contract/state-bills';
import { createHash } from 'node:crypto';
import type { Day } from '#platform/time';
import type { Payee } from './state-wire.ts';

export type BillTerms = {
  readonly totalKopecks: bigint;
  readonly restKopecks: bigint;
  readonly discountPercent: number | null;
  readonly discountUntil: Day | null;
};

/**
 * What is enough on the day. Until the discount's last day (КоАП art. 32.2 part 1.3: most traffic fines at a discount) the reduced sum, less
 * what was paid before; then the rest. `goodUntil`: the last day on which this sum is enough, null when it stays.
 */
export function toPayOn(day: Day, { totalKopecks, restKopecks, discountPercent, discountUntil }: BillTerms): { kopecks: bigint; goodUntil: Day | null } {
  if (restKopecks <= 0n || discountPercent === null || discountUntil === null || day > discountUntil)
    return { kopecks: restKopecks > 0n ? restKopecks : 0n, goodUntil: null };
  const reduced = (totalKopecks * BigInt(100 - discountPercent) + 50n) / 100n;
  const kopecks = reduced - (totalKopecks - restKopecks);
  return { kopecks: kopecks > 0n ? kopecks : 0n, goodUntil: discountUntil };
}

const KINDS: Readonly<Record<string, StateBillKind>> = {
  101: 'tax',
  102: 'tax',
  103: 'tax',
  104: 'tax',
  105: 'tax',
  106: 'tax',
  107: 'tax',
  108: 'duty',
  116: 'fine',
};

/** By the budget's own classification: digits 4 to 6 of КБК. */
export const kindOf = ({ kbk }: Pick<Payee, 'kbk'>): StateBillKind => KINDS[kbk.slice(3, 6)] ?? 'other';

/** УИП of a payment for a bill: 1, the bank's БИК, six digits, the day, eight digits. The same every time. */
export function paymentNumber({ paymentId, number, bic, paidOn }: { paymentId: string; number: string; bic: string; paidOn: Day }): string {
  const digest = createHash('sha256').update(`${paymentId} ${number}`).digest();
  const chance = (digest.readBigUInt64BE(0) % 100_000_000_000_000n).toString().padStart(14, '0');
  const [year, month, date] = paidOn.split('-');
  return `1${bic}${chance.slice(0, 6)}${date}${month}${year}${chance.slice(6)}`;
}
