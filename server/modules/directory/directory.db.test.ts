import { expect, test } from 'vitest';
import { makeHouse } from '#test/factories/housing';
import { portal, useWorld } from '#test/world';
import {
  addNorms,
  addTariffs,
  normsInForce,
  readingWindow,
  readingWindows,
  serviceMap,
  services,
  setReadingWindow,
  tariffsBetween,
  tariffsInForce,
  USUAL_WINDOW,
} from './index.ts';

const world = useWorld();

test('CHG-1: the standard services are there in the order of the bill, with their purpose', async () => {
  const all = await services(world.db);
  expect(all.map((service) => service.sort)).toEqual(all.map((service) => service.sort).sort((a, b) => a - b));
  const byCode = await serviceMap(world.db);
  for (const code of ['cold_water', 'hot_water', 'sewage', 'electricity', 'gas', 'heating', 'waste', 'maintenance', 'capital_repair', 'penalty', 'rent'])
    expect(byCode.has(code), code).toBe(true);
  expect(byCode.get('capital_repair')).toMatchObject({ purpose: 'repair', block: 'repair' });
  expect(await services(world.db)).toBe(all);
});

test('CALC-1: a tariff is in force from its first to its last day, a month of change gives both', async () => {
  const { managerId, houseId } = await makeHouse(world);
  const water = { organizationId: managerId, serviceCode: 'cold_water', unit: 'м³', decision: 'Постановление РЭК № 1' };
  await world.run(portal, (work) =>
    addTariffs(work, [
      { ...water, value: '50.10', fromDay: '2026-01-01', toDay: '2026-10-14' },
      { ...water, value: '52.40', fromDay: '2026-10-15' },
      { ...water, value: '40', fromDay: '2026-01-01', houseId },
      { ...water, serviceCode: 'gas', value: '7', fromDay: '2026-01-01' },
    ]),
  );
  const wanted = { organizationIds: [managerId], serviceCodes: ['cold_water'] };
  const values = (tariffs: readonly { value: string }[]) => tariffs.map((tariff) => Number(tariff.value));
  expect(values(await tariffsInForce(world.db, wanted, '2026-10-14'))).toEqual([50.1]);
  expect(values(await tariffsInForce(world.db, wanted, '2026-10-15'))).toEqual([52.4]);
  expect(values(await tariffsInForce(world.db, wanted, '2025-12-31'))).toEqual([]);
  expect(values(await tariffsBetween(world.db, wanted, { from: '2026-10-01', to: '2026-10-31' }))).toEqual([50.1, 52.4]);
  expect(values(await tariffsInForce(world.db, { ...wanted, houseIds: [houseId] }, '2026-10-15')).sort((a, b) => a - b)).toEqual([40, 52.4]);
  expect(await tariffsInForce(world.db, { organizationIds: [managerId] }, '2026-10-15')).toHaveLength(2);
});

test('CALC-1: norms of the region and of the day', async () => {
  const norm = { region: 'Свердловская область', serviceCode: 'cold_water', per: 'person' as const, unit: 'м³', decision: 'Приказ № 2' };
  await world.run(portal, (work) =>
    addNorms(work, [
      { ...norm, value: '4.85', fromDay: '2026-01-01' },
      { ...norm, region: 'Пермский край', value: '5', fromDay: '2026-01-01' },
    ]),
  );
  expect(await normsInForce(world.db, 'Свердловская область', '2026-11-01')).toMatchObject([{ value: '4.850000', per: 'person' }]);
  expect(await normsInForce(world.db, 'Свердловская область', '2025-11-01')).toEqual([]);
});

test('MTR-2: an organization sets its days of readings, the usual ones hold until then', async () => {
  const { managerId } = await makeHouse(world);
  expect(await readingWindow(world.db, managerId, 'gas')).toEqual(USUAL_WINDOW);
  for (const fromDayOfMonth of [18, 20])
    await world.run(portal, (work) => setReadingWindow(work, { organizationId: managerId, serviceCode: 'gas', fromDayOfMonth, toDayOfMonth: 25 }));
  expect(await readingWindow(world.db, managerId, 'gas')).toEqual({ fromDayOfMonth: 20, toDayOfMonth: 25 });
  expect([...(await readingWindows(world.db, [managerId])).keys()]).toEqual([`${managerId} gas`]);
});
