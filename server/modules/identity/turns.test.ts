import { expect, test } from 'vitest';
import { refusalOf } from '#test/world';
import { openTurns } from './turns.ts';

const rest = () => new Promise((resolve) => setImmediate(resolve));

test('X-10: so many at once, the others in the order they came; work that fails frees its turn; two hundred wait and no more', async () => {
  const inTurn = openTurns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (n: number) =>
    inTurn(async () => {
      begun.push(n);
      await new Promise<void>((end) => ends.push(end));
      if (n === 0) throw new Error('the first fails');
      return n;
    });
  const all = Array.from({ length: 202 }, (_, n) => work(n).catch((error: Error) => error.message));
  await rest();
  expect(begun).toEqual([0, 1]);
  expect((await refusalOf(work(202))).code).toBe('server.busy');
  for (let n = 0; n < 202; n++) {
    ends[n]!();
    await rest();
    expect(begun).toHaveLength(Math.min(n + 3, 202));
  }
  expect(await Promise.all(all)).toEqual(['the first fails', ...Array.from({ length: 201 }, (_, n) => n + 1)]);
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
});
