// Whether the words asked for were said, and by whom: each word against what its owner said when the voice was connected. Pure.
import type { Spoken } from './voice-features.ts';

/** For each word, in the order of `VOICE_WORDS`, how it was said each time. */
export type Takes = readonly (readonly Spoken[])[];

/** How far beyond the owner's own spread a word may lie, on the middle of those said. */
const OWN_SPREADS = 1.5;
/** Of the words asked for, how many may sound more like another word. */
const SLIPS = 1;

/** Dynamic time warping: the middle distance of frames along the cheapest way through both, so that a slower word is the same word. */
export function distance(one: Spoken, two: Spoken): number {
  const reach = Math.max(Math.abs(one.length - two.length), Math.ceil(Math.max(one.length, two.length) / 5));
  let before = new Float64Array(two.length + 1).fill(Infinity);
  before[0] = 0;
  for (let n = 1; n <= one.length; n += 1) {
    const row = new Float64Array(two.length + 1).fill(Infinity);
    for (let m = Math.max(1, n - reach); m <= Math.min(two.length, n + reach); m += 1) {
      const step = between(one[n - 1]!, two[m - 1]!);
      row[m] = Math.min(before[m - 1]! + 2 * step, before[m]! + step, row[m - 1]! + step);
    }
    before = row;
  }
  return before[two.length]! / (one.length + two.length);
}

function between(one: readonly number[], two: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < one.length; k += 1) sum += (one[k]! - two[k]!) ** 2;
  return Math.sqrt(sum);
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const toTakes = (spoken: Spoken, takes: readonly Spoken[]): number => mean(takes.map((take) => distance(spoken, take)));

/** How much the owner's own takes of a word differ. */
const spreadOf = (takes: readonly Spoken[]): number => mean(takes.flatMap((one, n) => takes.slice(n + 1).map((two) => distance(one, two))));

/** Whether each word stands apart from the others more than from itself: said into noise, or all alike, they are worth nothing. */
export const isUsable = (takes: Takes): boolean =>
  takes.every((own, n) => takes.every((others, m) => n === m || mean(own.map((take) => toTakes(take, others))) > spreadOf(own)));

/** `said`: one for each of `asked`, the numbers of words. */
export function isOwner(takes: Takes, asked: readonly number[], said: readonly Spoken[]): boolean {
  const distances = said.map((spoken) => takes.map((own) => toTakes(spoken, own)));
  const slips = asked.filter((word, n) => distances[n]!.some((other) => other < distances[n]![word]!)).length;
  return slips <= SLIPS && mean(asked.map((word, n) => distances[n]![word]! / spreadOf(takes[word]!))) <= OWN_SPREADS;
}
