// The bank's side of a day (PAY-7).
import { expect, test } from 'vitest';
import { compareTransfers, type Transfer, transferBy } from './compare-transfers.ts';

const DAY = '2026-11-16'; // a Monday
const sums = (more: object = {}) => ({
  organizationId: 'a',
  ourKopecks: 100_000n,
  ourRefundKopecks: 10_000n,
  feeKopecks: 1_200n,
  registerKopecks: 0n,
  ...more,
});
const transfer = (kopecks: bigint, more: Partial<Transfer> = {}): Transfer => ({
  operationId: '15',
  isAcquirer: true,
  kopecks,
  registerKopecks: null,
  ...more,
});
const kinds = (transfers: readonly Transfer[], coveredTo: string | null = null, more: object = {}) =>
  compareTransfers(DAY, sums(more), { transfers, coveredTo }).differences.map(({ kind, ourKopecks, theirKopecks }) => [kind, ourKopecks, theirKopecks]);

test('PAY-7: what was captured less refunds less the fee has to come, in one transfer or in several', () => {
  expect(compareTransfers(DAY, sums(), { transfers: [transfer(88_800n)], coveredTo: '2026-11-17' })).toEqual({ bankKopecks: 88_800n, differences: [] });
  expect(kinds([transfer(80_000n), transfer(8_800n, { operationId: '16' })])).toEqual([]);
  expect(kinds([transfer(88_700n)])).toEqual([['transferSum', 88_800n, 88_700n]]);
  expect(kinds([transfer(100n)], null, { ourKopecks: 0n, ourRefundKopecks: 0n, feeKopecks: 0n })).toEqual([['transferExtra', 0n, 100n]]);
  // A day of refunds alone, or of payments alone, is a day of ours.
  expect(kinds([transfer(100n)], null, { ourKopecks: 0n })).toEqual([['transferSum', -11_200n, 100n]]);
  expect(kinds([transfer(100n)], null, { ourRefundKopecks: 0n })).toEqual([['transferSum', 98_800n, 100n]]);
});

test('PAY-7: a difference names the transfers that it is about', () => {
  const subjects = (transfers: readonly Transfer[], coveredTo: string | null = null) =>
    compareTransfers(DAY, sums(), { transfers, coveredTo }).differences.map(({ subject }) => subject);
  expect(subjects([], '2026-11-24')).toEqual(['Перевод за день']);
  expect(subjects([transfer(1n), transfer(2n, { operationId: '16' })])).toEqual(['Перевод 15, 16']);
  const register = (operationId: string) => transfer(490n, { operationId, isAcquirer: false, registerKopecks: 500n });
  expect(subjects([register('17'), register('18')])).toEqual(['Перевод 17, 18']);
});

test('PAY-7: a transfer is missed when statements tell of more than five working days after the day, not before', () => {
  for (const coveredTo of [null, '2026-11-17', '2026-11-23'])
    expect(compareTransfers(DAY, sums(), { transfers: [], coveredTo })).toEqual({ bankKopecks: null, differences: [] });
  expect(kinds([], '2026-11-24')).toEqual([['transferMissing', 88_800n, 0n]]);
  expect(kinds([], '2026-12-24', { ourKopecks: 10_000n })).toEqual([]); // more went back than came: nothing has to be transferred
});

test('PAY-7: a bank’s register and the transfer that names it must agree; without a transfer nothing is said', () => {
  const register = (kopecks: bigint, registerKopecks: bigint | null) => transfer(kopecks, { isAcquirer: false, registerKopecks });
  const none = { ourKopecks: 0n, ourRefundKopecks: 0n, feeKopecks: 0n };
  expect(kinds([], '2026-12-24', { ...none, registerKopecks: 500n })).toEqual([]);
  expect(kinds([register(490n, 500n)], null, { ...none, registerKopecks: 500n })).toEqual([]);
  expect(kinds([register(490n, 500n), register(300n, null)], null, { ...none, registerKopecks: 800n })).toEqual([]);
  expect(kinds([register(490n, 500n)], null, none)).toEqual([['registerSum', 0n, 500n]]);
});

test('PAY-7: the acquirer’s term is that of its contract on the day of the money', () => {
  const terms = [
    { fromDay: '0000-01-01', workingDays: 5 },
    { fromDay: '2026-12-01', workingDays: 2 },
  ];
  // 5 and 6 December are days off.
  expect(['2026-11-30', '2026-12-01', '2026-12-03'].map((day) => transferBy(day, terms))).toEqual(['2026-12-07', '2026-12-03', '2026-12-07']);
  expect(transferBy('2026-11-30')).toBe('2026-12-07');
});
