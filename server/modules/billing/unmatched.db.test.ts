// Payments of bank registers that match no account (PAY-7): kept, hinted at, settled by hand exactly once.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { addOwnership } from '#modules/housing';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { charge, makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf, openDesk } from '#test/factories/registers';
import { portal, refusalOf, useWorld } from '#test/world';
import { addressWords, readUnmatched, unmatchedList, unmatchedScope } from './unmatched.queries.ts';
import { resolveUnmatched, returnUnmatched } from './unmatched-payments.ts';

const world = useWorld();
const HEAD = 'Лицевой счёт;Операция;Сумма;Дата оплаты;Плательщик';
const slipOf = (number: string): string => number.slice(0, -2) + number.at(-1)! + number.at(-2)!;

async function makeDesk() {
  const house = await makeHouse(world, { flats: 2 });
  const accounts = [
    await makeAccount(world, { house, number: `5512${Math.floor(Math.random() * 9000 + 1000)}07` }),
    await makeAccount(world, { house, premisesId: house.premises[1]!.premisesId, number: `6612${Math.floor(Math.random() * 9000 + 1000)}38` }),
  ];
  for (const account of accounts) await charge(world, account, { '2026-10': { heating: 50_000 } });
  const actor = accountantOf(house.managerId);
  return { house, accounts, actor, desk: openDesk(world, house.managerId, actor) };
}
type Made = Awaited<ReturnType<typeof makeDesk>>;
const file = (...rows: string[]): string => [HEAD, ...rows].join('\n');
const open = async ({ actor }: Made) => (await readList(world.db, unmatchedList, unmatchedScope(actor), { status: ['open'] })).rows;
const show = ({ actor }: Made, id: string) => readUnmatched({ db: world.db, actor, now: world.now }, id);
const resolve = (actor: Made['actor'], id: string, accountNumber: string, { version = 1, key = newId(new Date()) } = {}) =>
  world.run(actor, (work) => resolveUnmatched(work, { params: { id }, query: {}, body: { version, accountNumber } }), key);
const giveBack = (actor: Made['actor'], id: string, reason = 'Вернули поручением 15', version = 1) =>
  world.run(actor, (work) => returnUnmatched(work, { params: { id }, query: {}, body: { version, reason } }));
const paidTo = async (account: MadeAccount): Promise<bigint> =>
  (
    await sql<{
      sum: bigint;
    }>`select coalesce(sum(case kind when 'payment' then kopecks else -kopecks end), 0)::bigint as sum from ledger.transfer where account_id = ${account.accountId} and kind in ('payment', 'refund')`.execute(
      world.db,
    )
  ).rows[0]!.sum;

/** A register whose first row is right and whose second has two digits swapped; loaded. */
async function loaded(made: Made) {
  const [a, b] = made.accounts;
  const text = file(`${a!.number};op-${a!.number};100,00;10.11.2026;`, `${slipOf(b!.number)};op-${b!.number};200,00;10.11.2026;Тестова Анна`);
  const load = await made.desk.upload(text, { name: 'bank.csv' });
  await made.desk.load(load.id, 'good');
  return { load, text, one: (await open(made))[0]! };
}

test('PAY-7: a payment whose account is not found is kept when its register is loaded, hinted at by the slip of two digits, and put onto the account by hand', async () => {
  const made = await makeDesk();
  const { one } = await loaded(made);
  const [a, b] = made.accounts;
  expect([await paidTo(a!), await paidTo(b!)]).toEqual([10_000n, 0n]);
  expect(one).toMatchObject({ kopecks: 20_000, account: slipOf(b!.number), payer: 'Тестова Анна', paidOn: '2026-11-10', file: 'bank.csv' });
  expect(await show(made, one.id)).toMatchObject({ status: 'open', can: { settle: true }, hints: [{ number: b!.number, reasons: ['number'] }] });
  expect(await resolve(made.actor, one.id, b!.number)).toMatchObject({ status: 'resolved', account: { number: b!.number }, hints: [], can: { settle: false } });
  expect(await paidTo(b!)).toBe(20_000n);
  expect(await open(made)).toEqual([]);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', one.id).execute();
  expect(lines).toEqual([{ action: 'unmatched.resolved' }]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('PAY-7: an owner of the payer’s name is hinted at', async () => {
  const made = await makeDesk();
  const [, b] = made.accounts;
  await world.run(portal, (work) =>
    addOwnership(work, [{ houseId: b!.houseId, premisesId: b!.premisesId, ownerName: 'Кедрова Вера Ильинична', fromDay: '2020-01-01' }]),
  );
  const load = await made.desk.upload(file(`999999;op-name-${b!.number};10,00;10.11.2026;КЕДРОВА В И`));
  await made.desk.load(load.id, 'good');
  expect((await show(made, (await open(made))[0]!.id)).hints).toMatchObject([{ number: b!.number, reasons: ['name'], owners: ['Кедрова Вера Ильинична'] }]);
});

test('PAY-7, X-4: twenty at once put it onto an account once', async () => {
  const made = await makeDesk();
  const { one } = await loaded(made);
  const [, b] = made.accounts;
  const key = newId(new Date());
  const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => resolve(made.actor, one.id, b!.number, n < 10 ? { key } : {})));
  expect(settled.some((answer) => answer.status === 'fulfilled')).toBe(true);
  for (const answer of settled) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'unmatched.settled' });
  expect(await paidTo(b!)).toBe(20_000n);
});

test('PAY-7: the same file again sets nothing aside twice; a later register with the right number settles it by itself', async () => {
  const made = await makeDesk();
  const { text } = await loaded(made);
  const [, b] = made.accounts;
  const again = await made.desk.upload(`${text}\n`);
  expect((await refusalOf(made.desk.load(again.id, 'good'))).code).toBe('register.nothingToLoad');
  expect(await open(made)).toHaveLength(1);
  const right = await made.desk.upload(file(`${b!.number};op-${b!.number};200,00;10.11.2026;`));
  await made.desk.load(right.id);
  expect(await open(made)).toEqual([]);
  expect(await paidTo(b!)).toBe(20_000n);
});

test('PAY-7: what was returned to its sender is never posted by a later register', async () => {
  const made = await makeDesk();
  const { one } = await loaded(made);
  const [a, b] = made.accounts;
  expect(await giveBack(made.actor, one.id)).toMatchObject({ status: 'returned', reason: 'Вернули поручением 15' });
  expect((await refusalOf(resolve(made.actor, one.id, b!.number))).code).toBe('unmatched.settled');
  const returned = `${b!.number};op-${b!.number};200,00;10.11.2026;`;
  expect((await refusalOf(made.desk.load((await made.desk.upload(file(returned))).id))).code).toBe('register.nothingToLoad');
  const more = await made.desk.upload(file(returned, `${a!.number};op-more-${a!.number};50,00;10.11.2026;`));
  await made.desk.load(more.id);
  expect([await paidTo(a!), await paidTo(b!)]).toEqual([15_000n, 0n]);
});

test('PAY-7: taking the register back takes what it set aside, settled or not; it may come again', async () => {
  const made = await makeDesk();
  const { load, text, one } = await loaded(made);
  const [a, b] = made.accounts;
  await resolve(made.actor, one.id, b!.number);
  await made.desk.takeBack(load.id);
  expect([await paidTo(a!), await paidTo(b!), await open(made)]).toEqual([0n, 0n, []]);
  const again = await made.desk.upload(text);
  await made.desk.load(again.id, 'good');
  expect(await open(made)).toHaveLength(1);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('PAY-7: the register that settled it is taken back: it waits again, and can be put onto the account by hand; taken back itself, it waits no more', async () => {
  const made = await makeDesk();
  const { load, one } = await loaded(made);
  const [, b] = made.accounts;
  const right = await made.desk.upload(file(`${b!.number};op-${b!.number};200,00;10.11.2026;`));
  await made.desk.load(right.id);
  expect([await paidTo(b!), (await show(made, one.id)).status]).toEqual([20_000n, 'resolved']);
  await made.desk.takeBack(right.id);
  expect([await paidTo(b!), await show(made, one.id)]).toMatchObject([0n, { status: 'open', account: null, can: { settle: true } }]);
  await resolve(made.actor, one.id, b!.number, { version: 3 });
  expect(await paidTo(b!)).toBe(20_000n);
  await made.desk.takeBack(load.id);
  expect([await paidTo(b!), await open(made)]).toEqual([0n, []]);
});

test('PAY-7: both registers are taken back, the one that set it aside first: it waits in neither', async () => {
  const made = await makeDesk();
  const { load } = await loaded(made);
  const [, b] = made.accounts;
  const right = await made.desk.upload(file(`${b!.number};op-${b!.number};200,00;10.11.2026;`));
  await made.desk.load(right.id);
  await made.desk.takeBack(load.id);
  expect(await paidTo(b!)).toBe(20_000n);
  await made.desk.takeBack(right.id);
  expect([await paidTo(b!), await open(made)]).toEqual([0n, []]);
});

test('PAY-7, SEC-5: another organization finds nothing; a foreign or unknown account, an old version and an empty reason are refused', async () => {
  const [made, other] = [await makeDesk(), await makeDesk()];
  const { one } = await loaded(made);
  const [, b] = made.accounts;
  for (const work of [() => resolve(other.actor, one.id, b!.number), () => giveBack(other.actor, one.id), () => show(other, one.id)])
    expect((await refusalOf(work())).code).toBe('object.notFound');
  expect(await open(other)).toEqual([]);
  for (const number of ['404404', other.accounts[0]!.number])
    expect(await refusalOf(resolve(made.actor, one.id, number))).toMatchObject({ code: 'unmatched.accountUnknown', fields: [{ pointer: '/accountNumber' }] });
  expect((await refusalOf(resolve(made.actor, one.id, b!.number, { version: 2 }))).code).toBe('object.changed');
  expect(await refusalOf(giveBack(made.actor, one.id, '   '))).toMatchObject({ fields: [{ pointer: '/reason' }] });
  expect(addressWords('г. Липецк, ул. Липовая, д. 14, кв. 37')).toEqual(['липовая', '14', '37']);
});
