// A flat cut off from the heating of its house (CALC-1): told by staff with the act, counted by a run.
import { expect, test } from 'vitest';
import { addNorms, addTariffs } from '#modules/directory';
import { premisesOf } from '#modules/housing';
import { addMeters, addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse } from '#test/factories/calculation';
import { makePremises } from '#test/factories/housing';
import { portal, refusalOf, useWorld } from '#test/world';
import { tellOwnHeating } from './own-heating.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Told = Parameters<typeof tellOwnHeating>[1]['body'];
const ACT = { fromDay: '2026-05-12', toDay: '', paper: 'Акт приёмочной комиссии от 12.05.2026 № 7' };

/** Heat at 2 350.18 a gigacalorie; the house meter takes 12 in October. */
async function heated(made: CountedHouse, norm: string | null = null): Promise<void> {
  const { houseId, managerId } = made.house;
  const decision = 'Постановление № 118-ПК от 18.09.2026';
  await world.run(portal, async (work) => {
    await addTariffs(work, [{ organizationId: managerId, serviceCode: 'heating', value: '2350.18', unit: 'Гкал', fromDay: '2026-01-01', decision }]);
    if (norm !== null)
      return addNorms(work, [
        { region: 'Свердловская область', serviceCode: 'heating', per: 'm2', value: norm, unit: 'Гкал', fromDay: '2026-01-01', decision },
      ]);
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId: null,
        organizationId: managerId,
        serviceCode: 'heating',
        serial: `Т-${houseId.slice(-6)}`,
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
    return addPastReadings(work, [{ houseId, meterId: id!, zone: '', month: '2026-10', takenOn: '2026-10-24', value: '12', source: 'organization' }]);
  });
}

const tell = (made: CountedHouse, more: Partial<Told> = {}, { actor = made.accountant, key = newId(world.now), flat = 0 } = {}) => {
  const { houseId, premisesId } = made.house.premises[flat]!;
  return world.run(actor, (work) => tellOwnHeating(work, { params: { houseId, premisesId }, query: {}, body: { version: 1, ownHeating: ACT, ...more } }), key);
};
async function heatOf(made: CountedHouse, month = '2026-10') {
  const runId = await countMonth(world, made, month);
  const lines = await world.db
    .selectFrom('calculation.run_line')
    .select(['account_id', 'kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('service_code', '=', 'heating')
    .execute();
  return {
    runId,
    sums: made.accounts.map(({ accountId }) => lines.find((line) => line.account_id === accountId)?.kopecks),
    terms: made.accounts.map(({ accountId }) => lines.find((line) => line.account_id === accountId)?.terms),
  };
}

test('CALC-1: a run charges a flat cut off only its part of the common heat, the others what is left; the whole is the house’s', async () => {
  const made = await makeCountedHouse(world);
  await heated(made);
  await tell(made);
  const { sums, terms } = await heatOf(made);
  // Flats of 54.3 of 162.9 m², common 610: 12 over 718.6 m² gives 0.9067631 to each heated flat, and of the common 10.1864737 a third.
  expect(sums).toEqual([798_002n, 1_011_107n, 1_011_107n]);
  expect(sums.reduce((all, one) => all! + one!, 0n)).toBe(2_820_216n);
  expect(terms[0]).toMatchObject({ method: 'heatingByFlats', own: { by: 'cutOff' } });
  const plain = await makeCountedHouse(world);
  await heated(plain);
  expect((await heatOf(plain)).sums).toEqual([940_072n, 940_072n, 940_072n]);
});

test('CALC-1: where heat goes by the norm, a flat cut off pays the common part of what the norm gives the others', async () => {
  const made = await makeCountedHouse(world);
  await world.db.updateTable('housing.house').set({ heating: 'norm' }).where('house_id', '=', made.house.houseId).execute();
  await heated(made, '0.02');
  await tell(made);
  const { sums, terms } = await heatOf(made);
  expect(sums[0]! < sums[1]! && sums[1] === sums[2]).toBe(true);
  // 2 × 54.3 × 0.02 = 2.172 Gcal together.
  expect(Math.abs(Number(sums[0]! + sums[1]! + sums[2]! - 510_459n))).toBeLessThanOrEqual(2);
  expect(terms[1]).toMatchObject({ method: 'heatingByFlats', own: { by: 'house' }, source: { kind: 'norm' } });
});

test('CALC-1, X-5, X-8: told once of twenty, drafts go back; a stranger, a room, wrong days and an old version are refused', async () => {
  const made = await makeCountedHouse(world);
  await heated(made);
  const { houseId, premisesId } = made.house.premises[0]!;
  const runId = await countMonth(world, made, '2026-10');
  expect((await refusalOf(tell(made, {}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  expect((await refusalOf(tell(made, { ownHeating: { fromDay: '2026-12-01', toDay: 'завтра', paper: ' ' } }))).fields.map(({ pointer }) => pointer)).toEqual([
    '/fromDay',
    '/toDay',
    '/paper',
  ]);
  expect((await refusalOf(tell(made, { ownHeating: { ...ACT, toDay: '2026-05-11' } }))).fields.map(({ pointer }) => pointer)).toEqual(['/toDay']);
  const [room] = await makePremises(world, [{ houseId, number: '1-1', kind: 'room', flatId: premisesId, areaTotal: '18.20' }]);
  made.house.premises.push(room!);
  expect((await refusalOf(tell(made, {}, { flat: 3 }))).fields).toMatchObject([{ detail: 'Комнату отапливают вместе с квартирой: отметьте квартиру' }]);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => tell(made, {}, { key })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await tell(made, {}, { key: keys[tries.findIndex(({ status }) => status === 'fulfilled')]! })).toEqual({ version: 2 });
  expect((await refusalOf(tell(made, { ownHeating: null }))).code).toBe('object.changed');
  expect(await world.db.selectFrom('calculation.run').select(['stale', 'status']).where('id', '=', runId).executeTakeFirst()).toEqual({
    stale: true,
    status: 'draft',
  });
  const journal = () =>
    world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'premises.ownHeatingSet').where('house_id', '=', houseId).execute();
  expect(await journal()).toEqual([{ facts: { number: '1', what: expect.stringContaining('без общего отопления с нет → 2026-05-12') } }]);
  const kept = async () => (await premisesOf(world.db, [{ houseId, premisesId }]))[0];
  expect(await kept()).toMatchObject({ ownHeatingFrom: '2026-05-12', ownHeatingTo: null, ownHeatingPaper: ACT.paper });
  // Nothing new is no record; a record made by mistake is taken back.
  expect([await tell(made, { version: 2 }), await tell(made, { version: 2, ownHeating: null })]).toEqual([{ version: 2 }, { version: 3 }]);
  expect([(await kept())!.ownHeatingFrom, (await journal()).length]).toEqual([null, 2]);
});
