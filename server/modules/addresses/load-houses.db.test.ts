import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { refusalOf, useWorld } from '#test/world';
import { readQueries } from './bench-search.ts';
import { findAddresses } from './find-addresses.ts';
import { benchSearch, loadHouses } from './index.ts';
import { currentLoads } from './loads.ts';
import { readDirectory } from './read-directory.ts';

const world = useWorld();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-list-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADING = 'house_id,locality,street_type,street,house,letter,fraction,korpus,address_raw,flats';
function write(name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, [HEADING, ...lines, ''].join('\n'));
  return file;
}
const house = (id: string, street: string, number: string): string =>
  `${id},г. Липовск,ул,${street},${number},,,,"обл. Липовская, г. Липовск, ул. ${street}, д. ${number}",12`;
async function found(typed: string): Promise<string[]> {
  const { index } = await readDirectory(world.pool, [], '');
  return findAddresses(index, typed, { limit: 5 }).map(
    ({ street, house: one }) => `${index.titles[index.streetTitle[street]!]!} ${one === null ? '-' : index.labels[index.houseLabel[one]!]!}`,
  );
}

test('ADDR-3: a list becomes the directory; a new list of the name takes its place, another stands beside it', async () => {
  expect(
    await loadHouses(
      world.pool,
      world.db,
      write('town.csv', [house('a1', 'Липовая', '1'), house('a2', 'Липовая', '2'), ',,,,,,,,,', house('a3', 'Кленовая', '3')]),
    ),
  ).toMatchObject({ houses: 3, streets: 2, places: 1, passedOver: 1 });
  expect(await found('липовая 2')).toContain('Липовая 2');
  await loadHouses(world.pool, world.db, write('town.csv', [house('a1', 'Липовая', '1')]));
  await loadHouses(world.pool, world.db, write('other.csv', [house('b1', 'Ясеневая', '7')]));
  expect(await found('липовая 2')).not.toContain('Липовая 2');
  expect(await found('ясеневая 7')).toContain('Ясеневая 7');
  expect((await currentLoads(world.db)).map(({ source, houses }) => [source, houses])).toEqual([
    ['list:town.csv', 1],
    ['list:other.csv', 1],
  ]);
  expect(await world.db.selectFrom('addresses.house').select('external_id').orderBy('external_id').execute()).toEqual([
    { external_id: 'a1' },
    { external_id: 'b1' },
  ]);
});

test('ADDR-3: a list without its columns, without houses, or cut inside a quoted text changes nothing; of one list loaded twice at once one goes on', async () => {
  const before = await currentLoads(world.db);
  const wrong = path.join(folder, 'wrong.csv');
  writeFileSync(wrong, 'a,b\n1,2\n');
  expect((await refusalOf(loadHouses(world.pool, world.db, wrong))).facts).toEqual({ columns: 'house_id, locality, street, house' });
  writeFileSync(wrong, `${HEADING}\n${house('c1', 'Липовая', '1')}\nc2,г. Липовск,ул,"Липо`);
  // The database lets go of a refused load a moment after its connection is closed.
  const refusedWith = (code: string) =>
    expect
      .poll(
        () =>
          loadHouses(world.pool, world.db, wrong).then(
            () => 'done',
            (error: { code: string }) => error.code,
          ),
        { timeout: 15_000 },
      )
      .toBe(code);
  await refusedWith('csv.quoteOpen');
  writeFileSync(wrong, `${HEADING}\n,,,,,,,,,\n`);
  await refusedWith('addresses.listEmpty');
  expect(await currentLoads(world.db)).toEqual(before);
  expect(await world.db.selectFrom('addresses.load').select('status').where('status', '<>', 'current').execute(), 'nothing is left of them').toEqual([]);
  expect(await found('липовая 1')).toEqual(['Липовая 1']);
  const twice = write('twice.csv', [house('d1', 'Осиновая', '3')]);
  const raced = await Promise.allSettled([
    loadHouses(world.pool, world.db, twice),
    loadHouses(world.pool, world.db, twice),
    loadHouses(world.pool, world.db, twice),
  ]);
  for (const one of raced) if (one.status === 'rejected') expect((one.reason as { code: string }).code).toBe('addresses.loading');
  expect((await found('осиновая 3')).filter((one) => one === 'Осиновая 3')).toHaveLength(1);
});

test('ADDR-4: the measure prints right answers by kind, times and memory as a plain table', async () => {
  const file = path.join(folder, 'queries.jsonl');
  writeFileSync(
    file,
    `${JSON.stringify({ id: '1', kind: 'canonical', query: 'ул. Липовая, д. 1', expected_house_ids: ['a1'] })}\n${JSON.stringify({ id: '2', kind: 'typo', query: 'Ясневая 7', expected_house_ids: ['nobody'] })}\n`,
  );
  const lines = await benchSearch(world.pool, world.db, { file, own: [] });
  expect(lines[0]).toMatch(/top-1 +top-5/);
  expect(lines[1]).toMatch(/^canonical +1 +100\.0 % +100\.0 %$/);
  expect(lines[2]).toMatch(/^typo +1 +0\.0 % +0\.0 %$/);
  expect(lines.join('\n')).toMatch(/p50 .* p95 .*\nlatency.* p95 .*\nmemory: \d+ MB/);
  expect(() => readQueries('{"query":"a"}')).toThrow('line 1');
});
