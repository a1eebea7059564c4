// Which names of streets the typed words may mean, and what is left of them when a name has taken its own. Pure.
import type { AddressIndex } from './address-index.ts';
import { leftOutWords } from './address-words.ts';
import { listOf } from './packed.ts';
import type { Asked } from './read-asked.ts';

/** `taken`: the tokens that are the name (bits). `cost`: of the name alone, without what is left. */
export type NameMatch = { name: number; cost: number; taken: number };

const MANY_NAMES = 2_000;
const SOME_NAMES = 300;
const MISSING = { rank: 0.25, word: 0.85, number: 1.15 };
const INITIAL = 0.15;
/** Of words written together one may have a slip. */
const MOST_IN_PART = 1.25;
// «8 Марта 61», less likely «Марта 8 61»; in «Щербакова 5 1» the 1 is hardly a word of «1-й Щербакова».
const NUMBER_BEHIND = 0.1;
const NUMBER_APART = 0.6;
const ONLY_NUMBER = 0.4;

type Hit = { mask: number; word: number; cost: number; isNumber: boolean };

/**
 * Names that hold words the typed ones may be. The word that stands in fewest names leads; of others that stand in very many only names
 * that are found already are marked: «Академика» finds nothing by itself beside «Вонсовского».
 */
function collect(index: AddressIndex, { spellings }: Asked): Map<number, Hit[]> {
  const found = spellings.flatMap(({ text, mask, cost, isNumber }) =>
    index.nameWords
      .match(text)
      .filter((match) => match.cost === 0 || (!isNumber && (cost === 0 || match.cost < MOST_IN_PART)))
      .map((match) => ({ mask, word: match.word, cost: cost + match.cost, names: listOf(index.namesOfWord, match.word), isNumber })),
  );
  found.sort((a, b) => Number(a.isNumber) - Number(b.isNumber) || a.names.length - b.names.length);
  const leading = found.find(({ cost, isNumber }) => cost === 0 && !isNumber);
  const byName = new Map<number, Hit[]>();
  for (const { names, ...hit } of found) {
    const most = hit.word === leading?.word ? MANY_NAMES : SOME_NAMES;
    for (const name of names) {
      const known = byName.get(name);
      if (known) known.push(hit);
      else if (byName.size < most) byName.set(name, [hit]);
    }
    for (const name of index.gluedNames.get(hit.word) ?? []) byName.set(name, [...(byName.get(name) ?? []), hit]);
  }
  return byName;
}

const missingCosts = new WeakMap<AddressIndex, Float32Array>();
/** What a name costs whose word was not typed, by word; numbers are told by their cost. */
function missingOf(index: AddressIndex): Float32Array {
  const known =
    missingCosts.get(index) ??
    Float32Array.from(index.nameWords.words, (word) =>
      /^\d/u.test(word) ? MISSING.number : leftOutWords.has(word) || word.length <= 2 ? MISSING.rank : MISSING.word,
    );
  missingCosts.set(index, known);
  return known;
}

const TAKEN = -1;
const NUMBER_COST = Math.fround(MISSING.number);

/** `ofHouse`: the letter of «13а», which by itself names no street. The cheapest words first, each token and each word of the name once; a glued word stands for all words that are not numbers. */
function assign(
  index: AddressIndex,
  { name, hits, free, letters: lone, ofHouse }: { name: number; hits: Hit[]; ofHouse: number } & Pick<Asked, 'free' | 'letters'>,
): NameMatch | undefined {
  const missing = missingOf(index);
  const open = Int32Array.from(listOf(index.wordsOfName, name));
  let cost = 0;
  let taken = 0;
  let letters = 0;
  if (hits.length > 1) hits.sort((a, b) => a.cost - b.cost);
  for (const hit of hits) {
    if ((hit.mask & taken) !== 0) continue;
    const at = open.indexOf(hit.word);
    // A mark, or the letter of a house, that might begin a word costs more as a word than the word costs when it is missing.
    if (at >= 0 && (hit.mask & ~(free | lone)) === 0 && hit.cost > missing[hit.word]!) continue;
    if (at >= 0) open[at] = TAKEN;
    else if (letters === 0 && index.gluedNames.get(hit.word)?.includes(name))
      for (const [n, word] of open.entries()) open[n] = word !== TAKEN && missing[word] === NUMBER_COST ? word : TAKEN;
    else continue;
    taken |= hit.mask;
    cost += hit.cost;
    if (!hit.isNumber && hit.mask !== ofHouse) letters += 1;
  }
  let left = 0;
  for (const word of open) left += word === TAKEN ? 0 : missing[word]!;
  if (letters === 0 && left > 0) return undefined;
  if (letters === 0) cost += ONLY_NUMBER;
  else
    for (const { mask, isNumber } of hits)
      if (isNumber && (taken & mask) !== 0) cost += (taken & (mask << 1)) !== 0 ? 0 : (taken & (mask >>> 1)) !== 0 ? NUMBER_BEHIND : NUMBER_APART;
  return { name, cost: cost + left, taken };
}

/** «30б Баумана», «30 б, Баумана»: the letter is the house's; in «30 Б. Хмельницкого» it is not. */
const isOfNumber = ({ tokens, letters }: Asked, n: number): boolean => (letters & (1 << n)) !== 0 && (tokens[n]!.glued || !tokens[n + 1]!.gap.includes('.'));

/** «С. Дерябиной»: a lone letter that begins a word of the name not typed otherwise. */
function withInitials(index: AddressIndex, match: NameMatch, asked: Asked): NameMatch {
  let { cost, taken } = match;
  const begins = new Set([...listOf(index.wordsOfName, match.name)].map((word) => index.nameWords.words[word]![0]));
  for (const [n, { text, isNumber }] of asked.tokens.entries()) {
    const next = asked.tokens[n + 1];
    if (
      isNumber ||
      text.length > 1 ||
      (taken & (1 << n)) !== 0 ||
      !begins.has(text) ||
      !next ||
      next.isNumber ||
      (taken & (2 << n)) === 0 ||
      isOfNumber(asked, n)
    )
      continue;
    taken |= 1 << n;
    cost += INITIAL - MISSING.word;
  }
  return { ...match, taken, cost: Math.max(cost, 0) };
}

/** The names meant, the likeliest first. `leftCost`: what the tokens left over cost, at least. */
export function matchNames(index: AddressIndex, asked: Asked, { leftCost, most }: { leftCost(taken: number): number; most: number }): NameMatch[] {
  const matches: (NameMatch & { sum: number })[] = [];
  const hasInitials = asked.tokens.some(({ text, isNumber }) => !isNumber && text.length === 1);
  const ofHouse = asked.tokens.reduce((mask, { glued }, n) => (glued ? mask | (asked.letters & (1 << n)) : mask), 0);
  for (const [name, hits] of collect(index, asked)) {
    const assigned = assign(index, { name, hits, free: asked.free, letters: asked.letters, ofHouse });
    if (!assigned) continue;
    const match = hasInitials ? withInitials(index, assigned, asked) : assigned;
    matches.push({ ...match, sum: match.cost + leftCost(match.taken) });
  }
  matches.sort((a, b) => a.sum - b.sum);
  const best = matches[0]?.sum ?? 0;
  return matches.slice(0, most).filter(({ sum }) => sum <= best + 1.9);
}
