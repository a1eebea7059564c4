import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { refusalOf, useWorld } from '#test/world';
import { metersOfHouse } from './house-meters.ts';
import { endFault, noteFault } from './meter-faults.ts';
import { readWorkMeter } from './meter-park.queries.ts';
import { readMeter } from './meters.queries.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const staffOf = (organizationId: string) => makeActor(world, [{ role: 'accountant', organizationId }]);
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    async () => (await refusalOf(work)).code,
  );
const of = ({ houseId, cold }: MeteredHome) => ({ houseId, meterId: cold });
const NOTED = { kind: 'sealTorn' as const, fromDay: '2026-11-10', act: 'акт № 5', version: 1 };
const note = (actor: Actor, home: MeteredHome, more: object = {}, key = newId(world.now)) =>
  world.run(actor, (work) => noteFault(work, { params: of(home), query: {}, body: { ...NOTED, ...more } }), key, more);
const end = (actor: Actor, home: MeteredHome, more: object = {}, key = newId(world.now)) =>
  world.run(
    actor,
    (work) =>
      endFault(work, { params: of(home), query: {}, body: { toDay: '2026-11-20', version: 2, readings: [{ zone: '' as const, value: '256,5' }], ...more } }),
    key,
    more,
  );
const journal = (home: MeteredHome) =>
  world.db
    .selectFrom('platform.journal_line')
    .select(['action', 'facts'])
    .where('house_id', '=', home.houseId)
    .where('action', 'like', 'meter.fault%')
    .orderBy('id')
    .execute();
const notices = async (home: MeteredHome) => {
  const { rows } = await world.pool.query<{ payload: { kind: string; personIds: string[]; facts: object } }>(
    `select j->'payload' as payload from platform.outbox, jsonb_array_elements(jobs) j where j->>'task' = 'notifications.notify' and j->'payload'->>'link' = $1`,
    [`/meters/${home.houseId}/${home.cold}`],
  );
  return rows.map(({ payload }) => payload);
};

test('MTR-1, X-2, CALC-1: the organization marks a meter, those who live there are told and see it; strangers, residents and other organizations cannot', async () => {
  const home = await makeMeteredHome(world);
  const staff = await staffOf(home.supplierId);
  for (const actor of [await makeActor(world), home.owner, await staffOf(home.powerId)]) {
    expect(await codeOf(note(actor, home))).toBe('object.notFound');
    expect(await codeOf(end(actor, home))).toBe('object.notFound');
  }
  expect(await codeOf(end(staff, home, { version: 1 }))).toBe('meters.noFault');
  expect(await note(staff, home)).toEqual({ version: 2 });
  expect((await readMeter(world.ground, reading(home.owner), of(home))).fault).toMatchObject({ kind: 'sealTorn', fromDay: '2026-11-10', act: 'акт № 5' });
  expect(await codeOf(note(staff, home, { version: 2 }))).toBe('meters.faultOpen');
  expect(await end(staff, home)).toEqual({ version: 3 });
  expect(await readWorkMeter(world.ground, reading(staff), of(home))).toMatchObject({
    fault: null,
    faults: [{ kind: 'sealTorn', fromDay: '2026-11-10', toDay: '2026-11-20', act: 'акт № 5' }],
    readings: Array.from({ length: 14 }, (_, n) => (n === 0 ? { value: '256.5', takenOn: '2026-11-20' } : {})),
  });
  expect(await journal(home)).toEqual([
    { action: 'meter.faultNoted', facts: { kind: 'sealTorn', day: '2026-11-10', act: 'акт № 5' } },
    { action: 'meter.faultEnded', facts: { kind: 'sealTorn', day: '2026-11-20', act: 'акт № 5' } },
  ]);
  expect(await notices(home)).toMatchObject([
    { kind: 'meters.faultNoted', personIds: [home.owner.personId], facts: { what: 'Пломба счётчика сорвана', sinceDay: '2026-11-10', act: 'акт № 5' } },
    { kind: 'meters.faultEnded', facts: { sinceDay: '2026-11-20' } },
  ]);
});

test('MTR-1, X-4: a retried key marks and ends once; of twenty at once one marks and one ends', async () => {
  const home = await makeMeteredHome(world);
  const staff = await staffOf(home.supplierId);
  const [noted, ended] = [newId(world.now), newId(world.now)];
  expect(await note(staff, home, {}, noted)).toEqual(await note(staff, home, {}, noted));
  expect(await end(staff, home, {}, ended)).toEqual(await end(staff, home, {}, ended));
  expect(await journal(home)).toHaveLength(2);
  const once = ['done', ...Array(19).fill('object.changed')];
  const again = { fromDay: '2026-11-20', version: 3 };
  expect((await Promise.all(Array.from({ length: 20 }, () => codeOf(note(staff, home, again))))).sort()).toEqual(once);
  expect(
    (
      await Promise.all(Array.from({ length: 20 }, () => codeOf(end(staff, home, { toDay: '2026-11-22', version: 4, readings: [{ zone: '', value: '257' }] }))))
    ).sort(),
  ).toEqual(once);
});

test('MTR-1, X-5: days that cannot be are named by field, and an end tells what stands on the dial; on its first day a mark is taken back', async () => {
  const home = await makeMeteredHome(world);
  const staff = await staffOf(home.supplierId);
  const wrong = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);
  expect(await wrong(note(staff, home, { fromDay: '2026-11-23' }))).toEqual(['/fromDay']);
  expect(await wrong(note(staff, home, { fromDay: '2022-01-13' }))).toEqual(['/fromDay']);
  expect(await wrong(note(staff, home, { act: '  ' }))).toEqual(['/act']);
  await note(staff, home);
  expect(await wrong(end(staff, home, { toDay: '2026-11-23' }))).toEqual(['/toDay']);
  expect(await wrong(end(staff, home, { toDay: '2026-11-09' }))).toEqual(['/toDay']);
  expect(await codeOf(end(staff, home, { readings: [] }))).toBe('meters.nothingTyped');
  expect(await wrong(end(staff, home, { readings: [{ zone: '', value: '1' }] }))).toEqual(['/readings/0/value']);
  await end(staff, home, { toDay: '2026-11-10', readings: [] });
  const [cold] = (await metersOfHouse(world.db, home.houseId, '2026-11-01')).filter(({ id }) => id === home.cold);
  expect(cold!.faults).toEqual([]);
  await note(staff, home, { version: 3, fromDay: '2026-11-12' });
  await end(staff, home, { version: 4 });
  expect(await wrong(note(staff, home, { version: 5, fromDay: '2026-11-19' }))).toEqual(['/fromDay']);
});
