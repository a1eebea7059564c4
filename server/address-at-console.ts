// `moidom address …`: loads the directory of addresses and measures its search.
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { benchSearch, loadGar, loadHouses } from '#modules/addresses';
import type { Ground } from './platform/work.ts';

export type AddressDesk = { pool: pg.Pool; ground: Ground };

/** Loads a list of houses; says how many a second. */
export async function addressLoadHouses({ pool, ground }: AddressDesk, file: string): Promise<number> {
  const started = performance.now();
  const { houses, streets, places, passedOver } = await loadHouses(pool, ground.db, file);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${houses} houses on ${streets} streets in ${places} places in ${seconds.toFixed(1)} s (${Math.round(houses / seconds)} a second); ${passedOver} rows passed over`,
  );
  return houses === 0 ? 1 : 0;
}

/** Asks the questions of a file of JSON lines and prints how often the answer is right, how fast, in how much memory. */
export async function addressBench({ pool, ground }: AddressDesk, file: string): Promise<number> {
  for (const line of await benchSearch(pool, ground.db, { file, own: [] })) console.log(line);
  return 0;
}

/** Loads a folder of the state register, in full or as an increment; a load that was cut goes on where it stopped. */
export async function addressLoadGar({ pool, ground }: AddressDesk, folder: string, isIncrement: boolean): Promise<number> {
  const cpu = process.cpuUsage();
  const done = await loadGar({ pool, db: ground.db }, { folder, isIncrement, today: ground.clock().toISOString().slice(0, 10) });
  for (const { source, files, skipped, rows, houses } of done)
    console.log(`${source}: ${files} files (${skipped} were in already), ${rows} rows, ${houses} houses can be found`);
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${((user + system) / 1_000_000).toFixed(1)} s of CPU, ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB of memory at the most`);
  return 0;
}
