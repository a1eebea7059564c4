// The limit of bulk writing: the rows that a piece of work has made, taken out and put back by COPY into the same tables,
// with the same indexes, foreign keys and checks.
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { World } from '#test/world';

export type TablePart = { table: string; where: string };

/** Takes the rows out in the order given (parents first), deletes them and answers in microseconds what putting them back by COPY takes, in one transaction. */
export async function copyBackUs(world: World, parts: readonly TablePart[]): Promise<number> {
  const client = new pg.Client({ connectionString: world.ownerUrl });
  await client.connect();
  const kept: { table: string; bytes: Buffer }[] = [];
  for (const { table, where } of parts) kept.push({ table, bytes: await buffer(client.query(copyTo(`copy (select * from ${table} where ${where}) to stdout`))) });
  for (const { table, where } of parts.toReversed()) {
    await client.query(`delete from ${table} where ${where}`);
    await client.query(`vacuum analyze ${table}`); // at once: a parent's row is looked for in its children, gone rows among them
  }
  const started = process.hrtime.bigint();
  await client.query('begin');
  for (const { table, bytes } of kept) await pipeline(Readable.from([bytes]), client.query(copyFrom(`copy ${table} from stdin`)));
  await client.query('commit');
  const us = Number(process.hrtime.bigint() - started) / 1000;
  await client.end();
  console.error(`COPY of ${parts.map(({ table }) => table).join(', ')}: ${(us / 1e6).toFixed(1)} s`);
  return us;
}
