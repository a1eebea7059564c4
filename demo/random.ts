// Chance that is the same every time: a small generator (sfc32) started from a text. Each flat and month has a generator of its own, so
// that a change in one place moves nothing in another.

export type Random = {
  /** A whole number from 0 up to but without `limit`. */
  below(limit: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(percent: number): boolean;
  pick<Value>(list: readonly Value[]): Value;
  /** One of the values, as often as its weight says. */
  weighted<Value>(choices: readonly (readonly [Value, number])[]): Value;
};

/** Four words from a text, each differing in every bit when one letter differs. */
function wordsOf(text: string): [number, number, number, number] {
  let hash = 1779033703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const next = (): number => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
  return [next(), next(), next(), next()];
}

/** A generator started from the text; the same text gives the same numbers. */
export function randomOf(text: string): Random {
  let [a, b, c, d] = wordsOf(text);
  const word = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const below = (limit: number): number => Math.floor((word() / 4_294_967_296) * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (percent) => below(100) < percent,
    pick: (list) => list[below(list.length)]!,
    weighted: (choices) => {
      let left = below(choices.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [value, weight] of choices) {
        if (left < weight) return value;
        left -= weight;
      }
      throw new RangeError('No choices');
    },
  };
}
