import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { addResidence } from '#modules/housing';
import { addMeters, addPastReadings } from '#modules/meters';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makePremises } from '#test/factories/housing';
import { portal, useWorld } from '#test/world';

const world = useWorld('2026-11-02T09:00:00Z');

test('CALC-1, CALC-2, CALC-4: a communal flat from its rooms and shared meter to posted lines that give the flat', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  const { houseId, managerId } = made.house;
  const [flat] = await makePremises(world, [{ houseId, number: '3', kind: 'flat', areaTotal: '62.10' }]);
  const { premisesId: flatId } = flat!;
  const rooms = await makePremises(
    world,
    ['18.20', '12.40'].map((areaTotal, n) => ({ houseId, number: `3-${n + 1}`, kind: 'room' as const, areaTotal, flatId })),
  );
  const accounts: MadeAccount[] = [];
  for (const { premisesId } of rooms) accounts.push(await makeAccount(world, { house: made.house, premisesId }));
  await world.run(portal, async (work) => {
    await addResidence(
      work,
      rooms.map(({ premisesId }, n) => ({ houseId, premisesId, registered: 1 + n, fromDay: '2020-01-01' })),
    );
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId: flatId,
        organizationId: managerId,
        serviceCode: 'cold_water',
        serial: '18-3',
        make: 'Бетар',
        model: 'СХВ-15',
        digits: 5,
        decimals: 3,
        place: 'кухня',
        installedOn: '2026-08-24',
        sealedOn: null,
        verifiedOn: null,
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '95' }],
      },
    ]);
    await addPastReadings(
      work,
      ['2026-09', '2026-10'].map((month, n) => ({
        houseId,
        meterId: meterId!,
        zone: '',
        month,
        takenOn: `${month}-24`,
        value: String(100 + 7 * n),
        source: 'resident' as const,
      })),
    );
  });
  const runId = await postMonth(world, made, '2026-10');
  const rows = await world.db.selectFrom('billing.charge').selectAll().where('source_id', '=', runId).execute();
  for (const row of rows) expect(sumOfTerms(row.terms as ChargeTerms)).toBe(row.total_kopecks);
  const of = (n: number, service: string) => rows.find((row) => row.account_id === accounts[n]!.accountId && row.service_code === service)?.total_kopecks;
  // Seven cubic metres by people, one and two; upkeep of 62.1 m² by area.
  expect([of(0, 'cold_water'), of(1, 'cold_water')]).toEqual([12_227n, 24_453n]);
  expect([of(0, 'maintenance'), of(1, 'maintenance')]).toEqual([117_639n, 80_150n]);
  // The flat counts once in the area of the house: 54.3 + 54.3 + 62.1.
  const needs = rows.find((row) => row.account_id === made.accounts[0]!.accountId && row.service_code === 'common_cold_water')!;
  expect(needs.terms).toMatchObject({ houseArea: '170.70' });
});
