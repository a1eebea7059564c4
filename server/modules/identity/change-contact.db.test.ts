import { expect, test } from 'vitest';
import type { Actor, Person } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Flow } from '#platform/route';
import type { Order } from '#platform/work';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { askCodes, cancelContactChange, changeContact, changeDue, readContacts } from './change-contact.ts';
import { personBySignInName } from './person-papers.ts';

const world = useWorld('2026-11-12T09:00:00Z');
let made = 0;
const newPhone = (): string => `+7995${String((made += 1)).padStart(7, '0')}`;
const flowOf = (actor: Actor, id = newId(world.now)): Flow => ({ ground: world.ground, db: world.db, actor, now: world.now, id, route: 'POST contacts' });
const contacts = (actor: Actor) => readContacts({ db: world.db, actor, now: world.now }, world.ground);
const log = { info: () => {}, error: () => {} };

async function runJob(hours: number): Promise<void> {
  const start = world.now;
  world.now = new Date(start.getTime() + hours * 3_600_000);
  await changeDue.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log }, {});
  world.now = start;
}

/** Asks for both codes; `codes` by where they went: the person, the new contact. */
async function asked(person: Person, value: string, kind: 'phone' | 'email' = 'phone') {
  const orders: Order[] = [];
  const { confirmationId, newConfirmationId } = await world.run(person, (work) =>
    askCodes(
      {
        ...work,
        order: (order) => {
          orders.push(order);
          work.order(order);
        },
      },
      { kind, value },
    ),
  );
  type Payload = { personId?: string; to?: string; template: string; facts: { code?: string } };
  const payloads = orders.map(({ payload }) => payload as Payload);
  const code = payloads.find(({ personId, template }) => personId === person.personId && template === 'identity.code')?.facts.code ?? '';
  const newCode = payloads.find(({ to }) => to === value)?.facts.code;
  return { payloads, body: { kind, value, confirmationId, code, newConfirmationId, newCode: newCode ?? '000000' }, newCode };
}
const wrongOf = (code: string): string => (code === '000000' ? '111111' : '000000');

test('CONF-1: a new telephone needs the codes of the old and the new one, and counts a day later', async () => {
  const old = newPhone();
  const person = await makeActor(world, [], { phone: old });
  const value = newPhone();
  const { body } = await asked(person, value);
  expect((await refusalOf(changeContact(flowOf(person), { ...body, code: wrongOf(body.code) }))).fields[0]?.pointer).toBe('/code');
  expect((await refusalOf(changeContact(flowOf(person), { ...body, newCode: wrongOf(body.newCode) }))).fields[0]?.pointer).toBe('/newCode');
  expect((await refusalOf(changeContact(flowOf(person), { ...body, value: newPhone() }))).code).toBe('confirm.otherContent');
  expect((await refusalOf(changeContact(flowOf(person), { ...body, confirmationId: body.newConfirmationId, code: body.newCode }))).code).toBe(
    'confirm.otherContent',
  );
  const key = newId(world.now);
  const { dueAt } = await changeContact(flowOf(person, key), body);
  expect(await changeContact(flowOf(person, key), body)).toEqual({ dueAt });
  expect((await contacts(person)).waiting).toMatchObject({ kind: 'phone' });
  await runJob(23);
  expect(await personBySignInName(world.db, value)).toBeUndefined();
  await Promise.all([runJob(24), runJob(24)]);
  expect([await personBySignInName(world.db, value), await personBySignInName(world.db, old)]).toEqual([person.personId, undefined]);
  expect((await contacts(person)).waiting).toBeNull();
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', person.personId)
    .where('action', 'in', ['identity.contactAsked', 'identity.protectionChanged'])
    .orderBy('id')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(['identity.contactAsked', 'identity.protectionChanged']);
});

test('CONF-1, X-4: cancelled within the day it stays as it was; twenty presses put one change', async () => {
  const old = newPhone();
  const person = await makeActor(world, [], { phone: old });
  const { body } = await asked(person, newPhone());
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => changeContact(flowOf(person), body)));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(asked(person, newPhone()))).code).toBe('contact.waiting');
  await world.run(person, (work) => cancelContactChange(work));
  expect((await refusalOf(world.run(person, (work) => cancelContactChange(work)))).code).toBe('object.notFound');
  await runJob(48);
  expect(await personBySignInName(world.db, old)).toBe(person.personId);
});

test('AUTH-9, X-3: whose contact it is already is not told to who asks; the holder hears of it, and no code of his exists', async () => {
  const taken = newPhone();
  const [person, holder] = [await makeActor(world, [], { phone: newPhone() }), await makeActor(world, [], { phone: taken })];
  const { payloads, newCode, body } = await asked(person, taken);
  expect(newCode).toBeUndefined();
  expect(payloads.find(({ personId }) => personId === holder.personId)).toMatchObject({ template: 'identity.alreadyHere' });
  expect((await refusalOf(changeContact(flowOf(person), body))).code).toBe('confirm.wrong');
  expect((await refusalOf(asked(person, 'сто'))).fields[0]?.pointer).toBe('/value');
  expect((await refusalOf(asked(holder, taken))).code).toBe('contact.same');
  const mail = await asked(person, 'new.box@example.ru', 'email');
  await changeContact(flowOf(person), mail.body);
  await makeActor(world, [], { email: 'new.box@example.ru' });
  await runJob(24);
  expect((await contacts(person)).email).toBeNull();
});
