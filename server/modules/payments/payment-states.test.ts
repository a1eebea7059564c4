import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAYMENT_STATUSES } from '#contract/payments';
import { declineCodes } from './decline-reasons.ts';
import { actionOf, isFinal, isUnderWay, nextStatus, PAYMENT_ACTIONS, PAYMENT_MOVES, pauseSeconds, type Truth, UnlistedMove } from './payment-states.ts';
import { mostKopecks, paymentCan } from './payments.policy.ts';

const truth: fc.Arbitrary<Truth> = fc.oneof(
  fc.constantFrom<Truth>({ kind: 'pending' }, { kind: 'captured' }, { kind: 'refused' }, { kind: 'noAnswer' }),
  fc.constantFrom(...declineCodes).map((decline): Truth => ({ kind: 'canceled', decline })),
);
const underWay = PAYMENT_STATUSES.filter(isUnderWay);

describe('the table of states', () => {
  test('PAY-3: every pair of state and action is listed once or throws by name', () => {
    for (const from of PAYMENT_STATUSES) {
      for (const action of PAYMENT_ACTIONS) {
        const listed = PAYMENT_MOVES.filter((move) => move.from === from && move.action === action);
        expect(listed.length, `${from} ${action}`).toBeLessThanOrEqual(1);
        if (listed[0]) expect(nextStatus(from, action)).toBe(listed[0].to);
        else expect(() => nextStatus(from, action)).toThrow(UnlistedMove);
      }
    }
  });

  test('PAY-3: money that was taken never goes back by itself: from paid only the accountant’s refund leads, and no state after the end moves', () => {
    expect(PAYMENT_MOVES.filter((move) => move.from === 'paid')).toEqual([{ from: 'paid', action: 'refund', by: 'accountant', to: 'refunded' }]);
    for (const from of PAYMENT_STATUSES.filter((status) => isFinal(status) && status !== 'paid'))
      expect(PAYMENT_MOVES.filter((move) => move.from === from)).toEqual([]);
  });

  test('PAY-3: whatever the acquirer says, and in whatever order, a payment under way has a move for it, and captured means paid', () => {
    fc.assert(
      fc.property(fc.constantFrom(...underWay), truth, fc.constantFrom(null, 'cancelled' as const, 'expired' as const), (from, told, ending) => {
        const to = nextStatus(from, actionOf(told, ending));
        expect(to === 'paid').toBe(told.kind === 'captured');
        expect(to === 'unknown').toBe(told.kind === 'noAnswer');
        if (told.kind === 'noAnswer' || told.kind === 'pending') expect(isUnderWay(to)).toBe(true);
        else expect(isFinal(to)).toBe(true);
      }),
    );
  });

  test('PAY-4: an end at the acquirer is called by its cause: declined by the bank, cancelled by the payer, run out of time', () => {
    expect(nextStatus('waiting', actionOf({ kind: 'canceled', decline: 'insufficientFunds' }, 'cancelled'))).toBe('declined');
    expect(nextStatus('waiting', actionOf({ kind: 'canceled', decline: 'canceledByUs' }, 'cancelled'))).toBe('cancelled');
    expect(nextStatus('waiting', actionOf({ kind: 'canceled', decline: 'canceledByUs' }, 'expired'))).toBe('expired');
    expect(nextStatus('unknown', actionOf({ kind: 'canceled', decline: 'timeRanOut' }, null))).toBe('expired');
  });

  test('PAY-3: the README shows the same table', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const rows = PAYMENT_MOVES.map(({ from, action, by, to }) => `| ${from} | ${action} | ${by} | ${to} |`);
    expect(readme.split('\n').filter((line) => /^\| (?!from|---)\w+ \| \w+ \| (payer|portal|accountant) \|/.test(line))).toEqual(rows);
  });

  test('PAY-3: pauses between askings grow and end at ten minutes', () => {
    const pauses = Array.from({ length: 30 }, (_, asked) => pauseSeconds(asked));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect([pauses[0], pauses.at(-1)]).toEqual([5, 600]);
  });
});

test('PAY-4: the payer may try again exactly what ended without money, and may cancel exactly what has not ended', () => {
  const can = Object.fromEntries(
    PAYMENT_STATUSES.map((status) => [
      status,
      Object.entries(paymentCan(status))
        .filter(([, may]) => may)
        .map(([name]) => name)
        .join(' '),
    ]),
  );
  expect(can).toEqual({
    draft: 'askCode cancel',
    confirming: 'askCode start cancel',
    starting: 'cancel',
    waiting: 'cancel',
    unknown: 'cancel',
    paid: '',
    declined: 'retry',
    cancelled: 'retry',
    expired: 'retry',
    refunded: '',
  });
});

test('PAY-1: the most of one payment is that of the acquirer’s contract on the day, by its clock', () => {
  const limits = [
    { fromDay: '0000-01-01', kopecks: 60_000_000n },
    { fromDay: '2026-12-01', kopecks: 10_000_000n },
  ];
  expect(['2026-11-30T20:59:00Z', '2026-11-30T21:00:00Z'].map((now) => mostKopecks(new Date(now), limits))).toEqual([60_000_000n, 10_000_000n]);
  expect(mostKopecks(new Date('2026-12-01T09:00:00Z'))).toBe(60_000_000n);
});
