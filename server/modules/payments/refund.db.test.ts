// Refunds by the payee's accountant (PAY-7): whatever is doubled, lost or late, money goes back once and the ledger says so once.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import type { Person } from '#platform/actor';
import { breakStandIn, enterCard, until } from '#stand-ins/testing';
import { newId } from '#platform/ids';
import { dayIn } from '#platform/time';
import { makeActor } from '#test/factories/identity';
import { look, makePayer, type Payer, people, start, useTill } from '#test/factories/payments';
import { portal, useWorld } from '#test/world';
import { settleRefund } from './settle-refund.ts';

const world = useWorld();
const till = useTill(world);
beforeEach(() => void (world.now = new Date()));

async function makeAccountant(organizationId: string): Promise<Person> {
  const actor = await makeActor(world, [{ role: 'accountant', organizationId }]);
  people.set(actor.personId, actor);
  return actor;
}

/** A payer who has paid 1 000,00 ₽ to each of the accounts, and the accountant of the first. */
async function paid(accounts = 1): Promise<{ payer: Payer; id: string; accountant: Person; accountId: string }> {
  const payer = await makePayer(
    world,
    Array.from({ length: accounts }, () => 100_000),
  );
  const started = await start(till, payer);
  await enterCard(started.next.url, '2200000000000103');
  await until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    return (await look(till, payer, started.id)).status === 'paid';
  });
  const { organizationId, accountId } = payer.accounts[0]!;
  return { payer, id: started.id, accountant: await makeAccountant(organizationId), accountId };
}

type Wanted = { accountId: string; kopecks: number; leftKopecks?: number; reopensKopecks?: number; reason?: string };
const giveBack = (
  as: Person,
  id: string,
  { leftKopecks = 100_000, reopensKopecks = 100_000, reason = 'Ошибка в сумме', ...wanted }: Wanted,
  key = randomUUID(),
) => till.call('POST', `/work/payments/${id}/refunds`, { as, key, body: { ...wanted, leftKopecks, reopensKopecks, reason } });
const card = async (as: Person, id: string) => (await till.call('GET', `/work/payments/${id}`, { as })).body;

/** What is left of refunds of a payment, here, in the ledger and at the acquirer. */
async function traces(paymentId: string) {
  const { rows } = await sql<{ done: bigint; ledger: bigint; notices: bigint; events: bigint }>`select
    (select count(*) from payments.refund where payment_id = ${paymentId} and status = 'done') as done,
    (select coalesce(sum(kopecks), 0)::bigint from ledger.transfer where source_id = ${paymentId} and kind = 'refund') as ledger,
    (select count(*) from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'kind' = 'payment.refunded' and j->'payload'->>'link' = ${`/payments/${paymentId}`}) as notices,
    (select count(*) from platform.outbox, jsonb_array_elements(events) e where e->>'kind' = 'payment.refunded' and e->'data'->>'paymentId' = ${paymentId}) as events`.execute(
    world.db,
  );
  const { acquirer_id: acquirerId } = await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', paymentId).executeTakeFirstOrThrow();
  const there = await till.acquirer.getPayment(acquirerId!);
  return { there: there.kind === 'ok' ? there.value.refundedKopecks : -1n, ...rows[0]! };
}
const clock = async (hours = 0) => {
  world.now = new Date(world.now.getTime() + 60_000 + hours * 3_600_000);
  await till.job('payments.refunds');
};
const ledgerFaults = async () => (await checkLedger(world.db)).faults;

test('PAY-7, PAY-8: the accountant gives all back: the debt is open again, the payment is returned, the payer has a notice and the receipt of the refund', async () => {
  const { payer, id, accountant, accountId } = await paid();
  expect(await card(accountant, id)).toMatchObject({
    kopecks: 100_000,
    othersKopecks: 0,
    payer: 'Тестова Анна Сергеевна',
    parts: [{ leftKopecks: 100_000, can: { refund: true } }],
  });
  const answer = await giveBack(accountant, id, { accountId, kopecks: 100_000 });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      parts: [{ refundedKopecks: 100_000, leftKopecks: 0, can: { refund: false } }],
      refunds: [{ status: 'done', kopecks: 100_000, reason: 'Ошибка в сумме' }],
    },
  });
  expect(await traces(id)).toEqual({ there: 100_000n, done: 1n, ledger: 100_000n, notices: 1n, events: 1n });
  const seen = await look(till, payer, id);
  expect(seen).toMatchObject({ status: 'refunded', refunds: [{ status: 'done', kopecks: 100_000 }] });
  expect((await till.call('GET', '/payable-accounts', { as: payer.actor })).body.accounts[0].toPayKopecks).toBe(100_000);
  await until(async () => {
    await clock();
    return (await world.db.selectFrom('payments.refund').select('fiscal_sign').where('payment_id', '=', id).executeTakeFirstOrThrow()).fiscal_sign;
  });
  const pdf = await till.call('GET', `/payments/${id}/refunds/${seen.refunds[0].id}/receipt.pdf`, { as: payer.actor });
  expect([pdf.status, pdf.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  expect((await till.call('GET', `/payments/${id}/refunds/${seen.refunds[0].id}/receipt.pdf`, { as: accountant })).status).toBe(404);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', id).orderBy('id').execute();
  expect(lines.map((line) => line.action)).toEqual(expect.arrayContaining(['refund.ordered', 'refund.done', 'payment.refund', 'refund.receiptRegistered']));
  expect(await ledgerFaults()).toEqual([]);
});

test('PAY-7: in parts: the payment stays paid until the last kopeck, more than is left is refused by name', async () => {
  const { payer, id, accountant, accountId } = await paid();
  expect((await giveBack(accountant, id, { accountId, kopecks: 30_000 })).body.parts[0]).toMatchObject({ refundedKopecks: 30_000, leftKopecks: 70_000 });
  expect((await look(till, payer, id)).status).toBe('paid');
  expect(await giveBack(accountant, id, { accountId, kopecks: 70_001, leftKopecks: 70_000 })).toMatchObject({
    status: 422,
    body: { code: 'payments.refundTooMuch', title: expect.stringContaining('700') },
  });
  expect(await giveBack(accountant, id, { accountId, kopecks: 10_000 })).toMatchObject({
    status: 409,
    body: { code: 'object.changed', current: { leftKopecks: 70_000 } },
  });
  expect((await giveBack(accountant, id, { accountId, kopecks: 70_000, leftKopecks: 70_000 })).status).toBe(200);
  expect((await look(till, payer, id)).status).toBe('refunded');
  expect(await traces(id)).toEqual({ there: 100_000n, done: 2n, ledger: 100_000n, notices: 2n, events: 2n });
  expect(await ledgerFaults()).toEqual([]);
});

test('PAY-8: the receipt of a return is checked by its own number, and that of the payment says how much went back', async () => {
  const { payer, id, accountant, accountId } = await paid();
  const receiptOf = async (number: string) => (await till.call('GET', `/receipts/${number}`)).body;
  await giveBack(accountant, id, { accountId, kopecks: 30_000 });
  const { receipt, refunds, parts } = await look(till, payer, id);
  expect(await receiptOf(receipt.number)).toMatchObject({ valid: true, receipt: { isReturn: false, kopecks: 100_000, refundedKopecks: 30_000 } });
  expect(await receiptOf(refunds[0].receiptNumber)).toMatchObject({
    valid: true,
    receipt: { number: refunds[0].receiptNumber, isReturn: true, kopecks: 30_000, refundedKopecks: 0, payees: [parts[0].payee] },
  });
  await giveBack(accountant, id, { accountId, kopecks: 70_000, leftKopecks: 70_000 });
  expect((await receiptOf(receipt.number)).receipt.refundedKopecks).toBe(100_000);
  await until(async () => {
    await clock();
    return (await receiptOf(refunds[0].receiptNumber)).receipt.fiscal?.sign;
  });
});

test('PAY-7, X-4: twenty at once with keys of their own and twenty with one key give the money back once', async () => {
  const { id, accountant, accountId } = await paid();
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => giveBack(accountant, id, { accountId, kopecks: 60_000 }, n < 20 ? key : randomUUID())),
  );
  expect(new Set(answers.map((one) => one.body.code))).toEqual(
    new Set([undefined, 'object.changed'].filter((code) => answers.some((one) => one.body.code === code))),
  );
  expect(answers.some((one) => one.status === 200)).toBe(true);
  await clock();
  expect(await traces(id)).toEqual({ there: 60_000n, done: 1n, ledger: 60_000n, notices: 1n, events: 1n });
});

test('PAY-7, X-4: the same key again is the same refund, with another sum it is refused', async () => {
  const { id, accountant, accountId } = await paid();
  const key = randomUUID();
  expect((await giveBack(accountant, id, { accountId, kopecks: 1_000 }, key)).status).toBe(200);
  expect((await giveBack(accountant, id, { accountId, kopecks: 1_000 }, key)).body.refunds).toHaveLength(1);
  expect(await giveBack(accountant, id, { accountId, kopecks: 2_000 }, key)).toMatchObject({ status: 422, body: { code: 'key.reused' } });
  expect(await traces(id)).toMatchObject({ there: 1_000n, done: 1n, ledger: 1_000n });
});

test.each([
  ['the answer is lost', { answersLost: 1 }],
  ['the acquirer fails after the work', { failedAfter: 1 }],
  ['the answer is late', { answerDelayMs: 1_800 }],
])('PAY-7, PAY-9: %s: the refund is being clarified, its money is taken off, and it ends once', async (_what, faults) => {
  const { id, accountant, accountId } = await paid();
  await breakStandIn(till.bank.acquirerUrl, faults);
  const answer = await giveBack(accountant, id, { accountId, kopecks: 100_000 });
  expect(answer.body).toMatchObject({ parts: [{ refundedKopecks: 0, leftKopecks: 0 }], refunds: [{ status: 'unknown' }] });
  expect((await traces(id)).ledger).toBe(0n);
  await breakStandIn(till.bank.acquirerUrl, { answerDelayMs: 0 });
  await clock();
  await clock();
  expect(await traces(id)).toEqual({ there: 100_000n, done: 1n, ledger: 100_000n, notices: 1n, events: 1n });
});

test('PAY-7: a day of silence: nothing is ordered again, the refund is found in the acquirer’s list', async () => {
  const { id, accountant, accountId } = await paid();
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  await giveBack(accountant, id, { accountId, kopecks: 40_000 });
  await clock(21);
  expect((await card(accountant, id)).refunds).toMatchObject([{ status: 'done' }]);
  expect(await traces(id)).toMatchObject({ there: 40_000n, done: 1n, ledger: 40_000n });
});

test('PAY-7: a day of silence and nothing in the list: the refund is refused and its money is free again', async () => {
  const { id, accountant, accountId } = await paid();
  await breakStandIn(till.bank.acquirerUrl, { refusedBefore: 1 });
  await giveBack(accountant, id, { accountId, kopecks: 40_000 });
  await clock(21);
  expect(await card(accountant, id)).toMatchObject({ parts: [{ leftKopecks: 100_000 }], refunds: [{ status: 'refused' }] });
  expect(await traces(id)).toMatchObject({ there: 0n, done: 0n, ledger: 0n });
});

test('PAY-7, PAY-3: two refunds of one sum, one of which the acquirer never made: looked for at the same moment, the one that was made is booked once', async () => {
  const { id, accountant, accountId, payer } = await paid();
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  await giveBack(accountant, id, { accountId, kopecks: 30_000 });
  await breakStandIn(till.bank.acquirerUrl, { refusedBefore: 1 });
  await giveBack(accountant, id, { accountId, kopecks: 30_000, leftKopecks: 70_000 });
  const unknown = await world.db.selectFrom('payments.refund').select('id').where('payment_id', '=', id).where('status', '=', 'unknown').execute();
  expect(unknown).toHaveLength(2);
  const { acquirer_id: there } = await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', id).executeTakeFirstOrThrow();
  const listed = await till.acquirer.listRefunds(dayIn('Europe/Moscow', new Date()));
  const made = listed.kind === 'ok' ? listed.value.filter((one) => one.paymentId === there) : [];
  expect(made).toHaveLength(1);
  await Promise.all(
    unknown.map((one) =>
      world.run(portal, (work) =>
        settleRefund(work, { personId: payer.actor.personId, refundId: one.id }, { kind: 'done', acquirerId: made[0]!.id }).then(() => null),
      ),
    ),
  );
  expect(await traces(id)).toEqual({ there: 30_000n, done: 1n, ledger: 30_000n, notices: 1n, events: 1n });
  await clock(21);
  expect(await card(accountant, id)).toMatchObject({ parts: [{ refundedKopecks: 30_000, leftKopecks: 70_000 }] });
  expect((await card(accountant, id)).refunds.map((one: { status: string }) => one.status).sort()).toEqual(['done', 'refused']);
  expect(await traces(id)).toMatchObject({ there: 30_000n, done: 1n, ledger: 30_000n });
});

test('PAY-7: what the acquirer says cannot be done is refused: the ledger stays, the money is free again', async () => {
  const { id, accountant, accountId } = await paid();
  const { acquirer_id: there } = await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', id).executeTakeFirstOrThrow();
  await till.acquirer.refund({ key: randomUUID(), paymentId: there!, kopecks: 100_000n }); // given back in the acquirer's own cabinet
  const answer = await giveBack(accountant, id, { accountId, kopecks: 100_000 });
  expect(answer.body).toMatchObject({ parts: [{ leftKopecks: 100_000 }], refunds: [{ status: 'refused' }] });
  expect((await traces(id)).ledger).toBe(0n);
});

test('PAY-7, SEC-5: another organization’s accountant, the payer and a stranger find nothing; of a common payment each sees the own part', async () => {
  const { payer, id, accountant, accountId } = await paid(2);
  const second = payer.accounts[1]!;
  const other = await makeAccountant(second.organizationId);
  const stranger = await makeAccountant((await makePayer(world)).accounts[0]!.organizationId);
  for (const [who, wanted] of [
    [stranger, accountId],
    [other, accountId],
    [accountant, second.accountId],
  ] as const) {
    expect(await giveBack(who, id, { accountId: wanted, kopecks: 100 })).toMatchObject({ status: 404, body: { code: 'object.notFound' } });
  }
  expect((await giveBack(payer.actor, id, { accountId, kopecks: 100 })).status).toBe(403);
  expect((await till.call('GET', `/work/payments/${id}`, { as: stranger })).status).toBe(404);
  expect((await till.call('GET', '/work/payments', { as: stranger })).body.count).toBe(0);
  expect(await card(accountant, id)).toMatchObject({ kopecks: 100_000, othersKopecks: 100_000, parts: [{ accountId }] });
  expect((await till.call('GET', `/work/payments?search=${second.number}`, { as: accountant })).body.count).toBe(0);
  expect(await giveBack(accountant, id, { accountId, kopecks: 100_000 })).toMatchObject({ status: 200 });
  expect((await look(till, payer, id)).status).toBe('paid');
});

test('PAY-7: found by payer, account, sum and day; the state tells what was given back', async () => {
  const { id, accountant, accountId, payer } = await paid();
  const find = async (query: string) => (await till.call('GET', `/work/payments?${query}`, { as: accountant })).body;
  const today = world.now.toISOString().slice(0, 10);
  for (const query of [
    'search=тестова',
    `search=${payer.accounts[0]!.number}`,
    'kopecksFrom=100000&kopecksTo=100000',
    'state=paid',
    `paidAtFrom=2026-01-01&paidAtTo=${Number(today.slice(0, 4)) + 1}-01-01`,
  ]) {
    expect((await find(query)).rows, query).toMatchObject([{ paymentId: id, state: 'paid', kopecks: 100_000, refundedKopecks: 0 }]);
  }
  await giveBack(accountant, id, { accountId, kopecks: 25_000 });
  expect(await find('')).toMatchObject({ rows: [{ state: 'partly', refundedKopecks: 25_000 }], totals: { kopecks: 100_000, refundedKopecks: 25_000 } });
  const csv = await till.call('GET', '/work/payments/export?format=csv', { as: accountant });
  expect(csv.body.toString()).toContain('Возвращена часть');
});

test('AUD-1: the payer finds in the journal that the accountant saw the payment, and its line in the list and in the file', async () => {
  const { id, accountant, payer } = await paid(2);
  await till.call('GET', `/work/payments/${id}`, { as: await makeAccountant(newId(world.now)) });
  const looks = async () => {
    const lines = await world.db
      .selectFrom('platform.journal_line')
      .select(['actor_id as by', 'facts'])
      .where('action', '=', 'journal.looked')
      .where('person_id', '=', payer.actor.personId)
      .orderBy('id')
      .execute();
    return lines.map(({ by, facts }) => [by === accountant.personId, (facts as { what: string }).what]);
  };
  expect(await looks()).toEqual([]);
  for (let n = 0; n < 2; n++) await till.call('GET', `/work/payments/${id}`, { as: accountant });
  expect(await looks()).toEqual([[true, expect.stringMatching(/^платёж от \d+.\p{L}+.\d{4}$/u)]]);
  await till.call('GET', '/work/payments/export?format=csv', { as: accountant });
  expect((await looks()).slice(1)).toEqual([[true, 'список платежей']]);
  await till.call('GET', '/work/payments', { as: accountant });
  expect(await looks()).toHaveLength(2);
});

test('PAY-7: wrong input is refused by field, and the application rewrites no refund', async () => {
  const { id, accountant, accountId } = await paid();
  for (const [wanted, pointer] of [
    [{ kopecks: 0 }, '/kopecks'],
    [{ kopecks: 1.5 }, '/kopecks'],
    [{ kopecks: 100, reason: 'а' }, '/reason'],
    [{ kopecks: 100, reason: '     ' }, '/reason'],
  ] as const) {
    expect(await giveBack(accountant, id, { accountId, ...wanted }), pointer).toMatchObject({ status: 422, body: { fields: [{ pointer }] } });
  }
  await expect(sql`update payments.refund set kopecks = 1`.execute(world.db)).rejects.toThrow(/permission denied/);
  await expect(sql`delete from payments.refund`.execute(world.db)).rejects.toThrow(/permission denied/);
});
