// How a payment meets the ledger: reserve while it is under way, one posting when the money was taken, release when it was not.
import { formatKopecks } from '#contract/russian';
import { premisesOf } from '#modules/housing';
import { postPayeePayment, postPayment, releaseReserve, reserve } from '#modules/ledger';
import { refuse } from '#platform/errors';
import type { Tx } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { holdBills, keepHolds, releaseBills } from './pay-bills.ts';
import type { PartRow, StoredPayment } from './payment-row.ts';

const keyOf = (part: PartRow) => ({ houseId: part.house_id, accountId: part.account_id });
const partsOf = (parts: readonly PartRow[]) => parts.map((part) => ({ ...keyOf(part), kopecks: part.kopecks }));

/** The day of an instant by the clock of each part's house: money given in on the last day is in time there. One statement, none for one house. */
export async function daysOfParts(tx: Tx, { row, parts }: StoredPayment, at: Date): Promise<(part: PartRow) => Day> {
  const isOneHouse = new Set(parts.map((part) => part.house_id)).size === 1;
  const homes = isOneHouse
    ? []
    : await premisesOf(
        tx,
        parts.map((part) => ({ houseId: part.house_id, premisesId: part.premises_id })),
      );
  const zones = new Map(homes.map((home) => [home.houseId, home.timeZone]));
  return (part) => dayIn(zones.get(part.house_id) ?? row.time_zone, at);
}

/**
 * Reserves every part. A debt that another payment is already paying is not paid twice by mistake: refuses with payments.underWay when
 * both together are more than the debt; with payments.paidMeanwhile when money has come since the payer chose the sum and it is more than the
 * debt that is left. Paying ahead is fine otherwise.
 */
export async function reserveAll(work: Work, payment: StoredPayment): Promise<void> {
  const { row, parts, bills } = payment;
  if (bills.length > 0) return holdBills(work, payment);
  const states = await reserve(work, { paymentId: row.id, parts: partsOf(parts), since: row.created_at });
  for (const { accountId, dueKopecks, otherReservedKopecks, paidSince } of states) {
    const part = parts.find((one) => one.account_id === accountId)!;
    if (otherReservedKopecks > 0n && part.kopecks + otherReservedKopecks > dueKopecks)
      refuse('payments.underWay', { account: part.account_number, sum: formatKopecks(otherReservedKopecks) });
    if (paidSince && part.kopecks > dueKopecks) refuse('payments.paidMeanwhile', { account: part.account_number, left: formatKopecks(dueKopecks) });
  }
}

/** One entry per payment whoever asks how often: the ledger passes over what it has posted. The reserve goes with it. */
export async function postPaid(work: Work, payment: StoredPayment): Promise<void> {
  const { row, parts, bills } = payment;
  const paidAt = new Date(row.paid_at ?? work.now);
  const happenedOn = dayIn(row.time_zone, paidAt);
  if (bills.length === 0) {
    const dayOf = await daysOfParts(work.tx, payment, paidAt);
    const dated = parts.map((part) => ({ ...keyOf(part), kopecks: part.kopecks, happenedOn: dayOf(part) }));
    return void (await postPayment(work, { paymentId: row.id, parts: dated, happenedOn, book: 'acquirer' }));
  }
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
  bills.length > 0 ? releaseBills(work, row.id) : releaseReserve(work, { paymentId: row.id, accounts: parts.map(keyOf) });
