// The number of a receipt is its check code too: 13 letters and digits that say nothing and cannot be guessed (65 bits of a hash of an id that only payer and bank know).
import { createHash } from 'node:crypto';

// Crockford's: without I, L, O and U, which people take for 1, 0 and V.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 13;

/** The number of a payment's receipt, `K3F9-Q2D0X-H4M7`-like: the same every time. */
export function receiptNumber(paymentId: string): string {
  const digest = createHash('sha256').update('receipt').update('\0').update(paymentId).digest();
  const letters = Array.from({ length: LENGTH }, (_, place) => LETTERS[digest[place]! % LETTERS.length]!).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 9)}-${letters.slice(9)}`;
}

/** What a person typed as the number of a receipt, in its one form; undefined when it cannot be one. Case, spaces and dashes do not matter, O is 0, I and L are 1. */
export function readReceiptNumber(typed: string): string | undefined {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-–—№]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{13}$/.test(letters)) return undefined;
  return `${letters.slice(0, 4)}-${letters.slice(4, 9)}-${letters.slice(9)}`;
}
