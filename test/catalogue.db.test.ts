// What the files say of the tables against what the database has: classes, keys, grants, and the column types of `*.tables.ts`.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '#platform/tables';
import { sources } from './guards/sources.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const CLASSES = ['house', 'person', 'organization', 'directory', 'local'];

type TableRow = {
  name: string;
  comment: string | null;
  primary_key: string[];
  foreign_keys: { columns: string[]; target: string }[];
  unique_keys: string[][];
  app_can: string[];
};

async function tablesOf(db: Db): Promise<TableRow[]> {
  const { rows } = await sql<TableRow>`
    with key as (
      select con.conrelid, con.contype, con.confrelid, array_agg(att.attname::text order by k.n) as columns
      from pg_constraint con cross join lateral unnest(con.conkey) with ordinality as k(num, n) join pg_attribute att on att.attrelid = con.conrelid and att.attnum = k.num
      where con.contype in ('p', 'f', 'u') group by con.oid, con.conrelid, con.contype, con.confrelid)
    select n.nspname || '.' || c.relname as name, obj_description(c.oid) as comment,
      coalesce((select columns from key where conrelid = c.oid and contype = 'p'), '{}') as primary_key,
      coalesce((select jsonb_agg(jsonb_build_object('columns', columns, 'target', confrelid::regclass::text)) from key where conrelid = c.oid and contype = 'f'), '[]') as foreign_keys,
      coalesce((select jsonb_agg(columns) from key where conrelid = c.oid and contype = 'u'), '[]') as unique_keys,
      array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p where has_table_privilege('moidom_app', c.oid, p)) as app_can
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') order by 1`.execute(db);
  return rows;
}

/** Why a table cannot be spread over many machines by its first key, or is of no class. */
function classFaults(table: TableRow, classOf: ReadonlyMap<string, string>): string[] {
  const kind = classOf.get(table.name);
  if (!kind) return [`${table.name}: its comment does not begin with one of ${CLASSES.join(', ')}`];
  if (table.primary_key.length === 0) return [`${table.name}: no primary key`];
  if (kind !== 'house') return [];
  const faults: string[] = [];
  if (table.primary_key[0] !== 'house_id') faults.push(`${table.name}: its primary key does not start with house_id`);
  for (const columns of table.unique_keys) if (!columns.includes('house_id')) faults.push(`${table.name}: unique ${columns.join()} without house_id`);
  for (const { columns, target } of table.foreign_keys)
    if (classOf.get(target) === 'house' && !columns.includes('house_id')) faults.push(`${table.name}: the key to ${target} is without house_id`);
  return faults;
}

const classMap = (tables: readonly TableRow[]): Map<string, string> => {
  const known = tables.map(({ name, comment }): [string, string] => [name, /^(\w+):/.exec(comment ?? '')?.[1] ?? '']);
  return new Map(known.filter(([, kind]) => CLASSES.includes(kind)));
};

test('every table declares its class, and what is local to a house is keyed by the house', async () => {
  const tables = await tablesOf(world.db);
  expect(tables.length).toBeGreaterThan(15);
  const classes = classMap(tables);
  expect(tables.flatMap((table) => classFaults(table, classes))).toEqual([]);
});

test('planted: a table without class, a house table with a key of its own, a unique key and a reference without the house are caught', () => {
  const house: TableRow = { name: 'a.house', comment: 'house: x', primary_key: ['house_id'], foreign_keys: [], unique_keys: [], app_can: [] };
  const planted: TableRow[] = [
    { ...house, name: 'a.none', comment: null },
    { ...house, name: 'a.key', primary_key: ['id'] },
    { ...house, name: 'a.unique', unique_keys: [['number']] },
    { ...house, name: 'a.reference', foreign_keys: [{ columns: ['account_id'], target: 'a.house' }] },
  ];
  const classes = classMap([house, ...planted]);
  expect(planted.flatMap((table) => classFaults(table, classes))).toHaveLength(4);
});

test('ACC-1: money and journal rows can be added and read, never changed or deleted by the application', async () => {
  const tables = new Map((await tablesOf(world.db)).map((table) => [table.name, table.app_can]));
  for (const name of ['ledger.transfer', 'ledger.book', 'platform.journal_line', 'platform.journal_seal'])
    expect([name, tables.get(name)]).toEqual([name, ['SELECT', 'INSERT']]);
});

type Column = { type: string; nullable: boolean };
const TYPES: Readonly<Record<string, string>> = {
  text: 'string',
  uuid: 'string',
  date: 'string',
  'timestamp with time zone': 'string',
  numeric: 'string',
  inet: 'string',
  tsvector: 'string',
  integer: 'number',
  smallint: 'number',
  'double precision': 'number',
  bigint: 'bigint',
  jsonb: 'unknown',
  json: 'unknown',
  bytea: 'Buffer',
  boolean: 'boolean',
};

/** The interfaces of a `*.tables.ts` by table name, read as text. */
function declaredTables(text: string): Map<string, Map<string, Column>> {
  const shapes = new Map<string, Map<string, Column>>();
  for (const [, name, body] of text.matchAll(/export interface (\w+Table) \{\n([\s\S]*?)\n\}/g)) {
    const columns = [...body!.matchAll(/^ {2}(\w+): (.+);$/gm)].map(([, column, declared]): [string, Column] => {
      const type = declared!.replace(/^Generated<(.+)>$/, '$1').replace(/^ColumnType<([^,]+),.*>$/, '$1');
      const words = type.split('|').map((word) => word.trim());
      return [
        column!,
        {
          type: words.filter((word) => word !== 'null').map((word) => (/^'.*'$/.test(word) ? 'string' : word.endsWith('[]') ? 'array' : word))[0]!,
          nullable: words.includes('null'),
        },
      ];
    });
    shapes.set(name!, new Map(columns));
  }
  return new Map([...text.matchAll(/'(\w+\.\w+)': (\w+Table);/g)].map(([, table, shape]) => [table!, shapes.get(shape!) ?? new Map()]));
}

async function realColumns(db: Db): Promise<Map<string, Map<string, Column>>> {
  const { rows } = await sql<{ name: string; column: string; type: string; nullable: boolean }>`
    select table_schema || '.' || table_name as name, column_name as column, data_type as type, is_nullable = 'YES' as nullable
    from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')`.execute(db);
  const tables = new Map<string, Map<string, Column>>();
  for (const { name, column, type, nullable } of rows) {
    const known = tables.get(name) ?? new Map<string, Column>();
    tables.set(name, known.set(column, { type: type === 'ARRAY' ? 'array' : (TYPES[type] ?? type), nullable }));
  }
  return tables;
}

function columnFaults(declared: ReadonlyMap<string, ReadonlyMap<string, Column>>, real: ReadonlyMap<string, ReadonlyMap<string, Column>>): string[] {
  const faults: string[] = [];
  for (const [table, columns] of declared) {
    const has = real.get(table);
    if (!has) {
      faults.push(`${table} is declared and does not exist`);
      continue;
    }
    for (const [name, column] of has) if (!columns.has(name)) faults.push(`${table}.${name} is not declared (${column.type})`);
    for (const [name, { type, nullable }] of columns) {
      const other = has.get(name);
      const isJson = other?.type === 'unknown';
      if (!other) faults.push(`${table}.${name} is declared and does not exist`);
      else if (!isJson && (other.type !== type || other.nullable !== nullable))
        faults.push(`${table}.${name} is declared ${type}${nullable ? ' | null' : ''}, the database has ${other.type}${other.nullable ? ' | null' : ''}`);
    }
  }
  for (const table of real.keys()) if (!declared.has(table)) faults.push(`${table} is declared nowhere`);
  return faults;
}

test('the types of the tables say what the database has', async () => {
  const declared = new Map(sources(/^server\/(platform\/tables|modules\/[^/]+\/[^/]+\.tables)\.ts$/).flatMap(({ text }) => [...declaredTables(text)]));
  expect(columnFaults(declared, await realColumns(world.db))).toEqual([]);
});

test('planted: a wrong type, a forgotten null, a missing and an invented column are caught', async () => {
  const text = `export interface PlantedTable {\n  name: number;\n  hash: string | null;\n  invented: string;\n}\ninterface Tables {\n  'platform.migration': PlantedTable;\n}`;
  const real = new Map([['platform.migration', (await realColumns(world.db)).get('platform.migration')!]]);
  expect(columnFaults(declaredTables(text), real)).toHaveLength(4);
});
