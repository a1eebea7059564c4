import { expect, test } from 'vitest';
import { chain } from '#platform/decimal';
import { kopecksOf } from '#platform/money';
import { measureOf, tariffsOf } from './charge-measure.ts';
import { allExamples, examples, tariff } from './charge-terms.example.ts';
import { columnsOfTerms } from './charge-terms.ts';

test('BILL-1: each way of charging has a volume on the bill, and volume by tariff is what was charged', () => {
  for (const terms of allExamples) {
    const { volume, unit, tariff: price } = measureOf(terms);
    if (terms.method === 'penalty' || terms.method === 'recalculation') expect([terms.method, volume]).toEqual([terms.method, null]);
    else {
      expect([terms.method, unit]).not.toContain(null);
      if (terms.method === 'hotWater' || terms.method === 'corrected') continue;
      const { accruedKopecks, excessKopecks } = columnsOfTerms(terms);
      const difference = kopecksOf(chain([volume!, price!])) - (accruedKopecks - excessKopecks);
      // A volume is rounded to six decimals: a kopeck at most.
      expect([terms.method, difference >= -1n && difference <= 1n]).toEqual([terms.method, true]);
    }
  }
  expect([measureOf(examples.waste).volume, measureOf(examples.norm).volume, measureOf(examples.unitRate).volume, measureOf(examples.hotWater).volume]).toEqual(
    ['0.336', '9.7', '1', '3.21'],
  );
});

test('BILL-1: two zones add up to one volume and keep both prices; a month cut by people keeps its one price', () => {
  const [piece] = examples.meter.pieces;
  const zones = {
    ...examples.meter,
    pieces: [
      { ...piece!, zone: 'day' as const, volume: '112', tariff: tariff('6.75') },
      { ...piece!, zone: 'night' as const, volume: '58', tariff: tariff('2.503') },
    ],
  };
  expect([measureOf(zones), tariffsOf(zones)]).toEqual([{ volume: '170', unit: 'м³', tariff: null }, ['6.75', '2.503']]);
  const [norm] = examples.norm.pieces;
  const people = {
    ...examples.norm,
    pieces: [
      { ...norm!, persons: 2, part: { days: 10, of: 31 } },
      { ...norm!, persons: 3, part: { days: 21, of: 31 } },
    ],
  };
  expect(measureOf(people)).toEqual({ volume: '12.985484', unit: 'м³', tariff: '52.40' });
  expect(tariffsOf(examples.hotWater)).toEqual(['52.40', '2350.18']);
});
