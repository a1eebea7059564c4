import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { makeChild as makeEndpoint } from '#contract/children';
import type { Actor, Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { withinAccess } from '#platform/mount-routes';
import { secured, within, type Flow } from '#platform/route';
import { changeChild, endChild, establishSession, identify, readChildren, rolesOf } from '#modules/identity';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { endStay } from './end-stay.ts';
import { makeChild } from './make-child.ts';

const world = useWorld('2026-11-12T09:00:00Z'); // 14:00 by the clock of the house
const origin = { ip: '127.0.0.1', agent: 'test' };
const flowOf = (actor: Actor, id = newId(world.now)): Flow => ({ ground: world.ground, db: world.db, actor, now: world.now, id, route: 'POST children' });
let made = 0;

async function setting(role: 'owner' | 'tenant' | 'family' | 'guest' = 'owner') {
  const house = await makeHouse(world, { flats: 1 });
  const home = { houseId: house.houseId, premisesId: house.premises[0]!.premisesId };
  const parent = await makeActor(world, [{ role, ...home }]);
  made += 1;
  const body: BodyOf<typeof makeEndpoint> = {
    ...home,
    lastName: 'Лесная',
    firstName: 'Маша',
    login: `masha${made}`,
    newPassword: 'белка грызёт орешки',
    services: ['meters'],
    fromMinute: 480,
    toMinute: 1200,
  };
  return { home, parent, body };
}
async function enter(personId: string) {
  let token = '';
  const cookies = {
    setSession: (value: string) => {
      token = value;
    },
    setDevice: () => {},
  };
  await world.run(portal, (work) => establishSession(work, { personId, proofs: ['password'], origin, door: 'password' }, cookies));
  return async () => identify(world.db, { sessionToken: token, machineKey: undefined, origin }, world.now);
}

test('KIDS-1: a child sees the chosen services as a guest of the home, in its hours, and nothing else', async () => {
  const { parent, body, home } = await setting();
  const key = newId(world.now);
  const { childId } = await makeChild(flowOf(parent, key), body);
  expect(await makeChild(flowOf(parent, key), body)).toEqual({ childId });
  const request = await enter(childId);
  const child = (await request()) as Person;
  expect(withinAccess(child, within('meters'))).toMatchObject({ personId: childId, level: 2, grants: [{ role: 'guest', ...home }] });
  for (const area of ['pay', 'bills', 'documents', 'readings', 'appeals'] as const)
    expect((await refusalOf(Promise.resolve().then(() => withinAccess(child, within(area))))).code).toBe('child.closed');
  expect((await refusalOf(Promise.resolve().then(() => withinAccess(child, secured)))).code).toBe('child.closed');
  const start = world.now;
  world.now = new Date('2026-11-12T15:00:00Z'); // 20:00: closed to the minute
  await world.db.updateTable('identity.session').set({ seen_at: world.now.toISOString() }).where('person_id', '=', childId).execute();
  const late = await request();
  const refusal = await refusalOf(Promise.resolve().then(() => withinAccess(late, within('meters'))));
  expect([refusal.code, refusal.facts['hours']]).toEqual(['child.outOfHours', 'с 8:00 до 20:00']);
  world.now = new Date('2026-11-12T14:59:59Z');
  expect(withinAccess(await request(), within('meters'))).toMatchObject({ personId: childId });
  world.now = start;
});

test('KIDS-1, ROLE-1: a child whose parent no longer lives in the home sees nothing of it from the next request on', async () => {
  const { parent, body, home } = await setting('tenant');
  const { childId } = await makeChild(flowOf(parent), body);
  const request = await enter(childId);
  expect(withinAccess(await request(), within('meters'))).toMatchObject({ grants: [{ role: 'guest', ...home }] });
  const { grantId } = (await rolesOf(world.db, parent.personId, world.now))[0]!;
  await world.run(parent, (work) => endStay(work, { ...home, grantId }));
  const child = (await request()) as Person;
  expect(child.narrowed).toMatchObject({ areas: [], as: { grants: [] } });
  expect((await refusalOf(Promise.resolve().then(() => withinAccess(child, within('meters'))))).code).toBe('child.closed');
});

test('KIDS-1: what the parent changes is in force at the next request; a device that was not chosen is closed; the parent sees the actions', async () => {
  const { parent, body } = await setting('family');
  const { childId } = await makeChild(flowOf(parent), body);
  const request = await enter(childId);
  const seen = (await readChildren({ db: world.db, actor: parent, now: world.now })).children[0]!;
  expect(seen).toMatchObject({ childId, services: ['meters'], onlyChosen: false });
  expect(seen.actions.map(({ action }) => action)).toEqual([]);
  const limits = { services: ['meters'] as ['meters'], fromMinute: 0, toMinute: 1440 };
  const changed = { version: seen.version, ...limits, devices: [] };
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(parent, (work) => changeChild(work, childId, changed))));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const asked = await request();
  expect((await refusalOf(Promise.resolve().then(() => withinAccess(asked, within('meters'))))).code).toBe('child.closed');
  const journal = { stream: `person:${childId}`, action: 'identity.left', object: { kind: 'session' } } as const;
  await world.run(asked, async (work) => work.journal(journal));
  expect((await readChildren({ db: world.db, actor: parent, now: world.now })).children[0]!.actions).toMatchObject([{ action: 'identity.left' }]);
  expect(
    (await refusalOf(world.run(parent, (work) => changeChild(work, childId, { ...changed, version: 2, fromMinute: 700, toMinute: 700 })))).fields[0]?.pointer,
  ).toBe('/toMinute');
});

test('KIDS-1: a stranger changes and closes nothing; a guest makes no profile; a closed one leaves at once', async () => {
  const { parent, body, home } = await setting();
  const { childId } = await makeChild(flowOf(parent), body);
  const request = await enter(childId);
  const stranger = await makeActor(world);
  expect((await refusalOf(world.run(stranger, (work) => endChild(work, childId)))).code).toBe('object.notFound');
  expect((await refusalOf(makeChild(flowOf(stranger), { ...body, login: 'other' }))).code).toBe('object.notFound');
  const guest = await setting('guest');
  expect((await refusalOf(makeChild(flowOf(guest.parent), guest.body))).code).toBe('object.notFound');
  expect((await refusalOf(makeChild(flowOf(parent), body))).fields[0]?.pointer).toBe('/login');
  expect((await refusalOf(makeChild(flowOf(parent), { ...body, ...home, login: 'masha-x', newPassword: '12345678' }))).fields[0]?.pointer).toBe('/newPassword');
  await world.run(parent, (work) => endChild(work, childId));
  expect((await request()).kind).toBe('guest');
  expect((await readChildren({ db: world.db, actor: parent, now: world.now })).children).toEqual([]);
});
