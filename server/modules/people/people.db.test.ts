import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { lookForPeople as endpoint } from '#contract/people';
import type { Actor, Person, Role } from '#platform/actor';
import { newId } from '#platform/ids';
import { establishSession, identify, personsWithRole, rolesOf } from '#modules/identity';
import { makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { block, endAllSessions, endRole, giveRole, unblock } from './act-upon-person.ts';
import { lookForPeople, readLook } from './look-for-people.ts';
import { mayActUpon } from './people.policy.ts';
import { readPerson } from './person-card.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const reason = 'звонок в поддержку, заявка 12';
const origin = { ip: '127.0.0.1', agent: 'test' };
let made = 0;
const staff = (role: Role) => makeActor(world, [{ role }]);
const someone = async (more: object = {}): Promise<Person & { login: string }> => {
  made += 1;
  const login = `person.${made}`;
  return { ...(await makeActor(world, [], { login, lastName: `Ёлкина${made}`, firstName: 'Зоя', ...more })), login };
};
const look = (actor: Actor, body: Partial<BodyOf<typeof endpoint>>, key = newId(world.now)) =>
  world.run(actor, (work) => lookForPeople(work, { by: 'contact', text: 'x', reason, ...body }), key);
const seePerson = (actor: Actor, personId: string) => readPerson(reading(actor), personId, world.ground);
const looksAt = (personId: string) =>
  world.db
    .selectFrom('platform.journal_line')
    .select(['actor_id', 'role', 'facts'])
    .where('person_id', '=', personId)
    .where('action', '=', 'journal.looked')
    .orderBy('id')
    .execute();

test('ROLE-1, AUD-1: whoever is found reads who looked, in what post and why; found again by name, number or telephone', async () => {
  const [support, one] = [await staff('support'), await someone()];
  const key = newId(world.now);
  const { lookId, count } = await look(support, { text: one.login }, key);
  await look(support, { text: one.login }, key);
  expect(count).toBe(1);
  expect(await looksAt(one.personId)).toEqual([{ actor_id: support.personId, role: 'support', facts: { what: 'карточка человека', reason } }]);
  expect(await readLook(reading(support), lookId)).toMatchObject({
    reason,
    isMore: false,
    people: [{ personId: one.personId, phone: expect.stringContaining('•••') as string }],
  });
  expect(await seePerson(support, one.personId)).toMatchObject({ login: one.login, reason, can: { block: true, giveRoles: false } });
  const byName = await look(support, { by: 'name', text: `елкина${made} зо` });
  expect((await readLook(reading(support), byName.lookId)).people.map(({ personId }) => personId)).toEqual([one.personId]);
  for (const text of ['%', '__', 'я', 'Никого Нет']) expect((await look(support, { by: 'name', text })).count).toBe(0);
  expect((await look(support, { by: 'account', text: '404404' })).count).toBe(0);
  expect(await looksAt(one.personId)).toHaveLength(2);
});

test('AUD-1, X-8: nobody is seen without the own look: not by another’s, not after half an hour, not beyond what is shown', async () => {
  const [support, other, one] = [await staff('support'), await staff('administrator'), await someone()];
  const { lookId } = await look(support, { text: one.login });
  expect((await refusalOf(readLook(reading(other), lookId))).code).toBe('object.notFound');
  expect((await refusalOf(seePerson(other, one.personId))).code).toBe('people.noLook');
  expect((await refusalOf(world.run(other, (work) => block(work, { personId: one.personId, reason })))).code).toBe('people.noLook');
  const start = world.now;
  world.now = new Date('2026-11-12T09:30:01Z');
  expect((await refusalOf(readLook(reading(support), lookId))).code).toBe('object.notFound');
  expect((await refusalOf(seePerson(support, one.personId))).code).toBe('people.noLook');
  world.now = start;
  const many = await Promise.all(Array.from({ length: 21 }, (_, n) => someone({ lastName: 'Многолюдова', firstName: `А${String.fromCodePoint(0x430 + n)}` })));
  const wide = await look(support, { by: 'name', text: 'многолюдова' });
  const seen = await readLook(reading(support), wide.lookId);
  expect([seen.people.length, seen.isMore]).toEqual([20, true]);
  const unseen = many.filter(({ personId }) => !seen.people.some((shown) => shown.personId === personId));
  expect(unseen).toHaveLength(1);
  expect(await looksAt(unseen[0]!.personId)).toEqual([]);
  expect((await refusalOf(seePerson(support, unseen[0]!.personId))).code).toBe('people.noLook');
});

test('X-4: twenty looks at once stand in line; more than sixty an hour are refused', async () => {
  const [support, one] = [await staff('support'), await someone()];
  await Promise.all(Array.from({ length: 20 }, () => look(support, { text: one.login })));
  for (let n = 20; n < 60; n += 1) await look(support, { text: 'nobody.there' });
  expect((await refusalOf(look(support, { text: one.login }))).code).toBe('limit.exceeded');
  expect(await looksAt(one.personId)).toHaveLength(20);
});

test('ROLE-1, AUTH-11: a blocked person is out at the next request; unblocked he may enter; each with its reason', async () => {
  const [support, one] = [await staff('support'), await someone({ phone: undefined })];
  let sessionToken = '';
  const cookies = {
    setSession: (value: string) => {
      sessionToken = value;
    },
    setDevice: () => {},
  };
  const enter = () => world.run(portal, (work) => establishSession(work, { personId: one.personId, proofs: ['password'], origin, door: 'password' }, cookies));
  const request = () => identify(world.db, { sessionToken, machineKey: undefined, origin }, world.now);
  await enter();
  expect((await request()).kind).toBe('person');
  await look(support, { text: one.login });
  await world.run(support, (work) => endAllSessions(work, { personId: one.personId, reason }));
  expect((await request()).kind).toBe('guest');
  await enter();
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(support, (work) => block(work, { personId: one.personId, reason }))));
  expect(done.every(({ status }) => status === 'fulfilled')).toBe(true);
  expect((await request()).kind).toBe('guest');
  expect((await seePerson(support, one.personId)).isBlocked).toBe(true);
  await world.run(support, (work) => unblock(work, { personId: one.personId, reason }));
  await enter();
  expect((await request()).kind).toBe('person');
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['action', 'facts'])
    .where('person_id', '=', one.personId)
    .where('action', 'in', ['identity.blocked', 'identity.unblocked', 'people.sessionsEnded'])
    .orderBy('id')
    .execute();
  expect(lines).toEqual(['people.sessionsEnded', 'identity.blocked', 'identity.unblocked'].map((action) => ({ action, facts: { reason } })));
});

test('ROLE-1: support does nothing to the portal’s own people, nobody to himself; the auditor only looks', async () => {
  const [support, administrator, auditor, operator] = [
    await staff('support'),
    await staff('administrator'),
    await staff('auditor'),
    await makeActor(world, [{ role: 'operator' }], { login: 'the.operator' }),
  ];
  for (const one of [support, administrator, auditor]) await look(one, { text: 'the.operator' });
  for (const one of [support, auditor])
    expect((await refusalOf(world.run(one, (work) => block(work, { personId: operator.personId, reason })))).code).toBe('people.notYours');
  expect((await seePerson(auditor, operator.personId)).can).toEqual({ block: false, giveRoles: false });
  expect((await seePerson(administrator, operator.personId)).can).toEqual({ block: true, giveRoles: true });
  expect(mayActUpon(administrator, { personId: administrator.personId, roles: ['administrator'] })).toBe(false);
  for (const one of [support, auditor, operator])
    expect((await refusalOf(world.run(one, (work) => giveRole(work, operator.personId, { role: 'auditor', reason })))).code).toBe('people.notYours');
});

test('ROLE-1: an administrator gives and takes roles of the portal; posts of an organization are not his to take', async () => {
  const [administrator, one] = [
    await staff('administrator'),
    await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }], { login: 'the.accountant' }),
  ];
  const { personId } = one;
  await look(administrator, { text: 'the.accountant' });
  expect(
    (await refusalOf(world.run(administrator, (work) => giveRole(work, personId, { role: 'support', toDay: '2026-11-11', reason })))).fields[0]?.pointer,
  ).toBe('/toDay');
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, () => world.run(administrator, (work) => giveRole(work, personId, { role: 'support', toDay: '2026-12-31', reason }))),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const [post, role] = await rolesOf(world.db, personId, world.now);
  expect(role).toMatchObject({ role: 'support', toDay: '2026-12-31', givenBy: administrator.personId });
  expect((await seePerson(administrator, personId)).roles.map(({ role: name, can }) => [name, can.end])).toEqual([
    ['accountant', false],
    ['support', true],
  ]);
  expect((await refusalOf(world.run(administrator, (work) => endRole(work, { personId, grantId: post!.grantId, reason })))).code).toBe('object.notFound');
  await world.run(administrator, (work) => endRole(work, { personId, grantId: role!.grantId, reason }));
  expect((await rolesOf(world.db, personId, world.now)).map(({ role: name }) => name)).toEqual(['accountant']);
});

test('ROLE-1: administrators who remove each other at once leave one', async () => {
  for (const { personId, grantId } of await personsWithRole(world.db, { roles: ['administrator'] }, world.now))
    await world.db
      .updateTable('identity.role_grant')
      .set({ ended_at: world.now.toISOString() })
      .where('person_id', '=', personId)
      .where('id', '=', grantId)
      .execute();
  const [one, two] = [
    await makeActor(world, [{ role: 'administrator' }], { login: 'admin.one' }),
    await makeActor(world, [{ role: 'administrator' }], { login: 'admin.two' }),
  ];
  await look(one, { text: 'admin.two' });
  await look(two, { text: 'admin.one' });
  const grantOf = async (person: Person) => (await rolesOf(world.db, person.personId, world.now))[0]!.grantId;
  const [first, second] = [await grantOf(one), await grantOf(two)];
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? world.run(one, (work) => endRole(work, { personId: two.personId, grantId: second, reason }))
        : world.run(two, (work) => endRole(work, { personId: one.personId, grantId: first, reason })),
    ),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await personsWithRole(world.db, { roles: ['administrator'] }, world.now)).toHaveLength(1);
});
