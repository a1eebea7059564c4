// Russian wording of numbers, money, days and counts, and the reading of what a person types. Pure: the same on the server and in the
// browser. Month and weekday words stand here, not in Intl, whose texts differ between engines; Intl is asked for time zones and the order
// of letters only.

const NBSP = '\u00a0';
const MINUS = '\u2212';

const MONTHS = ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'] as const;
const MONTHS_GENITIVE = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'] as const;
const MONTHS_PREPOSITIONAL = ['январе', 'феврале', 'марте', 'апреле', 'мае', 'июне', 'июле', 'августе', 'сентябре', 'октябре', 'ноябре', 'декабре'] as const;
/** From Sunday, as the week day number of a UTC date counts. `on` carries its preposition: «во вторник». */
const WEEKDAYS = {
  is: ['воскресенье', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'],
  on: ['в воскресенье', 'в понедельник', 'во вторник', 'в среду', 'в четверг', 'в пятницу', 'в субботу'],
  until: ['до воскресенья', 'до понедельника', 'до вторника', 'до среды', 'до четверга', 'до пятницы', 'до субботы'],
} as const;

/** Digits in groups of three with no-break spaces: «9 196». */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, NBSP);
}

/** Money of whole kopecks as a person reads it: 919661 → «9 196,61 ₽», −500 → «−5,00 ₽». Throws RangeError for a number that is not whole. */
export function formatKopecks(kopecks: bigint | number): string {
  return `${formatSum(kopecks)}${NBSP}₽`;
}

/** The same without the rouble sign, for columns whose head names the unit: «9 196,61». */
export function formatSum(kopecks: bigint | number): string {
  const whole = BigInt(kopecks);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(3, '0');
  return `${whole < 0n ? MINUS : ''}${grouped(digits.slice(0, -2))},${digits.slice(-2)}`;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * A decimal text as a person reads it: '2.0585619' with `maxDecimals: 4` → «2,0586», '1234.5' → «1 234,5».
 * Digits beyond `maxDecimals` are rounded half away from zero; fewer than `minDecimals` are filled with zeros. Throws RangeError for other texts.
 */
export function formatDecimal(text: string, options: { minDecimals?: number; maxDecimals?: number } = {}): string {
  const parts = DECIMAL.exec(text);
  if (!parts) throw new RangeError(`A decimal text expected, got "${text}"`);
  let [whole, decimals] = [parts[2]!, parts[3] ?? ''];
  const max = options.maxDecimals ?? decimals.length;
  if (decimals.length > max) {
    const up = decimals.charAt(max) >= '5' ? 1n : 0n;
    const kept = (BigInt(whole + decimals.slice(0, max)) + up).toString().padStart(max + 1, '0');
    [whole, decimals] = [kept.slice(0, kept.length - max), kept.slice(kept.length - max)];
  }
  decimals = decimals.padEnd(options.minDecimals ?? 0, '0');
  const isZero = /^0*$/.test(whole + decimals);
  return `${parts[1] && !isZero ? MINUS : ''}${grouped(whole)}${decimals ? `,${decimals}` : ''}`;
}

/** Orders texts by the Russian alphabet and the numbers in them as people count: «кв. 9» stands before «кв. 10». Made once: a collator costs more than a thousand comparisons. */
export const compareRussian: (a: string, b: string) => number = new Intl.Collator('ru', { numeric: true }).compare;

function partsOf(day: string): { year: string; month: number; date: number; weekday: number } {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  const instant = found ? new Date(`${day}T00:00:00Z`) : undefined;
  if (!found || !instant || Number.isNaN(instant.getTime()) || instant.getUTCDate() !== Number(found[3]))
    throw new RangeError(`A day as 2026-11-16 expected, got "${day}"`);
  return { year: found[1]!, month: Number(found[2]), date: Number(found[3]), weekday: instant.getUTCDay() };
}

function monthParts(month: string): { year: string; month: number } {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!found) throw new RangeError(`A month as 2026-11 expected, got "${month}"`);
  return { year: found[1]!, month: Number(found[2]) };
}

/** '2026-11-16' → «16 ноября 2026». Throws RangeError when it is not a day. */
export function formatDay(day: string): string {
  return `${formatDayShort(day)} ${partsOf(day).year}`;
}

/** '2026-11-16' → «16 ноября», for days near today. */
export function formatDayShort(day: string): string {
  const { date, month } = partsOf(day);
  return `${date}${NBSP}${MONTHS_GENITIVE[month - 1]}`;
}

/** '2026-11-16' → «16.11.2026», for documents and tables. */
export function formatDayDigits(day: string): string {
  partsOf(day);
  return `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
}

/** '2026-10' → «октябрь 2026». Throws RangeError when it is not a month. */
export function formatMonth(month: string): string {
  const parts = monthParts(month);
  return `${MONTHS[parts.month - 1]} ${parts.year}`;
}

/** '2026-10' → «октября», as in «за счёт октября». */
export function formatMonthGenitive(month: string): string {
  return MONTHS_GENITIVE[monthParts(month).month - 1]!;
}

/** '2026-10' → «октябрь», as in «за октябрь». */
export function formatMonthName(month: string): string {
  return MONTHS[monthParts(month).month - 1]!;
}

/** '2026-10' → «в октябре». */
export function inMonth(month: string): string {
  return `в ${MONTHS_PREPOSITIONAL[monthParts(month).month - 1]}`;
}

/** '2026-11-16' → «понедельник, 16 ноября»; `on` → «в понедельник, …», `until` → «до понедельника, …». */
export function formatWeekday(day: string, way: keyof typeof WEEKDAYS = 'is'): string {
  return `${WEEKDAYS[way][partsOf(day).weekday]}, ${formatDayShort(day)}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(iso: string, timeZone: string): { day: string; time: string } {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(new Date(iso))) part[type] = value;
  return { day: `${part['year']}-${part['month']}-${part['day']}`, time: `${part['hour']}:${part['minute']}` };
}

/** An instant by the clock of the house: «12 ноября 2026, 14:20». Throws RangeError for a bad instant or an unknown zone. */
export function formatInstant(iso: string, timeZone: string): string {
  const { day, time } = wallClock(iso, timeZone);
  return `${formatDay(day)}, ${time}`;
}

/** The time of an instant by the clock of the house: «14:20». */
export function formatTime(iso: string, timeZone: string): string {
  return wallClock(iso, timeZone).time;
}

/** The word that goes with a count: plural(2, ['день', 'дня', 'дней']) → «дня». The sign does not matter. */
export function plural(count: number | bigint, forms: readonly [one: string, few: string, many: string]): string {
  const whole = BigInt(count);
  const hundred = Number((whole < 0n ? -whole : whole) % 100n);
  const ten = hundred % 10;
  if (ten === 1 && hundred !== 11) return forms[0];
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? forms[1] : forms[2];
}

/** A count with its word: «1 234 дня». */
export function counted(count: number | bigint, forms: readonly [one: string, few: string, many: string]): string {
  const whole = BigInt(count);
  return `${whole < 0n ? MINUS : ''}${grouped((whole < 0n ? -whole : whole).toString())}${NBSP}${plural(count, forms)}`;
}

export type NumberError = 'empty' | 'notNumber' | 'tooManyDecimals' | 'tooLong';

const INTEGER_DIGITS = 15;
const ROUBLES = /(?:₽|руб(?:ль|ля|лей)?\.?|р\.?|rub)$/iu;

/**
 * What a person typed as a decimal with a point: '1 500,5' → '1500.5', '−3' → '-3', '007,10' → '7.1'. Spaces may only part thousands,
 * so that «15 00» is asked about and not guessed. Zeros beyond `maxDecimals` are dropped.
 */
export function parseDecimal(text: string, maxDecimals: number): string | { error: NumberError } {
  const typed = text.trim();
  if (typed === '') return { error: 'empty' };
  const found = /^([-−–+]?)(\d+|\d{1,3}(?:[\s'’]\d{3})+)(?:[.,](\d*))?$/u.exec(typed);
  if (!found) return { error: 'notNumber' };
  const whole = found[2]!.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const decimals = (found[3] ?? '').replace(/0+$/, '');
  if (whole.length > INTEGER_DIGITS) return { error: 'tooLong' };
  if (decimals.length > maxDecimals) return { error: 'tooManyDecimals' };
  const number = decimals ? `${whole}.${decimals}` : whole;
  return found[1] && found[1] !== '+' && number !== '0' ? `-${number}` : number;
}

/** Money a person typed, in kopecks: «1 500», «1500,5», «1500.50 ₽», «1 500 руб.». The caller decides whether a negative sum makes sense. */
export function parseKopecks(text: string): bigint | { error: NumberError } {
  const number = parseDecimal(text.trim().replace(ROUBLES, ''), 2);
  if (typeof number !== 'string') return number;
  const [whole, decimals = ''] = number.split('.');
  return BigInt(whole! + decimals.padEnd(2, '0'));
}

/** What to tell the person about a number that could not be read. */
export function numberErrorText(error: NumberError, maxDecimals: number): string {
  if (error === 'empty') return 'Введите число';
  if (error === 'notNumber') return 'Введите число цифрами, например 1500,5';
  if (error === 'tooLong') return 'Слишком длинное число, проверьте цифры';
  return maxDecimals === 0 ? 'Введите целое число, без запятой' : `После запятой не больше ${counted(maxDecimals, ['цифры', 'цифр', 'цифр'])}`;
}
