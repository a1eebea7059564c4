// Rotation of the master key on a live base (PRIV-4): what lies sealed under an older version is sealed anew, some rows a transaction, while
// others read and write. Nothing is remembered between runs: whatever is still under an older version is what is left to do.
import { type RawBuilder, sql } from 'kysely';
import { inTransaction } from './database.ts';
import { blindIndex, type FieldPlace, type IndexedColumn, needsNewKey, openBytes, sealBytes } from './field-cipher.ts';
import { CipherError, type KeyRing } from './key-ring.ts';
import type { Db, Tx } from './tables.ts';

const ROWS_AT_ONCE = 200;
/** Writers that had not heard of the new key yet may leave a row behind; then it is gone through again. */
const PASSES_MOST = 20;

/** One sealed column: a row of the register in server/sealed-columns.ts. */
export type SealedColumn = {
  /** With its schema. */
  readonly table: string;
  readonly column: string;
  /** The primary key. */
  readonly key: readonly string[];
  /** What the value is bound to: the row's id as SQL over `t`. */
  readonly rowId: string;
  /** Where the place is named otherwise than table and column. */
  readonly place?: Partial<Pick<FieldPlace, 'table' | 'column'>>;
  /** The blind index made of the value, in a column of the same row. */
  readonly index?: { readonly column: string; readonly of: IndexedColumn };
};

export type ColumnReport = {
  readonly name: string;
  resealed: number;
  /** Rows that do not open: changed, or sealed by a key that the ring lacks. */ broken: number;
  left: number;
};
type Row = { key: string[]; row_id: string; sealed: Buffer; index: Buffer | null };

const isOld = (column: string, ring: KeyRing): RawBuilder<unknown> =>
  sql`(t.${sql.ref(column)} is not null and get_byte(t.${sql.ref(column)}, 0) <> ${ring.current})`;
const oldOnes = ({ column, index }: SealedColumn, ring: KeyRing) =>
  index ? sql`(${isOld(column, ring)} or ${isOld(index.column, ring)})` : isOld(column, ring);

/** How many values of the column are under another version than the current. */
export async function countOld(db: Db, column: SealedColumn, ring: KeyRing): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`select count(*) as n from ${sql.table(column.table)} t where ${oldOnes(column, ring)}`.execute(db);
  return Number(rows[0]!.n);
}

/** How many values lie under each version: `{ "1": 12, "2": 3000 }`. */
export async function countVersions(db: Db, { table, column }: SealedColumn): Promise<Record<string, number>> {
  const { rows } = await sql<{
    version: number;
    n: bigint;
  }>`select get_byte(t.${sql.ref(column)}, 0) as version, count(*) as n from ${sql.table(table)} t where t.${sql.ref(column)} is not null group by 1 order by 1`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ version, n }) => [String(version), Number(n)]));
}

/** Seals one column anew and says what came of it. `told` hears after each batch. Safe to kill and to run twice at once. */
export async function rotateColumn(db: Db, ring: KeyRing, column: SealedColumn, told: (report: ColumnReport) => void = () => {}): Promise<ColumnReport> {
  const report: ColumnReport = { name: `${column.table}.${column.column}`, resealed: 0, broken: 0, left: await countOld(db, column, ring) };
  for (let pass = 0; pass < PASSES_MOST && report.left > report.broken; pass++) {
    report.broken = 0;
    for (let after: string[] | undefined, more = true; more;) {
      const done = await inTransaction(db, (tx) => resealBatch(tx, ring, column, after));
      report.resealed += done.resealed;
      report.broken += done.broken;
      after = done.last;
      more = after !== undefined;
      told(report);
    }
    report.left = await countOld(db, column, ring);
  }
  return report;
}

async function resealBatch(
  tx: Tx,
  ring: KeyRing,
  column: SealedColumn,
  after: string[] | undefined,
): Promise<{ resealed: number; broken: number; last: string[] | undefined }> {
  const { table, key, rowId, index } = column;
  const keyTexts = sql.join(key.map((one) => sql`${sql.ref(`t.${one}`)}`));
  // Rows that a writer holds are waited for: passed over they would be left behind.
  const { rows } = await sql<Row>`
    select array[${sql.join(key.map((one) => sql`t.${sql.ref(one)}::text`))}] as key, ${sql.raw(rowId)} as row_id, t.${sql.ref(column.column)} as sealed, ${index ? sql`t.${sql.ref(index.column)}` : sql`null::bytea`} as index
    from ${sql.table(table)} t where ${oldOnes(column, ring)} ${after === undefined ? sql`` : sql`and (${keyTexts}) > (${sql.join(after.map((one) => sql`${one}`))})`}
    order by ${keyTexts} limit ${ROWS_AT_ONCE} for update`.execute(tx);
  let broken = 0;
  for (const row of rows) {
    const values = resealed(ring, column, row);
    if (values === undefined) broken += 1;
    else
      await sql`update ${sql.table(table)} t set ${sql.join(Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`))} where (${keyTexts}) = (${sql.join(row.key.map((one) => sql`${one}`))})`.execute(
        tx,
      );
  }
  return { resealed: rows.length - broken, broken, last: rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)!.key };
}

/** The new values of a row, checked by being opened again; undefined when the old one does not open. */
function resealed(ring: KeyRing, { table, column, place, index }: SealedColumn, row: Row): Record<string, Buffer> | undefined {
  const at = { table, column, ...place, rowId: row.row_id };
  try {
    const plain = openBytes(ring, at, row.sealed);
    const sealed = needsNewKey(ring, row.sealed) ? sealBytes(ring, at, plain) : row.sealed;
    if (!openBytes(ring, at, sealed).equals(plain)) return undefined;
    return { [column]: sealed, ...(index && row.index && { [index.column]: blindIndex(ring, index.of, plain.toString('utf8')) }) };
  } catch (error) {
    if (error instanceof CipherError) return undefined;
    throw error;
  }
}
