// An account of capital repair that answers for a share of its flat (CALC-1): told by the accountant by months, counted by a run.
import { expect, test } from 'vitest';
import { addTariffs } from '#modules/directory';
import { newId } from '#platform/ids';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { readAccountShare, setAccountShare } from './account-share.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = Parameters<typeof setAccountShare>[1]['body'];
const HALF: Body = { version: 1, fromMonth: '2026-10', numerator: 1, denominator: 2, document: 'Выписка ЕГРН от 12.10.2026' };

/** Two accounts of capital repair on the first flat (54.3 m²), the contribution is 18.81 for a square metre. */
async function town() {
  const made = await makeCountedHouse(world);
  const { houseId, managerId } = made.house;
  await world.run(portal, (work) =>
    addTariffs(work, [
      { organizationId: managerId, serviceCode: 'capital_repair', value: '18.81', unit: 'м²', fromDay: '2026-01-01', decision: 'Постановление № 1' },
    ]),
  );
  const repair = () => makeAccount(world, { house: made.house, kind: 'repair' });
  const [first, second] = [await repair(), await repair()];
  const { personId } = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
  const accountant = accountantOf(world, managerId, personId);
  const set = (account: MadeAccount, more: Partial<Body> = {}, { actor = accountant, key = newId(world.now) } = {}) =>
    world.run(actor, (work) => setAccountShare(work, { params: { houseId, accountId: account.accountId }, query: {}, body: { ...HALF, ...more } }), key);
  const read = (account: MadeAccount, actor = accountant) =>
    readAccountShare(world.ground, { db: world.db, actor, now: world.now }, { houseId, accountId: account.accountId });
  return { made: { ...made, accountant }, first, second, set, read };
}

async function sums({ made, accounts, month = '2026-10' }: { made: CountedHouse; accounts: readonly MadeAccount[]; month?: string }) {
  const runId = await countMonth(world, made, month);
  const lines = await world.db
    .selectFrom('calculation.run_line')
    .select(['account_id', 'kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('service_code', '=', 'capital_repair')
    .execute();
  const told = await world.db
    .selectFrom('calculation.run_exception')
    .select(['kind', 'account_id'])
    .where('run_id', '=', runId)
    .where('kind', '=', 'shares')
    .execute();
  return { runId, told: told.length, lines: accounts.map(({ accountId }) => lines.find((line) => line.account_id === accountId)) };
}

test('CALC-1, X-4, X-5, X-8: a share is set once of twenty, again with the same key; refused by field, by an old version, to a stranger; told with who', async () => {
  const { made, first, second, set, read } = await town();
  expect(await read(first)).toMatchObject({
    share: null,
    version: 1,
    can: { set: true },
    set: [],
    others: [{ number: second.number, share: null }],
    owners: [{ share: { numerator: 1, denominator: 1 } }],
  });
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  expect((await refusalOf(set(first, {}, { actor: stranger }))).code).toBe('object.notFound');
  expect((await refusalOf(read(first, stranger))).code).toBe('object.notFound');
  expect((await refusalOf(set(made.accounts[0]!))).code).toBe('object.notFound');
  expect((await read(made.accounts[0]!)).can).toEqual({ set: false });
  const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer, detail }) => `${pointer} ${detail}`);
  expect(await fieldsOf(set(first, { numerator: 3 }))).toEqual(['/numerator Доля не бывает больше целой квартиры']);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set(first, {}, { key })));
  const done = tries.findIndex(({ status }) => status === 'fulfilled');
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set(first, {}, { key: keys[done] })).toEqual({ version: 2 });
  expect(await refusalOf(set(first))).toMatchObject({ code: 'object.changed', current: { share: { numerator: 1, denominator: 2 }, version: 2 } });
  expect(await fieldsOf(set(second, { numerator: 2, denominator: 3 }))).toEqual([
    `/numerator Вместе с другими счетами выходит больше целой квартиры: ${first.number} — 1/2`,
  ]);
  // Before the other's share begins there is room for it.
  expect(await set(second, { fromMonth: '2026-09', numerator: 2, denominator: 3 })).toEqual({ version: 2 });
  expect(await read(first)).toMatchObject({
    share: { numerator: 1, denominator: 2 },
    version: 2,
    set: [{ who: expect.stringContaining('Смирнова'), fromMonth: '2026-10', document: HALF.document, at: world.now.toISOString() }],
  });
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('facts')
      .where('action', '=', 'account.shareSet')
      .where('organization_id', '=', made.house.managerId)
      .orderBy('id')
      .limit(1)
      .execute(),
  ).toEqual([{ facts: { number: first.number, what: '1/2', fromMonth: '2026-10', document: HALF.document } }]);
});

test("CALC-1, CHG-2: a run charges each account its share, together the flat's contribution; the shares that do not make a whole are told; the formula says it", async () => {
  const { made, first, second, set } = await town();
  await set(first, { numerator: 1, denominator: 3 });
  const apart = await sums({ made, accounts: [first, second] });
  // 54.3 × 18.81 = 1 021.383; the second has no share yet and answers for all.
  expect([apart.told, apart.lines.map((line) => line?.kopecks)]).toEqual([1, [34_046n, 102_138n]]);
  await set(second, { numerator: 2, denominator: 3 });
  expect(await world.db.selectFrom('calculation.run').select('stale').where('id', '=', apart.runId).executeTakeFirst()).toEqual({ stale: true });
  const fitting = await sums({ made, accounts: [first, second], month: '2026-09' });
  expect([fitting.told, fitting.lines.map((line) => line?.kopecks)]).toEqual([0, [102_138n, 102_138n]]);
});

test('CALC-1: from its month on the shares are counted by the run, and its line tells of the flat', async () => {
  const { made, first, second, set } = await town();
  await set(first, { numerator: 1, denominator: 3 });
  await set(second, { numerator: 2, denominator: 3 });
  const { told, lines } = await sums({ made, accounts: [first, second] });
  expect([told, lines.map((line) => line?.kopecks)]).toEqual([0, [34_046n, 68_092n]]);
  expect(lines[0]!.terms).toMatchObject({ method: 'roomShare', weightUnit: 'доля', flat: { method: 'capitalRepair', area: '54.30' } });
});
