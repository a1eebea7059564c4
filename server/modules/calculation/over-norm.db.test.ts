// The owners took on what common property takes over the norm (CALC-1): told by staff with the minutes, counted by a run.
import { expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse } from '#test/factories/calculation';
import { portal, refusalOf, useWorld } from '#test/world';
import { tellOverNorm } from './over-norm.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Told = Parameters<typeof tellOverNorm>[1]['body'];
const MINUTES = { fromDay: '2026-10-01', toDay: '', minutes: '№ 3 от 12.09.2026' };

/** The house meter of cold water takes 100 m³ in October; three flats take 9.7 each by the norm. */
async function watered({ house }: CountedHouse): Promise<void> {
  const { houseId, managerId } = house;
  await world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId: null,
        organizationId: managerId,
        serviceCode: 'cold_water',
        serial: `Д-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 6,
        decimals: 3,
        place: '',
        installedOn: '2026-09-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    await addPastReadings(work, [{ houseId, meterId: id!, zone: '', month: '2026-10', takenOn: '2026-10-24', value: '100', source: 'organization' }]);
  });
}
const tell = (made: CountedHouse, more: Partial<Told> = {}, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => tellOverNorm(work, { params: { houseId: made.house.houseId }, query: {}, body: { version: 1, overNorm: MINUTES, ...more } }), key);
async function commonOf(made: CountedHouse) {
  const runId = await countMonth(world, made, '2026-10');
  const lines = await world.db
    .selectFrom('calculation.run_line')
    .select(['kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('service_code', '=', 'common_cold_water')
    .execute();
  return { runId, sums: lines.map(({ kopecks }) => kopecks), terms: lines[0]!.terms };
}

test('CALC-1: what is over the norm the manager bears; once the owners took it on, a run charges them all that the house meter shows', async () => {
  const [manager, owners, later] = [await makeCountedHouse(world), await makeCountedHouse(world), await makeCountedHouse(world)];
  for (const made of [manager, owners, later]) await watered(made);
  await tell(owners);
  await tell(later, { overNorm: { ...MINUTES, fromDay: '2026-10-02' } });
  const [byNorm, byMeter] = [await commonOf(manager), await commonOf(owners)];
  // By the norm 0.0208 × 610 = 12.688 m³, a third of each at 52.40; by the meter 100 − 29.1 = 70.9 m³.
  expect(byNorm.sums).toEqual([22_162n, 22_162n, 22_162n]);
  expect(byMeter.sums).toEqual([123_839n, 123_839n, 123_839n]);
  expect(byMeter.terms).toMatchObject({ method: 'houseNeeds', need: { by: 'meter', volume: '70.9' } });
  expect((await commonOf(later)).sums).toEqual(byNorm.sums);
});

test('CALC-1, X-5, X-8: told once of twenty, drafts go back; a stranger, wrong fields and an old version are refused', async () => {
  const made = await makeCountedHouse(world);
  await watered(made);
  const { houseId } = made.house;
  const { runId } = await commonOf(made);
  expect((await refusalOf(tell(made, {}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  expect((await refusalOf(tell(made, { overNorm: { fromDay: '', toDay: 'завтра', minutes: 'протокол' } }))).fields.map(({ pointer }) => pointer)).toEqual([
    '/fromDay',
    '/toDay',
    '/minutes',
  ]);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => tell(made, {}, { key })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await tell(made, {}, { key: keys[tries.findIndex(({ status }) => status === 'fulfilled')]! })).toEqual({ version: 2 });
  expect((await refusalOf(tell(made, { overNorm: null }))).code).toBe('object.changed');
  expect(await world.db.selectFrom('calculation.run').select(['stale', 'status']).where('id', '=', runId).executeTakeFirst()).toEqual({
    stale: true,
    status: 'draft',
  });
  const journal = () =>
    world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'house.overNormSet').where('house_id', '=', houseId).execute();
  expect(await journal()).toEqual([{ facts: { what: expect.stringContaining('сверх норматива платят собственники с нет → 2026-10-01') } }]);
  expect([await tell(made, { version: 2 }), await tell(made, { version: 2, overNorm: null })]).toEqual([{ version: 2 }, { version: 3 }]);
  expect(await journal()).toHaveLength(2);
});
