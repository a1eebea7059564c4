// Measures the search on questions with known answers over the directory as it is loaded.
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import type { Db } from '#platform/tables';
import { directoryHouses } from './addresses.queries.ts';
import { type OwnHouse, readDirectory } from './read-directory.ts';
import { askAll, quantile, type ScoredQuery, type Tally, tallyOf } from './score-search.ts';

const MEGABYTE = 1_048_576;
const written = (value: number, digits: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
const isQuery = (value: unknown): value is ScoredQuery =>
  typeof value === 'object' &&
  value !== null &&
  'query' in value &&
  typeof value.query === 'string' &&
  'expected_house_ids' in value &&
  Array.isArray(value.expected_house_ids);

/** JSON lines with kind, query and expected_house_ids. Throws an Error with the number of a line that is none. */
export function readQueries(text: string): ScoredQuery[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    let query: unknown;
    try {
      query = JSON.parse(line);
    } catch {
      query = undefined;
    }
    if (!isQuery(query)) throw new Error(`line ${at + 1} is no JSON with query and expected_house_ids`);
    return [{ kind: query.kind ?? 'any', query: query.query, expected_house_ids: query.expected_house_ids.map(String) }];
  });
}

/** Lines of a plain table: right answers by kind, times, memory. */
export async function benchSearch(pool: pg.Pool, db: Db, { file, own }: { file: string; own: readonly OwnHouse[] }): Promise<string[]> {
  const queries = readQueries(await readFile(file, 'utf8'));
  const started = performance.now();
  const { index } = await readDirectory(pool, own, '');
  const made = (performance.now() - started) / 1000;
  askAll(index, queries, () => 0); // the first questions wait for the compiler
  const answered = askAll(index, queries, () => performance.now());
  const externalIds = new Map<number, string>();
  const houses = [...new Set(answered.flatMap((one) => one.houses))];
  const keyOf = (load: number, id: number | bigint): string => `${load} ${id}`;
  const streetOf = (house: number): number => {
    let low = 0;
    let high = index.firstHouse.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (index.firstHouse[middle]! <= house) low = middle;
      else high = middle;
    }
    return low;
  };
  const keys = houses.map((house) => ({ load: index.places[index.streetPlace[streetOf(house)]!]!.load, id: index.houseId[house]! }));
  const known = new Map((await directoryHouses(db, keys)).map(({ load, id, externalId }) => [keyOf(load, id), externalId]));
  for (const [n, house] of houses.entries()) externalIds.set(house, known.get(keyOf(keys[n]!.load, keys[n]!.id)) ?? '');
  const { all, kinds } = tallyOf(answered, (house) => externalIds.get(house));
  const again = Array.from({ length: 4 }, () => askAll(index, queries, () => performance.now()));
  const least = answered.map(({ milliseconds }, n) => Math.min(milliseconds, ...again.map((round) => round[n]!.milliseconds))).sort((a, b) => a - b);
  const times = answered.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const share = (part: number, of: number): string => (of === 0 ? '-' : `${written((part / of) * 100, 1)} %`);
  const line = (name: string, { count, first, five }: Tally): string =>
    `${name.padEnd(24)}${String(count).padStart(8)}${share(first, count).padStart(10)}${share(five, count).padStart(10)}`;
  return [
    `${'kind'.padEnd(24)}${'queries'.padStart(8)}${'top-1'.padStart(10)}${'top-5'.padStart(10)}`,
    ...kinds.map(([kind, tally]) => line(kind, tally)),
    line('all', all),
    ...(all.count > 0 && all.five === 0 ? ['None of the houses expected is in the directory: load its list first, moidom address load-houses FILE'] : []),
    '',
    `latency: p50 ${written(quantile(times, 0.5), 2)} ms, p95 ${written(quantile(times, 0.95), 2)} ms, longest ${written(times.at(-1) ?? 0, 2)} ms`,
    `latency, the least of five times (what other work on the machine adds is left out): p50 ${written(quantile(least, 0.5), 2)} ms, p95 ${written(quantile(least, 0.95), 2)} ms`,
    `memory: ${Math.round(process.memoryUsage.rss() / MEGABYTE)} MB of the process`,
    `index: ${index.houseId.length} houses on ${index.streetPlace.length} streets in ${index.places.length} places, made in ${written(made, 1)} s`,
  ];
}
