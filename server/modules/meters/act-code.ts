// The code printed on an act, by which anybody may check it. Pure.
import { createHash } from 'node:crypto';

// Crockford's letters: without I, L, O and U, which people take for 1, 0 and V. 32 of them: five bits each, 60 in all.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const grouped = (letters: string): string => letters.match(/.{4}/g)!.join('-');

/** `7K4M-92QD-X0B3`-like, the same every time for a submission. */
export function actCode(submissionId: string): string {
  const digest = createHash('sha256').update('act').update('\0').update(submissionId).digest();
  return grouped(Array.from({ length: LENGTH }, (_, place) => LETTERS[digest[place]! % LETTERS.length]!).join(''));
}

/** What a person typed, in its one form; undefined when it cannot be a code. Case, spaces and dashes do not matter, O is 0, I and L are 1. */
export function readActCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s\-–—]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return letters.length === LENGTH && /^[0-9A-HJKMNP-TV-Z]*$/.test(letters) ? grouped(letters) : undefined;
}
