// How hard a password is to guess. Length first, then how much of it is a known word, a walk over the keys, a year, a repetition (AUTH-8).
// Pure: the page shows it while typing, the server decides by it.
import { COMMON_WORDS, commonPasswords } from './common-passwords.ts';

export const PASSWORD_LEAST = 12;
export const PASSWORD_LEAST_WITH_FACTOR = 8;
export const PASSWORD_MOST = 200;

export type PasswordFault = 'short' | 'long' | 'common' | 'own' | 'weak';
/** `bits`: how many guesses it takes, as a power of two, by this measure. `level` 0 to 4 for the bar. `fault`: why it is refused. */
export type Strength = { bits: number; level: 0 | 1 | 2 | 3 | 4; fault: PasswordFault | null; says: string };

const WORD_BITS = 10; // one of a thousand
const YEAR_BITS = 6;
const RUN_BITS = 5; // 4567, aaaa, abcd
const ENOUGH_BITS = 30;
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' };
const plain = (text: string): string => Array.from(text, (letter) => LEET[letter] ?? letter).join('');

/**
 * Measures a password. `least`: the length that this person needs; `own`: names, phone and e-mail of the person, which are
 * the first thing that acquaintances try.
 */
export function strengthOf(password: string, { least, own = [] }: { least: number; own?: readonly string[] }): Strength {
  const text = password.normalize('NFKC').toLowerCase();
  const length = Array.from(text).length;
  const ownWords = own.flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  const bits = bitsOf(text, ownWords);
  const level = bits < 20 ? 0 : bits < ENOUGH_BITS ? 1 : bits < 45 ? 2 : bits < 60 ? 3 : 4;
  const answer = (fault: PasswordFault | null, says: string): Strength => ({ bits, level: fault ? (Math.min(level, 1) as 0 | 1) : level, fault, says });
  if (length > PASSWORD_MOST) return answer('long', `Не длиннее ${PASSWORD_MOST} знаков`);
  if (length < least) return answer('short', `Нужно не меньше ${least} знаков. Сейчас ${length}`);
  if (commonPasswords.has(text) || commonPasswords.has(plain(text)))
    return answer('common', 'Этот пароль стоит в списках, с которых начинают подбор. Придумайте другой');
  if (ownWords.some((word) => text === word || (text.startsWith(word) && /^[\d!.]*$/.test(text.slice(word.length)))))
    return answer('own', 'Пароль повторяет ваше имя, телефон или почту. Придумайте другой');
  if (bits < ENOUGH_BITS) return answer('weak', 'Такой пароль легко подобрать: в нём известные слова или повторы. Добавьте ещё одно-два слова');
  return answer(null, level === 2 ? 'Подойдёт' : level === 3 ? 'Хороший пароль' : 'Отличный пароль');
}

/** The sum over the pieces that the text falls into, each at the price of guessing that piece. */
function bitsOf(text: string, ownWords: readonly string[]): number {
  const spelled = plain(text);
  const seen = new Set<string>();
  let bits = 0;
  for (let at = 0; at < text.length;) {
    const isKnown = (word: string): boolean => text.startsWith(word, at) || spelled.startsWith(word, at);
    const piece = pieceOf(text.slice(at), { own: ownWords.find(isKnown), common: COMMON_WORDS.find(isKnown) });
    bits += seen.has(piece.text) ? 1 : piece.bits;
    if (piece.text.length > 1) seen.add(piece.text);
    at += piece.text.length;
  }
  return Math.round(bits);
}

function pieceOf(rest: string, { own, common }: { own: string | undefined; common: string | undefined }): { text: string; bits: number } {
  if (own !== undefined) return { text: rest.slice(0, own.length), bits: 3 };
  if (common !== undefined) return { text: rest.slice(0, common.length), bits: WORD_BITS };
  const year = /^(?:19|20)\d\d/.exec(rest)?.[0];
  if (year !== undefined) return { text: year, bits: YEAR_BITS };
  const run = runAt(rest);
  if (run.length >= 3) return { text: run, bits: RUN_BITS };
  const letter = Array.from(rest)[0]!;
  return { text: letter, bits: /\d/.test(letter) ? 3.3 : /\p{L}/u.test(letter) ? 4.7 : 5.5 };
}

/** The longest run from the start whose signs follow each other by the same step: 1234, 9876, aaaa. */
function runAt(text: string): string {
  const codes = Array.from(text.slice(0, 40), (letter) => letter.codePointAt(0)!);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  if (codes.length < 2 || Math.abs(step) > 1) return '';
  let end = 1;
  while (end + 1 <= codes.length - 1 && step === codes[end + 1]! - codes[end]!) end += 1;
  return text.slice(0, end + 1);
}
