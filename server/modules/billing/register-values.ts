// From what people and banks write in a cell to a value, or to the name of what is wrong. Pure: no clock, no floats.
import type { Facts } from '#contract/errors';
import { checkBillNumber, checkServiceNumber, checkUnifiedAccount } from '#contract/identifiers';
import { roublesText } from '#platform/money';
import type { RegisterReading } from './register-format.ts';
import type { RegisterErrorCode } from './register-texts.ts';

/** A refused value. */
export type Wrong = { code: RegisterErrorCode; facts?: Facts };

const SPACES = /[ \u00a0\u2007\u2009\u202f]/g;
const MINUSES = /^[\u2212\u2013\u2012]/;

/**
 * Roubles as written → kopecks. Decimal comma or point, thousands by spaces (also no-break ones) or by the other sign,
 * a true minus sign. Refused by name: letters, more than two decimals, unclear thousands, 12 digits of roubles and more.
 */
export function parseKopecks(written: string): bigint | Wrong {
  const text = written.trim().replace(MINUSES, '-');
  const plain = /^(-?)(\d{1,11})(?:[.,](\d{1,2}))?$/.exec(text);
  if (plain !== null) return kopecksOf(plain[1] === '-', plain[2] ?? '', plain[3] ?? '');
  if (/[^\d\s.,\u00a0\u2007\u2009\u202f+-]/.test(text) || !/\d/.test(text)) return { code: 'sum.letters' };
  if (/.[-+]/.test(text)) return { code: 'sum.minus' };
  const unsigned = text.replace(/^[-+]\s*/, '').replace(SPACES, ' ');
  const isMinus = text.startsWith('-');
  const grouped =
    /^(\d{1,3}(?: \d{3})+)(?:[.,](\d*))?$/.exec(unsigned) ?? // 1 234 567,89
    /^(\d{1,3}(?:,\d{3})+)\.(\d*)$/.exec(unsigned) ?? // 1,234,567.89
    /^(\d{1,3}(?:\.\d{3})+),(\d*)$/.exec(unsigned) ?? // 1.234.567,89
    /^(\d+)(?:[.,](\d*))?$/.exec(unsigned);
  if (grouped === null) return { code: 'sum.separators' };
  const roubles = (grouped[1] ?? '').replace(/[ .,]/g, '').replace(/^0+(?=\d)/, '');
  let fraction = grouped[2] ?? '';
  // Programs write 100.0000; three digits stay refused, since «1,000» may well be a thousand.
  if (fraction.length > 3 && /^\d\d0+$/.test(fraction)) fraction = fraction.slice(0, 2);
  if (fraction.length > 2) return { code: 'sum.decimals' };
  if (roubles.length > 11) return { code: 'sum.tooLarge' };
  return kopecksOf(isMinus, roubles, fraction);
}

function kopecksOf(isMinus: boolean, roubles: string, fraction: string): bigint {
  const kopecks = BigInt(roubles + fraction.padEnd(2, '0'));
  return isMinus ? -kopecks : kopecks;
}

/** 123456 → «1234,56», for texts of errors. */
export function writeKopecks(kopecks: bigint): string {
  return roublesText(kopecks).replace('.', ',');
}

const MONTH_STARTS = [/^янв/, /^фев/, /^мар/, /^апр/, /^ма[йя]$/, /^июн/, /^июл/, /^авг/, /^сен/, /^окт/, /^ноя/, /^дек/];

/** A month in the ways registers write it: 10.2026, 2026-10, 01.10.2026, 2026-10-01, 102026, октябрь 2026, окт.26 → '2026-10'. */
export function parsePeriod(written: string): string | Wrong {
  const text = written.trim().toLowerCase();
  const numeric =
    /^(?<month>\d{1,2})[./-](?<year>\d{4})$/.exec(text) ??
    /^(?<year>\d{4})[./-](?<month>\d{1,2})(?:[./-]\d{1,2}(?:[t ][\d:.]+z?)?)?$/.exec(text) ??
    /^\d{1,2}[./-](?<month>\d{1,2})[./-](?<year>\d{4})$/.exec(text) ??
    /^(?<month>\d\d)(?<year>\d{4})$/.exec(text);
  if (numeric?.groups !== undefined) return period(numeric.groups['year'] ?? '', numeric.groups['month'] ?? '');
  const named = /^(?<name>[а-я]{3,8})\.?\s*(?<year>\d{2}|\d{4})(?:\s*г\.?)?$/.exec(text);
  const month = MONTH_STARTS.findIndex((start) => start.test(named?.groups?.['name'] ?? ''));
  if (named?.groups === undefined || month < 0) return { code: 'period.malformed' };
  const year = named.groups['year'] ?? '';
  return period(year.length === 2 ? `20${year}` : year, String(month + 1));
}

/** ММГГ of bank registers: 1026 → '2026-10'. */
export function parseShortPeriod(written: string): string | Wrong {
  const found = /^(\d\d)(\d\d)$/.exec(written.trim());
  return found === null ? parsePeriod(written) : period(`20${found[2]}`, found[1] ?? '');
}

function period(year: string, month: string): string | Wrong {
  if (Number(month) < 1 || Number(month) > 12) return { code: 'period.month', facts: { month } };
  if (Number(year) < 2000 || Number(year) > 2100) return { code: 'period.year', facts: { year } };
  return `${year}-${month.padStart(2, '0')}`;
}

/** A day written 12.11.2026, 12/11/2026, 12-11-2026 or 2026-11-12, a time after it is passed over → '2026-11-12'. */
export function parseDay(written: string): string | Wrong {
  const found =
    /^(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-](?<year>\d{4})(?:[ t]+[\d:.]+)?$/i.exec(written.trim()) ??
    /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[ t]+[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?$/i.exec(written.trim());
  if (found?.groups === undefined) return { code: 'day.malformed' };
  const { year = '', month = '', day = '' } = found.groups;
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (Number(year) < 2000 || Number(year) > 2100) return { code: 'day.year', facts: { year } };
  if (instant.getUTCMonth() !== Number(month) - 1 || instant.getUTCDate() !== Number(day)) return { code: 'day.malformed' };
  return instant.toISOString().slice(0, 10);
}

/** An account number in the supplier's own system: 1–30 characters with a letter or a digit (XSD AccountNumber). */
export function parseAccountNumber(written: string): string | Wrong {
  const text = written.trim();
  if (text === '') return { code: 'account.missing' };
  if (/^\d[.,]?\d*e\+\d+$/i.test(text)) return { code: 'account.damaged' };
  // oxlint-disable-next-line no-control-regex
  if (text.length > 30 || !/[\p{L}\d]/u.test(text) || /[\u0000-\u001f]/.test(text)) return { code: 'account.malformed' };
  return text;
}

const ACCOUNT_CHARACTERS = 10;

/** ЕЛС, also from ИЖКУ or ИПД, which begin with it; Latin look-alikes become Cyrillic. */
export function parseUnifiedAccount(written: string): string | Wrong {
  const found = [checkUnifiedAccount, checkServiceNumber, checkBillNumber].map((check) => check(written)).find(({ ok }) => ok);
  return found?.ok === true ? found.value.slice(0, ACCOUNT_CHARACTERS) : { code: 'unifiedAccount.malformed' };
}

/** A volume or a tariff → decimal text with a point, at most 15 digits before it and 9 after. */
export function parseDecimal(written: string): string | Wrong {
  const text = written.trim().replace(SPACES, '').replace(MINUSES, '-').replace(',', '.');
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) return { code: 'decimal.malformed' };
  return text;
}

/** A meter's value: up to 15 digits and 7 decimals (XSD), never negative → text with a point. */
export function parseReading(written: string): string | Wrong {
  const text = written.trim().replace(SPACES, '').replace(',', '.');
  return /^\d{1,15}(\.\d{1,7})?$/.test(text) ? text : { code: 'reading.malformed' };
}

/** The `limit` stands in the facts of the refusal. */
export function parseText(limit: number): (written: string) => string | Wrong {
  return (written) => (written.trim().length > limit ? { code: 'text.tooLong', facts: { limit } } : written.trim());
}

/**
 * A list of readings as registers write it: «1,252.00;2,136.50» (РЦ), «1=252.00; 2=136.5» (our own),
 * «х/в №12345678@501#245.00#г/в №87654321@502#131.00» (charges of variant A; a meter without a last reading says НЕТ).
 */
export function parseReadings(written: string): RegisterReading[] | Wrong {
  const text = written.trim();
  if (text === '' || text === 'НЕТ') return [];
  if (text.includes('@')) return parseNamedMeters(text);
  const readings: RegisterReading[] = [];
  for (const part of text.split(/[;|]/)) {
    if (part.trim() === '') continue;
    const found = /^\s*([^=,]{1,50}?)\s*[=,]\s*(.+)$/.exec(part);
    const value = parseReading(found?.[2] ?? '');
    if (found === null || typeof value === 'object') return { code: 'reading.malformed' };
    readings.push({ meter: found[1] ?? '', value });
  }
  return readings;
}

function parseNamedMeters(text: string): RegisterReading[] | Wrong {
  const readings: RegisterReading[] = [];
  const parts = text.split('#').map((part) => part.trim());
  for (let at = 0; at < parts.length; at += 2) {
    const meter = /^(?<place>.*?)\s*№\s*(?<serial>[^@]*)@(?<id>[^@]+)$/.exec(parts[at] ?? '')?.groups;
    const last = parts[at + 1] ?? 'НЕТ';
    if (meter === undefined) return { code: 'reading.malformed' };
    const value = last === '' || last.toUpperCase() === 'НЕТ' ? '' : parseReading(last);
    if (typeof value === 'object') return value;
    readings.push({ meter: meter['id'] ?? '', value, place: meter['place'] ?? '', serial: meter['serial'] ?? '' });
  }
  return readings;
}
