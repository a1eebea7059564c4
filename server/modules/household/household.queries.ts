// Who is in a home, and what they see of it.
import type { AnswerOf } from '#contract/endpoint';
import type { getHousehold } from '#contract/household';
import { homesOf, type Role } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { type Pair, premisesOf } from '#modules/housing';
import { contactWords, personNames, personsWithRole, type RoleHolder } from '#modules/identity';
import { invitationCode } from './invitation-secrets.ts';
import { householdContact } from './household.tables.ts';

const ROLES: readonly Role[] = ['owner', 'tenant', 'family', 'guest', 'child'];
type Answer = AnswerOf<typeof getHousehold>;

/** People with a role in the home today, owners first. One statement. */
export async function dwellersOf(db: Db, premisesId: string, now: Date): Promise<RoleHolder[]> {
  const holders = await personsWithRole(db, { roles: ROLES, premisesIds: [premisesId] }, now);
  return holders.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
}

/** GET …/people. An owner sees everybody and the invitations, the others themselves, a stranger nothing. At most four statements. */
export async function readHousehold({ db, actor, now }: Reading, pair: Pair, ground: Ground): Promise<Answer> {
  const home = found(homesOf(actor).find(({ premisesId, houseId }) => premisesId === pair.premisesId && houseId === pair.houseId));
  const isOwner = homesOf(actor, ['owner']).some(({ premisesId }) => premisesId === home.premisesId);
  const personId = actor.kind === 'person' ? actor.personId : null;
  const [premises] = await premisesOf(db, [home]);
  const dwellers = (await dwellersOf(db, home.premisesId, now)).filter((one) => isOwner || one.personId === personId);
  const names = await personNames(
    db,
    dwellers.map((one) => one.personId),
  );
  const people = dwellers.map((one): Answer['people'][number] => ({
    grantId: one.grantId,
    name: names.get(one.personId)?.full ?? '',
    role: one.role as 'owner',
    fromDay: one.fromDay,
    toDay: one.toDay,
    isYou: one.personId === personId,
    can: { end: one.role !== 'owner' },
  }));
  return { address: found(premises).address, people, invitations: isOwner ? await waitingOf(db, home, ground) : [], can: { invite: isOwner } };
}

async function waitingOf(db: Db, { houseId, premisesId }: Pair, ground: Ground): Promise<Answer['invitations']> {
  const rows = await db
    .selectFrom('household.invitation')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .where('status', '=', 'waiting')
    .where('until', '>', ground.clock().toISOString())
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role as 'family',
    sentTo: row.contact === null ? '' : contactWords(householdContact.open(ground.masterKeys, row.id, row.contact)),
    toDay: row.to_day,
    code: invitationCode(ground.masterKeys, row.id),
    until: row.until,
  }));
}
