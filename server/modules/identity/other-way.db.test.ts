import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { Refusal } from '#platform/errors';
import { newId } from '#platform/ids';
import { makeActor, withCode } from '#test/factories/identity';
import { personActor, refusalOf, useWorld } from '#test/world';
import { requestConfirmation, tryConfirmation } from './confirmation.ts';
import { confirmationOf, sendByOtherWay } from './other-way.ts';
import { sendCode } from './one-time-code.ts';

const world = useWorld();
const words = 'оплата 9 196,61 ₽';
const ask = (actor: Actor) =>
  world.run(actor, (work) => withCode(work, (inner) => requestConfirmation(inner, { purpose: 'test.pay', content: { to: 'ООО «Уют»' }, words })));
const sendBy = (actor: Actor, id: string, channel: 'sms' | 'email' | 'push' | 'totp', key = newId(new Date())) =>
  world.run(actor, (work) => withCode(work, (inner) => sendByOtherWay(inner, id, { channel })), key);
const look = (actor: Actor, id: string) => confirmationOf({ db: world.db, actor, now: world.now }, id);
const tried = (actor: Actor, confirmationId: string, code: string) =>
  tryConfirmation(world.ground, actor, { confirmationId, code }).then(
    () => 'right',
    (error: unknown) => (error instanceof Refusal ? error.code : 'failed'),
  );
const withMail = () => makeActor(world, [], { email: `${newId(new Date())}@example.ru` });

test('CONF-2, CONF-1: the code comes anew by the way that the person names, for the same operation; the one before it is worth nothing', async () => {
  const actor = await withMail();
  const {
    answer: { confirmationId: id },
    code: old,
  } = await ask(actor);
  expect(await look(actor, id)).toMatchObject({ words, channel: 'sms', isOpen: true, ways: [{ channel: 'sms' }, { channel: 'email' }] });
  const { answer, code, order } = await sendBy(actor, id, 'email');
  expect(answer.sentTo).toContain('@example.ru');
  expect(order.payload).toMatchObject({ channel: 'email', facts: { words } });
  expect(order.payload).not.toMatchObject({ id }); // another message: one id is sent once
  if (old !== code) expect(await tried(actor, id, old)).toBe('confirm.wrong');
  expect(await tried(actor, id, code)).toBe('right');
  expect((await look(actor, id)).channel).toBe('email');
});

test('CONF-2: a way that the person has not is refused, and nobody goes past an authenticator', async () => {
  const actor = await withMail();
  const { answer } = await ask(actor);
  for (const way of ['push', 'totp'] as const) expect((await refusalOf(sendBy(actor, answer.confirmationId, way))).code).toBe('confirm.noWay');
  const careful = await makeActor(world, [], { secondFactor: 'totp' });
  const { confirmationId } = await world.run(careful, (work) => requestConfirmation(work, { purpose: 'test.pay', content: {}, words }));
  expect((await look(careful, confirmationId)).ways).toEqual([{ channel: 'totp', sentTo: 'приложение для кодов' }]);
  expect((await refusalOf(sendBy(careful, confirmationId, 'sms'))).code).toBe('confirm.noWay');
});

test('CONF-2: another person, another session, and the code that proves a new address have no other way', async () => {
  const actor = await withMail();
  const {
    answer: { confirmationId: id },
  } = await ask(actor);
  for (const other of [await makeActor(world), personActor(actor.personId)]) {
    expect((await refusalOf(sendBy(other, id, 'sms'))).code).toBe('object.notFound');
    expect((await refusalOf(look(other, id))).code).toBe('object.notFound');
  }
  const proof = newId(new Date());
  await world.run(actor, (work) =>
    sendCode(work, {
      id: proof,
      personId: actor.personId,
      boundTo: actor.sessionId,
      purpose: 'contact',
      content: {},
      words: 'новая почта',
      channel: 'email',
      to: 'new@example.ru',
    }),
  );
  expect((await refusalOf(sendBy(actor, proof, 'sms'))).code).toBe('object.notFound');
});

test('CONF-2, ROLE-3: what is asked while acting for another is confirmed by the representative’s own ways', async () => {
  const [owner, representative] = [await makeActor(world), await withMail()];
  const acting: Actor = {
    ...personActor(owner.personId),
    sessionId: representative.sessionId,
    by: { personId: representative.personId, powerId: newId(new Date()) },
  };
  const {
    answer: { confirmationId: id },
  } = await ask(acting);
  expect(await look(representative, id)).toMatchObject({ words, isOpen: true });
  const { answer, code, order } = await sendBy(representative, id, 'email');
  expect([answer.sentTo, order.payload]).toEqual([expect.stringContaining('@example.ru'), expect.objectContaining({ personId: representative.personId })]);
  expect(await tried(acting, id, code)).toBe('right');
});

test('CONF-2, CONF-1: codes by other ways count as codes of the hour: the eleventh is refused, and the tenth still works', async () => {
  const actor = await withMail();
  const {
    answer: { confirmationId: id },
  } = await ask(actor);
  let last = '';
  for (let sent = 1; sent < 10; sent++) last = (await sendBy(actor, id, sent % 2 === 0 ? 'sms' : 'email')).code;
  expect((await refusalOf(sendBy(actor, id, 'sms'))).code).toBe('limit.exceeded');
  expect(await tried(actor, id, last)).toBe('right');
});

test('CONF-2: twenty at once with one key are one code, and one that is late is refused', async () => {
  const actor = await withMail();
  const {
    answer: { confirmationId: id },
  } = await ask(actor);
  const key = newId(new Date());
  await Promise.allSettled(Array.from({ length: 20 }, () => world.run(actor, (work) => sendByOtherWay(work, id, { channel: 'email' }), key)));
  const rows = await world.db.selectFrom('identity.one_time_code').select('id').where('person_id', '=', actor.personId).execute();
  expect(rows).toHaveLength(2); // the open one and the ended one
  const start = world.now;
  world.now = new Date(start.getTime() + 5 * 60_000);
  expect((await refusalOf(sendBy(actor, id, 'sms'))).code).toBe('confirm.expired');
  expect((await look(actor, id)).isOpen).toBe(false);
  world.now = start;
});
