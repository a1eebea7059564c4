import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { establishSession, identify } from '#modules/identity';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { portal, refusalOf, useWorld } from '#test/world';
import { approveReset, askReset, cancelReset, countWaitingResets, readOwnReset, readResets, refuseReset, resetDue } from './factor-resets.ts';
import { lookAtReset, lookForPeople } from './look-for-people.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const origin = { ip: '127.0.0.1', agent: 'test' };
const note = 'паспорт показан лично, фото сличено';
const log = { info: () => {}, error: () => {} };
const runJob = () => resetDue.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log }, {});
const ownReset = (actor: Actor) => readOwnReset({ db: world.db, actor, now: world.now }, world.ground);
let made = 0;

/** A person of two proofs with a session, and two of the support who looked. */
async function setting() {
  made += 1;
  const login = `lost.${made}`;
  const person = await makeActor(world, [], { login, phone: undefined, secondFactor: 'none' });
  const operators = await Promise.all([0, 1].map(() => makeActor(world, [{ role: 'support' }])));
  for (const one of operators) await world.run(one, (work) => lookForPeople(work, { by: 'contact', text: login, reason: 'потерян телефон' }));
  let sessionToken = '';
  const cookies = {
    setSession: (value: string) => {
      sessionToken = value;
    },
    setDevice: () => {},
  };
  await world.run(portal, (work) => establishSession(work, { personId: person.personId, proofs: ['password'], origin, door: 'password' }, cookies));
  await world.db
    .insertInto('identity.recovery_code')
    .values({ person_id: person.personId, code_mac: Buffer.alloc(32, made), used_at: null })
    .execute();
  return { person, first: operators[0]!, second: operators[1]!, request: () => identify(world.db, { sessionToken, machineKey: undefined, origin }, world.now) };
}
const ask = (by: Actor, personId: string, newPhone?: string) =>
  world.run(by, (work) => askReset(work, personId, { proof: 'in_person', note, ...(newPhone !== undefined && { newPhone }) }));
const later = async (hours: number, check: () => Promise<void>) => {
  const start = world.now;
  world.now = new Date(start.getTime() + hours * 3_600_000);
  try {
    await check();
  } finally {
    world.now = start;
  }
};

test('AUTH-9: the proof of one operator, the word of another and a day later the lost ways are off; the person is told each time', async () => {
  const { person, first, second, request } = await setting();
  const { personId } = person;
  const newPhone = `+7996000${String(made).padStart(4, '0')}`;
  const { resetId } = await ask(first, personId, newPhone);
  const stored = await world.db.selectFrom('people.factor_reset').selectAll().where('id', '=', resetId).executeTakeFirstOrThrow();
  expect(Buffer.concat([stored.note, stored.new_phone!]).toString()).not.toContain('паспорт');
  expect((await refusalOf(world.run(first, (work) => approveReset(work, { personId, resetId })))).code).toBe('people.secondOperator');
  const { dueAt } = await world.run(second, (work) => approveReset(work, { personId, resetId }));
  expect(dueAt).toBe('2026-11-13T09:00:00.000Z');
  await later(23.9, async () => {
    await runJob();
    expect((await world.db.selectFrom('people.factor_reset').select('status').where('id', '=', resetId).executeTakeFirstOrThrow()).status).toBe('approved');
  });
  expect((await request()).kind).toBe('person');
  await later(24, async () => {
    await Promise.all([runJob(), runJob()]);
    await runJob();
  });
  expect((await request()).kind).toBe('guest');
  expect(await world.db.selectFrom('identity.person').select(['phone', 'second_factor']).where('id', '=', personId).executeTakeFirst()).toEqual({
    phone: newPhone,
    second_factor: 'sms',
  });
  expect(await world.db.selectFrom('identity.recovery_code').select('used_at').where('person_id', '=', personId).execute()).toEqual([]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', personId)
    .where('action', 'like', 'people.reset%')
    .orderBy('id')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(['people.resetAsked', 'people.resetApproved', 'people.resetDone']);
  expect(await ownReset(person)).toEqual({ reset: null });
});

test('AUTH-9: the person cancels with one factor, an operator stops it; what is over is over', async () => {
  const { person, first, second, request } = await setting();
  const { personId } = person;
  const { resetId } = await ask(first, personId);
  await world.run(second, (work) => approveReset(work, { personId, resetId }));
  expect((await ownReset(person)).reset).toMatchObject({ dueAt: '2026-11-13T09:00:00Z', newPhone: null });
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(person, (work) => cancelReset(work))));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await later(48, runJob);
  expect((await request()).kind).toBe('person');
  expect((await refusalOf(world.run(second, (work) => refuseReset(work, { personId, resetId })))).code).toBe('people.resetOver');
  const again = await ask(first, personId);
  await world.run(first, (work) => refuseReset(work, { personId, resetId: again.resetId }));
  expect((await refusalOf(world.run(second, (work) => approveReset(work, { personId, resetId: again.resetId })))).code).toBe('object.notFound');
});

test('AUTH-9, X-3, X-4: asked once however often it is sent; not without a look, not of oneself, not with somebody’s telephone', async () => {
  const { person, first } = await setting();
  const taken = `+7996111${String(made).padStart(4, '0')}`;
  await makeActor(world, [], { phone: taken });
  expect((await refusalOf(ask(first, person.personId, taken))).fields[0]?.pointer).toBe('/newPhone');
  expect((await refusalOf(ask(first, person.personId, 'сто'))).fields[0]?.pointer).toBe('/newPhone');
  expect((await refusalOf(ask(await makeActor(world, [{ role: 'support' }]), person.personId))).code).toBe('people.noLook');
  expect((await refusalOf(ask(await makeActor(world), person.personId))).code).toBe('people.noLook');
  expect((await refusalOf(world.run(person, (work) => approveReset(work, { personId: person.personId, resetId: person.personId })))).code).toBe(
    'people.noLook',
  );
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => ask(first, person.personId)));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(ask(first, person.personId))).code).toBe('people.resetOpen');
});

test('AUTH-9: a telephone that somebody took meanwhile stops it, and nothing of the protection changes', async () => {
  const { person, first, second, request } = await setting();
  const newPhone = `+7996222${String(made).padStart(4, '0')}`;
  const { resetId } = await ask(first, person.personId, newPhone);
  await world.run(second, (work) => approveReset(work, { personId: person.personId, resetId }));
  await makeActor(world, [], { phone: newPhone });
  await later(25, runJob);
  expect((await request()).kind).toBe('person');
  expect((await world.db.selectFrom('people.factor_reset').select('status').where('id', '=', resetId).executeTakeFirstOrThrow()).status).toBe('refused');
  expect(await world.db.selectFrom('identity.recovery_code').select('used_at').where('person_id', '=', person.personId).execute()).toHaveLength(1);
});

test('AUTH-9, AUD-1: the list of open cases names nobody; whoever takes one up makes a look, and only the second operator decides', async () => {
  const { person, first, second } = await setting();
  const { resetId } = await ask(first, person.personId);
  const third = await makeActor(world, [{ role: 'support' }]);
  const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
  const caseSeenBy = async (actor: Actor) => (await readResets(reading(actor))).resets.find(({ id }) => id === resetId);
  expect(await caseSeenBy(first)).toMatchObject({ approvedBy: null, dueAt: null, can: { approve: false } });
  expect(await caseSeenBy(third)).toMatchObject({ proof: 'in_person', can: { approve: true } });
  expect(JSON.stringify(await readResets(reading(third)))).not.toContain(person.personId);
  const waiting = await countWaitingResets(reading(third));
  expect(await countStatements(() => readResets(reading(third)))).toBe(3);

  const approve = () => world.run(third, (work) => approveReset(work, { personId: person.personId, resetId }));
  expect((await refusalOf(approve())).code).toBe('people.noLook');
  expect((await refusalOf(world.run(third, (work) => lookAtReset(work, person.personId)))).code).toBe('object.notFound');
  const key = newId(world.now);
  for (let tries = 0; tries < 2; tries += 1) expect(await world.run(third, (work) => lookAtReset(work, resetId), key)).toEqual({ personId: person.personId });
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('person_id', '=', person.personId)
    .where('actor_id', '=', third.personId)
    .where('action', '=', 'journal.looked')
    .execute();
  expect(looks).toEqual([{ facts: { what: 'карточка человека', reason: 'обращение о потере способов входа' } }]);
  const done = await Promise.allSettled([approve(), world.run(second, (work) => approveReset(work, { personId: person.personId, resetId }))]);
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await caseSeenBy(third)).toMatchObject({ approvedBy: expect.stringMatching(/./) as string, dueAt: '2026-11-13T09:00:00Z', can: { approve: false } });
  expect(await countWaitingResets(reading(third))).toBe(waiting - 1);
  await world.run(person, (work) => cancelReset(work));
  expect(await caseSeenBy(third)).toBeUndefined();
  expect((await refusalOf(world.run(third, (work) => lookAtReset(work, resetId)))).code).toBe('object.notFound');
});
