import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { endpoint } from '#contract/endpoint';
import { confirmationFields } from '#contract/identity';
import { obj, Text } from '#contract/types';
import type { Actor, Person } from '#platform/actor';
import { Refusal, refuse } from '#platform/errors';
import { newId } from '#platform/ids';
import { secured } from '#platform/route';
import { confirmationFor, makeActor, withCode } from '#test/factories/identity';
import { personActor, refusalOf, useWorld } from '#test/world';
import { confirmed, requestConfirmation, tryConfirmation, useConfirmation } from './confirmation.ts';
import { sealTotp, totpCodeAt } from './totp-secret.ts';

const world = useWorld();
const purpose = 'test.pay';
const content = { payee: 'ООО «Уют»', sumKopecks: 919_661n };
const ask = (actor: Actor) =>
  world.run(actor, (work) => withCode(work, (inner) => requestConfirmation(inner, { purpose, content, words: 'оплата 9 196,61 ₽' })));

/** A paying command, confirmed: it writes a journal line that can be counted. */
const pay = endpoint({ method: 'POST', url: '/test/pay', summary: 'Test', body: obj({ to: Text(50), ...confirmationFields }), answer: obj({ id: Text(50) }) });
const route = confirmed(pay, secured, async (work, { body }) => {
  await useConfirmation(work, { purpose, content: { ...content, payee: body.to }, confirmationId: body.confirmationId, code: body.code });
  work.journal({ stream: 'test:pay', action: 'payment.made', object: { kind: 'payment', id: work.id } });
  return { id: work.id };
});
async function post(actor: Actor, body: { confirmationId: string; code: string; to?: string }, key = newId(new Date())): Promise<{ id: string }> {
  if (route.kind !== 'flow') throw new Error('the route must be a flow');
  const input = { params: {}, query: {}, body: { to: content.payee, ...body } };
  return (await route.handle({ ground: world.ground, db: world.db, actor, now: world.now, id: key, route: 'POST /test/pay' }, input)) as { id: string };
}
const paid = async (): Promise<number> =>
  Number((await sql<{ n: bigint }>`select count(*) as n from platform.journal_line where action = 'payment.made'`.execute(world.db)).rows[0]!.n);
const other = (code: string): string => (code === '000000' ? '111111' : '000000');

test('CONF-1: the right code confirms once; the message says what it confirms; a repeated request gets the first answer', async () => {
  const actor = await makeActor(world);
  const { answer, code, order } = await ask(actor);
  expect(answer).toMatchObject({ channel: 'sms', expiresAt: new Date(world.now.getTime() + 5 * 60_000).toISOString() });
  expect(answer.sentTo).toMatch(/^\+7\s\(999\)\s•••-••-\d\d$/);
  expect(order.payload).toMatchObject({ personId: actor.personId, channel: 'sms', template: 'identity.code', facts: { code, words: 'оплата 9 196,61 ₽' } });
  const key = newId(new Date());
  const first = await post(actor, { confirmationId: answer.confirmationId, code: ` ${code.slice(0, 3)} ${code.slice(3)}` }, key);
  expect(await post(actor, { confirmationId: answer.confirmationId, code }, key)).toEqual(first);
  expect((await refusalOf(post(actor, { confirmationId: answer.confirmationId, code }))).code).toBe('confirm.used');
});

test('CONF-1: the code is worth nothing for another content, another person and another session', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  const given = { confirmationId: answer.confirmationId, code };
  expect((await refusalOf(post(actor, { ...given, to: 'ООО «Мимо»' }))).code).toBe('confirm.otherContent');
  const neighbour = await makeActor(world);
  expect((await refusalOf(post(neighbour, given))).code).toBe('object.notFound');
  expect((await refusalOf(post(personActor(actor.personId), given))).code).toBe('object.notFound');
  await expect(post(actor, given)).resolves.toHaveProperty('id'); // and for its own it still is
});

test('CONF-1: three wrong tries stay counted although each command is rolled back; then the right code is refused too', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  const left = [];
  for (let i = 0; i < 3; i++) left.push((await refusalOf(post(actor, { confirmationId: answer.confirmationId, code: other(code) }))).facts['triesLeft']);
  expect(left).toEqual([2, 1, 0]);
  const refusal = await refusalOf(post(actor, { confirmationId: answer.confirmationId, code }));
  expect([refusal.code, refusal.facts['triesLeft']]).toEqual(['confirm.wrong', 0]);
  expect(refusal.fields[0]?.pointer).toBe('/code');
});

test('CONF-1: thirty wrong codes at the same time are three tries, not thirty', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  const guesses = Array.from({ length: 30 }, (_, i) => String((Number(code) + 1 + i) % 1_000_000).padStart(6, '0'));
  const left = await Promise.all(
    guesses.map(async (guess) => (await refusalOf(post(actor, { confirmationId: answer.confirmationId, code: guess }))).facts['triesLeft']),
  );
  expect(left.filter((n) => n !== 0).toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2]);
  expect((await refusalOf(post(actor, { confirmationId: answer.confirmationId, code }))).code).toBe('confirm.wrong');
});

test('CONF-1: twenty parallel commands with one right code: one is carried out', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  const before = await paid();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      post(actor, { confirmationId: answer.confirmationId, code }).then(
        () => 'paid',
        (error: unknown) => (error instanceof Refusal ? error.code : 'failed'),
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'paid')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'confirm.used')).toHaveLength(19);
  expect(await paid()).toBe(before + 1);
});

test('CONF-1: after five minutes the code is refused; a request that was carried out is still answered when repeated', async () => {
  const actor = await makeActor(world);
  const late = await ask(actor);
  const done = await ask(actor);
  const key = newId(new Date());
  const first = await post(actor, { confirmationId: done.answer.confirmationId, code: done.code }, key);
  const start = world.now;
  world.now = new Date(start.getTime() + 5 * 60_000);
  expect((await refusalOf(post(actor, { confirmationId: late.answer.confirmationId, code: late.code }))).code).toBe('confirm.expired');
  expect(await post(actor, { confirmationId: done.answer.confirmationId, code: done.code }, key)).toEqual(first);
  world.now = start;
});

test('CONF-1: a command that is refused for its own reason does not spend the code', async () => {
  const actor = await makeActor(world);
  const given = await confirmationFor(world, actor, { purpose, content });
  const failing = world.run(actor, async (work) => {
    await useConfirmation(work, { purpose, content, ...given });
    refuse('object.notFound');
  });
  expect((await refusalOf(failing)).code).toBe('object.notFound');
  await expect(post(actor, given)).resolves.toHaveProperty('id');
});

test('CONF-1: a code that was not tried in its own transaction cannot be used, so a route cannot forget to count tries', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  await expect(world.run(actor, (work) => useConfirmation(work, { purpose, content, confirmationId: answer.confirmationId, code }))).rejects.toThrow(
    /before it was tried/,
  );
});

test('CONF-1: the table keeps no code, only a keyed digest; the tenth code of an hour is the last', async () => {
  const actor = await makeActor(world);
  const { answer, code } = await ask(actor);
  expect(code).toMatch(/^\d{6}$/);
  const row = await world.db.selectFrom('identity.one_time_code').selectAll().where('id', '=', answer.confirmationId).executeTakeFirstOrThrow();
  expect(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(code);
  for (let i = 1; i < 10; i++) await ask(actor);
  const refusal = await refusalOf(ask(actor));
  expect([refusal.code, refusal.facts['seconds']]).toEqual(['limit.exceeded', 3600]);
});

test('CONF-2: whoever chose the authenticator confirms with it: no message is sent, and its code works for one confirmation', async () => {
  const actor = (await makeActor(world, [], { secondFactor: 'totp' })) satisfies Person;
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  await world.db
    .insertInto('identity.totp')
    .values({
      person_id: actor.personId,
      secret: sealTotp(world.ground.masterKeys, actor.personId, secret),
      made_at: world.now.toISOString(),
      confirmed_at: world.now.toISOString(),
    })
    .execute();
  const request = () => world.run(actor, (work) => requestConfirmation(work, { purpose, content, words: 'оплата' }));
  const [first, second] = [await request(), await request()];
  expect(first).toMatchObject({ channel: 'totp', sentTo: 'приложение для кодов' });
  const code = totpCodeAt(secret, world.now);
  await expect(post(actor, { confirmationId: first.confirmationId, code })).resolves.toHaveProperty('id');
  expect((await refusalOf(tryConfirmation(world.ground, actor, { confirmationId: second.confirmationId, code }))).code).toBe('confirm.wrong');
});
