// House numbers in one form: «54к1», «54/1», «54, корп. 1» and «54 1» are the same parts [54, 1]; how they are joined only decides between
// two houses with the same parts. Never fuzzy. Pure.
import { flatMarks, houseMarks, partMarks } from './address-words.ts';
import { readText, type Token } from './read-text.ts';
import { lookalike, skeletonOf } from './skeleton.ts';

/** The first number, then what follows it; `marks` has a sign for each following part: к building, / fraction, с structure, л letter, or a blank. */
export type HouseNumber = { main: number; parts: readonly string[]; marks: string };

const NOTHING = new Set(['нет', 'отсутствует', 'отсувтствует', 'б/н']);
const LARGEST = 999_999;

/** The house number that begins at the first number of the tokens; undefined where there is none. */
export function houseNumberOf(tokens: readonly Token[]): HouseNumber | undefined {
  const first = tokens.findIndex(({ isNumber }) => isNumber);
  if (first < 0) return undefined;
  const parts: string[] = [];
  let marks = '';
  for (let at = first + 1; at < tokens.length; at += 1) {
    const { text, gap, isNumber } = tokens[at]!;
    if (NOTHING.has(text)) continue;
    let mark = gap.includes('/') ? '/' : ' ';
    const next = tokens[at + 1];
    const says = isNumber ? undefined : partMarks.get(text);
    const leads = next !== undefined && (next.isNumber || next.text.length <= 2 || text.length > 1 || NOTHING.has(next.text));
    if (says !== undefined && leads) {
      mark = says;
      at += 1;
    } else if (!isNumber && text.length > 1 && houseMarks.has(text)) continue;
    else if (says !== undefined && text.length > 1) continue;
    const part = tokens[at]!.text;
    if (NOTHING.has(part)) continue;
    parts.push(part);
    marks += mark;
  }
  return { main: Math.min(Number(tokens[first]!.text), LARGEST), parts, marks };
}

/** A label of the directory, «16, к. 18, стр. И»; a label without a number has main 0 and its words as parts. */
export function readHouseLabel(label: string): HouseNumber {
  const tokens = readText(label.toLowerCase().replaceAll(/(?<![a-z])[a-z](?![a-z])/gu, lookalike));
  return houseNumberOf(tokens) ?? { main: 0, parts: tokens.map(({ text }) => text), marks: ' '.repeat(tokens.length) };
}

const EXTRA_ASKED = { number: 0.75, letter: 1.3, word: 0.45 };
const EXTRA_KNOWN = 0.8;
const FLAT = 0.05;
const OTHER_MARK = 0.3;
const OTHER_WRITING = 0.02;

const kindOfPart = (part: string): keyof typeof EXTRA_ASKED => (/^\d/u.test(part) ? 'number' : part.length === 1 ? 'letter' : 'word');
// «к» and «/» are used one for the other; a structure is said to be one.
const marksDiffer = (asked: string, known: string): number =>
  asked === known ? 0 : (asked === 'с') !== (known === 'с') && asked !== ' ' ? OTHER_MARK : known === 'с' ? OTHER_MARK / 2 : OTHER_WRITING;

// A letter typed on the other keyboard or in Latin: «19b» is «19б», and by its look «19в».
const LATIN: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'бв',
  v: 'в',
  g: 'г',
  d: 'д',
  e: 'е',
  z: 'зж',
  i: 'и',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  c: 'сц',
  t: 'т',
  u: 'у',
  f: 'ф',
  h: 'хн',
};
const inLatin = (asked: string, known: string): number =>
  asked.length === 1 ? (LATIN[asked] ?? '').indexOf(known) : /^[a-z]/u.test(asked) && skeletonOf(asked) === skeletonOf(known) ? 0 : -1;
/** What it costs to take the part asked for the known one; Infinity when they differ. */
function partCost(asked: string, known: string): number {
  const place = asked === known ? 0 : inLatin(asked, known);
  return place < 0 ? Infinity : 0.2 * place;
}

export type NumberFit = { cost: number; left: readonly string[] };

/**
 * How well a known house answers to the number asked, its first number being the same: 0 is this very house; parts it has and nobody asked
 * for, and parts asked for that it has not, cost. `left`: what was asked beyond it, which may be a flat.
 */
export function fitNumber(asked: HouseNumber, known: HouseNumber): NumberFit {
  let cost = 0;
  let same = 0;
  while (same < asked.parts.length && same < known.parts.length) {
    const differs = partCost(asked.parts[same]!, known.parts[same]!);
    if (differs === Infinity) break;
    cost += differs + marksDiffer(asked.marks[same]!, known.marks[same]!);
    same += 1;
  }
  const left = asked.parts.slice(same);
  if (left.length > 0 && flatMarks.has(left[0]!)) cost += FLAT;
  else for (const part of left) cost += EXTRA_ASKED[kindOfPart(part)];
  if (known.parts.length > same) cost += EXTRA_KNOWN + 0.05 * (known.parts.length - same - 1) + (left.length > 0 ? EXTRA_KNOWN : 0);
  return { cost, left };
}
