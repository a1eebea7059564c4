// The limit of a month's use: set by the operator for everybody, lower by an organization; and what readings it refuses.
import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { setReadingLimit as endpoint } from '#contract/reading-limits';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeActor, makePerson } from '#test/factories/identity';
import { makeOrganization } from '#test/factories/housing';
import { refusalOf, useWorld } from '#test/world';
import { readReadingLimits, setReadingLimit } from './reading-limits.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = BodyOf<typeof endpoint>;
const wish: Body = { organizationId: null, service: 'gas', version: 2, fromDay: '2026-12-01', value: '1500', reason: 'Решение № 7' };
const set = (actor: Actor, more: Partial<Body> = {}, key = newId(world.now)) =>
  world.run(actor, (work) => setReadingLimit(work, { params: {}, query: {}, body: { ...wish, ...more } }), key);
const lists = async (actor: Actor) => (await readReadingLimits({ db: world.db, actor, now: world.now })).lists;
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer, detail }) => `${pointer} ${detail}`);

test('MTR-2, X-4, X-5, X-8: the operator sets a limit for everybody from a day on, once of twenty, told with who and why; nobody else does', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }], { lastName: 'Портнова', firstName: 'Инна' });
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world, { kind: 'supplier' }) }]);
  expect((await lists(operator))[0]!.limits.map(({ service, value, version }) => `${service} ${value} ${version}`)).toEqual([
    'cold_water 100 2',
    'hot_water 100 2',
    'electricity 10000 2',
    'gas 2000 2',
    'heating null 1',
  ]);
  for (const actor of [accountant, await makeActor(world)]) expect((await refusalOf(set(actor))).code).toBe('object.notFound');
  for (const value of ['0', '0.999', '1000000.001']) expect(await fieldsOf(set(operator, { value }))).toEqual(['/value Введите число от 1 до 1 000 000']);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set(operator, {}, key)));
  const done = tries.findIndex(({ status }) => status === 'fulfilled');
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set(operator, {}, keys[done])).toEqual({ version: 3 });
  expect(await refusalOf(set(operator))).toMatchObject({ code: 'object.changed', current: { value: '1500', version: 3 } });
  // Of days to come: today the first still holds.
  const [general] = await lists(operator);
  expect(general).toMatchObject({
    organizationId: null,
    can: { set: true },
    limits: expect.arrayContaining([expect.objectContaining({ service: 'gas', value: '2000', fromDay: '2000-01-01', version: 3 })]),
  });
  expect(general!.set[0]).toEqual({
    at: world.now.toISOString(),
    who: expect.stringContaining('Портнова'),
    service: 'Газ',
    unit: 'м³',
    fromDay: '2026-12-01',
    value: '1500',
    reason: 'Решение № 7',
  });
  expect(await world.db.selectFrom('platform.journal_line').select(['stream', 'facts']).where('action', '=', 'readingLimit.set').execute()).toEqual([
    { stream: 'portal:directory', facts: { what: 'Газ', fromDay: '2026-12-01', value: '1500', reason: 'Решение № 7' } },
  ]);
  await set(operator, { version: 3, fromDay: '2026-11-01', value: '1800' });
  expect((await lists(operator))[0]!.limits.find(({ service }) => service === 'gas')).toMatchObject({ value: '1800', fromDay: '2026-11-01', version: 4 });
});

test("MTR-2, X-5, X-8: an organization's accountant sets a lower one of its own, never a higher; another organization neither sees nor sets it", async () => {
  const [organizationId, otherId] = [await makeOrganization(world, { kind: 'supplier' }), await makeOrganization(world, { kind: 'supplier' })];
  const { personId } = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
  const accountant = { ...(await makeActor(world, [{ role: 'accountant', organizationId }])), personId };
  const other = await makeActor(world, [{ role: 'accountant', organizationId: otherId }]);
  const own = { organizationId, service: 'cold_water', version: 1, fromDay: '2026-11-01', value: '60' } as const;
  expect(await fieldsOf(set(accountant, { ...own, value: '100.5' }))).toEqual(['/value Свой предел не выше общего. Общий с этого дня 100']);
  for (const actor of [other, await makeActor(world, [{ role: 'operator' }]), await makeActor(world, [{ role: 'manager', organizationId }])])
    expect((await refusalOf(set(actor, own))).code).toBe('object.notFound');
  const key = newId(world.now);
  expect([await set(accountant, own, key), await set(accountant, own, key)]).toEqual([{ version: 2 }, { version: 2 }]);
  expect((await refusalOf(set(accountant, own))).code).toBe('object.changed');
  // Heat has no limit for everybody: an own one has nothing to be lower than.
  expect(await set(accountant, { ...own, service: 'heating', value: '30' })).toEqual({ version: 2 });
  const [general, mine, ...more] = await lists(accountant);
  expect([general!.can.set, more]).toEqual([false, []]);
  expect(mine).toMatchObject({
    organizationId,
    can: { set: true },
    set: [{ service: 'Холодная вода' }, { service: 'Отопление' }].map((one) => expect.objectContaining({ ...one, who: expect.stringContaining('Смирнова') })),
  });
  expect(mine!.limits.map(({ value }) => value)).toEqual(['60', null, null, null, '30']);
  expect((await lists(other)).map(({ organizationId: of, set: all }) => [of, of === null ? 0 : all.length])).toEqual([
    [null, 0],
    [otherId, 0],
  ]);
});
