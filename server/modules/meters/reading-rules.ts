// The rules of a reading (field rules 1.4, MTR-2): what a person typed, against what the meter showed before, what is usual and what is
// possible. Pure. Errors name the person's own number and say what to do.
import { counted, formatDay, formatDecimal, formatMonthName, inMonth, numberErrorText, parseDecimal } from '#contract/russian';
import { chain, compare, decimal, decimalText, minus, rounded, roundedText, total, trimmed } from '#platform/decimal';
import { addMonths, monthOf, monthsBetween, type Day, type Month } from '#platform/time';
import type { ReadingRules } from './meter-rules.ts';
import { readingMonth, type ReadingWindow } from './reading-window.ts';

/** What is known of one register (tariff zone) of a meter. Volumes are decimal texts in the meter's unit. */
export type RegisterFacts = {
  readonly unit: string;
  /** Digits before the comma on the dial, and those after it that are charged by. */
  readonly digits: number;
  readonly decimals: number;
  /** The last accepted reading of an earlier month, or what the meter showed when it was installed. */
  readonly previous: { readonly value: string; readonly takenOn: Day } | null;
  readonly installedOn: Day;
  readonly lastControlOn: Day | null;
  readonly verifiedUntil: Day | null;
  /** Use of a month: the average of six, the same month a year ago, the norm for all who live here. */
  readonly averageMonth: string | null;
  readonly lastYear: string | null;
  readonly normMonth: string | null;
  /** More than this in a month cannot be; null: nothing bounds it. */
  readonly limitMonth: string | null;
  /** Months in a row without use, up to the last one. */
  readonly zeroMonths: number;
  readonly persons: number;
  /** What is unusual, by the rules of the month. */
  readonly rules: ReadingRules;
};

export type TypedReading = {
  readonly text: string;
  readonly takenOn: Day;
  /** «Всё верно, так и есть». */ readonly confirmed: boolean;
  /** Found by a check of the organization, by an act: it stands even below what was handed in. The month whose charges it makes. */
  readonly control?: Month | undefined;
};
export type ReadingMoment = { readonly today: Day; readonly window: ReadingWindow; readonly postedThrough: Month | null };
export type Finding = { readonly code: ReadingCode; readonly detail: string };
export type ReadingCode =
  | 'reading.missing'
  | 'reading.notNumber'
  | 'reading.negative'
  | 'reading.tooManyDecimals'
  | 'reading.tooManyDigits'
  | 'reading.lessThanBefore'
  | 'reading.overLimit'
  | 'reading.twice'
  | 'reading.afterControl'
  | 'reading.unknownMeter'
  | 'reading.futureDate'
  | 'reading.beforeInstallation'
  | 'reading.beforePrevious'
  | 'reading.unusual'
  | 'reading.zeroAgain'
  | 'reading.swapped';

/** What a reading that may be kept says: its normal form, the use since the previous one (below zero where a check found less), the month it counts for, what the person should know. */
export type ReadingResult = {
  readonly value: string;
  readonly use: string | null;
  readonly rolledOver: boolean;
  readonly countsFor: Month;
  /** False when the verification has run out: accepted, but charges may not go by it. */
  readonly commercial: boolean;
  readonly warnings: readonly Finding[];
  readonly notes: readonly string[];
};
export type ReadingAnswer =
  | ({ readonly outcome: 'accepted' } & ReadingResult)
  | ({ readonly outcome: 'ask' } & ReadingResult)
  | { readonly outcome: 'refused'; readonly problems: readonly Finding[] };

/** Suppliers keep no more, whatever the dial shows. */
const TYPED_DECIMALS = 3;

const DIGITS = ['цифра', 'цифры', 'цифр'] as const;
const PERSONS = ['человек', 'человека', 'человек'] as const;
const shown = (value: string) => formatDecimal(decimalText(trimmed(decimal(value))));

/** The typed text as a number of the meter: digits after its last charged one are cut, as suppliers do. */
function readValue(text: string, register: RegisterFacts): { value: string; cut: boolean } | Finding {
  const number = parseDecimal(text, TYPED_DECIMALS);
  if (typeof number !== 'string') {
    if (number.error === 'empty')
      return { code: 'reading.missing', detail: `Введите показание.${register.previous ? ` Было ${shown(register.previous.value)}` : ''}` };
    const code = number.error === 'tooManyDecimals' ? 'reading.tooManyDecimals' : number.error === 'tooLong' ? 'reading.tooManyDigits' : 'reading.notNumber';
    return { code, detail: `${numberErrorText(number.error, TYPED_DECIMALS)}. Вы ввели «${text.trim().slice(0, 40)}»` };
  }
  if (number.startsWith('-')) return { code: 'reading.negative', detail: `Показание не бывает меньше нуля. Вы ввели ${shown(number)}` };
  const [whole = '', decimals = ''] = number.split('.');
  if (whole.length > register.digits) {
    return {
      code: 'reading.tooManyDigits',
      detail: `На счётчике до запятой ${counted(register.digits, DIGITS)}, а вы ввели ${whole.length}: ${shown(number)}`,
    };
  }
  const kept = decimals.slice(0, register.decimals);
  return { value: kept ? decimalText(trimmed(decimal(`${whole}.${kept}`))) : whole, cut: kept.length < decimals.length };
}

function dateProblem(takenOn: Day, register: RegisterFacts, today: Day): Finding | null {
  if (takenOn > today)
    return { code: 'reading.futureDate', detail: `Дата показания ещё не наступила. Сегодня ${formatDay(today)}, вы указали ${formatDay(takenOn)}` };
  if (takenOn < register.installedOn)
    return { code: 'reading.beforeInstallation', detail: `Счётчик стоит с ${formatDay(register.installedOn)}. Вы указали ${formatDay(takenOn)}` };
  const known = [register.previous?.takenOn, register.lastControlOn]
    .filter((day) => typeof day === 'string')
    .sort()
    .at(-1);
  if (known !== undefined && takenOn < known)
    return { code: 'reading.beforePrevious', detail: `Уже есть показание на ${formatDay(known)}. Укажите дату не раньше, вы указали ${formatDay(takenOn)}` };
  return null;
}

/** The use since the previous reading; a dial that passed its last number goes on from zero. Undefined when the reading is simply less. */
export function useSince(previous: string, value: string, digits: number): { use: string; rolledOver: boolean } | undefined {
  const text = (use: ReturnType<typeof minus>, scale: number) => decimalText(trimmed(rounded(use, scale)));
  const scale = Math.max(decimal(previous).scale, decimal(value).scale);
  if (compare(value, previous) >= 0) return { use: text(minus(value, previous), scale), rolledOver: false };
  const full = 10n ** BigInt(digits);
  const nearEnd = compare(previous, chain([full, '0.9'])) > 0;
  const nearStart = compare(value, chain([full, '0.1'])) < 0;
  return nearEnd && nearStart ? { use: text(minus(value, minus(previous, full)), scale), rolledOver: true } : undefined;
}

/** The same for a reading of a check (item 61 of Rules 354): what is less than before, and no dial that passed its end, is a use below zero. */
export function useByControl(previous: string, value: string, digits: number): { use: string; rolledOver: boolean } {
  const scale = Math.max(decimal(previous).scale, decimal(value).scale);
  return useSince(previous, value, digits) ?? { use: decimalText(trimmed(rounded(minus(value, previous), scale))), rolledOver: false };
}

function timesText(use: string, usual: string): string {
  const whole = BigInt(decimalText(rounded(minus(chain([use], [usual]), '0.5'), 0)));
  if (whole === 3n) return 'втрое больше обычного';
  return whole === 4n ? 'вчетверо больше обычного' : `в ${counted(whole, ['раз', 'раза', 'раз'])} больше обычного`;
}

function unusual(use: string, months: bigint, register: RegisterFacts, countsFor: Month): Finding | null {
  const { averageMonth, normMonth, lastYear, unit, rules } = register;
  if (averageMonth === null && normMonth === null) return null;
  const overAverage = averageMonth === null || compare(use, chain([averageMonth, months, rules.unusualTimes])) > 0;
  const overNorm = normMonth === null || compare(use, chain([normMonth, months, rules.unusualNorms])) > 0;
  if (!overAverage || !overNorm) return null;
  const period = months > 1n ? ` за ${counted(months, ['месяц', 'месяца', 'месяцев'])}` : '';
  const amount = `Вышло ${shown(use)}\u00a0${unit}${period}`;
  const year = lastYear === null ? '' : ` ${capital(inMonth(countsFor))} ${addMonths(countsFor, -12).slice(0, 4)} было ${shown(lastYear)}.`;
  const usual = averageMonth === null ? null : roundedText(chain([averageMonth, months]), decimal(averageMonth).scale);
  if (usual === null)
    return { code: 'reading.unusual', detail: `${amount}, это больше ${rules.unusualNorms === 2n ? 'двух' : rules.unusualNorms} нормативов.${year}` };
  if (compare(usual, '0') === 0) return { code: 'reading.unusual', detail: `${amount}, а обычно у вас почти ничего.${year}` };
  return { code: 'reading.unusual', detail: `${amount}, это ${timesText(use, usual)}. Обычно у вас около ${shown(usual)}.${year}` };
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function zeroAgain(use: string, { zeroMonths, persons, rules }: RegisterFacts): Finding | null {
  if (use !== '0' || zeroMonths + 1 < rules.zeroMonths || persons < 1) return null;
  return {
    code: 'reading.zeroAgain',
    detail: `Уже ${counted(zeroMonths + 1, ['месяц', 'месяца', 'месяцев'])} подряд расход 0, а в квартире ${counted(persons, PERSONS)}. Проверьте, с того ли счётчика показание`,
  };
}

function notesOf(takenOn: Day, register: RegisterFacts, found: { value: string; cut: boolean; use: string | null; rolledOver: boolean }): string[] {
  const notes: string[] = [];
  if (found.cut) notes.push(`Учли ${shown(found.value)}: остальные цифры после запятой поставщик не принимает`);
  if (found.rolledOver) notes.push(`Счётчик прошёл через ноль, расход ${shown(found.use!)}\u00a0${register.unit}`);
  if (isUnverified(takenOn, register))
    notes.push(`Срок поверки закончился ${formatDay(register.verifiedUntil!)}. Показание приняли, но начислять по нему могут только после поверки`);
  return notes;
}

/** The month that the day is of was charged already. */
function lateNote(takenOn: Day, countsFor: Month, { window }: ReadingMoment): string[] {
  const month = readingMonth(takenOn, window);
  return month === countsFor ? [] : [`${capital(formatMonthName(month))} уже начислен: учтём в расчёте за ${formatMonthName(countsFor)}`];
}

const isUnverified = (takenOn: Day, { verifiedUntil }: RegisterFacts) => verifiedUntil !== null && takenOn > verifiedUntil;
const refused = (...problems: Finding[]): ReadingAnswer => ({ outcome: 'refused', problems });

const monthsSince = (before: Day, takenOn: Day): bigint => BigInt(Math.max(1, monthsBetween(monthOf(before), monthOf(takenOn))));

/** Checks one reading: accepted, accepted when the person confirms the warnings, or refused with what to mend. */
export function checkReading(typed: TypedReading, register: RegisterFacts, moment: ReadingMoment): ReadingAnswer {
  const dated = dateProblem(typed.takenOn, register, moment.today);
  const read = readValue(typed.text, register);
  if ('code' in read) return refused(read, ...(dated ? [dated] : []));
  if (dated) return refused(dated);
  if (typed.control !== undefined) return checkControl({ ...typed, value: read.value, cut: read.cut, control: typed.control }, register);
  const countsFor = readingMonth(typed.takenOn, moment.window, moment.postedThrough);
  const found = register.previous ? useSince(register.previous.value, read.value, register.digits) : { use: null, rolledOver: false };
  if (!found) {
    const detail = `Введите не меньше ${shown(register.previous!.value)}. Вы ввели ${shown(read.value)}. Если счётчик заменили, сообщите о замене`;
    return refused({ code: 'reading.lessThanBefore', detail });
  }
  const { use, rolledOver } = found;
  const warnings: Finding[] = [];
  if (use !== null) {
    const months = monthsSince(register.previous!.takenOn, typed.takenOn);
    if (register.limitMonth !== null && compare(use, chain([register.limitMonth, months])) > 0) {
      const limit = roundedText(chain([register.limitMonth, months]), decimal(register.limitMonth).scale);
      return refused({
        code: 'reading.overLimit',
        detail: `Вышло ${shown(use)}\u00a0${register.unit}, столько не бывает: предел ${shown(limit)}. Вы ввели ${shown(read.value)}, проверьте запятую и цифры`,
      });
    }
    warnings.push(...[unusual(use, months, register, countsFor), zeroAgain(use, register)].filter((finding) => finding !== null));
  }
  const commercial = !isUnverified(typed.takenOn, register);
  const notes = [...notesOf(typed.takenOn, register, { ...read, use, rolledOver }), ...lateNote(typed.takenOn, countsFor, moment)];
  return { outcome: warnings.length > 0 && !typed.confirmed ? 'ask' : 'accepted', value: read.value, use, rolledOver, countsFor, commercial, warnings, notes };
}

/** A check of the organization found this on the dial: nothing is refused, what looks like a slip of the pen is asked about. */
function checkControl(typed: TypedReading & { value: string; cut: boolean; control: Month }, register: RegisterFacts): ReadingAnswer {
  const { value, takenOn, control } = typed;
  const { previous, unit, limitMonth } = register;
  const { use, rolledOver } = previous ? useByControl(previous.value, value, register.digits) : { use: null, rolledOver: false };
  const warnings: Finding[] = [];
  if (use !== null && previous) {
    const months = monthsSince(previous.takenOn, takenOn);
    const isOver = limitMonth !== null && compare(use, chain([limitMonth, months])) > 0;
    if (compare(use, '0') < 0)
      warnings.push({
        code: 'reading.lessThanBefore',
        detail: `Было ${shown(previous.value)}, проверка нашла ${shown(value)}: ${shown(use.slice(1))}\u00a0${unit} вернём ${inMonth(control)}`,
      });
    else if (isOver)
      warnings.push({ code: 'reading.overLimit', detail: `Вышло ${shown(use)}\u00a0${unit}, обычно столько не бывает. Проверьте запятую и цифры` });
    else warnings.push(...[unusual(use, months, register, control)].filter((finding) => finding !== null));
  }
  const notes = notesOf(takenOn, register, { value, cut: typed.cut, use, rolledOver });
  return {
    outcome: warnings.length > 0 && !typed.confirmed ? 'ask' : 'accepted',
    value,
    use,
    rolledOver,
    countsFor: control,
    commercial: !isUnverified(takenOn, register),
    warnings,
    notes,
  };
}

/** Whether a value could follow in a register: not less than before, nor more than three times the usual. */
function fits(value: string, { previous, averageMonth, digits, rules }: RegisterFacts): boolean {
  if (!previous || averageMonth === null) return false;
  const found = useSince(previous.value, value, digits);
  return found !== undefined && !found.rolledOver && compare(found.use, chain([averageMonth, rules.unusualTimes])) <= 0;
}

/** Whether two readings were typed into each other's fields: neither suits its own register, and each suits the other's. */
export function looksSwapped(a: { value: string; register: RegisterFacts }, b: { value: string; register: RegisterFacts }): boolean {
  return !fits(a.value, a.register) && !fits(b.value, b.register) && fits(a.value, b.register) && fits(b.value, a.register);
}

/** What to say of two fields that look swapped; `names` are those of the meters. With `isWrong` they cannot stay as they are. */
export function swappedFinding(names: readonly [string, string], { isWrong = false } = {}): Finding {
  return {
    code: 'reading.swapped',
    detail: `Похоже, показания перепутаны местами: «${names[0]}» и «${names[1]}». ${isWrong ? 'Поменяйте их местами' : 'Поменяйте их или подтвердите'}`,
  };
}

/** A meter with two or three zones is read at once: an empty zone beside a typed one is an error, all empty means the meter is left out. */
export function checkZones(typed: readonly TypedReading[], registers: readonly RegisterFacts[], moment: ReadingMoment): readonly ReadingAnswer[] | 'leftOut' {
  if (registers.every((_, index) => (typed[index]?.text ?? '').trim() === '')) return 'leftOut';
  const takenOn = typed.find(({ text }) => text.trim() !== '')!.takenOn;
  const answers = registers.map((register, index) => checkReading(typed[index] ?? { text: '', takenOn, confirmed: false }, register, moment));
  return typed.some(({ control }) => control !== undefined) ? answers : withinTogether(answers, registers, takenOn);
}

/** The limit is of the whole meter: where its zones pass it together, the one that used most is refused. */
function withinTogether(answers: readonly ReadingAnswer[], registers: readonly RegisterFacts[], takenOn: Day): readonly ReadingAnswer[] {
  const uses = answers.flatMap((answer) => (answer.outcome === 'refused' ? [] : (answer.use ?? [])));
  const [{ limitMonth, previous, unit }] = registers as readonly [RegisterFacts];
  if (uses.length < 2 || uses.length < answers.length || limitMonth === null || previous === null) return answers;
  const limit = chain([limitMonth, monthsSince(previous.takenOn, takenOn)]);
  const used = total(uses);
  if (compare(used, limit) <= 0) return answers;
  const most = uses.reduce((best, use, index) => (compare(use, uses[best]!) > 0 ? index : best), 0);
  const detail = `Вместе по зонам вышло ${shown(roundedText(used, TYPED_DECIMALS))}\u00a0${unit}, столько не бывает: предел ${shown(roundedText(limit, decimal(limitMonth).scale))}. Проверьте запятую и цифры`;
  return answers.map((answer, index) => (index === most ? refused({ code: 'reading.overLimit', detail }) : answer));
}
