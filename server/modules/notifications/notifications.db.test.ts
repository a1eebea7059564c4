import { beforeEach, expect, test } from 'vitest';
import { useNotices } from '#test/factories/notices';
import { guest, refusalOf, useWorld } from '#test/world';
import { newId } from '#platform/ids';
import { readDemoOutbox } from './demo-outbox.ts';
import { notificationsModule, notify, smsReceiptsIn, unreadCount } from './index.ts';
import { noticesOf, preferencesOf } from './notifications.queries.ts';
import { readNotices } from './read-notices.ts';
import { setPreferences } from './set-preferences.ts';
import { letterKind, unsubscribe } from './unsubscribe.ts';

const world = useWorld();
const { open, contacts, makePerson, job, carryOrders, deliveries, received: took } = useNotices(world);
beforeEach(() => void (world.now = new Date(world.now.getTime() + 3_600_000)));
const sweep = () => job('notifications.sweep');
const received = async (to: string | null) => (await readDemoOutbox(open.standIns.messagesUrl, to ?? 'nobody')).messages;
const facts = { period: '2026-10', payKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' };
const code = (more: object) => ({ id: newId(world.now), channel: 'sms', template: 'identity.code', facts: { code: '482913', words: 'вход' }, ...more });
test('NTF-1: a notice stands in the list unread, is told to open pages and goes out by the usual channels, each once', async () => {
  const person = makePerson();
  await world.run(person.actor, (work) => notify(work, { personIds: [person.personId, person.personId], kind: 'bill.issued', facts, link: '/bills/1' }));
  const orders = (await world.db.selectFrom('platform.outbox').selectAll().execute()).flatMap((row) => row.events as { kind: string; audiences: string[] }[]);
  expect(orders).toMatchObject([{ kind: 'notice.made', audiences: [`person:${person.personId}`] }]);
  const jobs = (await world.db.selectFrom('platform.outbox').select('jobs').execute()).flatMap((row) => row.jobs as { task: string; payload: object }[]);
  await carryOrders();
  await Promise.all(jobs.map(({ task, payload }) => job(task, payload))); // delivered again by the queue
  const { list, unread } = await noticesOf(world.db, person.personId, {});
  expect(unread).toBe(1);
  expect(list.rows).toMatchObject([{ title: expect.stringContaining('Счёт за октябрь'), state: 'unread', link: '/bills/1' }]);
  const letters = await received(person.email);
  expect(letters).toHaveLength(1);
  expect(letters[0]!.text).toContain('https://dom.example.test/bills/1');
  expect(await received(person.phone)).toEqual([]);
  expect(await deliveries(person.personId)).toMatchObject([{ status: 'delivered', channel: 'email', attempts: 1 }]);
});

test('NTF-1: what a person switched off does not go out, what he switched on does; legal notices stay on', async () => {
  const person = makePerson();
  await world.run(person.actor, (work) =>
    setPreferences(work, [
      { kind: 'bill.issued', channel: 'email', isOn: false },
      { kind: 'bill.issued', channel: 'sms', isOn: true },
    ]),
  );
  await world.run(person.actor, (work) => notify(work, { personIds: [person.personId], kind: 'bill.issued', facts }));
  await carryOrders();
  expect(await received(person.email)).toEqual([]);
  expect(await received(person.phone)).toHaveLength(1);
  expect((await refusalOf(world.run(person.actor, (work) => setPreferences(work, [{ kind: 'identity.newDevice', channel: 'email', isOn: false }])))).code).toBe(
    'notifications.mayNotSwitchOff',
  );
  const wrong = await refusalOf(world.run(person.actor, (work) => setPreferences(work, [{ kind: 'identity.code', channel: 'sms', isOn: false }])));
  expect(wrong.fields).toMatchObject([{ pointer: '/switches/0/kind' }]);
  const { kinds, email, phone } = await preferencesOf(world.db, person.personId, contacts.get(person.personId));
  expect(kinds.find(({ kind }) => kind === 'bill.issued')!.channels).toEqual([
    { channel: 'email', isOn: false, mayChange: true },
    { channel: 'sms', isOn: true, mayChange: true },
    { channel: 'push', isOn: true, mayChange: true },
  ]);
  expect(email).toMatch(/^p•••@example.test$/);
  expect(phone).not.toContain(person.phone!.slice(5, 10));
  expect(await world.db.selectFrom('platform.journal_line').select('facts').where('person_id', '=', person.personId).execute()).toMatchObject([
    { facts: { 'bill.issued email': false } },
  ]);
});

test('AUTH-2, NTF-1: a code goes out at once, is readable in the demo outbox, and is wiped when its sending is over', async () => {
  const person = makePerson();
  await job('notifications.send-message', code({ personId: person.personId }));
  expect(await received(person.phone)).toMatchObject([{ code: '482913', channel: 'sms' }]);
  for (let i = 0; i < 40 && (await deliveries(person.personId))[0]!.status !== 'delivered'; i++) {
    world.now = new Date(world.now.getTime() + 31_000);
    await sweep();
  }
  const [row] = await deliveries(person.personId);
  expect(row).toMatchObject({ status: 'delivered', text: null, short_text: null });
  expect(
    JSON.stringify(await world.db.selectFrom('notifications.delivery').selectAll().where('is_secret', '=', true).execute(), (_k, value) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain('482913');
  expect((await noticesOf(world.db, person.personId, {})).list.rows).toEqual([]);
});

test('AUTH-1, NTF-1: a code to an address that is not confirmed yet goes there and nowhere else; its letter names the code', async () => {
  await job('notifications.send-message', code({ to: 'new@example.test', channel: 'email' }));
  expect(await received('new@example.test')).toMatchObject([{ code: '482913', subject: 'Код для «Мой дом»' }]);
});

test('CONF-2, NTF-1: a channel that fails for good gives way to the next one', async () => {
  const person = makePerson({ phone: '+79220000000', email: 'spare@example.test' });
  const unknown = makePerson({ email: 'nobody@example.test' });
  await job('notifications.send-message', code({ personId: unknown.personId, channel: 'email' }));
  expect(await received(unknown.phone)).toMatchObject([{ code: '482913' }]);
  expect(await deliveries(unknown.personId)).toMatchObject([{ channel: 'email', status: 'permanent-failure', text: null }, { channel: 'sms' }]);
  // This phone is accepted by the gateway and never reached: the report tells.
  await job('notifications.send-message', code({ personId: person.personId }));
  for (let i = 0; i < 60 && (await deliveries(person.personId)).length < 2; i++) {
    world.now = new Date(world.now.getTime() + 6_000);
    await sweep();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await received('spare@example.test')).toMatchObject([{ code: '482913' }]);
});

test('NTF-1: a busy server is tried again later with the same message, never at once', async () => {
  const person = makePerson({ email: 'busy@example.test' });
  await job('notifications.send-message', code({ personId: person.personId, channel: 'email', template: 'payment.captured', facts: { amountKopecks: 100 } }));
  expect(await deliveries(person.personId)).toMatchObject([{ status: 'temporary-failure', attempts: 1 }]);
  await sweep();
  expect(await deliveries(person.personId)).toMatchObject([{ attempts: 1 }]);
  world.now = new Date(world.now.getTime() + 6_000);
  await sweep();
  expect(await deliveries(person.personId)).toMatchObject([{ status: 'temporary-failure', attempts: 2 }]);
});

test('NTF-1: a message whose sender died on the way is found by the sweeper and sent with its old id', async () => {
  const person = makePerson();
  await job('notifications.send-message', code({ personId: person.personId, channel: 'email', template: 'payment.captured', facts: { amountKopecks: 100 } }));
  await world.db
    .updateTable('notifications.delivery')
    .set({ status: 'sending', reference: null, next_at: world.now.toISOString() })
    .where('person_id', '=', person.personId)
    .execute();
  await sweep();
  expect(await deliveries(person.personId)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
});

test('AUTH-10: not more than twenty SMS a day go to one number, also when ordered at once', async () => {
  const to = '+79225556677';
  await Promise.all(Array.from({ length: 25 }, () => job('notifications.send-message', code({ to }))));
  expect(await received(to)).toHaveLength(20);
  const rows = await world.db
    .selectFrom('notifications.delivery')
    .select(['status', 'text'])
    .where('recipient', '=', to.slice(1))
    .where('status', '=', 'permanent-failure')
    .execute();
  expect(rows).toHaveLength(5);
});

test('NTF-1: the same order ordered twenty times at once is one message', async () => {
  const person = makePerson();
  const order = code({ personId: person.personId });
  await Promise.all(Array.from({ length: 20 }, () => job('notifications.send-message', order)));
  expect(await received(person.phone)).toHaveLength(1);
});

test('X-8, NTF-1: a person reads and marks only their own notices; a guest has none', async () => {
  const [mine, other] = [makePerson(), makePerson()];
  await job('notifications.notify', {
    id: newId(world.now),
    personIds: [mine.personId, other.personId],
    kind: 'payment.captured',
    facts: { amountKopecks: 100 },
  });
  const [theirs] = (await noticesOf(world.db, other.personId, {})).list.rows;
  expect(await world.run(mine.actor, (work) => readNotices(work, [theirs!.id]))).toEqual({ unread: 1 });
  expect(await unreadCount(world.db, other.personId)).toBe(1);
  expect(await world.run(mine.actor, (work) => readNotices(work, undefined))).toEqual({ unread: 0 });
  expect(await unreadCount(world.db, other.personId)).toBe(1);
  expect((await refusalOf(world.run(guest, (work) => readNotices(work, undefined)))).code).toBe('object.notFound');
});

test('NTF-1: a receipt of the message centre is kept for every process, and what is over is not changed by a late one', async () => {
  const receipts = smsReceiptsIn(world.db, () => world.now);
  await receipts.keep('m1', 'onTheWay');
  await receipts.keep('m1', 'delivered');
  await receipts.keep('m1', 'onTheWay');
  await receipts.keep('m1', 'failed');
  expect([...(await receipts.find(['m1', 'm2']))]).toEqual([['m1', 'delivered']]);
});

test('NTF-1, X-8: a usual letter has the one-press way out, which needs no sign-in, is done once and stops that kind only; legal letters and codes have none', async () => {
  const person = makePerson();
  const tell = (n: number) =>
    world.run(person.actor, (work) => notify(work, { personIds: [person.personId], kind: 'bill.issued', facts: { ...facts, payKopecks: n } }));
  await tell(100);
  await world.run(person.actor, (work) =>
    notify(work, { personIds: [person.personId], kind: 'identity.passwordChanged', facts: { at: world.now.toISOString() } }),
  );
  await job('notifications.send-message', code({ personId: person.personId, channel: 'email' }));
  await carryOrders();
  const letters = await took(person.email);
  expect(letters.map(({ subject, unsubscribePost }) => [subject?.slice(0, 4), unsubscribePost ?? null])).toEqual(
    expect.arrayContaining([
      ['Счёт', 'List-Unsubscribe=One-Click'],
      ['Паро', null],
      ['Код ', null],
    ]),
  );
  const address = /^<(https:\/\/dom\.example\.test\/unsubscribe\/([\w.-]+))>$/.exec(letters.find(({ subject }) => subject?.startsWith('Счёт'))!.unsubscribe!)!;
  expect(letters.find(({ subject }) => subject?.startsWith('Счёт'))!.text).toContain(address[1]);
  const token = address[2]!;
  expect(letterKind(world.ground.masterKeys, token)).toEqual({ name: 'Пришёл новый счёт' });
  for (const forged of [`${token.slice(0, -3)}AAA`, token.replace(person.personId, newId(world.now)), 'x', `${person.personId}.bill.issued.`])
    expect((await refusalOf(world.run(guest, (work) => unsubscribe(work, forged)))).code).toBe('object.notFound');
  expect(await Promise.all(Array.from({ length: 20 }, () => world.run(guest, (work) => unsubscribe(work, token))))).toHaveLength(20);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', person.personId)
    .where('action', '=', 'notifications.unsubscribed')
    .execute();
  expect(lines).toHaveLength(1);
  await tell(200);
  await carryOrders();
  expect(await took(person.email)).toHaveLength(3);
  expect((await noticesOf(world.db, person.personId, {})).list.count).toBe(3);
});

test('NTF-1: a letter to a Cyrillic domain arrives', async () => {
  await job('notifications.send-message', code({ to: 'galina@почта.дом.рф', channel: 'email' }));
  expect(await received('galina@почта.дом.рф')).toMatchObject([{ code: '482913' }]);
});

test('NTF-2, AUTH-11: a change of a person’s protection is told by every channel', async () => {
  const person = makePerson();
  await world.run(person.actor, (work) =>
    notificationsModule(open.ports).on!['security.changed']!(work, {
      id: work.id,
      kind: 'security.changed',
      at: world.now.toISOString(),
      data: { personId: person.personId, what: 'password' },
    }),
  );
  await carryOrders();
  expect(await received(person.email)).toMatchObject([{ subject: 'Пароль изменён', code: null }]);
  expect(await received(person.phone)).toHaveLength(1);
});

test('NTF-2: an order of an unknown kind or without its facts fails by name and tells nobody', async () => {
  const person = makePerson();
  await expect(job('notifications.notify', { id: newId(world.now), personIds: [person.personId], kind: 'no.such', facts: {} })).rejects.toThrow(
    /no kind of notice no.such/,
  );
  await expect(job('notifications.notify', { id: newId(world.now), personIds: [person.personId], kind: 'bill.issued', facts: {} })).rejects.toThrow(
    /without period/,
  );
  await expect(job('notifications.send-message', code({ personId: person.personId, channel: 'pigeon' }))).rejects.toThrow(/not as declared/);
  expect(await unreadCount(world.db, person.personId)).toBe(0);
});
