import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { askToCancel } from '#platform/progress';
import { accountantOf, countMonth, type CountedHouse, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, refusalOf, useWorld } from '#test/world';
import { readRun } from './calculation.queries.ts';
import { countRunJob } from './count-run.ts';
import { moveRun, openRun } from './open-run.ts';
import { workException } from './work-exception.ts';

const world = useWorld('2026-11-02T09:00:00Z');
const look = (made: CountedHouse, runId: string) =>
  readRun(world.ground, { db: world.db, actor: made.accountant, now: world.now }, { houseId: made.house.houseId, runId }, {});

/** A draft with two flats without an area. */
async function draftToWork() {
  const made = await makeCountedHouse(world);
  const empty = made.house.premises.slice(0, 2).map(({ premisesId }) => premisesId);
  await world.run(portal, async (work) => {
    await sql`update housing.premises set area_total = 0 where premises_id = any(${empty}::uuid[])`.execute(work.tx);
  });
  const runId = await countMonth(world, made, '2026-10');
  const given = (number: number, version: number, note = 'жилец прислал план') => ({
    params: { houseId: made.house.houseId, runId, number },
    body: { version, note },
  });
  return { made, runId, given };
}
const recount = async (made: CountedHouse, runId: string) => {
  const key = { houseId: made.house.houseId, runId };
  const { progressId } = await world.run(made.accountant, async (work) => moveRun(work, 'count', { ...key, version: (await look(made, runId)).run.version }));
  await countRunJob.run(jobContext(world), { ...key, progressId });
};

test('CALC-2: a remark is worked through with a word on what was found; it goes behind the others and stays after a new count that finds the same', async () => {
  const { made, runId, given } = await draftToWork();
  const { run, kinds, exceptions } = await look(made, runId);
  expect([kinds, exceptions.map(({ number, workNote }) => [number, workNote])]).toEqual([
    [{ kind: 'noArea', count: 2, left: 2 }],
    [
      [0, null],
      [1, null],
    ],
  ]);
  const key = newId(world.now);
  for (let n = 0; n < 2; n++) await world.run(made.accountant, (work) => workException(work, given(0, run.version)), key);
  const worked = await look(made, runId);
  expect([worked.kinds[0], worked.exceptions.map(({ number, workNote }) => [number, workNote])]).toEqual([
    { kind: 'noArea', count: 2, left: 1 },
    [
      [1, null],
      [0, 'жилец прислал план'],
    ],
  ]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'run.exceptionWorked')
    .where('house_id', '=', made.house.houseId)
    .execute();
  expect(lines).toEqual([{ facts: { kind: 'noArea', note: 'жилец прислал план' } }]);
  await recount(made, runId);
  expect((await look(made, runId)).exceptions.map(({ number, workNote }) => [number, workNote])).toEqual([
    [1, null],
    [0, 'жилец прислал план'],
  ]);
  await world.run(portal, async (work) => {
    await sql`update housing.premises set area_total = 50 where premises_id = ${made.house.premises[0]!.premisesId}`.execute(work.tx);
  });
  await recount(made, runId);
  expect((await look(made, runId)).exceptions.map(({ workNote }) => workNote)).toEqual([null]);
});

test('CALC-2, X-8: a remark of a stranger’s run, of none, of another count and of a posted run is refused; twenty at once leave one word', async () => {
  const { made, runId, given } = await draftToWork();
  const { version } = (await look(made, runId)).run;
  const stranger = accountantOf(world, newId(world.now));
  const refused = async (actor: typeof stranger, ...of: Parameters<typeof given>) =>
    (await refusalOf(world.run(actor, (work) => workException(work, given(...of))))).code;
  expect([await refused(stranger, 0, version), await refused(made.accountant, 7, version), await refused(made.accountant, 0, version - 1)]).toEqual([
    'object.notFound',
    'object.notFound',
    'object.changed',
  ]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => world.run(made.accountant, (work) => workException(work, given(1, version, `слово ${n}`)))));
  expect((await look(made, runId)).kinds).toEqual([{ kind: 'noArea', count: 2, left: 1 }]);
  const posted = await draftToWork();
  await world.run(posted.made.accountant, (work) => moveRun(work, 'cancel', { houseId: posted.made.house.houseId, runId: posted.runId, version: 2 }));
  expect((await refusalOf(world.run(posted.made.accountant, (work) => workException(work, posted.given(0, 3))))).code).toBe('run.cancelled');
  const done = await makeCountedHouse(world);
  const doneId = await postMonth(world, done, '2026-10');
  expect(
    (
      await refusalOf(
        world.run(done.accountant, (work) =>
          workException(work, { params: { houseId: done.house.houseId, runId: doneId, number: 0 }, body: { version: 5, note: 'x' } }),
        ),
      )
    ).code,
  ).toBe('run.posted');
});

test('CALC-2, X-7: a counting shows how far it is and is stopped: nothing of it is kept, it can be neither checked nor posted, and it goes on', async () => {
  const made = await makeCountedHouse(world);
  const { houseId } = made.house;
  const { runId, progressId } = await world.run(made.accountant, (work) =>
    openRun(work, { organizationId: made.house.managerId, houseId, period: '2026-10', withPenalties: false }),
  );
  const key = { houseId, runId };
  expect((await look(made, runId)).progress).toMatchObject({ done: 0, canStop: true });
  await world.run(made.accountant, (work) => askToCancel(work, progressId));
  expect((await look(made, runId)).progress).toMatchObject({ canStop: false });
  for (let n = 0; n < 2; n++) await countRunJob.run(jobContext(world), { ...key, progressId });
  const { run } = await look(made, runId);
  expect(run).toMatchObject({ status: 'stopped', lines: 0, version: 2, can: { count: true, check: false, post: false, cancel: true, work: false } });
  for (const move of ['check', 'post'] as const)
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, move, { ...key, version: 2 })))).code).toBe('run.stopped');
  const told = await world.db.selectFrom('platform.progress').select(['status', 'total']).where('id', '=', progressId).executeTakeFirstOrThrow();
  expect(told).toEqual({ status: 'cancelled', total: 3n });
  await recount(made, runId);
  expect((await look(made, runId)).run).toMatchObject({ status: 'draft', lines: 15 });
});
