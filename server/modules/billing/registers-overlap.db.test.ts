// Two registers that name one operation (PAY-7): taking the first back leaves it with the other, in whatever state it is by then.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balances, checkLedger } from '#modules/ledger';
import { newId } from '#platform/ids';
import { askToCancel } from '#platform/progress';
import { charge, makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { type Desk, jobContext, openDesk } from '#test/factories/registers';
import { countStatements } from '#test/statements';
import { portal, refusalOf, useWorld } from '#test/world';
import { paymentsWithoutRegister } from './books.ts';
import { takePaymentOff } from './misplaced-payments.ts';
import { returnAdvance } from './return-advance.ts';
import { reverseRegister, takeBackRegister, takeBackRegisterJob } from './take-back-register.ts';
import { readTakingBack } from './taking-back.queries.ts';
import { resolveUnmatched, returnUnmatched } from './unmatched-payments.ts';

const world = useWorld();
let made = 0;

type Scene = { desk: Desk; a: MadeAccount; b: MadeAccount; x: string };
/** A desk, two accounts that owe 500 roubles each, and the number of an operation of its own. */
async function makeScene(): Promise<Scene> {
  const house = await makeHouse(world, { flats: 2 });
  const [a, b] = await Promise.all(house.premises.map(({ premisesId }) => makeAccount(world, { house, premisesId })));
  for (const account of [a!, b!]) await charge(world, account, { '2026-10': { heating: 50_000 } });
  return { desk: openDesk(world, house.managerId), a: a!, b: b!, x: `x-${(made += 1)}` };
}
type Row = { of: MadeAccount | string; operation: string; sum?: string; day?: string };
const file = (...rows: readonly Row[]): string =>
  [
    'Лицевой счёт;Операция;Сумма;Дата оплаты',
    ...rows.map(({ of, operation, sum = '100,00', day = '10.11.2026' }) => `${typeof of === 'string' ? of : of.number};${operation};${sum};${day}`),
    '',
  ].join('\r\n');
/** A register of the rows and one payment of its own, so that there is something to load. */
async function load({ desk, b }: Scene, name: string, ...rows: Row[]) {
  const { id } = await desk.upload(file(...rows, { of: b, operation: `own-${name}-${newId(new Date())}`, sum: '1,00' }), { name });
  await desk.load(id, (await desk.state(id)).error_count > 0n ? 'good' : 'all');
  world.now = new Date(world.now.getTime() + 1_000); // the first loaded has what others name
  return id;
}
const paid = async ({ a, b }: Scene): Promise<[number, number]> => {
  const rows = new Map((await balances(world.db, [a, b])).map((one) => [one.accountId, 50_000 + Number(one.advanceKopecks - one.dueKopecks)]));
  return [rows.get(a.accountId)!, rows.get(b.accountId)!];
};
const stands = async ({ x }: Scene): Promise<string | undefined> =>
  (await world.db.selectFrom('billing.register_payment').select('load_id').where('operation_id', '=', x).where('kopecks', '>', 0n).executeTakeFirst())?.load_id;
const waits = async ({ x }: Scene) =>
  world.db
    .selectFrom('billing.unmatched_payment')
    .select(['id', 'status', 'load_id', 'version', 'account_number'])
    .where('operation_id', '=', x)
    .executeTakeFirst();
const transfersOf = async ({ a }: Scene): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from ledger.transfer where account_id = ${a.accountId} and kind in ('payment', 'refund')`.execute(
      world.db,
    )
  ).rows[0]!.n;
const proven = async () => expect([(await checkLedger(world.db)).faults, await paymentsWithoutRegister(world.db, 10)]).toEqual([[], []]);
const resolve = ({ desk }: Scene, { id, version }: { id: string; version: number }, accountNumber: string) =>
  world.run(desk.actor, (work) => resolveUnmatched(work, { params: { id }, query: {}, body: { version, accountNumber } }), newId(new Date()));
const takeOff = async (scene: Scene) => {
  const { payment_id: paymentId } = await world.db
    .selectFrom('billing.register_payment')
    .select('payment_id')
    .where('operation_id', '=', scene.x)
    .executeTakeFirstOrThrow();
  return world.run(scene.desk.actor, (work) => takePaymentOff(work, { params: { paymentId }, query: {}, body: { reason: 'Не тот счёт' } }), newId(new Date()));
};

test('PAY-7, PAY-3: the register that brought a payment is taken back: what another one names stays untouched and is told before; the other one takes it along', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const daily = await load(scene, 'daily.csv', { of: a, operation: x }, { of: a, operation: `${x}-only`, sum: '7,00' });
  const monthly = await load(scene, 'monthly.csv', { of: a, operation: x });
  expect(await readTakingBack(world.db, daily)).toEqual({
    payments: 2,
    kopecks: 800,
    returns: 0,
    waiting: 0,
    stay: [{ id: monthly, file: 'monthly.csv', payments: 1 }],
  });
  expect(await readTakingBack(world.db, monthly)).toMatchObject({ payments: 1, kopecks: 100, stay: [] });
  const before = await transfersOf(scene);
  await desk.takeBack(daily);
  expect([await paid(scene), await stands(scene), (await transfersOf(scene)) - before]).toEqual([[10_000, 100], monthly, 1]);
  expect((await desk.upload(file({ of: a, operation: x }))).summary).toMatchObject({ newRows: 0, sameRows: 1 });
  await proven();
  expect(await readTakingBack(world.db, monthly)).toMatchObject({ payments: 2, kopecks: 10_100, stay: [] });
  await desk.takeBack(monthly);
  expect([await paid(scene), await stands(scene)]).toEqual([[0, 0], undefined]);
  expect(await world.db.selectFrom('billing.register_named').selectAll().where('load_id', 'in', [daily, monthly]).execute()).toEqual([]);
  await proven();
});

test.each([
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
])('PAY-7: of three registers that name a payment, taken back in the order %i, %i, %i, the last one alone takes it along', async (...order) => {
  const scene = await makeScene();
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push(await load(scene, `${n}.csv`, { of: scene.a, operation: scene.x }));
  for (const [place, n] of order.entries()) {
    expect((await paid(scene))[0]).toBe(10_000);
    await scene.desk.takeBack(ids[n]!);
    // The first loaded of those that are left has it.
    expect(await stands(scene)).toBe(ids[Math.min(...order.slice(place + 1))]);
    await proven();
  }
  expect(await paid(scene)).toEqual([0, 0]);
});

test('PAY-7, X-4: both registers taken back at one instant take it along once; one of them stopped keeps it', async () => {
  for (let round = 0; round < 4; round += 1) {
    const scene = await makeScene();
    const { desk, a, x } = scene;
    const ids = [await load(scene, 'first.csv', { of: a, operation: x }), await load(scene, 'second.csv', { of: a, operation: x })];
    await Promise.all((round % 2 ? ids.toReversed() : ids).map((id) => desk.takeBack(id)));
    expect([await paid(scene), await stands(scene)]).toEqual([[0, 0], undefined]);
    await proven();
  }
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const ids = [await load(scene, 'first.csv', { of: a, operation: x }), await load(scene, 'second.csv', { of: a, operation: x })];
  for (const id of ids) {
    const { version } = await desk.state(id);
    await world.run(desk.actor, (work) => takeBackRegister(work, { loadId: id, version }), newId(new Date()));
  }
  const { progress_id: progressId } = await desk.state(ids[1]!);
  await world.run(desk.actor, (work) => askToCancel(work, progressId), newId(new Date()));
  for (const loadId of ids) await takeBackRegisterJob.run(jobContext(world), { loadId });
  expect([(await desk.state(ids[1]!)).status, await paid(scene), await stands(scene)]).toEqual(['loaded', [10_000, 100], ids[1]]);
  await proven();
});

test('PAY-7, OPS-4: a taking back that breaks off leaves everything where it was, and goes on; the register loaded again names what stayed', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const [first, second] = [await load(scene, 'first.csv', { of: a, operation: x }), await load(scene, 'second.csv', { of: a, operation: x })];
  const { version } = await desk.state(first);
  await world.run(desk.actor, (work) => takeBackRegister(work, { loadId: first, version }), newId(new Date()));
  await expect(world.run(portal, (work) => reverseRegister(work, first, () => Promise.reject(new Error('killed'))))).rejects.toThrow('killed');
  expect([await paid(scene), await stands(scene)]).toEqual([[10_000, 200], first]);
  await takeBackRegisterJob.run(jobContext(world), { loadId: first });
  expect([await paid(scene), await stands(scene)]).toEqual([[10_000, 100], second]);
  const again = await load(scene, 'first.csv', { of: a, operation: x });
  await desk.takeBack(second);
  expect([await paid(scene), await stands(scene)]).toEqual([[10_000, 100], again]);
  await proven();
});

test('PAY-7: a register that is known whole cannot be loaded; when the one that brought it is taken back, it is checked anew and can', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const daily = await load(scene, 'daily.csv', { of: a, operation: x });
  const monthly = await desk.upload(file({ of: a, operation: x }), { name: 'monthly.csv' });
  expect((await refusalOf(desk.load(monthly.id))).code).toBe('register.nothingToLoad');
  await desk.takeBack(daily);
  expect(await paid(scene)).toEqual([0, 0]);
  expect((await desk.state(monthly.id)).status).toBe('draft');
  await desk.check(monthly.id);
  await desk.load(monthly.id);
  expect([await paid(scene), await stands(scene)]).toEqual([[10_000, 0], monthly.id]);
  await proven();
});

test('PAY-7: returns are handed over with their payments, and go with them', async () => {
  const back = (scene: Scene): Row => ({ of: scene.a, operation: `${scene.x}-back`, sum: '-100,00', day: '11.11.2026' });
  const own = (scene: Scene): Row => ({ of: scene.a, operation: scene.x });
  // The payment and its return are of one register; another names both.
  let scene = await makeScene();
  let first = await load(scene, 'first.csv', own(scene), back(scene));
  let second = await load(scene, 'second.csv', own(scene), back(scene));
  let before = await transfersOf(scene);
  await scene.desk.takeBack(first);
  expect([await paid(scene), (await transfersOf(scene)) - before, await stands(scene)]).toEqual([[0, 100], 0, second]);
  await scene.desk.takeBack(second);
  expect([await paid(scene), (await transfersOf(scene)) - before]).toEqual([[0, 0], 0]);
  await proven();
  // Another names the payment alone: the return is undone, the payment stands again.
  scene = await makeScene();
  first = await load(scene, 'first.csv', own(scene), back(scene));
  second = await load(scene, 'second.csv', own(scene));
  await scene.desk.takeBack(first);
  expect([await paid(scene), await stands(scene)]).toEqual([[10_000, 100], second]);
  await proven();
  // Another names the return alone, which is nothing without its payment: both go.
  scene = await makeScene();
  first = await load(scene, 'first.csv', own(scene), back(scene));
  second = await load(scene, 'second.csv', back(scene));
  before = await transfersOf(scene);
  await scene.desk.takeBack(first);
  expect([await paid(scene), (await transfersOf(scene)) - before, await stands(scene)]).toEqual([[0, 100], 0, undefined]);
  await proven();
  // Given back by a later register, the payment's own cannot go before it, but when a third one names the payment.
  scene = await makeScene();
  first = await load(scene, 'first.csv', own(scene));
  const returned = await load(scene, 'returned.csv', back(scene));
  expect((await refusalOf(scene.desk.takeBack(first))).code).toBe('register.builtOn');
  second = await load(scene, 'second.csv', own(scene), back(scene));
  before = await transfersOf(scene);
  await scene.desk.takeBack(first);
  expect([await stands(scene), (await transfersOf(scene)) - before]).toEqual([second, 0]);
  await scene.desk.takeBack(returned); // the return stays with the register that names it as well
  expect([await paid(scene), (await transfersOf(scene)) - before]).toEqual([[0, 100], 0]);
  await scene.desk.takeBack(second);
  expect(await paid(scene)).toEqual([0, 0]);
  await proven();
});

test('PAY-7: what waits without an account, was put onto one by hand or went back to its sender stays with the register that names it as well', async () => {
  const lost = (scene: Scene): Row => ({ of: `404-${scene.x}`, operation: scene.x });
  let scene = await makeScene();
  let [first, second] = [await load(scene, 'first.csv', lost(scene)), await load(scene, 'second.csv', lost(scene))];
  expect(await readTakingBack(world.db, first)).toMatchObject({ payments: 1, waiting: 0 });
  await scene.desk.takeBack(first);
  expect(await waits(scene)).toMatchObject({ status: 'open', load_id: second });
  expect(await readTakingBack(world.db, second)).toMatchObject({ payments: 1, waiting: 1 });
  await scene.desk.takeBack(second);
  expect(await waits(scene)).toMatchObject({ status: 'taken_back' });
  await proven();

  scene = await makeScene();
  [first, second] = [await load(scene, 'first.csv', lost(scene)), await load(scene, 'second.csv', lost(scene))];
  await resolve(scene, (await waits(scene))!, scene.a.number);
  expect(await readTakingBack(world.db, first)).toMatchObject({ payments: 1, stay: [{ id: second, payments: 1 }] });
  await scene.desk.takeBack(first);
  expect([await paid(scene), await stands(scene), await waits(scene)]).toMatchObject([[10_000, 100], second, { status: 'resolved', load_id: second }]);
  await proven();
  await scene.desk.takeBack(second);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'taken_back' }]);
  await proven();

  scene = await makeScene();
  [first, second] = [await load(scene, 'first.csv', lost(scene)), await load(scene, 'second.csv', lost(scene))];
  const { id, version } = (await waits(scene))!;
  await world.run(
    scene.desk.actor,
    (work) => returnUnmatched(work, { params: { id }, query: {}, body: { version, reason: 'Поручение 15' } }),
    newId(new Date()),
  );
  await scene.desk.takeBack(first);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 100], { status: 'returned', load_id: second }]);
  await scene.desk.takeBack(second);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'returned' }]);
  await proven();
});

test('PAY-7: a payment taken off a wrong account stays off it, and what was put right by a later register waits again with the one that names it', async () => {
  let scene = await makeScene();
  const { a } = scene;
  let [first, second] = [await load(scene, 'first.csv', { of: a, operation: scene.x }), await load(scene, 'second.csv', { of: a, operation: scene.x })];
  await takeOff(scene);
  await scene.desk.takeBack(first);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 100], { status: 'open', load_id: second }]);
  const third = await load(scene, 'third.csv', { of: scene.b, operation: scene.x });
  expect([await paid(scene), await stands(scene), await waits(scene)]).toMatchObject([[0, 10_200], third, { status: 'resolved', load_id: second }]);
  await scene.desk.takeBack(third); // the second names it for the account that it was taken off: it is nobody's again
  expect([await paid(scene), await stands(scene), await waits(scene)]).toMatchObject([[0, 100], undefined, { status: 'open', load_id: second }]);
  await scene.desk.takeBack(second);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'taken_back' }]);
  await proven();

  // Brought to an account by one register, named for an unknown one by another: without the first it waits.
  scene = await makeScene();
  first = await load(scene, 'first.csv', { of: scene.a, operation: scene.x });
  second = await load(scene, 'second.csv', { of: `404-${scene.x}`, operation: scene.x });
  expect([await stands(scene), await waits(scene)]).toEqual([first, undefined]);
  await scene.desk.takeBack(first);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 100], { status: 'open', load_id: second, account_number: `404-${scene.x}` }]);
  await scene.desk.takeBack(second);
  expect([await paid(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'taken_back' }]);
  await proven();
});

test('PAY-7: what an advance gave back of a payment stays given back when another register has the payment', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const [first, second] = [
    await load(scene, 'first.csv', { of: a, operation: x, sum: '600,00' }),
    await load(scene, 'second.csv', { of: a, operation: x, sum: '600,00' }),
  ];
  await world.run(
    desk.actor,
    (work) =>
      returnAdvance(
        work,
        {
          params: { houseId: a.houseId, accountId: a.accountId },
          query: {},
          body: { kopecks: 10_000, advanceKopecks: 10_000, returnedOn: '2026-11-12', document: 'Поручение 7' },
        },
        { refundsUnderWay: async () => new Map() },
      ),
    newId(new Date()),
  );
  await desk.takeBack(first);
  expect([await paid(scene), await readTakingBack(world.db, second)]).toMatchObject([[50_000, 100], { payments: 2, kopecks: 50_100 }]);
  await desk.takeBack(second);
  expect(await paid(scene)).toEqual([0, 0]);
  await proven();
});

test('PAY-7, X-3: a known operation that a register brings for another account is an error that names the account, also when it became known after the check', async () => {
  const scene = await makeScene();
  const { desk, a, b, x } = scene;
  const late = await desk.upload(file({ of: b, operation: x }, { of: b, operation: `${x}-new`, sum: '3,00' }), { name: 'late.csv' });
  expect(late.error_count).toBe(0n);
  const first = await load(scene, 'first.csv', { of: a, operation: x });
  const told = `Операция с этим номером уже зачислена на счёт ${a.number}. `;
  const known = await desk.upload(file({ of: b, operation: x }, { of: b, operation: `${x}-other`, sum: '2,00' }));
  expect(await desk.errors(known.id)).toMatchObject([{ row: 2, code: 'operation.otherAccount', detail: expect.stringContaining(told) as string }]);
  await desk.load(late.id);
  expect(await desk.errors(late.id)).toMatchObject([{ row: 2, code: 'operation.otherAccount', detail: expect.stringContaining(told) as string }]);
  expect([(await desk.state(late.id)).error_count, await paid(scene), await stands(scene)]).toEqual([1n, [10_000, 400], first]);
  await desk.takeBack(first);
  expect([await paid(scene), await stands(scene)]).toEqual([[0, 300], undefined]);
  await proven();
});

test('PAY-7: however many rows are known, they are remembered and handed over by the same number of statements', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  const counts: number[][] = [];
  for (const rows of [10, 500]) {
    const known = Array.from({ length: rows }, (_, n): Row => ({ of: a, operation: `${x}-${rows}-${n}`, sum: '0,01' }));
    const first = await desk.upload(file(...known));
    await desk.load(first.id);
    const second = await desk.upload(file(...known, { of: scene.b, operation: `${x}-${rows}-own`, sum: '0,01' }));
    counts.push([await countStatements(() => desk.load(second.id)), await countStatements(() => desk.takeBack(first.id))]);
    expect(await readTakingBack(world.db, second.id)).toMatchObject({ payments: rows + 1, kopecks: rows + 1 });
    await desk.takeBack(second.id);
  }
  expect(counts[1]).toEqual(counts[0]);
  await proven();
});
