import { expect, test } from 'vitest';
import { collectionRate } from './collection-rate.ts';

test('ANL-2: the collection rate is rounded to a tenth, and has no value where nothing was charged', () => {
  expect(collectionRate({ chargedKopecks: 300, paidKopecks: 200 })).toBe('66,7 %');
  expect(collectionRate({ chargedKopecks: 200, recalculatedKopecks: -100, penaltyKopecks: 100, paidKopecks: 250, refundedKopecks: 50 })).toBe('100,0 %');
  expect([-1, -6, -300].map((paidKopecks) => collectionRate({ chargedKopecks: 1_000, paidKopecks }))).toEqual(
    ['-0,1 %', '-0,6 %', '-30,0 %'].map((text) => text.replace('-', '\u2212')),
  );
  expect(collectionRate({ chargedKopecks: 1_000, refundedKopecks: 6 })).toBe('\u22120,6 %'); // more was given back than came
  expect(collectionRate({ paidKopecks: 5 })).toBe('—');
  expect(collectionRate({ chargedKopecks: 1_000, paidKopecks: 0 })).toBe('0,0 %');
});
