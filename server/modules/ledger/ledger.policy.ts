// Who reaches an account. The scoped load: out of reach is like unknown.
import { type Actor, organizationsOf, personIdOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { type Account, accountsByIds } from './accounts.queries.ts';
import type { AccountKey } from './post-transfers.ts';

/** Staff who look into accounts of their organization. */
export const ACCOUNT_STAFF = ['accountant', 'manager'] as const;

/** Whether the actor works with the accounts of the organization: by two factors, always. Pure. */
export const isStaffOf = (actor: Actor, organizationId: string): boolean => actor.kind === 'person' && actor.level === 2 && organizationsOf(actor, ACCOUNT_STAFF).includes(organizationId);

/** The account, when a link lets the person see it or its organization is the actor's. At most two statements. */
export async function accountInReach(db: Db, actor: Actor, key: AccountKey): Promise<Account> {
  const [account] = await accountsByIds(db, [key]);
  if (account && (isStaffOf(actor, account.organizationId) || (await isLinked(db, actor, key)))) return account;
  return refuse('object.notFound');
}

/** The account, when its organization is the actor's. */
export async function accountOfStaff(db: Db, actor: Actor, key: AccountKey): Promise<Account> {
  const [account] = await accountsByIds(db, [key]);
  return account && isStaffOf(actor, account.organizationId) ? account : refuse('object.notFound');
}

async function isLinked(db: Db, actor: Actor, { houseId, accountId }: AccountKey): Promise<boolean> {
  const personId = personIdOf(actor);
  if (personId === null) return false;
  const link = await db.selectFrom('ledger.account_link').select('status').where('person_id', '=', personId).where('account_id', '=', accountId).where('house_id', '=', houseId).executeTakeFirst();
  return link?.status === 'linked';
}
