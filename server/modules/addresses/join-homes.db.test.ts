import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadHouses } from '#modules/addresses';
import type { Actor } from '#platform/actor';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { addHome, readAddedHomes, removeAddedHome } from './added-homes.ts';
import { joinHomes } from './join-homes.ts';
import { openAddressSearch } from './search-desk.ts';

const world = useWorld();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-join-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = [
  'g1,г. Кленовск,пр-кт,Мира,5,"обл. Кленовская, г. Кленовск",40',
  'g2,г. Кленовск,пр-кт,Мира,7,"обл. Кленовская, г. Кленовск",40',
  'g3,г. Кленовск,пр-кт,Мира,5,"обл. Ольховская, г. Кленовск",40',
  'g4,д. Ключи,ул,Лесная,3,"обл. Кленовская, д. Ключи",1',
];
async function load(): Promise<void> {
  const file = path.join(folder, 'list.csv');
  writeFileSync(file, `house_id,locality,street_type,street,house,address_raw,flats\n${ROWS.join('\n')}\n`);
  await loadHouses(world.pool, world.db, file);
}
async function hitsOf(typed: string): Promise<{ key: string; place: string; connected: boolean }[]> {
  const search = openAddressSearch({ databaseUrl: world.appUrl });
  try {
    return (await search.search({ typed, flags: [], limit: 8 })).hits
      .filter(({ key, isExact }) => key !== null && isExact)
      .map(({ key, place, connected }) => ({ key: key!, place, connected }));
  } finally {
    await search.close();
  }
}
const keyIn = async (typed: string, region: string): Promise<string> => (await hitsOf(typed)).find(({ place }) => place.includes(region))!.key;
const add = (actor: Actor, key: string, flat?: string) => world.run(actor, (work) => addHome(work, { key, role: 'owner', ...(flat && { flat }) }));
const run = () => joinHomes.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } }, {});
const homesOf = async (actor: Actor) => (await readAddedHomes({ db: world.db, actor, now: world.now })).homes;
async function toldOf({ personId }: { personId: string }): Promise<unknown[]> {
  const rows = await world.db.selectFrom('platform.outbox').select('jobs').execute();
  return rows
    .flatMap(({ jobs }) => jobs as { payload: { kind?: string; personIds?: string[]; facts?: unknown } }[])
    .filter(({ payload }) => payload.kind === 'address.joined' && payload.personIds?.includes(personId))
    .map(({ payload }) => payload.facts);
}
const joinedLines = async (personId: string) =>
  (await world.db.selectFrom('platform.journal_line').select('id').where('action', '=', 'address.joined').where('person_id', '=', personId).execute()).length;

test('ADDR-5: a home added from the directory becomes one of its house when that joins the portal: once, the person is told, others are left as they are', async () => {
  await load();
  const [waiting, elsewhere, gone, already] = [await makeActor(world), await makeActor(world), await makeActor(world), await makeActor(world)];
  const key = await keyIn('Кленовск Мира 5', 'Кленовская');
  await add(waiting, key, '12');
  await add(waiting, await keyIn('Кленовск Мира 7', 'Кленовская'), '1');
  await add(elsewhere, await keyIn('Кленовск Мира 5', 'Ольховская'), '12');
  await world.run(gone, async (work) => removeAddedHome(work, await addHome(work, { key, role: 'owner' })));
  await run();
  expect(
    (await homesOf(waiting)).map(({ houseId }) => houseId),
    'nobody has joined yet',
  ).toEqual([null, null]);

  const house = await makeHouse(world, { region: 'Кленовская область', city: 'г. Кленовск', street: 'проспект Мира', number: '5', flats: 12 });
  await add(already, key, '1');
  const grant = { role: 'owner' as const, premisesId: house.premises[1]!.premisesId, houseId: house.houseId };
  const owner = await makeActor(world, [grant]);
  await add(owner, key, '1');
  await Promise.all([run(), run(), run()]);
  await run();
  expect(new Map((await homesOf(waiting)).map(({ flat, houseId }) => [flat, houseId]))).toEqual(
    new Map([
      ['1', null],
      ['12', house.houseId],
    ]),
  );
  expect(await toldOf(waiting)).toEqual([{ address: 'пр-кт Мира, 5, г. Кленовск, Кленовская обл., кв. 12' }]);
  expect([await joinedLines(waiting.personId), (await homesOf(already))[0]!.houseId, (await toldOf(already)).length]).toEqual([1, house.houseId, 1]);
  expect([(await homesOf(owner))[0]!.houseId, await toldOf(owner)], 'who has a home there is not told what he knows').toEqual([house.houseId, []]);
  expect([(await homesOf(elsewhere))[0]!.houseId, (await toldOf(elsewhere)).length], 'the same street in another region').toEqual([null, 0]);
  expect([(await homesOf(gone))[0]!.houseId, (await toldOf(gone)).length], 'a removed one stays as it was').toEqual([null, 0]);
  expect((await refusalOf(add(waiting, `h-${house.houseId}`, '12'))).code, 'it is the same home').toBe('addresses.alreadyAdded');
});

test('ADDR-5: two houses that fit are left to the person; ADDR-1: a house of the portal hides only itself in the directory, never its namesake in another region', async () => {
  const person = await makeActor(world);
  await add(person, await keyIn('Ключи Лесная 3', 'Кленовская'));
  for (const district of ['Кленовский район', 'Ольховский район'])
    await makeHouse(world, { region: 'Кленовская область', district, city: 'д. Ключи', street: 'улица Лесная', number: '3', flats: 1 });
  await run();
  expect([(await homesOf(person))[0]!.houseId, (await toldOf(person)).length]).toEqual([null, 0]);
  expect(new Map((await hitsOf('Кленовск Мира 5')).map(({ place, connected }) => [place, connected]))).toEqual(
    new Map([
      ['г. Кленовск, Кленовская область', true],
      ['г. Кленовск, Ольховская обл.', false],
    ]),
  );
});

test('ADDR-1, ADDR-2: a house and a street that two sources tell of are answered once; a region is chosen once however they write it, and is all of them', async () => {
  const other = path.join(folder, 'other.csv');
  writeFileSync(
    other,
    'house_id,locality,street_type,street,house,address_raw,flats\nx1,г Кленовск,проспект,Мира,7,"Кленовская область, г. Кленовск",44\nx2,г Кленовск,проспект,Мира,9,"Кленовская область, г. Кленовск",44\n',
  );
  await loadHouses(world.pool, world.db, other);
  const search = openAddressSearch({ databaseUrl: world.appUrl });
  try {
    const found = async (typed: string, region?: string) => (await search.search({ typed, flags: [], limit: 8, region })).hits.filter(({ isExact }) => isExact);
    expect((await found('Кленовск проспект Мира 7')).map(({ place }) => place)).toHaveLength(1);
    expect(new Set((await found('проспект Мира')).map(({ connected, place }) => `${place.includes('Ольх') ? 'Ольховск' : 'Кленовск'} ${connected}`))).toEqual(
      new Set(['Кленовск true', 'Ольховск false']),
    );
    const { regions } = await search.search({ typed: 'Мира', flags: [], limit: 8 });
    expect(regions.filter((region) => region.startsWith('Кленовская'))).toEqual(['Кленовская область']);
    for (const region of ['Кленовская область', 'Кленовская обл.'])
      for (const number of [5, 7, 9]) expect(await found(`проспект Мира ${number}`, region), `${region} ${number}`).toHaveLength(1);
  } finally {
    await search.close();
  }
});
