// Exactly once (PAY-3): whatever is doubled, lost, late, forged or cut off, a paid payment leaves one debit, one entry, one receipt.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { breakStandIn, enterCard, type ReceivedWebhook, until } from '#stand-ins/testing';
import { askCode, draft, look, makePayer, partsOf, type Payer, saveCard, settleUntil as settled, start, useTill } from '#test/factories/payments';
import { useWorld } from '#test/world';

const world = useWorld();
/** What goes wrong between the portal and the acquirer; each is used up by one call. */
const cut = { beforeCall: 0, afterCall: 0, otherSum: 0 };
let orders = 0;
const take = (name: keyof typeof cut): boolean => cut[name] > 0 && Boolean(cut[name]--);
const till = useTill(world, (acquirer) => ({
  ...acquirer,
  async createPayment(wanted) {
    orders += 1;
    if (take('beforeCall')) throw new Error('the process ended before the call');
    const answer = await acquirer.createPayment(wanted);
    if (take('afterCall')) throw new Error('the process ended after the call');
    return answer;
  },
  async getPayment(id) {
    const answer = await acquirer.getPayment(id);
    return answer.kind === 'ok' && take('otherSum') ? { kind: 'ok', value: { ...answer.value, kopecks: answer.value.kopecks - 1n } } : answer;
  },
}));
const GOOD = '2200000000000103';
beforeEach(() => {
  world.now = new Date();
  Object.assign(cut, { beforeCall: 0, afterCall: 0, otherSum: 0 });
});

async function traces(paymentId: string) {
  const { rows } = await sql<{ entries: bigint; receipts: bigint; reserves: bigint; captured: bigint; events: bigint; letters: bigint }>`select
    (select count(*) from ledger.transfer where source_id = ${paymentId} and kind = 'payment') as entries,
    (select count(*) from payments.receipt where payment_id = ${paymentId}) as receipts,
    (select count(*) from ledger.reserve where payment_id = ${paymentId}) as reserves,
    (select count(*) from payments.payment_event where payment_id = ${paymentId} and action = 'captured') as captured,
    (select count(*) from platform.outbox, jsonb_array_elements(events) e where e->>'kind' = 'payment.captured' and e->'data'->>'paymentId' = ${paymentId}) as events,
    (select count(*) from platform.outbox, jsonb_array_elements(jobs) j where j->>'task' = 'payments.mail-receipt' and j->'payload'->>'paymentId' = ${paymentId}) as letters`.execute(
    world.db,
  );
  const answer = await till.acquirer.listPayments(new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10));
  const debits = answer.kind === 'ok' ? answer.value.filter((one) => one.metadata['payment'] === paymentId).length : -1;
  return { debits, ...rows[0]! };
}
const ONCE = { debits: 1, entries: 1n, receipts: 1n, reserves: 0n, captured: 1n, events: 1n, letters: 1n };

const settleUntil = (payer: Payer, id: string, status: string) => settled(world, till, { payer, id, status });

test('PAY-3, X-4: twenty parallel starts with one key and ten more with keys of their own open one payment', async () => {
  const payer = await makePayer(world);
  const { id } = await draft(till, payer);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  const [key, body] = [randomUUID(), { confirmationId, code, frame: true }];
  const press = (own: string) => till.call('POST', `/payments/${id}/start`, { as: payer.actor, key: own, body });
  const answers = await Promise.all([...Array.from({ length: 20 }, () => press(key)), ...Array.from({ length: 10 }, () => press(randomUUID()))]);
  expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual(answers.map(() => [200, undefined]));
  const pages = new Set(answers.map((answer) => answer.body.next?.url));
  await enterCard((await look(till, payer, id)).next.url, GOOD);
  await settleUntil(payer, id, 'paid');
  expect([...pages].filter(Boolean)).toHaveLength(1);
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3, X-4: the same key with another body is refused; a draft asked for twenty times with one key is one draft', async () => {
  const payer = await makePayer(world);
  const key = randomUUID();
  const make = (kopecks: number) => till.call('POST', '/payments', { as: payer.actor, key, body: { parts: partsOf(payer.accounts, kopecks), method: 'card' } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => make(500)));
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  expect(await make(501)).toMatchObject({ status: 422, body: { code: 'key.reused' } });
  const { id } = answers[0]!.body;
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  const begin = (frame: boolean) => till.call('POST', `/payments/${id}/start`, { as: payer.actor, key, body: { confirmationId, code, frame } });
  expect((await begin(true)).status).toBe(200);
  expect(await begin(false)).toMatchObject({ status: 422, body: { code: 'key.reused' } });
  expect((await begin(true)).body.id).toBe(id);
});

test.each([
  ['the answer of the acquirer is lost', { answersLost: 1 }],
  ['the acquirer fails after the work', { failedAfter: 1 }],
  ['the acquirer answers too late', { answerDelayMs: 1_800 }],
])('PAY-3, PAY-9: %s: the payment is unknown, then found by the same key and paid once', async (_what, faults) => {
  const payer = await makePayer(world);
  await breakStandIn(till.bank.acquirerUrl, faults);
  const started = await start(till, payer);
  expect(started).toMatchObject({ status: 'unknown', words: { word: 'Уточняем у банка' }, next: null });
  await breakStandIn(till.bank.acquirerUrl, { answerDelayMs: 0 });
  const waiting = await settleUntil(payer, started.id, 'waiting');
  await enterCard(waiting.next.url, GOOD);
  await settleUntil(payer, started.id, 'paid');
  expect(await traces(started.id)).toEqual(ONCE);
});

test.each([['beforeCall'], ['afterCall']] as const)(
  'PAY-3: the process ends %s of the acquirer: the debt stays reserved, the clock goes on, one of everything',
  async (where) => {
    const payer = await makePayer(world);
    const { id } = await draft(till, payer);
    const { confirmationId, code } = await askCode(till, payer.actor, id);
    cut[where] = 1;
    const broken = await till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } });
    expect([broken.status, broken.body.code]).toEqual([500, 'server.failed']);
    expect((await look(till, payer, id)).status).toBe('starting');
    expect((await traces(id)).reserves).toBe(1n);
    const waiting = await settleUntil(payer, id, 'waiting');
    await enterCard(waiting.next.url, GOOD);
    await settleUntil(payer, id, 'paid');
    expect(await traces(id)).toEqual(ONCE);
  },
);

test('PAY-3: the process ends before the acquirer’s answer is kept, and the payer presses again: the same payment goes on', async () => {
  const payer = await makePayer(world);
  const { id } = await draft(till, payer);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  cut.afterCall = 1;
  const [key, body] = [randomUUID(), { confirmationId, code, frame: true }];
  await till.call('POST', `/payments/${id}/start`, { as: payer.actor, key, body });
  const again = await till.call('POST', `/payments/${id}/start`, { as: payer.actor, key, body });
  expect(again.body.status).toBe('waiting');
  await enterCard(again.body.next.url, GOOD);
  await settleUntil(payer, id, 'paid');
  expect(await traces(id)).toEqual(ONCE);
});

/** A paid payment and the webhook that tells of it. */
async function paidAtTheBank(payer: Payer): Promise<{ id: string; hook: ReceivedWebhook }> {
  const started = await start(till, payer);
  await enterCard(started.next.url, GOOD);
  const hook = await until(() =>
    till.hooks.webhooks.find((one) => (one.object as unknown as { metadata: { payment: string } }).metadata.payment === started.id),
  );
  world.now = new Date();
  return { id: started.id, hook };
}
const readBacks = async (acquirerId: string) => (await till.orders('payments.read-back')).filter((order) => order.payload.acquirerId === acquirerId);

test('PAY-3, PAY-9: the same webhook five times makes one reading, and ten readings at once with the clock’s job one entry', async () => {
  const payer = await makePayer(world);
  const { id, hook } = await paidAtTheBank(payer);
  expect(await Promise.all(Array.from({ length: 5 }, () => till.deliver(hook)))).toEqual([200, 200, 200, 200, 200]);
  const orders = await readBacks(hook.object.id);
  expect(orders).toHaveLength(1);
  world.now = new Date(world.now.getTime() + 60_000);
  await Promise.all([
    ...Array.from({ length: 10 }, () => till.job('payments.read-back', orders[0]!.payload)),
    till.job('payments.settle'),
    till.job('payments.settle'),
  ]);
  expect((await look(till, payer, id)).status).toBe('paid');
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3, PAY-9: a webhook that comes after the clock has settled the payment changes nothing', async () => {
  const payer = await makePayer(world);
  const { id, hook } = await paidAtTheBank(payer);
  const paid = await settleUntil(payer, id, 'paid');
  world.now = new Date();
  expect(await till.deliver(hook)).toBe(200);
  await till.job('payments.read-back', { acquirerId: hook.object.id });
  expect((await look(till, payer, id)).version).toBe(paid.version);
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3: a webhook that comes before the answer of the start was kept finds the payment by our own number', async () => {
  const payer = await makePayer(world);
  const { id } = await draft(till, payer);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  cut.afterCall = 1;
  await till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } });
  const known = await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', id).executeTakeFirstOrThrow();
  expect(known.acquirer_id).toBeNull();
  const waiting = await settleUntil(payer, id, 'waiting');
  const { acquirer_id: acquirerId } = await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', id).executeTakeFirstOrThrow();
  // As if the answer had never been kept: the hint is the first to tell the acquirer's number.
  await world.db.updateTable('payments.payment').set({ acquirer_id: null, status: 'unknown' }).where('id', '=', id).execute();
  await enterCard(waiting.next.url, GOOD);
  await till.job('payments.read-back', { acquirerId });
  expect((await look(till, payer, id)).status).toBe('paid');
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3, PAY-9: a forged, unsigned, changed or old webhook is refused and orders nothing', async () => {
  const payer = await makePayer(world);
  const { id, hook } = await paidAtTheBank(payer);
  const forged: ReceivedWebhook[] = [
    { ...hook, rawBody: hook.rawBody.replace('"payment.succeeded"', '"payment.canceled"') },
    { ...hook, headers: { ...hook.headers, 'webhook-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` } },
    { ...hook, headers: { 'content-type': 'application/json' } },
  ];
  for (const one of forged) expect(await till.deliver(one)).toBe(401);
  world.now = new Date(Date.now() + 6 * 60_000);
  expect(await till.deliver(hook)).toBe(401);
  expect(await readBacks(hook.object.id)).toEqual([]);
  expect((await look(till, payer, id)).status).toBe('waiting');
});

test('PAY-3, PAY-9: the person closes the page, no webhook ever comes: the clock finds the money', async () => {
  const payer = await makePayer(world);
  await breakStandIn(till.bank.acquirerUrl, { webhooksDropped: 5 });
  const started = await start(till, payer);
  await enterCard(started.next.url, GOOD);
  await settleUntil(payer, started.id, 'paid');
  expect(till.hooks.webhooks).toEqual([]);
  expect(await traces(started.id)).toEqual(ONCE);
});

test('PAY-3, PAY-9: the bank of the card is silent: the payment is shown as being clarified, asked about with growing pauses, and ends paid', async () => {
  const payer = await makePayer(world);
  await breakStandIn(till.bank.acquirerUrl, { processingMs: 1_500 });
  const started = await start(till, payer);
  await enterCard(started.next.url, '2200000000000905');
  world.now = new Date(world.now.getTime() + 60_000);
  await till.job('payments.settle');
  expect(await look(till, payer, started.id)).toMatchObject({
    status: 'unknown',
    words: { says: expect.stringContaining('Второй раз платить не нужно') },
    decline: null,
  });
  const askAt = async () =>
    Date.parse((await world.db.selectFrom('payments.payment').select('ask_at').where('id', '=', started.id).executeTakeFirstOrThrow()).ask_at!);
  const pauses: number[] = [];
  for (let times = 0; times < 3; times++) {
    world.now = new Date(await askAt());
    await till.job('payments.settle');
    pauses.push((await askAt()) - world.now.getTime());
  }
  expect(pauses).toEqual([15_000, 30_000, 30_000]);
  await settleUntil(payer, started.id, 'paid');
  expect(await traces(started.id)).toEqual(ONCE);
});

test('PAY-3, ACC-1: booking breaks off in the middle: nothing of it stays, and the clock books it whole', async () => {
  const payer = await makePayer(world);
  const { id } = await paidAtTheBank(payer);
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  // The receipt is written after the entry: the entry must go with it.
  await owner.query(`create function payments.break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$`);
  await owner.query('create trigger break_off before insert on payments.receipt for each row execute function payments.break_off()');
  world.now = new Date(world.now.getTime() + 60_000);
  await till.job('payments.settle');
  expect((await look(till, payer, id)).status).toBe('waiting');
  expect(await traces(id)).toEqual({ debits: 1, entries: 0n, receipts: 0n, reserves: 1n, captured: 0n, events: 0n, letters: 0n });
  await owner.query('drop trigger break_off on payments.receipt');
  await owner.end();
  await settleUntil(payer, id, 'paid');
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3: an answer about another sum is never booked: the payment stays open until the truth comes', async () => {
  const payer = await makePayer(world);
  const { id, hook } = await paidAtTheBank(payer);
  cut.otherSum = 1;
  await till.job('payments.read-back', { acquirerId: hook.object.id });
  expect((await look(till, payer, id)).status).toBe('unknown');
  expect((await traces(id)).entries).toBe(0n);
  await settleUntil(payer, id, 'paid');
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3, ACC-1: the application cannot rewrite the history of a payment', async () => {
  await expect(sql`update payments.payment_event set action = 'captured'`.execute(world.db)).rejects.toThrow(/permission denied/);
  await expect(sql`delete from payments.payment_event`.execute(world.db)).rejects.toThrow(/permission denied/);
  await expect(sql`update payments.receipt set number = 'X'`.execute(world.db)).rejects.toThrow(/permission denied/);
});

const startingOf = async ({ actor }: Payer): Promise<string> =>
  (
    await world.db
      .selectFrom('payments.payment')
      .select('id')
      .where('person_id', '=', actor.personId)
      .where('status', '=', 'starting')
      .executeTakeFirstOrThrow()
  ).id;

test('PAY-3: more than a day after the order the acquirer has forgotten its key: nothing is ordered again, the payment is found in its lists', async () => {
  const payer = await makePayer(world, [100_100]);
  const { id: methodId } = await saveCard(world, till, payer);
  world.now = new Date();
  cut.afterCall = 1;
  await expect(start(till, payer, { savedMethodId: methodId })).rejects.toThrow();
  const id = await startingOf(payer);
  const ordered = orders;
  world.now = new Date(world.now.getTime() + 30 * 3_600_000);
  await till.job('payments.settle');
  expect((await look(till, payer, id)).status).toBe('paid');
  expect(orders).toBe(ordered);
  expect(await traces(id)).toEqual(ONCE);
});

test('PAY-3: an order that never reached the acquirer is not sent a day later: the payment is declined and its debt free', async () => {
  const payer = await makePayer(world, [100_100]);
  const { id: methodId } = await saveCard(world, till, payer);
  world.now = new Date();
  cut.beforeCall = 1;
  await expect(start(till, payer, { savedMethodId: methodId })).rejects.toThrow();
  const id = await startingOf(payer);
  const ordered = orders;
  world.now = new Date(world.now.getTime() + 30 * 3_600_000);
  await till.job('payments.settle');
  expect((await look(till, payer, id)).status).toBe('declined');
  expect(orders).toBe(ordered);
  expect(await traces(id)).toMatchObject({ debits: 0, entries: 0n, reserves: 0n });
});
