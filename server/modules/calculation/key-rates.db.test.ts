// The key rate: what a penalty comes to by it, and a new one by the operator alone; benefits as a list.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { accountantOf, makeCountedHouse } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { benefitList, benefitScope } from './benefit-list.ts';
import { decide, withdraw } from './decide.ts';
import { addKeyRate, readKeyRates } from './key-rates.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Actor = Parameters<typeof world.run>[0];
const read = (actor: Actor) => readKeyRates({ db: world.db, actor, now: world.now });

test('CALC-3: each rate says what of it may be taken and what a penalty comes to; a new one begins after the last, once of twenty at the same time', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const { rates, can } = await read(operator);
  expect(can).toEqual({ add: true });
  // 10 000 ₽ for thirty days: 9.5 % / 300 and / 130 under the cap, 20 % before it was.
  expect(rates[0]).toMatchObject({ fromDay: '2026-02-16', percent: '15.5', taken: '9.5', effect: { earlyKopecks: 9_500, lateKopecks: 21_923 } });
  expect(rates.at(-1)).toMatchObject({ fromDay: '2022-02-28', percent: '20' });
  const add = (fromDay: string, percent = '14', key = newId(world.now)) =>
    world.run(operator, (work) => addKeyRate(work, { fromDay, percent, decision: 'Банк России, 18.12.2026' }), key, [fromDay, percent]);
  const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);
  expect(await fieldsOf(add('2026-02-16'))).toEqual(['/fromDay']);
  for (const percent of ['0', '100.1']) expect(await fieldsOf(add('2026-12-21', percent))).toEqual(['/percent']);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => add('2026-12-21')));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const key = newId(world.now);
  expect([await add('2027-01-11', '13', key), await add('2027-01-11', '13', key)]).toEqual([{ fromDay: '2027-01-11' }, { fromDay: '2027-01-11' }]);
  // From 2027 nothing caps the rate.
  expect((await read(operator)).rates.slice(0, 2)).toMatchObject([
    { percent: '13', taken: '13', effect: { earlyKopecks: 13_000, lateKopecks: 30_000 } },
    { percent: '14' },
  ]);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('action', '=', 'keyRate.added').execute();
  expect(lines).toHaveLength(2);
  expect((await read(accountantOf(world, newId(world.now)))).can).toEqual({ add: false });
});

test('CALC-1, X-8: benefits and subsidies stand in a list of the organization with their sizes until they are taken back', async () => {
  const made = await makeCountedHouse(world);
  const [first, second] = made.accounts as [(typeof made.accounts)[number], (typeof made.accounts)[number]];
  const enter = (facts: Parameters<typeof decide>[1]['facts']) =>
    world.run(made.accountant, (work) => decide(work, { organizationId: made.house.managerId, document: 'Решение № 1', facts }));
  const { decisionId } = await enter({
    kind: 'benefit',
    account: first.number,
    title: 'Ветеран труда',
    percent: '50',
    services: ['cold_water'],
    covers: 'holder',
    holders: 1,
    areaStandard: null,
    fromDay: '2026-11-01',
    toDay: null,
  });
  await enter({
    kind: 'subsidy',
    account: second.number,
    what: 'subsidy',
    title: 'Субсидия',
    fromMonth: '2026-11',
    toMonth: '2027-04',
    services: ['maintenance'],
    amount: { by: 'sum', kopecks: 123_450 },
  });
  const listed = async (actor: Actor) =>
    (await readList(world.db, benefitList, benefitScope(actor), { sort: 'title' })).rows.map(({ title, amount, account }) => [title, amount, account]);
  expect(await listed(made.accountant)).toEqual([
    ['Ветеран труда', '50 %', first.number],
    ['Субсидия', '1234,50 ₽ в месяц', second.number],
  ]);
  await world.run(made.accountant, (work) => withdraw(work, { houseId: made.house.houseId, decisionId }));
  expect(await listed(made.accountant)).toHaveLength(1);
  expect(await listed(accountantOf(world, newId(world.now)))).toEqual([]);
});
