// The six traps of double payments that payment services were caught in, against the acquirer's stand-in; the reconciliation of the day is the judge.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkLedger, postPayments } from '#modules/ledger';
import { reconcileDay, reconciliationModule } from '#modules/reconciliation';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import { enterCard, until } from '#stand-ins/testing';
import { makeAccount } from '#test/factories/accounts';
import { makeActor } from '#test/factories/identity';
import { askCode, draft, look, makePayer, partsOf, type Payer, people, start, useTill } from '#test/factories/payments';
import { portal, useWorld } from '#test/world';

const world = useWorld();
const till = useTill(
  world,
  // The acquirer's page repeats its rows, as a list that grows while it is read does.
  (acquirer) => ({
    ...acquirer,
    pageOfPayments: async (day, cursor) => {
      const answer = await acquirer.pageOfPayments(day, cursor);
      return answer.kind === 'ok' ? { kind: 'ok', value: { ...answer.value, items: [...answer.value.items, ...answer.value.items] } } : answer;
    },
  }),
  ({ acquirer, typesetter }) => [reconciliationModule({ acquirer, typesetter, transferInn: '6670000021' })],
);
const today = () => dayIn('Europe/Moscow', new Date());
beforeEach(() => void (world.now = new Date()));
afterEach(async () => {
  world.now = new Date();
  expect(await reconcileDay({ acquirer: till.acquirer }, world.ground, today())).toBe(true);
  expect(await world.db.selectFrom('reconciliation.difference').select(['kind', 'subject']).where('status', '=', 'open').execute()).toEqual([]);
  const { rows } = await sql<{
    ours: bigint;
    theirs: bigint;
  }>`select coalesce(sum(our_kopecks), 0)::bigint as ours, coalesce(sum(their_kopecks), 0)::bigint as theirs from reconciliation.part`.execute(world.db);
  expect(rows[0]!.theirs).toBe(rows[0]!.ours);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

const CARD = '2200000000000103';
const settled = (payer: Payer, id: string) =>
  until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    return (await look(till, payer, id)).status === 'paid';
  });
async function pay(payer: Payer, kopecks?: number): Promise<string> {
  const started = await start(till, payer, kopecks === undefined ? {} : { kopecks });
  await enterCard(started.next.url, CARD);
  await settled(payer, started.id);
  return started.id;
}
const booked = async (id: string): Promise<bigint> =>
  (
    await sql<{
      kopecks: bigint;
    }>`select coalesce(sum(kopecks), 0)::bigint as kopecks from ledger.transfer where source_id = ${id} and kind = 'payment'`.execute(world.db)
  ).rows[0]!.kopecks;

test('PAY-3, PAY-7: trap 1: the webhook is called twice, and again when the day is reconciled: one entry', async () => {
  const payer = await makePayer(world, [10_000]);
  const started = await start(till, payer);
  await enterCard(started.next.url, CARD);
  const hook = await until(() => till.hooks.webhooks.find((one) => one.event === 'payment.succeeded'));
  world.now = new Date();
  const acquirerId = { acquirerId: hook.object.id };
  await Promise.all([
    till.deliver(hook),
    till.deliver(hook),
    till.job('payments.read-back', acquirerId),
    till.job('payments.read-back', acquirerId),
    reconcileDay({ acquirer: till.acquirer }, world.ground, today()),
  ]);
  expect((await look(till, payer, started.id)).status).toBe('paid');
  expect(await booked(started.id)).toBe(10_000n);
});

test('PAY-3, PAY-7: trap 2: ids come from the payment and not from the request: starts with keys of their own are one payment there', async () => {
  const payer = await makePayer(world, [11_000]);
  const { id } = await draft(till, payer);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } })),
  );
  await enterCard(answers.find((one) => one.body.next)!.body.next.url, CARD);
  await settled(payer, id);
  const listed = await till.acquirer.listPayments(today());
  expect(listed.kind === 'ok' && new Set(listed.value.filter((one) => one.metadata['payment'] === id).map((one) => one.id)).size).toBe(1);
});

test('PAY-3, PAY-7: trap 3: what collides is refused by name, never with 500: another body, a second payment of the same debt, a refund of too much', async () => {
  const payer = await makePayer(world, [12_000]);
  const key = randomUUID();
  const make = (kopecks: number) => till.call('POST', '/payments', { as: payer.actor, key, body: { parts: partsOf(payer.accounts, kopecks), method: 'card' } });
  await make(500);
  expect(await make(501)).toMatchObject({ status: 422, body: { code: 'key.reused' } });
  const id = await pay(payer);
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: payer.accounts[0]!.organizationId }]);
  people.set(accountant.personId, accountant);
  const refund = { accountId: payer.accounts[0]!.accountId, kopecks: 12_000, leftKopecks: 12_000, reopensKopecks: 12_000, reason: 'Ошибка в сумме' };
  const answers = await Promise.all(Array.from({ length: 6 }, () => till.call('POST', `/work/payments/${id}/refunds`, { as: accountant, body: refund })));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  expect(new Set(answers.filter((one) => one.status !== 200).map((one) => [one.status, one.body.code].join(' ')))).toEqual(new Set(['409 object.changed']));
});

test('PAY-3, PAY-7: trap 4: a key is its sender’s: the same key of two payers is two payments, each booked on its own account', async () => {
  const [one, other] = [await makePayer(world, [13_000]), await makePayer(world, [14_000])];
  const key = randomUUID();
  const made = await Promise.all(
    [one, other].map((payer) => till.call('POST', '/payments', { as: payer.actor, key, body: { parts: partsOf(payer.accounts), method: 'card' } })),
  );
  expect(new Set(made.map((answer) => answer.body.id)).size).toBe(2);
  const ids = [await pay(one), await pay(other)];
  expect(await Promise.all(ids.map(booked))).toEqual([13_000n, 14_000n]);
});

test('PAY-3, PAY-7: trap 5: one payment twice in one batch and twice on one page of the acquirer’s list is one', async () => {
  const account = await makeAccount(world);
  const paymentId = deriveId(account.accountId, 'twice');
  const posting = {
    paymentId,
    parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 700n }],
    happenedOn: today(),
    book: 'bank' as const,
    sourceKind: 'register',
  };
  await world.run(portal, async (work) => void (await postPayments(work, [posting, posting])));
  expect(await booked(paymentId)).toBe(700n);
  await pay(await makePayer(world, [15_000])); // every page of this file names its payments twice
});

test('PAY-3, PAY-7: trap 6: what is looked at is locked first: the clock, the webhook’s reading and the reconciliation race, one books', async () => {
  const payer = await makePayer(world, [16_000]);
  const started = await start(till, payer);
  await enterCard(started.next.url, CARD);
  const { acquirer_id: acquirerId } = await world.db
    .selectFrom('payments.payment')
    .select('acquirer_id')
    .where('id', '=', started.id)
    .executeTakeFirstOrThrow();
  world.now = new Date(Date.now() + 60_000);
  await Promise.all([
    ...Array.from({ length: 8 }, () => till.job('payments.read-back', { acquirerId })),
    ...Array.from({ length: 6 }, () => till.job('payments.settle')),
    ...Array.from({ length: 6 }, () => reconcileDay({ acquirer: till.acquirer }, world.ground, today())),
  ]);
  expect((await look(till, payer, started.id)).status).toBe('paid');
  expect(await booked(started.id)).toBe(16_000n);
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from payments.receipt where payment_id = ${started.id}`.execute(world.db);
  expect(rows[0]!.count).toBe(1n);
});
