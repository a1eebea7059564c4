// One row of our own tables: cells by field → a charge, a payment or a reading, or its errors.
import type { RowCheck } from './register-check.ts';
import type { ChargeRow, PaymentRow, ReadingRow, RegisterField, RegisterRow, RegisterWish } from './register-format.ts';
import { headingOf, type OwnKind } from './register-own-columns.ts';
import {
  parseAccountNumber,
  parseDay,
  parseDecimal,
  parseKopecks,
  parsePeriod,
  parseReading,
  parseReadings,
  parseText,
  parseUnifiedAccount,
  writeKopecks,
} from './register-values.ts';

/** What stands in the column of a field; '' when there is no such column. */
export type OwnCells = (field: RegisterField) => string;
type Given = { kind: OwnKind; check: RowCheck; cells: OwnCells; wish: RegisterWish };

const NAME = parseText(300);
const CODE = parseText(100);

/** Undefined when a value the row cannot do without is missing or refused; `check` then says why. */
export function buildOwnRow(given: Given): RegisterRow | undefined {
  if (given.kind === 'charges') return chargeOf(given);
  return given.kind === 'payments' ? paymentOf(given) : readingOf(given);
}

function chargeOf({ check, cells, wish }: Given): ChargeRow | undefined {
  const heading = (field: RegisterField) => headingOf('charges', field);
  const kopecks = (field: RegisterField) => check.take(heading(field), cells(field), parseKopecks);
  const text = (field: RegisterField, parse = NAME) => check.take(heading(field), cells(field), parse);
  const accountNumber = check.need(heading('account'), cells('account'), { parse: parseAccountNumber, missing: 'account.missing' });
  const unifiedAccountNumber = text('unifiedAccount', parseUnifiedAccount);
  const period = check.need(heading('period'), cells('period') || (wish.period ?? ''), { parse: parsePeriod, missing: 'period.missing' });
  const serviceCode = text('serviceCode', CODE);
  const serviceName = text('serviceName') ?? (serviceCode === undefined ? wish.serviceName : undefined);
  if (serviceCode === undefined && serviceName === undefined && cells('serviceName') === '')
    check.refuse('service.missing', { column: heading('serviceName') });
  const recalculationKopecks = kopecks('recalculation') ?? 0n;
  const discountKopecks = kopecks('discount') ?? 0n;
  const stated = kopecks('total');
  let accrued = kopecks('accrued');
  if (accrued === undefined && cells('accrued') === '') {
    // A table with «К оплате» alone: what was accrued follows from it.
    if (cells('total') === '') check.refuse('sum.missing', { column: heading('accrued') });
    else if (stated !== undefined) accrued = stated - recalculationKopecks + discountKopecks;
  }
  const rest = {
    ...optional('volume', text('volume', parseDecimal)),
    ...optional('unit', text('unit', parseText(40))),
    ...optional('tariff', text('tariff', parseDecimal)),
    ...optional('payerName', text('payerName')),
    ...optional('address', text('address', parseText(500))),
    ...optional('balanceKopecks', kopecks('balance')),
    ...optional('unifiedAccountNumber', unifiedAccountNumber),
    ...optional('serviceCode', serviceCode),
    ...optional('serviceName', serviceName),
    meters: check.take(heading('meters'), cells('meters'), parseReadings) ?? [],
  };
  if (accountNumber === undefined || period === undefined || accrued === undefined) return undefined;
  const totalKopecks = accrued + recalculationKopecks - discountKopecks;
  if (stated !== undefined && stated !== totalKopecks) {
    check.refuse('row.totalDiffers', {
      column: heading('total'),
      value: cells('total'),
      facts: { found: writeKopecks(totalKopecks), expected: writeKopecks(stated) },
    });
  }
  return { kind: 'charges', row: check.row, accountNumber, period, accruedKopecks: accrued, recalculationKopecks, discountKopecks, totalKopecks, ...rest };
}

function paymentOf({ check, cells, wish }: Given): PaymentRow | undefined {
  const heading = (field: RegisterField) => headingOf('payments', field);
  const text = (field: RegisterField, parse = NAME) => check.take(heading(field), cells(field), parse);
  const accountNumber = check.need(heading('account'), cells('account'), { parse: parseAccountNumber, missing: 'account.missing' });
  const operationId = check.need(heading('operation'), cells('operation'), { parse: CODE, missing: 'operation.missing' });
  const kopecks = check.need(heading('sum'), cells('sum'), { parse: parseKopecks, missing: 'sum.missing' });
  const paidOn = check.need(heading('paidOn'), cells('paidOn'), { parse: parseDay, missing: 'day.missing' });
  const rest = {
    feeKopecks: check.take(heading('fee'), cells('fee'), parseKopecks) ?? 0n,
    ...optional('unifiedAccountNumber', text('unifiedAccount', parseUnifiedAccount)),
    ...optional('period', text('period', parsePeriod) ?? wish.period),
    ...optional('billId', text('billId', CODE)),
    ...optional('payerName', text('payerName')),
    ...optional('address', text('address', parseText(500))),
    ...optional('method', text('method', CODE)),
    readings: check.take(heading('meters'), cells('meters'), parseReadings) ?? [],
  };
  if (accountNumber === undefined || operationId === undefined || kopecks === undefined || paidOn === undefined) return undefined;
  return { kind: 'payments', row: check.row, accountNumber, operationId, kopecks, paidOn, ...rest };
}

function readingOf({ check, cells, wish }: Given): ReadingRow | undefined {
  const heading = (field: RegisterField) => headingOf('readings', field);
  const text = (field: RegisterField, parse = NAME) => check.take(heading(field), cells(field), parse);
  const accountNumber = text('account', parseAccountNumber);
  const meterSerial =
    accountNumber === undefined
      ? check.need(heading('meterSerial'), cells('meterSerial'), { parse: parseText(50), missing: 'meter.missing' })
      : text('meterSerial', parseText(50));
  const first = check.need(heading('zone1'), cells('zone1'), { parse: parseReading, missing: 'reading.missing' });
  const values = [first, text('zone2', parseReading), text('zone3', parseReading)];
  // Т3 without Т2 would silently become Т2.
  if (cells('zone2') === '' && cells('zone3') !== '') check.refuse('reading.missing', { column: heading('zone2') });
  const rest = {
    ...optional('accountNumber', accountNumber),
    ...optional('meterSerial', meterSerial),
    ...optional('serviceName', text('serviceName')),
    ...optional('takenOn', text('takenOn', parseDay)),
    ...optional('period', text('period', parsePeriod) ?? wish.period),
  };
  if ((meterSerial ?? accountNumber) === undefined || first === undefined) return undefined;
  return { kind: 'readings', row: check.row, values: values.filter((value) => value !== undefined), ...rest };
}

/** A member only when there is a value for it: an absent field is absent, not empty. */
export function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: Value };
}
