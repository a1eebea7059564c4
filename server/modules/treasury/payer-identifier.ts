// By what the state system finds a person's charges: a number of a document in its normal form, and as the system writes it. Pure.
import { checkInsuranceNumber, checkTaxNumber, type Checked } from '#contract/identifiers';
import type { DocumentKind } from '#contract/state-bills';

const LETTERS: Readonly<Record<string, string>> = { A: 'А', B: 'В', E: 'Е', K: 'К', M: 'М', H: 'Н', O: 'О', P: 'Р', C: 'С', T: 'Т', Y: 'У', X: 'Х' };

function ten(text: string, form: RegExp, code: string, detail: string): Checked {
  const value = text
    .toUpperCase()
    .replace(/[\s\-№]/g, '')
    .replace(/[ABEKMHOPCTYX]/g, (letter) => LETTERS[letter]!);
  return form.test(value) ? { ok: true, value } : { ok: false, code, detail };
}

// The two digits are the system's own codes of documents.
const RULES: Readonly<Record<DocumentKind, { code: string; check: (text: string) => Checked }>> = {
  inn: { code: '21', check: (text) => checkTaxNumber(text, 'person') },
  snils: { code: '14', check: checkInsuranceNumber },
  licence: { code: '22', check: (text) => ten(text, /^\d{2}[\dА-Я]{2}\d{6}$/, 'licence.form', 'В номере удостоверения 10 знаков, например 66 12 345678') },
  vehicle: { code: '24', check: (text) => ten(text, /^\d{2}[\dА-Я]{2}\d{6}$/, 'vehicle.form', 'В номере свидетельства 10 знаков, например 66 УВ 345678') },
};

/** The number in its normal form, or what to mend. */
export const checkDocument = (kind: DocumentKind, text: string): Checked => RULES[kind].check(text);

/** 22 characters: a person, the kind of the document, its number with leading zeros. */
export const payerIdentifier = (kind: DocumentKind, value: string): string => `1${RULES[kind].code}${value.replace(/[\s-]/g, '').padStart(19, '0')}`;
