// Registers of payments that come from a bank: with tags, and positional with a control line.
import { RegisterRefusal, type RowCheck, RunningSum, compareCount, registerError } from './register-check.ts';
import type { PaymentRow, ReaderItem, RegisterInput, RegisterReading } from './register-format.ts';
import { registerLines, splitLine } from './register-lines.ts';
import { optional } from './register-own-rows.ts';
import { FirstRows, operationKey } from './register-seen.ts';
import { parseAccountNumber, parseDay, parseKopecks, parseReading, parseShortPeriod, parseText, parseUnifiedAccount } from './register-values.ts';

const NAME = parseText(300);

export function* refuseRepeatedOperation(seen: FirstRows, check: RowCheck, row: PaymentRow | undefined): Generator<ReaderItem> {
  const first = row && seen.earlier(operationKey(row), row.row);
  if (first !== undefined) check.refuse('operation.repeated', { column: 'Операция', value: row?.operationId ?? '', facts: { first } });
  yield* check.outcome(row);
}

/**
 * `ГОСБ;подразделение;ДД/ММ/ГГГГ;номер;сумма;комиссия;TAG:value;…`, tags in any order.
 * The format has no totals.
 */
export async function* readSberPaymentsTagged(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  for await (const line of registerLines(input)) {
    const { cells, check, fits } = splitLine(line, ';', { least: 7, most: Number.MAX_SAFE_INTEGER });
    yield* refuseRepeatedOperation(seen, check, fits ? taggedPayment(check, cells) : undefined);
  }
}

/** The number counts within a day of a branch, so only all four together are the id of an operation. */
export function taggedOperationId({ bank, branch, day, number }: { bank: string; branch: string; day: string; number: string }): string {
  return [bank, branch, day, number].join('-');
}

function taggedPayment(check: RowCheck, cells: readonly string[]): PaymentRow | undefined {
  const [bank = '', branch = '', day = '', number = '', sum = '', fee = '', ...rest] = cells;
  const tags = new Map(
    rest.filter((tag) => tag.includes(':')).map((tag) => [tag.slice(0, tag.indexOf(':')).trim().toUpperCase(), tag.slice(tag.indexOf(':') + 1).trim()]),
  );
  const tag = (name: string) => tags.get(name) ?? '';
  const accountNumber = check.need('CLIENTNO', tag('CLIENTNO'), { parse: parseAccountNumber, missing: 'account.missing' });
  const paidOn = check.need('Дата', day, { parse: parseDay, missing: 'day.missing' });
  const kopecks = check.need('Сумма', sum, { parse: parseKopecks, missing: 'sum.missing' });
  const feeKopecks = check.take('Комиссия', fee, parseKopecks) ?? 0n;
  if (number === '') check.refuse('operation.missing', { column: 'Номер' });
  const readings: RegisterReading[] = [];
  for (const [name, written] of tags) {
    const meter = /^COUNTERVAL_(.+)$/.exec(name)?.[1];
    const value = meter === undefined ? undefined : check.take(`CounterVal_${meter}`, written, parseReading);
    if (meter !== undefined && value !== undefined) readings.push({ meter, value });
  }
  const document = tag('CLIENTDOCNO');
  const unified = parseUnifiedAccount(document);
  if (accountNumber === undefined || paidOn === undefined || kopecks === undefined || number === '') return undefined;
  return {
    kind: 'payments',
    row: check.row,
    accountNumber,
    operationId: taggedOperationId({ bank, branch, day: paidOn, number }),
    kopecks,
    feeKopecks,
    paidOn,
    readings,
    ...optional('billId', document === '' ? undefined : document),
    // The bill's id begins with the ЕЛС; another kind of document number is no error.
    ...optional('unifiedAccountNumber', typeof unified === 'string' ? unified : undefined),
    ...optional('period', check.take('PERIOD', tag('PERIOD'), parseShortPeriod)),
    ...optional('payerName', check.take('FIO', tag('FIO'), NAME)),
    ...optional('address', check.take('ADDRESS', tag('ADDRESS'), parseText(500))),
    ...optional('method', tag('METHOD_PAY') === '' ? undefined : tag('METHOD_PAY')),
  };
}

/**
 * `ДД-ММ-ГГГГ;ЧЧ-ММ-СС;ОСБ;филиал;кассир;СУИП;ЛС;ФИО;адрес;ММГГ;сумма;к перечислению;комиссия` and last
 * `=число;сумма;к перечислению;комиссия;платёжное поручение;ДД-ММ-ГГГГ`.
 */
export async function* readSberPaymentsPositional(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  const sums = { sum: new RunningSum(), transfer: new RunningSum(), fee: new RunningSum() };
  let rows = 0;
  let isClosed = false;
  for await (const line of registerLines(input)) {
    if (isClosed) throw new RegisterRefusal('file.structure', { row: line.row, value: line.text, facts: { what: 'после итоговой строки есть ещё строки' } });
    if (line.text.startsWith('=')) {
      isClosed = true;
      yield* compareControl(line.row, line.text.slice(1).split(';'), { rows, ...sums });
      continue;
    }
    rows += 1;
    const { cells, check, fits } = splitLine(line, ';', { least: 13, most: 13 });
    for (const [place, sum] of [
      [10, sums.sum],
      [11, sums.transfer],
      [12, sums.fee],
    ] as const) {
      const kopecks = parseKopecks(cells[place] ?? '');
      sum.add(typeof kopecks === 'bigint' ? kopecks : undefined);
    }
    yield* refuseRepeatedOperation(seen, check, fits ? positionalPayment(check, cells) : undefined);
  }
  if (!isClosed) throw new RegisterRefusal('file.controlMissing', { facts: { what: 'строка, которая начинается с «=»' } });
}

function positionalPayment(check: RowCheck, cells: readonly string[]): PaymentRow | undefined {
  const [day = '', , , , , operation = '', account = '', name = '', address = '', period = '', sum = '', , fee = ''] = cells;
  const paidOn = check.need('Дата', day, { parse: parseDay, missing: 'day.missing' });
  const operationId = check.need('СУИП', operation, { parse: parseText(100), missing: 'operation.missing' });
  const accountNumber = check.need('ЛС', account, { parse: parseAccountNumber, missing: 'account.missing' });
  const kopecks = check.need('Сумма', sum, { parse: parseKopecks, missing: 'sum.missing' });
  const rest = {
    feeKopecks: check.take('Комиссия', fee, parseKopecks) ?? 0n,
    ...optional('period', check.take('Период', period, parseShortPeriod)),
    ...optional('payerName', check.take('ФИО', name, NAME)),
    ...optional('address', check.take('Адрес', address, parseText(500))),
  };
  if (paidOn === undefined || operationId === undefined || accountNumber === undefined || kopecks === undefined) return undefined;
  return { kind: 'payments', row: check.row, accountNumber, operationId, kopecks, paidOn, readings: [], ...rest };
}

type Found = { rows: number; sum: RunningSum; transfer: RunningSum; fee: RunningSum };

function* compareControl(row: number, cells: readonly string[], found: Found): Generator<ReaderItem> {
  const [count = '', sum = '', transfer = '', fee = '', orderNumber = '', orderDay = ''] = cells.map((cell) => cell.trim());
  if (!/^\d{1,9}$/.test(count)) {
    yield { error: registerError('file', 'file.controlUnreadable', { row, value: count, facts: { what: 'число записей' } }) };
    return;
  }
  yield* compareCount(Number(count), found.rows, row);
  const stated = [
    ['Сумма', sum, found.sum],
    ['К перечислению', transfer, found.transfer],
    ['Комиссия', fee, found.fee],
  ] as const;
  for (const [what, written, running] of stated) {
    const kopecks = parseKopecks(written);
    if (typeof kopecks === 'bigint') yield* running.compare(what, kopecks, row);
    else yield { error: registerError('file', 'file.controlUnreadable', { row, value: written, facts: { what: what.toLowerCase() } }) };
  }
  const day = parseDay(orderDay);
  yield {
    about: {
      controlled: true,
      ...optional('orderNumber', orderNumber === '' ? undefined : orderNumber),
      ...optional('orderDay', typeof day === 'string' ? day : undefined),
    },
  };
}
