// What difference from last month a run tells: set by the organization's accountant from a month on, and used by its runs.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { accountantOf, countMonth, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makePerson } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { readRun } from './calculation.queries.ts';
import { countRunJob } from './count-run.ts';
import { jumpPercentOf, readJumpLimits, setJumpLimit } from './jump-limits.ts';
import { moveRun } from './open-run.ts';
import { addPrice } from './prices.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = Parameters<typeof setJumpLimit>[1]['body'];

async function town() {
  const made = await makeCountedHouse(world);
  const organizationId = made.house.managerId;
  const { personId } = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
  const accountant = accountantOf(world, organizationId, personId);
  const set = (more: Partial<Body> = {}, { actor = accountant, key = newId(world.now) } = {}) =>
    world.run(
      actor,
      (work) => setJumpLimit(work, { params: { organizationId }, query: {}, body: { version: 1, fromMonth: '2026-10', percent: 40, ...more } }),
      key,
    );
  const limit = async () => (await readJumpLimits({ db: world.db, actor: accountant, now: world.now })).limits[0];
  return { made: { ...made, accountant }, organizationId, set, limit };
}

test('CALC-2, X-5, X-8: 30 % until it is set; set once of twenty, again with the same key, refused to a stranger and by an old version; told with who and when', async () => {
  const { organizationId, set, limit } = await town();
  expect(await limit()).toMatchObject({ organizationId, percent: 30, version: 1, set: [] });
  expect((await refusalOf(set({}, { actor: accountantOf(world, (await makeCountedHouse(world)).house.managerId) }))).code).toBe('object.notFound');
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set({}, { key })));
  const done = tries.findIndex(({ status }) => status === 'fulfilled');
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set({}, { key: keys[done]! })).toEqual({ version: 2 });
  expect(await refusalOf(set({ percent: 50 }))).toMatchObject({ code: 'object.changed' });
  expect(await limit()).toMatchObject({
    percent: 40,
    version: 2,
    set: [{ at: world.now.toISOString(), who: expect.stringContaining('Смирнова'), fromMonth: '2026-10', percent: 40 }],
  });
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('facts')
      .where('action', '=', 'run.jumpLimitSet')
      .where('organization_id', '=', organizationId)
      .execute(),
  ).toEqual([{ facts: { fromMonth: '2026-10', percent: 40 } }]);
});

test('CALC-2: a limit holds from its month; what is set later stands before what was set for the same months', async () => {
  const { organizationId, set } = await town();
  const of = (...months: string[]) => Promise.all(months.map((month) => jumpPercentOf(world.db, organizationId, month)));
  await set({ fromMonth: '2026-11', percent: 40 });
  await set({ version: 2, fromMonth: '2027-01', percent: 15 });
  expect(await of('2026-10', '2026-11', '2026-12', '2027-01', '2027-05')).toEqual([30, 40, 40, 15, 15]);
  await set({ version: 3, fromMonth: '2026-12', percent: 100 });
  expect(await of('2026-11', '2026-12', '2027-01')).toEqual([40, 100, 100]);
});

test('CALC-2: a run tells what its month has the limit for, and says it; a draft counted with another limit is counted anew before it is checked', async () => {
  const { made, organizationId, set } = await town();
  const { houseId } = made.house;
  await postMonth(world, made, '2026-09');
  // The intercom from 65 to 90 roubles: 38 % more.
  await world.run(made.accountant, (work) =>
    addPrice(work, 'tariff', {
      organizationId,
      houseId: null,
      serviceCode: 'intercom',
      way: '',
      fromVolume: '0',
      value: '90',
      fromDay: '2026-10-01',
      toDay: null,
      decision: 'Собрание № 1',
    }),
  );
  const runId = await countMonth(world, made, '2026-10');
  const read = async () => {
    const { run, kinds } = await readRun(world.ground, { db: world.db, actor: made.accountant, now: world.now }, { houseId, runId }, {});
    return { percent: run.jumpPercent, told: kinds.map(({ kind, count }) => `${kind} ${count}`), version: run.version, check: run.can.check };
  };
  const count = async () => {
    const { progressId } = await world.run(made.accountant, async (work) => moveRun(work, 'count', { houseId, runId, version: (await read()).version }));
    await countRunJob.run(jobContext(world), { houseId, runId, progressId });
  };
  expect(await read()).toMatchObject({ percent: 30, told: ['jump 3'], check: true });
  await set({ percent: 38 });
  expect(await read()).toMatchObject({ percent: 30, told: ['jump 3'], check: false });
  await count();
  // 25 of 65 is 38.46 %.
  expect(await read()).toMatchObject({ percent: 38, told: ['jump 3'], check: true });
  await set({ version: 2, percent: 39 });
  await count();
  expect(await read()).toMatchObject({ percent: 39, told: [], check: true });
  // A limit of later months leaves the draft as it is.
  await set({ version: 3, fromMonth: '2026-11', percent: 5 });
  expect(await read()).toMatchObject({ percent: 39, told: [], check: true });
});
