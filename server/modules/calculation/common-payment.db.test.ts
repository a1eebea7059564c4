// How the owners of a house pay for what its common property takes (CALC-1): set by the accountant of its manager with its history, counted and corrected by runs.
import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { addMeters, addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { monthsFrom } from '#platform/time';
import { accountantOf, countMonth, type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { readCommonPayment, setCommonPayment } from './common-payment.ts';

const world = useWorld('2027-02-02T09:00:00Z');
type Body = Parameters<typeof setCommonPayment>[1]['body'];
const REASON = 'Протокол № 3 от 12.12.2025';
const set = (made: CountedHouse, more: Partial<Body> = {}, { actor = made.accountant, key = newId(world.now) } = {}) =>
  world.run(
    actor,
    (work) => setCommonPayment(work, { params: { houseId: made.house.houseId }, query: {}, body: { version: 1, way: 'average', reason: REASON, ...more } }),
    key,
  );
/** m³ of cold water that the house took by months; two flats take 19.4 of each by the norm. */
const WATER = [30, 29, 28, 27, 26, 25, 25, 26, 27, 28, 29, 30];
const MONTHS = monthsFrom('2026-01', '2026-12');

test('CALC-1, CALC-2: a year by the norm, being unread before, is corrected in January by what the house took, and January goes by its average', async () => {
  const made = await makeCountedHouse(world, { flats: 2 });
  const { houseId, managerId } = made.house;
  await set(made);
  await world.run(portal, async (work) => {
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId: null,
        organizationId: managerId,
        serviceCode: 'cold_water',
        serial: 'Д-1',
        make: '',
        model: '',
        digits: 6,
        decimals: 3,
        place: '',
        installedOn: '2025-12-31',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    let value = 0;
    await addPastReadings(
      work,
      MONTHS.map((month, n) => ({
        houseId,
        meterId: meterId!,
        zone: '',
        month,
        takenOn: `${month}-24`,
        value: String((value += WATER[n]!)),
        source: 'organization' as const,
      })),
    );
  });
  for (const month of MONTHS) await postMonth(world, made, month);
  const ofYear = await world.db
    .selectFrom('billing.charge')
    .select('total_kopecks')
    .where('house_id', '=', houseId)
    .where('service_code', '=', 'common_cold_water')
    .execute();
  // Half of 0.0208 × 610 m³ at 52.40.
  expect(ofYear.map(({ total_kopecks }) => total_kopecks)).toEqual(Array.from({ length: 24 }, () => 33_243n));
  const runId = await countMonth(world, made, '2027-01');
  const lines = await world.db
    .selectFrom('calculation.run_line')
    .selectAll()
    .where('run_id', '=', runId)
    .where('service_code', '=', 'common_cold_water')
    .execute();
  expect(lines).toHaveLength(2);
  for (const { terms, kopecks } of lines) {
    const corrected = terms as Extract<ChargeTerms, { method: 'corrected' }>;
    expect(sumOfTerms(corrected)).toBe(kopecks);
    // 97.2 m³ of the year make 8.1 a month; half of it at 52.40.
    expect([corrected.base && sumOfTerms(corrected.base), corrected.base]).toMatchObject([
      21_222n,
      { need: { by: 'meter', volume: '8.1' }, source: { kind: 'average', document: 'общий счётчик за 2026 год' } },
    ]);
    // 2 546.64 by the meter, 3 989.16 by the norm.
    expect(corrected.recalculations.map(sumOfTerms)).toEqual([-144_252n]);
  }
  expect(
    await world.db
      .selectFrom('calculation.run_exception')
      .select(['kind', 'service_code'])
      .where('run_id', '=', runId)
      .where('service_code', '=', 'common_cold_water')
      .execute(),
  ).toEqual(lines.map(() => ({ kind: 'negative', service_code: 'common_cold_water' })));
});

test('CALC-1, X-5, X-8: set once of twenty, told in the history and the journal, drafts go back; a stranger, an old version and no reason are refused', async () => {
  const made = await makeCountedHouse(world);
  const { houseId, managerId } = made.house;
  const { personId } = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
  const actor = accountantOf(world, managerId, personId);
  const runId = await countMonth(world, made, '2026-10');
  const read = () => readCommonPayment({ db: world.db, actor, now: world.now });
  expect((await read()).houses).toMatchObject([{ houseId, way: 'fact', version: 1 }]);
  expect((await refusalOf(set(made, {}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  expect((await refusalOf(set(made, { reason: '   ' }, { actor }))).fields.map(({ pointer }) => pointer)).toEqual(['/reason']);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set(made, {}, { actor, key })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set(made, {}, { actor, key: keys[tries.findIndex(({ status }) => status === 'fulfilled')]! })).toEqual({ version: 2 });
  expect((await refusalOf(set(made, { way: 'norm' }, { actor }))).code).toBe('object.changed');
  const { houses, revisions } = await read();
  expect(houses[0]).toMatchObject({ way: 'average', version: 2 });
  expect(revisions).toMatchObject([{ who: expect.stringContaining('Смирнова'), before: 'fact', after: 'average', reason: REASON }]);
  expect(await world.db.selectFrom('calculation.run').select(['stale', 'status']).where('id', '=', runId).executeTakeFirst()).toEqual({
    stale: true,
    status: 'draft',
  });
  expect(
    await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'house.commonPaymentSet').where('house_id', '=', houseId).execute(),
  ).toEqual([{ facts: { way: 'average', reason: REASON } }]);
});
