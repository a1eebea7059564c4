// Meters that may not be charged by (items 59–60 of Rules 354): what a run makes of a mark of the organization.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, useWorld } from '#test/world';

const world = useWorld('2027-02-02T09:00:00Z');

type Mark = { readonly kind: 'broken' | 'sealTorn' | 'noAccess'; readonly from: string; readonly to: string | null; readonly onDial: string | null };

/** 6.2 m³ a month from July to September, then what is given for October. */
async function markedMeter(
  { house, accountant }: CountedHouse,
  flat: number,
  { october, kind, from, to, onDial }: Mark & { readonly october: string },
): Promise<void> {
  const { houseId, premisesId } = house.premises[flat]!;
  const meterId = await world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: house.managerId,
        serviceCode: 'cold_water',
        serial: `О-${flat}-${houseId.slice(-6)}`,
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
      ['6.2', '12.4', '18.6', october].map((value, n) => ({
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
  await sql`insert into meters.fault (house_id, id, meter_id, kind, from_day, to_day, to_values, act, person_id, at, ended_at)
    values (${houseId}, ${newId(world.now)}, ${meterId}, ${kind}, ${from}, ${to}, ${onDial === null ? null : JSON.stringify({ '': onDial })}::jsonb, 'акт № 5', ${accountant.personId}, now(), ${to === null ? null : world.now.toISOString()})`.execute(
    world.db,
  );
}

test('CALC-1, CHG-2: a run charges a marked meter by the average, then by the norm raised, tells why, and by readings again from the day of the repair or the check', async () => {
  const made = await makeCountedHouse(world);
  await markedMeter(made, 0, { october: '58.6', kind: 'sealTorn', from: '2026-10-05', to: null, onDial: null });
  await markedMeter(made, 1, { october: '23.6', kind: 'noAccess', from: '2026-10-01', to: '2026-10-20', onDial: '23' });
  await markedMeter(made, 2, { october: '101', kind: 'broken', from: '2026-10-11', to: '2026-10-21', onDial: '100' });
  const linesOf = async (runId: string) => {
    const lines = await world.db
      .selectFrom('calculation.run_line')
      .select(['account_id', 'kopecks', 'terms'])
      .where('run_id', '=', runId)
      .where('service_code', '=', 'cold_water')
      .execute();
    return made.accounts.map(({ accountId }) => lines.find((line) => line.account_id === accountId)!);
  };
  const october = await linesOf(await postMonth(world, made, '2026-10'));
  // At 52.40: the average of 6.2 m³; 5 m³ by the reading; 20 days of 31 of the average and 1 m³ since the repair.
  expect(october.map(({ kopecks }) => kopecks)).toEqual([32_488n, 26_200n, 26_200n]);
  const why = { is: 'sealTorn', since: '2026-10-05', act: 'акт № 5' };
  expect(october.map(({ terms }) => terms)).toMatchObject([
    { method: 'meter', source: { kind: 'average', months: 3, why } },
    { source: { kind: 'reading' } },
    { source: { kind: 'average', why: { is: 'broken', since: '2026-10-11' } } },
  ]);
  for (const month of ['2026-11', '2026-12']) await postMonth(world, made, month);
  const [january] = await linesOf(await countMonth(world, made, '2027-01'));
  // 2 people · 4.85 m³ · 52.40 · 1.5
  expect(january).toMatchObject({ kopecks: 76_242n, terms: { method: 'norm', raised: { coefficient: '1.5', reason: 'broken' }, why } });
});
