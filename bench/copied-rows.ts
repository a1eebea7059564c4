// The limit of bulk writing: the rows that a piece of work has made, taken out and put back by COPY into the same tables,
// with the same indexes, foreign keys and checks.
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { World } from '#test/world';
import { cpuOfChildren, postmasterOf } from './cpu-of-processes.ts';
import { type Cost, costOfOnce } from './ratio.ts';

export type TablePart = { table: string; where: string };

/** What `copyBack` takes by the clock, in microseconds. */
export const copyBackUs = async (world: World, parts: readonly TablePart[]): Promise<number> => (await copyBack(world, parts)).wallUs;

/** Takes the rows out in the order given (parents first), deletes them and answers what putting them back by COPY takes, in one transaction: the CPU is ours and the database's together. */
export async function copyBack(world: World, parts: readonly TablePart[]): Promise<Cost> {
  const client = new pg.Client({ connectionString: world.ownerUrl });
  await client.connect();
  const kept: { table: string; bytes: Buffer }[] = [];
  for (const { table, where } of parts)
    kept.push({ table, bytes: await buffer(client.query(copyTo(`copy (select * from ${table} where ${where}) to stdout`))) });
  for (const { table, where } of parts.toReversed()) {
    await client.query(`delete from ${table} where ${where}`);
    await client.query(`vacuum analyze ${table}`); // at once: a parent's row is looked for in its children, gone rows among them
  }
  const postmaster = await postmasterOf(world);
  const before = cpuOfChildren(postmaster);
  const { wallUs, cpuUs } = await costOfOnce(1, async () => {
    await client.query('begin');
    for (const { table, bytes } of kept) await pipeline(Readable.from([bytes]), client.query(copyFrom(`copy ${table} from stdin`)));
    await client.query('commit');
  });
  const cost = { wallUs, cpuUs: cpuUs + cpuOfChildren(postmaster) - before };
  await client.end();
  console.error(`COPY of ${parts.map(({ table }) => table).join(', ')}: ${(wallUs / 1e6).toFixed(1)} s`);
  return cost;
}
