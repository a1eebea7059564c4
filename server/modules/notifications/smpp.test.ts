import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StandIns } from '#stand-ins/main';
import { breakStandIn, startPortal, startTestStandIns, testSecrets, until, type Portal } from '#stand-ins/testing';
import type { SmsDelivery } from './sms-channel.ts';
import { openSmppChannel, readReceipt, splitSms } from './smpp-channel.ts';
import { LineDown, openSmppLine } from './smpp-line.ts';

let portal: Portal;
let standIns: StandIns;
const kept = new Map<string, SmsDelivery>();
const receipts = { keep: async (id: string, delivery: SmsDelivery) => void kept.set(id, delivery), find: async () => kept };
const open: { close(): void }[] = [];
const openSmpp = (password = testSecrets.smsKey, more: Partial<Parameters<typeof openSmppChannel>[0]> = {}) => {
  const channel = openSmppChannel({ url: standIns.smppUrl, systemId: testSecrets.smsLogin, password, sender: 'MOIDOM', timeoutMs: 400, ...more }, receipts);
  open.push(channel);
  return channel;
};
const listed = async (to: string) => (await (await fetch(`${standIns.messagesUrl}?to=${to}`)).json()) as { text: string }[];
const referenceOf = (result: { outcome: string; reference?: string }) => result.reference ?? `not accepted: ${JSON.stringify(result)}`;

beforeAll(async () => {
  portal = await startPortal();
  standIns = await startTestStandIns(portal);
});
afterAll(async () => {
  for (const channel of open) channel.close();
  await standIns.stop();
  await portal.stop();
});

test('NTF-1, INTEG-1: a Russian message and a long one of several parts arrive whole over SMPP, and the receipts tell of each', async () => {
  const channel = openSmpp();
  const long = 'Уважаемый жилец, завтра отключат воду 🚰. '.repeat(6);
  const short = await channel.send({ id: 'a', to: '79000000011', text: 'Код 482913: вход. Мой дом' });
  const parts = await channel.send({ id: 'b', to: '79000000012', text: long });
  const off = await channel.send({ id: 'c', to: '79000000100', text: 'x' });
  expect(referenceOf(parts).split(' ')).toHaveLength(4);
  expect(await listed('79000000011')).toMatchObject([{ text: 'Код 482913: вход. Мой дом' }]);
  expect(await listed('79000000012')).toMatchObject([{ text: long }]);
  const asked = [
    { id: 'a', to: '', reference: referenceOf(short) },
    { id: 'b', to: '', reference: referenceOf(parts) },
    { id: 'c', to: '', reference: referenceOf(off) },
  ];
  await until(async () => [...(await channel.statuses(asked)).values()].join() === 'delivered,delivered,failed');
});

test('NTF-1: what the centre refuses has its meaning: a wrong number for good, a full line for now, a wrong password ours to mend', async () => {
  const channel = openSmpp();
  const sms = { id: 'd', to: '79000000013', text: 'x' };
  expect(await channel.send({ ...sms, to: '123' })).toMatchObject({ outcome: 'permanent' });
  await breakStandIn(standIns.messagesUrl, { serverError: 1 });
  expect(await channel.send(sms)).toMatchObject({ outcome: 'temporary' });
  await breakStandIn(standIns.messagesUrl, { timeOut: 1 });
  expect(await channel.send(sms)).toEqual({ outcome: 'temporary', why: 'the centre does not answer' });
  expect(await channel.send(sms)).toMatchObject({ outcome: 'accepted' });
  expect(await openSmpp('wrong').send(sms)).toMatchObject({ outcome: 'configuration' });
});

test('NTF-1: a line that breaks in the middle fails what was on its way for now, and the next message binds anew', async () => {
  const channel = openSmpp();
  await breakStandIn(standIns.messagesUrl, { answersLost: 1 });
  expect(await channel.send({ id: 'e', to: '79000000014', text: 'x' })).toEqual({ outcome: 'temporary', why: 'the line broke' });
  expect(await channel.send({ id: 'e', to: '79000000014', text: 'x' })).toMatchObject({ outcome: 'accepted' });
});

test('NTF-1: a centre that is away is not called again in the pause: the message may give way at once', async () => {
  const closed = createServer((socket) => socket.destroy());
  await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
  const line = openSmppLine(
    { url: `smpp://127.0.0.1:${(closed.address() as { port: number }).port}`, systemId: 'x', password: 'x', timeoutMs: 400 },
    async () => {},
  );
  const [first, second] = [await line.wake().catch((error: Error) => error), await line.wake().catch((error: Error) => error)];
  expect(first).toBeInstanceOf(LineDown);
  expect(second).toBe(first);
  await new Promise((done) => closed.close(done));
});

test('NTF-1: a line on which nobody answers any more is found by asking and given up', async () => {
  let isDeaf = false;
  const through = createServer((client) => {
    const centre = new URL(standIns.smppUrl);
    const server = connect(Number(centre.port), centre.hostname);
    client.on('data', (bytes) => !isDeaf && server.write(bytes));
    server.on('data', (bytes) => client.write(bytes));
    client.on('close', () => server.destroy()).on('error', () => {});
    server.on('error', () => {});
  });
  await new Promise<void>((done) => through.listen(0, '127.0.0.1', done));
  const channel = openSmpp(undefined, { url: `smpp://127.0.0.1:${(through.address() as { port: number }).port}`, aliveMs: 30, timeoutMs: 200 });
  expect(await channel.send({ id: 'g', to: '79000000016', text: 'x' })).toMatchObject({ outcome: 'accepted' });
  isDeaf = true;
  const connections = () => new Promise<number>((done) => through.getConnections((_error, count) => done(count)));
  await until(async () => (await connections()) === 0);
  isDeaf = false;
  expect(await channel.send({ id: 'h', to: '79000000016', text: 'y' })).toMatchObject({ outcome: 'accepted' });
  channel.close();
  through.close();
});

test('NTF-1: a hundred messages at once go through a window of four, each once', async () => {
  const channel = openSmpp(undefined, { window: 4, timeoutMs: 5_000 });
  const results = await Promise.all(Array.from({ length: 100 }, (_, number) => channel.send({ id: `w${number}`, to: '79000000017', text: `№ ${number}` })));
  expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  expect(new Set((await listed('79000000017')).map(({ text }) => text)).size).toBe(100);
});

test('NTF-1: parts hold 67 letters, never half a sign, and a repeat carries the same number', () => {
  const text = `${'я'.repeat(66)}🚰${'я'.repeat(70)}`;
  const parts = splitSms(text, 'one');
  expect(parts.map(({ message }) => message).join('')).toBe(text);
  expect(parts.map(({ message }) => message.length)).toEqual([66, 67, 5]);
  expect(parts.map(({ udh }) => [...udh!.subarray(4)])).toEqual([
    [3, 1],
    [3, 2],
    [3, 3],
  ]);
  expect(splitSms(text, 'one')).toEqual(parts);
  expect(splitSms('я'.repeat(70), 'one')).toEqual([{ message: 'я'.repeat(70) }]);
});

test('NTF-1: a receipt is read by its fields or by its text; a message from a phone is none', () => {
  const text = (message: string) => ({ short_message: { message } });
  expect(readReceipt({ esm_class: 4, receipted_message_id: 'a1', message_state: 2, ...text('') })).toEqual({ messageId: 'a1', delivery: 'delivered' });
  expect(readReceipt({ esm_class: 4, ...text('id:a1 sub:001 dlvrd:000 stat:EXPIRED err:000 text:') })).toEqual({ messageId: 'a1', delivery: 'failed' });
  expect(readReceipt({ esm_class: 4, ...text('stat:DELIVRD') })).toBeUndefined();
  expect(readReceipt({ esm_class: 0, ...text('id:a1 stat:DELIVRD') })).toBeUndefined();
});
