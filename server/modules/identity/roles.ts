// Who holds which role where, and since when (ROLE-1). Housing and the organizations' managers decide; here it is kept.
import type { Selectable } from 'kysely';
import type { JournalAction } from '#contract/action-words';
import { type Grant, type Role, type Scope, scopeOf, type Territory } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { todayOf } from './identify.ts';
import type { RoleGrantTable } from './identity.tables.ts';

/** Days are inclusive; without `toDay` the role has no term. */
export type NewGrant = {
  personId: string;
  role: Role;
  premisesId?: string;
  houseId?: string;
  organizationId?: string;
  territory?: Territory;
  fromDay: string;
  toDay?: string;
  /** Who decided; nobody where the portal did. */ givenBy?: string;
};

/** Whether the role is given over what such a role is given over. Whoever serves an authority or the portal may be of an organization. Pure. */
export function isWellPlaced({
  role,
  premisesId,
  houseId,
  organizationId,
  territory,
}: Pick<NewGrant, 'role' | 'premisesId' | 'houseId' | 'organizationId' | 'territory'>): boolean {
  const scope = scopeOf(role);
  const isOver: Readonly<Record<Exclude<Scope, 'portal'>, boolean>> = {
    premises: premisesId !== undefined,
    house: houseId !== undefined,
    organization: organizationId !== undefined,
    territory: territory !== undefined,
  };
  const allowed: readonly Scope[] =
    scope === 'premises' ? ['premises', 'house'] : scope === 'territory' || scope === 'portal' ? [scope, 'organization'] : [scope];
  const needed = allowed.filter((one) => one !== 'portal' && (one !== 'organization' || scope === 'organization'));
  return needed.every((one) => isOver[one as 'premises']) && Object.entries(isOver).every(([one, is]) => !is || allowed.includes(one as Scope));
}

/** Gives a role. Throws when it is given over the wrong kind of thing: that is a mistake of the caller, not of a person. */
export async function grantRole(work: Work, grant: NewGrant): Promise<{ grantId: string }> {
  if (!isWellPlaced(grant)) throw new Error(`the role ${grant.role} cannot be given over that`);
  const { personId, role, premisesId = null, houseId = null, organizationId = null, territory, fromDay, toDay = null, givenBy = null } = grant;
  const grantId = deriveId(
    work.id,
    `grant ${personId} ${role} ${premisesId} ${houseId} ${organizationId}${territory ? ` ${territory.region} ${territory.city}` : ''}`,
  );
  await work.tx
    .insertInto('identity.role_grant')
    .values({
      person_id: personId,
      id: grantId,
      role,
      premises_id: premisesId,
      house_id: houseId,
      organization_id: organizationId,
      region: territory?.region ?? null,
      city: territory?.city ?? null,
      from_day: fromDay,
      to_day: toDay,
      ended_at: null,
      given_by: givenBy,
    })
    .execute();
  journalRole(work, 'identity.roleGiven', { personId, grantId, role, houseId, organizationId });
  return { grantId };
}

/** Takes a role away at once: the next request is without it. False when there was none such. */
export async function endRole(work: Work, { personId, grantId }: { personId: string; grantId: string }): Promise<boolean> {
  const ended = await work.tx
    .updateTable('identity.role_grant')
    .set({ ended_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', grantId)
    .where('ended_at', 'is', null)
    .returning(['role', 'house_id', 'organization_id'])
    .executeTakeFirst();
  if (!ended) return false;
  journalRole(work, 'identity.roleEnded', { personId, grantId, role: ended.role, houseId: ended.house_id, organizationId: ended.organization_id });
  return true;
}

type Line = { personId: string; grantId: string; role: string; houseId: string | null; organizationId: string | null };

function journalRole(work: Work, action: JournalAction, { personId, grantId, role, houseId, organizationId }: Line): void {
  work.journal({
    stream: `person:${personId}`,
    action,
    object: { kind: 'role', id: grantId },
    personId,
    facts: { role },
    ...(houseId !== null && { houseId }),
    ...(organizationId !== null && { organizationId }),
  });
}

export type RoleHolder = Grant & { personId: string; grantId: string; fromDay: string; toDay: string | null; givenBy: string | null };
type Wanted = { roles: readonly Role[]; premisesIds?: readonly string[]; houseIds?: readonly string[]; organizationIds?: readonly string[] };

/** People who hold one of the roles today over any of the named premises, houses or organizations; with none named, over the portal. One statement. */
export async function personsWithRole(db: Db, wanted: Wanted, now: Date): Promise<RoleHolder[]> {
  const { roles, premisesIds = [], houseIds = [], organizationIds = [] } = wanted;
  if (roles.length === 0) return [];
  const overPortal = wanted.premisesIds === undefined && wanted.houseIds === undefined && wanted.organizationIds === undefined;
  const today = todayOf(now);
  const rows = await db
    .selectFrom('identity.role_grant')
    .selectAll()
    .where('role', 'in', [...roles])
    .where('ended_at', 'is', null)
    .where('from_day', '<=', today)
    .where((eb) => eb.or([eb('to_day', 'is', null), eb('to_day', '>=', today)]))
    .where((eb) => {
      if (overPortal) return eb.and([eb('premises_id', 'is', null), eb('house_id', 'is', null), eb('organization_id', 'is', null)]);
      return eb.or([
        ...(premisesIds.length > 0 ? [eb('premises_id', 'in', [...premisesIds])] : []),
        ...(houseIds.length > 0 ? [eb('house_id', 'in', [...houseIds])] : []),
        ...(organizationIds.length > 0 ? [eb('organization_id', 'in', [...organizationIds])] : []),
      ]);
    })
    .orderBy('person_id')
    .orderBy('id')
    .execute();
  return rows.map(holderOf);
}

const holderOf = (row: Selectable<RoleGrantTable>): RoleHolder => ({
  personId: row.person_id,
  grantId: row.id,
  role: row.role as Role,
  premisesId: row.premises_id,
  houseId: row.house_id,
  organizationId: row.organization_id,
  ...(row.region !== null && { territory: { region: row.region, city: row.city } }),
  fromDay: row.from_day,
  toDay: row.to_day,
  givenBy: row.given_by,
});

/** Those of the people who hold or ever held one of the roles in the home. One statement; none asked about: none. */
export async function everHeldRole(
  db: Db,
  { personIds, roles, premisesId }: { personIds: readonly string[]; roles: readonly Role[]; premisesId: string },
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .selectFrom('identity.role_grant')
    .select('person_id')
    .distinct()
    .where('premises_id', '=', premisesId)
    .where('role', 'in', [...roles])
    .where('person_id', 'in', [...personIds])
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** Homes in which a term of one of the roles ended on one of the days, both inclusive. One statement. */
export async function homesOfEndedTerms(
  db: Db,
  { roles, from, to }: { roles: readonly Role[]; from: string; to: string },
): Promise<{ houseId: string; premisesId: string }[]> {
  const rows = await db
    .selectFrom('identity.role_grant')
    .select(['house_id', 'premises_id'])
    .distinct()
    .where('role', 'in', [...roles])
    .where('premises_id', 'is not', null)
    .where('to_day', '>=', from)
    .where('to_day', '<=', to)
    .orderBy('premises_id')
    .execute();
  return rows.map((row) => ({ houseId: row.house_id!, premisesId: row.premises_id! }));
}

/** Every role that the person, or each of them, holds today. One statement. */
export async function rolesOf(db: Db, personId: string | readonly string[], now: Date): Promise<RoleHolder[]> {
  const today = todayOf(now);
  const held = db
    .selectFrom('identity.role_grant')
    .selectAll()
    .where('person_id', 'in', [personId].flat())
    .where('ended_at', 'is', null)
    .where('from_day', '<=', today)
    .where((eb) => eb.or([eb('to_day', 'is', null), eb('to_day', '>=', today)]));
  return (await held.orderBy('from_day').orderBy('id').execute()).map(holderOf);
}
