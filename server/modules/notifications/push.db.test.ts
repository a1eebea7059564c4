import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { identityModule, requestConfirmation } from '#modules/identity';
import { newId } from '#platform/ids';
import { breakStandIn } from '#stand-ins/testing';
import { type PushService, startPushService } from '#stand-ins/messages/push-receiver';
import { makeActor, withCode } from '#test/factories/identity';
import { useNotices } from '#test/factories/notices';
import { opensslAuthority } from '#test/openssl-authority';
import { guest, personActor, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { notificationsModule, notify } from './index.ts';
import { openPushChannel } from './push-channel.ts';
import { addPushDevice, pushDevicesOf, removePushDevice } from './push-devices.ts';
import { setPushCodes } from './set-push-codes.ts';
import { takePushReceipt } from './send-push.ts';
import { setPreferences } from './set-preferences.ts';

const world = useWorld();
const notices = useNotices(world);
const { open, makePerson, job, carryOrders, deliveries, received } = notices;
let service: PushService;
let browsers = 0;
const facts = { period: '2026-10', payKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' };
const code = (personId: string) => ({
  id: newId(world.now),
  personId,
  channel: 'push',
  template: 'identity.code',
  facts: { code: '482913', words: 'оплата 9 196,61 ₽' },
});

beforeAll(async () => {
  const authority = opensslAuthority();
  const { pem, keyPem } = authority.issue('localhost', { purpose: 'server' });
  service = await startPushService({ key: keyPem, cert: pem });
  open.ports = {
    ...open.ports,
    push: openPushChannel({
      subject: 'mailto:no-reply@portal.example.test',
      hosts: [service.host],
      timeoutMs: 1_000,
      authority: join(authority.dir, 'root.pem'),
    }),
  };
  await job('notifications.sweep');
});
afterAll(() => service.stop());
beforeEach(() => void (world.now = new Date(world.now.getTime() + 3_600_000)));

type Someone = ReturnType<typeof makePerson>;
const fresh = ({ personId, actor }: Someone) =>
  personActor(personId, [], { sessionId: actor.sessionId, steppedUpUntil: new Date(world.now.getTime() + 600_000).toISOString() });
async function connect(person: Someone, { codes = false } = {}) {
  const browser = `browser-${(browsers += 1)}`;
  const subscription = service.subscribe(browser);
  const { id } = await world.run(person.actor, (work) => addPushDevice(work, open.ports.push, subscription));
  if (codes) await world.run(fresh(person), (work) => setPushCodes(work, id, true));
  return {
    id,
    browser,
    subscription,
    shown: () =>
      service.received
        .filter((one) => one.browser === browser)
        .map((one) => ({ ...one, ...(JSON.parse(one.text) as { title: string; text: string; link: string; tag: string; receipt: string }) })),
  };
}
const devices = (person: Someone) => pushDevicesOf({ db: world.db, actor: fresh(person), now: world.now });
const chosen = async (personId: string): Promise<unknown[]> =>
  (
    await sql<{
      event: { kind: string; data: { personId: string; isOn: boolean } };
    }>`select jsonb_array_elements(events) as event from platform.outbox order by id`.execute(world.db)
  ).rows
    .map(({ event }) => event)
    .filter(({ kind, data }) => kind === 'push.codesChosen' && data.personId === personId)
    .map(({ data }) => data.isOn);

test('NTF-1: a notice is pushed to every device of the person, sealed for it and signed by the portal; what is switched off is not', async () => {
  const person = makePerson();
  const [phone, desk] = [await connect(person), await connect(person)];
  await world.run(person.actor, (work) => notify(work, { personIds: [person.personId], kind: 'bill.issued', facts, link: '/bills/1' }));
  await carryOrders();
  for (const device of [phone, desk])
    expect(device.shown()).toMatchObject([
      {
        title: expect.stringContaining('Счёт за октябрь'),
        text: expect.stringContaining('Липовая, 14'),
        link: '/bills/1',
        urgency: 'normal',
        subject: 'mailto:no-reply@portal.example.test',
      },
    ]);
  expect(await deliveries(person.personId)).toMatchObject([
    { channel: 'email', status: 'delivered' },
    { channel: 'push', status: 'delivered', recipient: person.personId },
  ]);
  await world.run(person.actor, (work) => setPreferences(work, [{ kind: 'bill.issued', channel: 'push', isOn: false }]));
  await world.run(person.actor, (work) => notify(work, { personIds: [person.personId], kind: 'bill.issued', facts: { ...facts, period: '2026-11' } }));
  await carryOrders();
  expect(phone.shown()).toHaveLength(1);
});

test('X-3, AUTH-10: a subscription elsewhere, with keys that are none, or an eleventh is refused; twenty at once are one device', async () => {
  const person = makePerson();
  const add = (given: { endpoint: string; p256dh: string; auth: string }) => world.run(person.actor, (work) => addPushDevice(work, open.ports.push, given));
  const good = service.subscribe('many');
  for (const endpoint of ['https://127.0.0.1/push/x', 'http://localhost/push/x', `https://${service.host}.example.test/x`, `https://x@${service.host}/x`, 'x'])
    expect((await refusalOf(add({ ...good, endpoint }))).code).toBe('push.foreign');
  expect((await refusalOf(add({ ...good, p256dh: good.auth }))).fields).toMatchObject([{ pointer: '/p256dh' }]);
  const ids = await Promise.all(Array.from({ length: 20 }, () => add(good)));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  for (let n = 0; n < 9; n++) await connect(person);
  expect((await refusalOf(add(service.subscribe('eleventh')))).code).toBe('push.tooMany');
  expect((await refusalOf(world.run(guest, (work) => addPushDevice(work, open.ports.push, good)))).code).toBe('auth.required');
});

test('X-8, AUTH-11: nobody removes or chooses another’s device; whoever shares the browser takes it over', async () => {
  const [owner, stranger] = [makePerson(), makePerson()];
  const device = await connect(owner);
  expect((await refusalOf(world.run(stranger.actor, (work) => removePushDevice(work, device.id)))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(fresh(stranger), (work) => setPushCodes(work, device.id, true)))).code).toBe('object.notFound');
  await world.run(stranger.actor, (work) => addPushDevice(work, open.ports.push, device.subscription));
  expect([(await devices(owner)).devices.length, (await devices(stranger)).devices.length]).toEqual([0, 1]);
  const [own] = (await devices(stranger)).devices;
  await world.run(stranger.actor, (work) => removePushDevice(work, own!.id));
  expect((await devices(stranger)).devices).toEqual([]);
});

test('AUTH-11, CONF-2: codes go to a device only by a choice with a fresh second proof, and every other channel hears of it', async () => {
  const person = makePerson();
  const device = await connect(person);
  expect((await refusalOf(world.run(person.actor, (work) => setPushCodes(work, device.id, true)))).code).toBe('auth.secondFactor');
  await job('notifications.send-message', code(person.personId));
  expect(device.shown()).toEqual([]);
  expect(await received(person.phone)).toHaveLength(1);
  await world.run(fresh(person), (work) => setPushCodes(work, device.id, true));
  await Promise.all(Array.from({ length: 20 }, () => world.run(fresh(person), (work) => setPushCodes(work, device.id, true))));
  expect(await chosen(person.personId)).toEqual([true]);
  await carryOrders();
  expect(await received(person.email)).toMatchObject([
    { subject: 'Изменился способ входа', text: expect.stringContaining('коды теперь приходят уведомлением') },
  ]);
});

test('CONF-2, AUTH-2: a pushed code says what it confirms; shown in time it goes nowhere else, and is wiped', async () => {
  const person = makePerson();
  const device = await connect(person, { codes: true });
  await connect(person);
  await carryOrders();
  const before = (await received(person.phone)).length;
  await job('notifications.send-message', code(person.personId));
  const [push, ...others] = device.shown().filter(({ title }) => title === 'Код для «Мой дом»');
  expect(push).toMatchObject({ text: 'Код 482913: оплата 9 196,61 ₽. Мой дом. Никому не называйте', urgency: 'high', ttl: 300 });
  expect(others).toEqual([]);
  await takePushReceipt(world.ground, `${push!.receipt.slice(0, -2)}xx`);
  await takePushReceipt(world.ground, 'x');
  expect((await deliveries(person.personId)).find(({ kind }) => kind === 'identity.code')).toMatchObject({ status: 'sending' });
  await takePushReceipt(world.ground, push!.receipt);
  await takePushReceipt(world.ground, push!.receipt);
  world.now = new Date(world.now.getTime() + 30_000);
  await job('notifications.sweep');
  expect((await deliveries(person.personId)).filter(({ kind }) => kind === 'identity.code')).toMatchObject([
    { channel: 'push', status: 'delivered', text: null, short_text: null },
  ]);
  expect(await received(person.phone)).toHaveLength(before);
});

test('CONF-2: a code that no device has shown goes by SMS, and by mail when SMS is down too; a late word does no harm', async () => {
  const person = makePerson({ phone: '+79220001700' });
  const device = await connect(person, { codes: true });
  await carryOrders();
  await job('notifications.send-message', code(person.personId));
  await job('notifications.sweep');
  expect((await received(person.phone)).filter(({ text }) => text.includes('482913'))).toEqual([]);
  world.now = new Date(world.now.getTime() + 9_000);
  await job('notifications.sweep');
  expect((await received(person.phone)).filter(({ text }) => text.includes('482913'))).toHaveLength(1);
  await takePushReceipt(world.ground, device.shown().at(-1)!.receipt);
  // The phone is switched off: the gateway's report says so.
  world.now = new Date(world.now.getTime() + 40_000);
  await job('notifications.sweep');
  expect((await received(person.email)).filter(({ subject }) => subject === 'Код для «Мой дом»')).toHaveLength(1);
  expect((await deliveries(person.personId)).filter(({ kind }) => kind === 'identity.code').map(({ channel, status }) => `${channel} ${status}`)).toEqual([
    'email delivered',
    'push permanent-failure',
    'sms permanent-failure',
  ]);
});

test('CONF-2: a push service that is away or refuses gives way to SMS', async () => {
  const person = makePerson();
  await connect(person, { codes: true });
  await carryOrders();
  const before = (await received(person.phone)).length;
  service.answers.push(503, 503);
  await job('notifications.send-message', code(person.personId));
  world.now = new Date(world.now.getTime() + 3_000);
  await job('notifications.sweep');
  expect(await received(person.phone)).toHaveLength(before + 1);
  service.answers.push(403);
  await job('notifications.send-message', code(person.personId));
  expect(await received(person.phone)).toHaveLength(before + 2);
  await breakStandIn(open.standIns.messagesUrl, { refuse: 1 });
  service.answers.push(403);
  await job('notifications.send-message', code(person.personId));
  expect((await received(person.email)).at(-1)).toMatchObject({ subject: 'Код для «Мой дом»' });
});

test('CONF-2, AUTH-5: a browser that took its subscription back is forgotten, one that was left too; identity hears when the last is gone', async () => {
  const person = makePerson();
  for (let n = 0; n < 2; n++) await connect(person, { codes: true });
  await carryOrders();
  service.answers.push(410, 404);
  await job('notifications.send-message', code(person.personId));
  expect((await devices(person)).devices).toEqual([]);
  expect((await received(person.phone)).at(-1)?.text).toContain('482913');
  expect((await chosen(person.personId)).at(-1)).toBe(false);
  await connect(person, { codes: true });
  const ended = { id: newId(world.now), kind: 'session.ended' as const, at: world.now.toISOString(), data: { sessionIds: [person.actor.sessionId] } };
  await world.run(person.actor, (work) => notificationsModule(open.ports).on!['session.ended']!(work, ended));
  expect((await devices(person)).devices).toEqual([]);
  expect((await chosen(person.personId)).at(-1)).toBe(false);
});

test('CONF-2: where a device takes codes, a confirmation is asked for by push first and the screen says so', async () => {
  const actor = await makeActor(world);
  const ask = () => world.run(actor, (work) => withCode(work, (inner) => requestConfirmation(inner, { purpose: 'test', content: {}, words: 'проверка' })));
  const choose = (isOn: boolean) =>
    world.run(actor, (work) =>
      identityModule({ publicUrl: new URL('https://dom.example.test'), files: { dir: '', ring: TEST_KEYS, clock: () => world.now } }).on!['push.codesChosen']!(
        work,
        { id: newId(world.now), kind: 'push.codesChosen', at: world.now.toISOString(), data: { personId: actor.personId, isOn } },
      ),
    );
  await choose(true);
  const asked = await ask();
  expect(asked.answer).toMatchObject({ channel: 'push', sentTo: 'уведомление на ваше устройство, а если не дойдёт, СМС' });
  expect(asked.order.payload).toMatchObject({ channel: 'push' });
  await choose(false);
  expect((await ask()).answer.channel).toBe('sms');
});

test('PRIV-4: the key by which push services know the portal is made once and lies sealed', async () => {
  const before = await devices(makePerson());
  await Promise.all(Array.from({ length: 20 }, () => job('notifications.sweep')));
  expect((await devices(makePerson())).publicKey).toBe(before.publicKey);
  expect(Buffer.from(before.publicKey!, 'base64url')).toHaveLength(65);
  const { rows } = await sql<{ sealed: Buffer }>`select sealed from notifications.push_key`.execute(world.db);
  expect(rows).toHaveLength(1);
  expect(rows[0]!.sealed[0]).toBe(world.ground.masterKeys.current);
});
