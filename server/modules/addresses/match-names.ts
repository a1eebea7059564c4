// Which names of streets the typed words may mean, and what is left of them when a name has taken its own. Pure.
import type { AddressIndex } from './address-index.ts';
import { leftOutWords } from './address-words.ts';
import { listOf } from './packed.ts';
import type { Asked } from './read-asked.ts';

/** `taken`: the tokens that are the name (bits). `cost`: of the name alone, without what is left. */
export type NameMatch = { name: number; cost: number; taken: number };

const MANY_NAMES = 4_000;
const MISSING = { rank: 0.25, word: 0.85, number: 1.15 };
const INITIAL = 0.15;
// «8 Марта 61», less likely «Марта 8 61»; in «Щербакова 5 1» the 1 is hardly a word of «1-й Щербакова».
const NUMBER_BEHIND = 0.1;
const NUMBER_APART = 0.6;
const ONLY_NUMBER = 0.4;

type Hit = { mask: number; word: number; cost: number; isNumber: boolean };

/** Names that hold words the typed ones may be; of words that stand in very many names only those that another word has found too. */
function collect(index: AddressIndex, { spellings }: Asked): Map<number, Hit[]> {
  const found = spellings.flatMap(({ text, mask, cost, isNumber }) =>
    index.nameWords.match(text).filter((match) => match.cost === 0 || (!isNumber && (cost === 0 || match.cost < 0.9)))
      .map((match) => ({ mask, word: match.word, cost: cost + match.cost, names: listOf(index.namesOfWord, match.word), isNumber })));
  found.sort((a, b) => Number(a.isNumber) - Number(b.isNumber) || a.names.length - b.names.length);
  const byName = new Map<number, Hit[]>();
  for (const { names, ...hit } of found) {
    for (const name of names) {
      const known = byName.get(name);
      if (known) known.push(hit);
      else if (byName.size < MANY_NAMES) byName.set(name, [hit]);
    }
    for (const name of index.gluedNames.get(hit.word) ?? []) byName.set(name, [...(byName.get(name) ?? []), hit]);
  }
  return byName;
}

const missingCost = (word: string): number => (/^\d/u.test(word) ? MISSING.number : leftOutWords.has(word) || word.length <= 2 ? MISSING.rank : MISSING.word);

/** The cheapest words first, each token and each word of the name once; a glued word stands for all words that are not numbers. */
function assign(index: AddressIndex, name: number, hits: Hit[]): NameMatch | undefined {
  const words = [...listOf(index.wordsOfName, name)];
  const open = words.map((word) => index.nameWords.words[word]!);
  let cost = 0;
  let taken = 0;
  let letters = 0;
  for (const hit of hits.sort((a, b) => a.cost - b.cost)) {
    if ((hit.mask & taken) !== 0) continue;
    const at = words.indexOf(hit.word);
    if (at >= 0 && open[at] !== '') open[at] = '';
    else if (at < 0 && open.some((word) => word !== '' && !/^\d/u.test(word)) && letters === 0) for (const [n, word] of open.entries()) open[n] = /^\d/u.test(word) ? word : '';
    else continue;
    taken |= hit.mask;
    cost += hit.cost;
    if (!/^\d/u.test(index.nameWords.words[hit.word]!)) letters += 1;
  }
  if (letters === 0 && open.some((word) => word !== '')) return undefined;
  if (letters === 0) cost += ONLY_NUMBER;
  else for (const { mask, isNumber } of hits) if (isNumber && (taken & mask) !== 0) cost += (taken & (mask << 1)) !== 0 ? 0 : (taken & (mask >>> 1)) !== 0 ? NUMBER_BEHIND : NUMBER_APART;
  return { name, cost: cost + open.reduce((sum, word) => sum + (word === '' ? 0 : missingCost(word)), 0), taken };
}

/** «С. Дерябиной»: a lone letter that begins a word of the name not typed otherwise. */
function withInitials(index: AddressIndex, match: NameMatch, { tokens }: Asked): NameMatch {
  let { cost, taken } = match;
  const begins = new Set([...listOf(index.wordsOfName, match.name)].map((word) => index.nameWords.words[word]![0]));
  for (const [n, { text, isNumber }] of tokens.entries()) {
    const next = tokens[n + 1];
    if (isNumber || text.length > 1 || (taken & (1 << n)) !== 0 || !begins.has(text) || !next || next.isNumber || (taken & (2 << n)) === 0) continue;
    taken |= 1 << n;
    cost += INITIAL - MISSING.word;
  }
  return { ...match, taken, cost: Math.max(cost, 0) };
}

/** The names meant, the likeliest first. `leftCost`: what the tokens left over cost, at least. */
export function matchNames(index: AddressIndex, asked: Asked, { leftCost, most }: { leftCost(taken: number): number; most: number }): NameMatch[] {
  const matches: (NameMatch & { sum: number })[] = [];
  for (const [name, hits] of collect(index, asked)) {
    const assigned = assign(index, name, hits);
    if (!assigned) continue;
    const match = withInitials(index, assigned, asked);
    matches.push({ ...match, sum: match.cost + leftCost(match.taken) });
  }
  matches.sort((a, b) => a.sum - b.sum);
  const best = matches[0]?.sum ?? 0;
  return matches.slice(0, most).filter(({ sum }) => sum <= best + 1.9);
}
