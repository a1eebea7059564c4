import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, makePremises } from '#test/factories/housing';
import { makePerson } from '#test/factories/identity';
import { addressesModule, loadHouses } from '#modules/addresses';
import { makeApp } from '#platform/app';
import { testSettings } from '#test/settings';
import { guest, personActor, refusalOf, useWorld } from '#test/world';
import type { Actor } from '#platform/actor';
import { addHome, readAddedHomes, removeAddedHome } from './added-homes.ts';
import { readAddress } from './address-card.ts';
import { type AddressSearch, openAddressSearch } from './search-desk.ts';

const world = useWorld();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-addresses-'));
afterAll(() => rmSync(folder, { recursive: true }));
let house: Awaited<ReturnType<typeof makeHouse>>;
let actor: Actor;
let key: string;
const reading = (who: Actor) => ({ db: world.db, actor: who, now: world.now });
beforeAll(async () => {
  house = await makeHouse(world, { flats: 3 });
  actor = personActor((await makePerson(world)).personId);
  key = `h-${house.houseId}`;
});

const withSearch = async (small: number | undefined, work: (search: AddressSearch) => Promise<void>): Promise<void> => {
  const search = openAddressSearch({ databaseUrl: world.appUrl, ...(small !== undefined && { small }) });
  try {
    await work(search);
  } finally {
    await search.close();
  }
};

describe('the search at work', () => {
  test.each([
    ['in this process', undefined],
    ['in a process of its own', -1],
  ])(
    'ADDR-1, ADDR-2: %s finds a house of the portal with the key of its card; narrowed it finds only what fits',
    (_, small) =>
      withSearch(small, async (search) => {
        const card = await readAddress(reading(guest), key);
        const { hits, regions } = await search.search({ typed: card.address, flags: [], limit: 5 });
        expect(hits[0]).toMatchObject({ key, connected: true, isExact: true });
        expect(regions).toHaveLength(1);
        expect((await search.search({ typed: card.address, flags: ['other'], limit: 5 })).hits).toEqual([]);
        expect((await search.search({ typed: card.address, region: 'Нигде', flags: [], limit: 5 })).hits).toEqual([]);
      }),
    30_000,
  );
});

test('ADDR-2: narrowed to a kind of premises, to what is connected, to a region: a house of the portal by its premises, of a list by what it tells of them', async () => {
  const { houseId } = await makeHouse(world, { flats: 2, street: 'улица Торговая', number: '8' });
  await makePremises(world, [
    { houseId, number: 'Н1', kind: 'commercial', areaTotal: '40.00' },
    { houseId, number: 'М1', kind: 'parking', areaTotal: '14.00' },
  ]);
  await makeHouse(world, { flats: 2, street: 'улица Торговая', number: '10' });
  const file = path.join(folder, 'shops.csv');
  writeFileSync(
    file,
    'house_id,locality,street_type,street,house,address_raw,flats,nonres\na1,г. Кленовск,ул,Торговая,12,"обл. Кленовская, г. Кленовск",12,2\na3,г. Липовск,ул,Торговая,99,"обл. Свердловская, г. Липовск",12,\na2,г. Кленовск,ул,Торговая,14,"обл. Кленовская, г. Кленовск",12,\n',
  );
  await loadHouses(world.pool, world.db, file);
  await withSearch(undefined, async (search) => {
    const found = async (flags: Parameters<AddressSearch['search']>[0]['flags'], more: { region?: string; typed?: string } = {}) =>
      (await search.search({ typed: 'Торговая', flags, limit: 5, ...more })).hits.map(({ address }) => address).sort();
    expect(await found([]), 'a street of the portal and of the directory, in each of two towns once').toEqual(['ул. Торговая', 'ул. Торговая']);
    expect(await found(['commercial'])).toEqual(['ул. Торговая, 12', 'ул. Торговая, 8']);
    expect(await found(['commercial', 'connected'])).toEqual(['ул. Торговая, 8']);
    expect(await found(['commercial'], { region: 'Кленовская обл.' })).toEqual(['ул. Торговая, 12']);
    expect(await found(['parking'])).toEqual(['ул. Торговая, 8']);
    expect(await found(['rooms'])).toEqual([]);
    expect(await found(['other'], { typed: 'Торговая 14', region: 'Кленовская обл.' })).toEqual(['ул. Торговая, 14']);
    expect(await found(['flats', 'connected'])).toEqual(['ул. Торговая, 10', 'ул. Торговая, 8']);
  });
});

test('ADDR-1, ADDR-5: a flat that the house has not is said so and not added; where flats are not known nothing is said', async () => {
  const standing = async (flat: string, of = key) => (await readAddress(reading(guest), of, flat)).flat;
  expect([await standing('кв. 3'), await standing('4'), await standing(' '), (await readAddress(reading(guest), key)).flat]).toEqual([
    'there',
    'absent',
    null,
    null,
  ]);
  const half = await makeHouse(world, { flats: 2 });
  await world.db.updateTable('housing.house').set({ flats: 40 }).where('house_id', '=', half.houseId).execute();
  expect([await standing('2', `h-${half.houseId}`), await standing('40', `h-${half.houseId}`), await standing('41', `h-${half.houseId}`)]).toEqual([
    'there',
    'unclear',
    'absent',
  ]);
  expect((await refusalOf(world.run(actor, (work) => addHome(work, { key, role: 'owner', flat: '4' })))).fields).toMatchObject([
    { pointer: '/flat', detail: 'В этом доме нет квартиры 4. Проверьте номер' },
  ]);
});

test('ADDR-1, X-3: hostile and odd addresses are answered by the portal with nothing or a refusal by field, never with a fault; the next question is answered as before', async () => {
  const search = openAddressSearch({ databaseUrl: world.appUrl });
  const app = await makeApp({ settings: testSettings(), ground: world.ground, modules: [addressesModule({ search })], identify: async () => actor });
  try {
    const get = (path: string) => app.inject({ method: 'GET', url: `/api/v1/${path}` });
    const odd = [
      '%00',
      '%ED%A0%80',
      '%F0%9F%8F%A0'.repeat(20),
      '%27%3B+drop+table+housing.house%3B--',
      '%5E%28a%2B%29%2B%24',
      '%25_%25',
      '+'.repeat(200),
      '9'.repeat(200),
      '%E2%80%AE%00',
      'x'.repeat(201),
    ];
    for (const q of odd) {
      const answer = await get(`addresses?q=${q}`);
      expect([200, 400, 422], q).toContain(answer.statusCode);
      if (answer.statusCode === 200)
        expect(
          answer.json<{ hits: { isExact: boolean }[] }>().hits.filter(({ isExact }) => isExact),
          q,
        ).toEqual([]);
      expect([200, 400, 422], q).toContain((await get(`addresses/${key}?flat=${q.slice(0, 18)}`)).statusCode);
      expect([200, 400, 422], q).toContain((await get(`addresses?q=a&region=${q}&district=${q}`)).statusCode);
    }
    const { address } = await readAddress(reading(guest), key);
    expect((await get(`addresses?q=${encodeURIComponent(address)}`)).json()).toMatchObject({
      hits: expect.arrayContaining([expect.objectContaining({ key, isExact: true })]),
    });
  } finally {
    await app.close();
    await search.close();
  }
}, 60_000);

describe('homes added by address', () => {
  test('ADDR-5: added, seen with public facts only, removed and kept as history; the journal has both', async () => {
    const { id } = await world.run(actor, (work) => addHome(work, { key, role: 'tenant', flat: 'кв. 2' }));
    expect((await readAddedHomes(reading(actor))).homes).toMatchObject([{ id, flat: '2', role: 'tenant', houseId: house.houseId, removedAt: null }]);
    expect(await readAddress(reading(actor), key)).toMatchObject({ isYours: false, can: { add: true } });
    const stranger = personActor((await makePerson(world)).personId);
    expect((await refusalOf(world.run(stranger, (work) => removeAddedHome(work, { id })))).code).toBe('object.notFound');
    await world.run(actor, (work) => removeAddedHome(work, { id }));
    expect((await refusalOf(world.run(actor, (work) => removeAddedHome(work, { id })))).code).toBe('object.notFound');
    expect((await readAddedHomes(reading(actor))).homes).toMatchObject([{ id, removedAt: '2026-11-12T09:00:00Z' }]);
    const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', id).orderBy('id').execute();
    expect(lines.map(({ action }) => action)).toEqual(['address.added', 'address.removed']);
  });

  test('ADDR-5: twice and twenty times at once is once, added and removed; the same key gives the first answer', async () => {
    const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(actor, (work) => addHome(work, { key, role: 'owner', flat: '3' }))));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusalOf(world.run(actor, (work) => addHome(work, { key, role: 'family', flat: '3' })))).code).toBe('addresses.alreadyAdded');
    const again = '0193b4c5-0000-7000-8000-000000000001';
    const add = () => world.run(actor, (work) => addHome(work, { key, role: 'owner', flat: '1' }), again);
    const first = await add();
    expect(await add()).toEqual(first);
    const remove = (pressed?: string) => world.run(actor, (work) => removeAddedHome(work, first), pressed);
    const raced = await Promise.allSettled(Array.from({ length: 20 }, () => remove(again.replace(/1$/, '2'))));
    expect(
      raced.map(({ status }) => status),
      'one press sent twenty times',
    ).toEqual(Array.from({ length: 20 }, () => 'fulfilled'));
    expect((await Promise.allSettled([remove(), remove()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(
      await world.db.selectFrom('platform.journal_line').select('id').where('object_id', '=', first.id).where('action', '=', 'address.removed').execute(),
    ).toHaveLength(1);
  });

  test('ADDR-5: a proven home is nobody’s claim any more, an unknown house is not found, a guest is told to sign in', async () => {
    const { premisesId, number } = house.premises[0]!;
    const owner = personActor((await makePerson(world)).personId, [{ role: 'owner', premisesId, houseId: house.houseId, organizationId: null }]);
    expect((await refusalOf(world.run(owner, (work) => addHome(work, { key, role: 'owner', flat: number })))).code).toBe('addresses.alreadyYours');
    const before = { ...owner, grants: [] };
    await world.run(before, (work) => addHome(work, { key, role: 'owner', flat: number }));
    expect((await readAddedHomes(reading(before))).homes).toHaveLength(1);
    expect((await readAddedHomes(reading(owner))).homes).toEqual([]);
    expect((await refusalOf(world.run(actor, (work) => addHome(work, { key: 'd-999-1', role: 'owner' })))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(guest, (work) => addHome(work, { key, role: 'owner' })))).code).toBe('auth.required');
  });
});
