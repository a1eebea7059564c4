// How a payment meets the ledger: reserve while it is under way, one posting when the money was taken, release when it was not.
import { formatKopecks } from '#contract/russian';
import { postPayeePayment, postPayment, releaseReserve, reserve } from '#modules/ledger';
import { refuse } from '#platform/errors';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { holdBills, keepHolds, releaseBills } from './pay-bills.ts';
import type { PartRow, StoredPayment } from './payment-row.ts';

const partsOf = (parts: readonly PartRow[]) => parts.map((part) => ({ houseId: part.house_id, accountId: part.account_id, kopecks: part.kopecks }));

/**
 * Reserves every part. A debt that another payment is already paying is not paid twice by mistake: refuses with payments.underWay when
 * both together are more than the debt. Paying ahead is fine while no other payment is under way.
 */
export async function reserveAll(work: Work, payment: StoredPayment): Promise<void> {
  const { row, parts, bills } = payment;
  if (bills.length > 0) return holdBills(work, payment);
  const states = await reserve(work, { paymentId: row.id, parts: partsOf(parts) });
  for (const { accountId, dueKopecks, otherReservedKopecks } of states) {
    const part = parts.find((one) => one.account_id === accountId)!;
    if (otherReservedKopecks > 0n && part.kopecks + otherReservedKopecks > dueKopecks)
      refuse('payments.underWay', { account: part.account_number, sum: formatKopecks(otherReservedKopecks) });
  }
}

/** One entry per payment whoever asks how often: the ledger passes over what it has posted. The reserve goes with it. */
export async function postPaid(work: Work, payment: StoredPayment): Promise<void> {
  const { row, parts, bills } = payment;
  const happenedOn = dayIn(row.time_zone, new Date(row.paid_at ?? work.now));
  if (bills.length === 0) return void (await postPayment(work, { paymentId: row.id, parts: partsOf(parts), happenedOn, book: 'acquirer' }));
  await postPayeePayment(work, {
    personId: row.person_id,
    paymentId: row.id,
    happenedOn,
    parts: bills.map((bill) => ({ number: bill.number, payeeInn: bill.payee_inn, kopecks: bill.kopecks })),
  });
  await keepHolds(work, row.id);
}

/** The debt is free again. */
export const releaseAll = (work: Work, { row, parts, bills }: StoredPayment): Promise<void> =>
  bills.length > 0
    ? releaseBills(work, row.id)
    : releaseReserve(work, { paymentId: row.id, accounts: parts.map((part) => ({ houseId: part.house_id, accountId: part.account_id })) });
