// Each field of a section by its format (field rules, section 2). Pure.
import type { FieldProblem } from '#contract/errors';
import { checkBankCode, type Checked, checkInsuranceNumber, checkSettlementAccount, checkTaxNumber } from '#contract/identifiers';
import { fieldWords } from '#contract/record-words';
import type { RecordField, RecordSection } from '#contract/records';
import { isDay } from '#platform/time';

export type Values = Partial<Record<RecordField, string>>;

const good = (value: string): Checked => ({ ok: true, value });
const bad = (detail: string): Checked => ({ ok: false, code: 'input.invalid', detail });
const mask =
  (form: RegExp, detail: string, made: (digits: string) => string = (digits) => digits) =>
  (text: string): Checked => {
    const digits = text.replaceAll(/[\s\-‐–—]/g, '');
    return form.test(digits) ? good(made(digits)) : bad(detail);
  };
/** A passport is given from this age on. */
const PASSPORT_AGE = 14;
const OLDEST_YEARS = 130;
const CHILDREN_MOST = 20;
const yearsLater = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

function pastDay(text: string, today: string): Checked {
  if (!isDay(text)) return bad('Введите дату: день, месяц и год');
  if (text > today) return bad('Этот день ещё не наступил');
  return text < yearsLater(today, -OLDEST_YEARS) ? bad('Проверьте год: он слишком давний') : good(text);
}

const words =
  (least: number, detail: string) =>
  (text: string): Checked =>
    /[а-яё]{2}/iu.test(text) && text.length >= least ? good(text.replaceAll(/\s+/g, ' ')) : bad(detail);
const choice =
  (section: RecordSection, field: RecordField) =>
  (text: string): Checked =>
    Object.hasOwn(fieldWords[section][field]?.choices ?? {}, text) ? good(text) : bad('Выберите один из ответов');

type Check = (text: string, given: { values: Values; today: string }) => Checked;
const checks: Readonly<Record<RecordField, Check>> = {
  birthDay: (text, { today }) => pastDay(text, today),
  snils: checkInsuranceNumber,
  inn: (text) => checkTaxNumber(text, 'person'),
  passportSeries: mask(/^\d{2}(9[7-9]|[0-4]\d)$/, 'Серия паспорта: 4 цифры, последние две год бланка'),
  passportNumber: (text) => {
    const checked = mask(/^\d{6}$/, 'Номер паспорта: 6 цифр')(text);
    return checked.ok && Number(checked.value) < 101 ? bad('Таких номеров паспорта не бывает: проверьте цифры') : checked;
  },
  passportDay: (text, { values, today }) => {
    const checked = pastDay(text, today);
    return checked.ok && isDay(values.birthDay ?? '') && text < yearsLater(values.birthDay!, PASSPORT_AGE)
      ? bad('Паспорт выдают с 14 лет: проверьте эту дату и дату рождения')
      : checked;
  },
  passportCode: mask(/^\d{2}[0-3]\d{3}$/, 'Код подразделения: 6 цифр, например 660-001', (digits) => `${digits.slice(0, 3)}-${digits.slice(3)}`),
  passportIssuer: words(5, 'Напишите, кем выдан паспорт'),
  postalCode: mask(/^[1-6]\d{5}$/, 'Индекс: 6 цифр'),
  registeredAddress: words(8, 'Напишите адрес: город, улицу, дом, квартиру'),
  registeredSince: (text, { today }) => pastDay(text, today),
  actualAddress: words(8, 'Напишите адрес: город, улицу, дом, квартиру'),
  bankCode: checkBankCode,
  bankAccount: (text, { values }) => checkSettlementAccount(text, values.bankCode ?? ''),
  familyStatus: choice('family', 'familyStatus'),
  children: (text) => (/^\d{1,2}$/.test(text) && Number(text) <= CHILDREN_MOST ? good(String(Number(text))) : bad('Введите число, если детей нет, 0')),
  housingStatus: choice('family', 'housingStatus'),
};

/** The section's values in their normal form, or each field that does not hold. Fields of other sections are dropped. `today` is Moscow's. */
export function checkSection(section: RecordSection, typed: Values, today: string): { ok: true; values: Values } | { ok: false; fields: FieldProblem[] } {
  const values: Values = {};
  const fields: FieldProblem[] = [];
  for (const [field, { optional }] of Object.entries(fieldWords[section]) as [RecordField, { optional?: true }][]) {
    const text = (typed[field] ?? '').trim();
    if (text === '' && optional) continue;
    const checked = text === '' ? bad(EMPTY[field] ?? 'Заполните это поле') : checks[field](text, { values: typed, today });
    if (checked.ok) values[field] = checked.value;
    else fields.push({ pointer: `/values/${field}`, code: 'input.invalid', detail: checked.detail });
  }
  return fields.length > 0 ? { ok: false, fields } : { ok: true, values };
}

const EMPTY: Partial<Record<RecordField, string>> = {
  birthDay: 'Укажите дату рождения',
  snils: 'Введите СНИЛС: 11 цифр',
  familyStatus: 'Выберите семейное положение',
  housingStatus: 'Выберите, чьё жильё',
  children: 'Введите число, если детей нет, 0',
};
