// The housing subsidy: standards by the operator alone, and what a resident's family may count on by them.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { sumKopecks } from '#platform/money';
import { makeLink } from '#test/factories/accounts';
import { accountantOf, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { refusalOf, useWorld } from '#test/world';
import { estimateSubsidy, readSubsidyFacts } from './subsidy-estimate.ts';
import { addSubsidyStandard, readSubsidyStandards } from './subsidy-standards.ts';

const world = useWorld('2026-10-25T09:00:00Z');
type Actor = Parameters<typeof world.run>[0];
type Body = Parameters<typeof addSubsidyStandard>[1]['body'];
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const REGION = 'Свердловская область';
const STANDARD = {
  fromDay: '2026-01-01',
  aloneKopecks: 600_000,
  pairKopecks: 500_000,
  eachKopecks: 400_000,
  minimumKopecks: 1_500_000,
  largestPercent: '22',
  decision: 'Постановление № 31-ПП от 22.01.2026',
};

/** September is posted; a resident sees the first account. All houses are of one region, so the tests go on from each other. */
async function setting() {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const [operator, resident] = [await makeActor(world, [{ role: 'operator' }]), await makeActor(world)];
  await makeLink(world, made.accounts[0]!, resident.personId);
  const [{ houseId, accountId }] = made.accounts as [(typeof made.accounts)[number]];
  const add = (more: Partial<Body> = {}, key = newId(world.now)) =>
    world.run(operator, (work) => addSubsidyStandard(work, { body: { region: REGION, ...STANDARD, ...more } }), key, more);
  return { made, operator, resident, key: { houseId, accountId }, add };
}

test('CALC-1, X-12: a resident is told by the standards of the day, the people of the home and what all of its accounts were charged', async () => {
  const { made, resident, key, add } = await setting();
  const estimate = (persons: number, incomeKopecks: number) => estimateSubsidy(reading(resident), { params: key, query: {}, body: { persons, incomeKopecks } });
  expect((await readSubsidyFacts(reading(resident), key)).standard).toBeNull();
  expect((await refusalOf(estimate(2, 1))).code).toBe('object.notFound');
  await add();
  await add({ fromDay: '2026-10-26', largestPercent: '10' });
  const charged = await world.db.selectFrom('billing.charge').select('total_kopecks').where('account_id', '=', key.accountId).execute();
  const spent = Number(sumKopecks(charged.map(({ total_kopecks: kopecks }) => kopecks)));
  const facts = await readSubsidyFacts(reading(resident), key);
  expect(facts).toMatchObject({
    account: made.accounts[0]!.number,
    persons: 2,
    months: 1,
    spentKopecks: spent,
    standard: { largestPercent: '22', fromDay: '2026-01-01' },
  });
  expect(spent).toBeGreaterThan(0);
  // Two by 5 000 ₽; of 60 000 ₽ 22 % are 13 200: nothing. Of 42 000 ₽ they are 9 240: 760 ₽ are left.
  expect(await estimate(2, 6_000_000)).toMatchObject({
    kopecks: 0,
    standardKopecks: 1_000_000,
    ownKopecks: 1_320_000,
    ownPercent: '22',
    isBelowMinimum: false,
  });
  expect(await estimate(2, 4_200_000)).toMatchObject({ kopecks: 76_000, ownKopecks: 924_000, isBoundBySpent: false });
  // 10 000 ₽ a head of 15 000: 14.67 % of 20 000 ₽ are 2 933.33, the rest of the standard is more than was charged.
  expect(await estimate(2, 2_000_000)).toEqual({
    kopecks: spent,
    standardKopecks: 1_000_000,
    ownKopecks: 293_333,
    ownPercent: '14.67',
    isBelowMinimum: true,
    isBoundBySpent: true,
  });
  expect([(await estimate(1, 2_000_000)).standardKopecks, (await estimate(4, 9_000_000)).standardKopecks]).toEqual([600_000, 1_600_000]);
});

test('CALC-1, X-3: standards of a region begin after its last ones, each field says what is wrong, one of twenty at the same time, the same key once', async () => {
  const { operator, add, made } = await setting();
  const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);
  expect(await fieldsOf(add({ region: 'Нигде' }))).toEqual(['/region']);
  for (const largestPercent of ['0', '22.01', '99']) expect(await fieldsOf(add({ fromDay: '2027-01-01', largestPercent }))).toEqual(['/largestPercent']);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => add({ fromDay: '2027-01-01' })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await fieldsOf(add({ region: 'Нигде', largestPercent: '30' }))).toEqual(['/region', '/largestPercent']);
  expect(await fieldsOf(add({ largestPercent: '30' }))).toEqual(['/fromDay', '/largestPercent']);
  const key = newId(world.now);
  expect([await add({ fromDay: '2028-01-01', largestPercent: '15' }, key), await add({ fromDay: '2028-01-01', largestPercent: '15' }, key)]).toEqual([
    { fromDay: '2028-01-01' },
    { fromDay: '2028-01-01' },
  ]);
  const { standards, regions, can } = await readSubsidyStandards(reading(operator));
  expect(standards.slice(0, 2).map(({ fromDay, largestPercent }) => [fromDay, largestPercent])).toEqual([
    ['2028-01-01', '15'],
    ['2027-01-01', '22'],
  ]);
  expect(regions).toEqual([REGION]);
  expect([can, (await readSubsidyStandards(reading(accountantOf(world, made.house.managerId)))).can]).toEqual([{ add: true }, { add: false }]);
});

test('CALC-1, X-8: another person’s account is none; neither the income nor the answer is kept; a fixed number of statements', async () => {
  const { resident, key } = await setting();
  const stranger = await makeActor(world);
  const ask = (actor: Actor) => estimateSubsidy(reading(actor), { params: key, query: {}, body: { persons: 2, incomeKopecks: 1_234_567 } });
  expect((await refusalOf(ask(stranger))).code).toBe('object.notFound');
  expect((await refusalOf(readSubsidyFacts(reading(stranger), key))).code).toBe('object.notFound');
  const lines = async () => (await world.db.selectFrom('platform.journal_line').select('id').execute()).length;
  const before = await lines();
  expect(await countStatements(() => ask(resident))).toBeLessThanOrEqual(8);
  expect(await lines()).toBe(before);
});
