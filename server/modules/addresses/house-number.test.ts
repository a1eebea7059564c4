import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitNumber, readHouseLabel } from './house-number.ts';

const parts = (label: string): string => {
  const { main, parts: rest } = readHouseLabel(label);
  return [main, ...rest].join(' ');
};

describe('house numbers', () => {
  test.each([
    ['54к1', '54 1'],
    ['54, корп. 1', '54 1'],
    ['54/1', '54 1'],
    ['54 1', '54 1'],
    ['7/9', '7 9'],
    ['24В', '24 в'],
    ['24 в', '24 в'],
    ['32, к. А', '32 а'],
    ['16, к. 18, стр. И', '16 18 и'],
    ['д. 5 литера Б', '5 б'],
    ['13д', '13 д'],
    ['12A', '12 а'],
    ['9 (дубль 1)', '9 дубль 1'],
    ['3, к. нет', '3'],
    ['007', '7'],
  ])('ADDR-1: «%s» has the parts %s however it is written', (label, wanted) => {
    expect(parts(label)).toBe(wanted);
  });

  test('ADDR-1: a house is itself before it is like another: the same, with a building asked or not, with another letter', () => {
    const cost = (asked: string, known: string): number => fitNumber(readHouseLabel(asked), readHouseLabel(known)).cost;
    expect(cost('54к1', '54, к. 1')).toBe(0);
    expect(cost('54/1', '54, к. 1')).toBeLessThan(0.1);
    expect(cost('54 стр 1', '54, к. 1')).toBeGreaterThan(cost('54 стр 1', '54, стр. 1'));
    expect(cost('54', '54, к. 1')).toBeGreaterThan(cost('54', '54'));
    expect(cost('54а', '54б')).toBeGreaterThan(cost('54а', '54'));
    expect(cost('54 кв 8', '54')).toBeLessThan(0.1);
    expect(cost('54 8', '54')).toBeLessThan(cost('54 8', '54, к. 9'));
  });

  test('ADDR-1: any label is read without an error, and is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789абвгкс/-., ()стркорп')) }), (label) => {
        const number = readHouseLabel(label);
        expect(number.marks.length).toBe(number.parts.length);
        expect(fitNumber(number, number)).toEqual({ cost: 0, left: [] });
      }),
    );
  });
});
