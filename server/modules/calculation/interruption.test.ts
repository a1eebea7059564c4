// The edges of what breaks and poor quality take off a fee: which break counts, which limit, and the words and numbers of each reduction.
import { expect, test } from 'vitest';
import { sumOfTerms } from '#modules/billing';
import { type BreakKind, breakRulesOf } from './calculation-rules.ts';
import { asColdWaterTerms, type Break, breakTerms, coldRoomTerms, coolWaterTerms, type Fee, pressureTerms, stepsOver, upToTheFee } from './interruption.ts';

const fee: Fee = { period: '2026-11', month: '2026-10', kopecks: 100_000n, reason: 'перерыв', document: 'акт № 7' };
const nothing: Fee = { ...fee, kopecks: 0n };
const rules = breakRulesOf('2026-10-01');
const HOUR = 3_600_000;
const gone = (kind: BreakKind, from: number, to: number): Break => ({ fromMs: from * HOUR, toMs: to * HOUR, rule: rules[kind] });
const quality = (percent: string, steps: string, stepUnit: string, more: Partial<Fee> = {}) => {
  const { period, reason, document } = { ...fee, ...more };
  return { method: 'recalculation', period, benefit: null, reason, document, ground: { by: 'quality', monthKopecks: 100_000, percent, steps, stepUnit } };
};

test('CALC-1: a reduction says the fee, the per cent, the hours or days over, and its paper', () => {
  expect(breakTerms(fee, [gone('coldWater', 0, 10)])).toEqual(quality('0.15', '6', 'ч'));
  expect(breakTerms({ ...fee, document: null }, [gone('wasteCold', 0, 96)])).toEqual(quality('3.3', '2', 'сут.', { document: null }));
  expect(coldRoomTerms(fee, [{ hours: 3, measured: '16.5', allowed: '18' }])).toEqual(quality('0.15', '4.5', 'град.-ч'));
  expect(coolWaterTerms(fee, [{ hours: 5, measured: '50', allowed: '57' }])).toEqual(quality('0.1', '10', 'ч на каждые 3 °C'));
  expect(pressureTerms(fee, { hours: 10, fullDays: 3 })).toEqual([
    {
      method: 'recalculation',
      period: '2026-11',
      benefit: null,
      reason: 'перерыв',
      document: 'акт № 7',
      ground: { by: 'days', monthKopecks: 100_000, days: 3, of: 31 },
    },
    quality('0.1', '10', 'ч'),
  ]);
});

test('CALC-1: nothing is taken off a fee of nothing, whatever went wrong', () => {
  const long = [{ hours: 100, measured: '41', allowed: '57' }];
  expect([
    breakTerms(nothing, [gone('coldWater', 0, 744)]),
    coldRoomTerms(nothing, long),
    coolWaterTerms(nothing, long),
    breakTerms({ ...fee, kopecks: -1n }, [gone('coldWater', 0, 744)]),
  ]).toEqual([null, null, null, null]);
  expect(pressureTerms(nothing, { hours: 10, fullDays: 3 })).toEqual([]);
  expect([
    coldRoomTerms({ ...fee, kopecks: 1n }, long),
    coolWaterTerms({ ...fee, kopecks: 1n }, long),
    breakTerms({ ...fee, kopecks: 1n }, [gone('gas', 0, 5)]),
  ]).not.toContain(null);
});

test('CALC-1: a break that lasted no time is none and no break is nothing; those that touch or lie in each other are one, of the stricter rule', () => {
  expect([stepsOver([]), stepsOver([gone('coldWater', 5, 5), gone('coldWater', 9, 3)]), stepsOver([gone('coldWater', 7, 7), gone('coldWater', 0, 9)])]).toEqual(
    [0, 0, 5],
  );
  // Ten hours by the longest, not by the last of them.
  expect(stepsOver([gone('coldWater', 0, 10), gone('coldWater', 2, 5)])).toBe(6);
  expect(stepsOver([gone('coldWater', 0, 5), gone('coldWater', 5.5, 10)])).toBe(2);
  expect(stepsOver([gone('coldWater', 0, 5), gone('coldWater', 0, 10)])).toBe(6);
  expect([
    stepsOver([gone('heatingFrom12', 0, 10), gone('heatingFrom8', 10, 20)]),
    stepsOver([gone('heatingFrom8', 0, 10), gone('heatingFrom12', 10, 20)]),
  ]).toEqual([16, 16]);
  // Gas has no limit of one break: joined with another rule that has one, that one is the stricter.
  expect([stepsOver([gone('gas', 0, 2), gone('electricityTwoFeeds', 2, 8)]), stepsOver([gone('electricityTwoFeeds', 0, 2), gone('gas', 2, 8)])]).toEqual([
    6, 6,
  ]);
});

test('CALC-1: of a break only what is over a limit counts: not before the month’s is used up, not more than it lasted', () => {
  expect(stepsOver([gone('gas', 0, 4)])).toBe(0);
  expect(stepsOver([gone('gas', 0, 3), gone('gas', 10, 12)])).toBe(1);
  expect(stepsOver([gone('gas', 0, 6), gone('gas', 10, 13)])).toBe(5);
  expect(stepsOver([gone('electricityTwoFeeds', 0, 1), gone('electricityTwoFeeds', 10, 11), gone('electricityTwoFeeds', 20, 21)])).toBe(0);
  expect(stepsOver([gone('wasteCold', 0, 72), gone('wasteCold', 100, 123)])).toBe(1);
});

test('CALC-1: a room is right at its least and at its most degree, and each tenth beyond counts', () => {
  const off = (measured: string) => coldRoomTerms(fee, [{ hours: 1, measured, allowed: '18', most: '22' }])?.ground;
  expect([off('18'), off('22'), off('20')]).toEqual([undefined, undefined, undefined]);
  expect([off('17.9'), off('22.1'), off('-1')]).toMatchObject([{ steps: '0.1' }, { steps: '0.1' }, { steps: '19' }]);
  expect(coldRoomTerms(fee, [{ hours: 1, measured: '40', allowed: '18' }])).toBeNull();
  expect(coldRoomTerms(fee, [])).toBeNull();
});

test('CALC-1: hot water of exactly forty degrees is cool, below it is cold: the one is lessened by the hour, the other paid as cold water', () => {
  const at = (measured: string) => [{ hours: 31 * 24, measured, allowed: '58' }];
  expect(coolWaterTerms(fee, at('40'))?.ground).toMatchObject({ steps: String(6 * 744) });
  expect([coolWaterTerms(fee, at('39.9')), asColdWaterTerms(fee, 20_000n, at('40'))]).toEqual([null, null]);
  expect([coolWaterTerms(fee, at('58')), coolWaterTerms(fee, at('60')), coolWaterTerms(fee, at('55.1')), coolWaterTerms(fee, at('55'))?.ground]).toMatchObject([
    null,
    null,
    null,
    { steps: '744' },
  ]);
  expect(asColdWaterTerms(fee, 20_000n, at('39.9'))).toEqual({
    method: 'recalculation',
    period: '2026-11',
    benefit: null,
    reason: 'перерыв',
    document: 'акт № 7',
    ground: { by: 'months', months: [{ month: '2026-10', wasKopecks: 100_000, becameKopecks: 20_000 }] },
  });
  expect([asColdWaterTerms(fee, 100_000n, at('20')), asColdWaterTerms(fee, 100_001n, at('20')), asColdWaterTerms(fee, 0n, [])]).toEqual([null, null, null]);
  expect(
    asColdWaterTerms({ ...fee, month: '2026-11' }, 40_000n, [
      { hours: 72, measured: '20', allowed: '58' },
      { hours: 72, measured: '30', allowed: '58' },
      { hours: 9, measured: '50', allowed: '58' },
    ])?.ground,
  ).toMatchObject({ months: [{ becameKopecks: 88_000 }] });
});

test('CALC-1: days of no pressure are at most the month’s, hours alone make one reduction, days alone the other', () => {
  expect(pressureTerms(fee, { hours: 0, fullDays: 40 }).map(({ ground }) => ground)).toEqual([{ by: 'days', monthKopecks: 100_000, days: 31, of: 31 }]);
  expect(pressureTerms(fee, { hours: 1, fullDays: 0 }).map(({ ground }) => ground.by)).toEqual(['quality']);
});

test('CALC-1: reductions of a fee stop at it: the last takes what is left as a sum, those after it nothing', () => {
  const by = (kopecks: number) =>
    ({ ...quality('0.15', '1', 'ч'), ground: { by: 'decision', sumKopecks: -kopecks } }) as Parameters<typeof upToTheFee>[1][number];
  expect(upToTheFee(fee, [by(60_000), by(40_000), by(1)], sumOfTerms)).toEqual([by(60_000), by(40_000)]);
  expect(upToTheFee(fee, [by(60_000), by(40_001), by(5)], sumOfTerms)).toEqual([by(60_000), by(40_000)]);
  expect(upToTheFee(nothing, [by(1)], sumOfTerms)).toEqual([]);
});
