// Made voices: what is measured is that the machinery tells words and speakers apart, not how people sound.
import { expect, test } from 'vitest';
import { readWav, type Spoken, wordsOf } from './voice-features.ts';
import { distance, isOwner, isUsable, type Takes } from './voice-match.ts';
import { dice, say, type Speaker } from './voice-speaker.fixture.ts';

const WORDS = Array.from({ length: 10 }, (_, n) => n);
const OWNERS: readonly Speaker[] = [
  { pitch: 115, mouth: 1 },
  { pitch: 205, mouth: 1.15 },
];
const heard = (speaker: Speaker, words: readonly number[], seed: number): Spoken[] => wordsOf(readWav(say(speaker, words, seed))!, words.length)!;
const enrolled = (speaker: Speaker, seed: number): Takes => {
  const rounds = [0, 1, 2].map((round) => heard(speaker, WORDS, seed + round));
  return WORDS.map((word) => rounds.map((round) => round[word]!));
};
const shuffled = (seed: number): number[] => {
  const roll = dice(seed);
  return WORDS.map((word) => [roll(), word] as const)
    .sort(([one], [two]) => one - two)
    .map(([, word]) => word);
};

test('AUTH-3: the owner with the words asked for is let in, another speaker, other words and another order are not', () => {
  const started = process.cpuUsage();
  const counts = { own: 0, other: 0, otherWords: 0, otherOrder: 0 };
  const tries = 20;
  for (let n = 0; n < tries; n += 1) {
    const [owner, stranger] = n % 2 === 0 ? OWNERS : OWNERS.toReversed();
    const takes = enrolled(owner!, 1_000 * n);
    const order = shuffled(n);
    const asked = order.slice(0, 5);
    const seed = 1_000 * n + 500;
    if (isOwner(takes, asked, heard(owner!, asked, seed))) counts.own += 1;
    if (!isOwner(takes, asked, heard(stranger!, asked, seed))) counts.other += 1;
    if (!isOwner(takes, asked, heard(owner!, order.slice(5), seed))) counts.otherWords += 1;
    if (!isOwner(takes, asked, heard(owner!, [...asked.slice(1), asked[0]!], seed))) counts.otherOrder += 1;
  }
  console.log(
    `of ${tries}: the owner let in ${counts.own}; kept out another speaker ${counts.other}, other words ${counts.otherWords}, another order ${counts.otherOrder}; ${Math.round(process.cpuUsage(started).user / 1000 / tries)} ms of CPU a round`,
  );
  for (const count of Object.values(counts)) expect(count / tries).toBeGreaterThanOrEqual(0.95);
}, 180_000);

test('AUTH-3: a slower word is the same word; silence, clicks and other files are not heard; words said alike are not taken', () => {
  const [one, two] = [heard(OWNERS[0]!, [3], 1)[0]!, heard(OWNERS[0]!, [3], 2)[0]!];
  expect(distance(one, one)).toBe(0);
  expect(distance(one, two)).toBeLessThan(distance(one, heard(OWNERS[0]!, [4], 1)[0]!));
  expect(wordsOf(new Float64Array(16_000), 1)).toBeUndefined();
  expect(
    wordsOf(
      Float64Array.from({ length: 16_000 }, (_, n) => (n === 8_000 ? 1 : 0)),
      1,
    ),
  ).toBeUndefined();
  expect(wordsOf(new Float64Array(100), 5)).toBeUndefined();
  const wav = say(OWNERS[0]!, [1], 1);
  for (const broken of [
    Buffer.alloc(0),
    Buffer.from('not a sound'),
    wav.subarray(0, 30),
    Buffer.concat([wav.subarray(0, 24), Buffer.from([0x40, 0x1f]), wav.subarray(26)]),
  ])
    expect(readWav(broken)).toBeUndefined();
  expect(readWav(wav.subarray(0, 1_000))).toHaveLength(478);
  expect(isUsable(enrolled(OWNERS[0]!, 5))).toBe(true);
  const alike = heard(
    OWNERS[0]!,
    WORDS.map(() => 2),
    9,
  );
  expect(isUsable(WORDS.map((word) => [alike[word]!, alike[(word + 1) % 10]!, alike[(word + 2) % 10]!]))).toBe(false);
});
