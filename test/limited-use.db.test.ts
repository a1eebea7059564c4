// What no flat uses in a month, as the directory has it: a reading above it is refused, by hand and in bulk.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { countStatements } from '#test/statements';
import { refusalOf, useWorld } from '#test/world';
import { setReadingLimit } from '../server/modules/directory/reading-limits.ts';
import { openJudge } from '../server/modules/meters/judge-intake.ts';
import { readMeters } from '../server/modules/meters/meters.queries.ts';
import { submitReadings } from '../server/modules/meters/submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const handIn = (home: MeteredHome, value: string, takenOn?: string) =>
  world.run(
    home.owner,
    (work) =>
      submitReadings(work, {
        params: { houseId: home.houseId, premisesId: home.premisesId },
        query: {},
        body: { readings: [{ meterId: home.cold, zone: '', value, confirmed: true, ...(takenOn !== undefined && { takenOn }) }] },
      }),
    newId(world.now),
  );
const limit = async (home: MeteredHome, { value, fromDay, version = 1 }: { value: string; fromDay: string; version?: number }) => {
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  return world.run(
    accountant,
    (work) =>
      setReadingLimit(work, {
        params: {},
        query: {},
        body: { organizationId: home.supplierId, service: 'cold_water', version, fromDay, value, reason: 'По паспортам квартир' },
      }),
    newId(world.now),
  );
};

test("MTR-2: a reading is refused by the limit in force on its day, the lower of everybody's and the organization's; the reads of a home stay as many", async () => {
  const home = await makeMeteredHome(world);
  // 251.04 was read in October: 100 m³ more is the most for everybody.
  expect((await refusalOf(handIn(home, '351,05'))).fields).toMatchObject([{ code: 'reading.overLimit', detail: expect.stringContaining('предел 100') }]);
  await limit(home, { value: '40.5', fromDay: '2026-11-21' });
  expect((await refusalOf(handIn(home, '291,6'))).fields).toMatchObject([{ code: 'reading.overLimit', detail: expect.stringContaining('предел 40,5') }]);
  expect(await handIn(home, '291,6', '2026-11-20')).toMatchObject({ submissions: [{ readings: [{ value: '291.6' }] }] });
  await limit(home, { value: '50', fromDay: '2026-11-21', version: 2 });
  expect(await handIn(home, '291,65')).toMatchObject({ submissions: [{ readings: [{ value: '291.65' }] }] });
  expect(
    await countStatements(() => readMeters({ db: world.db, actor: home.owner, now: world.now }, { houseId: home.houseId, premisesId: home.premisesId })),
  ).toBeLessThanOrEqual(12);
});

test('MTR-2, MTR-5: readings in bulk are judged by the same limit', async () => {
  const home = await makeMeteredHome(world);
  await limit(home, { value: '40.5', fromDay: '2026-11-01' });
  const { serial } = await world.db.selectFrom('meters.meter').select('serial').where('id', '=', home.cold).executeTakeFirstOrThrow();
  const judged = await openJudge(world.db, { organizationId: home.supplierId, now: world.now }).judge([
    { row: 1, serial, values: ['291.6'] },
    { row: 2, serial, values: ['291.5'] },
  ]);
  expect(judged.map(({ problems }) => problems.map(({ code }) => code))).toEqual([['reading.overLimit'], ['reading.unusual']]);
});
