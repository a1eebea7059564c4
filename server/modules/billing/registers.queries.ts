// Registers as the organization sees them: the list, and one with its preview.
import { type Selectable, sql } from 'kysely';
import { type Register, registerColumns } from '#contract/registers';
import { serviceMap } from '#modules/directory';
import { organizationsByIds } from '#modules/housing';
import type { Actor } from '#platform/actor';
import { found } from '#platform/errors';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { RegisterSummary } from './check-register.ts';
import type { ColumnMapping, RegisterError, RegisterInput, RegisterWish } from './register-format.ts';
import { findColumns, headingOf } from './register-own-columns.ts';
import { recogniseRegister } from './register-recognise.ts';
import { writeErrorsFile } from './register-errors-file.ts';
import { mayMap, refusalToLoad, refusalToTakeBack, registerOrganizations } from './registers.policy.ts';
import type { SealedFiles } from './sealed-files.ts';
import { readTakingBack } from './taking-back.queries.ts';
import type { LoadErrorTable } from './billing.tables.ts';

const FIRST_ERRORS = 20;
const ERRORS_AT_ONCE = 2_000;

export type RegisterScope = { organizations: readonly { id: string; name: string }[] };

/** The organizations that the caller loads for. */
export async function registerScope({ db, actor }: Pick<Reading, 'db' | 'actor'>): Promise<RegisterScope> {
  const rows = await organizationsByIds(db, registerOrganizations(actor));
  return { organizations: rows.map(({ id, shortName }) => ({ id, name: shortName })).sort((a, b) => a.name.localeCompare(b.name, 'ru')) };
}

export const registerList = list({
  columns: registerColumns,
  name: 'Реестры',
  values: {
    uploadedAt: sql`l.uploaded_at`,
    file: sql`l.file_name`,
    status: sql`l.status`,
    kind: sql`l.kind`,
    rows: sql`l.row_count`,
    errors: sql`l.error_count`,
    sumKopecks: sql`(l.summary->>'sumKopecks')::bigint`,
    organization: sql`o.name`,
  },
  id: { value: sql`l.id`, type: 'uuid' },
  from: ({ organizations }: RegisterScope) =>
    sql`billing.register_load l join unnest(${organizations.map((one) => one.id)}::uuid[], ${organizations.map((one) => one.name)}::text[]) o (id, name) on o.id = l.organization_id`,
  where: () => sql`true`,
  sort: '-uploadedAt',
});

async function loadOf(db: Db, actor: Actor, id: string) {
  return found(
    await db
      .selectFrom('billing.register_load')
      .selectAll()
      .where('id', '=', id)
      .where('organization_id', '=', sql<string>`any(${registerOrganizations(actor)}::uuid[])`)
      .executeTakeFirst(),
  );
}

/** One register with its sums, first errors and what may be done. */
export async function readRegisterLoad({ db, actor }: Reading, id: string, progressOf: (id: string) => Promise<Register['progress']>): Promise<Register> {
  const load = await loadOf(db, actor, id);
  const [organization] = await organizationsByIds(db, [load.organization_id]);
  const services = await serviceMap(db);
  const errors = await db
    .selectFrom('billing.load_error')
    .selectAll()
    .where('load_id', '=', id)
    .where('scope', '<>', 'note')
    .orderBy(sql`case scope when 'file' then 0 else 1 end`)
    .orderBy('row')
    .orderBy('id')
    .limit(FIRST_ERRORS)
    .execute();
  const notes = await db
    .selectFrom('billing.load_error')
    .select(['row', 'detail'])
    .where('load_id', '=', id)
    .where('scope', '=', 'note')
    .orderBy('row')
    .limit(FIRST_ERRORS)
    .execute();
  const unknown = await db
    .selectFrom('billing.load_error')
    .select('value')
    .distinct()
    .where('load_id', '=', id)
    .where('code', '=', 'service.unknown')
    .limit(50)
    .execute();
  const summary = load.summary as RegisterSummary | null;
  const state = { status: load.status, errorCount: load.error_count, summary };
  const wish = load.wish as RegisterWish;
  const headings = load.headings as string[] | null;
  const isRunning = load.status === 'draft' || load.status === 'loading' || load.status === 'taking_back';
  return {
    id,
    organization: organization?.shortName ?? '',
    file: load.file_name,
    bytes: Number(load.bytes),
    status: load.status as Register['status'],
    kind: load.kind as Register['kind'],
    format: load.format as Register['format'],
    encoding: load.encoding,
    choice: load.choice as Register['choice'],
    uploadedAt: load.uploaded_at,
    loadedAt: load.loaded_at,
    takenBackAt: load.taken_back_at,
    fileDeletedAt: load.file_deleted_at,
    version: load.version,
    rows: Number(load.row_count),
    errors: Number(load.error_count),
    period: wish.period ?? null,
    headings,
    columns: columnsOf(headings, wish),
    fields: fieldsOf(load.kind === 'payments' ? 'payments' : 'charges'),
    unknownServices: unknown.flatMap(({ value }) => (value === null ? [] : [value])),
    summary: summary && shownSummary(summary, (code) => services.get(code)?.name ?? code),
    firstErrors: errors.map((error) => ({ scope: error.scope as 'row', row: error.row, column: error.column_name, detail: error.detail, value: error.value })),
    notes,
    progress: isRunning ? await progressOf(load.progress_id) : null,
    takesBack: load.kind === 'payments' && load.status === 'loaded' ? await readTakingBack(db, id) : null,
    can: {
      loadAll: refusalToLoad(state, 'all') === null,
      loadGood: Number(load.error_count) > 0 && refusalToLoad(state, 'good') === null,
      takeBack: refusalToTakeBack(load) === null,
      map: mayMap(load),
    },
  };
}

// Member by member: the answer's schema takes no other.
const shownSummary = (
  { newRows, changedRows, sameRows, accounts, houses, unmatched = 0, closes = 0, sumKopecks, changeKopecks, balanceKopecks, parts }: RegisterSummary,
  nameOf: (code: string) => string,
): NonNullable<Register['summary']> => ({
  newRows,
  changedRows,
  sameRows,
  accounts,
  houses,
  unmatched,
  closes,
  sumKopecks,
  changeKopecks,
  balanceKopecks,
  parts: parts.map(({ period, serviceCode, rows, kopecks, changeKopecks: change }) => ({
    period,
    service: serviceCode === null ? null : nameOf(serviceCode),
    rows,
    kopecks,
    changeKopecks: change,
  })),
});

const FIELDS = [
  'account',
  'unifiedAccount',
  'period',
  'serviceName',
  'serviceCode',
  'accrued',
  'recalculation',
  'discount',
  'total',
  'accountTotal',
  'volume',
  'unit',
  'tariff',
  'balance',
  'operation',
  'sum',
  'fee',
  'paidOn',
] as const;

/** The fields of one of our tables with the headings that we give them ourselves. */
const fieldsOf = (kind: 'charges' | 'payments'): { field: string; name: string }[] =>
  FIELDS.map((field) => ({ field, name: headingOf(kind, field) })).filter(({ field, name }) => name !== field);

/** What each heading is taken for now: by the mapping, else by its name. */
function columnsOf(headings: readonly string[] | null, wish: RegisterWish): { heading: string; field: string }[] {
  const given: ColumnMapping = wish.mapping ?? {};
  let known: Partial<Record<string, number>> = {};
  try {
    known = findColumns([{ row: 1, cells: headings ?? [] }], wish).places;
  } catch {
    // a column is missing: the person is about to name it
  }
  const byPlace = new Map(Object.entries(known).map(([field, place]) => [place, field]));
  return (headings ?? []).flatMap((heading, place) =>
    heading === '' ? [] : [{ heading, field: given[heading] === null ? 'pass' : (given[heading] ?? byPlace.get(place) ?? '') }],
  );
}

/** The refused rows of a register as a CSV, read from the file once more. */
export async function* errorsFile(files: SealedFiles, { db, actor }: Reading, id: string): AsyncGenerator<Uint8Array> {
  const load = await loadOf(db, actor, id);
  const source = await files.open(load.file_id);
  try {
    const wish = load.wish as RegisterWish;
    const input: RegisterInput = { source, recognised: await recogniseRegister(source, wish.mapping), wish };
    yield* writeErrorsFile(input, errorsByRow(db, id));
  } finally {
    await source.close();
  }
}

/** Errors in the order of rows, those without a row at the end; a page in memory at a time. */
async function* errorsByRow(db: Db, loadId: string): AsyncGenerator<RegisterError> {
  const page = (after: { row: number; id: bigint }) =>
    db
      .selectFrom('billing.load_error')
      .selectAll()
      .where('load_id', '=', loadId)
      .where('scope', '<>', 'note')
      .where(sql<boolean>`(row, id) > (${after.row}, ${after.id})`)
      .orderBy('row')
      .orderBy('id')
      .limit(ERRORS_AT_ONCE)
      .execute();
  for (let rows = await page({ row: 0, id: 0n }); rows.length > 0; rows = await page({ row: rows.at(-1)!.row!, id: rows.at(-1)!.id }))
    yield* rows.map(shownError);
  yield* (await db.selectFrom('billing.load_error').selectAll().where('load_id', '=', loadId).where('row', 'is', null).orderBy('id').execute()).map(shownError);
}

const shownError = (one: Selectable<LoadErrorTable>): RegisterError =>
  ({
    scope: one.scope,
    code: one.code,
    detail: one.detail,
    ...(one.row !== null && { row: one.row }),
    ...(one.column_name !== null && { column: one.column_name }),
  }) as RegisterError;
