// A register is read once, as a stream, into staging: rows that can be loaded by COPY, errors beside them. Nothing of it is money yet.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { isPlacedSum, placedSums } from '#contract/placed-sums';
import { services } from '#modules/directory';
import type { ByteSource } from '#platform/byte-source';
import { copyRows, inBulkTransaction } from '#platform/database';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { findAccounts, type MoneyRow } from './register-accounts.ts';
import { registerError } from './register-check.ts';
import type { ColumnMapping, RecognisedRegister, RegisterEnd, RegisterError, RegisterWish } from './register-format.ts';
import { normalHeading } from './register-own-columns.ts';
import { rawTableRows } from './register-own.ts';
import { fileErrorOf, readRegister } from './register-read.ts';
import { recogniseRegister } from './register-recognise.ts';
import { kindNames } from './register-texts.ts';
import { normalServiceName, serviceFinder } from './service-names.ts';
import './billing.tables.ts';

const BATCH = 1_000;
/** Faults of the account alone. */
const SET_ASIDE: ReadonlySet<string> = new Set(['account.unknown', 'account.closedPaid']);

export type Staging = {
  pool: pg.Pool;
  db: Db;
  loadId: string;
  organizationId: string;
  source: ByteSource;
  wish: RegisterWish;
  today: Day;
  advance(bytes: number): Promise<void>;
};
export type Staged = {
  format: string | null;
  encoding: string | null;
  kind: 'charges' | 'payments' | null;
  headings: string[] | null;
  wish: RegisterWish;
  end: RegisterEnd | null;
};

const COLUMNS = [
  'load_id',
  'row',
  'house_id',
  'account_id',
  'account_number',
  'period',
  'service_code',
  'accrued_kopecks',
  'recalculation_kopecks',
  'benefit_kopecks',
  'total_kopecks',
  'volume',
  'unit',
  'tariff',
  'balance_kopecks',
  'operation_id',
  'paid_on',
  'readings',
];

/** Reads the file into staging anew; safe to repeat. What is wrong with the file lies in load_error. */
export async function stageRegister(staging: Staging): Promise<Staged> {
  const { db, loadId, source, pool } = staging;
  await db.deleteFrom('billing.load_error').where('load_id', '=', loadId).execute();
  const errors = errorWriter(db, loadId);
  const staged: Staged = { format: null, encoding: null, kind: null, headings: null, wish: staging.wish, end: null };
  try {
    const recognised = await recogniseRegister(source, staging.wish.mapping);
    Object.assign(staged, { format: recognised.format, encoding: recognised.encoding, headings: await headingsOf(staging, recognised) });
    staged.wish = await rememberedWish(staging, staged.headings);
    await inBulkTransaction(pool, async (tx, client) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      await tx.deleteFrom('billing.load_row').where('load_id', '=', loadId).execute();
      await copyRows(client, 'billing.load_row', COLUMNS, stagedRows({ staging, staged, errors, recognised }));
    });
  } catch (error) {
    await errors.add(fileErrorOf(error));
  }
  await errors.flush();
  return staged;
}

type Reading = { staging: Staging; staged: Staged; errors: ErrorWriter; recognised: RecognisedRegister };
type Values = (string | number | bigint | null)[];

async function* stagedRows({ staging, staged, errors, recognised }: Reading): AsyncGenerator<Values> {
  const finder = serviceFinder(await services(staging.db), await serviceNamesOf(staging.db, staging.organizationId));
  let batch: MoneyRow[] = [];
  const source = counted(staging.source, staging.advance);
  for await (const item of readRegister(source, staged.wish, recognised)) {
    if ('end' in item) staged.end = item.end;
    else if ('error' in item) await errors.add(item.error);
    else if (item.row.kind === 'charges' || item.row.kind === 'payments') {
      staged.kind = item.row.kind;
      batch.push(item.row);
    } else {
      await errors.add(registerError('file', 'file.notHere', { facts: { found: kindNames[item.row.kind] } }));
      return;
    }
    if (batch.length < BATCH) continue;
    yield* valuesOf(batch, { staging, errors, finder });
    batch = [];
  }
  yield* valuesOf(batch, { staging, errors, finder });
}

async function* valuesOf(
  rows: readonly MoneyRow[],
  { staging, errors, finder }: { staging: Staging; errors: ErrorWriter; finder: ReturnType<typeof serviceFinder> },
): AsyncGenerator<Values> {
  if (rows.length === 0) return;
  const found = await findAccounts(staging.db, staging.organizationId, rows);
  for (const [place, row] of rows.entries()) {
    const outcome = found[place]!;
    const serviceCode = row.kind === 'charges' ? finder(row) : undefined;
    const faults = [
      ...('error' in outcome ? [outcome.error] : []),
      ...(row.kind === 'charges' ? chargeFaults(row, serviceCode, staging.today) : paymentFaults(row, staging.today)),
    ];
    // A payment whose only fault is the account is real money: it is kept to be found by hand; a return may be of one that waits.
    const operation = row.kind === 'payments' && 'error' in outcome && SET_ASIDE.has(outcome.error.code) && faults.length === 1 ? operationOf(row) : undefined;
    for (const fault of faults) await errors.add(fault, operation);
    if (!('account' in outcome) || faults.length > 0) continue;
    const { houseId, accountId } = outcome.account;
    const place4 = [staging.loadId, row.row, houseId, accountId, row.accountNumber];
    if (row.kind === 'payments')
      yield [
        ...place4,
        null,
        null,
        null,
        null,
        null,
        row.kopecks,
        null,
        null,
        null,
        null,
        row.operationId,
        row.paidOn,
        row.readings.length === 0 ? null : JSON.stringify(row.readings),
      ];
    else {
      const money = [row.accruedKopecks, row.recalculationKopecks, row.discountKopecks, row.totalKopecks];
      yield [
        ...place4,
        `${row.period!}-01`,
        serviceCode!,
        ...money,
        row.volume ?? null,
        row.unit ?? null,
        row.tariff ?? null,
        row.balanceKopecks ?? null,
        null,
        null,
        null,
      ];
    }
  }
}

function chargeFaults(row: Extract<MoneyRow, { kind: 'charges' }>, serviceCode: string | undefined, today: Day): RegisterError[] {
  const faults: RegisterError[] = [];
  if (row.period === undefined) faults.push(registerError('row', 'period.missing', { row: row.row, column: 'Период' }));
  else if (row.period > today.slice(0, 7))
    faults.push(registerError('row', 'period.future', { row: row.row, column: 'Период', value: row.period, facts: { period: row.period } }));
  const given = row.serviceName ?? row.serviceCode;
  if (serviceCode === undefined && given === undefined) faults.push(registerError('row', 'service.missing', { row: row.row, column: 'Услуга' }));
  else if (serviceCode === undefined)
    faults.push(registerError('row', 'service.unknown', { row: row.row, column: 'Услуга', value: given!, facts: { value: given! } }));
  else if (isPlacedSum(serviceCode) && row.totalKopecks * BigInt(placedSums[serviceCode].sign) < 0n)
    faults.push(registerError('row', placedSums[serviceCode].sign > 0 ? 'sum.notOwed' : 'sum.notDue', { row: row.row, column: 'Сумма' }));
  return faults;
}

function paymentFaults(row: Extract<MoneyRow, { kind: 'payments' }>, today: Day): RegisterError[] {
  if (row.kopecks === 0n) return [registerError('row', 'operation.zero', { row: row.row, column: 'Сумма' })];
  return row.paidOn > today ? [registerError('row', 'operation.future', { row: row.row, column: 'Дата оплаты', value: row.paidOn })] : [];
}

/** What is set aside of a payment without an account; the money as text, as JSON holds it. */
const operationOf = ({ operationId, accountNumber, unifiedAccountNumber, kopecks, paidOn, payerName, address }: Extract<MoneyRow, { kind: 'payments' }>) => ({
  operationId,
  accountNumber,
  unifiedNumber: unifiedAccountNumber,
  kopecks: kopecks.toString(),
  paidOn,
  payerName,
  address,
});

type ErrorWriter = { add(error: RegisterError, operation?: object): Promise<void>; flush(): Promise<void> };

function errorWriter(db: Db, loadId: string): ErrorWriter {
  let waiting: object[] = [];
  const flush = async (): Promise<void> => {
    await insertRows(db, 'billing.load_error', waiting);
    waiting = [];
  };
  return {
    flush,
    async add({ scope, row, column, code, detail, value, accountNumber, period }, operation) {
      waiting.push({
        load_id: loadId,
        scope,
        row: row ?? null,
        column_name: column ?? null,
        code,
        detail,
        value: value ?? null,
        account_number: accountNumber ?? null,
        period: period === undefined ? null : `${period}-01`,
        operation: operation ?? null,
      });
      if (waiting.length >= 1_000) await flush();
    },
  };
}

/** Tells how far in the file the reading is. */
const counted = (source: ByteSource, advance: Staging['advance']): ByteSource => ({
  size: source.size,
  async *read(start, end) {
    let at = start;
    for await (const piece of source.read(start, end)) {
      at += piece.byteLength;
      await advance(at);
      yield piece;
    }
  },
});

/** The first of the first rows that holds two texts or more and no bare number: what the person may say the columns of. */
async function headingsOf({ source, wish }: Staging, recognised: RecognisedRegister): Promise<string[] | null> {
  if (recognised.format !== 'own-csv' && recognised.format !== 'own-xlsx') return null;
  const rows: string[][] = [];
  for await (const { cells } of rawTableRows({ source, recognised, wish })) {
    if (rows.push(cells.map((cell) => cell.trim().slice(0, 100))) === 20) break;
  }
  const filled = (cells: readonly string[]): string[] => cells.filter((cell) => cell !== '');
  return rows.find((cells) => filled(cells).length >= 2 && filled(cells).every((cell) => /\p{L}/u.test(cell))) ?? null;
}

/** One text for one set of headings, in whatever order they stand. */
export const headingsHash = (headings: readonly string[]): string =>
  createHash('sha256')
    .update(
      headings
        .map(normalHeading)
        .filter((name) => name !== '')
        .toSorted()
        .join('\n'),
    )
    .digest('hex');

async function rememberedWish({ db, organizationId, wish }: Staging, headings: readonly string[] | null): Promise<RegisterWish> {
  if (headings === null || wish.mapping !== undefined) return wish;
  const known = await db
    .selectFrom('billing.column_mapping')
    .select('mapping')
    .where('organization_id', '=', organizationId)
    .where('headings_hash', '=', headingsHash(headings))
    .executeTakeFirst();
  return known ? { ...wish, mapping: known.mapping as ColumnMapping } : wish;
}

async function serviceNamesOf(db: Db, organizationId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('billing.service_name').select(['name', 'service_code']).where('organization_id', '=', organizationId).execute();
  return new Map(rows.map((row) => [normalServiceName(row.name), row.service_code]));
}
