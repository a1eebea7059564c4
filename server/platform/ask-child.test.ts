import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FixtureOrder } from './ask-child.fixture.ts';
import { askChild } from './ask-child.ts';

const CHILD = fileURLToPath(new URL('ask-child.fixture.ts', import.meta.url));
type Answer = { n: number };
const ask = (order: FixtureOrder, more: Partial<Parameters<typeof askChild<Answer>>[2]> = {}) =>
  askChild<Answer>(CHILD, order, { timeLimitMs: 60_000, ...more });

test('X-10: every answer is heard in its order before the work is over, the last is given', async () => {
  const heard: number[] = [];
  expect(await ask({ answers: 5, ending: 'end' }, { onAnswer: ({ n }) => void heard.push(n) })).toEqual({ n: 5 });
  expect(heard).toEqual([1, 2, 3, 4, 5]);
});

test('X-10: a child that throws, is killed or hangs ends with a named fault, and what it had answered was heard', async () => {
  for (const ending of ['throw', 'die'] as const) {
    const heard: number[] = [];
    await expect(ask({ answers: 2, ending }, { onAnswer: ({ n }) => void heard.push(n) })).rejects.toMatchObject({ fault: 'crashed' });
    expect(heard).toEqual([1, 2]);
  }
  await expect(ask({ answers: 0, ending: 'hang' }, { timeLimitMs: 300 })).rejects.toMatchObject({ fault: 'timeLimit' });
});

test('X-10: a caller that wants it no more stops the child, also from within an answer', async () => {
  const stop = new AbortController();
  await expect(ask({ answers: 1, ending: 'hang' }, { signal: stop.signal, onAnswer: () => stop.abort() })).rejects.toMatchObject({ fault: 'cancelled' });
  await expect(ask({ answers: 1, ending: 'hang' }, { onAnswer: () => Promise.reject(new Error('not kept')) })).rejects.toThrow('not kept');
});
