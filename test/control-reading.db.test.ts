// A check of a meter by an act (item 61 of Rules 354): what staff write, what a run makes of it, what those who live there are told.
import { expect, test } from 'vitest';
import { chargesInForce } from '#modules/billing';
import { addMeters, addPastReadings } from '#modules/meters';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { explain } from '../server/modules/billing/charge-explanation.ts';
import { submitReadings } from '../server/modules/meters/submit-readings.ts';
import { readWorkMeter } from '../server/modules/meters/meter-park.queries.ts';
import { readUsage } from '../server/modules/meters/usage.queries.ts';
import { tellControl } from '../server/modules/calculation/tell-meters.ts';

const world = useWorld('2026-11-24T09:00:00Z');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    async () => (await refusalOf(work)).code,
  );

/** 6.2 m³ a month from July to September, 10 in October: the last handed in is 28.6. */
async function checkedMeter() {
  const made = await makeCountedHouse(world);
  const { houseId, premisesId } = made.house.premises[0]!;
  const owner = await makeActor(world, [{ role: 'owner', houseId, premisesId }]);
  const meterId = await world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: made.house.managerId,
        serviceCode: 'cold_water',
        serial: `К-${houseId.slice(-6)}`,
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
      ['6.2', '12.4', '18.6', '28.6'].map((value, n) => ({
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
  const keys = { houseId, meterId };
  const control = (actor: Actor, value: string, more: object = {}, key = newId(world.now)) =>
    world.run(
      actor,
      (work) =>
        tellControl(work, {
          params: keys,
          query: {},
          body: { takenOn: '2026-11-12', act: 'акт № 15', confirmed: true, readings: [{ zone: '', value }], ...more },
        }),
      key,
      { value, ...more },
    );
  const linesOf = async (period: string) =>
    (await chargesInForce(world.db, { houseId, organizationId: made.house.managerId }, { from: period, to: period })).filter(
      ({ accountId, serviceCode }) => accountId === made.accounts[0]!.accountId && serviceCode === 'cold_water',
    );
  return { made, keys, premisesId, owner, control, linesOf };
}

test('MTR-8, CALC-1, CHG-2, X-2: a check that found less gives the difference back in its month, by its tariff; a draft counted before is stale; later readings follow', async () => {
  const { made, keys, premisesId, owner, control, linesOf } = await checkedMeter();
  await postMonth(world, made, '2026-10');
  const draft = await countMonth(world, made, '2026-11');
  const state = () => world.db.selectFrom('calculation.run').select(['status', 'stale']).where('id', '=', draft).executeTakeFirstOrThrow();
  expect(await state()).toEqual({ status: 'draft', stale: false });
  expect(await control(made.accountant, '20')).toEqual({ kept: 1, countsFor: '2026-11', notes: [] });
  expect(await state()).toEqual({ status: 'draft', stale: true });
  await world.db.updateTable('calculation.run').set({ status: 'cancelled' }).where('id', '=', draft).execute();
  await postMonth(world, made, '2026-11');
  const [line] = await linesOf('2026-11');
  // −8.6 m³ at 52.40.
  expect(line).toMatchObject({
    totalKopecks: -45_064n,
    terms: {
      method: 'meter',
      source: { kind: 'act', date: '2026-11-12', document: 'акт № 15' },
      readings: [{ before: '28.6', after: '20' }],
      pieces: [{ volume: '-8.6' }],
    },
  });
  expect(explain(line!.terms, null).counted.replaceAll('\u00a0', ' ')).toBe(
    'Проверка 12 ноября (акт № 15) нашла на счётчике 20, передано было 28,6: 8,6 м³ возвращаем. Разницу считаем за месяц проверки, по его тарифу.',
  );

  const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
  expect((await readWorkMeter(world.ground, reading(made.accountant), keys)).readings[0]).toMatchObject({
    value: '20',
    use: '-8.6',
    source: 'control',
    month: '2026-11',
  });
  expect((await readUsage(reading(owner), { houseId: keys.houseId, premisesId }, undefined)).meters[0]!.points.at(-1)).toMatchObject({
    month: '2026-11',
    use: '-8.6',
    value: '20',
  });
  const { rows: told } = await world.pool.query<{ payload: object }>(
    `select j->'payload' as payload from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'kind' = 'meters.controlRead' and j->'payload'->>'link' = $1`,
    [`/meters/${keys.houseId}/${keys.meterId}`],
  );
  expect(told.map(({ payload }) => payload)).toMatchObject([
    { personIds: [owner.personId], facts: { value: '20', onDay: '2026-11-12', act: 'акт № 15', month: '2026-11' } },
  ]);
  expect(
    await world.db.selectFrom('platform.journal_line').select('facts').where('house_id', '=', keys.houseId).where('action', '=', 'meter.controlled').execute(),
  ).toEqual([{ facts: { month: '2026-11', readings: 1, day: '2026-11-12', act: 'акт № 15' } }]);

  await world.run(portal, (work) => addPastReadings(work, [{ ...keys, zone: '', month: '2026-12', takenOn: '2026-12-24', value: '26.2', source: 'resident' }]));
  await postMonth(world, made, '2026-12');
  const all = (await Promise.all(['2026-10', '2026-11', '2026-12'].map(linesOf))).flat();
  expect(all.map(({ totalKopecks }) => totalKopecks)).toEqual([52_400n, -45_064n, 32_488n]);
});

test('MTR-8, CALC-1: a check that found more is charged whole in its month; of one entered after that month is billed the first open month', async () => {
  const { made, control, linesOf } = await checkedMeter();
  await postMonth(world, made, '2026-10');
  await control(made.accountant, '48,6');
  await postMonth(world, made, '2026-11');
  expect(await linesOf('2026-11')).toMatchObject([{ totalKopecks: 104_800n, terms: { source: { kind: 'act' } } }]);
  expect(await control(made.accountant, '48,1', { takenOn: '2026-11-20' })).toMatchObject({ countsFor: '2026-12' });
});

test('MTR-8, X-3, X-8: strangers and residents find no meter; a blank act, a coming day and what is less are named; months estimated before stay as they are', async () => {
  const { made, keys, premisesId, owner, control, linesOf } = await checkedMeter();
  for (const actor of [owner, await makeActor(world), await makeActor(world, [{ role: 'accountant', organizationId: newId(world.now) }])])
    expect(await codeOf(control(actor, '20'))).toBe('object.notFound');
  const wrong = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer, code }) => `${pointer} ${code}`);
  expect(await wrong(control(made.accountant, '20', { act: '  ' }))).toEqual(['/act input.invalid']);
  expect(await wrong(control(made.accountant, '20', { takenOn: '2026-11-25' }))).toEqual(['/readings/0/value reading.futureDate']);
  expect(await wrong(control(made.accountant, '20', { confirmed: false }))).toEqual(['/readings/0/confirmed reading.lessThanBefore']);
  expect(await codeOf(control(made.accountant, ''))).toBe('meters.nothingTyped');
  for (const month of ['2026-10', '2026-11', '2026-12']) await postMonth(world, made, month);
  world.now = new Date('2027-01-20T09:00:00Z');
  await control(made.accountant, '20', { takenOn: '2027-01-12' });
  const hand = world.run(owner, (work) =>
    submitReadings(work, { params: { houseId: keys.houseId, premisesId }, query: {}, body: { readings: [{ meterId: keys.meterId, zone: '', value: '21' }] } }),
  );
  expect((await refusalOf(hand)).fields).toMatchObject([{ pointer: '/readings/0/value', code: 'reading.afterControl' }]);
  await postMonth(world, made, '2027-01');
  // Two months by the average of 7.15 m³ that the check shows to be nothing, and 8.6 m³ that were handed in too many.
  expect(await linesOf('2027-01')).toMatchObject([
    {
      totalKopecks: -45_064n - 2n * 37_466n,
      terms: {
        method: 'corrected',
        base: { pieces: [{ volume: '-8.6' }] },
        recalculations: [
          {
            ground: {
              months: [
                { month: '2026-11', wasKopecks: 37_466, becameKopecks: 0 },
                { month: '2026-12', becameKopecks: 0 },
              ],
            },
          },
        ],
      },
    },
  ]);
  world.now = new Date('2027-02-20T09:00:00Z');
  await world.run(owner, (work) =>
    submitReadings(work, { params: { houseId: keys.houseId, premisesId }, query: {}, body: { readings: [{ meterId: keys.meterId, zone: '', value: '24' }] } }),
  );
  world.now = new Date('2026-11-24T09:00:00Z');
});

test('MTR-8, X-4, X-5: a retried key writes once; of twenty checks at once one is in force; while a month is being posted a check waits', async () => {
  const { made, keys, control } = await checkedMeter();
  const key = newId(world.now);
  expect(await control(made.accountant, '20', {}, key)).toEqual(await control(made.accountant, '20', {}, key));
  expect((await control(made.accountant, '20')).kept).toBe(0);
  await Promise.all(Array.from({ length: 20 }, (_, n) => control(made.accountant, String(21 + n))));
  const rows = await world.db
    .selectFrom('meters.reading')
    .select(['status', 'act'])
    .where('meter_id', '=', keys.meterId)
    .where('period', '=', '2026-11-01')
    .execute();
  expect(rows.filter(({ status }) => status === 'active')).toEqual([{ status: 'active', act: 'акт № 15' }]);
  expect(rows).toHaveLength(21);
  const run = await countMonth(world, made, '2026-11');
  await world.db.updateTable('calculation.run').set({ status: 'posting' }).where('id', '=', run).execute();
  expect(await codeOf(control(made.accountant, '50'))).toBe('run.notReady');
});
