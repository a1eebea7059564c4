import { expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { accountantOf, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, refusalOf, useWorld } from '#test/world';
import { readMissing } from './missing-readings.ts';

const world = useWorld('2026-11-02T09:00:00Z');

async function waterMeter({ house }: CountedHouse, flat: number, months: readonly string[]): Promise<void> {
  const { houseId, premisesId } = house.premises[flat]!;
  await world.run(portal, async (work) => {
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: house.managerId,
        serviceCode: 'cold_water',
        serial: `М-${flat}-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2026-03-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '95' }],
      },
    ]);
    await addPastReadings(
      work,
      months.map((month, n) => ({
        houseId,
        meterId: meterId!,
        zone: '',
        month,
        takenOn: `${month}-24`,
        value: String(100 + 5 * n),
        source: 'resident' as const,
      })),
    );
  });
}

test('MTR-8, CALC-2: what is missing before a run: the average with the months it lasts, then the norm, and nothing of others', async () => {
  const made = await makeCountedHouse(world);
  await waterMeter(made, 0, ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']);
  await waterMeter(made, 1, ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08']);
  await waterMeter(made, 2, []);
  const ask = (month: string) =>
    readMissing({ ground: world.ground, db: world.db, actor: made.accountant, now: world.now }, { houseId: made.house.houseId, month });
  expect((await ask('2026-09')).rows).toMatchObject([{ instead: 'average', volume: '5.000', monthsLeft: 3 }, { instead: 'norm' }]);
  await postMonth(world, made, '2026-09');
  const october = await ask('2026-10');
  expect(october.meters).toBe(3);
  expect(october.rows.map(({ instead, volume, monthsLeft, readOn }) => [instead, volume, monthsLeft, readOn])).toEqual([
    ['average', '5.000', 2, '2026-08-24'],
    ['norm', null, 0, null],
  ]);
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  expect((await refusalOf(readMissing({ ground: world.ground, db: world.db, actor: stranger, now: world.now }, { houseId: made.house.houseId }))).code).toBe(
    'object.notFound',
  );
});
