// Reconciliation of a day (PAY-7) against the acquirer's stand-in: what agrees, each planted fault, kills, and who sees what.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { PORTAL_PART } from '#contract/reconciliation';
import type { Acquirer } from '#modules/payments';
import { reconcileDay, reconciliationModule } from '#modules/reconciliation';
import type { Person } from '#platform/actor';
import { addDays, dayIn } from '#platform/time';
import { breakStandIn, enterCard, until } from '#stand-ins/testing';
import { makeActor } from '#test/factories/identity';
import { look, makePayer, type Payer, people, start, useTill } from '#test/factories/payments';
import { useWorld } from '#test/world';
import { DayTaken, readLists, takeDay } from './read-lists.ts';

const TRANSFER_INN = '6670000021';
const world = useWorld();
/** Calls of the acquirer's lists, and after how many of them the process ends. */
const lists = { calls: [] as string[], endAfter: Infinity };
const counted = (name: string) => {
  lists.calls.push(name);
  if (lists.calls.length > lists.endAfter) throw new Error('the process ended');
};
const wrap = (acquirer: Acquirer): Acquirer => ({
  ...acquirer,
  pageOfPayments: (day, cursor) => (counted('payments'), acquirer.pageOfPayments(day, cursor)),
  pageOfRefunds: (day, cursor) => (counted('refunds'), acquirer.pageOfRefunds(day, cursor)),
});
const till = useTill(world, wrap, ({ acquirer, typesetter }) => [reconciliationModule({ acquirer, typesetter, transferInn: TRANSFER_INN })]);
beforeEach(() => {
  world.now = new Date();
  Object.assign(lists, { calls: [], endAfter: Infinity });
});

const today = () => dayIn('Europe/Moscow', new Date());
const reconcile = () => reconcileDay({ acquirer: till.acquirer }, world.ground, today());
const takeAtBank = async (payer: Payer, kopecks?: number) => {
  const started = await start(till, payer, kopecks === undefined ? {} : { kopecks });
  await enterCard(started.next.url, '2200000000000103');
  return started.id as string;
};
async function pay(payer: Payer, kopecks?: number): Promise<string> {
  const id = await takeAtBank(payer, kopecks);
  await until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    return (await look(till, payer, id)).status === 'paid';
  });
  world.now = new Date();
  return id;
}
const acquirerIdOf = async (id: string): Promise<string> =>
  (await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', id).executeTakeFirstOrThrow()).acquirer_id!;
const organizationOf = (payer: Payer, n = 0) => payer.accounts[n]!.organizationId;
const open = async (organizationId: string) =>
  (
    await world.db
      .selectFrom('reconciliation.difference')
      .select(['kind', 'our_kopecks', 'their_kopecks'])
      .where('organization_id', '=', organizationId)
      .where('status', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map((one) => [one.kind, one.our_kopecks, one.their_kopecks]);
const part = (organizationId: string) =>
  world.db.selectFrom('reconciliation.part').selectAll().where('organization_id', '=', organizationId).where('day', '=', today()).executeTakeFirstOrThrow();
async function makeAccountant(organizationId: string): Promise<Person> {
  const actor = await makeActor(world, [{ role: 'accountant', organizationId }]);
  people.set(actor.personId, actor);
  return actor;
}

test('PAY-7: a day that agrees: sums of each payee, refunds and fees; compared again by twenty at once it is the same', async () => {
  const payer = await makePayer(world, [100_000, 50_000]);
  const id = await pay(payer);
  const accountant = await makeAccountant(organizationOf(payer));
  await till.call('POST', `/work/payments/${id}/refunds`, {
    as: accountant,
    body: { accountId: payer.accounts[0]!.accountId, kopecks: 30_000, leftKopecks: 100_000, reopensKopecks: 30_000, reason: 'Ошибка в сумме' },
  });
  expect(await reconcile()).toBe(true);
  const first = await part(organizationOf(payer));
  expect(first).toMatchObject({
    count: 1,
    our_kopecks: 100_000n,
    their_kopecks: 100_000n,
    our_refund_kopecks: 30_000n,
    their_refund_kopecks: 30_000n,
    fee_kopecks: 1_200n,
    bank_kopecks: null,
  });
  expect(await part(organizationOf(payer, 1))).toMatchObject({ our_kopecks: 50_000n, their_kopecks: 50_000n, fee_kopecks: 600n });
  const answers = await Promise.all(Array.from({ length: 20 }, reconcile));
  expect(answers).toContain(true);
  expect(await part(organizationOf(payer))).toMatchObject({ ...first, compared_at: expect.any(String) });
  expect([await open(organizationOf(payer)), await open(organizationOf(payer, 1))]).toEqual([[], []]);
  expect((await till.call('GET', '/work/reconciliation', { as: accountant })).body).toMatchObject({
    count: 1,
    rows: [{ state: 'waiting', open: 0, ourKopecks: 100_000 }],
  });
});

test('PAY-7, PAY-9: planted: a hidden payment, another sum, a refund by hand and a second debit are each found, told once, and gone when they agree again', async () => {
  const [hidden, other, returned, doubled] = [
    await makePayer(world, [10_000]),
    await makePayer(world, [20_000]),
    await makePayer(world, [30_000]),
    await makePayer(world, [40_000]),
  ];
  const accountant = await makeAccountant(organizationOf(hidden));
  const ids = [await pay(hidden), await pay(other), await pay(returned), await pay(doubled)];
  const [hiddenPayment, otherSumOf, returnedAt] = [await acquirerIdOf(ids[0]!), await acquirerIdOf(ids[1]!), await acquirerIdOf(ids[2]!)];
  await breakStandIn(till.bank.acquirerUrl, { hiddenPayment, otherSumOf });
  await till.acquirer.refund({ key: randomUUID(), paymentId: returnedAt, kopecks: 5_000n }); // in the acquirer's own cabinet
  await payElsewhere(40_000n, { payment: ids[3]! });
  await reconcile();
  await reconcile();
  expect(await open(organizationOf(hidden))).toEqual([['missing', 10_000n, null]]);
  expect(await open(organizationOf(other))).toEqual([['sum', 20_000n, 20_100n]]);
  expect(await open(organizationOf(returned))).toEqual([['refundExtra', null, 5_000n]]);
  expect(await open(organizationOf(doubled))).toEqual([['doubleDebit', 40_000n, 40_000n]]);
  const told = (await till.orders('notifications.notify')).filter(
    (order) => order.payload.kind === 'reconciliation.differs' && order.payload.personIds.includes(accountant.personId),
  );
  expect(told).toMatchObject([{ payload: { facts: { count: 1, onDay: today() }, link: `/work/reconciliation/${organizationOf(hidden)}/${today()}` } }]);
  await breakStandIn(till.bank.acquirerUrl, { hiddenPayment: '', otherSumOf: '' });
  await reconcile();
  expect([await open(organizationOf(hidden)), await open(organizationOf(other))]).toEqual([[], []]);
  expect((await till.call('GET', '/work/reconciliation/differences', { as: accountant })).body.rows).toMatchObject([{ kind: 'missing', status: 'gone' }]);
});

/** A payment that the shop's account took without our order, or under another key. */
async function payElsewhere(kopecks: bigint, metadata: Record<string, string> = {}): Promise<string> {
  const made = await till.acquirer.createPayment({
    key: randomUUID(),
    kopecks,
    description: 'Мимо портала',
    returnUrl: 'https://portal.example.test/',
    method: 'card',
    frame: true,
    metadata,
  });
  if (made.kind !== 'ok') throw new Error(made.detail);
  await enterCard(made.value.next!.url, '2200000000000103');
  return made.value.id;
}

test('PAY-7, PAY-9: planted: an extra payment at the acquirer is the operator’s; given back there, it needs nobody any more', async () => {
  const acquirerId = await payElsewhere(77_700n);
  await reconcile();
  const extra = () =>
    world.db
      .selectFrom('reconciliation.difference')
      .select(['kind', 'their_kopecks', 'status'])
      .where('organization_id', '=', PORTAL_PART)
      .where('acquirer_id', '=', acquirerId)
      .execute();
  expect(await extra()).toEqual([{ kind: 'extra', their_kopecks: 77_700n, status: 'open' }]);
  await till.acquirer.refund({ key: randomUUID(), paymentId: acquirerId, kopecks: 77_700n });
  await reconcile();
  expect(await extra()).toEqual([{ kind: 'extra', their_kopecks: 77_700n, status: 'gone' }]);
});

test('PAY-3, PAY-7: money that the acquirer took and nobody told us of is read back and booked once; what ended here stays a difference', async () => {
  const [late, ended] = [await makePayer(world, [11_000]), await makePayer(world, [12_000])];
  await breakStandIn(till.bank.acquirerUrl, { webhooksDropped: 99 });
  const ids = [await takeAtBank(late), await takeAtBank(ended)];
  await world.db.updateTable('payments.payment').set({ status: 'expired' }).where('id', '=', ids[1]!).execute();
  world.now = new Date();
  await reconcile();
  expect((await look(till, late, ids[0]!)).status).toBe('paid');
  expect(await part(organizationOf(late))).toMatchObject({ our_kopecks: 11_000n, their_kopecks: 11_000n, count: 1 });
  expect(await open(organizationOf(late))).toEqual([]);
  expect(await open(organizationOf(ended))).toEqual([['state', 0n, 12_000n]]);
});

test('PAY-7: killed after any page the reading goes on from there; the acquirer silent, it is tried again', async () => {
  const payer = await makePayer(world, [13_000]);
  await pay(payer);
  lists.endAfter = 1;
  await expect(reconcile()).rejects.toThrow('the process ended');
  expect(lists.calls).toEqual(['payments', 'refunds']);
  Object.assign(lists, { calls: [], endAfter: Infinity });
  expect(await reconcile()).toBe(true);
  expect(lists.calls).toEqual(['refunds']);
  expect(await part(organizationOf(payer))).toMatchObject({ our_kopecks: 13_000n, their_kopecks: 13_000n });
  await breakStandIn(till.bank.acquirerUrl, { refusedBefore: 1 });
  await expect(reconcile()).rejects.toThrow('did not give its list');
  expect(await reconcile()).toBe(true);
});

test('PAY-7: a process thought dead loses the day: it stops at its next page, and the other ends it once', async () => {
  const payer = await makePayer(world, [14_000]);
  await pay(payer);
  const slow = (await takeDay(world.ground, today()))!;
  expect(await reconcile()).toBe(false);
  world.now = new Date(world.now.getTime() + 61_000);
  expect(await reconcile()).toBe(true);
  await expect(readLists(till.acquirer, world.ground, slow)).rejects.toThrow(DayTaken);
  expect(await part(organizationOf(payer))).toMatchObject({ their_kopecks: 14_000n });
  expect(await open(organizationOf(payer))).toEqual([]);
});

async function differing(): Promise<{ payer: Payer; accountant: Person; difference: { id: string; version: number }; organizationId: string }> {
  const payer = await makePayer(world, [15_000]);
  const id = await pay(payer);
  await breakStandIn(till.bank.acquirerUrl, { hiddenPayment: await acquirerIdOf(id) });
  await reconcile();
  const organizationId = organizationOf(payer);
  const accountant = await makeAccountant(organizationId);
  const { body } = await till.call('GET', `/work/reconciliation/${organizationId}/${today()}`, { as: accountant });
  return { payer, accountant, difference: body.differences[0], organizationId };
}

test('PAY-7, X-8: the accountant sees the own part, another’s and the payer nothing, the operator all and closes nobody’s money', async () => {
  const { payer, accountant, difference, organizationId } = await differing();
  const stranger = await makeAccountant(organizationOf(await makePayer(world)));
  const operator = await makeActor(world, [{ role: 'operator' }]);
  people.set(operator.personId, operator);
  const at = `/work/reconciliation/${organizationId}/${today()}`;
  expect((await till.call('GET', at, { as: accountant })).body).toMatchObject({
    state: 'differs',
    ourKopecks: 15_000,
    theirKopecks: 0,
    differences: [{ kind: 'missing', can: { note: true } }],
  });
  expect((await till.call('GET', at, { as: stranger })).status).toBe(404);
  expect((await till.call('GET', '/work/reconciliation', { as: stranger })).body.count).toBe(0);
  expect((await till.call('GET', at, { as: payer.actor })).status).toBe(403);
  expect((await till.call('GET', at, { as: operator })).body.differences).toMatchObject([{ can: { note: false } }]);
  const body = { version: difference.version, note: 'Банк подтвердил', close: true };
  expect((await till.call('POST', `/work/reconciliation/differences/${difference.id}`, { as: stranger, body })).status).toBe(404);
  expect((await till.call('POST', `/work/reconciliation/differences/${difference.id}`, { as: operator, body })).body.code).toBe('access.denied');
  const csv = await till.call('GET', '/work/reconciliation/export?format=csv', { as: accountant });
  expect(csv.body.toString()).toContain('Расходится');
  const pdf = await till.call('GET', `/work/reconciliation/differences/export?format=pdf&dayFrom=${today()}`, { as: accountant });
  expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
});

test('PAY-7, X-4: a note stays a note, twenty close it once, a closed one stays closed when it is found again', async () => {
  const { accountant, difference, organizationId } = await differing();
  const write = (body: object, key = randomUUID()) =>
    till.call('POST', `/work/reconciliation/differences/${difference.id}`, {
      as: accountant,
      key,
      body: { version: difference.version, note: 'Спросили банк', close: false, ...body },
    });
  expect(await write({ note: '   ' })).toMatchObject({ status: 422, body: { fields: [{ pointer: '/note' }] } });
  const key = randomUUID();
  expect(await write({}, key)).toMatchObject({ status: 200, body: { status: 'open', note: 'Спросили банк', version: 2 } });
  expect((await write({}, key)).body.version).toBe(2);
  expect(await write({ note: 'Другое' })).toMatchObject({ status: 409, body: { code: 'object.changed', current: { note: 'Спросили банк' } } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => write({ version: 2, note: 'Банк зачислил на день позже', close: true })));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  expect(new Set(answers.filter((one) => one.status !== 200).map((one) => one.body.code))).toEqual(new Set(['reconciliation.closed']));
  await reconcile();
  expect(await open(organizationId)).toEqual([]);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', difference.id).orderBy('id').execute();
  expect(lines.map((line) => line.action).filter((action) => action !== 'reconciliation.differs')).toEqual(['reconciliation.noted', 'reconciliation.closed']);
});

test('PAY-7: a day may be compared anew by order, one that is not over may not', async () => {
  const accountant = await makeAccountant(organizationOf(await makePayer(world)));
  const order = (day: string) => till.call('POST', '/work/reconciliation/days', { as: accountant, body: { day } });
  world.now = new Date(`${today()}T09:00:00Z`); // in the first hours of a day the night's last day is the one before yesterday
  expect((await order(today())).body.code).toBe('reconciliation.dayNotOver');
  expect((await order(addDays(today(), -1))).status).toBe(200);
  const [ordered] = (await till.orders('reconciliation.day')).slice(-1);
  await till.job('reconciliation.day', ordered!.payload);
  await till.job('reconciliation.night');
  const days = await world.db.selectFrom('reconciliation.day').select(['day', 'status']).where('day', '<', today()).execute();
  expect(days.map((one) => one.status)).toEqual(['done', 'done', 'done']);
});
