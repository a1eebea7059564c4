import { expect, test } from 'vitest';
import { homesOf, scopeOf, type Territory } from '#platform/actor';
import { identify, establishSession } from '#modules/identity';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { personActor, portal, useWorld } from '#test/world';
import { readTerritory } from './housing.pages.ts';

const world = useWorld();
const officer = (territory?: Territory) =>
  personActor('00000000-0000-8000-8000-00000000000f', [
    { role: 'officer', premisesId: null, houseId: null, organizationId: null, ...(territory && { territory }) },
  ]);
const housesOf = async (territory?: Territory, search = '') =>
  (await readTerritory({ db: world.db, actor: officer(territory), now: world.now }, search)).houses.map(({ address }) => address).sort();

test('ROLE-1, X-8: an officer sees the houses of his municipality or region and of no other', async () => {
  await makeHouse(world, { flats: 1, region: 'Липовый край', city: 'Сосновка', street: 'улица Первая', number: '1' });
  await makeHouse(world, { flats: 1, region: 'Липовый край', city: 'Берёзовка', street: 'улица Вторая', number: '2' });
  await makeHouse(world, { flats: 1, region: 'Кедровый край', city: 'Сосновка', street: 'улица Третья', number: '3' });
  expect(await housesOf({ region: 'Липовый край', city: 'Сосновка' })).toEqual(['Сосновка, Первая, 1']);
  expect(await housesOf({ region: 'Липовый край', city: null })).toEqual(['Берёзовка, Вторая, 2', 'Сосновка, Первая, 1']);
  expect(await housesOf({ region: 'Липовый край', city: null }, 'втор')).toEqual(['Берёзовка, Вторая, 2']);
  for (const search of ['%', '_', 'Третья']) expect(await housesOf({ region: 'Липовый край', city: null }, search)).toEqual([]);
  expect(await housesOf({ region: 'Сосновка', city: null })).toEqual([]);
  expect(await housesOf()).toEqual([]);
});

test('ROLE-1: the session brings the territory of a role; a role is given over what it is for and nothing else', async () => {
  const territory = { region: 'Липовый край', city: 'Сосновка' };
  const one = await makeActor(world, [{ role: 'authority', territory }], { phone: undefined, login: 'authority.one' });
  let sessionToken = '';
  const cookies = {
    setSession: (value: string) => {
      sessionToken = value;
    },
    setDevice: () => {},
  };
  const origin = { ip: '127.0.0.1', agent: 'test' };
  await world.run(portal, (work) => establishSession(work, { personId: one.personId, proofs: ['password'], origin, door: 'password' }, cookies));
  expect(await identify(world.db, { sessionToken, machineKey: undefined, origin }, world.now)).toMatchObject({ grants: [{ role: 'authority', territory }] });
  expect(homesOf(one)).toEqual([]);
  await expect(makeActor(world, [{ role: 'officer' }])).rejects.toThrow('cannot be given');
  await expect(makeActor(world, [{ role: 'accountant', territory }])).rejects.toThrow('cannot be given');
  await expect(makeActor(world, [{ role: 'meetingChair' }])).rejects.toThrow('cannot be given');
  expect((['meetingSecretary', 'pollTrustee', 'chair'] as const).map(scopeOf)).toEqual(['house', 'house', 'house']);
  expect((['contractor', 'supplier', 'manager'] as const).map(scopeOf)).toEqual(['organization', 'organization', 'organization']);
});
