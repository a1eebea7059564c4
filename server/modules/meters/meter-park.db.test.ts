import { expect, test } from 'vitest';
import { workMeterColumns } from '#contract/meters-park';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { refusalOf, useWorld } from '#test/world';
import { addMeter } from './change-meter.ts';
import { enterReadings } from './enter-readings.ts';
import { readMeterPlaces, readWorkMeter, workMeters } from './meter-park.queries.ts';
import { setVerification } from './set-verification.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const staffOf = (organizationId: string) => makeActor(world, [{ role: 'accountant', organizationId }]);
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    async () => (await refusalOf(work)).code,
  );
const enter = (
  actor: Actor,
  of: { houseId: string; meterId: string },
  values: readonly { zone: '' | 'T1' | 'T2'; value: string }[],
  { confirmed = false, key = newId(world.now) } = {},
) => world.run(actor, (work) => enterReadings(work, { params: of, query: {}, body: { readings: [...values], confirmed } }), key, values);
const active = (of: { houseId: string; meterId: string }) =>
  world.db
    .selectFrom('meters.reading')
    .select(['value', 'source', 'period'])
    .where('house_id', '=', of.houseId)
    .where('meter_id', '=', of.meterId)
    .where('status', '=', 'active')
    .where('period', '>=', '2026-11-01')
    .execute();

async function houseMeter(home: MeteredHome, serial: string): Promise<{ houseId: string; meterId: string; manager: Actor }> {
  const manager = await staffOf(home.house.managerId);
  const made = await world.run(manager, (work) =>
    addMeter(work, {
      houseId: home.houseId,
      premisesId: null,
      organizationId: home.house.managerId,
      service: 'cold_water',
      place: 'подвал',
      serial,
      make: '',
      model: '',
      digits: 6,
      decimals: 0,
      installedOn: '2026-10-01',
      registers: [{ zone: '', initialValue: '1000' }],
    }),
  );
  return { ...made, manager };
}

test('MTR-8, X-2, X-8: the meter of a house is read by its company: strangers, residents and other companies find none', async () => {
  const home = await makeMeteredHome(world);
  const { manager, ...meter } = await houseMeter(home, 'ОД-1');
  for (const actor of [await makeActor(world), home.owner, await staffOf(home.supplierId)])
    expect(await codeOf(enter(actor, meter, [{ zone: '', value: '1500' }]))).toBe('object.notFound');
  // Far over what a flat may use in a month.
  expect(await enter(manager, meter, [{ zone: '', value: '1850' }])).toEqual({ kept: 1, countsFor: '2026-11', notes: [] });
  expect(await active(meter)).toMatchObject([{ source: 'organization', period: '2026-11-01' }]);
  const shown = await readWorkMeter(world.ground, reading(manager), meter);
  expect(shown).toMatchObject({ isOfHouse: true, readings: [{ value: '1850', use: '850', status: 'active' }] });
  expect((await refusalOf(enter(manager, meter, [{ zone: '', value: '900' }]))).fields).toMatchObject([
    { pointer: '/readings/0/value', code: 'reading.lessThanBefore' },
  ]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('house_id', '=', home.houseId)
    .where('action', '=', 'readings.entered')
    .execute();
  expect(lines).toEqual([{ facts: { month: '2026-11', readings: 1 } }]);
});

test('MTR-8, X-4: a retried key, the same number again and twenty at once leave one reading in force', async () => {
  const home = await makeMeteredHome(world);
  const { manager, ...meter } = await houseMeter(home, 'ОД-2');
  const key = newId(world.now);
  const first = await enter(manager, meter, [{ zone: '', value: '1100' }], { key });
  expect(await enter(manager, meter, [{ zone: '', value: '1100' }], { key })).toEqual(first);
  expect((await enter(manager, meter, [{ zone: '', value: '1100' }])).kept).toBe(0);
  await Promise.all(Array.from({ length: 20 }, (_, n) => enter(manager, meter, [{ zone: '', value: String(1101 + n) }])));
  expect(await active(meter)).toHaveLength(1);
});

test('MTR-8, MTR-2: staff read a flat meter by the rules of residents, and what a resident handed in gives way', async () => {
  const home = await makeMeteredHome(world);
  const staff = await staffOf(home.powerId);
  const meter = { houseId: home.houseId, meterId: home.power };
  const body = {
    readings: [
      { meterId: home.power, zone: 'T1' as const, value: '8500' },
      { meterId: home.power, zone: 'T2' as const, value: '4150' },
    ],
  };
  await world.run(home.owner, (work) => submitReadings(work, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: {}, body }));
  expect((await refusalOf(enter(staff, meter, [{ zone: 'T1', value: '8510' }]))).fields).toMatchObject([{ code: 'reading.missing' }]);
  expect(
    (
      await refusalOf(
        enter(staff, meter, [
          { zone: 'T1', value: '9900' },
          { zone: 'T2', value: '4180' },
        ]),
      )
    ).code,
  ).toBe('meters.confirmWarnings');
  await enter(
    staff,
    meter,
    [
      { zone: 'T1', value: '9900' },
      { zone: 'T2', value: '4180' },
    ],
    { confirmed: true },
  );
  expect((await active(meter)).map(({ source }) => source)).toEqual(['organization', 'organization']);
  const [submission] = await world.db.selectFrom('meters.submission').select('status').where('house_id', '=', home.houseId).execute();
  expect(submission).toEqual({ status: 'replaced' });
});

test('MTR-1, X-5: a verification is written down once seen anew; days that cannot be are named by field', async () => {
  const home = await makeMeteredHome(world);
  const staff = await staffOf(home.supplierId);
  const verify = (actor: Actor, more: object = {}, version = 1) =>
    world.run(actor, (work) =>
      setVerification(work, {
        params: { houseId: home.houseId, meterId: home.cold },
        query: {},
        body: { verifiedOn: '2026-11-20', nextVerificationOn: '2032-11-20', version, ...more },
      }),
    );
  for (const actor of [home.owner, await staffOf(home.powerId)]) expect(await codeOf(verify(actor))).toBe('object.notFound');
  expect(
    (await refusalOf(verify(staff, { verifiedOn: '2026-12-01', nextVerificationOn: '2026-11-01', sealedOn: '2027-01-01' }))).fields.map(
      ({ pointer }) => pointer,
    ),
  ).toEqual(['/verifiedOn', '/sealedOn', '/nextVerificationOn']);
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(verify(staff))));
  expect(codes.sort()).toEqual(['done', ...Array(19).fill('object.changed')]);
  expect(await readWorkMeter(world.ground, reading(staff), { houseId: home.houseId, meterId: home.cold })).toMatchObject({
    verifiedOn: '2026-11-20',
    nextVerificationOn: '2032-11-20',
    version: 2,
  });
});

test('MTR-1, X-1: the list of meters says where each stands; places are those of the organization', async () => {
  const home = await makeMeteredHome(world);
  const { manager } = await houseMeter(home, 'ОД-3');
  const scope = { organizationIds: [home.house.managerId, home.supplierId] };
  const { rows, count } = await readList(world.db, workMeters, scope, { houseId: home.houseId });
  expect(count).toBe(3);
  expect(rows.find(({ kind }) => kind === 'house')).toMatchObject({ serial: 'ОД-3', readOn: null, address: expect.not.stringContaining('кв.') });
  expect(rows.find(({ service }) => service === 'hot_water')).toMatchObject({ kind: 'flat', readOn: '2026-10-24', address: expect.stringContaining('кв.') });
  expect(Object.keys(workMeterColumns).every((key) => key in rows[0]!)).toBe(true);
  const places = await readMeterPlaces(reading(manager), { houseId: home.houseId });
  expect(places).toMatchObject({ houses: [{ houseId: home.houseId }], premises: [{}, {}, {}] });
  expect(await readMeterPlaces(reading(home.owner), { houseId: home.houseId })).toMatchObject({ houses: [], premises: [] });
});
