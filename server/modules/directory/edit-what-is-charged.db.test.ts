// Services added, renamed and closed by the operator (CALC-1).
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { addService, changeService, readServices } from './edit-what-is-charged.ts';
import { servicesOn } from './index.ts';

const world = useWorld('2026-11-02T09:00:00Z');
const video = { code: 'video', name: 'Видеонаблюдение', shortName: 'Камеры', unit: 'квартира' as const, block: 'other' as const, sort: 440 };
const operator = () => makeActor(world, [{ role: 'operator' }]);
const read = async () => readServices({ db: world.db, actor: await operator(), now: world.now });
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);

test('CALC-1, X-4: a new service of twenty at once, with its history; a code or a name that is there is refused by its field', async () => {
  const actor = await operator();
  const add = (more: Partial<typeof video> = {}, key = newId(world.now)) =>
    world.run(actor, (work) => addService(work, { body: { ...video, ...more }, params: {}, query: {} }), key);
  const key = newId(world.now);
  expect([await add({}, key), await add({}, key)]).toEqual([{ code: 'video' }, { code: 'video' }]);
  expect(await fieldsOf(add({ name: 'Другое', shortName: 'Другое' }))).toEqual(['/code']);
  expect(await fieldsOf(add({ code: 'video2', name: ' видеонаблюдение ' }))).toEqual(['/name']);
  expect(await fieldsOf(add({ code: 'video2', name: 'Камеры во дворе', shortName: 'камеры' }))).toEqual(['/shortName']);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => add({ code: 'sweep', name: 'Уборка двора', shortName: 'Двор' })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { services, revisions, can } = await read();
  expect(services.find(({ code }) => code === 'video')).toEqual({ ...video, toDay: null, version: 1 });
  expect(revisions.map(({ action, service, before }) => `${action} ${service} ${before}`).toSorted()).toEqual([
    'added Видеонаблюдение null',
    'added Уборка двора null',
  ]);
  expect(can.edit).toBe(true);
  expect((await readServices({ db: world.db, actor: await makeActor(world, []), now: world.now })).can.edit).toBe(false);
});

test('CALC-1, X-5: a service is closed from a day and opened again; another version and penalties are refused', async () => {
  const actor = await operator();
  await world.run(
    actor,
    (work) => addService(work, { body: { ...video, code: 'garden', name: 'Озеленение', shortName: 'Сад' }, params: {}, query: {} }),
    newId(world.now),
  );
  const change = (code: string, body: { version: number; toDay: string | null; name?: string; shortName?: string }) =>
    world.run(
      actor,
      (work) => changeService(work, { params: { code }, query: {}, body: { name: 'Озеленение двора', shortName: 'Сад', sort: 450, ...body } }),
      newId(world.now),
    );
  expect(await change('garden', { version: 1, toDay: '2026-10-31' })).toEqual({ version: 2 });
  const codes = async (day: string) => (await servicesOn(world.db, day)).map(({ code }) => code);
  const fresh = async (day: string) =>
    (await world.run(actor, async (work) => ({ codes: (await servicesOn(work.tx, day)).map(({ code }) => code) }), newId(world.now))).codes;
  expect([(await fresh('2026-10-31')).includes('garden'), (await fresh('2026-11-01')).includes('garden')]).toEqual([true, false]);
  expect(await codes('2026-11-01')).toContain('gas');
  expect((await refusalOf(change('garden', { version: 1, toDay: null }))).code).toBe('object.changed');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => change('garden', { version: 2, toDay: null })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(
    await fieldsOf(
      world.run(
        actor,
        (work) =>
          changeService(work, {
            params: { code: 'penalty' },
            query: {},
            body: { version: 1, name: 'Пени', shortName: 'Пеня', sort: 900, toDay: '2026-12-31' },
          }),
        newId(world.now),
      ),
    ),
  ).toEqual(['/toDay']);
  expect((await refusalOf(change('nothing', { version: 1, toDay: null, name: 'Ничего', shortName: 'Нет' }))).code).toBe('object.notFound');
  expect((await read()).revisions.filter(({ service }) => service.startsWith('Озеленение')).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['added', 'ended', 'reopened']),
  );
});
