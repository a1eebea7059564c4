// Who sees an account because of a right to its home (ACC-2): a confirmed owner at once, without typing a number; whoever has neither sold nor moved out keeps
// seeing it. The next people of a home are not looked at by the ones before, nor their charges paid by an old consent.
import { premisesOf } from '#modules/housing';
import { everHeldRole, personsWithRole } from '#modules/identity';
import type { Role } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { DeliveredEvent } from '#platform/module';
import type { Work } from '#platform/work';
import { sql } from 'kysely';
import { type Account, accountsOfPremises } from './accounts.queries.ts';
import { type LinkProof, linkAccounts } from './create-accounts.ts';
import { amongAccounts } from './post-transfers.ts';
import './ledger.events.ts';
import './ledger.tables.ts';

/** Roles that prove the right to see what is charged for a home. A guest is no payer. */
export const PROOF_OF_ROLE = { owner: 'ownership', tenant: 'invitation', family: 'invitation' } as const satisfies Partial<Record<Role, LinkProof>>;
export const ROLES_OF_PAYERS = Object.keys(PROOF_OF_ROLE) as (keyof typeof PROOF_OF_ROLE)[];

/** Consumer of «who owns or lives in a home has changed»: open accounts alone, a closed one stays with those who had it. What a person put away stays away. */
export async function followRights(
  work: Work,
  { data: { houseId, premisesId } }: Pick<DeliveredEvent<'owners.changed' | 'household.changed'>, 'data'>,
): Promise<void> {
  const accounts = (await accountsOfPremises(work.tx, [{ houseId, premisesId }])).filter(({ closedOn }) => closedOn === null);
  if (accounts.length === 0) return;
  const holders = await personsWithRole(work.tx, { roles: ROLES_OF_PAYERS, premisesIds: [premisesId] }, work.now);
  const known = await work.tx
    .selectFrom('ledger.account_link')
    .select(['person_id as personId', 'account_id as accountId', 'status'])
    .where(amongAccounts(accounts))
    .orderBy('person_id')
    .orderBy('account_id')
    .forUpdate()
    .execute();
  const owners = new Set(holders.filter(({ role }) => role === 'owner').map(({ personId }) => personId));
  const isKnown = new Set(known.map(({ personId, accountId }) => `${personId} ${accountId}`));
  await linkAccounts(
    work,
    [...owners].flatMap((personId) =>
      accounts
        .filter(({ accountId }) => !isKnown.has(`${personId} ${accountId}`))
        .map(({ accountId }) => ({ personId, houseId, accountId, premisesId, proof: 'ownership' as const })),
    ),
  );
  const strangers = new Set(
    known.filter(({ personId, status }) => status === 'linked' && !holders.some((holder) => holder.personId === personId)).map(({ personId }) => personId),
  );
  const left = await everHeldRole(work.tx, { personIds: [...strangers], roles: ROLES_OF_PAYERS, premisesId });
  await unlink(work, { accounts, personIds: left });
}

/** A relative who pays for others and never lived there keeps seeing what the organization or a bill opened. */
async function unlink(work: Work, { accounts, personIds }: { accounts: readonly Account[]; personIds: readonly string[] }): Promise<void> {
  if (personIds.length === 0) return;
  const ended = await work.tx
    .updateTable('ledger.account_link')
    .set({ status: 'removed', contacts: null, version: sql`version + 1` })
    .where('person_id', 'in', [...personIds])
    .where('status', '=', 'linked')
    .where(amongAccounts(accounts))
    .returning(['person_id as personId', 'account_id as accountId'])
    .execute();
  const [home] = await premisesOf(work.tx, [accounts[0]!]);
  for (const { personId, accountId } of ended.toSorted((a, b) => (`${a.personId} ${a.accountId}` < `${b.personId} ${b.accountId}` ? -1 : 1))) {
    const { houseId, number } = accounts.find((account) => account.accountId === accountId)!;
    work.journal({ stream: `person:${personId}`, action: 'account.unlinked', object: { kind: 'account', id: accountId }, personId, houseId });
    work.emit('account.linked', { personId, houseId, accountId }, [`person:${personId}`]);
    work.emit('account.unlinked', { personId, houseId, accountId }, []);
    const id = deriveId(work.id, `unlinked ${personId} ${accountId}`);
    work.order({
      task: 'notifications.notify',
      payload: { id, personIds: [personId], kind: 'account.ended', facts: { number, address: home?.address ?? '' }, link: '/accounts' },
      key: id,
    });
  }
}
