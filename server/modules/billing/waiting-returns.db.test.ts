// A bank's return of a payment that still waits for an account (PAY-7): it closes the waiting one, is told with it, and goes back with its register.
import { expect, test } from 'vitest';
import { balances, checkLedger } from '#modules/ledger';
import { newId } from '#platform/ids';
import { closed, makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf, type Desk, openDesk } from '#test/factories/registers';
import { portal, refusalOf, useWorld } from '#test/world';
import { paymentsWithoutRegister } from './books.ts';
import { postRegister } from './load-register.ts';
import { takePaymentOff } from './misplaced-payments.ts';
import { readTakingBack } from './taking-back.queries.ts';
import { readUnmatched } from './unmatched.queries.ts';
import { resolveUnmatched } from './unmatched-payments.ts';

const world = useWorld();
let made = 0;

type Scene = { desk: Desk; a: MadeAccount; b: MadeAccount; x: string };
async function makeScene(): Promise<Scene> {
  const house = await makeHouse(world, { flats: 2 });
  const [a, b] = await Promise.all(house.premises.map(({ premisesId }) => makeAccount(world, { house, premisesId })));
  return { desk: openDesk(world, house.managerId, accountantOf(house.managerId)), a: a!, b: b!, x: `w-${(made += 1)}` };
}
const file = (...rows: readonly string[]): string => ['Лицевой счёт;Операция;Сумма;Дата оплаты', ...rows, ''].join('\n');
async function load({ desk }: Scene, name: string, ...rows: string[]): Promise<string> {
  const { id } = await desk.upload(file(...rows), { name });
  await desk.load(id, (await desk.state(id)).error_count > 0n ? 'good' : 'all');
  world.now = new Date(world.now.getTime() + 1_000);
  return id;
}
const ahead = async ({ a, b }: Scene): Promise<number[]> => {
  const rows = new Map((await balances(world.db, [a, b])).map((one) => [one.accountId, Number(one.advanceKopecks - one.dueKopecks)]));
  return [rows.get(a.accountId)!, rows.get(b.accountId)!];
};
const waits = ({ x }: Scene) =>
  world.db
    .selectFrom('billing.unmatched_payment')
    .select(['id', 'status', 'load_id', 'return_load_id', 'return_operation_id', 'version'])
    .where('operation_id', '=', x)
    .executeTakeFirstOrThrow();
const show = async (scene: Scene) => readUnmatched({ db: world.db, actor: scene.desk.actor, now: world.now }, (await waits(scene)).id);
const proven = async () => expect([(await checkLedger(world.db)).faults, await paymentsWithoutRegister(world.db, 10)]).toEqual([[], []]);
const codes = async ({ desk }: Scene, id: string) => (await desk.errors(id)).map(({ scope, row, code }) => [scope, row, code]);

test('PAY-7: a return of what waits closes it: no error, nothing on any account, both shown; the same return again is known; taken back, it waits again', async () => {
  const scene = await makeScene();
  const { desk, x } = scene;
  const first = await load(scene, 'first.csv', `404-${x};${x};100,00;09.11.2026`);
  const row = `404-${x};back-${x};-100,00;11.11.2026`;
  const returns = await desk.upload(file(row), { name: 'returns.csv' });
  expect([returns.error_count, returns.summary]).toMatchObject([0n, { closes: 1, unmatched: 0, newRows: 0 }]);
  expect(await desk.errors(returns.id)).toMatchObject([
    {
      scope: 'note',
      row: 2,
      code: 'operation.returnsWaiting',
      detail: `Возврат невыясненного платежа на 100,00 от 09.11.2026, операция ${x}. Платёж закроется, на счета ничего не попадёт`,
    },
  ]);
  await desk.load(returns.id);
  expect(await show(scene)).toMatchObject({
    status: 'returned',
    reason: 'Вернул банк',
    can: { settle: false },
    bankReturn: { operation: `back-${x}`, day: '2026-11-11', loadId: returns.id, file: 'returns.csv' },
  });
  expect(await ahead(scene)).toEqual([0, 0]);
  const again = await desk.upload(file(row, ''));
  expect([again.error_count, await codes(scene, again.id)]).toEqual([0n, [['note', 2, 'operation.returnKnown']]]);
  expect((await refusalOf(desk.load(again.id))).code).toBe('register.nothingToLoad');
  // Neither is posted by whoever names them later; the payment's register cannot go before the return's.
  const later = await desk.upload(file(`${scene.a.number};${x};100,00;09.11.2026`));
  expect((await refusalOf(desk.load(later.id))).code).toBe('register.nothingToLoad');
  expect(await refusalOf(desk.takeBack(first))).toMatchObject({ code: 'register.builtOn', facts: { file: 'returns.csv' } });
  expect(await readTakingBack(world.db, returns.id)).toMatchObject({ payments: 0, returns: 1, waiting: 0 });
  await desk.takeBack(returns.id);
  expect(await show(scene)).toMatchObject({ status: 'open', reason: null, bankReturn: null, can: { settle: true } });
  await desk.takeBack(first);
  expect((await waits(scene)).status).toBe('taken_back');
  await proven();
});

test('PAY-7: a payment and its return come in one file, under one number and under two; both go with the file', async () => {
  for (const number of [(x: string) => x, (x: string) => `back-${x}`]) {
    const scene = await makeScene();
    const { desk, x } = scene;
    const id = await load(scene, 'both.csv', `404-${x};${x};100,00;09.11.2026`, `404-${x};${number(x)};-100,00;09.11.2026`);
    expect(await codes(scene, id)).toEqual([
      ['row', 2, 'account.unknown'],
      ['note', 3, 'operation.returnsWaiting'],
    ]);
    expect(await waits(scene)).toMatchObject({ status: 'returned', return_load_id: id, return_operation_id: number(x) === x ? `${x} возврат` : `back-${x}` });
    await desk.takeBack(id);
    expect(await waits(scene)).toMatchObject({ status: 'taken_back', return_load_id: null });
    await proven();
  }
});

test('PAY-7: what is beyond a closed account and what was taken off a wrong one is closed by a return that names that account; a posted payment is given back before it', async () => {
  let scene = await makeScene();
  await closed(world, scene.desk.actor, { ...scene.a, closedOn: '2026-11-01' });
  await load(scene, 'closed.csv', `${scene.a.number};${scene.x};100,00;09.11.2026`);
  expect((await waits(scene)).status).toBe('open');
  const returns = await load(scene, 'returns.csv', `${scene.a.number};back-${scene.x};-100,00;10.11.2026`);
  expect([await ahead(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'returned', return_load_id: returns }]);
  await proven();

  scene = await makeScene();
  const { desk, a, x } = scene;
  await load(scene, 'first.csv', `${a.number};${x};100,00;09.11.2026`, `${a.number};${x}-other;100,00;08.11.2026`);
  const { payment_id: paymentId } = await world.db
    .selectFrom('billing.register_payment')
    .select('payment_id')
    .where('operation_id', '=', x)
    .executeTakeFirstOrThrow();
  await world.run(desk.actor, (work) => takePaymentOff(work, { params: { paymentId }, query: {}, body: { reason: 'Не тот счёт' } }), newId(new Date()));
  expect(await ahead(scene)).toEqual([10_000, 0]);
  // By the account it is the posted one that goes back, by the number the one that waits.
  const byNumber = await load(scene, 'number.csv', `${a.number};${x};-100,00;10.11.2026`);
  expect([await ahead(scene), await waits(scene)]).toMatchObject([[10_000, 0], { status: 'returned', return_operation_id: `${x} возврат` }]);
  await desk.takeBack(byNumber);
  await load(scene, 'posted.csv', `${a.number};back1-${x};-100,00;10.11.2026`);
  expect([await ahead(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'open' }]);
  await load(scene, 'waiting.csv', `${a.number};back2-${x};-100,00;10.11.2026`);
  expect([await ahead(scene), await waits(scene)]).toMatchObject([[0, 0], { status: 'returned', return_operation_id: `back2-${x}` }]);
  await proven();
});

test('PAY-7, X-3: another sum, an earlier day, another account or a second return close nothing and are errors of their rows', async () => {
  const scene = await makeScene();
  const { desk, x } = scene;
  await load(scene, 'first.csv', `404-${x};${x};100,00;09.11.2026`);
  const returns = await desk.upload(
    file(
      `404-${x};r1-${x};-99,00;11.11.2026`,
      `404-${x};r2-${x};-100,00;08.11.2026`,
      `405-${x};r3-${x};-100,00;11.11.2026`,
      `404-${x};r4-${x};-100,00;11.11.2026`,
      `404-${x};r5-${x};-100,00;11.11.2026`,
    ),
  );
  expect((await codes(scene, returns.id)).toSorted((one, other) => Number(one[1]) - Number(other[1]))).toEqual([
    ['row', 2, 'account.unknown'],
    ['row', 3, 'account.unknown'],
    ['row', 4, 'account.unknown'],
    ['note', 5, 'operation.returnsWaiting'],
    ['row', 6, 'account.unknown'],
  ]);
  expect(returns.error_count).toBe(4n);
  expect((await refusalOf(desk.load(returns.id))).code).toBe('register.hasErrors');
  await desk.load(returns.id, 'good');
  expect(await waits(scene)).toMatchObject({ status: 'returned', return_operation_id: `r4-${x}` });
  await proven();
});

test('PAY-7, X-4: settled by hand after the check, the return closes nothing and says so; loaded and put by hand at one instant, the money is in one place', async () => {
  const scene = await makeScene();
  const { desk, a, x } = scene;
  await load(scene, 'first.csv', `404-${x};${x};100,00;09.11.2026`);
  const returns = await desk.upload(file(`404-${x};back-${x};-100,00;11.11.2026`));
  const { id, version } = await waits(scene);
  await world.run(desk.actor, (work) => resolveUnmatched(work, { params: { id }, query: {}, body: { version, accountNumber: a.number } }), newId(new Date()));
  await desk.load(returns.id);
  expect([await ahead(scene), (await waits(scene)).status, (await desk.state(returns.id)).error_count]).toEqual([[10_000, 0], 'resolved', 1n]);
  expect(await codes(scene, returns.id)).toEqual([['row', 2, 'operation.returnSettled']]);
  for (let round = 0; round < 2; round += 1) {
    const other = await makeScene();
    await load(other, 'first.csv', `404-${other.x};${other.x};100,00;09.11.2026`);
    const back = await other.desk.upload(file(`404-${other.x};back-${other.x};-100,00;11.11.2026`));
    const one = await waits(other);
    await Promise.allSettled([
      other.desk.load(back.id),
      world.run(
        other.desk.actor,
        (work) => resolveUnmatched(work, { params: { id: one.id }, query: {}, body: { version: one.version, accountNumber: other.a.number } }),
        newId(new Date()),
      ),
    ]);
    const { status } = await waits(other);
    expect([status, await ahead(other)]).toEqual(status === 'returned' ? ['returned', [0, 0]] : ['resolved', [10_000, 0]]);
  }
  await proven();
});

test('PAY-7: of two registers that name the payment and its return, either taken back leaves the pair with the other', async () => {
  const scene = await makeScene();
  const { desk, b, x } = scene;
  const pair = [`404-${x};${x};100,00;09.11.2026`, `404-${x};back-${x};-100,00;11.11.2026`];
  const first = await load(scene, 'first.csv', ...pair);
  const second = await load(scene, 'second.csv', ...pair, `${b.number};own-${x};1,00;09.11.2026`);
  await desk.takeBack(first);
  expect(await waits(scene)).toMatchObject({ status: 'returned', load_id: second, return_load_id: second });
  await desk.takeBack(second);
  expect(await waits(scene)).toMatchObject({ status: 'taken_back', return_load_id: null });
  await proven();
});

test('PAY-7, OPS-4: a load that breaks off closes nothing, and goes on', async () => {
  const scene = await makeScene();
  const { desk, b, x } = scene;
  await load(scene, 'first.csv', `404-${x};${x};100,00;09.11.2026`);
  const { id } = await desk.upload(file(`${b.number};own-${x};1,00;09.11.2026`, `404-${x};back-${x};-100,00;11.11.2026`));
  await world.db.updateTable('billing.register_load').set({ status: 'loading' }).where('id', '=', id).execute();
  await expect(world.run(portal, (work) => postRegister(work, id, () => Promise.reject(new Error('killed'))))).rejects.toThrow('killed');
  expect((await waits(scene)).status).toBe('open');
  await world.run(portal, (work) => postRegister(work, id, async () => {}));
  expect([(await waits(scene)).status, await ahead(scene)]).toEqual(['returned', [0, 100]]);
  await proven();
});
