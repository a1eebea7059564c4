import { beforeEach, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { useNotices } from '#test/factories/notices';
import { refusalOf, useWorld } from '#test/world';
import { deliveryToday, switchChannel } from './watch-delivery.ts';

const world = useWorld();
const { open, makePerson, job, carryOrders, deliveries, received } = useNotices(world);
beforeEach(() => void (world.now = new Date(world.now.getTime() + 2 * 86_400_000)));
const code = (more: object) => ({ id: newId(world.now), channel: 'sms', template: 'identity.code', facts: { code: '482913', words: 'вход' }, ...more });
const today = () => deliveryToday(world.db, world.now, open.ports.smsDayBudget);
const turn = async (channel: 'sms' | 'email' | 'push', isOn: boolean) =>
  world.run(await makeActor(world, [{ role: 'operator' }]), (work) => switchChannel(work, channel, isOn));

test('AUTH-10: one network asks for codes to ten unknown numbers a day, also when all are asked for at once; others and people of the portal are not held up', async () => {
  const numbers = Array.from({ length: 25 }, (_, n) => `+79330000${String(100 + n)}`);
  await Promise.all(numbers.map((to) => job('notifications.send-message', code({ to, network: '203.0.113' }))));
  expect((await Promise.all(numbers.map(received))).filter((got) => got.length === 1)).toHaveLength(10);
  await job('notifications.send-message', code({ to: '+79330000200', network: '198.51.100' }));
  expect(await received('+79330000200')).toHaveLength(1);
  const person = makePerson();
  await job('notifications.send-message', code({ personId: person.personId, network: '203.0.113' }));
  expect(await received(person.phone)).toHaveLength(1);
  expect((await today()).failures).toMatchObject([{ channel: 'sms', reason: 'network', count: 15 }]);
  expect((await today()).sms.used).toBe(12);
});

test('AUTH-10: the day’s budget stops notices and strangers, which go by mail where they can, not codes to people; the operators hear of it once', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  open.ports = { ...open.ports, smsDayBudget: 3 };
  for (let n = 0; n < 3; n++) await job('notifications.send-message', code({ to: `+7933000030${n}` }));
  await job('notifications.send-message', code({ to: '+79330000309' }));
  expect(await received('+79330000309')).toEqual([]);
  const person = makePerson();
  await job('notifications.send-message', code({ personId: person.personId, template: 'payment.captured', facts: { amountKopecks: 100 } }));
  await job('notifications.send-message', code({ personId: person.personId }));
  expect([(await received(person.email)).length, (await received(person.phone)).length]).toEqual([1, 1]);
  for (let n = 0; n < 3; n++) await job('notifications.watch');
  const told = await world.db.selectFrom('notifications.notice').select(['text', 'link']).where('person_id', '=', operator.personId).execute();
  expect(told).toMatchObject([{ text: expect.stringContaining('ушло СМС: 4 из 3'), link: '/work/delivery' }]);
  open.ports = { ...open.ports, smsDayBudget: 1_000 };
});

test('AUTH-10: a paid number gets nothing', async () => {
  await job('notifications.send-message', code({ to: '+78091234567' }));
  expect(await received('+78091234567')).toEqual([]);
  expect((await today()).failures).toMatchObject([{ reason: 'number', count: 1 }]);
});

test('CONF-2: a channel that is switched off gives way at once, each switch stands in the journal, and mail and SMS are never off together', async () => {
  await Promise.all(Array.from({ length: 20 }, () => turn('sms', false)));
  const person = makePerson();
  await job('notifications.send-message', code({ personId: person.personId }));
  expect([(await received(person.phone)).length, (await received(person.email)).length]).toEqual([0, 1]);
  expect((await deliveries(person.personId)).map(({ channel, status, why }) => [channel, status, why])).toEqual([
    ['email', 'delivered', null],
    ['sms', 'permanent-failure', 'off'],
  ]);
  expect((await refusalOf(turn('email', false))).code).toBe('delivery.lastChannel');
  expect((await today()).channels).toMatchObject([
    { channel: 'sms', isOn: false, failed: 1 },
    { channel: 'email', isOn: true, delivered: 1 },
    { channel: 'push', isOn: true },
  ]);
  await turn('sms', true);
  await job('notifications.send-message', code({ personId: person.personId }));
  expect(await received(person.phone)).toHaveLength(1);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'notifications.channelSwitched')
    .orderBy('id')
    .execute();
  expect(lines.map(({ facts }) => facts)).toEqual([{ isOn: false }, { isOn: true }]);
});

test('NTF-1: when most of an hour’s messages of a channel fail, the operators are told; what servers said is not shown, only its kind', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  for (let n = 0; n < 21; n++)
    await job('notifications.send-message', code({ to: n === 0 ? 'somebody@example.test' : 'nobody@example.test', channel: 'email' }));
  const { failures, channels } = await today();
  expect(failures).toMatchObject([{ channel: 'email', reason: 'permanent', count: 20 }]);
  expect(JSON.stringify(failures)).not.toContain('nobody');
  expect(channels[1]).toMatchObject({ channel: 'email', total: 21, delivered: 1, failed: 20 });
  await job('notifications.watch');
  await carryOrders();
  expect(await world.db.selectFrom('notifications.notice').select('text').where('person_id', '=', operator.personId).execute()).toMatchObject([
    { text: expect.stringContaining('почта: за час не доставлено 20 из 21') },
  ]);
});
