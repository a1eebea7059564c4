// Words of all names, found by beginning or by slips of the hand: every word stands in a table under what remains of the first letters of
// its sound when up to two of them are taken away; two words a slip apart share such a remainder. Packed in typed arrays. Pure.
import { editCost } from './edit-cost.ts';
import { skeletonOf } from './skeleton.ts';

const PREFIX = 7;
const MOST_BEGINNINGS = 96;

export type WordMatch = { word: number; cost: number };

/** What remains of a few letters with up to two taken away (one of short ones), each once. */
function remainders(start: string): Set<string> {
  const all = new Set([start]);
  if (start.length < 2) return all;
  for (let a = 0; a < start.length; a += 1) {
    const one = start.slice(0, a) + start.slice(a + 1);
    all.add(one);
    if (start.length >= 5) for (let b = a; b < one.length; b += 1) all.add(one.slice(0, b) + one.slice(b + 1));
  }
  return all;
}

/** The letters by which a word is kept: its first ones; of words that are only found whole, such as names written as one, first and last. */
const startOf = (sound: string): string => sound.slice(0, PREFIX);
const endsOf = (sound: string): string => `${sound.slice(0, 4)}|${sound.slice(-4)}`;

/** Which letters a sound has, as bits. Two words a few slips apart differ in few of them, and most others are told apart so at once. */
function lettersOf(sound: string): number {
  let letters = 0;
  for (let at = 0; at < sound.length; at += 1) letters |= 1 << (sound.codePointAt(at)! & 31);
  return letters;
}
function bitsOf(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}
/** Of the typed word's letters that the known one has not; a slip brings one in. */
const MOST_OTHER_LETTERS = 2;
const MOST_LONGER = 3;

function hashOf(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.codePointAt(at)!, 16777619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** How much may differ: nothing in words of two letters, one slip up to five or so, two in long ones. */
const limitOf = (length: number): number => (length <= 2 ? 0 : length <= 4 ? 0.9 : length <= 6 ? 1.15 : length <= 8 ? 1.7 : 2.1);
/** A slip in a short word says more than in a long one. */
const scaleOf = (length: number): number => Math.min(1.4, Math.max(0.75, 7 / (length + 1)));
/** A beginning says the less the shorter it is. */
const beginningOf = (length: number): number => (length <= 1 ? 1 : length === 2 ? 0.55 : 0.3);
const LETTER_TO_COME = 0.03;
const IN_LATIN = 0.05;

export type WordIndex = ReturnType<typeof indexWords>;

/**
 * `weights`: how much stands behind a word; of many words with the same beginning the weightiest are found. `wholeOnly`: words that are
 * not found by their beginning.
 */
export function indexWords(words: readonly string[], weights: ArrayLike<number>, wholeOnly: ReadonlySet<number> = new Set()) {
  const sounds = words.map(skeletonOf);
  const byText = new Map(words.map((word, n) => [word, n]));
  const bySound = Uint32Array.from(Array.from(words.keys()).filter((word) => !wholeOnly.has(word))).sort((a, b) =>
    sounds[a]! < sounds[b]! ? -1 : sounds[a]! > sounds[b]! ? 1 : a - b,
  );
  const letters = Int32Array.from(sounds, lettersOf);
  const { starts, entries, mask } = tableOf(sounds, wholeOnly);
  const seen = new Uint32Array(words.length);
  let turn = 0;

  /** The words that `typed` may be, with what each costs; the word itself costs nothing. Numbers are only themselves. */
  function match(typed: string): WordMatch[] {
    const found = new Map<number, number>();
    const keep = (word: number, cost: number): void => {
      const known = found.get(word);
      if (known === undefined || cost < known) found.set(word, cost);
    };
    const exact = byText.get(typed);
    if (exact !== undefined) keep(exact, 0);
    if (/^\d/u.test(typed)) return [...found].map(([word, cost]) => ({ word, cost }));
    const sound = skeletonOf(typed);
    const isLatin = /[a-z]/u.test(typed);
    const inLatin = isLatin ? IN_LATIN : 0;
    const scale = scaleOf(typed.length);
    const limit = limitOf(typed.length);
    const costOf = (word: number, asBeginning: boolean): number =>
      editCost(isLatin ? sound : typed, isLatin ? sounds[word]! : words[word]!, { limit, asBeginning });
    for (const word of completions(sound)) {
      const isWhole = sounds[word] === sound;
      const cost = isWhole ? costOf(word, false) : costOf(word, true);
      keep(word, inLatin + cost * scale + (isWhole ? 0 : beginningOf(typed.length) + LETTER_TO_COME * Math.max(0, sounds[word]!.length - sound.length)));
    }
    if (limit > 0)
      for (const word of neighbours(sound)) {
        if (Math.abs(sounds[word]!.length - sound.length) <= MOST_LONGER) keep(word, inLatin + costOf(word, false) * scale);
        if (sound.length >= PREFIX - 1 && !wholeOnly.has(word) && sounds[word]!.length >= sound.length)
          keep(word, inLatin + costOf(word, true) * scale + beginningOf(typed.length) + LETTER_TO_COME * (sounds[word]!.length - sound.length));
      }
    return [...found].flatMap(([word, cost]) => (cost < Infinity ? [{ word, cost }] : []));
  }

  function completions(sound: string): number[] {
    if (sound === '') return [];
    const [first, end] = rangeOf(bySound, sounds, sound);
    const range = bySound.subarray(first, end);
    if (range.length <= MOST_BEGINNINGS) return [...range];
    const whole = [...range.subarray(0, MOST_BEGINNINGS)].filter((word) => sounds[word] === sound);
    return [...whole, ...weightiest(range, weights)];
  }

  function neighbours(sound: string): number[] {
    turn += 1;
    const near: number[] = [];
    const own = lettersOf(sound);
    const look = (rest: string): void => {
      const slot = hashOf(rest) & mask;
      for (let at = starts[slot]!; at < starts[slot + 1]!; at += 1) {
        const word = entries[at]!;
        if (seen[word] === turn) continue;
        seen[word] = turn;
        if (bitsOf(own & ~letters[word]!) <= MOST_OTHER_LETTERS) near.push(word);
      }
    };
    for (const rest of remainders(startOf(sound))) look(rest);
    if (sound.length >= 8) for (const rest of remainders(endsOf(sound))) look(rest);
    return near;
  }

  return {
    words,
    match,
    wordOf: (text: string): number | undefined => byText.get(text),
    bytes: starts.byteLength + entries.byteLength + bySound.byteLength + seen.byteLength,
  };
}

/** The range of `bySound`, words in the order of their sounds, whose sounds begin so. */
function rangeOf(bySound: Uint32Array, sounds: readonly string[], beginning: string): [number, number] {
  const bound = (isAbove: (other: string) => boolean): number => {
    let low = 0;
    let high = bySound.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAbove(sounds[bySound[middle]!]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return [bound((other) => other >= beginning), bound((other) => other.slice(0, beginning.length) > beginning)];
}

/** The weightiest words of a range, in no order; ranges of one letter hold a tenth of all words, so they are not sorted. */
function weightiest(range: Uint32Array, weights: ArrayLike<number>): number[] {
  const best: number[] = [];
  let least = 0;
  for (const word of range) {
    const weight = weights[word]!;
    if (best.length < MOST_BEGINNINGS) {
      best.push(word);
      if (weight < weights[best[least]!]!) least = best.length - 1;
    } else if (weight > weights[best[least]!]!) {
      best[least] = word;
      for (let at = 0; at < best.length; at += 1) if (weights[best[at]!]! < weights[best[least]!]!) least = at;
    }
  }
  return best;
}

/** Remainders by hash, counted first and then filled: two passes instead of a list for each. */
function tableOf(sounds: readonly string[], wholeOnly: ReadonlySet<number>): { starts: Uint32Array; entries: Uint32Array; mask: number } {
  let slots = 1024;
  while (slots < sounds.length * 16) slots *= 2;
  const mask = slots - 1;
  const starts = new Uint32Array(slots + 1);
  const each = (visit: (slot: number, word: number) => void): void =>
    sounds.forEach((sound, word) => {
      if (!/^\d/u.test(sound)) for (const rest of remainders(wholeOnly.has(word) ? endsOf(sound) : startOf(sound))) visit(hashOf(rest) & mask, word);
    });
  each((slot) => (starts[slot + 1]! += 1));
  for (let slot = 0; slot < slots; slot += 1) starts[slot + 1]! += starts[slot]!;
  const entries = new Uint32Array(starts[slots]!);
  const next = starts.slice(0, slots);
  each((slot, word) => {
    entries[next[slot]!] = word;
    next[slot]! += 1;
  });
  return { starts, entries, mask };
}
