// State duty, court costs and fines (BILL-1, CALC-2): added by an accountant, brought by a run, said by the bill, taken back while they wait.
import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { addSum as addEndpoint } from '#contract/added-sums';
import { balances } from '#modules/ledger';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeLink } from '#test/factories/accounts';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { drawBills } from '../server/modules/billing/draw-bills.ts';
import { addedSumList, addedSumScope, lookAtAddedSums, readAddedSumChoices } from '../server/modules/calculation/added-sum-list.ts';
import { addRecalculation } from '../server/modules/calculation/add-recalculation.ts';
import { addSum, withdrawSum } from '../server/modules/calculation/added-sums.ts';

const world = useWorld('2026-12-20T09:00:00Z');
type Body = BodyOf<typeof addEndpoint>;
const COURT = 'Судебный приказ № 2-1488/2026 от 12.10.2026';
const bodyOf = ({ house, accounts }: CountedHouse, more: Partial<Body> = {}): Body => ({
  organizationId: house.managerId,
  account: accounts[0]!.number,
  what: 'state_duty',
  kopecks: 120_000,
  reason: 'по решению суда',
  document: COURT,
  ...more,
});
const add = (made: CountedHouse, more: Partial<Body> = {}, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => addSum(work, { params: {}, query: {}, body: bodyOf(made, more) }), key);
const withdraw = (made: CountedHouse, sumId: string, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => withdrawSum(work, { params: { houseId: made.house.houseId, sumId }, query: {}, body: {} }), key);
const listed = async (made: CountedHouse, query = {}) => (await readList(world.db, addedSumList, addedSumScope(made.accountant), query)).rows;
const keyOf = ({ house, accounts }: CountedHouse) => ({ houseId: house.houseId, accountId: accounts[0]!.accountId });
const owed = async (made: CountedHouse) => {
  const [balance] = await balances(world.db, [keyOf(made)]);
  return balance!.dueKopecks - balance!.advanceKopecks;
};
const lineOf = (made: CountedHouse, serviceCode: string, period: string) =>
  world.db
    .selectFrom('billing.charge')
    .select('total_kopecks as total')
    .where('account_id', '=', keyOf(made).accountId)
    .where('service_code', '=', serviceCode)
    .where('period', '=', `${period}-01`)
    .executeTakeFirst();
async function billOf(made: CountedHouse, period: string) {
  await world.db
    .updateTable('housing.organization')
    .set({ bank_name: 'Учебный банк', bic: '044525225', settlement_account: '40702810138250123017', correspondent_account: '30101810400000000225' })
    .where('id', '=', made.house.managerId)
    .execute();
  const bills = await world.db
    .selectFrom('billing.bill')
    .selectAll()
    .where('account_id', '=', keyOf(made).accountId)
    .where('period', '=', `${period}-01`)
    .execute();
  return (await drawBills(world.db, made.house.houseId, bills)).get(bills[0]!.id)!;
}

test('BILL-1, CALC-2: the next run brings the duty and the fine to their places, nothing of them is told as strange, the account owes the bill', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  await postMonth(world, made, '2026-09');
  const month = await owed(made);
  await add(made);
  await add(made, { what: 'performer_fine', kopecks: 50_050, reason: 'за неверный расчёт', document: 'Ответ № 8' });
  expect((await listed(made)).map(({ what, kopecks, state, month: inBill }) => [what, kopecks, state, inBill])).toEqual(
    expect.arrayContaining([
      ['state_duty', 120_000, 'waiting', null],
      ['performer_fine', -50_050, 'waiting', null],
    ]),
  );
  const runId = await postMonth(world, made, '2026-10', true);
  const exceptions = await world.db.selectFrom('calculation.run_exception').select('service_code').where('run_id', '=', runId).execute();
  expect(exceptions.filter(({ service_code: code }) => code === 'state_duty' || code === 'performer_fine')).toEqual([]);
  expect([(await lineOf(made, 'state_duty', '2026-10'))?.total, (await lineOf(made, 'performer_fine', '2026-10'))?.total]).toEqual([120_000n, -50_050n]);
  const facts = await billOf(made, '2026-10');
  expect([facts.stateDutyKopecks, facts.performerPenaltyKopecks, facts.grounds?.map(({ reason }) => reason)]).toEqual([
    120_000,
    50_050,
    [`по решению суда, ${COURT}`, 'за неверный расчёт, Ответ № 8'],
  ]);
  expect([BigInt(facts.totalKopecks), await owed(made)]).toEqual([2n * month + 69_950n, 2n * month + 69_950n]);
  await postMonth(world, made, '2026-11');
  expect(await lineOf(made, 'state_duty', '2026-11'), 'once').toBeUndefined();
  expect((await listed(made)).map(({ state, month: inBill }) => [state, inBill])).toEqual([
    ['charged', '2026-10'],
    ['charged', '2026-10'],
  ]);
});

test('BILL-1, CALC-2: while it waits it is taken back, its draft is counted anew; charged, it is not, and a correction gives back at most all of it', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  await postMonth(world, made, '2026-09');
  const { sumId } = await add(made);
  const draft = await countMonth(world, made, '2026-10');
  const key = newId(world.now);
  expect([await withdraw(made, sumId, { key }), await withdraw(made, sumId, { key })]).toEqual([{ withdrawn: true }, { withdrawn: true }]);
  expect((await refusalOf(withdraw(made, sumId))).code).toBe('addedSum.charged');
  expect(await world.db.selectFrom('calculation.run').select('stale').where('id', '=', draft).executeTakeFirst()).toEqual({ stale: true });
  await world.db.deleteFrom('calculation.run_line').where('run_id', '=', draft).execute();
  await world.db.updateTable('calculation.run').set({ status: 'cancelled' }).where('id', '=', draft).execute();
  const fine = await add(made, { what: 'performer_fine', kopecks: 100, document: 'Ответ № 8' });
  await postMonth(world, made, '2026-10');
  expect(await lineOf(made, 'state_duty', '2026-10')).toBeUndefined();
  expect((await refusalOf(withdraw(made, fine.sumId))).code).toBe('addedSum.charged');
  const correct = (kopecks: number) =>
    world.run(made.accountant, (work) =>
      addRecalculation(work, {
        ...keyOf(made),
        serviceCode: 'performer_fine',
        month: '2026-10',
        reason: 'ошиблись',
        document: null,
        ground: { by: 'sum', kopecks },
      }),
    );
  expect((await refusalOf(correct(101))).code).toBe('recalculation.tooMuch');
  expect((await correct(100)).kopecks).toBe(100);
});

test('BILL-1, X-3, X-4, X-5, X-8: added once of twenty by one paper; a stranger, an unknown account and empty words are refused by field', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  const fields = async (more: Partial<Body>) => (await refusalOf(add(made, more))).fields.map(({ pointer }) => pointer);
  expect(await fields({ account: 'нет', reason: ' \u0007 ', document: '12' })).toEqual(['/account', '/reason', '/document']);
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  expect((await refusalOf(add(made, {}, { actor: stranger }))).code).toBe('object.notFound');
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => add(made, {}, { key })));
  const done = tries.filter((one) => one.status === 'fulfilled');
  expect(done).toHaveLength(1);
  expect(await add(made, {}, { key: keys[tries.indexOf(done[0]!)]! })).toEqual(done[0]!.value);
  expect(await fields({})).toEqual(['/document']);
  await add(made, { document: `${COURT}, второй` });
  const { sumId } = done[0]!.value;
  expect((await refusalOf(withdraw(made, sumId, { actor: stranger }))).code).toBe('object.notFound');
  const withdrawals = await Promise.allSettled(Array.from({ length: 5 }, () => withdraw(made, sumId)));
  expect(withdrawals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await listed(made, { search: 'второй' })).map(({ state, reason }) => `${state} ${reason}`)).toEqual(['waiting по решению суда']);
  expect((await listed(made, { state: ['withdrawn'] })).map(({ id }) => id)).toEqual([sumId]);
  expect(await readAddedSumChoices({ db: world.db, actor: made.accountant, now: world.now })).toMatchObject({ organizations: [{ id: made.house.managerId }] });
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('house_id', '=', made.house.houseId)
    .where('action', 'like', 'addedSum.%')
    .orderBy('action')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(['addedSum.made', 'addedSum.made', 'addedSum.withdrawn']);
});

test('AUD-1, X-11: whose sums they are is told that the list was looked at', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  const { personId } = await makePerson(world);
  await makeLink(world, made.accounts[0]!, personId);
  await add(made);
  await lookAtAddedSums({ ground: world.ground, db: world.db, actor: made.accountant, now: world.now }, await listed(made));
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'journal.looked')
    .where('person_id', '=', personId)
    .execute();
  expect(looks).toMatchObject([{ facts: { what: 'список пошлин и штрафов' } }]);
});
