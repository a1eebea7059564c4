// What of the acquirer's list of a day is one payee's: the rows that its ledger books when the transfer has come. Pure.
import type { HandedOver } from '#modules/ledger';
import type { TakenPayment, TakenRefund } from '#modules/payments';
import { splitByLargestRemainder, sumKopecks } from '#platform/money';
import { type ListedPayment, type ListedRefund, sharesOf } from './day-account.ts';

/** A payment's part of an account, the fee in it; a refund below zero. */
export type Settled = { houseId: string; accountId: string; paymentId: string; kopecks: bigint; feeKopecks: bigint };

/** The payee's parts of a listed payment. Nothing of one that is unknown here, or of another sum or number: that money is a difference and not settled. */
export function settledPayment(organizationId: string, listed: ListedPayment, ours: TakenPayment | undefined): Settled[] {
  if (!ours || listed.kopecks !== ours.kopecks || (ours.acquirerId !== null && ours.acquirerId !== listed.acquirerId)) return [];
  const shares = sharesOf(ours);
  const fees = splitByLargestRemainder(
    listed.feeKopecks,
    shares.map((share) => share.kopecks),
  );
  const own = ours.parts.filter((part) => part.organizationId === organizationId);
  const place = shares.findIndex((share) => share.organizationId === organizationId);
  const ownFees =
    place < 0
      ? []
      : splitByLargestRemainder(
          fees[place]!,
          own.map((part) => part.kopecks),
        );
  return own.map(({ houseId, accountId, kopecks }, n) => ({ houseId, accountId, paymentId: ours.paymentId, kopecks, feeKopecks: ownFees[n]! }));
}

/** The payee's refund in the list; nothing of one that is unknown here or of another sum. */
export const settledRefund = (organizationId: string, listed: ListedRefund, ours: TakenRefund | undefined): Settled[] =>
  ours && ours.kopecks === listed.kopecks && ours.organizationId === organizationId
    ? [{ houseId: ours.houseId, accountId: ours.accountId, paymentId: ours.paymentId, kopecks: -ours.kopecks, feeKopecks: 0n }]
    : [];

/** What the rows bring to the bank account. */
export const netKopecks = (rows: readonly Settled[]): bigint => sumKopecks(rows.map((row) => row.kopecks - row.feeKopecks));

/** The rows without what was booked of them before, by `<payment> <account>`. */
export function stillOnTheWay(rows: readonly Settled[], handed: ReadonlyMap<string, HandedOver>): Settled[] {
  const heldBack = new Map([...handed].map(([key, one]) => [key, one.heldBackKopecks]));
  return rows.flatMap((row) => {
    const key = `${row.paymentId} ${row.accountId}`;
    if (row.kopecks > 0n) {
      const { kopecks, feeKopecks } = handed.get(key) ?? { kopecks: 0n, feeKopecks: 0n };
      return kopecks < row.kopecks ? [{ ...row, kopecks: row.kopecks - kopecks, feeKopecks: row.feeKopecks - feeKopecks }] : [];
    }
    const before = heldBack.get(key) ?? 0n;
    heldBack.set(key, before + row.kopecks);
    return before < -row.kopecks ? [row] : [];
  });
}

/**
 * What of the rows the money that came covers, to the kopeck: all refunds, and all payments when there is enough. What is missing is left of
 * the payment of just that sum, if there is one; else of the last ones.
 */
export function coveredBy(rows: readonly Settled[], cameKopecks: bigint): Settled[] {
  const [refunds, payments] = [rows.filter((row) => row.kopecks < 0n), rows.filter((row) => row.kopecks > 0n)];
  let rest = cameKopecks - netKopecks(refunds);
  const short = netKopecks(payments) - rest;
  if (short <= 0n) return [...rows];
  const [held] = [...Map.groupBy(payments, (row) => row.paymentId)].find(([, own]) => netKopecks(own) === short) ?? [];
  if (held !== undefined) return [...refunds, ...payments.filter((row) => row.paymentId !== held)];
  const covered = [...refunds];
  for (const row of payments) {
    const net = row.kopecks - row.feeKopecks;
    if (net > 0n && rest <= 0n) continue;
    const part = net < rest ? net : rest;
    covered.push({ ...row, kopecks: part + row.feeKopecks });
    rest -= part;
  }
  return covered;
}
