// How a payment to one personal account is spread over its debts: as the payer says, else the oldest debt first, within a month in
// proportion to the debts (Housing Code, article 155; Rules 354, item 118); state duty and court costs before it, penalties after all of it
// (article 319 of the Civil Code as the Supreme Court reads it: plenary ruling 54 of 2016, item 37). Pure and deterministic.
import { isPlacedSum } from '#contract/placed-sums';
import { splitByLargestRemainder, sumKopecks, type Kopecks } from '#platform/money';
import type { Month } from '#platform/time';

/** A debt, or a part of a payment that closes one. */
export type DebtPart = { readonly period: Month; readonly serviceCode: string; readonly kopecks: Kopecks };
/** What the payer named: a month, a service, or both; at most so many kopecks when a sum was named too. */
export type PayerWish = { readonly period?: Month; readonly serviceCode?: string; readonly kopecks?: Kopecks };
export type SpreadPayment = { readonly parts: DebtPart[]; readonly advanceKopecks: Kopecks };

type OpenDebt = { readonly period: Month; readonly serviceCode: string; left: Kopecks; paid: Kopecks };

const least = (a: Kopecks, b: Kopecks) => (a < b ? a : b);

const turnOf = ({ period, serviceCode }: { period: Month; serviceCode: string }): string =>
  `${isPlacedSum(serviceCode) ? 0 : serviceCode === 'penalty' ? 2 : 1} ${period}`;

/** Debts of the same month and service together, the oldest first, costs before the main debt and penalties after it; what is paid already or overpaid owes nothing. */
function openDebts(debts: readonly DebtPart[]): OpenDebt[] {
  const open = new Map<string, OpenDebt>();
  for (const { period, serviceCode, kopecks } of debts) {
    const key = `${period} ${serviceCode}`;
    const debt = open.get(key) ?? { period, serviceCode, left: 0n, paid: 0n };
    debt.left += kopecks;
    open.set(key, debt);
  }
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...open.values()].filter(({ left }) => left > 0n).sort((a, b) => order(turnOf(a), turnOf(b)) || order(a.serviceCode, b.serviceCode));
}

/** Pays the debts turn by turn with at most `kopecks`; gives back what it used. */
function pay(debts: readonly OpenDebt[], kopecks: Kopecks): Kopecks {
  let rest = kopecks;
  for (const turn of new Set(debts.map(turnOf))) {
    const month = debts.filter((debt) => turnOf(debt) === turn);
    const shares = splitByLargestRemainder(
      least(rest, sumKopecks(month.map(({ left }) => left))),
      month.map(({ left }) => left),
    );
    for (const [index, debt] of month.entries()) {
      debt.left -= shares[index]!;
      debt.paid += shares[index]!;
      rest -= shares[index]!;
    }
  }
  return kopecks - rest;
}

/**
 * Spreads a payment. Wishes are met one after another, then the oldest debts; what no debt takes is an advance.
 * Throws RangeError for a payment below zero: a refund is a reversal of its payment, not a spreading.
 */
export function spreadPayment(payment: { amountKopecks: Kopecks; debts: readonly DebtPart[]; wishes?: readonly PayerWish[] }): SpreadPayment {
  if (payment.amountKopecks < 0n) throw new RangeError('A payment below zero');
  const debts = openDebts(payment.debts);
  let rest = payment.amountKopecks;
  for (const wish of payment.wishes ?? []) {
    const named = debts.filter(({ period, serviceCode }) => (wish.period ?? period) === period && (wish.serviceCode ?? serviceCode) === serviceCode);
    rest -= pay(named, least(rest, wish.kopecks ?? rest));
  }
  rest -= pay(debts, rest);
  const parts = debts.filter(({ paid }) => paid > 0n).map(({ period, serviceCode, paid }) => ({ period, serviceCode, kopecks: paid }));
  return { parts, advanceKopecks: rest };
}
