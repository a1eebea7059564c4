// Gas that heats in a run of a house: both norms entered in the directory, the line and its formula to the kopeck.
import { expect, test } from 'vitest';
import type { setPrice } from '#contract/directories';
import type { BodyOf } from '#contract/endpoint';
import { countMonth, makeCountedHouse } from '#test/factories/calculation';
import { useWorld } from '#test/world';
import { readRun } from './calculation.queries.ts';
import { addPrice } from './prices.ts';

const world = useWorld('2026-11-02T09:00:00Z');

test('CALC-1: a norm of gas for a person and one for a square metre are entered, a run charges by both and its formula says both', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  const { houseId, managerId: organizationId } = made.house;
  const enter = (kind: 'tariff' | 'norm', way: BodyOf<typeof setPrice>['way'], value: string) =>
    world.run(made.accountant, (work) =>
      addPrice(work, kind, {
        organizationId,
        houseId,
        serviceCode: 'gas',
        way,
        fromVolume: '0',
        value,
        fromDay: '2026-10-01',
        toDay: null,
        decision: 'РЭК № 7',
      }),
    );
  await enter('tariff', '', '8.25');
  await enter('norm', 'person', '10');
  await enter('norm', 'm2', '7.1');
  const runId = await countMonth(world, made, '2026-10');
  const { lines, services } = await readRun(world.ground, { db: world.db, actor: made.accountant, now: world.now }, { houseId, runId }, {});
  const gas = lines.filter(({ serviceCode }) => serviceCode === 'gas');
  // Two people with 10 m³, 54.3 m² with 7.1 m³: 165.00 + 3 180.62 roubles.
  expect(gas.map(({ kopecks }) => kopecks)).toEqual([334_562, 334_562]);
  expect(gas[0]!.formula.replaceAll(/[\u00a0\u202f]/g, ' ')).toBe('2 чел. × 10 м³ × 8,25 ₽ + 54,30 м² × 7,1 м³ × 8,25 ₽ = 3 345,62 ₽');
  expect(services.find(({ serviceCode }) => serviceCode === 'gas')).toMatchObject({ lines: 2, kopecks: 669_124 });
});
