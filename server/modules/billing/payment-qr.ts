// The payment code of a bill: a text of GOST R 56042-2014.
//
//   ST 0001 2 | Name=… | PersonalAcc=… | …
//   │  │    │ └ the eighth character is the separator; the format does not fix it
//   │  │    └ encoding: 1 windows-1251, 2 UTF-8, 3 KOI8-R
//   │  └ version
//   └ format
//
// We write UTF-8: phone cameras show 1251 as rubbish, and 1251 saves one size of the code only. We read all three, and the
// mistakes seen on real bills, because residents bring bills of other suppliers.
import { qrPath } from '#platform/qr-code';

export type CharacterSet = 'utf-8' | 'windows-1251' | 'koi8-r';

const CHARACTER_SETS: Record<string, CharacterSet> = { 1: 'windows-1251', 2: 'utf-8', 3: 'koi8-r' };
const DIGITS: Record<CharacterSet, string> = { 'windows-1251': '1', 'utf-8': '2', 'koi8-r': '3' };
const SEPARATORS = ['|', '~', '_', '#', '$', '^', '&', '*', ';', '!'];
/** What a QR code of level M holds at most. */
const BYTES_AT_MOST = 2_331;

/** These five come first and in this order; banks read them by name, some terminals by place. */
const REQUIRED = ['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc'] as const;
const OTHERS = [
  'Sum',
  'Purpose',
  'PayeeINN',
  'PayerINN',
  'DrawerStatus',
  'KPP',
  'CBC',
  'OKTMO',
  'PaytReason',
  'TaxPeriod',
  'DocNo',
  'DocDate',
  'TaxPaytKind',
  'LastName',
  'FirstName',
  'MiddleName',
  'PayerAddress',
  'PersonalAccount',
  'DocIdx',
  'PensAccNo',
  'Contract',
  'PersAcc',
  'Flat',
  'Phone',
  'PayerIdType',
  'PayerIdNum',
  'ChildFio',
  'BirthDate',
  'PaymTerm',
  'PaymPeriod',
  'Category',
  'ServiceName',
  'CounterId',
  'CounterVal',
  'QuittId',
  'QuittDate',
  'InstNum',
  'ClassNum',
  'SpecFio',
  'AddAmount',
  'RuleId',
  'ExecId',
  'RegType',
  'UIN',
  'TechCode',
];
/** Any spelling of a name, in small letters, to the standard's: codes with `lastName` and `PayeeKPP` are met. */
const CANONICAL = new Map([...[...REQUIRED, ...OTHERS].map((name): [string, string] => [name.toLowerCase(), name]), ['payeekpp', 'KPP']]);

export const requiredNames: readonly string[] = REQUIRED;
/** The standard's spelling of a field's name, whatever its case; undefined for a name it does not know. */
export const canonicalName = (name: string): string | undefined => CANONICAL.get(name.toLowerCase());
/** By the digit after ST0001. */
export const characterSetOf = (digit: string): CharacterSet | undefined => CHARACTER_SETS[digit];

export type PaymentFields = Record<(typeof REQUIRED)[number], string> & { readonly [name: string]: string };
/** Whole kopecks. A bill with an open sum has neither. `addKopecks`: penalty or insurance beside the sum. */
export type PaymentSums = { readonly sumKopecks?: bigint; readonly addKopecks?: bigint };

/** A field that must not be written as it is; `field` is the standard's name. */
export class PaymentFieldError extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = 'PaymentFieldError';
    this.field = field;
  }
}

/**
 * The text of the code. Values are never cut or altered: a wrong one throws PaymentFieldError.
 * The separator is '|', or where a value contains it the first sign that none contains.
 */
export function buildPaymentText(fields: PaymentFields, sums: PaymentSums = {}, characterSet: CharacterSet = 'utf-8'): string {
  checkRequired(fields);
  const ordered: [string, string][] = REQUIRED.map((name) => [name, fields[name]]);
  // In the order of the standard, so that one bill has one code wherever its fields were kept meanwhile.
  for (const [name, value] of Object.entries(fields).sort(([one], [other]) => placeOf(one) - placeOf(other))) {
    if (REQUIRED.some((required) => required === name) || value === '') continue;
    if (name === 'Sum' || name === 'AddAmount' || CANONICAL.get(name.toLowerCase()) !== name)
      throw new PaymentFieldError(name, 'not a field of the standard to be given as text');
    ordered.push([name, value]);
  }
  if (sums.sumKopecks !== undefined) ordered.push(['Sum', sumText('Sum', sums.sumKopecks)]);
  if (sums.addKopecks !== undefined) ordered.push(['AddAmount', sumText('AddAmount', sums.addKopecks)]);
  for (const [name, value] of ordered) {
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(value)) throw new PaymentFieldError(name, 'holds a control character');
    if (!value.isWellFormed()) throw new PaymentFieldError(name, 'holds half a character');
  }
  const values = ordered.map(([, value]) => value).join('');
  const separator = SEPARATORS.find((candidate) => !values.includes(candidate));
  if (separator === undefined) throw new PaymentFieldError('Name', 'every separator occurs in the values');
  const text = [`ST0001${DIGITS[characterSet]}`, ...ordered.map(([name, value]) => `${name}=${value}`)].join(separator);
  if (encodeText(text, characterSet).length > BYTES_AT_MOST) throw new PaymentFieldError('Name', `the whole text is over ${BYTES_AT_MOST} bytes`);
  return text;
}

const placeOf = (name: string): number => OTHERS.findIndex((other) => other === name);

function checkRequired(fields: PaymentFields): void {
  const wrong = (field: string, message: string): never => {
    throw new PaymentFieldError(field, message);
  };
  if (!/^\d{20}$/.test(fields.PersonalAcc)) wrong('PersonalAcc', '20 digits');
  if (!/^\d{9}$/.test(fields.BIC)) wrong('BIC', '9 digits');
  if (!/^(\d{20}|0)$/.test(fields.CorrespAcc)) wrong('CorrespAcc', '20 digits, or 0 where there is none');
  if (fields.Name.trim() === '' || fields.Name.length > 160) wrong('Name', '1 to 160 characters');
  if (fields.BankName.trim() === '' || fields.BankName.length > 45) wrong('BankName', '1 to 45 characters');
  if ((fields['Purpose'] ?? '').length > 210) wrong('Purpose', 'at most 210 characters');
}

function sumText(field: string, kopecks: bigint): string {
  const text = kopecks.toString();
  if (kopecks < 0n || text.length > 18) throw new PaymentFieldError(field, 'whole kopecks, not negative, at most 18 digits');
  return text;
}

/** Node encodes UTF-8 only; the table of a one-byte set is read back from its decoder. Throws PaymentFieldError for a sign the set lacks (KOI8-R has no «» and no №). */
export function encodeText(text: string, characterSet: CharacterSet): Uint8Array {
  if (characterSet === 'utf-8') return new TextEncoder().encode(text);
  const everyByte = new TextDecoder(characterSet).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from(text, (character) => {
    const byte = everyByte.indexOf(character);
    if (byte < 0) throw new PaymentFieldError('Name', `"${character}" is not in ${characterSet}`);
    return byte;
  });
}

/** The code of a payment text as an SVG path in modules; see platform/qr-code. */
export function paymentQr(text: string, characterSet: CharacterSet = 'utf-8'): { side: number; path: string } {
  return qrPath(text, (value) => encodeText(value, characterSet));
}
