import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { refusalOf, useWorld } from '#test/world';
import { decide, withdraw } from './decide.ts';
import { readDecisions } from './decisions.queries.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = Parameters<typeof decide>[1];
type Absence = Extract<Body['facts'], { kind: 'absence' }>;

const absence = ({ house, accounts }: CountedHouse, more: Partial<Absence> = {}): Body => ({
  organizationId: house.managerId,
  document: 'Заявление № 5, билеты',
  facts: { kind: 'absence', account: accounts[0]!.number, persons: 1, leftOn: '2026-09-10', returnedOn: '2026-09-21', appliedOn: '2026-10-01', ...more },
});
const linesOf = async (runId: string, service: string) => {
  const rows = await world.db
    .selectFrom('calculation.run_line')
    .select(['account_id', 'kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('service_code', '=', service)
    .execute();
  return new Map(rows.map((row) => [row.account_id, row]));
};
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);

test('CALC-1, CALC-2: an absence lessens the open month itself, and of a posted month becomes a recalculation of the next run, once', async () => {
  const made = await makeCountedHouse(world);
  const first = made.accounts[0]!.accountId;
  await postMonth(world, made, '2026-09');
  const key = newId(world.now);
  const [done, again] = [
    await world.run(made.accountant, (work) => decide(work, absence(made)), key),
    await world.run(made.accountant, (work) => decide(work, absence(made)), key),
  ];
  expect(again).toEqual(done);
  // Ten full days of thirty, one of two people: cold water 508.28 and waste 329.74.
  expect(done).toMatchObject({ recalculations: 2, kopecks: -(8_471 + 5_496) });
  await world.run(made.accountant, (work) => decide(work, absence(made, { leftOn: '2026-10-05', returnedOn: '2026-10-12' })));
  const runId = await countMonth(world, made, '2026-10');
  const water = await linesOf(runId, 'cold_water');
  // September's ten days and October's six of thirty-one.
  expect(water.get(first)!.kopecks).toBe(50_828n - 8_471n - 4_919n);
  expect(water.get(made.accounts[1]!.accountId)!.kopecks).toBe(50_828n);
  const { decisions } = await readDecisions(world.ground, { db: world.db, actor: made.accountant, now: world.now });
  expect(decisions.filter(({ can }) => can.withdraw)).toHaveLength(1);
  const [open, used] = [decisions.find(({ can }) => can.withdraw)!, decisions.find(({ can }) => !can.withdraw)!];
  expect((await refusalOf(world.run(made.accountant, (work) => withdraw(work, used)))).code).toBe('decision.used');
  await world.run(made.accountant, (work) => withdraw(work, open));
  expect(await world.db.selectFrom('calculation.run').select(['stale', 'status']).where('id', '=', runId).executeTakeFirst()).toEqual({
    stale: true,
    status: 'draft',
  });
});

test('CALC-1: days of an account are absent once: an overlap is told by its field, entered at the same time too; days beside it and days withdrawn are free', async () => {
  const made = await makeCountedHouse(world);
  const enter = (more: Partial<Absence>) => world.run(made.accountant, (work) => decide(work, absence(made, more)));
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter({})));
  const done = tries.filter((one) => one.status === 'fulfilled');
  expect(done).toHaveLength(1);
  expect(await fieldsOf(enter({ leftOn: '2026-09-19', returnedOn: '2026-09-29' }))).toEqual(['/facts/leftOn']);
  await enter({ leftOn: '2026-09-20', returnedOn: '2026-09-29' });
  await enter({ account: made.accounts[1]!.number });
  await world.run(made.accountant, (work) => withdraw(work, { houseId: made.house.houseId, decisionId: done[0]!.value.decisionId }));
  await enter({ leftOn: '2026-09-11', returnedOn: '2026-09-21' });
});

test('CALC-1: a break of a service lessens every line of the house over the limit; a second act of the month takes only what is over it', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const off = (fromAt: string, toAt: string): Body => ({
    organizationId: made.house.managerId,
    document: 'Акт № 7',
    facts: { kind: 'break', houseId: made.house.houseId, account: null, serviceCode: 'cold_water', breakKind: 'coldWater', fromAt, toAt },
  });
  // Ten hours at once: six over the four allowed, 0.15 % each.
  expect(await world.run(made.accountant, (work) => decide(work, off('2026-09-03T04:00:00.000Z', '2026-09-03T14:00:00.000Z')))).toMatchObject({
    recalculations: 3,
    kopecks: -3 * 457,
  });
  // Two hours more are over the eight of the month.
  expect(await world.run(made.accountant, (work) => decide(work, off('2026-09-09T04:00:00.000Z', '2026-09-09T06:00:00.000Z')))).toMatchObject({
    recalculations: 3,
    kopecks: -3 * 152,
  });
  await world.run(made.accountant, (work) => decide(work, off('2026-10-03T04:00:00.000Z', '2026-10-03T14:00:00.000Z')));
  const water = await linesOf(await countMonth(world, made, '2026-10'), 'cold_water');
  for (const { kopecks } of water.values()) expect(kopecks).toBe(50_828n - 457n - 152n - 457n);
});

test('CALC-1: a benefit is taken off the lines of its services from an open month on', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const benefit = (fromDay: string): Body => ({
    organizationId: made.house.managerId,
    document: 'Удостоверение № 1',
    facts: {
      kind: 'benefit',
      account: made.accounts[0]!.number,
      title: 'Ветеран труда',
      percent: '50',
      services: ['cold_water', 'maintenance'],
      covers: 'family',
      holders: 1,
      areaStandard: null,
      fromDay,
      toDay: null,
    },
  });
  expect(await fieldsOf(world.run(made.accountant, (work) => decide(work, benefit('2026-09-01'))))).toEqual(['/facts/fromDay']);
  await world.run(made.accountant, (work) => decide(work, benefit('2026-10-01')));
  const runId = await countMonth(world, made, '2026-10');
  const first = made.accounts[0]!.accountId;
  expect((await linesOf(runId, 'cold_water')).get(first)!.kopecks).toBe(25_414n);
  expect((await linesOf(runId, 'maintenance')).get(first)!.kopecks).toBe(86_473n);
  expect((await linesOf(runId, 'waste')).get(first)!.kopecks).toBe(32_974n);
});

test('X-8, X-3: a stranger finds nothing; what cannot be is told by its field; of twenty sendings of one key one is made', async () => {
  const made = await makeCountedHouse(world);
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  expect((await refusalOf(world.run(stranger, (work) => decide(work, absence(made))))).code).toBe('object.notFound');
  const wrongs: [Partial<Absence>, string][] = [
    [{ account: '1' }, '/facts/account'],
    [{ returnedOn: '2026-09-10' }, '/facts/returnedOn'],
    [{ returnedOn: '2026-09-14' }, '/facts/returnedOn'],
    [{ appliedOn: '2026-11-01' }, '/facts/appliedOn'],
  ];
  for (const [more, field] of wrongs) expect(await fieldsOf(world.run(made.accountant, (work) => decide(work, absence(made, more))))).toEqual([field]);
  const key = newId(world.now);
  const tries = await Promise.all(Array.from({ length: 20 }, () => world.run(made.accountant, (work) => decide(work, absence(made)), key)));
  expect(new Set(tries.map(({ decisionId }) => decisionId)).size).toBe(1);
  const { decisions } = await readDecisions(world.ground, { db: world.db, actor: made.accountant, now: world.now });
  expect(decisions).toHaveLength(1);
  expect((await readDecisions(world.ground, { db: world.db, actor: stranger, now: world.now })).decisions).toEqual([]);
  expect((await refusalOf(world.run(stranger, (work) => withdraw(work, decisions[0]!)))).code).toBe('object.notFound');
});

test('CALC-1: for a benefit the services with a price of the organization are told apart from those of others', async () => {
  const made = await makeCountedHouse(world);
  const { services } = await readDecisions(world.ground, { db: world.db, actor: made.accountant, now: world.now });
  expect(
    services
      .filter(({ priced }) => priced)
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['cold_water', 'common_cold_water', 'intercom', 'maintenance', 'waste']);
  expect(services.filter(({ priced }) => !priced).map(({ code }) => code)).toEqual(expect.arrayContaining(['heating', 'rent']));
});
