// `moidom charges explain ACCOUNT PERIOD`: the terms of an account's charges in plain words, and whether they alone give the sums (CALC-4, CHG-2).
import type { ChargeTerms } from '#contract/charge-terms';
import { formatKopecks, formatMonth } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { allOrganizations } from '#modules/housing';
import { accountsByNumbers } from '#modules/ledger';
import type { Kopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import { addMonths, type Month } from '#platform/time';
import { explain } from './charge-explanation.ts';
import { chargesInForce } from './charges-in-force.ts';
import { sumOfTerms } from './charge-terms.ts';

export type ExplainedAccount = {
  readonly lines: readonly string[];
  readonly charges: number;
  /** Charges whose terms give another sum than the one posted. */ readonly unequal: number;
};

/** Every account of this number, whichever organization keeps it; no charges where the number or the month is unknown. */
export async function explainAccount(db: Db, number: string, period: Month): Promise<ExplainedAccount> {
  const names = await serviceMap(db);
  const lines: string[] = [];
  let [charges, unequal] = [0, 0];
  for (const { id: organizationId, shortName } of await allOrganizations(db)) {
    const account = (await accountsByNumbers(db, organizationId, [number])).get(number);
    if (!account) continue;
    const both = await chargesInForce(db, { houseId: account.houseId, organizationId }, { from: addMonths(period, -1), to: period });
    const own = both.filter(({ accountId }) => accountId === account.accountId);
    lines.push(`${number}, ${shortName}, ${formatMonth(period)}`);
    for (const { month, serviceCode, terms, totalKopecks } of own) {
      if (month !== period) continue;
      const before = own.find((charge) => charge.month !== period && charge.serviceCode === serviceCode);
      const recomputed = sumOfTerms(terms);
      charges += 1;
      if (recomputed !== totalKopecks) unequal += 1;
      lines.push(
        '',
        `${names.get(serviceCode)?.name ?? serviceCode}: ${formatKopecks(totalKopecks)}`,
        ...wordsOf(terms, before?.terms ?? null),
        verdict(recomputed, totalKopecks),
      );
    }
  }
  return { lines, charges, unequal };
}

function wordsOf(terms: ChargeTerms, before: ChargeTerms | null): string[] {
  const { formula, counted, tariffFrom, volumeFrom, changed } = explain(terms, before);
  const rows = formula.map((boxes) => boxes.map(({ operator, value, caption }) => `${operator} ${value} (${caption})`.trim()).join(' '));
  return [counted, ...rows, tariffFrom && `Тариф: ${tariffFrom}`, volumeFrom && `Объём: ${volumeFrom}`, changed]
    .filter((text) => text !== null)
    .map((text) => `  ${text}`);
}

const verdict = (recomputed: Kopecks, posted: Kopecks): string =>
  recomputed === posted
    ? `  Равно: слагаемые дают ${formatKopecks(recomputed)}`
    : `  НЕ РАВНО: слагаемые дают ${formatKopecks(recomputed)}, начислено ${formatKopecks(posted)}`;
