// Staff's looks at accounts (AUD-1).
import { ownersOf } from '#modules/housing';
import { type Look, recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { type Account, accountsOfPremises, peopleOfAccounts } from './accounts.queries.ts';
import { isStaffOf } from './ledger.policy.ts';

type SeenAccount = { readonly houseId: string; readonly accountId: string; readonly premisesId: string };
/** `personIds`: others whom it concerns as well. */
type AccountsLook = Omit<Look, 'personIds'> & { readonly accounts: readonly SeenAccount[]; readonly personIds?: readonly string[] };

/** Tells those who see the accounts and those who own their homes that staff looked at them. Three statements when told already. */
export async function lookAtAccounts(ground: Ground, { db, actor, now }: Reading, { accounts, personIds = [], ...look }: AccountsLook): Promise<void> {
  const houses = [...new Set(accounts.map((account) => account.houseId))];
  const owners =
    accounts.length === 0
      ? []
      : await ownersOf(
          db,
          houses,
          accounts.map((account) => account.premisesId),
          dayIn('Europe/Moscow', now),
        );
  const people = [...(await peopleOfAccounts(db, accounts)), ...owners].flatMap(({ personId }) => personId ?? []);
  await recordLook(ground, actor, { ...look, personIds: [...personIds, ...people] });
}

/** The same of one account in the actor's reach; a resident's own reading is none. */
export async function lookAtAccount(ground: Ground, reading: Reading, account: Account): Promise<void> {
  if (!isStaffOf(reading.actor, account.organizationId)) return;
  await lookAtAccounts(ground, reading, {
    accounts: [account],
    object: { kind: 'account', id: account.accountId },
    what: `лицевой счёт ${account.number}`,
    organizationId: account.organizationId,
  });
}

type SeenHome = { readonly houseId: string; readonly premisesId: string | null };

/** The same of the meters and readings of homes; rows of a house itself concern nobody. */
export async function lookAtHomes({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly SeenHome[]): Promise<void> {
  const homes = new Map(rows.flatMap(({ houseId, premisesId }) => (premisesId === null ? [] : [[premisesId, { houseId, premisesId }]])));
  await lookAtAccounts(ground, reading, {
    accounts: await accountsOfPremises(reading.db, [...homes.values()]),
    object: { kind: 'readings' },
    what: 'показания счётчиков',
  });
}
