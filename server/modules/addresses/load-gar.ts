// Loads the state address register. Each file goes in by a transaction of its own with a mark, so a load that was cut goes on with the files
// that are left; what is searched is made of them in one transaction at the end: nothing half is seen.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { copyRows, inBulkTransaction } from '#platform/database';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { dayOfFiles, GAR_KINDS, garKindOf, type GarKind, isRecord } from './gar-files.ts';
import { beginLoad, makeCurrent, oneAtATime, sweepLoads } from './loads.ts';
import { publishGar } from './publish-gar.ts';
import { scanGar } from './scan-gar.ts';
import './addresses.tables.ts';

export type GarOrder = { folder: string; isIncrement: boolean; today: string };
export type GarDone = { source: string; files: number; skipped: number; rows: number; houses: number };
type Session = { pool: pg.Pool; db: Db };

/** A folder of files, or folders of regions («72») inside it: each region is a source of its own. */
async function regionsIn(folder: string): Promise<{ source: string; folder: string; files: string[] }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && garKindOf(entry.name) !== undefined)
    .map(({ name }) => name)
    .sort();
  const inner = await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => regionsIn(path.join(folder, name))));
  const region = /\d{2}/u.exec(path.basename(folder))?.[0] ?? path.basename(folder);
  return [...(files.length > 0 ? [{ source: `gar:${region}`, folder, files }] : []), ...inner.flat()];
}

/**
 * Loads a folder of the register, in full or as an increment onto what is current. Safe to repeat: files that are in are passed over.
 * @throws Refusal addresses.garNoFiles, addresses.garNoFull, addresses.garOld, addresses.garEmpty, addresses.garUnreadable, addresses.garCut, addresses.loading
 */
export async function loadGar(session: Session, order: GarOrder): Promise<GarDone[]> {
  const regions = await regionsIn(order.folder);
  if (regions.length === 0) refuse('addresses.garNoFiles', { folder: order.folder });
  const done: GarDone[] = [];
  for (const region of regions) done.push(await oneAtATime(session.pool, region.source, () => loadRegion(session, order, region)));
  await sweepLoads(session.db);
  return done;
}

type Region = { source: string; folder: string; files: string[] };

async function loadRegion(session: Session, { isIncrement, today }: GarOrder, region: Region): Promise<GarDone> {
  const { source, folder, files } = region;
  const { loadId, target, marked } = await openLoad(session.db, region, isIncrement);
  let rows = 0;
  for (const file of files) {
    if (marked.includes(file)) continue;
    rows += await loadFile(session, { loadId, target, path: path.join(folder, file), file, isIncrement, today });
  }
  const houses = await inBulkTransaction(session.pool, async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    const published = await publishGar(tx, target);
    if (published === 0) refuse('addresses.garEmpty', { source });
    if (isIncrement) {
      await tx
        .updateTable('addresses.load')
        .set({ status: 'applied', houses: published, finished_at: sql`now()` })
        .where('id', '=', loadId)
        .execute();
      await tx
        .updateTable('addresses.load')
        .set({ houses: published, finished_at: sql`now()` })
        .where('id', '=', target)
        .execute();
    } else await makeCurrent(tx, target, published);
    return published;
  });
  return { source, files: files.length, skipped: marked.length, rows, houses };
}

type Opened = {
  loadId: number;
  /** Whose rows are written; an increment writes those of the current full load. */ target: number;
  /** Files that are in. */ marked: readonly string[];
};

/** The load to go on with, or a new one: files of another edition in the same folder are not what was begun. */
async function openLoad(db: Db, { source, folder, files }: Region, isIncrement: boolean): Promise<Opened> {
  const kind = isIncrement ? 'increment' : 'full';
  const base = path.resolve(folder);
  const filesOf = async (loadIds: readonly number[]): Promise<string[]> =>
    loadIds.length === 0 ? [] : (await db.selectFrom('addresses.load_file').select('file').where('load_id', 'in', loadIds).execute()).map(({ file }) => file);
  // An increment that is applied already is found too: its files are marked, and nothing is done twice.
  const begun = await db
    .selectFrom('addresses.load')
    .select('id')
    .where('source', '=', source)
    .where('kind', '=', kind)
    .where('folder', '=', base)
    .where('status', 'in', isIncrement ? ['loading', 'applied'] : ['loading'])
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const marked = await filesOf(begun ? [begun.id] : []);
  const isOther = marked.some((file) => !files.includes(file));
  const known = await db
    .selectFrom('addresses.load')
    .select(['id', 'status'])
    .where('source', '=', source)
    .where('status', 'in', ['current', 'applied'])
    .execute();
  const current = known.find(({ status }) => status === 'current');
  if (isIncrement && !current) refuse('addresses.garNoFull', { source });
  const open = isOther ? undefined : begun;
  if (isIncrement && files.some((file) => !open || !marked.includes(file)) && dayOfFiles(files) < dayOfFiles(await filesOf(known.map(({ id }) => id))))
    refuse('addresses.garOld', { source });
  if (isOther && !isIncrement) await db.updateTable('addresses.load').set({ status: 'replaced' }).where('id', '=', begun!.id).execute();
  const loadId = open?.id ?? (await beginLoad(db, { source, kind, folder: base }));
  return { loadId, target: isIncrement ? current!.id : loadId, marked: open ? marked : [] };
}

type FileLoad = { loadId: number; target: number; path: string; file: string; isIncrement: boolean; today: string };

async function loadFile({ pool }: Session, { loadId, target, path: from, file, isIncrement, today }: FileLoad): Promise<number> {
  const kind = GAR_KINDS[garKindOf(file)!]!;
  return inBulkTransaction(pool, async (tx, client) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const table = `addresses.${kind.table}`;
    await client.query(
      `create temporary table staged on commit drop as select object_id, ${kind.columns.join(', ')}, false as is_live from ${table} with no data`,
    );
    const counted = { rows: 0 };
    await copyRows(client, 'staged', ['object_id', ...kind.columns, 'is_live'], stagedRows(kind, { from, isIncrement, today, counted }));
    await client.query(mergeText(kind, target));
    await tx
      .insertInto('addresses.load_file')
      .values({ load_id: loadId, file, rows: BigInt(counted.rows), done_at: sql`now()` })
      .execute();
    return counted.rows;
  });
}

async function* stagedRows(
  kind: GarKind,
  { from, isIncrement, today, counted }: { from: string; isIncrement: boolean; today: string; counted: { rows: number } },
): AsyncGenerator<(string | number | boolean | null)[]> {
  let record = 0;
  for await (const batch of scanGar(from, kind)) {
    for (const values of batch) {
      record += 1;
      if (!isRecord(kind, values)) refuse('addresses.garUnreadable', { file: path.basename(from), row: record });
      const row = kind.row(values, today);
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
