import { describe, expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { sumKopecks } from '#platform/money';
import { monthsFrom } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import { commonNeed, commonOfYear, commonYearCorrection, isCommonUnread, type YearCommon } from './common-property.ts';
import { counted, flat, meter, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, PastCharge } from './house-month.ts';

const YEAR = '2025';
const MONTHS = monthsFrom('2025-01', '2025-12');
const two = [flat('1'), flat('2')];
const PRICE = tariff('common_electricity', '10.00');
const PRICES = [{ ...PRICE, force: { ...PRICE.force, from: '2020-01-01' } }];
/** kWh of the common property by month. */
const LIGHT = ['120', '110', '100', '90', '80', '70', '60', '70', '80', '100', '110', '120'];
const year = (uses: readonly string[]): YearCommon => new Map([['electricity', new Map(MONTHS.map((of, n) => [of, uses[n]!]))]]);
const lit = (of: string, more: Partial<HouseMonth> = {}): HouseMonth =>
  month(two, PRICES, { month: of, commonWay: 'average', houseArea: '100', norms: [norm('common_electricity', 'm2_common', '3')], ...more });
const asPast = (of: string, facts: HouseMonth): PastCharge[] =>
  chargeHouse(facts).lines.map((line) => ({
    accountId: line.accountId,
    month: of,
    serviceCode: line.serviceCode,
    totalKopecks: line.kopecks,
    terms: line.terms,
  }));
const paidYear = (before: YearCommon, more: Partial<HouseMonth> = {}): PastCharge[] =>
  MONTHS.flatMap((of) => asPast(of, lit(of, { lastYearCommon: before, ...more })));

describe('what the common property of a house takes', () => {
  test('CALC-1: by the average month of the year before, with its words; by the norm and told while that year was not read', () => {
    const facts = lit('2026-07', { lastYearCommon: year(LIGHT) });
    // 1 110 kWh of the year make 92.5 a month; half of it for each of two flats at 10.00. The norm would be 3 × 40 = 120.
    expect(counted(facts)).toMatchObject({ sums: { '1 common_electricity': 46_250n, '2 common_electricity': 46_250n }, told: [] });
    expect(chargeHouse(facts).lines[0]!.terms).toMatchObject({
      method: 'houseNeeds',
      need: { by: 'meter', volume: '92.5' },
      source: { kind: 'average', months: 12, document: 'общий счётчик за 2025 год' },
    });
    const unread = lit('2026-07');
    expect(counted(unread)).toMatchObject({ sums: { '1 common_electricity': 60_000n }, told: ['noHouseReading house common_electricity'] });
    expect([
      isCommonUnread(unread, 'common_electricity'),
      isCommonUnread(facts, 'common_electricity'),
      isCommonUnread(unread, 'common_sewage'),
      isCommonUnread(lit('2026-07', { commonWay: 'fact' }), 'common_electricity'),
    ]).toEqual([true, false, false, false]);
  });

  test('CALC-1: an average above the norm is the manager’s beyond it, unless the owners took that on for the whole month', () => {
    const much = { lastYearCommon: year(LIGHT.map(() => '200')) };
    expect(counted(lit('2026-07', much)).sums).toEqual({ '1 common_electricity': 60_000n, '2 common_electricity': 60_000n });
    const sums = (from: string, to: string | null) => counted(lit('2026-07', { ...much, overNorm: { from, to } })).sums['1 common_electricity'];
    expect([sums('2026-07-01', null), sums('2026-07-01', '2026-07-31'), sums('2026-07-02', null), sums('2026-01-01', '2026-07-30')]).toEqual([
      100_000n,
      100_000n,
      60_000n,
      60_000n,
    ]);
  });

  test('CALC-1: owners who chose the norm pay by it, whatever the house meter shows; by the meter otherwise', () => {
    const read = { houseMeters: new Map([['electricity', [meter({ whole: '90' })]]]), norms: [norm('common_electricity', 'm2_common', '3')], houseArea: '100' };
    expect(counted(month(two, PRICES, { ...read, commonWay: 'norm' })).sums['1 common_electricity']).toBe(60_000n);
    expect(counted(month(two, PRICES, read)).sums['1 common_electricity']).toBe(45_000n);
    expect(
      commonNeed(
        month(two, PRICES, { ...read, commonWay: 'norm' }),
        { house: () => null, sums: () => ({ byMeters: '0', byNorms: '0', nonResidential: '0' }) },
        'common_electricity',
      ),
    ).toBeNull();
  });

  test('CALC-1, CALC-2: the year is corrected once in the first quarter: all that was paid is what the house took, to the kopeck', () => {
    const past = paidYear(year(MONTHS.map(() => '80')));
    expect(sumKopecks(past.map(({ totalKopecks }) => totalKopecks))).toBe(960_000n);
    const january = lit('2026-01', { lastYearCommon: year(LIGHT), past });
    const { sums, told, lines } = counted(january);
    // Of 1 110 kWh 960 were paid: 75 kWh more for each flat, beside the month itself.
    expect([sums, told]).toEqual([{ '1 common_electricity': 46_250n + 75_000n, '2 common_electricity': 46_250n + 75_000n }, []]);
    expect(lines[0]!.terms).toMatchObject({
      method: 'corrected',
      recalculations: [
        {
          reason: 'корректировка за общее имущество за 2025 год по общему счётчику',
          document: 'На общее имущество ушло за 2025 год 1\u00a0110\u00a0кВт·ч',
          ground: { by: 'months', year: YEAR, of: 'common' },
        },
      ],
    });
    // 1 110 kWh at 10.00 were paid in all.
    expect(sumKopecks(past.map(({ totalKopecks }) => totalKopecks)) + 2n * 75_000n).toBe(1_110_000n);
    const after = [...past, ...asPast('2026-01', january)];
    expect(counted(lit('2026-02', { lastYearCommon: year(LIGHT), past: after })).sums).toEqual({
      '1 common_electricity': 46_250n,
      '2 common_electricity': 46_250n,
    });
    const asked = (of: string, more: Partial<HouseMonth> = {}) =>
      commonYearCorrection(lit(of, { lastYearCommon: year(LIGHT), past, ...more }), january.accounts[0]!, 'common_electricity');
    expect(
      [
        asked('2026-03'),
        asked('2026-04'),
        asked('2026-03', { commonWay: 'fact' }),
        asked('2026-03', { lastYearCommon: new Map() }),
        asked('2026-03', { past: [] }),
      ].map((one) => one !== null),
    ).toEqual([true, false, false, false, false]);
    expect(asked('2026-03', { lastYearCommon: year(MONTHS.map(() => '80')) })).toBeNull();
  });

  test('CALC-1: a month of the year is corrected up to its norm, above it where the owners paid for that month', () => {
    const past = paidYear(year(MONTHS.map(() => '80')));
    const winter = LIGHT.map((use, n) => (n === 0 ? '300' : use));
    const became = (more: Partial<HouseMonth> = {}) => {
      const ground = commonYearCorrection(
        lit('2026-01', { lastYearCommon: year(winter), past, ...more }),
        { accountId: 'account 1', number: '1', kind: 'manager', premisesId: '1', span: null },
        'common_electricity',
      )!.ground;
      return ground.by === 'months' ? ground.months[0] : null;
    };
    expect(became()).toEqual({ month: '2025-01', wasKopecks: 40_000, becameKopecks: 60_000 });
    expect(became({ overNorm: { from: '2025-01-01', to: '2025-01-31' } })).toMatchObject({ becameKopecks: 150_000 });
    const halved = [
      { ...norm('common_electricity', 'm2_common', '1.5'), force: { from: null, to: '2025-01-31', value: '1.5' } },
      { ...norm('common_electricity', 'm2_common', '3'), force: { from: '2025-02-01', to: null, value: '3' } },
    ];
    expect(became({ norms: halved })).toMatchObject({ becameKopecks: 30_000 });
  });

  const first = { accountId: 'account 1', number: '1', kind: 'manager', premisesId: '1', span: null };
  const monthsOf = (more: Partial<HouseMonth>) => {
    const made = commonYearCorrection(lit('2026-01', { lastYearCommon: year(LIGHT), ...more }), first, 'common_electricity');
    return made?.ground.by === 'months' ? made.ground.months : null;
  };

  test('CALC-1: a month is cut at the norm of its own service, of the common property, that holds on its last day; without one it is not cut', () => {
    const past = paidYear(year(MONTHS.map(() => '80')));
    const dated = (value: string, from: string | null, to: string | null) => ({
      ...norm('common_electricity', 'm2_common', value),
      force: { from, to, value },
    });
    const norms = [
      norm('common_cold_water', 'm2_common', '0.1'),
      norm('common_electricity', 'person', '0.1'),
      dated('2', null, '2025-01-30'),
      dated('1', '2025-01-31', '2025-02-27'),
      dated('0.5', '2025-02-28', '2025-03-31'),
      dated('3', '2025-04-01', null),
    ];
    // 120, 110 and 100 kWh were taken: 40 by the norm of 1, 20 and 20 by the norm of 0.5; half of each at 10.00. Then as the meter says.
    expect(
      monthsOf({ past, norms })!
        .slice(0, 4)
        .map(({ becameKopecks }) => becameKopecks),
    ).toEqual([20_000, 10_000, 10_000, 45_000]);
    expect(
      monthsOf({ past, norms: [] })!
        .slice(0, 2)
        .map(({ becameKopecks }) => becameKopecks),
    ).toEqual([60_000, 55_000]);
  });

  test('CALC-1: only lines of the account and of the service are corrected; a month charged in another way stops it; a room bears its part', () => {
    const past = paidYear(year(MONTHS.map(() => '80')));
    const own = past.filter(({ accountId }) => accountId === 'account 1');
    expect(monthsOf({ past: past.filter(({ accountId }) => accountId !== 'account 1') })).toBeNull();
    expect(monthsOf({ past: [...own, ...own.map((charge) => ({ ...charge, serviceCode: 'common_cold_water' }))] })).toHaveLength(12);
    const given: ChargeTerms = { method: 'given', period: '2025-01', benefit: null, register: null, sumKopecks: 40_000, detail: null };
    expect(monthsOf({ past: [{ ...own[0]!, terms: given }, ...own.slice(1)] })).toBeNull();
    expect(
      monthsOf({ past: [{ ...own[0]!, terms: { method: 'corrected', period: '2025-01', benefit: null, base: given, recalculations: [] } }, ...own.slice(1)] }),
    ).toBeNull();
    // Of the flat's 400.00, and 600.00 by the meter, the room has 14.5 of 32.7 m².
    const room: TermsOf<'roomShare'> = {
      method: 'roomShare',
      period: '2025-01',
      benefit: null,
      flat: own[0]!.terms as TermsOf<'houseNeeds'>,
      weights: ['14.5', '18.2'],
      weightUnit: 'м²',
      room: 0,
    };
    const [january] = monthsOf({ past: [{ ...own[0]!, terms: room }] })!;
    expect(january).toMatchObject({ month: '2025-01', wasKopecks: Number(sumOfTerms(room)) });
    expect(january!.becameKopecks).toBe(
      Number(sumOfTerms({ ...room, flat: { ...(room.flat as TermsOf<'houseNeeds'>), need: { by: 'meter', volume: '120' } } })),
    );
  });

  test('CALC-1: a service without a house meter of its own goes by the norm, whatever other meters show', () => {
    const read = {
      by: 'readings',
      zones: [{ zone: 'whole', volume: '9' }],
      readings: [],
      source: { kind: 'reading', date: null, document: null, months: null },
      months: 1,
      corrections: [],
    } as const;
    const volumes = { house: () => read, sums: () => ({ byMeters: '1', byNorms: '0', nonResidential: '0' }) };
    expect(commonNeed(lit('2026-07', { commonWay: 'fact' }), volumes, 'common_sewage')).toBeNull();
    expect(commonNeed(lit('2026-07', { commonWay: 'fact' }), volumes, 'common_electricity')).toMatchObject({
      volume: '9',
      byMeters: '1',
      source: { kind: 'houseMeter' },
    });
    expect(commonNeed(lit('2026-07', { commonWay: 'average' }), volumes, 'common_electricity')).toBeNull();
  });

  test('CALC-1: who left in the year gets the correction too and nothing else', () => {
    const past = paidYear(year(MONTHS.map(() => '80')));
    const [stays, left] = lit('2026-01').accounts;
    const { sums } = counted(lit('2026-01', { lastYearCommon: year(LIGHT), past, accounts: [stays!], closedAccounts: [left!] }));
    expect(sums).toEqual({ '1 common_electricity': 121_250n, '2 common_electricity': 75_000n });
  });

  test('CALC-1: a year is known by twelve months that were read; what is below zero is nothing', () => {
    const kept = (common: (n: number) => string | null) =>
      new Map(
        MONTHS.map((of, n) => [
          of,
          [
            { serviceCode: 'electricity', common: common(n) },
            { serviceCode: 'heating', common: null },
          ],
        ]),
      );
    expect(
      commonOfYear(
        kept((n) => (n === 3 ? '-5' : '10')),
        YEAR,
      ),
    ).toEqual(new Map([['electricity', new Map(MONTHS.map((of, n) => [of, n === 3 ? '0' : '10']))]]));
    expect(
      commonOfYear(
        kept((n) => (n === 11 ? null : '10')),
        YEAR,
      ),
    ).toEqual(new Map());
    expect(commonOfYear(new Map([...kept(() => '10')].slice(1)), YEAR)).toEqual(new Map());
    expect(
      commonOfYear(
        kept(() => '10'),
        '2026',
      ),
    ).toEqual(new Map());
  });
});
