// Checks and normal forms of the identifiers that people and registers give: personal accounts, tax and bank numbers, phones, addresses
// (field rules, section 2). Pure. Each answers with the normal form, or a stable code and what to mend in Russian.
import { counted } from './russian.ts';

export type Checked = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly code: string; readonly detail: string };

const ok = (value: string): Checked => ({ ok: true, value });
const wrong = (code: string, detail: string): Checked => ({ ok: false, code, detail });

const SIGNS = ['знак', 'знака', 'знаков'] as const;
const DIGITS = ['цифра', 'цифры', 'цифр'] as const;

const LATIN_TO_CYRILLIC: Readonly<Record<string, string>> = { A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х' };

/** Upper case, without spaces, Latin letters that look Cyrillic made Cyrillic, any dash made a hyphen. */
function cyrillicForm(text: string): string {
  return text
    .toUpperCase()
    .replace(/\s/g, '')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[ABCEHKMOPTX]/g, (letter) => LATIN_TO_CYRILLIC[letter]!);
}

/** Digits only; spaces, hyphens and no-break spaces between them are forgiven. Undefined when something else stands there. */
function digitsOf(text: string): string | undefined {
  const bare = text.replace(/[\s\-‐‑‒–—−]/g, '');
  return /^\d*$/.test(bare) ? bare : undefined;
}

const digitAt = (digits: string, index: number) => Number(digits[index]);
const eachDigit = (digits: string) => Array.from(digits, Number);
const weighted = (digits: string, weights: readonly number[]) => weights.reduce((sum, weight, index) => sum + weight * digitAt(digits, index), 0);

function masked(text: string, rule: { code: string; form: RegExp; length: number; name: string; example: string }): Checked {
  const value = cyrillicForm(text);
  if (value === '') return wrong(`${rule.code}.empty`, `Введите ${rule.name}, например ${rule.example}`);
  if (rule.form.test(value)) return ok(value);
  const typed = value.length === rule.length ? '' : ` Вы ввели ${counted(value.length, SIGNS)}, а нужно ${rule.length}.`;
  return wrong(`${rule.code}.form`, `Проверьте ${rule.name}: он выглядит как ${rule.example}.${typed}`);
}

/** ЕЛС, the account number of the state system: 80РС558347. */
export function checkUnifiedAccount(text: string): Checked {
  return masked(text, { code: 'unifiedAccount', form: /^\d{2}[А-Я]{2}\d{6}$/, length: 10, name: 'единый лицевой счёт', example: '80РС558347' });
}

/** ИЖКУ, the number of a housing service: 80РС558347-01. */
export function checkServiceNumber(text: string): Checked {
  return masked(text, { code: 'serviceNumber', form: /^\d{2}[А-Я]{2}\d{6}-\d{2}$/, length: 13, name: 'идентификатор ЖКУ', example: '80РС558347-01' });
}

/** ИПД, the number of a bill: 80РС558347-01-6071. */
export function checkBillNumber(text: string): Checked {
  return masked(text, {
    code: 'billNumber',
    form: /^\d{2}[А-Я]{2}\d{6}-\d{2}-\d{4}$/,
    length: 18,
    name: 'идентификатор платёжного документа',
    example: '80РС558347-01-6071',
  });
}

function numeric(text: string, rule: { code: string; name: string; lengths: readonly number[]; holds: (digits: string) => boolean }): Checked {
  const digits = digitsOf(text);
  const lengths = rule.lengths.join(' или ');
  if (digits === '') return wrong(`${rule.code}.empty`, `Введите ${rule.name}: ${lengths} цифр`);
  if (digits === undefined) return wrong(`${rule.code}.form`, `В ${rule.name} бывают только цифры`);
  if (!rule.lengths.includes(digits.length)) return wrong(`${rule.code}.length`, `Нужно ${lengths} цифр, а введено ${counted(digits.length, DIGITS)}`);
  if (/^0+$/.test(digits) || !rule.holds(digits))
    return wrong(`${rule.code}.checksum`, `Такого номера не бывает: проверьте каждую цифру, ${rule.name} не сходится`);
  return ok(digits);
}

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_11 = [7, ...INN_10];
const INN_12 = [3, ...INN_11];
const innDigit = (digits: string, weights: readonly number[]) => (weighted(digits, weights) % 11) % 10;

/** ИНН of an organization (10 digits) or a person (12); `kind` narrows it to one. */
export function checkTaxNumber(text: string, kind: 'any' | 'organization' | 'person' = 'any'): Checked {
  return numeric(text, {
    code: 'taxNumber',
    name: 'ИНН',
    lengths: { any: [10, 12], organization: [10], person: [12] }[kind],
    holds: (digits) =>
      digits.length === 10
        ? !digits.startsWith('00') && innDigit(digits, INN_10) === digitAt(digits, 9)
        : !digits.startsWith('00') && innDigit(digits, INN_11) === digitAt(digits, 10) && innDigit(digits, INN_12) === digitAt(digits, 11),
  });
}

/** КПП: 9 characters, the fifth and sixth may be Latin capitals. */
export function checkTaxReasonCode(text: string): Checked {
  const value = text.replace(/\s/g, '').toUpperCase();
  if (value === '') return wrong('taxReasonCode.empty', 'Введите КПП: 9 знаков');
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(value) ? ok(value) : wrong('taxReasonCode.form', 'КПП состоит из 9 знаков, например 667001001');
}

/** ОГРН (13 digits) or ОГРНИП (15): the last digit is the remainder of the rest by 11 or 13. */
export function checkRegistrationNumber(text: string): Checked {
  return numeric(text, {
    code: 'registrationNumber',
    name: 'ОГРН',
    lengths: [13, 15],
    holds: (digits) => Number((BigInt(digits.slice(0, -1)) % BigInt(digits.length - 2)) % 10n) === digitAt(digits, digits.length - 1),
  });
}

/** Up to this number the pension fund gave no check digits. */
const LAST_UNCHECKED_SNILS = 1_001_998;

/** СНИЛС in its printed form: 112-233-445 95. */
export function checkInsuranceNumber(text: string): Checked {
  const checked = numeric(text, {
    code: 'insuranceNumber',
    name: 'СНИЛС',
    lengths: [11],
    holds: (digits) => {
      if (Number(digits.slice(0, 9)) <= LAST_UNCHECKED_SNILS) return true;
      return (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(digits.slice(9));
    },
  });
  if (!checked.ok) return checked;
  const d = checked.value;
  return ok(`${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6, 9)} ${d.slice(9)}`);
}

/** БИК of a Russian bank: 9 digits from 04 (or 00–03 for the treasury's). */
export function checkBankCode(text: string): Checked {
  return numeric(text, { code: 'bankCode', name: 'БИК', lengths: [9], holds: (digits) => /^0[0-4]/.test(digits) });
}

/** The key of the Bank of Russia: weights 7, 1, 3 over 23 digits, last digits of the products, their sum ends in 0. */
const keyHolds = (digits: string) => eachDigit(digits).reduce((sum, digit, index) => sum + ((digit * [7, 1, 3][index % 3]!) % 10), 0) % 10 === 0;

/** A settlement account of a bank with its key checked against the БИК. */
export function checkSettlementAccount(account: string, bankCode: string): Checked {
  return checkAccount(account, bankCode, { code: 'settlementAccount', name: 'расчётный счёт', prefix: (bic) => bic.slice(-3) });
}

/** A correspondent account (or the treasury's single account) with its key checked against the БИК. */
export function checkCorrespondentAccount(account: string, bankCode: string): Checked {
  return checkAccount(account, bankCode, { code: 'correspondentAccount', name: 'корреспондентский счёт', prefix: (bic) => `0${bic.slice(4, 6)}` });
}

function checkAccount(account: string, bankCode: string, rule: { code: string; name: string; prefix: (bic: string) => string }): Checked {
  const bic = checkBankCode(bankCode);
  const digits = digitsOf(account);
  if (digits === '') return wrong(`${rule.code}.empty`, `Введите ${rule.name}: 20 цифр`);
  if (digits === undefined) return wrong(`${rule.code}.form`, `Проверьте ${rule.name}: в нём бывают только цифры`);
  if (digits.length !== 20) return wrong(`${rule.code}.length`, `Нужно 20 цифр, а введено ${counted(digits.length, DIGITS)}`);
  if (!bic.ok) return wrong(`${rule.code}.bankCode`, 'Сначала исправьте БИК: счёт проверяется вместе с ним');
  if (/^0+$/.test(digits) || !keyHolds(rule.prefix(bic.value) + digits))
    return wrong(`${rule.code}.checksum`, `Проверьте ${rule.name} и БИК: вместе они не сходятся, где-то ошибка в цифре`);
  return ok(digits);
}

function uinDigit(digits: string): number {
  for (const first of [1, 3]) {
    const remainder = eachDigit(digits.slice(0, -1)).reduce((sum, digit, index) => sum + digit * (((index + first - 1) % 10) + 1), 0) % 11;
    if (remainder < 10) return remainder;
  }
  return 0;
}

/** УИН of a charge of the state: 20 or 25 digits with a check digit. */
export function checkStateChargeNumber(text: string): Checked {
  return numeric(text, {
    code: 'stateChargeNumber',
    name: 'УИН',
    lengths: [20, 25],
    holds: (digits) => uinDigit(digits) === digitAt(digits, digits.length - 1),
  });
}

/** Cadastral number: 66:41:0000001:1017. */
export function checkCadastralNumber(text: string): Checked {
  const value = text.replace(/\s/g, '');
  if (value === '') return wrong('cadastralNumber.empty', 'Введите кадастровый номер, например 66:41:0000001:1017');
  if (/^\d{2}:\d{2}:\d{6,7}:\d{1,10}$/.test(value)) return ok(value);
  const groups = value.split(':').length;
  const hint = groups === 4 ? 'В группах должно быть 2, 2, 6–7 и до 10 цифр' : 'Нужны четыре группы цифр через двоеточие';
  return wrong('cadastralNumber.form', `${hint}, например 66:41:0000001:1017`);
}

/** A Russian phone in the form +7XXXXXXXXXX, mobile or of a city. */
export function checkPhone(text: string): Checked {
  const typed = text.trim();
  if (typed === '') return wrong('phone.empty', 'Введите номер телефона, например +7 912 345-67-89');
  if (!/^\+?[\d\s().\-‐‑‒–—−]+$/.test(typed)) return wrong('phone.form', 'В номере телефона бывают только цифры. Добавочный номер укажите отдельно');
  const digits = typed.replace(/\D/g, '');
  if (typed.startsWith('+') && !digits.startsWith('7')) return wrong('phone.foreign', 'Нужен российский номер: он начинается с +7');
  const national = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
  if (national.length !== 10) return wrong('phone.length', `В номере должно быть 11 цифр вместе с +7 или 8, а введено ${counted(digits.length, DIGITS)}`);
  if (!/^[3489]/.test(national)) return wrong('phone.foreign', 'Такого кода в России нет. Проверьте первые цифры после +7');
  return ok(`+7${national}`);
}

/** Whether a text message can reach the phone (in its normal form): city numbers and 8-800 cannot. */
export function isSmsTarget(phone: string): boolean {
  return /^\+79\d{9}$/.test(phone);
}

/** An e-mail address: the domain in lower case, the part before @ as it is. */
export function checkEmail(text: string): Checked {
  const value = text.trim();
  if (value === '') return wrong('email.empty', 'Введите адрес почты, например galina@example.ru');
  const at = value.lastIndexOf('@');
  if (at < 1) return wrong('email.form', 'В адресе почты нужен знак @, например galina@example.ru');
  const name = value.slice(0, at);
  const domain = value.slice(at + 1).toLowerCase();
  if (/\s/.test(value)) return wrong('email.form', 'Уберите пробел из адреса почты');
  if (value.length > 254 || name.length > 64) return wrong('email.length', 'Адрес почты слишком длинный, проверьте его');
  if (!/^[^@",:;<>()[\]\\]+$/.test(name) || /^\.|\.$|\.\./.test(name)) return wrong('email.form', 'Проверьте часть адреса до знака @');
  if (!/^(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}][\p{L}\d-]*[\p{L}\d]$/u.test(domain))
    return wrong('email.form', 'Проверьте часть адреса после знака @, например example.ru');
  return ok(`${name}@${domain}`);
}

/** A house number in its normal form: 14, 3А, 7/9. */
export function checkHouseNumber(text: string): Checked {
  const value = cyrillicForm(text).replace(/^(?:ДОМ|Д)\.?(?=\d)/, '');
  if (value === '') return wrong('houseNumber.empty', 'Введите номер дома, например 14, 3А или 7/9');
  if (/^[1-9]\d{0,3}[А-Я]?(?:\/[1-9]\d{0,3}[А-Я]?)?$/.test(value)) return ok(value);
  return wrong('houseNumber.form', 'Номер дома — это цифры, за ними можно букву или дробь: 14, 3А, 7/9. Корпус и строение укажите отдельно');
}
