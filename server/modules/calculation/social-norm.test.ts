import { describe, expect, test } from 'vitest';
import { counted, flat, meter, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth } from './house-month.ts';
import { socialNorms, withSocialNorm } from './social-norm.ts';

const people = (count: number) => ({ people: [{ from: null, to: null, value: { count, are: 'registered' as const } }] });
const lit = (count: number, kwh: string) => flat('1', { electricity: [meter({ whole: kwh })] }, people(count));
const PRICES = [tariff('electricity', '4.00'), tariff('electricity', '6.00', { fromVolume: '1' })];
const NORMS = [norm('electricity', 'home1', '150'), norm('electricity', 'home2', '230'), norm('electricity', 'home5', '400')];
const priced = (count: number, kwh: string, more: Partial<HouseMonth> = {}) =>
  counted(month([lit(count, kwh)], PRICES, { norms: NORMS, ...more })).sums['1 electricity'];

describe('the social norm', () => {
  test('CALC-1: the second price begins at the norm of the home by how many live in it', () => {
    // Of 300 kWh: 150 at 4 and 150 at 6; 230 and 70; a third person adds nothing where no norm says so; five have 400.
    expect([1, 2, 3, 4, 5, 9].map((count) => priced(count, '300'))).toEqual([150_000n, 134_000n, 134_000n, 134_000n, 120_000n, 120_000n]);
    expect([priced(2, '230'), priced(2, '231')]).toEqual([92_000n, 92_600n]);
    const { lines } = counted(month([lit(2, '300')], PRICES, { norms: NORMS }));
    expect(lines[0]!.terms).toMatchObject({
      method: 'meter',
      pieces: [
        { volume: '230', upTo: '230', tariff: { value: '4.00' } },
        { volume: '70', upTo: null, tariff: { value: '6.00' } },
      ],
    });
  });

  test('CALC-1: without social norms, or without a second price, ranges stay as the tariff says; no home is smaller than the smallest norm', () => {
    expect(priced(2, '300', { norms: [norm('electricity', 'person', '60')] })).toBe(179_800n);
    expect(counted(month([lit(2, '300')], [tariff('electricity', '4.00')], { norms: NORMS })).sums['1 electricity']).toBe(120_000n);
    expect(priced(1, '300', { norms: NORMS.slice(1) })).toBe(134_000n);
    expect(counted(month([flat('1', { cold_water: [meter({ whole: '9' })] })], [tariff('cold_water', '10.00')], { norms: NORMS })).sums['1 cold_water']).toBe(
      9_000n,
    );
  });

  test('CALC-1: people or the norm that change within the month cut it by days; a day without a norm is told', () => {
    const moved = {
      ...lit(1, '310'),
      people: [
        { from: null, to: '2026-10-10', value: { count: 1, are: 'registered' as const } },
        { from: '2026-10-11', to: null, value: { count: 2, are: 'registered' as const } },
      ],
    };
    // 150 and 160 for 10 days of 31, 230 and 80 for 21: 600 + 960 = 1 560 by 10/31, 920 + 480 = 1 400 by 21/31: 503.23 and 948.39, rounded together.
    expect(counted(month([moved], PRICES, { norms: NORMS })).sums['1 electricity']).toBe(145_161n);
    const ended = [{ ...norm('electricity', 'home1', '150'), force: { from: null, to: '2026-10-10', value: '150' } }];
    expect(counted(month([lit(1, '300')], PRICES, { norms: ended })).told).toEqual(['noNorm 1 electricity']);
  });

  test('CALC-1: the third price keeps its own beginning', () => {
    const prices = { limits: ['1', '6000'], byZone: {} };
    expect(withSocialNorm({ prices, people: { count: 2, are: 'owners' }, home2: '230' })).toEqual({ limits: ['230', '6000'], byZone: {} });
    expect(socialNorms({ norms: NORMS }, 'gas')).toBeNull();
    expect(Object.keys(socialNorms({ norms: NORMS }, 'electricity')!)).toEqual(['home1', 'home2', 'home5']);
  });
});
