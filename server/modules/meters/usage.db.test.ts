import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import type { Actor } from '#platform/actor';
import { readList } from '#platform/lists';
import { makeAccount } from '#test/factories/accounts';
import { postRun } from '#test/factories/billing';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome } from '#test/factories/meters';
import { refusalOf, useWorld } from '#test/world';
import { readUsage, usageList, usageScope } from './usage.queries.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const tariff = { value: '52.40', from: '2026-01-01', decision: 'РЭК № 1' };
const byMeter = (period: string, kind: 'average' | 'reading'): ChargeTerms => ({
  method: 'meter',
  period,
  benefit: null,
  unit: 'м³',
  source: { kind, date: kind === 'reading' ? `${period}-24` : null, document: null, months: kind === 'average' ? 6 : null },
  readings: [],
  pieces: [{ zone: 'whole', volume: '5', upTo: null, tariff, part: null }],
});
const byNorm = (period: string): ChargeTerms => ({
  method: 'norm',
  period,
  benefit: null,
  unit: 'м³',
  personsAre: 'registered',
  raised: null,
  pieces: [{ persons: 2, norm: '4.85', tariff, part: null }],
});

test('MTR-7, MTR-8: months charged by the average or the norm are marked, on the page and in its file', async () => {
  const home = await makeMeteredHome(world);
  const of = { houseId: home.houseId, premisesId: home.premisesId };
  const account = await makeAccount(world, { house: home.house, premisesId: home.premisesId, organizationId: home.supplierId });
  await postRun(world, [account], { period: '2026-09', charges: { cold_water: byMeter('2026-09', 'average') } });
  await postRun(world, [account], { period: '2026-10', charges: { cold_water: byNorm('2026-10'), hot_water: byMeter('2026-10', 'reading') } });
  const { meters } = await readUsage(reading(home.owner), of, undefined);
  const marks = meters.map(({ service, points }) => [service, points.flatMap(({ month, billedBy }) => (billedBy === null ? [] : [`${month} ${billedBy}`]))]);
  expect(marks).toEqual([
    ['cold_water', ['2026-09 average', '2026-10 norm']],
    ['hot_water', []],
    ['electricity', []],
  ]);

  const scope = await usageScope({ ...reading(home.owner), input: { query: of } });
  const { rows, count } = await readList(world.db, usageList, scope, of);
  expect(count).toBe(3 * 13);
  expect(rows.filter(({ billedBy }) => billedBy !== null)).toMatchObject([
    { month: '2026-10', service: 'cold_water', value: '251.04', use: '5', unit: 'м³', billedBy: 'norm' },
    { month: '2026-09', billedBy: 'average' },
  ]);
  for (const query of [of, {}]) expect((await refusalOf(usageScope({ ...reading(await makeActor(world)), input: { query } }))).code).toBe('object.notFound');
  expect((await refusalOf(usageScope({ ...reading(home.owner), input: { query: {} } }))).code).toBe('object.notFound');
});
