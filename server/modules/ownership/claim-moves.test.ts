import { expect, test } from 'vitest';
import { keysOf } from '#contract/statuses/standing';
import { claimStatuses } from '#contract/statuses/ownership';
import { mayChange, mayMove, MOVES, type Move } from './claim-moves.ts';

const CLAIM_STATUSES = keysOf(claimStatuses);

test('OWN-5: every status is reached, the last ones lead nowhere, and nobody decides on a claim of their own', () => {
  const moves = Object.keys(MOVES) as Move[];
  for (const status of CLAIM_STATUSES)
    if (status !== 'draft')
      expect(
        moves.some((move) => MOVES[move].to === status),
        status,
      ).toBe(true);
  const ways = (status: keyof typeof claimStatuses) =>
    moves.filter((move) => (['person', 'portal', 'reviewer'] as const).some((by) => mayMove(status, move, by)));
  expect(Object.fromEntries(CLAIM_STATUSES.map((status) => [status, ways(status)]))).toEqual({
    draft: ['submit', 'withdraw'],
    submitted: ['pass', 'handOver', 'withdraw'],
    checking: ['handOver', 'confirm', 'withdraw'],
    reviewer: ['confirm', 'ask', 'refuse', 'withdraw'],
    asked: ['answer', 'withdraw'],
    confirmed: [],
    refused: ['reopen', 'withdraw'],
    withdrawn: [],
  });
  expect(moves.filter((move) => mayMove('reviewer', move, 'person'))).toEqual(['withdraw']);
  expect(CLAIM_STATUSES.filter(mayChange)).toEqual(['draft', 'asked']);
});
