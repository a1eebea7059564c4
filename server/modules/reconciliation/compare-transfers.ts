// The bank's side of a payee's day: what had to be transferred beside what came. Pure.
import { addWorkingDays } from '#platform/calendar';
import { sumKopecks } from '#platform/money';
import type { Day } from '#platform/time';
import type { DayPart, Difference } from './day-account.ts';

/** Money that came to the bank account for a register of the day. */
export type Transfer = { operationId: string; isAcquirer: boolean; kopecks: bigint; registerKopecks: bigint | null };
/** `coveredTo`: the newest day that the organization's statements tell of. */
export type BankSide = { transfers: readonly Transfer[]; coveredTo: Day | null };
type Sums = Pick<DayPart, 'organizationId' | 'ourKopecks' | 'ourRefundKopecks' | 'feeKopecks' | 'registerKopecks'>;

/** Within how many working days the acquirer transfers a day's money, by that day: a new contract is a new row. */
const transferTerms: readonly { readonly fromDay: Day; readonly workingDays: number }[] = [{ fromDay: '0000-01-01', workingDays: 5 }];

/** The last day of the acquirer's term for the money of the day. `terms` are for tests. */
export const transferBy = (day: Day, terms = transferTerms): Day => addWorkingDays(day, terms.findLast(({ fromDay }) => fromDay <= day)!.workingDays);

/** What the acquirer has to transfer for the day: captured less refunds less its fee; less than nothing is held back from other days. */
export const dueKopecks = ({ ourKopecks, ourRefundKopecks, feeKopecks }: Omit<Sums, 'organizationId' | 'registerKopecks'>): bigint =>
  ourKopecks - ourRefundKopecks - feeKopecks;

/** `bankKopecks` null: nothing came yet. */
export function compareTransfers(day: Day, sums: Sums, { transfers, coveredTo }: BankSide): { bankKopecks: bigint | null; differences: Difference[] } {
  const own = transfers.filter((one) => one.isAcquirer);
  const registers = transfers.filter((one) => !one.isAcquirer);
  const [due, came] = [dueKopecks(sums), sumKopecks(own.map((one) => one.kopecks))];
  const differences: Difference[] = [];
  const differ = (kind: Difference['kind'], subject: string, ourKopecks: bigint, theirKopecks: bigint) =>
    differences.push({ organizationId: sums.organizationId, kind, subject, paymentId: null, acquirerId: null, ourKopecks, theirKopecks });
  if (own.length === 0) {
    if (due > 0n && coveredTo !== null && coveredTo > transferBy(day)) differ('transferMissing', 'Перевод за день', due, 0n);
  } else if (came !== due)
    differ(
      sums.ourKopecks === 0n && sums.ourRefundKopecks === 0n ? 'transferExtra' : 'transferSum',
      `Перевод ${own.map((one) => one.operationId).join(', ')}`,
      due,
      came,
    );
  const stated = sumKopecks(registers.map((one) => one.registerKopecks ?? one.kopecks));
  if (registers.length > 0 && stated !== sums.registerKopecks)
    differ('registerSum', `Перевод ${registers.map((one) => one.operationId).join(', ')}`, sums.registerKopecks, stated);
  return { bankKopecks: own.length === 0 ? null : came, differences };
}
