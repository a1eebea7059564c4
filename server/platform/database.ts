// The one way to PostgreSQL: a pg pool whose statements are prepared, Kysely on top of it, transactions and COPY.
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Db, Tables, Tx } from './tables.ts';

// A prepared statement costs the server half of an unprepared one, but neither pg nor Kysely names statements by itself.
// The cap is for texts that vary without end (an IN list of each length): write `= any($1)`, else they stay unnamed.
const MAX_NAMED_STATEMENTS = 500;
const statementNames = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= MAX_NAMED_STATEMENTS) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

// A class because pg.Pool makes its clients with `new`. Statements without parameters (begin, commit) stay simple ones.
class NamingClient extends pg.Client {
  // The driver's own signature is a dozen overloads; what comes in goes out unchanged.
  // oxlint-disable-next-line typescript/no-explicit-any
  override query(...args: unknown[]): any {
    const [text, values, callback] = args;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? statementName(text) : undefined;
    const query = super.query as (...queryArgs: unknown[]) => unknown;
    return name === undefined ? query.apply(this, args) : query.call(this, { name, text, values }, callback);
  }
}

// Money and numbers of rows are bigint; a day is a string and not an instant that shifts with the machine's time zone
// (a third of the driver's time is spent making Date objects besides). numeric stays text, as pg has it.
const asText = (value: string): string => value;
// Sessions run in UTC, so '2026-11-22 10:15:00.123+00' is this instant in ISO 8601, without a Date object in between.
const asInstant = (value: string): string => value.replace(' ', 'T').replace('+00', 'Z');
const TEXT_ARRAY: number = 1009;
const readTextArray = pg.types.getTypeParser(TEXT_ARRAY);
const parsers = new Map<number, (value: string) => unknown>([
  [20, BigInt], // int8
  [1016, (value) => (readTextArray(value) as string[]).map(BigInt)], // int8[]
  [1082, asText], // date
  [1114, asText], // timestamp
  [1184, asInstant], // timestamptz
]);
const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format) };

/** A pool of at most `max` connections with prepared statements, bigint, text days and ISO instants. */
export function openPool(connectionString: string, max = 16): pg.Pool {
  const limits = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000, connectionTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ connectionString, max, types, Client: NamingClient, options: '-c timezone=UTC', ...limits });
  // Without listeners a restart of the server would end our process: an idle client's loss is reported by the pool,
  // that of a client in use by the client, whose query then fails as well.
  const report = (error: Error): void => console.error('database connection lost', error.message);
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

/** Kysely over the pool: the repository of every module. */
export const openDatabase = (pool: pg.Pool): Db => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

// Classes 08 (connection), 53 (no resources) and 57P (shut down, crashed, starting) of PostgreSQL; what the socket and the driver say.
const AWAY_CODES = /^(?:08...|53...|57P..|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|not queryable|Client was closed|after calling end on the pool/;

/** Whether the error says that the database is away, starting or full: the same may be tried again soon. */
export const isDatabaseAway = ({ code = '', message, syscall }: Error & { code?: string; syscall?: string }): boolean =>
  (AWAY_CODES.test(code) && (code !== 'ENOENT' || syscall === 'connect')) || AWAY_WORDS.test(message);

const RETRYABLE = new Set(['40001', '40P01']); // serialization failure, deadlock

/** `work` may run again after a deadlock, so it must do nothing outside the database. */
export async function inTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === 3 || !RETRYABLE.has((error as pg.DatabaseError).code ?? '')) throw error;
    }
  }
}

/** For bulk work: one transaction on one connection, with both Kysely and the raw client that COPY needs. */
export async function inBulkTransaction<Result>(pool: pg.Pool, work: (tx: Db, client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // Kysely takes a client per query and gives it back; here it always gets the same one, and we give it back at the end.
  const borrowed = { query: client.query.bind(client), release: () => {} } as PostgresPoolClient;
  const tx = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect: async () => borrowed, end: async () => {}, options: {} } }) });
  try {
    await client.query('begin');
    const result = await work(tx, client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    client.release(true); // closing the connection rolls back, also when the connection itself is what failed
    throw error;
  }
}

type CopyValue = string | number | bigint | boolean | null;

/** Streams any number of rows into a table: 100,000 to 300,000 a second, 1–3 µs of our CPU each. */
export async function copyRows(
  client: pg.PoolClient,
  table: string,
  columns: string[],
  rows: Iterable<CopyValue[]> | AsyncIterable<CopyValue[]>,
): Promise<void> {
  const target = `${table.split('.').map(pg.escapeIdentifier).join('.')} (${columns.map(pg.escapeIdentifier).join(', ')})`;
  await pipeline(Readable.from(copyLines(rows), { objectMode: false }), client.query(copyFrom(`copy ${target} from stdin`)));
}

async function* copyLines(rows: Iterable<CopyValue[]> | AsyncIterable<CopyValue[]>): AsyncGenerator<string> {
  let chunk = '';
  for await (const row of rows) {
    chunk += `${row.map(copyField).join('\t')}\n`;
    if (chunk.length < 65_536) continue; // a write per row would cost more than the row
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const copyField = (value: CopyValue): string => (value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!));
