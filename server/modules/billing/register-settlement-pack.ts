// «Пачка оплат» of settlement centres, version !1.00: superpack `***`, packs `###`, rows; separator `|`.
import type { TextLine } from '#platform/line-read';
import { RegisterRefusal, type RowCheck, RunningSum, compareCount, registerError } from './register-check.ts';
import type { PaymentRow, ReaderItem, RegisterInput } from './register-format.ts';
import { registerLines, splitLine } from './register-lines.ts';
import { refuseRepeatedOperation } from './register-bank-payments.ts';
import { optional } from './register-own-rows.ts';
import { FirstRows } from './register-seen.ts';
import { parseAccountNumber, parseDay, parseKopecks, parsePeriod, parseReadings } from './register-values.ts';

const VERSION = '!1.00';
const HEAD_CELLS = 13;
const ROW_CELLS = 17;

/** What a head states, and what was counted below it. `units`: packs of a superpack, rows of a pack. */
type Level = {
  name: string;
  row: number;
  id: string;
  units: number;
  accrued: bigint;
  paid: bigint;
  withMeters?: number;
  foundUnits: number;
  foundAccrued: RunningSum;
  foundPaid: RunningSum;
  foundWithMeters: number;
};

/** @throws RegisterRefusal file.version, file.structure, file.cut */
export async function* readSettlementPack(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  let superpack: Level | undefined;
  let pack: Level | undefined;
  for await (const line of registerLines(input)) {
    if (line.text.startsWith('***|')) {
      yield* compareLevel(pack);
      yield* compareLevel(superpack);
      superpack = headOf(line, { name: 'Суперпачка', units: 7, accrued: 8, paid: 9 });
      pack = undefined;
    } else if (line.text.startsWith('###|')) {
      yield* compareLevel(pack);
      if (superpack === undefined) throw new RegisterRefusal('file.structure', { row: line.row, facts: { what: 'пачка «###» раньше суперпачки «***»' } });
      pack = headOf(line, { name: 'Пачка', units: 6, accrued: 7, paid: 8, withMeters: 11 });
      superpack.foundUnits += 1;
    } else {
      if (superpack === undefined || pack === undefined)
        throw new RegisterRefusal('file.structure', { row: line.row, facts: { what: 'платёж раньше пачки «###»' } });
      const { cells, check, fits } = splitLine(line, '|', { least: ROW_CELLS, most: ROW_CELLS });
      countRow([superpack, pack], cells);
      yield* refuseRepeatedOperation(seen, check, fits ? paymentOf(check, cells, `${superpack.id}-${pack.id}`) : undefined);
    }
  }
  yield* compareLevel(pack);
  yield* compareLevel(superpack);
  yield { about: { controlled: true } };
}

/** Where a head's numbers stand. */
type Places = { name: string; units: number; accrued: number; paid: number; withMeters?: number };

function headOf(line: TextLine, places: Places): Level {
  const cells = line.text.split('|').map((cell) => cell.trim());
  if (cells.length < HEAD_CELLS) {
    if (line.unfinished) throw new RegisterRefusal('file.cut', { row: line.row, facts: { row: line.row } });
    throw new RegisterRefusal('file.structure', { row: line.row, facts: { what: `в строке ${cells.length} значений вместо ${HEAD_CELLS}` } });
  }
  const version = cells[HEAD_CELLS - 1] ?? '';
  if (version !== VERSION) throw new RegisterRefusal('file.version', { row: line.row, facts: { version, wanted: VERSION } });
  const whole = (place: number, what: string) => {
    if (/^\d{1,9}$/.test(cells[place] ?? '')) return Number(cells[place]);
    throw new RegisterRefusal('file.controlUnreadable', { row: line.row, value: cells[place] ?? '', facts: { what } });
  };
  const kopecks = (place: number, what: string) => {
    const value = parseKopecks(cells[place] ?? '');
    if (typeof value === 'bigint') return value;
    throw new RegisterRefusal('file.controlUnreadable', { row: line.row, value: cells[place] ?? '', facts: { what } });
  };
  return {
    name: `${places.name} ${cells[3] ?? ''}`,
    row: line.row,
    id: packIdOf(cells),
    units: whole(places.units, places.name === 'Пачка' ? 'число записей' : 'число пачек'),
    accrued: kopecks(places.accrued, 'начислено'),
    paid: kopecks(places.paid, 'оплачено'),
    ...optional('withMeters', places.withMeters === undefined ? undefined : whole(places.withMeters, 'число счетов со счётчиками')),
    foundUnits: 0,
    foundAccrued: new RunningSum(),
    foundPaid: new RunningSum(),
    foundWithMeters: 0,
  };
}

/** Centre, number and day of a head: with the row's number the id of an operation. */
export function packIdOf(cells: readonly string[]): string {
  return cells.slice(2, 5).join('-');
}

function countRow([superpack, pack]: readonly [Level, Level], cells: readonly string[]): void {
  const accrued = parseKopecks(cells[9] ?? '');
  const paid = parseKopecks(cells[10] ?? '');
  for (const level of [superpack, pack]) {
    level.foundAccrued.add(typeof accrued === 'bigint' ? accrued : undefined);
    level.foundPaid.add(typeof paid === 'bigint' ? paid : undefined);
  }
  pack.foundUnits += 1;
  if ((cells[16] ?? '') !== '') pack.foundWithMeters += 1;
}

function* compareLevel(level: Level | undefined): Generator<ReaderItem> {
  if (level === undefined) return;
  yield* compareCount(level.units, level.foundUnits, level.row);
  yield* level.foundAccrued.compare(`${level.name}, начислено`, level.accrued, level.row);
  yield* level.foundPaid.compare(`${level.name}, оплачено`, level.paid, level.row);
  if (level.withMeters !== undefined && level.withMeters !== level.foundWithMeters) {
    const facts = { what: `${level.name}, счета со счётчиками`, expected: level.withMeters, found: level.foundWithMeters };
    yield { error: registerError('file', 'file.controlSum', { row: level.row, facts }) };
  }
}

function paymentOf(check: RowCheck, cells: readonly string[], packId: string): PaymentRow | undefined {
  const [, number = '', , , method = '', account = '', day = '', month = ''] = cells;
  const accountNumber = check.need('Платёжный код', account, { parse: parseAccountNumber, missing: 'account.missing' });
  const paidOn = check.need('Дата оплаты', day, { parse: parseDay, missing: 'day.missing' });
  const kopecks = check.need('Оплачено', cells[10] ?? '', { parse: parseKopecks, missing: 'sum.missing' });
  if (number === '') check.refuse('operation.missing', { column: '№' });
  const period = check.take('Месяц', month, parsePeriod);
  const readings = check.take('Показания', cells[16] ?? '', parseReadings) ?? [];
  if (accountNumber === undefined || paidOn === undefined || kopecks === undefined || number === '') return undefined;
  const rest = { ...optional('period', period), ...optional('method', method === '' ? undefined : method) };
  return { kind: 'payments', row: check.row, accountNumber, operationId: `${packId}-${number}`, kopecks, feeKopecks: 0n, paidOn, readings, ...rest };
}
