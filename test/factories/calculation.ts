// A house whose months the portal computes: flats with accounts, an accountant, tariffs and norms; and its runs, moved by their jobs.
import { addNorms, addTariffs } from '#modules/directory';
import type { Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { personActor, portal, type World } from '#test/world';
import { countRunJob } from '../../server/modules/calculation/count-run.ts';
import { moveRun, openRun } from '../../server/modules/calculation/open-run.ts';
import { postRunJob } from '../../server/modules/calculation/post-run.ts';
import { makeAccount, type MadeAccount } from './accounts.ts';
import { makeHouse, makeOwner, type MadeHouse } from './housing.ts';

export type CountedHouse = { house: MadeHouse; accounts: MadeAccount[]; accountant: Person };
const DECISION = 'Постановление № 118-ПК от 18.09.2026';

export const accountantOf = (world: World, organizationId: string, personId = newId(world.now)): Person =>
  personActor(personId, [{ role: 'accountant', premisesId: null, houseId: null, organizationId }]);

/** Flats of 54.3 m², two people in each, no meters; upkeep, cold water, waste, the house's cold water, the intercom. */
export async function makeCountedHouse(world: World, { flats = 3 } = {}): Promise<CountedHouse> {
  const house = await makeHouse(world, { flats });
  const accounts: MadeAccount[] = [];
  for (const { houseId, premisesId } of house.premises) {
    await makeOwner(world, { houseId, premisesId });
    accounts.push(await makeAccount(world, { house, premisesId }));
  }
  const tariff = (serviceCode: string, value: string, unit: string) => ({
    organizationId: house.managerId,
    serviceCode,
    value,
    unit,
    fromDay: '2026-01-01',
    decision: DECISION,
  });
  const norm = (serviceCode: string, per: 'person' | 'm2' | 'm2_common', value: string, unit: string) => ({
    region: 'Свердловская область',
    serviceCode,
    per,
    value,
    unit,
    fromDay: '2026-01-01',
    decision: 'РЭК № 1',
  });
  await world.run(portal, async (work) => {
    await addTariffs(work, [
      tariff('maintenance', '31.85', 'м²'),
      tariff('cold_water', '52.40', 'м³'),
      tariff('waste', '981.36', 'м³'),
      tariff('common_cold_water', '52.40', 'м³'),
      tariff('intercom', '65', 'квартира'),
    ]);
    await addNorms(work, [
      norm('cold_water', 'person', '4.85', 'м³'),
      norm('waste', 'person', '0.168', 'м³'),
      norm('common_cold_water', 'm2_common', '0.0208', 'м³'),
    ]);
  });
  return { house, accounts, accountant: accountantOf(world, house.managerId) };
}

export const jobContext = (world: World) => ({
  ground: world.ground,
  db: world.db,
  pool: world.pool,
  now: () => world.now,
  log: { info: () => {}, error: () => {} },
});
const stateOf = (world: World, runId: string) => world.db.selectFrom('calculation.run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();

/** Opens the run of a month and counts it; answers its id. */
export async function countMonth(world: World, { house, accountant }: CountedHouse, period: string, withPenalties = false): Promise<string> {
  const { runId, progressId } = await world.run(accountant, (work) =>
    openRun(work, { organizationId: house.managerId, houseId: house.houseId, period, withPenalties }),
  );
  await countRunJob.run(jobContext(world), { houseId: house.houseId, runId, progressId });
  return runId;
}

/** Opens, counts, checks and posts a month; answers the run's id. */
export async function postMonth(world: World, made: CountedHouse, period: string, withPenalties = false): Promise<string> {
  const runId = await countMonth(world, made, period, withPenalties);
  const key = { houseId: made.house.houseId, runId };
  const move = async (to: 'check' | 'post') =>
    world.run(made.accountant, async (work) => moveRun(work, to, { ...key, version: (await stateOf(world, runId)).version }));
  await move('check');
  const { progressId } = await move('post');
  await postRunJob.run(jobContext(world), { ...key, progressId });
  return runId;
}
