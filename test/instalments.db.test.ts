// A charge paid by parts (BILL-1, CALC-1): agreed by an accountant, brought by runs, said by bills, ended early.
import { expect, test } from 'vitest';
import { balances } from '#modules/ledger';
import { readList } from '#platform/lists';
import { newId } from '#platform/ids';
import { makeLink } from '#test/factories/accounts';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { billDocument } from '../server/modules/billing/bill-document.ts';
import { drawBills } from '../server/modules/billing/draw-bills.ts';
import { endInstalment } from '../server/modules/calculation/end-instalment.ts';
import { instalmentList, instalmentScope, lookAtInstalments, readInstalmentChoices } from '../server/modules/calculation/instalment-list.ts';
import { makeInstalment } from '../server/modules/calculation/make-instalment.ts';

const world = useWorld('2026-12-20T09:00:00Z');
type Body = Parameters<typeof makeInstalment>[1]['body'];
const bodyOf = ({ house, accounts }: CountedHouse, more: Partial<Body> = {}): Body => ({
  organizationId: house.managerId,
  account: accounts[0]!.number,
  serviceCode: 'cold_water',
  month: '2026-09',
  parts: 3,
  percent: '12',
  document: 'Соглашение № 8',
  ...more,
});
const make = (made: CountedHouse, more: Partial<Body> = {}, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => makeInstalment(work, { params: {}, query: {}, body: bodyOf(made, more) }), key);
const end = (made: CountedHouse, instalmentId: string, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => endInstalment(work, { params: { houseId: made.house.houseId, instalmentId }, query: {}, body: {} }), key);
const waterOf = (made: CountedHouse, period: string) =>
  world.db
    .selectFrom('billing.charge')
    .select(['total_kopecks as total', 'accrued_kopecks as accrued'])
    .where('account_id', '=', made.accounts[0]!.accountId)
    .where('service_code', '=', 'cold_water')
    .where('period', '=', `${period}-01`)
    .where('ended_by', 'is', null)
    .executeTakeFirstOrThrow();
const owed = async ({ house, accounts }: CountedHouse) =>
  (await balances(world.db, [{ houseId: house.houseId, accountId: accounts[0]!.accountId }])).map(
    ({ dueKopecks, advanceKopecks }) => dueKopecks - advanceKopecks,
  )[0]!;
const listed = async (made: CountedHouse) => (await readList(world.db, instalmentList, instalmentScope(made.accountant), {})).rows;

test('BILL-1, CALC-2: three runs bring the parts with their interest, what is owed is the whole again and the interest, bills say each part', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  await postMonth(world, made, '2026-09');
  const september = (await waterOf(made, '2026-09')).total;
  // 9.7 m³ at 52.40.
  expect(september).toBe(50_828n);
  const before = await owed(made);
  const { instalmentId } = await make(made);
  for (const period of ['2026-10', '2026-11', '2026-12']) await postMonth(world, made, period);
  const changes = await Promise.all(['2026-10', '2026-11', '2026-12'].map(async (period) => (await waterOf(made, period)).total - september));
  // 169.43 of 508.28 stays, 338.85 goes; then 169.43 with 3.39 of 338.85, and 169.42 with 1.69 of 169.42.
  expect(changes).toEqual([-33_885n, 17_282n, 17_111n]);
  expect((await owed(made)) - 4n * before).toBe(339n + 169n);
  expect(await listed(made)).toMatchObject([
    { id: instalmentId, kopecks: 50_828, parts: 3, charged: 3, state: 'charged', percent: '12', account: made.accounts[0]!.number },
  ]);
  const bills = await world.db
    .selectFrom('billing.bill')
    .selectAll()
    .where('account_id', '=', made.accounts[0]!.accountId)
    .where('period', 'in', ['2026-10-01', '2026-11-01'])
    .orderBy('period')
    .execute();
  await world.db
    .updateTable('housing.organization')
    .set({ bank_name: 'Учебный банк', bic: '044525225', settlement_account: '40702810138250123017', correspondent_account: '30101810400000000225' })
    .where('id', '=', made.house.managerId)
    .execute();
  const drawn = await drawBills(world.db, made.house.houseId, bills);
  const tables = bills.map(({ id }) => billDocument(drawn.get(id)!).instalments);
  expect(tables.map((table) => table?.rows.map(([, ...sums]) => sums.map((sum) => sum.replaceAll(/\s/g, ' '))))).toEqual([
    [['169,43', '0,00', '0 %', '0,00', '169,43']],
    [['0,00', '169,43', '12 %', '3,39', '172,82']],
  ]);
});

test('BILL-1: ended early, what is left comes in the next run without further interest; before its first month nothing changes', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  await postMonth(world, made, '2026-09');
  const usual = (await waterOf(made, '2026-09')).total;
  const first = await make(made);
  expect(await end(made, first.instalmentId)).toEqual({ leftKopecks: 0 });
  const { instalmentId } = await make(made);
  await postMonth(world, made, '2026-10');
  // A draft has taken the second part already.
  const draft = await countMonth(world, made, '2026-11');
  expect(await end(made, instalmentId)).toEqual({ leftKopecks: 33_885 });
  expect(await world.db.selectFrom('calculation.run').select('stale').where('id', '=', draft).executeTakeFirst()).toEqual({ stale: true });
  expect((await refusalOf(end(made, instalmentId))).code).toBe('instalment.ended');
  await world.db.deleteFrom('calculation.run_line').where('run_id', '=', draft).execute();
  await world.db.updateTable('calculation.run').set({ status: 'cancelled' }).where('id', '=', draft).execute();
  await postMonth(world, made, '2026-11');
  expect([(await waterOf(made, '2026-10')).total - usual, (await waterOf(made, '2026-11')).total - usual]).toEqual([-33_885n, 33_885n]);
  expect((await listed(made)).map(({ state, charged }) => `${state} ${charged}`).sort()).toEqual(['ended 0', 'ended 1']);
});

test('BILL-1: an account that was closed meanwhile still gets its parts', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  await postMonth(world, made, '2026-09');
  await make(made, { percent: '0', parts: 2 });
  await postMonth(world, made, '2026-10');
  await world.db.updateTable('ledger.account').set({ closed_on: '2026-10-31' }).where('id', '=', made.accounts[0]!.accountId).execute();
  await postMonth(world, made, '2026-11');
  expect(await waterOf(made, '2026-11')).toEqual({ total: 25_414n, accrued: 0n });
});

test('BILL-1, X-3, X-5, X-8: made once of twenty; a stranger, an unknown account, a month without a debt and too high an interest are refused by field', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  await postMonth(world, made, '2026-09');
  const fields = async (more: Partial<Body>) => (await refusalOf(make(made, more))).fields.map(({ pointer }) => pointer);
  const { mostPercent } = await readInstalmentChoices({ db: world.db, actor: made.accountant, now: world.now });
  expect(
    await Promise.all(
      [{ account: 'нет' }, { month: '2026-08' }, { serviceCode: 'heating' }, { percent: String(Number(mostPercent) + 1) }, { document: '   ' }].map(fields),
    ),
  ).toEqual([['/account'], ['/month'], ['/month'], ['/percent'], ['/document']]);
  expect((await refusalOf(make(made, {}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => make(made, { percent: mostPercent }, { key })));
  const done = tries.filter((one) => one.status === 'fulfilled');
  expect(done).toHaveLength(1);
  expect(await make(made, { percent: mostPercent }, { key: keys[tries.indexOf(done[0]!)]! })).toEqual(done[0]!.value);
  expect(await fields({})).toEqual(['/month']);
  const { instalmentId } = done[0]!.value;
  expect((await refusalOf(end(made, instalmentId, { actor: accountantOf(world, newId(world.now)) }))).code).toBe('object.notFound');
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => end(made, instalmentId)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const actions = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('house_id', '=', made.house.houseId)
    .where('action', 'in', ['instalment.made', 'instalment.ended'])
    .execute();
  expect(actions.map(({ action }) => action).sort()).toEqual(['instalment.ended', 'instalment.made']);
});

test('AUD-1, X-11: whoever pays by parts is told that the list was looked at', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  await postMonth(world, made, '2026-09');
  const { personId } = await makePerson(world);
  await makeLink(world, made.accounts[0]!, personId);
  await make(made);
  await lookAtInstalments({ ground: world.ground, db: world.db, actor: made.accountant, now: world.now }, await listed(made));
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'journal.looked')
    .where('person_id', '=', personId)
    .execute();
  expect(looks).toMatchObject([{ facts: { what: 'список рассрочек' } }]);
});
