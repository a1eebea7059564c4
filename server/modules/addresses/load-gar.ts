// Loads the state address register. Each file goes in by a transaction of its own with a mark, so a load that was cut goes on with the files
// that are left; what is searched is made of them in one transaction at the end: nothing half is seen.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { copyRows, inBulkTransaction } from '#platform/database';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { GAR_KINDS, garKindOf, type GarKind } from './gar-files.ts';
import { beginLoad, makeCurrent, sweepLoads } from './loads.ts';
import { publishGar } from './publish-gar.ts';
import { scanGar } from './scan-gar.ts';
import './addresses.tables.ts';

export type GarOrder = { folder: string; isIncrement: boolean; today: string };
export type GarDone = { source: string; files: number; skipped: number; rows: number; houses: number };
type Session = { pool: pg.Pool; db: Db };

/** A folder of files, or folders of regions («72») inside it: each region is a source of its own. */
async function regionsIn(folder: string): Promise<{ source: string; folder: string; files: string[] }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && garKindOf(entry.name) !== undefined).map(({ name }) => name).sort();
  const inner = await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => regionsIn(path.join(folder, name))));
  const region = /\d{2}/u.exec(path.basename(folder))?.[0] ?? path.basename(folder);
  return [...(files.length > 0 ? [{ source: `gar:${region}`, folder, files }] : []), ...inner.flat()];
}

/**
 * Loads a folder of the register, in full or as an increment onto what is current. Safe to repeat: files that are in are passed over.
 * @throws Refusal addresses.garNoFiles, addresses.garNoFull, addresses.garUnreadable, addresses.garCut
 */
export async function loadGar(session: Session, order: GarOrder): Promise<GarDone[]> {
  const regions = await regionsIn(order.folder);
  if (regions.length === 0) refuse('addresses.garNoFiles', { folder: order.folder });
  const done: GarDone[] = [];
  for (const region of regions) done.push(await loadRegion(session, order, region));
  await sweepLoads(session.db);
  return done;
}

type Region = { source: string; folder: string; files: string[] };

async function loadRegion(session: Session, { isIncrement, today }: GarOrder, { source, folder, files }: Region): Promise<GarDone> {
  const { loadId, target } = await openLoad(session.db, { source, folder, isIncrement });
  const marked = new Set((await session.db.selectFrom('addresses.load_file').select('file').where('load_id', '=', loadId).execute()).map(({ file }) => file));
  let rows = 0;
  for (const file of files) {
    if (marked.has(file)) continue;
    rows += await loadFile(session, { loadId, target, path: path.join(folder, file), file, isIncrement, today });
  }
  const houses = await inBulkTransaction(session.pool, async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    const published = await publishGar(tx, target);
    if (isIncrement) {
      await tx.updateTable('addresses.load').set({ status: 'applied', houses: published, finished_at: sql`now()` }).where('id', '=', loadId).execute();
      await tx.updateTable('addresses.load').set({ houses: published, finished_at: sql`now()` }).where('id', '=', target).execute();
    } else await makeCurrent(tx, target, published);
    return published;
  });
  return { source, files: files.length, skipped: marked.size, rows, houses };
}

/** The load to go on with, or a new one. `target`: whose rows are written; an increment writes those of the current full load. */
async function openLoad(db: Db, { source, folder, isIncrement }: { source: string; folder: string; isIncrement: boolean }): Promise<{ loadId: number; target: number }> {
  const kind = isIncrement ? 'increment' : 'full';
  const base = path.resolve(folder);
  // An increment that is applied already is found too: its files are marked, and nothing is done twice.
  const open = await db.selectFrom('addresses.load').select('id').where('source', '=', source).where('kind', '=', kind).where('folder', '=', base).where('status', 'in', isIncrement ? ['loading', 'applied'] : ['loading']).orderBy('id', 'desc').executeTakeFirst();
  const current = await db.selectFrom('addresses.load').select('id').where('source', '=', source).where('status', '=', 'current').executeTakeFirst();
  if (isIncrement && !current) refuse('addresses.garNoFull', { source });
  const loadId = open?.id ?? (await beginLoad(db, { source, kind, folder: base }));
  return { loadId, target: isIncrement ? current!.id : loadId };
}

type FileLoad = { loadId: number; target: number; path: string; file: string; isIncrement: boolean; today: string };

async function loadFile({ pool }: Session, { loadId, target, path: from, file, isIncrement, today }: FileLoad): Promise<number> {
  const kind = GAR_KINDS[garKindOf(file)!]!;
  return inBulkTransaction(pool, async (tx, client) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const table = `addresses.${kind.table}`;
    await client.query(`create temporary table staged on commit drop as select object_id, ${kind.columns.join(', ')}, false as is_live from ${table} with no data`);
    const counted = { rows: 0 };
    await copyRows(client, 'staged', ['object_id', ...kind.columns, 'is_live'], stagedRows(kind, { from, isIncrement, today, counted }));
    await client.query(mergeText(kind, target));
    await tx.insertInto('addresses.load_file').values({ load_id: loadId, file, rows: BigInt(counted.rows), done_at: sql`now()` }).execute();
    return counted.rows;
  });
}

async function* stagedRows(kind: GarKind, { from, isIncrement, today, counted }: { from: string; isIncrement: boolean; today: string; counted: { rows: number } }): AsyncGenerator<(string | number | boolean | null)[]> {
  for await (const batch of scanGar(from, kind.element, kind.attributes)) {
    for (const attributes of batch) {
      const row = kind.row(attributes, today);
      if (!row || (!row.isLive && !isIncrement)) continue;
      counted.rows += 1;
      yield [row.objectId, ...row.values, row.isLive];
    }
  }
}

/** Rows in force take the place of the earlier ones; what an increment names only as ended goes. */
function mergeText(kind: GarKind, target: number): string {
  const table = `addresses.${kind.table}`;
  const key = ['object_id', ...kind.key];
  const same = key.map((column) => `t.${column} = s.${column}`).join(' and ');
  const others = kind.columns.filter((column) => !kind.key.includes(column));
  return `delete from ${table} t using staged s where t.load_id = ${target} and ${same} and not s.is_live;
    insert into ${table} (load_id, object_id, ${kind.columns.join(', ')})
      select distinct on (${key.join(', ')}) ${target}, object_id, ${kind.columns.join(', ')} from staged where is_live order by ${key.join(', ')}
      on conflict (load_id, ${key.join(', ')}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}
