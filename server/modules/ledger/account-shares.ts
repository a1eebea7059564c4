// For which share of its flat an account of capital repair answers: rows by months, only added. Calculation's command sets it, its runs count by it.
import { sql } from 'kysely';
import { personIdOf } from '#platform/actor';
import { refuseChanged, refuseFields } from '#platform/errors';
import type { Db } from '#platform/tables';
import { firstDay, type Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { type Account, accountsOfPremises } from './accounts.queries.ts';
import type { AccountKey } from './post-transfers.ts';
import './ledger.tables.ts';

export type Share = { readonly numerator: number; readonly denominator: number };
type SetShare = {
  readonly accountId: string;
  readonly number: number;
  readonly fromMonth: Month;
  readonly share: Share;
  readonly document: string;
  readonly at: string;
  readonly setBy: string | null;
};

/** All that was set for accounts of a house, the newest first. One statement. */
export async function sharesOfAccounts(db: Db, houseId: string, accountIds: readonly string[]): Promise<SetShare[]> {
  const rows = await db
    .selectFrom('ledger.account_share')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('account_id', '=', sql<string>`any(${[...accountIds]}::uuid[])`)
    .orderBy('number', 'desc')
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    number: row.number,
    fromMonth: row.from_month.slice(0, 7),
    share: { numerator: row.numerator, denominator: row.denominator },
    document: row.document,
    at: new Date(row.set_at).toISOString(),
    setBy: row.set_by,
  }));
}

/** The share of the account in the month; null: the whole flat, nothing was set. `set`: the newest first. Pure. */
export const shareIn = (set: readonly SetShare[], accountId: string, month: Month): Share | null =>
  set.find((one) => one.accountId === accountId && one.fromMonth <= month)?.share ?? null;

/** The other accounts of capital repair of the flat at the same organization, open on the first day of the month or later. */
export async function otherRepairAccounts(db: Db, account: Account, month: Month): Promise<Account[]> {
  return (await accountsOfPremises(db, [account])).filter(
    (one) =>
      one.kind === 'repair' &&
      one.organizationId === account.organizationId &&
      one.accountId !== account.accountId &&
      (one.closedOn === null || one.closedOn >= firstDay(month)),
  );
}

/** n/d + … compared with one: over it or not. Pure. */
function isOverWhole(shares: readonly Share[]): boolean {
  let [top, bottom] = [0n, 1n];
  for (const { numerator, denominator } of shares) [top, bottom] = [top * BigInt(denominator) + BigInt(numerator) * bottom, bottom * BigInt(denominator)];
  return top > bottom;
}

/** Refuses object.changed, and by field a share over the whole, alone or with the shares set for the flat's other accounts. The caller writes the journal. */
export async function keepShare(
  work: Work,
  account: Account,
  { version, fromMonth, share, document }: { version: number; fromMonth: Month; share: Share; document: string },
): Promise<number> {
  const { houseId, accountId, premisesId }: AccountKey & { premisesId: string } = account;
  await lockName(work.tx, `ledger.account_share ${houseId} ${premisesId}`);
  const others = await otherRepairAccounts(work.tx, account, fromMonth);
  const set = await sharesOfAccounts(work.tx, houseId, [accountId, ...others.map((other) => other.accountId)]);
  const last = set.find((one) => one.accountId === accountId);
  const number = (last?.number ?? 0) + 1;
  if (number !== version) refuseChanged({ share: last?.share ?? null, version: number });
  const beside = others.flatMap((other) => {
    const one = shareIn(set, other.accountId, fromMonth);
    return one ? [{ number: other.number, share: one }] : [];
  });
  if (share.numerator > share.denominator) refuseFields([{ pointer: '/numerator', code: 'input.invalid', detail: 'Доля не бывает больше целой квартиры' }]);
  if (isOverWhole([share, ...beside.map((one) => one.share)])) {
    refuseFields([
      {
        pointer: '/numerator',
        code: 'input.invalid',
        detail: `Вместе с другими счетами выходит больше целой квартиры: ${beside.map((one) => `${one.number} — ${one.share.numerator}/${one.share.denominator}`).join(', ')}`,
      },
    ]);
  }
  await work.tx
    .insertInto('ledger.account_share')
    .values({
      house_id: houseId,
      account_id: accountId,
      number,
      from_month: firstDay(fromMonth),
      ...share,
      document: document.trim(),
      set_at: work.now.toISOString(),
      set_by: personIdOf(work.actor),
    })
    .execute();
  return number + 1;
}
