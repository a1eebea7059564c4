// How often the search is right: on the published questions about a real city and on thousands of the same kinds drawn over its other houses.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AddressQuery, type KnownHouse, makeQueries, WAYS } from '#test/address-queries';
import { HARDER_WAYS } from '#test/harder-address-ways';
import { SPOKEN_WAYS } from '#test/spoken-address-ways';
import { readCsv } from '#platform/csv-read';
import { type AddressIndex, startAddressIndex } from './address-index.ts';
import { houseReader, type ListedHouse } from './houses-list.ts';
import { askAll, tallyOf } from './score-search.ts';

const HOUSES = new URL('../../../../shared/samples/reformagkh/ekb-houses-clean.csv', import.meta.url);
const QUERIES = new URL('../../../../shared/samples/addresses/search-benchmark-ekb.jsonl', import.meta.url);

async function readHouses(): Promise<ListedHouse[]> {
  const houses: ListedHouse[] = [];
  let read: ReturnType<typeof houseReader> | undefined;
  for await (const { cells } of readCsv(createReadStream(HOUSES, 'utf8'), ',')) {
    const house = read?.(cells);
    read ??= houseReader(cells);
    if (house) houses.push(house);
  }
  return houses;
}

function indexOf(houses: readonly ListedHouse[]): AddressIndex {
  const directory = startAddressIndex();
  const numbers = new Map<string, number>();
  const once = (key: string, make: () => number): number => {
    const number = numbers.get(key) ?? make();
    numbers.set(key, number);
    return number;
  };
  for (const house of houses) {
    const key = `${house.placeKind}|${house.place}`;
    const place = once(key, () => directory.addPlace({ load: 1, kind: house.placeKind, name: house.place, district: null, region: house.region }));
    const street = once(`${key}|${house.kind}|${house.street}`, () => directory.addStreet(place, house.kind, house.street));
    directory.addHouse({ street, id: Number(house.externalId), label: house.label, premises: house.premises, flags: 0 });
  }
  return directory.finish();
}

describe.skipIf(!existsSync(HOUSES))('a real city', () => {
  let houses: ListedHouse[];
  let index: AddressIndex;
  beforeAll(async () => {
    houses = await readHouses();
    index = indexOf(houses);
  });
  const tally = (queries: readonly AddressQuery[]) =>
    tallyOf(
      askAll(index, queries, () => 0),
      (house) => String(index.houseId[house]),
    );

  test('ADDR-1, ADDR-4: of the published questions 98 % are answered first and 99 % among five, of each kind 95 % among five', () => {
    const { all, kinds } = tally(
      readFileSync(QUERIES, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as AddressQuery),
    );
    expect(all.count).toBe(276);
    expect(all.first / all.count).toBeGreaterThanOrEqual(0.98);
    expect(all.five / all.count).toBeGreaterThanOrEqual(0.99);
    for (const [kind, { count, five }] of kinds) expect(five / count, kind).toBeGreaterThanOrEqual(0.95);
  });

  test.each([
    ['4,600 questions of the same kinds about other houses', WAYS, 200],
    ['2,900 questions with several faults at once, in any order', HARDER_WAYS, 50],
    ['1,500 questions as people dictate and copy them', SPOKEN_WAYS, 50],
  ])('ADDR-1, ADDR-4: the same holds for %s', (_, ways, perKind) => {
    const known = houses.filter(({ place }) => place === 'Екатеринбург').map((house): KnownHouse => ({ ...house, id: house.externalId }));
    const { all, kinds } = tally(makeQueries(known, { seed: 20_261_122, perKind, ways }));
    expect(all.count).toBe(perKind * Object.keys(ways).length);
    expect(all.first / all.count).toBeGreaterThanOrEqual(0.98);
    expect(all.five / all.count).toBeGreaterThanOrEqual(0.99);
    for (const [kind, { count, five }] of kinds) expect(five / count, kind).toBeGreaterThanOrEqual(0.95);
  });
});
