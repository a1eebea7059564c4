// One way to read what was typed: its words with what each may be (a kind of street, a mark, a postal code), and the further spellings
// under which a word is looked up. Pure.
import { flatMarks, houseMarks, kindInFull, partMarks, placeKinds, prepositions, streetKinds } from './address-words.ts';
import type { Token } from './read-text.ts';
import { lookalike, skeletonOf } from './skeleton.ts';

/** A spelling to look up: the tokens it takes (bits), and what it costs to read it so. */
export type Spelling = { text: string; mask: number; cost: number; isNumber: boolean };

export type Asked = {
  tokens: readonly Token[];
  spellings: readonly Spelling[];
  kinds: readonly { mask: number; kinds: readonly string[] }[];
  /** Tokens that cost nothing when nothing explains them: marks, kinds, postal codes. */
  free: number;
  /** Of those, the ones that can be no part of a house number. */
  notOfHouse: number;
  /** Lone letters behind a number or «литера»: rather the letter of a house than a word that begins so. */
  letters: number;
  words: number;
  /** Written without spaces: «ул.шефскаяд.911» may be 91/1. */
  isGlued: boolean;
};

const MOST_TOKENS = 24;
const allMarks = [...streetKinds.keys(), ...placeKinds, ...houseMarks, ...partMarks.keys(), ...flatMarks];
const latinMarks: ReadonlyMap<string, string> = new Map(allMarks.toReversed().map((mark) => [skeletonOf(mark), mark]));

/** Marks in Latin become ours; a lone letter only before a number or a letter: «16 k 2», but «16 b». */
function withOurMarks(token: Token, next: Token | undefined): Token {
  if (token.isNumber || !/^[a-z]/u.test(token.text)) return token;
  const mark = latinMarks.get(skeletonOf(token.text)) ?? (token.text.length === 1 && partMarks.has(lookalike(token.text)) ? lookalike(token.text) : undefined);
  return mark !== undefined && (token.text.length > 1 || (next && (next.isNumber || next.text.length === 1))) ? { ...token, text: mark } : token;
}

const fullKinds = [...streetKinds.keys()].filter((way) => way.length >= 5 && way === kindInFull(streetKinds.get(way)![0]!));

/** Of words written together: without the «д» of «первомайскаяд.24», without the kind of «улицаленина». */
function partsOf({ text }: Token, next: Token | undefined): { text: string; cost: number }[] {
  const parts = [];
  if (next?.isNumber && text.length > 3 && /д(?:ом)?$/u.test(text)) parts.push({ text: text.replace(/д(?:ом)?$/u, ''), cost: 0.05 });
  const kind = text.length >= 8 ? fullKinds.find((way) => text.startsWith(way) && text.length > way.length + 2) : undefined;
  if (kind !== undefined) parts.push({ text: text.slice(kind.length).replace(/д$/u, ''), cost: 0.1 });
  return parts;
}

// «xrustalnaya», «shhorsa»: GOST 7.79-2000 writes x for х, which others write for кс.
const USUAL_LATIN: Readonly<Record<string, string>> = { x: 'kh', shh: 'shch', cz: 'ts' };
const OTHER_LATIN = /x|shh|cz/gu;
const OTHER_STANDARD = 0.1;

const DECLINED = 0.15;
const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ['ой', ['ая']],
  ['ую', ['ая']],
  ['ом', ['ый', 'ой', 'ий']],
];
/** «на Ясной», «в Лесном»: names that are adjectives, as they stand in the directory. */
const nominative = (text: string): string[] =>
  ENDINGS.flatMap(([end, plain]) => (text.length >= 5 && text.endsWith(end) ? plain.map((one) => text.slice(0, -2) + one) : []));

/** A number of six digits before the house is a postal code. */
const isPostalCode = (token: Token): boolean => token.isNumber && /^[1-6]\d{5}$/u.test(token.text);

/** What the tokens may be. */
export function readAsked(read: readonly Token[]): Asked {
  const cut = read.slice(0, MOST_TOKENS);
  const tokens = cut.map((token, n) => withOurMarks(token, cut[n + 1]));
  const asked = { spellings: [] as Spelling[], kinds: [] as { mask: number; kinds: readonly string[] }[], free: 0, notOfHouse: 0, letters: 0, words: 0 };
  let isGlued = false;
  for (const [n, token] of tokens.entries()) {
    const mask = 1 << n;
    const { text, isNumber } = token;
    if (isPostalCode(token)) {
      asked.free |= mask;
      asked.notOfHouse |= mask;
      continue;
    }
    if (prepositions.has(text)) {
      asked.free |= mask;
      asked.words |= mask;
      asked.notOfHouse |= mask;
      continue;
    }
    asked.spellings.push({ text, mask, cost: 0, isNumber });
    if (isNumber) continue;
    asked.words |= mask;
    const before = tokens[n - 1];
    if (text.length === 1 && before && (before.isNumber || partMarks.has(before.text))) asked.letters |= mask;
    const kinds = streetKinds.get(text);
    if (kinds) asked.kinds.push({ mask, kinds });
    if (kinds || placeKinds.has(text) || houseMarks.has(text) || partMarks.has(text) || flatMarks.has(text)) asked.free |= mask;
    if (text.length > 1 && (kinds || placeKinds.has(text))) asked.notOfHouse |= mask;
    const next = tokens[n + 1];
    isGlued ||= next?.isNumber === true && next.glued && text.length > 3;
    for (const part of partsOf(token, next)) {
      isGlued ||= next?.glued !== false || next.gap === '.';
      asked.spellings.push({ ...part, mask, isNumber });
    }
    const usual = text.replaceAll(OTHER_LATIN, (letters) => USUAL_LATIN[letters]!);
    if (usual !== text) asked.spellings.push({ text: usual, mask, cost: OTHER_STANDARD, isNumber });
    for (const plain of nominative(text)) asked.spellings.push({ text: plain, mask, cost: DECLINED, isNumber });
    if (next && !next.isNumber && text.length + next.text.length >= 4)
      asked.spellings.push({ text: text + next.text, mask: mask | (1 << (n + 1)), cost: 0.15, isNumber });
  }
  return { tokens, isGlued, ...asked };
}
