import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { premisesOf } from './housing.queries.ts';
import { savePremises } from './save-premises.ts';

const world = useWorld();
const card = { kind: 'flat', cadastralNumber: '66:41:0000001:1017', areaTotal: '54.30', areaLiving: '31,20', rooms: '2', entrance: 'нет', floor: 'нет', condition: 'resale', housingStatus: 'own' };

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
  const save = (actor: typeof owner, more: object = {}, key?: string) => world.run(actor, (work) => savePremises(work, pair, { version, ...card, ...more }), key);
  for (const actor of [owner, foreign]) expect((await refusalOf(save(actor))).code).toBe('object.notFound');
  expect((await refusalOf(save(accountant, { areaLiving: '54.31' }))).fields).toMatchObject([{ pointer: '/areaLiving' }]);
  const key = newId(world.now);
  expect(await save(accountant, {}, key)).toEqual({ version: version + 1 });
  expect(await save(accountant, {}, key), 'the same press').toEqual({ version: version + 1 });
  expect(await refusalOf(save(accountant, { rooms: '3' }))).toMatchObject({ code: 'object.changed' });
  expect((await premisesOf(world.db, [pair]))[0]).toMatchObject({ areaTotal: '54.30', areaLiving: '31.20', rooms: 2, floor: null, version: version + 1 });
  expect(await save(accountant, { version: version + 1, areaTotal: '54,3' }), 'another spelling is no change').toEqual({ version: version + 1 });
  const lines = await world.db.selectFrom('platform.journal_line').select(['action', 'facts']).where('house_id', '=', pair.houseId).where('action', '=', 'premises.changed').execute();
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines[0]!.facts)).toContain('жилая площадь');
});

test('HOME-1: of twenty who write one card at once one is first', async () => {
  const { pair, accountant, version } = await setting();
  const raced = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => world.run(accountant, (work) => savePremises(work, pair, { version, ...card, rooms: String(n + 1) }))));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
