// A bank's payment on a wrong account (PAY-7): taken off, put onto its own, exactly once.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { charge, makeAccount, makeLink, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf, openDesk } from '#test/factories/registers';
import { personActor, refusalOf, useWorld } from '#test/world';
import { readBankPayments, takePaymentOff } from './misplaced-payments.ts';
import { resolveUnmatched, returnUnmatched } from './unmatched-payments.ts';

const world = useWorld();
const HEAD = 'Лицевой счёт;Операция;Сумма;Дата оплаты';
let made = 0;

/** Two accounts, and a payment of 200 roubles that the payer meant for the second and the bank brought to the first. */
async function makeDesk() {
  const house = await makeHouse(world, { flats: 2 });
  made += 1;
  const [wrong, right] = [
    await makeAccount(world, { house, number: `4411${made}0001` }),
    await makeAccount(world, { house, premisesId: house.premises[1]!.premisesId, number: `4411${made}0010` }),
  ];
  for (const account of [wrong, right]) await charge(world, account, { '2026-10': { heating: 50_000 } });
  const actor = accountantOf(house.managerId);
  const desk = openDesk(world, house.managerId, actor);
  const operation = `op-${wrong.number}`;
  const load = await desk.upload([HEAD, `${wrong.number};${operation};200,00;10.11.2026`].join('\n'), { name: 'bank.csv' });
  await desk.load(load.id);
  return { house, wrong, right, actor, desk, operation, load };
}
const show = async (actor: Actor, account: MadeAccount) => (await readBankPayments(world.ground, { db: world.db, actor, now: world.now }, account)).payments;
const takeOff = (actor: Actor, paymentId: string, { reason = 'В номере счёта ошиблись', key = newId(new Date()) } = {}) =>
  world.run(actor, (work) => takePaymentOff(work, { params: { paymentId }, query: {}, body: { reason } }), key);
const resolve = (actor: Actor, { id, version }: { id: string; version: number }, accountNumber: string) =>
  world.run(actor, (work) => resolveUnmatched(work, { params: { id }, query: {}, body: { version, accountNumber } }), newId(new Date()));
const paidTo = async (account: MadeAccount): Promise<bigint> =>
  (
    await sql<{
      sum: bigint;
    }>`select coalesce(sum(case kind when 'payment' then kopecks else -kopecks end), 0)::bigint as sum from ledger.transfer where account_id = ${account.accountId} and kind in ('payment', 'refund')`.execute(
      world.db,
    )
  ).rows[0]!.sum;

test('PAY-7: a payment that a bank brought to a wrong account is taken off it, put onto its own, and the ledger is proven', async () => {
  const { wrong, right, actor, operation } = await makeDesk();
  const [payment] = await show(actor, wrong);
  expect(payment).toMatchObject({ kopecks: 20_000, paidOn: '2026-11-10', operation, file: 'bank.csv', isReturned: false, can: { takeOff: true } });
  const waits = await takeOff(actor, payment!.paymentId);
  expect(waits).toMatchObject({
    status: 'open',
    accountNumber: wrong.number,
    takenOff: { number: wrong.number, reason: 'В номере счёта ошиблись' },
    account: null,
    can: { settle: true },
  });
  expect(waits.hints.map(({ number }) => number)).toContain(right.number);
  expect([await show(actor, wrong), await paidTo(wrong)]).toEqual([[], 0n]);
  expect(await resolve(actor, waits, right.number)).toMatchObject({
    status: 'resolved',
    account: { number: right.number },
    takenOff: { number: wrong.number },
  });
  expect([await paidTo(wrong), await paidTo(right)]).toEqual([0n, 20_000n]);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', waits.id).orderBy('id').execute();
  expect(lines.map(({ action }) => action)).toEqual(['bankPayment.takenOff', 'unmatched.resolved']);
  // What was put onto an account by hand may go off it as well, and its row is the same one.
  const [moved] = await show(actor, right);
  const again = await takeOff(actor, moved!.paymentId, { reason: 'Всё-таки не сюда' });
  expect(again).toMatchObject({ id: waits.id, status: 'open', takenOff: { number: right.number } });
  expect(await resolve(actor, again, wrong.number)).toMatchObject({ status: 'resolved' });
  expect([await paidTo(wrong), await paidTo(right), (await checkLedger(world.db)).faults]).toEqual([20_000n, 0n, []]);
});

test('PAY-7, X-4: twenty at once with one key and with keys of their own take it off once', async () => {
  const { wrong, actor } = await makeDesk();
  const [payment] = await show(actor, wrong);
  const key = newId(new Date());
  const done = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => takeOff(actor, payment!.paymentId, n < 10 ? { key } : {})));
  const taken = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
  expect(new Set(taken).size).toBe(1);
  for (const one of done) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'object.notFound' });
  expect(await paidTo(wrong)).toBe(0n);
  expect(await world.db.selectFrom('billing.unmatched_payment').select('version').where('id', '=', taken[0]!).execute()).toEqual([{ version: 1 }]);
});

test('PAY-7: taken off, the operation is posted there no more whichever file names it; named with another account it is posted on that one', async () => {
  const { wrong, right, actor, desk, operation } = await makeDesk();
  const [payment] = await show(actor, wrong);
  const { id } = await takeOff(actor, payment!.paymentId);
  const same = await desk.upload([HEAD, `${wrong.number};${operation};200,00;10.11.2026`, ''].join('\r\n'), { name: 'again.csv' });
  expect((await refusalOf(desk.load(same.id))).code).toBe('register.nothingToLoad');
  const mended = await desk.upload([HEAD, `${right.number};${operation};200,00;10.11.2026`].join('\n'), { name: 'mended.csv' });
  await desk.load(mended.id);
  expect([await paidTo(wrong), await paidTo(right)]).toEqual([0n, 20_000n]);
  expect(await world.db.selectFrom('billing.unmatched_payment').select(['status', 'account_id']).where('id', '=', id).execute()).toEqual([
    { status: 'resolved', account_id: right.accountId },
  ]);
});

test('PAY-7: its register taken back takes it along; loaded again it stands where the register says', async () => {
  const { wrong, right, actor, desk, load, operation } = await makeDesk();
  const [payment] = await show(actor, wrong);
  await resolve(actor, await takeOff(actor, payment!.paymentId), right.number);
  await desk.takeBack(load.id);
  expect([await paidTo(wrong), await paidTo(right)]).toEqual([0n, 0n]);
  const again = await desk.upload([HEAD, `${wrong.number};${operation};200,00;10.11.2026`].join('\n'), { name: 'bank.csv' });
  await desk.load(again.id);
  expect([await paidTo(wrong), (await checkLedger(world.db)).faults]).toEqual([20_000n, []]);
});

test('PAY-7, X-3: what the bank has returned, an unknown payment and an empty reason are refused; returned by hand it is settled', async () => {
  const { wrong, actor, desk } = await makeDesk();
  const [payment] = await show(actor, wrong);
  expect(await refusalOf(takeOff(actor, payment!.paymentId, { reason: '  ' }))).toMatchObject({ fields: [{ pointer: '/reason' }] });
  expect((await refusalOf(takeOff(actor, newId(world.now)))).code).toBe('object.notFound');
  const returned = await desk.upload([HEAD, `${wrong.number};back-${wrong.number};-200,00;11.11.2026`].join('\n'), { name: 'returns.csv' });
  await desk.load(returned.id);
  expect(await show(actor, wrong)).toMatchObject([{ isReturned: true, can: { takeOff: false } }]);
  expect((await refusalOf(takeOff(actor, payment!.paymentId))).code).toBe('unmatched.bankReturned');
  const other = await makeDesk();
  const waits = await takeOff(other.actor, (await show(other.actor, other.wrong))[0]!.paymentId);
  expect(
    await world.run(other.actor, (work) =>
      returnUnmatched(work, { params: { id: waits.id }, query: {}, body: { version: waits.version, reason: 'Поручение 15' } }),
    ),
  ).toMatchObject({ status: 'returned', reason: 'Поручение 15' });
});

test('PAY-7, X-8: another company, the payer and a stranger find nothing; a manager looks and takes nothing off', async () => {
  const [own, other] = [await makeDesk(), await makeDesk()];
  const [payment] = await show(own.actor, own.wrong);
  const resident = personActor(await makeLink(world, own.wrong), [
    { role: 'owner', premisesId: own.wrong.premisesId, houseId: own.wrong.houseId, organizationId: null },
  ]);
  for (const actor of [other.actor, resident]) {
    expect((await refusalOf(show(actor, own.wrong))).code).toBe('object.notFound');
    expect((await refusalOf(takeOff(actor, payment!.paymentId))).code).toBe('object.notFound');
  }
  const manager = personActor(newId(world.now), [{ role: 'manager', premisesId: null, houseId: null, organizationId: own.house.managerId }]);
  expect(await show(manager, own.wrong)).toMatchObject([{ paymentId: payment!.paymentId, can: { takeOff: false } }]);
  expect((await refusalOf(takeOff(manager, payment!.paymentId))).code).toBe('object.notFound');
  expect(await paidTo(own.wrong)).toBe(20_000n);
});
