import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, chain, compare, decimal, decimalText, divide, minus, multiply, rounded, roundedText, roundHalfUp, subtract, total, trimmed } from './decimal.ts';

const decimals = fc.record({ value: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), scale: fc.integer({ min: 0, max: 9 }) });

test('CALC-4: decimal text is read and written digit for digit', () => {
  expect(decimal('52.40')).toEqual({ value: 5240n, scale: 2 });
  expect(decimal('-0.05')).toEqual({ value: -5n, scale: 2 });
  expect(decimal('7')).toEqual({ value: 7n, scale: 0 });
  expect(decimalText({ value: -5n, scale: 2 })).toBe('-0.05');
  expect(decimalText({ value: 5240n, scale: 2 })).toBe('52.40');
  expect(decimalText({ value: -7n, scale: 0 })).toBe('-7');
  expect(decimalText(trimmed(decimal('52.40')))).toBe('52.4');
  expect(decimalText(trimmed(decimal('100.00')))).toBe('100');
  expect(decimalText(trimmed(decimal('-0.00')))).toBe('0');
  for (const bad of ['', '1,5', '.5', '5.', '1e3', 'NaN', '+1', ' 1']) expect(() => decimal(bad)).toThrow(RangeError);
  fc.assert(
    fc.property(decimals, (number) => {
      expect(decimal(decimalText(number))).toEqual(number);
    }),
  );
});

test.each([
  [5n, 10n, 1n],
  [4n, 10n, 0n],
  [15n, 10n, 2n],
  [25n, 10n, 3n],
  [-5n, 10n, -1n],
  [-4n, 10n, 0n],
  [5n, -10n, -1n],
  [-15n, -10n, 2n],
  [0n, 3n, 0n],
  [2n, 3n, 1n],
  [1n, 3n, 0n],
])('CALC-4: %d / %d rounds half away from zero to %d', (numerator, denominator, whole) => {
  expect(roundHalfUp(numerator, denominator)).toBe(whole);
});

test('CALC-4: division by zero is refused by name', () => {
  expect(() => roundHalfUp(1n, 0n)).toThrow(RangeError);
  expect(() => chain(['1'], ['0'])).toThrow(RangeError);
  expect(() => divide(decimal('1'), decimal('0.00'), 2)).toThrow(RangeError);
});

test('CALC-1, CALC-4: S / S_ob · V · T is rounded once, at the end', () => {
  expect(roundedText(chain(['54.3', '182.450'], ['4812.6']), 7)).toBe('2.0585619');
  expect(roundedText(chain(['54.3', '182.450', '2350.18'], ['4812.6']), 2)).toBe('4837.99');
  expect(roundedText(chain(['0.0208', '610.0', '54.3', '52.40'], ['4812.6']), 2)).toBe('7.50');
  // Rounding the share first would give 0.33 · 3 = 0.99.
  expect(roundedText(chain(['1', '3'], ['3']), 2)).toBe('1.00');
  expect(roundedText(chain(['1'], ['-4']), 1)).toBe('-0.3');
  expect(roundedText(chain([]), 0)).toBe('1');
});

test('CALC-4: arithmetic keeps every digit', () => {
  expect(decimalText(add(decimal('0.1'), decimal('0.22')))).toBe('0.32');
  expect(decimalText(subtract(decimal('251.04'), decimal('245.3')))).toBe('5.74');
  expect(decimalText(multiply(decimal('5.73'), decimal('52.40')))).toBe('300.2520');
  expect(decimalText(divide(decimal('1'), decimal('3'), 6))).toBe('0.333333');
  expect(decimalText(divide(decimal('-2'), decimal('3'), 2))).toBe('-0.67');
  expect(rounded('2.345', 2)).toEqual({ value: 235n, scale: 2 });
  expect(roundedText('2', 3)).toBe('2.000');
  expect(roundedText(total(['0.1', '0.2', chain(['1'], ['3'])]), 6)).toBe('0.633333');
  expect(total([])).toEqual({ numerator: 0n, denominator: 1n });
  expect(roundedText(minus('1', chain(['1'], ['3'])), 4)).toBe('0.6667');
});

test('CALC-4: comparison is exact, whatever the scales', () => {
  expect(compare('0.10', '0.1')).toBe(0);
  expect(compare('0.1', chain(['1'], ['9']))).toBe(-1);
  expect(compare(2n, decimal('1.999999999'))).toBe(1);
});

test('CALC-4: order of factors and terms does not change a digit', () => {
  fc.assert(
    fc.property(fc.array(decimals, { minLength: 1, maxLength: 5 }), (parts) => {
      const backwards = [...parts].reverse();
      expect(rounded(total(parts), 4)).toEqual(rounded(total(backwards), 4));
      expect(rounded(chain(parts, ['7.3']), 4)).toEqual(rounded(chain(backwards, ['7.3']), 4));
    }),
  );
});

test('CALC-4: rounding is symmetric about zero and off by at most a half', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (n, d) => {
      const whole = roundHalfUp(n, d);
      expect(roundHalfUp(-n, d)).toBe(-whole);
      const error = 2n * (n - whole * d);
      expect(error <= d && error >= -d).toBe(true);
    }),
  );
});
