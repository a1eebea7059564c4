// How a house pays for heating (CALC-1): set by the accountant of its manager, with its history; drafts are counted anew.
import { expect, test } from 'vitest';
import { addNorms, addTariffs } from '#modules/directory';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, makeCountedHouse } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { readHeatingPayment, setHeatingPayment } from './heating-payment.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = Parameters<typeof setHeatingPayment>[1]['body'];

test('CALC-1, X-5, X-8: set once of twenty, told in the history and the journal, drafts go back; a stranger, an old version and no reason are refused', async () => {
  const made = await makeCountedHouse(world);
  const { houseId, managerId } = made.house;
  const { personId } = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
  const accountant = accountantOf(world, managerId, personId);
  const runId = await countMonth(world, made, '2026-10');
  const read = () => readHeatingPayment({ db: world.db, actor: accountant, now: world.now });
  const set = (more: Partial<Body> = {}, { actor = accountant, key = newId(world.now) } = {}) =>
    world.run(
      actor,
      (work) => setHeatingPayment(work, { params: { houseId }, query: {}, body: { version: 1, heatingMonths: 8, reason: 'Постановление № 300', ...more } }),
      key,
    );
  const [house] = (await read()).houses;
  expect(house).toMatchObject({ heating: 'house_meter', heatingMonths: null, version: 1, can: { change: true } });
  expect((await refusalOf(set({}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  expect((await refusalOf(set({ reason: '   ' }))).fields.map(({ pointer }) => pointer)).toEqual(['/reason']);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set({}, { key })));
  const done = tries.findIndex(({ status }) => status === 'fulfilled');
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set({}, { key: keys[done]! })).toEqual({ version: 2 });
  expect((await refusalOf(set({ heatingMonths: null }))).code).toBe('object.changed');
  const { houses, revisions } = await read();
  expect(houses[0]).toMatchObject({ heatingMonths: 8, version: 2 });
  expect(revisions).toMatchObject([{ who: expect.stringContaining('Смирнова'), before: null, after: 8, reason: 'Постановление № 300' }]);
  expect(await world.db.selectFrom('calculation.run').select(['stale', 'status']).where('id', '=', runId).executeTakeFirst()).toEqual({
    stale: true,
    status: 'draft',
  });
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('facts')
      .where('action', '=', 'house.heatingPaymentSet')
      .where('house_id', '=', houseId)
      .execute(),
  ).toEqual([{ facts: { months: 8, reason: 'Постановление № 300' } }]);
});

test('CALC-1: a house without the meter of heat that it should have pays half as much again by the norm; where there is a meter it cannot be told', async () => {
  const made = await makeCountedHouse(world, { flats: 1 });
  const { houseId, managerId } = made.house;
  await world.run(portal, async (work) => {
    await addTariffs(work, [{ organizationId: managerId, serviceCode: 'heating', value: '2000', unit: 'Гкал', fromDay: '2026-01-01', decision: 'РЭК № 2' }]);
    await addNorms(work, [
      { region: 'Свердловская область', serviceCode: 'heating', per: 'm2', value: '0.02', unit: 'Гкал', fromDay: '2026-01-01', decision: 'РЭК № 1' },
    ]);
  });
  const set = (version: number, meterDueFrom?: string | null) =>
    world.run(made.accountant, (work) =>
      setHeatingPayment(work, {
        params: { houseId },
        query: {},
        body: { version, heatingMonths: null, reason: 'Предписание № 7', ...(meterDueFrom !== undefined && { meterDueFrom }) },
      }),
    );
  expect((await refusalOf(set(1, '2026-10-01'))).fields.map(({ pointer }) => pointer)).toEqual(['/meterDueFrom']);
  await world.db.updateTable('housing.house').set({ heating: 'norm' }).where('house_id', '=', houseId).execute();
  expect([await set(1, '2026-10-01'), await set(2)]).toEqual([{ version: 2 }, { version: 3 }]);
  expect(await readHeatingPayment({ db: world.db, actor: made.accountant, now: world.now })).toMatchObject({
    houses: [{ meterDueFrom: '2026-10-01' }],
    revisions: [{ meterDueFrom: '2026-10-01' }, { meterDueFrom: '2026-10-01' }],
  });
  const line = await world.db
    .selectFrom('calculation.run_line')
    .select(['kopecks', 'terms'])
    .where('run_id', '=', await countMonth(world, made, '2026-10'))
    .where('service_code', '=', 'heating')
    .executeTakeFirstOrThrow();
  // 54.3 m² by 0.02 Gcal at 2 000, and half of it.
  expect(line).toMatchObject({ kopecks: 325_800n, terms: { method: 'heatingByNorm', raised: { coefficient: '1.5', reason: 'noHouseMeter' } } });
  expect(await set(3, null)).toEqual({ version: 4 });
});
