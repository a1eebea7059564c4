import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { premisesOf } from './housing.queries.ts';
import { correctionsOf } from './corrections.ts';
import { addPremises, savePremises } from './save-premises.ts';

const world = useWorld();
const card = {
  number: '1',
  kind: 'flat',
  cadastralNumber: '66:41:0000001:1017',
  areaTotal: '54.30',
  areaLiving: '31,20',
  areaHeated: 'нет',
  rooms: '2',
  entrance: 'нет',
  floor: 'нет',
  condition: 'resale',
  housingStatus: 'own',
};

async function setting() {
  const { managerId, premises } = await makeHouse(world, { flats: 2 });
  const [home] = premises;
  const pair = { houseId: home!.houseId, premisesId: home!.premisesId };
  return {
    pair,
    accountant: await makeActor(world, [{ role: 'accountant', organizationId: managerId }]),
    owner: await makeActor(world, [{ role: 'owner', ...pair }]),
    foreign: await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }]),
    version: (await premisesOf(world.db, [pair]))[0]!.version,
  };
}

test('HOME-1, X-8: the organization in charge writes the card once, tells what changed; a stranger and the owner do not', async () => {
  const { pair, accountant, owner, foreign, version } = await setting();
  const save = (actor: typeof owner, more: object = {}, key?: string) =>
    world.run(actor, (work) => savePremises(work, pair, { version, ...card, ...more }), key);
  for (const actor of [owner, foreign]) expect((await refusalOf(save(actor))).code).toBe('object.notFound');
  expect((await refusalOf(save(accountant, { areaLiving: '54.31' }))).fields).toMatchObject([{ pointer: '/areaLiving' }]);
  const key = newId(world.now);
  expect(await save(accountant, {}, key)).toEqual({ version: version + 1 });
  expect(await save(accountant, {}, key), 'the same press').toEqual({ version: version + 1 });
  expect(await refusalOf(save(accountant, { rooms: '3' }))).toMatchObject({ code: 'object.changed' });
  expect((await premisesOf(world.db, [pair]))[0]).toMatchObject({ areaTotal: '54.30', areaLiving: '31.20', rooms: 2, floor: null, version: version + 1 });
  expect(await save(accountant, { version: version + 1, areaHeated: '51,7' })).toEqual({ version: version + 2 });
  expect((await premisesOf(world.db, [pair]))[0]).toMatchObject({ areaHeated: '51.70' });
  expect(await save(accountant, { version: version + 2, areaHeated: '51,70', areaTotal: '54,3' }), 'another spelling is no change').toEqual({
    version: version + 2,
  });
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['action', 'facts'])
    .where('house_id', '=', pair.houseId)
    .where('action', '=', 'premises.changed')
    .execute();
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).toContain('жилая площадь');
});

test('HOME-1: what stood before a correction is kept, newest first, and the number of a premises is one in its house', async () => {
  const { pair, accountant, version } = await setting();
  const own = { ...card, cadastralNumber: 'нет' };
  const save = (at: number, more: object) => world.run(accountant, (work) => savePremises(work, pair, { version: at, ...own, ...more }));
  await save(version, { areaTotal: '55,1' });
  world.now = new Date(world.now.getTime() + 3_600_000);
  await save(version + 1, { areaTotal: '55,1', housingStatus: 'rented' });
  const [second, first] = await correctionsOf(world.db, pair.houseId, pair.premisesId);
  expect(first!.changes).toContainEqual({ name: 'общая площадь', before: '54,30', after: '55,1' });
  expect(second!.changes).toEqual([{ name: 'чьё жильё', before: 'В собственности', after: 'В аренде' }]);
  expect((await refusalOf(save(version + 2, { number: '2' }))).fields).toMatchObject([{ pointer: '/number', detail: 'Помещение 2 в этом доме уже есть' }]);
});

test('HOME-1, X-8: a premises is added once by the organization in charge, by its format; of twenty at once one', async () => {
  const {
    pair: { houseId },
    accountant,
    owner,
    foreign,
  } = await setting();
  const add = (actor: typeof owner, more: object = {}, key?: string) =>
    world.run(actor, (work) => addPremises(work, houseId, { ...card, number: 'Н1', kind: 'commercial', cadastralNumber: '66:41:0000001:2099', ...more }), key);
  for (const actor of [owner, foreign]) expect((await refusalOf(add(actor))).code).toBe('object.notFound');
  expect((await refusalOf(add(accountant, { floor: '10', areaLiving: '', number: '' }))).fields.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/areaLiving',
    '/floor',
    '/number',
  ]);
  const key = newId(world.now);
  const { premisesId } = await add(accountant, {}, key);
  expect(await add(accountant, {}, key), 'the same press').toEqual({ premisesId });
  expect((await premisesOf(world.db, [{ houseId, premisesId }]))[0]).toMatchObject({ number: 'Н1', kind: 'commercial', areaLiving: '31.20' });
  expect((await refusalOf(add(accountant, { number: 'Н2' }))).fields).toMatchObject([{ pointer: '/cadastralNumber' }]);
  const raced = await Promise.allSettled(Array.from({ length: 20 }, () => add(accountant, { number: 'Н3', cadastralNumber: 'нет' })));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('HOME-1: of twenty who write one card at once one is first', async () => {
  const { pair, accountant, version } = await setting();
  const raced = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      world.run(accountant, (work) => savePremises(work, pair, { version, ...card, cadastralNumber: 'нет', rooms: String(n + 1) })),
    ),
  );
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
