// Debts by account and month for penalties: what was charged for the month, and the money that closed it by days. Pure.
import { dueDay } from '#modules/billing';
import type { DebtMove } from '#modules/ledger';
import type { Kopecks } from '#platform/money';
import type { MonthDebt } from './penalty.ts';

/**
 * `interest`: of instalments, by `account month`, for each month that brought a part. It is charged with a service and is none (item 72 of
 * Rules 354): it bears no penalty, and of what is paid on its month it is paid last (our reading).
 */
export function monthDebts(
  moves: readonly DebtMove[],
  kinds: ReadonlyMap<string, MonthDebt['kind']>,
  interest: ReadonlyMap<string, Kopecks>,
): ReadonlyMap<string, readonly MonthDebt[]> {
  const byAccount = Map.groupBy(moves, ({ accountId }) => accountId);
  return new Map(
    [...byAccount].map(([accountId, own]) => [
      accountId,
      [...Map.groupBy(own, ({ month }) => month)].map(([month, list]): MonthDebt => {
        const ofParts = interest.get(`${accountId} ${month}`);
        return {
          month,
          kind: kinds.get(accountId) ?? 'service',
          dueOn: dueDay(month),
          chargedKopecks: list.reduce((sum, { isCharge, kopecks }) => (isCharge ? sum + kopecks : sum), -(ofParts ?? 0n)),
          payments: list.filter(({ isCharge }) => !isCharge).map(({ on, kopecks }) => ({ on, kopecks: -kopecks })),
          ...(ofParts !== undefined && { withParts: true }),
        };
      }),
    ]),
  );
}
