// The past of accounts that are new here: a town for a demonstration, accounts taken over from another system. All of it is worked out
// first, account by account in the order of days, and then written at once: each balance once, however many months.
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { type ChargeRow, movementOf } from './post-charges.ts';
import type { PaymentPosting } from './post-payment.ts';
import { lockAccounts, type Movement, postTransfers } from './post-transfers.ts';
import { settleAdvance } from './settle-plan.ts';
import { type DebtPart, spreadPayment } from './spread-payment.ts';

/** A charge above zero, or a part of a payment. */
type Entry = { happenedOn: Day; accountId: string; charge?: ChargeRow; payment?: PaymentPosting; kopecks: bigint; houseId: string };

/**
 * Posts charges (above zero) and payments onto accounts on which nothing stands yet. Payments close the oldest debts, what is ahead closes
 * the next charges. Throws when an account has a past already: then `postCharges` and `postPayments` are right. Five statements.
 */
export async function postHistory(work: Work, history: { charges: readonly ChargeRow[]; payments: readonly PaymentPosting[] }): Promise<void> {
  const movements = planHistory(history);
  const accounts = await lockAccounts(work.tx, movements);
  const known = await work.tx
    .selectFrom('ledger.transfer')
    .select('account_id')
    .where('house_id', 'in', [...new Set(accounts.map(({ houseId }) => houseId))])
    .distinct()
    .execute();
  const past = new Set(known.map((row) => row.account_id));
  const busy = accounts.find(({ accountId }) => past.has(accountId));
  if (busy) throw new Error(`the account ${busy.accountId} has a past already`);
  await postTransfers(work, movements);
}

/** The transfers of a history, account by account. Pure. */
export function planHistory({ charges, payments }: { charges: readonly ChargeRow[]; payments: readonly PaymentPosting[] }): Movement[] {
  const entries: Entry[] = [
    ...charges.map((charge) => ({ happenedOn: charge.happenedOn, accountId: charge.accountId, houseId: charge.houseId, charge, kopecks: charge.kopecks })),
    ...payments.flatMap((payment) =>
      payment.parts.map((part) => ({ happenedOn: payment.happenedOn, accountId: part.accountId, houseId: part.houseId, payment, kopecks: part.kopecks })),
    ),
  ];
  return [...Map.groupBy(entries, ({ accountId }) => accountId).values()].flatMap((own) =>
    planAccount(own.sort((a, b) => (a.happenedOn < b.happenedOn ? -1 : Number(a.happenedOn > b.happenedOn)))),
  );
}

/** Charges of a day come before its payments: the sort keeps their order. */
function planAccount(entries: readonly Entry[]): Movement[] {
  let debts: DebtPart[] = [];
  let advance = 0n;
  return entries.flatMap(({ charge, payment, kopecks, houseId, accountId, happenedOn }): Movement[] => {
    if (charge) {
      debts.push({ period: charge.period, serviceCode: charge.serviceCode, kopecks });
      const source = { houseId, accountId, sourceKind: charge.sourceKind, sourceId: charge.sourceId, happenedOn };
      const used = advance > 0n ? settleAdvance(debts, advance).used : [];
      debts = without(debts, used);
      advance -= used.reduce((sum, part) => sum + part.kopecks, 0n);
      return [
        movementOf(charge),
        ...used.map((part) => ({ ...source, ...part, kind: 'advance_used' as const, debit: 'advance' as const, credit: 'receivable' as const })),
      ];
    }
    const { parts, advanceKopecks } = spreadPayment({ amountKopecks: kopecks, debts });
    debts = without(debts, parts);
    advance += advanceKopecks;
    const base = {
      houseId,
      accountId,
      kind: 'payment' as const,
      debit: payment!.book,
      sourceKind: payment!.sourceKind ?? 'payment',
      sourceId: payment!.paymentId,
      happenedOn,
    };
    return [
      ...parts.map((part) => ({ ...base, ...part, credit: 'receivable' as const })),
      ...(advanceKopecks > 0n ? [{ ...base, credit: 'advance' as const, period: null, serviceCode: '', kopecks: advanceKopecks }] : []),
    ];
  });
}

function without(debts: readonly DebtPart[], paid: readonly DebtPart[]): DebtPart[] {
  if (paid.length === 0) return [...debts];
  const sums = new Map(paid.map((part) => [`${part.period} ${part.serviceCode}`, part.kopecks]));
  return debts.map((debt) => ({ ...debt, kopecks: debt.kopecks - (sums.get(`${debt.period} ${debt.serviceCode}`) ?? 0n) })).filter((debt) => debt.kopecks > 0n);
}
