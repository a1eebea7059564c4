import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { addTariffs } from '#modules/directory';
import { addMeters, addPastReadings } from '#modules/meters';
import { addMonths, monthsFrom } from '#platform/time';
import { countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, useWorld } from '#test/world';

const world = useWorld('2027-02-02T09:00:00Z');
/** Gcal that the house took in the months of both years. */
const YEARS = ['2025', '2026'];
const HEAT = [
  [12, 10, 9, 4, 1, 0, 0, 0, 1, 5, 8, 10],
  [14, 12, 9, 5, 1, 0, 0, 0, 1, 6, 9, 15],
];

test('CALC-1, CALC-2: a year paid evenly by the house meter and its correction in January are what the house took, also on an account that was closed before it', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  const { houseId, managerId } = made.house;
  await world.run(portal, async (work) => {
    await sql`update housing.house set heating_months = 8 where house_id = ${houseId}`.execute(work.tx);
    await addTariffs(work, [{ organizationId: managerId, serviceCode: 'heating', value: '2000', unit: 'Гкал', fromDay: '2025-01-01', decision: 'РЭК № 2' }]);
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId: null,
        organizationId: managerId,
        serviceCode: 'heating',
        serial: 'Т-1',
        make: 'Учебный прибор',
        model: 'Тепло-1',
        digits: 8,
        decimals: 3,
        place: 'подвал',
        installedOn: '2024-12-31',
        sealedOn: null,
        verifiedOn: null,
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '100' }],
      },
    ]);
    let value = 100;
    await addPastReadings(
      work,
      HEAT.flat().map((use, n) => {
        const month = addMonths(`${YEARS[0]!}-01`, n);
        return { houseId, meterId: meterId!, zone: '', month, takenOn: `${month}-28`, value: String((value += use)), source: 'organization' as const };
      }),
    );
  });
  for (const month of monthsFrom('2026-01', '2026-12')) await postMonth(world, made, month);
  await sql`update ledger.account set closed_on = '2026-12-31' where id = ${made.accounts[1]!.accountId}`.execute(world.db);
  const runId = await countMonth(world, made, '2027-01');
  const rows = await world.db.selectFrom('calculation.run_line').selectAll().where('run_id', '=', runId).where('service_code', '=', 'heating').execute();
  for (const { account_id, terms, kopecks } of rows) {
    const corrected = terms as Extract<ChargeTerms, { method: 'corrected' }>;
    expect(sumOfTerms(corrected)).toBe(kopecks);
    if (account_id === made.accounts[1]!.accountId) expect(corrected.base).toBeNull();
    else expect(corrected.base).toMatchObject({ method: 'heatingByHouse', houseVolume: '6', source: { document: 'общий счётчик за 2026 год' } });
    // Half of 72 Gcal at 2 000 against half of 60.
    expect(corrected.recalculations.map(sumOfTerms)).toEqual([1_200_000n]);
  }
  expect(rows).toHaveLength(2);
  expect(
    await world.db
      .selectFrom('calculation.run_line')
      .select('service_code')
      .where('run_id', '=', runId)
      .where('account_id', '=', made.accounts[1]!.accountId)
      .execute(),
  ).toEqual([{ service_code: 'heating' }]);
  const heating = await world.db
    .selectFrom('billing.charge')
    .select(['period', 'total_kopecks'])
    .where('house_id', '=', houseId)
    .where('service_code', '=', 'heating')
    .execute();
  expect(heating.map(({ total_kopecks }) => total_kopecks)).toEqual(Array.from({ length: 24 }, () => 500_000n));
});
