// A flat that changes hands within a month (CALC-1): its meter's use is charged once, between two accounts, by days or by the reading of the day.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { closed, makeAccount } from '#test/factories/accounts';
import { countMonth, type CountedHouse, makeCountedHouse } from '#test/factories/calculation';
import { portal, useWorld } from '#test/world';

const world = useWorld('2026-11-02T09:00:00Z');

/** A meter read each month from July, 6.2 m³ a month; with `handedOver`, read on 11 October too, which the reading of the 24th replaced. */
async function waterMeter({ house }: CountedHouse, flat: number, handedOver: string | null): Promise<void> {
  const { houseId, premisesId } = house.premises[flat]!;
  const meterId = await world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: house.managerId,
        serviceCode: 'cold_water',
        serial: `П-${flat}-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2026-06-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    await addPastReadings(
      work,
      ['6.2', '12.4', '18.6', '24.8'].map((value, n) => ({
        houseId,
        meterId: id!,
        zone: '',
        month: `2026-${String(7 + n).padStart(2, '0')}`,
        takenOn: `2026-${String(7 + n).padStart(2, '0')}-24`,
        value,
        source: 'resident' as const,
      })),
    );
    return id!;
  });
  if (handedOver === null) return;
  for (const [status, takenOn, value] of [
    ['superseded', '2026-10-11', handedOver],
    ['superseded', '2026-10-05', '900'],
    ['rejected', '2026-10-11', '24'],
  ] as const) {
    await sql`insert into meters.reading (house_id, id, meter_id, zone, taken_on, value, period, source, status, submitted_at) values (${houseId}, ${newId(world.now)}, ${meterId}, '', ${takenOn}, ${value}, '2026-10-01', 'organization', ${status}, now())`.execute(
      world.db,
    );
  }
}

test('CALC-1, CALC-4: two accounts of a flat sold on the 11th are charged its water once: by days, or by the reading of that day', async () => {
  const made = await makeCountedHouse(world);
  await waterMeter(made, 0, null);
  await waterMeter(made, 1, '23.3');
  const sold = await Promise.all(
    [0, 1].map(async (flat) => {
      await closed(world, made.accountant, { ...made.accounts[flat]!, closedOn: '2026-10-10' });
      return [
        made.accounts[flat]!.accountId,
        (await makeAccount(world, { house: made.house, premisesId: made.house.premises[flat]!.premisesId, openedOn: '2026-10-11' })).accountId,
      ] as const;
    }),
  );
  const runId = await countMonth(world, made, '2026-10');
  const lines = await world.db
    .selectFrom('calculation.run_line')
    .select(['account_id', 'kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('service_code', '=', 'cold_water')
    .execute();
  const sums = sold.map((accounts) => accounts.map((accountId) => lines.find((line) => line.account_id === accountId)!.kopecks));
  // 6.2 m³ at 52.40 are 324.88: 10 and 21 days of 31; 4.7 m³ by the reading of the day, and 1.5.
  expect(sums).toEqual([
    [10_480n, 22_008n],
    [24_628n, 7_860n],
  ]);
  expect(sums.map(([before, after]) => before! + after!)).toEqual([32_488n, 32_488n]);
});
