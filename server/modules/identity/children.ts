// Profiles of children (KIDS-1). Who may make one is decided by the household; what a child reaches at all stands in contract/areas.ts.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { changeChild as changeEndpoint, getChildren } from '#contract/children';
import { PASSWORD_LEAST_WITH_FACTOR, strengthOf } from '#contract/password-strength';
import { Refusal, found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import type { Flow, Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce, type Work } from '#platform/work';
import { deviceName } from './device-name.ts';
import { endSessions } from './end-sessions.ts';
import { todayOf } from './identify.ts';
import { hashPassword } from './passwords.ts';
import { createPerson, nameOf } from './persons.ts';
import { endRole, grantRole } from './roles.ts';
import './identity.tables.ts';

const ACTIONS = 30;
type Limits = Pick<BodyOf<typeof changeEndpoint>, 'services' | 'fromMinute' | 'toMinute'>;
export type NewChild = Limits & {
  houseId: string;
  premisesId: string;
  timeZone: string;
  lastName: string;
  firstName: string;
  login: string;
  passwordHash: string;
};

function refuseHours({ fromMinute, toMinute }: Limits): void {
  if (fromMinute >= toMinute) refuseFields([{ pointer: '/toMinute', code: 'input.invalid', detail: 'Время «до» должно быть позже времени «с»' }]);
}

/** The password of a child, set by a parent; hashed outside any transaction. Refuses password.weak at `/newPassword`. */
export async function childPasswordHash(newPassword: string, own: readonly string[]): Promise<string> {
  const { fault, says } = strengthOf(newPassword, { least: PASSWORD_LEAST_WITH_FACTOR, own });
  if (fault !== null) throw new Refusal('password.weak', { fields: [{ pointer: '/newPassword', code: 'password.weak', detail: says }] });
  return hashPassword(newPassword);
}

/** The person, its place in the home and its limits, in one command. */
export async function addChild(work: Work, parentId: string, child: NewChild): Promise<{ childId: string }> {
  refuseHours(child);
  const { personId } = await createPerson(work, {
    lastName: child.lastName.trim(),
    firstName: child.firstName.trim(),
    login: child.login,
    passwordHash: child.passwordHash,
  });
  await grantRole(work, { personId, role: 'child', houseId: child.houseId, premisesId: child.premisesId, fromDay: todayOf(work.now) });
  await giveChildProfile(work, { ...child, personId, parentId });
  work.journal({ stream: `person:${parentId}`, action: 'identity.childMade', object: { kind: 'person', id: personId }, personId: parentId });
  return { childId: personId };
}

/** What a parent lets a child use, and when; any device at first. */
export async function giveChildProfile(
  work: Work,
  { personId, parentId, ...child }: Limits & Pick<NewChild, 'houseId' | 'premisesId' | 'timeZone'> & { personId: string; parentId: string },
): Promise<void> {
  await work.tx
    .insertInto('identity.child')
    .values({
      person_id: personId,
      parent_id: parentId,
      house_id: child.houseId,
      premises_id: child.premisesId,
      services: child.services,
      from_minute: child.fromMinute,
      to_minute: child.toMinute,
      time_zone: child.timeZone,
      devices: null,
      made_at: work.now.toISOString(),
      ended_at: null,
    })
    .execute();
}

const ownChild = (db: Db, work: { actor: Reading['actor'] }, childId: string) =>
  db
    .selectFrom('identity.child')
    .selectAll()
    .where('person_id', '=', childId)
    .where('parent_id', '=', work.actor.kind === 'person' ? work.actor.personId : refuse('auth.required'))
    .where('ended_at', 'is', null);

/** In force at the child's next request. */
export async function changeChild(work: Work, childId: string, body: BodyOf<typeof changeEndpoint>): Promise<AnswerOf<typeof changeEndpoint>> {
  refuseHours(body);
  const child = found(await ownChild(work.tx, work, childId).forUpdate().executeTakeFirst());
  if (child.version !== body.version) refuseChanged({ version: child.version });
  const version = child.version + 1;
  await work.tx
    .updateTable('identity.child')
    .set({ services: body.services, from_minute: body.fromMinute, to_minute: body.toMinute, devices: body.devices, version })
    .where('person_id', '=', childId)
    .execute();
  work.journal({ stream: `person:${child.parent_id}`, action: 'identity.childChanged', object: { kind: 'person', id: childId }, personId: child.parent_id });
  return { version };
}

export async function changeChildPassword({ ground, db, actor, id, now }: Flow, childId: string, newPassword: string): Promise<object> {
  found(await ownChild(db, { actor }, childId).executeTakeFirst());
  const hash = await childPasswordHash(newPassword, []);
  return runOnce(ground, { actor, id, now }, async (work) => {
    const child = found(await ownChild(work.tx, work, childId).forUpdate().executeTakeFirst());
    await work.tx
      .updateTable('identity.person')
      .set((eb) => ({ password_hash: hash, password_set_at: now.toISOString(), version: eb('version', '+', 1) }))
      .where('id', '=', childId)
      .execute();
    await endSessions(work, { personId: childId, but: null });
    work.journal({ stream: `person:${child.parent_id}`, action: 'identity.childChanged', object: { kind: 'person', id: childId }, personId: child.parent_id });
    return {};
  });
}

/** The child leaves everywhere and cannot come in; what it did stays in the journal. Its data are deleted by whoever mounts the route. */
export async function endChild(work: Work, childId: string): Promise<object> {
  await closeProfile(work, found(await ownChild(work.tx, work, childId).forUpdate().executeTakeFirst()));
  return {};
}

/** Profiles that a person who is erased has made: closed, whose they were is answered. */
export async function endChildrenOf(work: Work, parentId: string): Promise<string[]> {
  const children = await work.tx
    .selectFrom('identity.child')
    .selectAll()
    .where('parent_id', '=', parentId)
    .where('ended_at', 'is', null)
    .orderBy('person_id')
    .forUpdate()
    .execute();
  for (const child of children) await closeProfile(work, child);
  return children.map(({ person_id }) => person_id);
}

async function closeProfile(work: Work, { person_id: childId, parent_id: parentId }: { person_id: string; parent_id: string }): Promise<void> {
  const at = work.now.toISOString();
  await work.tx.updateTable('identity.child').set({ ended_at: at, services: [] }).where('person_id', '=', childId).execute();
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ blocked_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', childId)
    .execute();
  for (const { id } of await work.tx.selectFrom('identity.role_grant').select('id').where('person_id', '=', childId).where('ended_at', 'is', null).execute())
    await endRole(work, { personId: childId, grantId: id });
  await endSessions(work, { personId: childId, but: null });
  work.journal({ stream: `person:${parentId}`, action: 'identity.childEnded', object: { kind: 'person', id: childId }, personId: parentId });
}

/** GET /api/v1/children. Three statements. */
export async function readChildren({ db, actor }: Reading): Promise<AnswerOf<typeof getChildren>> {
  const parentId = actor.kind === 'person' ? actor.personId : refuse('auth.required');
  const rows = await db
    .selectFrom('identity.child as c')
    .innerJoin('identity.person as p', 'p.id', 'c.person_id')
    .selectAll('c')
    .select(['p.last_name', 'p.first_name', 'p.middle_name', 'p.login'])
    .where('c.parent_id', '=', parentId)
    .where('c.ended_at', 'is', null)
    .orderBy('c.made_at')
    .execute();
  if (rows.length === 0) return { children: [] };
  const ids = rows.map((row) => row.person_id);
  const devices = await db
    .selectFrom('identity.known_device')
    .select(['id', 'person_id', 'name', 'agent', 'seen_at'])
    .where('person_id', 'in', ids)
    .orderBy('seen_at', 'desc')
    .limit(200)
    .execute();
  const lines = await db
    .selectFrom('platform.journal_line')
    .select(['id', 'at', 'action', 'actor_id'])
    .where('actor_kind', '=', 'person')
    .where('actor_id', 'in', ids)
    .orderBy('id', 'desc')
    .limit(ACTIONS * rows.length)
    .execute();
  return {
    children: rows.map((row) => ({
      childId: row.person_id,
      name: nameOf(row).full,
      login: row.login ?? '',
      services: row.services as Limits['services'],
      fromMinute: row.from_minute,
      toMinute: row.to_minute,
      version: row.version,
      onlyChosen: row.devices !== null,
      devices: devices
        .filter((one) => one.person_id === row.person_id)
        .map(({ id, name, agent, seen_at }) => ({
          id,
          name: name ?? deviceName(agent),
          seenAt: seen_at,
          isAllowed: row.devices === null || row.devices.includes(id),
        })),
      actions: lines
        .filter((line) => line.actor_id === row.person_id)
        .slice(0, ACTIONS)
        .map(({ id, at, action }) => ({ id: id.toString(), at, action })),
    })),
  };
}
