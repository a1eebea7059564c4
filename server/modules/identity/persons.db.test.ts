import { expect, test } from 'vitest';
import { makePerson } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { cleanUp } from './identity.jobs.ts';
import { contactsOf, personNames } from './persons.ts';

const world = useWorld();

test('AUTH-1, AUTH-12: a database that was just made has no account, no role and no key: there is nothing to enter by that somebody knows beforehand', async () => {
  for (const table of ['identity.person', 'identity.sign_in_name', 'identity.role_grant', 'identity.machine_key', 'identity.session'] as const) {
    expect([table, await world.db.selectFrom(table).selectAll().execute()]).toEqual([table, []]);
  }
});

test('AUTH-1: a phone, an address and a login belong to one person, however they are written', async () => {
  const { personId } = await makePerson(world, { phone: '8 (912) 111-22-33', email: ' Anna@Example.ru ', login: 'Anna.S' });
  expect((await contactsOf(world.db, [personId])).get(personId)).toEqual({ phone: '+79121112233', email: 'anna@example.ru', secondFactor: 'sms' });
  for (const [again, pointer] of [
    [{ phone: '+7 912 111 22 33' }, '/phone'],
    [{ email: 'ANNA@example.ru' }, '/email'],
    [{ login: 'anna.s' }, '/login'],
  ] as const) {
    expect((await refusalOf(makePerson(world, again))).fields[0]?.pointer).toBe(pointer);
  }
});

test('AUTH-1: what cannot be a phone, an address or a login is refused at its field', async () => {
  for (const [wrong, pointer] of [
    [{ phone: '8 800 555-35-35' }, '/phone'],
    [{ email: 'anna@' }, '/email'],
    [{ login: '12345' }, '/login'],
  ] as const) {
    expect((await refusalOf(makePerson(world, wrong))).fields[0]).toMatchObject({ pointer, detail: expect.stringMatching(/[а-я]/) });
  }
});

test('ROLE-1: names are given in one statement in the ways that screens write them', async () => {
  const { personId } = await makePerson(world, { lastName: 'Иванова', firstName: 'Мария', middleName: 'Петровна' });
  const bare = await makePerson(world, { lastName: 'Ким', firstName: 'Ян', middleName: undefined });
  const names = await personNames(world.db, [personId, bare.personId, personId]);
  expect(names.get(personId)).toEqual({ full: 'Иванова Мария Петровна', short: 'Мария Петровна', initials: 'МИ' });
  expect(names.get(bare.personId)).toEqual({ full: 'Ким Ян', short: 'Ян', initials: 'ЯК' });
  expect((await personNames(world.db, [])).size).toBe(0);
});

test('AUTH-11: what is over is deleted, what serves still is kept', async () => {
  const { personId } = await makePerson(world);
  const at = (days: number): string => new Date(world.now.getTime() + days * 86_400_000).toISOString();
  const event = (id: string, days: number) => ({ person_id: personId, id, at: at(days), outcome: 'entered', ip: '', agent: '' });
  await world.db
    .insertInto('identity.sign_in_event')
    .values([event('00000000-0000-4000-8000-000000000001', -91), event('00000000-0000-4000-8000-000000000002', -89)])
    .execute();
  await world.db
    .insertInto('identity.throttle')
    .values([
      { key: 'old', failures: 9, blocked_until: at(-1), last_at: at(-1) },
      { key: 'new', failures: 9, blocked_until: at(0), last_at: at(0) },
    ])
    .execute();
  await cleanUp.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } }, {});
  expect((await world.db.selectFrom('identity.sign_in_event').select('id').execute()).map(({ id }) => id)).toEqual(['00000000-0000-4000-8000-000000000002']);
  expect((await world.db.selectFrom('identity.throttle').select('key').execute()).map(({ key }) => key)).toEqual(['new']);
});
