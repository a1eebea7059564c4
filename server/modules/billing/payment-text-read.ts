// Reads payment texts of GOST R 56042-2014 as they are met on bills: by the standard, and with the mistakes of the field
// (field rules §3.1): PayeeKPP for KPP, a sum with a point, no CorrespAcc, names in any case, line ends inside, a byte order mark.
import { checkTaxNumber } from '#contract/identifiers';
import type { CharacterSet } from './payment-qr.ts';
import { canonicalName, characterSetOf, requiredNames } from './payment-qr.ts';

/** What was mended or looks doubtful; a person checks before paying. */
export type PaymentTextWarning = 'sumWithPoint' | 'noCorrespAcc' | 'nameSpelling' | 'unknownName' | 'lineEnds' | 'byteOrderMark' | 'payeeInn';
/** Why a text cannot be used; `field` where one field is to blame. */
export type PaymentTextProblem = 'header' | 'encoding' | 'pair' | 'repeated' | 'missing' | 'value';

export type PaymentText = {
  readonly characterSet: CharacterSet;
  /** By the standard's spelling of the names; an unknown name stays as it was. */
  readonly fields: ReadonlyMap<string, string>;
  readonly sumKopecks: bigint | undefined;
  readonly addKopecks: bigint | undefined;
  readonly warnings: readonly PaymentTextWarning[];
};
export type PaymentTextReading =
  | { readonly ok: true; readonly payment: PaymentText }
  | { readonly ok: false; readonly problem: PaymentTextProblem; readonly field?: string };

const BYTES_READ_AT_MOST = 10_000;

/** From the bytes of a scanned code, or from text that a scanner decoded already. Never throws. */
export function readPaymentText(source: Uint8Array | string): PaymentTextReading {
  const warnings = new Set<PaymentTextWarning>();
  const decoded = decode(source, warnings);
  if (!decoded.ok) return decoded;
  const pairs = readPairs(decoded.text, warnings);
  if (!pairs.ok) return pairs;
  const { fields } = pairs;

  if (!fields.get('CorrespAcc')) warnings.add('noCorrespAcc');
  const missing = requiredNames.find((name) => name !== 'CorrespAcc' && !fields.get(name));
  if (missing !== undefined) return { ok: false, problem: 'missing', field: missing };
  for (const [name, shape] of DIGIT_SHAPES) {
    const value = fields.get(name)?.replaceAll(' ', '');
    if (value === undefined) continue;
    if (!shape.test(value)) return { ok: false, problem: 'value', field: name };
    fields.set(name, value);
  }
  const inn = fields.get('PayeeINN');
  if (inn !== undefined && !checkTaxNumber(inn).ok) warnings.add('payeeInn');

  const sum = readSum(fields.get('Sum'), warnings);
  if (sum === 'wrong') return { ok: false, problem: 'value', field: 'Sum' };
  const added = readSum(fields.get('AddAmount'), warnings);
  if (added === 'wrong') return { ok: false, problem: 'value', field: 'AddAmount' };
  return { ok: true, payment: { characterSet: decoded.characterSet, fields, sumKopecks: sum, addKopecks: added, warnings: [...warnings] } };
}

const DIGIT_SHAPES: [string, RegExp][] = [
  ['PersonalAcc', /^\d{20}$/],
  ['BIC', /^\d{9}$/],
  ['CorrespAcc', /^(\d{20}|0|)$/],
];

type Decoded = { ok: true; text: string; characterSet: CharacterSet } | { ok: false; problem: PaymentTextProblem };

function decode(source: Uint8Array | string, warnings: Set<PaymentTextWarning>): Decoded {
  if (source.length > BYTES_READ_AT_MOST) return { ok: false, problem: 'header' };
  let start = source;
  if (typeof start === 'string' && start.startsWith('\ufeff')) {
    warnings.add('byteOrderMark');
    start = start.slice(1);
  } else if (typeof start !== 'string' && start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) {
    warnings.add('byteOrderMark');
    start = start.subarray(3);
  }
  // The header is ASCII in all three sets, so the rest can be decoded after reading it.
  const header = typeof start === 'string' ? start.slice(0, 7) : Buffer.from(start.subarray(0, 7)).toString('latin1');
  const characterSet = header.startsWith('ST0001') ? characterSetOf(header[6] ?? '') : undefined;
  if (characterSet === undefined || start.length < 9) return { ok: false, problem: 'header' };
  if (typeof start === 'string') return { ok: true, text: start, characterSet };
  try {
    return { ok: true, text: new TextDecoder(characterSet, { fatal: true }).decode(start), characterSet };
  } catch {
    return { ok: false, problem: 'encoding' };
  }
}

type Pairs = { ok: true; fields: Map<string, string> } | { ok: false; problem: PaymentTextProblem; field?: string };

function readPairs(text: string, warnings: Set<PaymentTextWarning>): Pairs {
  const separator = String.fromCodePoint(text.codePointAt(7) ?? 0);
  const fields = new Map<string, string>();
  for (const pair of text.slice(7 + separator.length).split(separator)) {
    if (pair.trim() === '') continue; // a separator at the end is allowed
    const equals = pair.indexOf('=');
    if (equals < 1) return { ok: false, problem: 'pair' };
    const spelled = pair.slice(0, equals).trim();
    const name = canonicalName(spelled) ?? spelled;
    if (canonicalName(spelled) === undefined) warnings.add('unknownName');
    else if (name !== spelled) warnings.add('nameSpelling');
    const raw = pair.slice(equals + 1);
    const value = raw.replace(/\s*[\r\n]+\s*/g, ' ').trim();
    if (/[\r\n]/.test(pair)) warnings.add('lineEnds');
    const known = fields.get(name);
    if (known !== undefined && known !== value) return { ok: false, problem: 'repeated', field: name };
    fields.set(name, value);
  }
  return { ok: true, fields };
}

/** Whole digits are kopecks, as the standard says; with a point or a comma they can only be roubles. */
function readSum(text: string | undefined, warnings: Set<PaymentTextWarning>): bigint | undefined | 'wrong' {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  const roubles = /^(\d{1,16})[.,](\d{1,2})$/.exec(text);
  if (roubles === null) return 'wrong';
  warnings.add('sumWithPoint');
  return BigInt(roubles[1]! + roubles[2]!.padEnd(2, '0'));
}
