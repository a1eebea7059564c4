// Unmatched payments as the accountant sees them, and the accounts that each may be meant for.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type getUnmatched, type HintReason, unmatchedColumns } from '#contract/unmatched';
import { foundPremises, organizationsByIds, ownersOf, premisesByAddress, premisesByOwnerName, premisesOf } from '#modules/housing';
import { type Account, accountsByIds, accountsByNumbers, accountsByUnified, accountsOfPremises, housesOfIssuer, lookAtAccounts } from '#modules/ledger';
import { type Actor } from '#platform/actor';
import { found } from '#platform/errors';
import { list, readTotals } from '#platform/lists';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { zoneOfWork } from './check-register.ts';
import { numberNeighbours } from './number-neighbours.ts';
import { registerList, registerScope } from './registers.queries.ts';
import { registerOrganizations } from './registers.policy.ts';
import './billing.tables.ts';

const MOST_HINTS = 8;
const MOST_LOOKED_AT = 200;
/** Words of an address that say nothing of which. */
const EMPTY_WORDS = new Set(['г', 'город', 'ул', 'улица', 'д', 'дом', 'кв', 'квартира', 'пр', 'проспект', 'пер', 'переулок', 'обл', 'область']);

export type UnmatchedScope = { readonly organizationIds: readonly string[] };
export const unmatchedScope = (actor: Actor): UnmatchedScope => ({ organizationIds: registerOrganizations(actor) });

export const unmatchedList = list({
  columns: unmatchedColumns,
  name: 'Невыясненные платежи',
  values: {
    paidOn: sql`u.paid_on`,
    payer: sql`u.payer_name`,
    address: sql`u.address`,
    account: sql`u.account_number`,
    kopecks: sql`u.kopecks`,
    status: sql`u.status`,
    file: sql`l.file_name`,
    operation: sql`u.operation_id`,
  },
  id: { value: sql`u.id`, type: 'uuid' },
  from: () => sql`billing.unmatched_payment u join billing.register_load l on l.id = u.load_id`,
  where: ({ organizationIds }: UnmatchedScope) => sql`u.organization_id = any(${[...organizationIds]}::uuid[]) and u.status <> 'taken_back'`,
  sort: '-paidOn',
});

/** How many checked registers and unmatched payments wait for a decision of the actor's organizations. Three statements. */
export async function countWaitingForBookkeeper(db: Db, actor: Actor): Promise<{ registers: number; unmatched: number }> {
  const registers = await readTotals(db, registerList, await registerScope({ db, actor }), { status: ['checked'] });
  return { registers: registers.count, unmatched: (await readTotals(db, unmatchedList, unmatchedScope(actor), { status: ['open'] })).count };
}

type Sought = { organizationId: string; accountNumber: string; unifiedNumber: string | null; payerName: string | null; address: string | null };

/** Accounts of the organization that the payment may be meant for, open ones and those with more reasons first. At most twelve statements. */
async function hintsFor(db: Db, sought: Sought, day: string): Promise<AnswerOf<typeof getUnmatched>['hints']> {
  const reasons = new Map<string, { account: Account; reasons: Set<HintReason> }>();
  const note = (accounts: readonly Account[], reason: HintReason): void => {
    for (const account of accounts) {
      if (account.organizationId !== sought.organizationId) continue;
      const known = reasons.get(account.accountId) ?? { account, reasons: new Set() };
      known.reasons.add(reason);
      reasons.set(account.accountId, known);
    }
  };
  if (sought.unifiedNumber) note(await accountsByIds(db, [...(await accountsByUnified(db, [sought.unifiedNumber])).values()].flat()), 'unified');
  const named = await accountsByIds(db, [...(await accountsByNumbers(db, sought.organizationId, [sought.accountNumber])).values()]);
  note(named, 'named');
  if (named.length > 0)
    note(
      (await accountsOfPremises(db, named)).filter((account) => account.closedOn === null),
      'flat',
    );
  note(await accountsByIds(db, [...(await accountsByNumbers(db, sought.organizationId, numberNeighbours(sought.accountNumber))).values()]), 'number');
  const houses = sought.payerName || sought.address ? await housesOfIssuer(db, [sought.organizationId]) : [];
  const surname = sought.payerName?.trim().split(/\s+/u)[0] ?? '';
  if (surname.length > 2)
    note(
      await accountsOfPremises(db, (await foundPremises(db, premisesByOwnerName(houses, { name: surname, day, whole: true }), MOST_LOOKED_AT)).homes),
      'name',
    );
  const words = addressWords(sought.address ?? '');
  if (words.length > 1) note(await accountsOfPremises(db, (await foundPremises(db, premisesByAddress(houses, words), MOST_LOOKED_AT)).homes), 'address');
  const best = [...reasons.values()]
    .toSorted(
      (a, b) =>
        Number(a.account.closedOn !== null) - Number(b.account.closedOn !== null) ||
        b.reasons.size - a.reasons.size ||
        (a.account.number < b.account.number ? -1 : 1),
    )
    .slice(0, MOST_HINTS);
  const premises = best.map(({ account }) => account);
  const addresses = new Map((await premisesOf(db, premises)).map((one) => [one.premisesId, one.address]));
  const owners = Map.groupBy(
    await ownersOf(
      db,
      [...new Set(premises.map((one) => one.houseId))],
      premises.map((one) => one.premisesId),
      day,
    ),
    (one) => one.premisesId,
  );
  return best.map(({ account, reasons: why }) => ({
    houseId: account.houseId,
    accountId: account.accountId,
    number: account.number,
    address: addresses.get(account.premisesId) ?? '',
    owners: (owners.get(account.premisesId) ?? []).map((one) => one.name),
    closedOn: account.closedOn,
    reasons: [...why],
  }));
}

/** The words of an address that tell the place: street, house, flat. Pure. */
export const addressWords = (address: string): string[] =>
  address
    .toLowerCase()
    .split(/[\s,.;№]+/u)
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word))
    .slice(-3);

/** One unmatched payment of the actor's organizations; object.notFound otherwise. */
export async function readUnmatched({ db, actor, now }: Reading, id: string): Promise<AnswerOf<typeof getUnmatched>> {
  const row = found(
    await db
      .selectFrom('billing.unmatched_payment as u')
      .innerJoin('billing.register_load as l', 'l.id', 'u.load_id')
      .leftJoin('billing.register_load as r', 'r.id', 'u.return_load_id')
      .selectAll('u')
      .select(['l.file_name', 'r.file_name as return_file'])
      .where('u.id', '=', id)
      .where('u.organization_id', '=', sql<string>`any(${registerOrganizations(actor)}::uuid[])`)
      .where('u.status', '<>', 'taken_back')
      .executeTakeFirst(),
  );
  const [organization] = await organizationsByIds(db, [row.organization_id]);
  const places = [
    [row.house_id, row.account_id],
    [row.taken_off_house_id, row.taken_off_account_id],
  ].flatMap(([houseId, accountId]) => (houseId && accountId ? [{ houseId, accountId }] : []));
  const accounts = new Map((await accountsByIds(db, places)).map(({ houseId, accountId, number }) => [accountId, { houseId, accountId, number }]));
  const takenOff = accounts.get(row.taken_off_account_id ?? '');
  const isOpen = row.status === 'open';
  const sought = {
    organizationId: row.organization_id,
    accountNumber: row.account_number,
    unifiedNumber: row.unified_number,
    payerName: row.payer_name,
    address: row.address,
  };
  return {
    id: row.id,
    organization: organization?.shortName ?? '',
    accountNumber: row.account_number,
    unifiedNumber: row.unified_number,
    payer: row.payer_name,
    address: row.address,
    kopecks: kopecksToJson(row.kopecks),
    paidOn: row.paid_on,
    operation: row.operation_id,
    file: row.file_name,
    loadId: row.load_id,
    status: row.status as 'open' | 'resolved' | 'returned',
    reason: row.reason,
    bankReturn:
      row.return_operation_id === null
        ? null
        : { operation: row.return_operation_id, day: row.return_on!, loadId: row.return_load_id!, file: row.return_file ?? '' },
    takenOff: takenOff ? { ...takenOff, reason: row.taken_off_reason ?? '' } : null,
    account: accounts.get(row.account_id ?? '') ?? null,
    hints: isOpen ? await hintsFor(db, sought, dayIn(zoneOfWork, now)) : [],
    can: { settle: isOpen },
    version: row.version,
  };
}

/** The same as the accountant opens it: whose accounts are hinted at finds the look in the journal (AUD-1). */
export async function openUnmatched(ground: Ground, reading: Reading, id: string): Promise<AnswerOf<typeof getUnmatched>> {
  const shown = await readUnmatched(reading, id);
  await lookAtAccounts(ground, reading, {
    accounts: await accountsByIds(reading.db, shown.hints),
    object: { kind: 'unmatched', id },
    what: 'счета, похожие на платёж из банка',
  });
  return shown;
}
