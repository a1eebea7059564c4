import { expect, test } from 'vitest';
import { guest, personActor, refusalOf, useWorld } from '#test/world';
import { newId } from './ids.ts';
import { askToCancel, type NewProgress, openProgress, progressOf, recentProgress, startProgress, sweepProgress } from './progress.ts';

const world = useWorld();
const person = personActor(newId(new Date()));
const stranger = personActor(newId(new Date()));

async function started(more: Partial<NewProgress> = {}): Promise<string> {
  const id = newId(world.now);
  await startProgress(
    world.db,
    { id, owner: `person:${person.personId}`, kind: 'test.load', title: 'Загрузка', total: 100n, mayCancel: true, ...more },
    world.now,
  );
  return id;
}
const changesTold = async (id: string): Promise<number> => {
  const rows = await world.db.selectFrom('platform.outbox').select('events').execute();
  return rows
    .flatMap((row) => row.events as { kind: string; data: { progressId: string } }[])
    .filter(({ kind, data }) => kind === 'progress.changed' && data.progressId === id).length;
};

test('X-7: a long work is seen from outside while its own transaction is open, and its progress outlives a rollback', async () => {
  const id = await started();
  const progress = openProgress(world.ground, id);
  await expect(
    world.db.transaction().execute(async () => {
      await progress.advance({ done: 40n, note: 'Проверяем строки' });
      expect(await progressOf(world.db, person, id)).toMatchObject({
        done: 40,
        total: 100,
        status: 'running',
        note: 'Проверяем строки',
        can: { cancel: true },
      });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await progress.fail('В файле ошибки');
  expect(await progressOf(world.db, person, id)).toMatchObject({ done: 40, status: 'failed', note: 'В файле ошибки', can: { cancel: false } });
});

test('X-7, X-6: open pages are told at most twice a second, however often the work speaks, and always of the end', async () => {
  const id = await started();
  const progress = openProgress(world.ground, id);
  for (let done = 0n; done < 2_000n; done++) await progress.advance({ done });
  await progress.finish({ rows: 2_000 });
  expect(await changesTold(id)).toBeLessThanOrEqual(3);
  expect(await progressOf(world.db, person, id)).toMatchObject({ status: 'done', done: 1_999, result: { rows: 2_000 } });
});

test('X-7: cancelling reaches the work at its next step; what is not safe to stop or is over is refused', async () => {
  const id = await started();
  const progress = openProgress(world.ground, id);
  expect(await progress.advance({ done: 1n })).toBe(false);
  expect(await world.run(person, (work) => askToCancel(work, id))).toMatchObject({ status: 'cancelling', can: { cancel: false } });
  await new Promise((resolve) => setTimeout(resolve, 520));
  expect(await progress.advance({ done: 2n })).toBe(true);
  await progress.cancelled();
  expect((await refusalOf(world.run(person, (work) => askToCancel(work, id)))).code).toBe('progress.finished');
  const unsafe = await started({ mayCancel: false });
  expect((await refusalOf(world.run(person, (work) => askToCancel(work, unsafe)))).code).toBe('progress.notSafe');
  expect(await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'progress.cancelAsked').execute()).toEqual([
    { facts: { work: 'test.load' } },
  ]);
});

test('X-7, X-8: only its owner sees a work: a stranger and a guest find nothing, staff see those of their organization', async () => {
  const id = await started();
  for (const actor of [stranger, guest]) {
    expect((await refusalOf(progressOf(world.db, actor, id))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(actor, (work) => askToCancel(work, id)))).code).toBe('object.notFound');
    expect(await recentProgress(world.db, actor)).toEqual([]);
  }
  const organizationId = newId(world.now);
  const ofWork = await started({ owner: `organization:${organizationId}` });
  const accountant = personActor(newId(world.now), [{ role: 'accountant', premisesId: null, houseId: null, organizationId }]);
  expect(await progressOf(world.db, accountant, ofWork)).toMatchObject({ id: ofWork });
  expect((await recentProgress(world.db, accountant)).map((one) => one.id)).toEqual([ofWork]);
});

test('X-7: a work not seen for two minutes is failed by the sweeper; one that ends after all has the last word', async () => {
  const id = await started();
  const progress = openProgress(world.ground, id);
  world.now = new Date(world.now.getTime() + 119_000);
  await sweepProgress(world.ground);
  expect((await progressOf(world.db, person, id)).status).toBe('running');
  world.now = new Date(world.now.getTime() + 2_000);
  expect(await sweepProgress(world.ground)).toBeGreaterThanOrEqual(1);
  expect(await progressOf(world.db, person, id)).toMatchObject({ status: 'failed', note: expect.stringContaining('ещё раз') });
  await progress.finish();
  expect((await progressOf(world.db, person, id)).status).toBe('done');
});
