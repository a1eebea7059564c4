// Low quality by an act, and subsidies: entered, shown before, counted in a run, taken back.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { refusalOf, useWorld } from '#test/world';
import { decide, withdraw } from './decide.ts';
import { readDecisions } from './decisions.queries.ts';
import { readDecisionEffect } from './preview-decision.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = Parameters<typeof decide>[1];
type Facts<K extends Body['facts']['kind']> = Extract<Body['facts'], { kind: K }>;
const enter = (made: CountedHouse, body: Body, key?: string) => world.run(made.accountant, (work) => decide(work, body), key, body);
const effect = ({ accountant }: CountedHouse, body: Body) =>
  readDecisionEffect({ ground: world.ground, db: world.db, actor: accountant, now: world.now, id: newId(world.now), route: 'test' }, body);
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);
const act = ({ house }: CountedHouse, more: Partial<Facts<'quality'>> = {}): Body => ({
  organizationId: house.managerId,
  document: 'Акт № 9 от 04.10.2026',
  facts: {
    kind: 'quality',
    houseId: house.houseId,
    account: null,
    serviceCode: 'cold_water',
    defect: 'lowPressure',
    measured: '0.025',
    roomNorm: null,
    coldPrice: null,
    fromAt: '2026-09-03T04:00:00.000Z',
    toAt: '2026-09-03T14:30:00.000Z',
    ...more,
  },
});
const subsidy = ({ house, accounts }: CountedHouse, more: Partial<Facts<'subsidy'>> = {}): Body => ({
  organizationId: house.managerId,
  document: 'Решение № 17',
  facts: {
    kind: 'subsidy',
    account: accounts[0]!.number,
    what: 'subsidy',
    title: 'Субсидия на оплату жилья',
    fromMonth: '2026-10',
    toMonth: '2027-03',
    services: ['cold_water', 'maintenance'],
    amount: { by: 'sum', kopecks: 100_000 },
    ...more,
  },
});
const linesOf = (runId: string, accountId: string) =>
  world.db
    .selectFrom('calculation.run_line')
    .select(['service_code', 'kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('account_id', '=', accountId)
    .orderBy('service_code')
    .execute();

test('CALC-1, CALC-2: low pressure lessens posted months by recalculations and open ones by themselves; the preview says both and writes nothing', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  // Ten whole hours at 0.1 % of 508.28 ₽ in three flats.
  expect(await effect(made, act(made))).toMatchObject({
    past: { count: 3, kopecks: -3 * 508, lines: [{ flat: '1', month: '2026-09', kopecks: -508, formula: expect.stringMatching(/10.ч/) }, {}, {}] },
    open: null,
  });
  const both = act(made, { fromAt: '2026-09-30T09:00:00.000Z', toAt: '2026-10-01T05:00:00.000Z' });
  expect(await effect(made, both)).toMatchObject({ past: { count: 3 }, open: { month: '2026-10', accounts: 3 } });
  expect(await world.db.selectFrom('calculation.decision').select('id').where('house_id', '=', made.house.houseId).execute()).toEqual([]);
  const key = newId(world.now);
  const done = await enter(made, act(made), key);
  expect([done, await enter(made, act(made), key)]).toEqual([expect.objectContaining({ recalculations: 3, kopecks: -3 * 508 }), done]);
  expect(await fieldsOf(enter(made, act(made, { toAt: '2026-09-03T05:00:00.000Z', account: made.accounts[0]!.number })))).toEqual(['/facts/fromAt']);
  const lines = await linesOf(await countMonth(world, made, '2026-10'), made.accounts[0]!.accountId);
  const water = lines.find(({ service_code }) => service_code === 'cold_water')!;
  expect(water.kopecks).toBe(50_828n - 508n);
  expect(JSON.stringify(water.terms)).toContain('Акт № 9');
});

test('CALC-1, BILL-1: a subsidy is spread over the services from an open month on, never above them, and is not charged', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const { accountId } = made.accounts[0]!;
  expect(await effect(made, subsidy(made))).toMatchObject({ past: { count: 0 }, open: { month: '2026-10', accounts: 1 } });
  const { decisionId } = await enter(made, subsidy(made));
  const runId = await countMonth(world, made, '2026-10');
  const lines = await linesOf(runId, accountId);
  const sumOf = (code: string) => lines.find(({ service_code }) => service_code === code)!.kopecks;
  expect(50_828n + 172_946n - sumOf('cold_water') - sumOf('maintenance')).toBe(100_000n);
  expect(sumOf('waste')).toBe(32_974n);
  expect(await readDecisions(world.ground, { db: world.db, actor: made.accountant, now: world.now })).toMatchObject({
    decisions: [{ says: expect.stringMatching(/^Субсидия на оплату жилья: 1.000,00.₽ в месяц, октябрь 2026 – март 2027$/), can: { withdraw: true } }],
  });
  await world.run(made.accountant, (work) => withdraw(work, { houseId: made.house.houseId, decisionId }));
  expect(await world.db.selectFrom('calculation.run').select('stale').where('id', '=', runId).executeTakeFirst()).toEqual({ stale: true });
});

test('CALC-1, X-3: what cannot be is told by its field, by the preview too; a stranger finds nothing; of twenty at once one is entered', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const acts: [Partial<Facts<'quality'>>, string][] = [
    [{ measured: '0.3' }, 'measured'],
    [{ serviceCode: 'gas' }, 'serviceCode'],
    [{ roomNorm: '18' }, 'roomNorm'],
    [{ toAt: '2026-09-03T04:00:00.000Z' }, 'toAt'],
    [{ account: 'нет' }, 'account'],
    [{ houseId: newId(world.now) }, 'houseId'],
    [{ defect: 'coldRoom', serviceCode: 'heating', measured: '12' }, 'roomNorm'],
    [{ defect: 'coolWater', serviceCode: 'hot_water', measured: '35' }, 'coldPrice'],
  ];
  for (const [more, field] of acts)
    for (const asked of [enter, effect]) expect(await fieldsOf(asked(made, act(made, more))), field).toEqual([`/facts/${field}`]);
  const subsidies: [Partial<Facts<'subsidy'>>, string][] = [
    [{ toMonth: '2026-09' }, 'toMonth'],
    [{ toMonth: '2027-04' }, 'toMonth'],
    [{ toMonth: null }, 'toMonth'],
    [{ fromMonth: '2026-09', toMonth: '2026-12' }, 'fromMonth'],
    [{ services: ['no'] }, 'services'],
    [{ amount: { by: 'share', percent: '0' } }, 'percent'],
  ];
  for (const [more, field] of subsidies) expect(await fieldsOf(enter(made, subsidy(made, more))), field).toEqual([`/facts/${field}`]);
  const stranger = { ...made, accountant: accountantOf(world, (await makeCountedHouse(world)).house.managerId) };
  for (const asked of [enter, effect]) expect((await refusalOf(asked(stranger, act(made)))).code).toBe('object.notFound');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter(made, act(made))));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
