// A meter that was replaced: what a run makes of both, whenever the change came and whoever read the new one.
import { expect, test } from 'vitest';
import { chargesInForce } from '#modules/billing';
import { addMeters, addPastReadings } from '#modules/meters';
import { type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, useWorld } from '#test/world';
import { explain } from '../server/modules/billing/charge-explanation.ts';
import { replaceMeter } from '../server/modules/meters/change-meter.ts';

const world = useWorld('2027-02-03T09:00:00Z');

/** 6 m³ a month from July to September; the dial shows 18 on 24 September. */
async function waterMeter({ house }: CountedHouse, flat: number, { verifiedTo = '2032-01-14' } = {}): Promise<string> {
  const { houseId, premisesId } = house.premises[flat]!;
  return world.run(portal, async (work) => {
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: house.managerId,
        serviceCode: 'cold_water',
        serial: `С-${flat}-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2026-06-24',
        nextVerificationOn: verifiedTo,
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    await addPastReadings(work, read(houseId, meterId!, { '2026-07': '6', '2026-08': '12', '2026-09': '18' }));
    return meterId!;
  });
}

const read = (houseId: string, meterId: string, values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([month, value]) => ({ houseId, meterId, zone: '', month, takenOn: `${month}-24`, value, source: 'resident' as const }));
const tell = ({ house }: CountedHouse, meterId: string, values: Readonly<Record<string, string>>) =>
  world.run(portal, (work) => addPastReadings(work, read(house.houseId, meterId, values)));

/** The new one begins at 100. */
const replace = async ({ house, accountant }: CountedHouse, meterId: string, on: string, last: string): Promise<string> =>
  (
    await world.run(accountant, (work) =>
      replaceMeter(
        work,
        { houseId: house.houseId, meterId },
        {
          version: 1,
          serial: `Н-${meterId.slice(-8)}`,
          make: '',
          model: '',
          digits: 5,
          decimals: 3,
          installedOn: on,
          nextVerificationOn: '2032-10-15',
          registers: [{ zone: '', initialValue: '100' }],
          lastReadings: [{ zone: '', value: last }],
        },
      ),
    )
  ).meterId;

/** The water of each flat in the month as it was posted. */
async function post(made: CountedHouse, month: string) {
  await postMonth(world, made, month);
  const lines = await chargesInForce(world.db, { houseId: made.house.houseId, organizationId: made.house.managerId }, { from: month, to: month });
  return made.accounts.map(({ accountId }) => lines.find((line) => line.accountId === accountId && line.serviceCode === 'cold_water')!);
}

test('MTR-2, CALC-1, CHG-2: a meter replaced in mid-month is charged by its last reading and by what the new one showed; what nobody read yet comes with the next reading', async () => {
  const made = await makeCountedHouse(world);
  const old = [await waterMeter(made, 0), await waterMeter(made, 1), await waterMeter(made, 2)];
  const [both, unread, late] = [
    await replace(made, old[0]!, '2026-10-15', '21'),
    await replace(made, old[1]!, '2026-10-15', '21'),
    await replace(made, old[2]!, '2026-10-15', '21'),
  ];
  await tell(made, both, { '2026-10': '102.5' });
  const october = await post(made, '2026-10');
  // At 52.40: 3 m³ of the old one and 2.5 of the new; the others 3.
  expect(october.map(({ totalKopecks }) => totalKopecks)).toEqual([28_820n, 15_720n, 15_720n]);
  expect(october[0]!.terms).toMatchObject({
    method: 'meter',
    readings: [
      { meter: expect.stringMatching(/^С-/), before: '18', beforeOn: '2026-09-24', after: '21', afterOn: '2026-10-15' },
      { meter: expect.stringMatching(/^Н-/), before: '100', beforeOn: '2026-10-15', after: '102.5', afterOn: '2026-10-24' },
    ],
  });
  expect(explain(october[0]!.terms, null).counted).toBe('Взяли, сколько показали ваши счётчики вместе, и умножили на тариф.');
  await tell(made, both, { '2026-11': '108.5' });
  await tell(made, unread, { '2026-11': '109' });
  const november = await post(made, '2026-11');
  // 6 m³; 9 since the change; nobody read the third: the average of July to October, 5.25 m³.
  expect(november.map(({ totalKopecks }) => totalKopecks)).toEqual([31_440n, 47_160n, 27_510n]);
  expect(november[1]!.terms).toMatchObject({ readings: [{ meter: expect.stringMatching(/^Н-/), before: '100', beforeOn: '2026-10-15', after: '109' }] });
  expect(november[2]!.terms).toMatchObject({ source: { kind: 'average', months: 4 } });
  await tell(made, late, { '2026-12': '115' });
  const december = await post(made, '2026-12');
  // 15 m³ in two months: 7.5 now, and 7.5 less 5.25 of November.
  expect(december[2]).toMatchObject({ totalKopecks: 39_300n + 11_790n });
});

test('MTR-2, CALC-1: a meter replaced after the window was read is charged to its end in the next month, also where nobody reads the new one then', async () => {
  const made = await makeCountedHouse(world);
  const old = [await waterMeter(made, 0), await waterMeter(made, 1), await waterMeter(made, 2)];
  for (const meterId of old) await tell(made, meterId, { '2026-10': '24' });
  const [next, unread] = [await replace(made, old[0]!, '2026-10-28', '25'), await replace(made, old[1]!, '2026-10-28', '25')];
  expect((await post(made, '2026-10')).map(({ totalKopecks }) => totalKopecks)).toEqual([31_440n, 31_440n, 31_440n]);
  await tell(made, next, { '2026-11': '105' });
  // 1 m³ of the old one and 5 of the new; the average of 6.
  const november = await post(made, '2026-11');
  expect(november.map(({ totalKopecks }) => totalKopecks)).toEqual([31_440n, 31_440n, 31_440n]);
  expect(november.map(({ terms }) => terms)).toMatchObject([
    {
      source: { kind: 'reading' },
      readings: [
        { before: '24', after: '25' },
        { before: '100', after: '105' },
      ],
    },
    { source: { kind: 'average', months: 4 } },
    { source: { kind: 'average', months: 4 } },
  ]);
  await tell(made, unread, { '2026-12': '113' });
  const december = await post(made, '2026-12');
  // 1 and 13 m³ in two months: 7 now, and 7 less 6 of November.
  expect(december[1]).toMatchObject({ totalKopecks: 36_680n + 5_240n });
});

test('MTR-2, CALC-1, CHG-2: a meter that stood still is an average until the day of its replacement, then what the new one ran; before it is read, the average', async () => {
  const made = await makeCountedHouse(world);
  const old = [await waterMeter(made, 0, { verifiedTo: '2026-09-30' }), await waterMeter(made, 1, { verifiedTo: '2026-09-30' })];
  const [next] = [await replace(made, old[0]!, '2026-10-11', '40'), await replace(made, old[1]!, '2026-10-11', '40')];
  await tell(made, next, { '2026-10': '102' });
  const october = await post(made, '2026-10');
  // 10 days of 31 of 6 m³, and 2; 6. Nothing by what the old one showed since its verification ended.
  expect(october.slice(0, 2).map(({ totalKopecks }) => totalKopecks)).toEqual([20_622n, 31_440n]);
  expect(october[0]!.terms).toMatchObject({ source: { kind: 'average', why: { is: 'unverified', since: '2026-09-30' } } });
  await tell(made, next, { '2026-11': '108' });
  expect((await post(made, '2026-11'))[0]).toMatchObject({ totalKopecks: 31_440n, terms: { source: { kind: 'reading' } } });
});
