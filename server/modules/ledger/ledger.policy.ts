// Who reaches an account. The scoped load: out of reach is like unknown.
import { type Actor, organizationsOf, personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { type Account, accountsByIds } from './accounts.queries.ts';
import type { AccountKey } from './post-transfers.ts';

/** Staff who look into accounts of their organization. */
export const ACCOUNT_STAFF = ['accountant', 'manager'] as const;

/** Whether the actor works with the accounts of the organization: by two factors, always. Pure. */
export const isStaffOf = (actor: Actor, organizationId: string): boolean =>
  actor.kind === 'person' && actor.level === 2 && organizationsOf(actor, ACCOUNT_STAFF).includes(organizationId);

/** The account, when a link lets the person see it or its organization is the actor's; whether he has suspended it. At most two statements. */
export async function accountInReach(db: Db, actor: Actor, key: AccountKey): Promise<Account & { isSuspended: boolean }> {
  const [account] = await accountsByIds(db, [key]);
  if (!account) return refuse('object.notFound');
  if (isStaffOf(actor, account.organizationId)) return { ...account, isSuspended: false };
  const link = found(await linkOf(db, actor, key));
  return { ...account, isSuspended: link.suspended_at !== null };
}

/** The account, when its organization is the actor's. */
export async function accountOfStaff(db: Db, actor: Actor, key: AccountKey): Promise<Account> {
  const [account] = await accountsByIds(db, [key]);
  return account && isStaffOf(actor, account.organizationId) ? account : refuse('object.notFound');
}

async function linkOf(db: Db, actor: Actor, { houseId, accountId }: AccountKey) {
  const personId = personIdOf(actor);
  return personId === null
    ? undefined
    : db
        .selectFrom('ledger.account_link')
        .select('suspended_at')
        .where('person_id', '=', personId)
        .where('account_id', '=', accountId)
        .where('house_id', '=', houseId)
        .where('status', '=', 'linked')
        .executeTakeFirst();
}
