// The search: names by their words, streets of a name from the weightiest place on, houses of a street by their exact number. Every slip,
// missing word and smaller place costs; the cheapest answers come first. Pure.
import type { AddressIndex } from './address-index.ts';
import { oftenLeftOut, partMarks, placeKinds, streetKinds } from './address-words.ts';
import { fitNumber, type HouseNumber, houseNumberOf, readHouseLabel } from './house-number.ts';
import { matchNames, type NameMatch } from './match-names.ts';
import type { Near } from './near-places.ts';
import { listOf } from './packed.ts';
import { type Asked, readAsked } from './read-asked.ts';
import { readings, type Token } from './read-text.ts';

/** `house` null: a street without a number asked. `isExact`: the very house; otherwise something near it. */
export type Hit = { street: number; house: number | null; cost: number; isExact: boolean; flat: string | null };
/** `near`: of equal answers those there come first. */
export type Narrowing = { place?: (place: number) => boolean; flags?: number; near?: Near | undefined };
export type Search = Narrowing & { limit: number };

const UNKNOWN_WORD = 1.1;
const UNKNOWN_LETTER = 0.25;
// «р. люксембург» is not any street that begins so, and «дерябиной 30а» none of a letter.
const ONLY_LETTER = 1.5;
const OTHER_KIND = 0.9;
const UNKNOWN_KIND = 0.3;
// «Решетникова 4» is the street rather than the passage of that name.
const SELDOM_LEFT_OUT = 0.02;
const NO_SUCH_HOUSE = 2.2;
const SMALLER_PLACE = 0.11;
// Where somebody lives, a town is as good as the largest; a street elsewhere costs less than a slip.
const ELSEWHERE = { inRegion: 0.12, far: 0.25 };
const IN_REGION = 0.5;
const SPLIT_NUMBER = 0.35;
const OTHER_READING = 0.1;
const MOST_NAMES = 40;
const MOST_STREETS = 4_000;
const MOST_NAMED_PLACES = 400;
const NEAR = 0.7;
// Of a word that leads nowhere the last letters are taken away so often at most, in an address of few words; no street has a longer one.
const MOST_SHORTER = 8;
const MOST_WORDS = 6;
const LONG_WORD = /(?<=\p{L}{16})\p{L}+/gu;
const LONGEST_TYPED = 200;
// Three words that nothing explains, beside a name that is itself no more than like one: nobody asked for this.
const NOTHING_KNOWN = { words: 3.2, name: 0.6 };
const INSIDE_FLAT = /^(?:квартира|кв|кварт|офис|оф|помещение|пом|помещ|комната|комн|ком|этаж|эт|подъезд|под)$/u;

/** What was asked for, and which words of places each token may be. */
type Question = Search & { asked: Asked; placeWords: (Map<number, number> | undefined)[]; named: Uint32Array; base: number; seen: Map<number, Explained> };
type Explained = { mask: number; cost: number };

/** The best answers to what was typed, the likeliest first; none when nothing like it is known. */
export function findAddresses(index: AddressIndex, typed: string, search: Search): Hit[] {
  const hits = answersTo(index, typed, search);
  return hits.length > 0 ? hits : answersToBeginning(index, typed, search);
}

function answersTo(index: AddressIndex, typed: string, search: Search): Hit[] {
  const best = bestOf(index, search.limit);
  for (const [n, tokens] of readings(typed).entries()) answer(index, question(index, tokens, { ...search, base: n * OTHER_READING }), best);
  return best.sorted();
}

/** Nothing is like it: what its first letters lead to. */
function answersToBeginning(index: AddressIndex, typed: string, search: Search): Hit[] {
  let shorter = typed.trim().slice(0, LONGEST_TYPED).replaceAll(LONG_WORD, '');
  if ((shorter.match(/\p{L}+/gu)?.length ?? 0) > MOST_WORDS) return [];
  for (let step = 0; step < MOST_SHORTER; step += 1) {
    const before = shorter;
    shorter = before.replace(/\p{L}{1,2}(?=[^\p{L}]*$)/u, '');
    if (shorter.length < 2 || shorter === before) return [];
    const hits = answersTo(index, shorter, search);
    if (hits.length > 0) return hits.map((hit) => ({ ...hit, isExact: false }));
  }
  return [];
}

function question(index: AddressIndex, tokens: readonly Token[], search: Search & { base: number }): Question {
  const asked = readAsked(tokens);
  const placeWords: (Map<number, number> | undefined)[] = [];
  const named = new Set<number>(search.near?.towns);
  for (const { text, mask, isNumber, cost } of asked.spellings) {
    if (isNumber || cost > 0 || text.length < 2) continue;
    const matches = index.placeWords.match(text).filter((match) => match.cost < 1.3);
    if (matches.length === 0) continue;
    placeWords[31 - Math.clz32(mask)] = new Map(matches.map((match) => [match.word, match.cost]));
    for (const match of matches)
      if (match.cost <= NEAR) for (const place of listOf(index.placesOfWord, match.word).subarray(0, MOST_NAMED_PLACES)) named.add(place);
  }
  return { ...search, asked, placeWords, named: Uint32Array.from(named).sort(), seen: new Map() };
}

/** What the words left over cost when a place explains none of them; kinds and marks are free. */
function unknownCost({ asked }: Question, known: number): number {
  let cost = 0;
  for (let left = asked.words & ~known & ~asked.free; left !== 0; left &= left - 1)
    cost += asked.tokens[31 - Math.clz32(left & -left)]!.text.length > 1 ? UNKNOWN_WORD : UNKNOWN_LETTER;
  return cost;
}

/** What it costs that a street answers to nothing but a letter while a word is left over. */
function onlyLetterCost({ asked }: Question, { taken }: NameMatch, known: number): number {
  const lengthOf = (bits: number): number => {
    let most = 0;
    for (let left = bits; left !== 0; left &= left - 1) most = Math.max(most, asked.tokens[31 - Math.clz32(left & -left)]!.text.length);
    return most;
  };
  return lengthOf(asked.words & taken) === 1 && lengthOf(asked.words & ~known & ~asked.free) > 3 ? ONLY_LETTER : 0;
}

/** Which of the tokens are words of the place, its district or its region. */
function explain(index: AddressIndex, question: Question, place: number): Explained {
  const known = question.seen.get(place);
  if (known) return known;
  let mask = 0;
  let cost = 0;
  const words = listOf(index.wordsOfPlace, place);
  for (const [n, matches] of question.placeWords.entries()) {
    if (!matches) continue;
    let best = Infinity;
    for (const word of words) best = Math.min(best, matches.get(word) ?? Infinity);
    if (best === Infinity) continue;
    mask |= 1 << n;
    cost += best;
  }
  const explained = { mask, cost };
  question.seen.set(place, explained);
  return explained;
}

function answer(index: AddressIndex, asking: Question, best: Best): void {
  const explainable = asking.placeWords.reduce((mask, words, n) => (words ? mask | (1 << n) : mask), 0);
  const names = matchNames(index, asking.asked, { most: MOST_NAMES, leftCost: (taken) => unknownCost(asking, taken | explainable) });
  for (const name of names) {
    if (name.cost > NOTHING_KNOWN.name && unknownCost(asking, name.taken | explainable) > NOTHING_KNOWN.words) continue;
    const first = index.firstStreet[name.name]!;
    const end = Math.min(index.firstStreet[name.name + 1]!, first + MOST_STREETS);
    const leftKinds = asking.asked.kinds.filter(({ mask }) => (mask & name.taken) === 0);
    const isNamed = (explainable & ~name.taken & asking.asked.words) !== 0;
    for (const street of streetsIn(index, asking, name.name)) if (street >= end) answerStreet(index, { asking, name, street, leftKinds, best });
    for (let street = first; street < end; street += 1) {
      if (!isNamed && asking.base + name.cost + (asking.near ? IN_REGION : 1) * smallness(index, index.streetPlace[street]!) > best.worst()) break;
      answerStreet(index, { asking, name, street, leftKinds, best });
    }
  }
}

/** Streets of a name in the places that were named. Both are in the order of places. */
function* streetsIn(index: AddressIndex, { named }: Question, name: number): Generator<number> {
  for (const place of named) {
    let low = index.firstStreet[name]!;
    let high = index.firstStreet[name + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.streetPlace[middle]! < place) low = middle + 1;
      else high = middle;
    }
    for (; low < index.firstStreet[name + 1]! && index.streetPlace[low] === place; low += 1) yield low;
  }
}

const smallness = (index: AddressIndex, place: number): number =>
  SMALLER_PLACE * Math.log10(index.places[0]!.weight / Math.max(1, index.places[place]!.weight));

/** What it costs that the place is small, or far from the homes of the one who asks. */
function placeCost(index: AddressIndex, { near }: Question, place: number): number {
  if (near === undefined) return smallness(index, place);
  if (near.towns.includes(place)) return 0;
  return near.isRegion(place) ? ELSEWHERE.inRegion + IN_REGION * smallness(index, place) : ELSEWHERE.far + smallness(index, place);
}

function kindCost(asked: Question['asked']['kinds'], kind: string): number {
  if (asked.length === 0) return oftenLeftOut.has(kind) ? 0 : SELDOM_LEFT_OUT;
  if (asked.some(({ kinds }) => kinds.includes(kind))) return 0;
  return kind === '' ? UNKNOWN_KIND : OTHER_KIND;
}

type StreetQuestion = { asking: Question; name: NameMatch; street: number; leftKinds: Question['asked']['kinds']; best: Best };

function answerStreet(index: AddressIndex, { asking, name, street, leftKinds, best }: StreetQuestion): void {
  const place = index.streetPlace[street]!;
  if (asking.place && !asking.place(place)) return;
  const { mask, cost: named } = explain(index, asking, place);
  const known = name.taken | mask;
  const placed = (mask & ~name.taken) === 0 ? 0 : named;
  const cost =
    asking.base +
    name.cost +
    placed +
    unknownCost(asking, known) +
    onlyLetterCost(asking, name, known) +
    placeCost(index, asking, place) +
    kindCost(leftKinds, index.kinds[index.streetKind[street]!]!);
  if (cost > best.worst()) return;
  const number = houseNumberOf(tokensOfHouse(asking.asked, known));
  if (!number) {
    answerWithoutNumber(index, { street, cost, best, asking });
    return;
  }
  answerHouses(index, { street, number, cost, best, asking });
}

/** A street alone; narrowed to some of its houses, those. */
function answerWithoutNumber(index: AddressIndex, { street, cost, best, asking }: Omit<HouseQuestion, 'number'>): void {
  const isExact = cost - placeCost(index, asking, index.streetPlace[street]!) < 0.01;
  const wanted = asking.flags ?? 0;
  if (wanted === 0) best.keep({ street, house: null, cost, isExact, flat: null });
  else
    for (let house = index.firstHouse[street]!; house < index.firstHouse[street + 1]!; house += 1)
      if ((index.houseFlags[house]! & wanted) === wanted) best.keep({ street, house, cost, isExact, flat: null });
}

/** What may be the number: a flat goes behind, a lone letter before a word of the place is the kind of it. */
function tokensOfHouse({ tokens, notOfHouse }: Asked, known: number): Token[] {
  const rest: Token[] = [];
  const inside: Token[] = [];
  for (let n = 0; n < tokens.length; n += 1) {
    const token = tokens[n]!;
    if (((known | notOfHouse) & (1 << n)) !== 0) continue;
    const next = tokens[n + 1];
    if (isKindOf(token, next) && !partMarks.has(tokens[n - 1]?.text ?? '')) continue;
    if (!token.isNumber && INSIDE_FLAT.test(token.text) && next?.isNumber && !rest.some(({ isNumber }) => isNumber)) {
      inside.push(token, next);
      n += 1;
    } else rest.push(token);
  }
  return rest.some(({ isNumber }) => isNumber) ? [...rest, ...inside] : inside;
}

/** «г» before «Екатеринбург»: a lone letter apart from the number, before a word. */
const isKindOf = (token: Token, next: Token | undefined): boolean =>
  !token.isNumber &&
  token.text.length === 1 &&
  !token.glued &&
  next !== undefined &&
  !next.isNumber &&
  next.text.length > 2 &&
  (placeKinds.has(token.text) || streetKinds.has(token.text));

type HouseQuestion = { street: number; number: HouseNumber; cost: number; best: Best; asking: Question };

function answerHouses(index: AddressIndex, { street, number, cost, best, asking }: HouseQuestion): void {
  let nearest = Infinity;
  const wanted = asking.flags ?? 0;
  const streetCost = cost - placeCost(index, asking, index.streetPlace[street]!);
  for (const { main, parts, marks, extra } of numbersMeant(number, asking.asked.isGlued)) {
    const asked = { main, parts, marks };
    for (let house = firstWith(index, street, main); house < index.firstHouse[street + 1]! && index.labelMain[index.houseLabel[house]!] === main; house += 1) {
      if ((index.houseFlags[house]! & wanted) !== wanted) continue;
      const { cost: differs, left } = fitNumber(asked, numberOfLabel(index, index.houseLabel[house]!));
      nearest = Math.min(nearest, differs + extra);
      best.keep({ street, house, cost: cost + differs + extra, isExact: streetCost + differs < 0.75, flat: flatOf(left) });
    }
  }
  if (nearest === Infinity && cost + NO_SUCH_HOUSE <= best.worst()) nearestHouses(index, { street, number, cost, best, asking });
}

/** The number itself; written without spaces also the same digits as house and building. */
function numbersMeant(number: HouseNumber, isGlued: boolean): (HouseNumber & { extra: number })[] {
  const meant = [{ ...number, extra: 0 }];
  const digits = String(number.main);
  if (isGlued)
    for (let cut = digits.length - 1; cut > 0; cut -= 1)
      if (digits[cut] !== '0')
        meant.push({ main: Number(digits.slice(0, cut)), parts: [digits.slice(cut), ...number.parts], marks: ` ${number.marks}`, extra: SPLIT_NUMBER });
  return meant;
}

/** There is no such house here: those with the nearest numbers. */
function nearestHouses(index: AddressIndex, { street, number, cost, best, asking }: HouseQuestion): void {
  const after = firstWith(index, street, number.main);
  const wanted = asking.flags ?? 0;
  for (let house = Math.max(index.firstHouse[street]!, after - 3); house < Math.min(index.firstHouse[street + 1]!, after + 3); house += 1) {
    if ((index.houseFlags[house]! & wanted) !== wanted) continue;
    const away = Math.abs(index.labelMain[index.houseLabel[house]!]! - number.main);
    best.keep({ street, house, cost: cost + NO_SUCH_HOUSE + Math.min(0.5, away / 100), isExact: false, flat: null });
  }
}

function firstWith(index: AddressIndex, street: number, main: number): number {
  let low = index.firstHouse[street]!;
  let high = index.firstHouse[street + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.labelMain[index.houseLabel[middle]!]! < main) low = middle + 1;
    else high = middle;
  }
  return low;
}

const numbersRead = new WeakMap<AddressIndex, (HouseNumber | undefined)[]>();
/** Labels are read when first met: a directory has hundreds of thousands of them, and a day's questions meet a few. */
function numberOfLabel(index: AddressIndex, label: number): HouseNumber {
  const read = numbersRead.get(index) ?? [];
  if (read.length === 0) numbersRead.set(index, read);
  return (read[label] ??= readHouseLabel(index.labels[label]!));
}

const flatOf = (left: readonly string[]): string | null => left.find((part) => /^\d/u.test(part)) ?? null;

type Best = ReturnType<typeof bestOf>;

/** The cheapest so far; of equal ones the house with more premises, which more people mean, then the weightier place. */
function bestOf(index: AddressIndex, limit: number) {
  const hits: Hit[] = [];
  const premises = ({ house }: Hit): number => (house === null ? 0 : index.housePremises[house]!);
  const compare = (a: Hit, b: Hit): number =>
    Math.abs(a.cost - b.cost) > 1e-6 ? a.cost - b.cost : premises(b) - premises(a) || a.street - b.street || (a.house ?? 0) - (b.house ?? 0);
  return {
    worst: (): number => (hits.length < limit ? Infinity : hits[limit - 1]!.cost),
    keep(hit: Hit): void {
      const same = hits.findIndex(({ street, house }) => street === hit.street && house === hit.house);
      if (same >= 0 && hits[same]!.cost <= hit.cost) return;
      if (same >= 0) hits.splice(same, 1);
      let at = hits.length;
      while (at > 0 && compare(hit, hits[at - 1]!) < 0) at -= 1;
      hits.splice(at, 0, hit);
      if (hits.length > limit) hits.length = limit;
    },
    sorted: (): Hit[] => hits,
  };
}
