// What a debt is made of, as it is shown. Pure.

type Debt = { readonly service: string; readonly period: string; readonly kopecks: number };
type DebtLine = { readonly service: string; readonly from: string; readonly to: string; readonly kopecks: number };

/** More lines than so nobody reads: how much of each month is left stands in the account's months. */
const AT_SIGHT = 10;

/** A short debt by services and months; a long one by services, each with its first and last month (`2026-10`). Whole kopecks; the sum is the same. */
export function debtLines(debts: readonly Debt[]): DebtLine[] {
  if (debts.length <= AT_SIGHT) return debts.map(({ service, period, kopecks }) => ({ service, from: period, to: period, kopecks }));
  return [...Map.groupBy(debts, ({ service }) => service)].map(([service, own]) => {
    const months = own.map(({ period }) => period).sort();
    return { service, from: months[0]!, to: months.at(-1)!, kopecks: own.reduce((sum, { kopecks }) => sum + kopecks, 0) };
  });
}
