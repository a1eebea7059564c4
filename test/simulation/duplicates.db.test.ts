// Six ways in which ledgers and payment services were caught taking money twice, or refusing it wrongly. Each is a test of ours.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { balances, checkLedger, postPayment, postPayments } from '#modules/ledger';
import { newId } from '#platform/ids';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { openDesk } from '#test/factories/registers';
import { portal, useWorld } from '#test/world';
import { chargeDirectly } from './charging.ts';
import { type Answer, openTown, type Town, type TownPayer } from './town.ts';

const world = useWorld('2026-01-12T08:00:00Z');
let town: Town;
beforeAll(async () => {
  town = await openTown(world, 6, 2);
});
afterAll(async () => {
  expect((await checkLedger(world.db)).faults).toEqual([]);
  await town.close();
});

const DEBT = 100_000;
/** A payer with a debt on an account of their own. */
async function payerWithDebt(place: number): Promise<TownPayer & { account: MadeAccount }> {
  const payer = town.payers[place]!;
  const account = payer.accounts[0]!;
  await chargeDirectly(town, account, { line: '2026-01 gas', kopecks: BigInt(DEBT) });
  return { ...payer, account };
}
const bodyOf = ({ houseId, accountId }: MadeAccount, kopecks: number) => ({ parts: [{ houseId, accountId, kopecks }], method: 'card' });
const draft = (payer: { actor: TownPayer['actor']; account: MadeAccount }, key = randomUUID(), kopecks = DEBT): Promise<Answer> =>
  town.call('POST', '/payments', { as: payer.actor, key, body: bodyOf(payer.account, kopecks) });

async function start({ actor }: { actor: TownPayer['actor'] }, id: string): Promise<() => Promise<Answer>> {
  const { confirmationId } = (await town.call('POST', `/payments/${id}/code`, { as: actor })).body;
  const { rows } = await sql<{
    code: string;
  }>`select j->'payload'->'facts'->>'code' as code from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'personId' = ${actor.personId} order by id desc limit 1`.execute(
    world.db,
  );
  return () => town.call('POST', `/payments/${id}/start`, { as: actor, body: { confirmationId, code: rows[0]!.code, frame: true } });
}
async function traces(paymentId: string): Promise<string> {
  const { rows } = await sql<{
    said: string;
  }>`select concat_ws(' ', (select coalesce(sum(kopecks), 0) from ledger.transfer where source_id = ${paymentId} and kind = 'payment'), 'kopecks',
    (select count(*) from payments.receipt where payment_id = ${paymentId}), 'receipts') as said`.execute(world.db);
  return rows[0]!.said;
}
const due = async (account: MadeAccount): Promise<number> => {
  const [balance] = await balances(world.db, [account]);
  return Number(balance!.dueKopecks - balance!.advanceKopecks);
};

test('PAY-3, ACC-1: trap 1: the webhook of a payment comes twice, and once more a day later: one posting, one receipt', async () => {
  const payer = await payerWithDebt(0);
  const { id } = (await draft(payer)).body;
  await (
    await start(payer, id)
  )();
  town.acquirer.decide(id, 'paid');
  expect(await Promise.all([town.webhook(id), town.webhook(id)])).toEqual([200, 200]);
  expect(await town.work()).toEqual([]);
  town.pass(24 * 60);
  expect(await town.webhook(id)).toBe(200);
  expect(await town.work()).toEqual([]);
  expect(await traces(id)).toBe(`${DEBT} kopecks 1 receipts`);
  expect(await due(payer.account)).toBe(0);
});

test('PAY-3, ACC-1: trap 2: what a request makes is named by its key: asked again after a cut it is the same payment, at the bank as well', async () => {
  const payer = await payerWithDebt(1);
  const key = randomUUID();
  const committed = world.ground.committed;
  world.ground.committed = () => {
    world.ground.committed = committed;
    throw new Error('the process ended after the commit');
  };
  expect((await draft(payer, key)).status).toBe(500);
  const { id } = (await draft(payer, key)).body;
  expect((await draft(payer, key)).body.id).toBe(id);
  const drafts = await world.db.selectFrom('payments.payment').select('id').where('person_id', '=', payer.actor.personId).execute();
  expect(drafts.map((row) => row.id)).toEqual([id]);
  const press = await start(payer, id);
  town.acquirer.fault = 'cutAfter';
  expect((await press()).status).toBe(500);
  expect((await press()).body.status).toBe('waiting');
  expect(town.acquirer.all().filter((payment) => payment.metadata['payment'] === id)).toHaveLength(1);
});

test('PAY-3, ACC-1: trap 3: what collides is refused with 409 or 422 and says why, never with 500', async () => {
  const payer = await payerWithDebt(2);
  const key = randomUUID();
  const { id } = (await draft(payer, key)).body;
  const otherBody = await draft(payer, key, DEBT - 1);
  expect([otherBody.status, otherBody.body.code]).toEqual([422, 'key.reused']);
  const twice = await town.call('POST', '/payments', {
    as: payer.actor,
    body: { parts: [...bodyOf(payer.account, 1).parts, ...bodyOf(payer.account, 2).parts], method: 'card' },
  });
  expect([twice.status, twice.body.code]).toEqual([422, 'payments.accountTwice']);
  await (
    await start(payer, id)
  )();
  const second = (await draft(payer)).body;
  const collides = await (await start(payer, second.id))();
  expect([collides.status, collides.body.code]).toEqual([409, 'payments.underWay']);
  town.acquirer.decide(id, 'paid');
  const tooLate = await town.call('POST', `/payments/${id}/cancel`, { as: payer.actor });
  expect(tooLate.status).toBeLessThan(500);
  expect(await traces(id)).toBe(`${DEBT} kopecks 1 receipts`);
});

test('PAY-3, ACC-1: trap 4: a key is one person’s and an operation one organization’s: the same of another is another payment', async () => {
  const [a, b] = [await payerWithDebt(3), await payerWithDebt(4)];
  const key = randomUUID();
  const [first, second] = [await draft(a, key), await draft(b, key)];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(first.body.id).not.toBe(second.body.id);
  const press = [await start(a, first.body.id), await start(b, second.body.id)];
  expect((await Promise.all(press.map((one) => one()))).map((answer) => answer.body.status)).toEqual(['waiting', 'waiting']);
  const accounts = [await makeAccount(world), await makeAccount(world)];
  for (const account of accounts) {
    const desk = openDesk(world, account.organizationId);
    const { id } = await desk.upload(`Лицевой счёт;Операция;Сумма;Дата оплаты\r\n${account.number};7;10,00;11.01.2026\r\n`);
    await desk.load(id);
  }
  expect([await due(accounts[0]!), await due(accounts[1]!)]).toEqual([-1000, -1000]);
});

test('PAY-3, ACC-1: trap 5: one payment twice in one batch is one, and the orders of one key in one batch do not stop the others', async () => {
  const account = await makeAccount(world);
  const payment = {
    paymentId: newId(world.now),
    parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 700n }],
    happenedOn: '2026-01-12',
    book: 'bank' as const,
  };
  await world.run(portal, async (work) => {
    await postPayments(work, [payment, payment]);
    for (const n of [1, 2]) work.order({ task: 'notifications.notify', payload: { n }, key: 'one' });
  });
  expect(await due(account)).toBe(-700);
  expect(await town.work()).toEqual([]);
  const desk = openDesk(world, account.organizationId);
  const line = `${account.number};8;10,00;11.01.2026\r\n`;
  const { id } = await desk.upload(`Лицевой счёт;Операция;Сумма;Дата оплаты\r\n${line}${line}`);
  expect((await desk.errors(id)).map((error) => error.code)).toEqual(['operation.repeated']);
  await desk.load(id, 'good');
  expect(await due(account)).toBe(-1700);
});

test('PAY-3, ACC-1: trap 6: what is looked at is locked first: of two payments of one debt one goes on, of twenty postings one is done', async () => {
  const payer = await payerWithDebt(5);
  const ids = [(await draft(payer)).body.id, (await draft(payer)).body.id];
  const press = [await start(payer, ids[0]), await start(payer, ids[1])];
  const answers = await Promise.all(press.map((one) => one()));
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const account = await makeAccount(world);
  const payment = {
    paymentId: newId(world.now),
    parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 900n }],
    happenedOn: '2026-01-12',
    book: 'bank' as const,
  };
  const posted = await Promise.all(Array.from({ length: 20 }, () => world.run(portal, (work) => postPayment(work, payment))));
  expect(posted.filter((one) => one.posted)).toHaveLength(1);
  expect(await due(account)).toBe(-900);
});
