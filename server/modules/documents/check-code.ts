// The code printed on a document, by which anybody may check it. Pure.

// Crockford's letters: without I, L, O and U, which people take for 1, 0 and V. 32 of them: five bits each, 60 in all.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const grouped = (letters: string): string => letters.match(/.{4}/g)!.join('-');

/** `7K4M-92QD-X0B3`-like, of the first twelve bytes: random ones, or a digest where the same code is wanted every time. */
export const checkCode = (bytes: Uint8Array): string =>
  grouped(Array.from({ length: LENGTH }, (_, place) => LETTERS[bytes[place]! % LETTERS.length]!).join(''));

/** What a person typed, in its one form; undefined when it cannot be a code. Case, spaces and dashes do not matter, O is 0, I and L are 1. */
export function readCheckCode(typed: string): string | undefined {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return letters.length === LENGTH && /^[0-9A-HJKMNP-TV-Z]*$/.test(letters) ? grouped(letters) : undefined;
}
