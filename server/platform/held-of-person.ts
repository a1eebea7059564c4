// What is held of a person, table by table (PRIV-2). Each module declares its tables as data; from that come the page «Мои данные», the copy,
// and erasure: what no law keeps is deleted, what one keeps stays under an id that leads to nobody.
import { type RawBuilder, sql } from 'kysely';
import { actionWords } from '#contract/action-words';
import { progressStatuses } from '#contract/statuses/progress';
import { wordsOf } from '#contract/statuses/standing';
import type { KeyRing } from './key-ring.ts';
import type { Db, Tx } from './tables.ts';
import type { Work } from './work.ts';

/** Why and how long something stays after erasure. Russian. */
export type Kept = { readonly law: string; readonly term: string };

export type PersonalTable = {
  /** With its schema. */
  readonly table: string;
  /** Russian: «Платежи». */
  readonly title: string;
  /** The column that names the person; `person_id` where nothing is said. */
  readonly person?: string;
  /** Rows of the person's accounts, as a condition on `t`, where no column names the person. They are the account's: always kept, never blanked. */
  readonly among?: (personId: string) => RawBuilder<boolean>;
  /** What stands before the id in that column: `person:`. */
  readonly prefix?: string;
  /** Column to its Russian name, in the order of the screen. Nothing: the table holds only what cannot be shown (digests, keys). */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns told by something else than what they hold: the name of a service instead of its code, as SQL over `t`. */
  readonly told?: Readonly<Record<string, RawBuilder<string | null>>>;
  /** Words of a column's codes. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A sealed column, opened for its owner. */
  readonly sealed?: {
    readonly column: string;
    readonly name: string;
    readonly open: (keys: KeyRing, row: Readonly<Record<string, string>>, stored: Buffer) => string;
  };
  /** The page where its owner corrects or deletes it by himself. */
  readonly page?: string;
  /** Newest first by this column. */
  readonly order?: string;
  /** What law keeps; without it the rows are deleted. */
  readonly kept?: Kept;
  /** Values that take the place of personal ones in rows that stay. */
  readonly blank?: Readonly<Record<string, string | number | boolean | null>>;
  /** Rows that are kept where the others are deleted, as an SQL condition. */
  readonly keptWhere?: string;
};

/** One module's tables. `waits`: why erasure has to wait yet (Russian), else nothing. `erase`: what is more than rows, before them. */
export type PersonalPart = {
  readonly module: string;
  readonly tables: readonly PersonalTable[];
  readonly waits?: (tx: Tx, personId: string) => Promise<string | undefined>;
  readonly erase?: (work: Work, personId: string) => Promise<void>;
};

export type PersonalValue = string | number | boolean | null | readonly PersonalValue[] | { readonly [member: string]: PersonalValue };
export type PersonalRow = Readonly<Record<string, PersonalValue>>;

const own = ({ person = 'person_id', prefix, among }: PersonalTable, personId: string) =>
  among ? sql`where ${among(personId)}` : sql`where t.${sql.ref(person)} = ${prefix === undefined ? sql`${personId}::uuid` : sql`${prefix + personId}::text`}`;
const ownRows = (table: PersonalTable, personId: string) => sql`${sql.table(table.table)} t ${own(table, personId)}`;

/** How many rows of the table are the person's. */
export async function countPersonal(db: Db | Tx, table: PersonalTable, personId: string): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`select count(*) as n from ${ownRows(table, personId)}`.execute(db);
  return Number(rows[0]!.n);
}

/** The declared columns of the person's rows, sealed values opened. */
export async function readPersonal(
  db: Db | Tx,
  keys: KeyRing,
  { table, personId, limit }: { table: PersonalTable; personId: string; limit: number },
): Promise<PersonalRow[]> {
  const { sealed, order, columns, told } = table;
  const row = told
    ? sql`to_jsonb(t) || jsonb_build_object(${sql.join(Object.entries(told).flatMap(([column, value]) => [sql`${column}::text`, value]))})`
    : sql`to_jsonb(t)`;
  const { rows } = await sql<{ row: Record<string, PersonalValue>; sealed: Buffer | null }>`
    select ${row} as row, ${sealed ? sql`t.${sql.ref(sealed.column)}` : sql`null::bytea`} as sealed from ${ownRows(table, personId)}
    ${order ? sql`order by t.${sql.ref(order)} desc` : sql``} limit ${limit}`.execute(db);
  return rows.map(({ row, sealed: stored }) => ({
    ...Object.fromEntries(Object.keys(columns).map((column) => [column, row[column] ?? null])),
    ...(sealed && { [sealed.column]: stored === null ? null : sealed.open(keys, row as Record<string, string>, stored) }),
  }));
}

/** Deletes the person's rows, or blanks what stays. */
export async function erasePersonal(tx: Tx, table: PersonalTable, personId: string): Promise<void> {
  const { kept, blank, keptWhere, among } = table;
  if (among) return;
  if (blank)
    await sql`update ${sql.table(table.table)} t set ${sql.join(Object.entries(blank).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))} ${own(table, personId)}`.execute(
      tx,
    );
  if (kept && keptWhere === undefined) return;
  await sql`delete from ${ownRows(table, personId)} ${keptWhere === undefined ? sql`` : sql`and not (${sql.raw(keptWhere)})`}`.execute(tx);
}

/** What the platform itself holds of a person. The journal cannot be changed: its personal values lie sealed under the person's key, which is deleted. */
export const platformPersonal: PersonalPart = {
  module: 'platform',
  tables: [
    {
      table: 'platform.journal_line',
      title: 'Журнал действий о вас',
      columns: { at: 'Когда', action: 'Действие' },
      words: { action: actionWords },
      order: 'id',
      kept: {
        law: 'Журнал нельзя менять никому. Имена, адреса и устройства в нём зашифрованы вашим ключом: ключ уничтожаем, и прочитать их нельзя',
        term: 'бессрочно, без связи с вами',
      },
    },
    { table: 'platform.person_key', title: 'Ключ вашего журнала', columns: {} },
    {
      table: 'platform.command',
      title: 'Ответы на ваши действия: повтор не выполнится дважды',
      person: 'actor_key',
      prefix: 'person:',
      columns: { at: 'Когда' },
      order: 'at',
    },
    {
      table: 'platform.progress',
      title: 'Долгие работы',
      person: 'owner',
      prefix: 'person:',
      columns: { started_at: 'Начата', title: 'Работа', status: 'Состояние' },
      words: { status: wordsOf(progressStatuses) },
      order: 'started_at',
    },
    { table: 'platform.live_event', title: 'События открытых страниц', person: 'audience', prefix: 'person:', columns: { at: 'Когда' }, order: 'seq' },
  ],
};
