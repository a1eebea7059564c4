// How far a typed word is from a known one: Damerau's distance (optimal string alignment) where a slip to the next key or a vowel written
// as it is heard costs less than another letter. Pure.

const SLIP = 0.65;
const SWAP = 0.7;
const MISSING = 0.85;
const DOUBLED = 0.4;
const SOFT_SIGN = 0.35;
const FIRST_LETTER = 0.25;

const KEY_ROWS = ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const HEARD = [
  'ао',
  'еи',
  'иы',
  'еэ',
  'ея',
  'ия',
  'бп',
  'вф',
  'гк',
  'дт',
  'жш',
  'зс',
  'шщ',
  'чщ',
  'гх',
  'цс',
  'йи',
  'ae',
  'ao',
  'ei',
  'sz',
  'td',
  'bp',
  'gk',
  'vf',
  'gh',
  'uv',
  'SW',
  'SZ',
  'CW',
  'iy',
];

const near: ReadonlySet<string> = (() => {
  const pairs = new Set<string>();
  const add = (a: string | undefined, b: string | undefined): void => {
    if (a && b) pairs.add(a + b).add(b + a);
  };
  KEY_ROWS.forEach((row, n) => {
    Array.from(row).forEach((key, at) => {
      add(key, row[at + 1]);
      for (const below of [at - 1, at, at + 1]) add(key, KEY_ROWS[n + 1]?.[below]);
    });
  });
  for (const pair of HEARD) add(pair[0], pair[1]);
  return pairs;
})();

// Codes of Russian letters, Latin ones and the rest; the table is asked millions of times a second.
const codeOf = (text: string, at: number): number => {
  const code = text.codePointAt(at)!;
  return code >= 0x430 && code <= 0x44f ? code - 0x430 : code >= 65 && code <= 122 ? code - 33 : 31;
};
const SIZE = 96;
const substitution = new Float32Array(SIZE * SIZE).fill(1);
for (const pair of near) substitution[codeOf(pair, 0) * SIZE + codeOf(pair, 1)] = SLIP;
for (let code = 0; code < SIZE; code += 1) substitution[code * SIZE + code] = 0;

const LONGEST = 48;
const rows = [0, 1, 2].map(() => new Float32Array(LONGEST + 2));
const typedCodes = new Uint8Array(LONGEST);
const knownCodes = new Uint8Array(LONGEST);
const SOFT = new Set([codeOf('ь', 0), codeOf('ъ', 0)]);

const gap = (codes: Uint8Array, at: number): number => (at > 0 && codes[at] === codes[at - 1] ? DOUBLED : SOFT.has(codes[at]!) ? SOFT_SIGN : MISSING);

/**
 * The cost of `typed` being `known`, Infinity above `limit`. With `asBeginning` the best cost of being a beginning of it: the end of
 * `known` is free. Words longer than 48 letters are never close.
 */
export function editCost(typed: string, known: string, { limit, asBeginning = false }: { limit: number; asBeginning?: boolean }): number {
  if (typed === known) return 0;
  const n = typed.length;
  const m = asBeginning ? Math.min(known.length, n + 2) : known.length;
  if (n > LONGEST || m > LONGEST || (asBeginning ? n - m : Math.abs(n - m)) - 1 > limit / DOUBLED) return Infinity;
  for (let at = 0; at < n; at += 1) typedCodes[at] = codeOf(typed, at);
  for (let at = 0; at < m; at += 1) knownCodes[at] = codeOf(known, at);
  let [before, above, row] = rows as [Float32Array, Float32Array, Float32Array];
  above[0] = 0;
  for (let j = 1; j <= m; j += 1) above[j] = above[j - 1]! + gap(knownCodes, j - 1);
  for (let i = 1; i <= n; i += 1) {
    row[0] = above[0]! + gap(typedCodes, i - 1);
    let best = row[0];
    const added = gap(typedCodes, i - 1);
    const line = typedCodes[i - 1]! * SIZE;
    for (let j = 1; j <= m; j += 1) {
      let cost = Math.min(above[j - 1]! + substitution[line + knownCodes[j - 1]!]!, above[j]! + added, row[j - 1]! + gap(knownCodes, j - 1));
      if (i > 1 && j > 1 && typedCodes[i - 1] === knownCodes[j - 2] && typedCodes[i - 2] === knownCodes[j - 1]) cost = Math.min(cost, before[j - 2]! + SWAP);
      row[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return Infinity;
    [before, above, row] = [above, row, before];
  }
  let cost = above[m]!;
  if (asBeginning) for (let j = Math.max(0, n - 2); j < m; j += 1) cost = Math.min(cost, above[j]!);
  if (typed[0] !== known[0]) cost += FIRST_LETTER;
  return cost > limit ? Infinity : cost;
}
