// From the card of a premises to the charges: what the organization corrects, the next run takes; what was charged stays (HOME-1).
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { useWorld } from '#test/world';
import { readPremises } from '../server/modules/housing/housing.pages.ts';
import { savePremises } from '../server/modules/housing/save-premises.ts';

const world = useWorld('2026-11-02T09:00:00Z');

test('HOME-1, CALC-1: a corrected area is charged from the next run on, and what was charged by the earlier one stays', async () => {
  const made = await makeCountedHouse(world);
  const [account] = made.accounts;
  const { houseId, premisesId } = made.house.premises[0]!;
  const linesOf = (runId: string) =>
    world.db
      .selectFrom('calculation.run_line')
      .select('kopecks')
      .where('run_id', '=', runId)
      .where('account_id', '=', account!.accountId)
      .where('service_code', '=', 'maintenance')
      .execute();
  const posted = await postMonth(world, made, '2026-09');
  expect(await linesOf(posted), '54,30 м² × 31,85').toEqual([{ kopecks: 172_946n }]);

  const pair = { houseId, premisesId };
  const { version } = await readPremises(world.ground, { db: world.db, actor: made.accountant, now: world.now }, pair);
  const card = {
    number: '1',
    kind: 'flat',
    cadastralNumber: 'нет',
    areaTotal: '60,00',
    areaLiving: '33,10',
    areaHeated: 'нет',
    rooms: '2',
    entrance: '1',
    floor: '1',
    condition: 'resale',
    housingStatus: 'own',
  };
  await world.run(made.accountant, (work) => savePremises(work, pair, { version, ...card }), newId(world.now));

  expect(await linesOf(await countMonth(world, made, '2026-10')), '60,00 м² × 31,85').toEqual([{ kopecks: 191_100n }]);
  expect(await linesOf(posted), 'charged already').toEqual([{ kopecks: 172_946n }]);
});
