import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumOfTerms } from '#modules/billing';
import { chain, total } from '#platform/decimal';
import { kopecksOf, sumKopecks } from '#platform/money';
import { addMonths, monthsFrom } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import { evenMonth, monthsOfYear, yearCorrection, type YearHeat } from './even-heating.ts';
import { counted, flat, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises, PastCharge } from './house-month.ts';
import type { RegisterFacts } from './volume-of-month.ts';
import { isYearCorrected, yearBefore } from './year-correction.ts';

const YEAR = '2025';
const MONTHS = monthsFrom('2025-01', '2025-12');
/** Gcal of a house by month. */
const HOUSE = ['24', '21', '18', '9', '1', '0', '0', '0', '2', '11', '17', '23'];
const uses = (volumes: readonly string[]) => new Map(MONTHS.map((of, n) => [of, volumes[n]!]));
const heat = (house: readonly string[] | null, flats: Record<string, readonly string[]> = {}): YearHeat => ({
  year: YEAR,
  house: house && uses(house),
  flats: new Map(Object.entries(flats).map(([id, volumes]) => [id, uses(volumes)])),
});
const PRICE = tariff('heating', '1000.00');
const PRICES = [{ ...PRICE, force: { ...PRICE.force, from: '2020-01-01' } }];
const even = (premises: readonly HousePremises[], of: string, lastYear: YearHeat, more: Partial<HouseMonth> = {}): HouseMonth =>
  month(premises, PRICES, { month: of, heatingMonths: 8, lastYear, houseArea: '100', ...more });
const asPast = (of: string, facts: HouseMonth): PastCharge[] =>
  chargeHouse(facts).lines.map((line) => ({
    accountId: line.accountId,
    month: of,
    serviceCode: line.serviceCode,
    totalKopecks: line.kopecks,
    terms: line.terms,
  }));
/** A year of evenly paid months, each by the average of the year before it. */
const paidYear = (premises: readonly HousePremises[], before: YearHeat, more: Partial<HouseMonth> = {}): PastCharge[] =>
  MONTHS.flatMap((of) => asPast(of, even(premises, of, before, more)));
const two = [flat('1'), flat('2')];

describe('heating paid evenly by the house meter', () => {
  test('CALC-1: a month is the average month of the year before; by the norm, evenly, while that year was not read', () => {
    const facts = even(two, '2026-07', heat(HOUSE));
    // 126 Gcal of the year make 10.5 a month for 100 m².
    expect(counted(facts)).toMatchObject({ sums: { '1 heating': 525_000n, '2 heating': 525_000n }, methods: { '1 heating': 'heatingByHouse' }, told: [] });
    expect(chargeHouse(facts).lines[0]!.terms).toMatchObject({
      houseVolume: '10.5',
      source: { kind: 'average', months: 12, document: 'общий счётчик за 2025 год' },
    });
    const unread = counted(even(two, '2026-07', heat(null), { norms: [norm('heating', 'm2', '0.03')] }));
    expect(unread).toMatchObject({ sums: { '1 heating': 100_000n }, methods: { '1 heating': 'heatingByNorm' }, told: ['noHouseReading house heating'] });
    expect(unread.lines[0]!.terms).toMatchObject({ season: 8 });
    expect(counted(month(two, PRICES, { heating: 'norm', heatingMonths: 6, norms: [norm('heating', 'm2', '0.03')] })).sums).toEqual({
      '1 heating': 75_000n,
      '2 heating': 75_000n,
    });
  });

  test('CALC-1: flats with heat meters take their own average month, the rest go by them', () => {
    const { sums, lines } = counted(even(two, '2026-07', heat(HOUSE, { '1': HOUSE.map((volume) => (volume === '0' ? '0' : '6')) })));
    // 54 Gcal of the flat's year make 4.5 a month; as much for the other; 1.5 is common.
    expect(sums).toEqual({ '1 heating': 525_000n, '2 heating': 525_000n });
    expect(lines.map(({ terms }) => terms)).toMatchObject([
      { own: { by: 'meter', volume: '4.5' }, commonVolume: '1.5' },
      { own: { by: 'average', meteredVolume: '4.5', meteredArea: '50' } },
    ]);
  });

  test('CALC-1, CALC-2: the correction comes once, in the first quarter of the year after, and is no reason to look at a sum', () => {
    const past = paidYear(two, heat(HOUSE.map(() => '10')));
    expect(sumKopecks(past.map(({ totalKopecks }) => totalKopecks))).toBe(12_000_000n);
    const january = even(two, '2026-01', heat(HOUSE), { past });
    const { sums, told, lines } = counted(january);
    // Of 126 Gcal 120 were paid: 3 for each, beside the month itself.
    expect([sums, told]).toEqual([{ '1 heating': 525_000n + 300_000n, '2 heating': 825_000n }, []]);
    expect(lines[0]!.terms).toMatchObject({
      method: 'corrected',
      recalculations: [
        {
          document: 'Дом взял за 2025 год 126\u00a0Гкал',
          ground: {
            by: 'months',
            year: YEAR,
            months: [
              { month: '2025-01', wasKopecks: 500_000, becameKopecks: 1_200_000 },
              {},
              {},
              {},
              {},
              { month: '2025-06', becameKopecks: 0 },
              {},
              {},
              {},
              {},
              {},
              {},
            ],
          },
        },
      ],
    });
    expect(isYearCorrected(lines[0]!.terms)).toBe(true);
    const after = [...past, ...asPast('2026-01', january)];
    expect(counted(even(two, '2026-02', heat(HOUSE), { past: after })).sums).toEqual({ '1 heating': 525_000n, '2 heating': 525_000n });
    expect(yearCorrection(even(two, '2026-03', heat(HOUSE), { past }), { ...january.accounts[0]! })).not.toBeNull();
    expect(yearCorrection(even(two, '2026-04', heat(HOUSE), { past }), { ...january.accounts[0]! })).toBeNull();
  });

  test('CALC-1: no correction where nothing differs, the year was not read, or a month came from elsewhere', () => {
    const exact = paidYear(two, heat(HOUSE.map(() => '10')));
    const [account] = even(two, '2026-01', heat(HOUSE)).accounts;
    const corrected = (past: readonly PastCharge[], of: YearHeat, more: Partial<HouseMonth> = {}) =>
      yearCorrection(even(two, '2026-01', of, { past, ...more }), account!);
    expect(corrected(exact, heat(HOUSE.map(() => '10')))).toBeNull();
    expect(corrected(exact, heat(null))).toBeNull();
    expect(corrected([], heat(HOUSE))).toBeNull();
    expect(corrected(exact, heat(HOUSE), { heatingMonths: null })).toBeNull();
    expect(corrected(exact, heat(HOUSE), { heating: 'norm' })).toBeNull();
    const given = { method: 'given', period: '2025-03', benefit: null, register: null, sumKopecks: 100, detail: null } as const;
    expect(
      corrected(
        exact.map((one) => (one.month === '2025-03' ? { ...one, terms: given } : one)),
        heat(HOUSE),
      ),
    ).toBeNull();
    expect(corrected(exact, heat(HOUSE))).not.toBeNull();
    expect(yearCorrection(even(two, '2026-01', heat(HOUSE), { past: exact }), { ...account!, premisesId: 'unknown' })).toBeNull();
  });

  test('CALC-1: rooms of a communal flat are corrected by their share, and a first year by the norm too', () => {
    const room = (id: string, shareArea: string) => flat(id, {}, { kind: 'room', area: shareArea, shareArea, flatId: '2' });
    const places = [flat('1'), flat('2'), room('a', '10'), room('b', '30')];
    const accounts = month(places, []).accounts.filter(({ premisesId }) => premisesId !== '2');
    const past = paidYear(places, heat(null), { accounts, norms: [norm('heating', 'm2', '0.15')] });
    expect(past.filter(({ month: of }) => of === '2025-05').map(({ totalKopecks }) => totalKopecks)).toEqual([500_000n, 125_000n, 375_000n]);
    expect(counted(even(places, '2026-01', heat(HOUSE), { accounts, past })).sums).toEqual({
      '1 heating': 825_000n,
      'a heating': 131_250n + 75_000n,
      'b heating': 393_750n + 225_000n,
    });
  });

  test('CALC-4: what was paid evenly and the correction together are what the house took, with meters in flats and without', () => {
    const volume = (most: number) => fc.integer({ min: 0, max: most }).map((n) => `${Math.floor(n / 10)}.${n % 10}`);
    const year = fc.array(volume(400), { minLength: 12, maxLength: 12 });
    const flats = fc.array(fc.record({ area: fc.integer({ min: 20, max: 90 }), own: fc.option(fc.array(volume(30), { minLength: 12, maxLength: 12 })) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(flats, year, year, (list, before, fact) => {
        const premises = list.map(({ area }, n) => flat(String(n), {}, { area: String(area) }));
        const houseArea = String(list.reduce((sum, { area }) => sum + area, 0));
        const own = Object.fromEntries(list.flatMap(({ own: volumes }, n) => (volumes ? [[String(n), volumes]] : [])));
        const past = paidYear(premises, heat(before, own), { houseArea });
        const january = even(premises, '2026-01', heat(fact, own), { houseArea, past });
        const corrections = january.accounts.flatMap((account) => yearCorrection(january, account)?.ground ?? []);
        const difference = sumKopecks(
          corrections.flatMap((ground) =>
            ground.by === 'months' ? ground.months.map(({ wasKopecks, becameKopecks }) => BigInt(becameKopecks - wasKopecks)) : [],
          ),
        );
        const all = sumKopecks(past.map(({ totalKopecks }) => totalKopecks)) + difference - kopecksOf(chain([total(fact), '1000']));
        // Each line of each month is rounded once.
        expect(all <= BigInt(12 * list.length) && all >= -BigInt(12 * list.length)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a year in which something changed', () => {
  const corrections = (facts: HouseMonth) =>
    Object.fromEntries(
      chargeHouse(facts).lines.flatMap(({ accountId, terms }) =>
        terms.method === 'corrected' ? [[accountId.slice('account '.length), sumKopecks(terms.recalculations.map(sumOfTerms))]] : [],
      ),
    );

  test('CALC-1: a flat cut off in May answers for half of the house till then and for half of the common part after, each month by its own heat', () => {
    const cut = [flat('1', {}, { ownHeating: { from: '2025-05-12', to: null } }), flat('2')];
    const past = paidYear(cut, heat(HOUSE));
    // 10.5 Gcal a month: halves to May; then of 50 m² heated and 40 common the common 4/9 is shared by both flats.
    expect(past.filter(({ month: of }) => of === '2025-05' || of === '2025-06').map(({ totalKopecks }) => totalKopecks)).toEqual([
      525_000n,
      525_000n,
      233_333n,
      816_667n,
    ]);
    // The house took just as much in all: 73 Gcal to May (36.5 against 26.25 each), 53 after (2/9 is 11.78 against 16.33, 7/9 is 41.22 against 57.17).
    expect(corrections(even(cut, '2026-01', heat(HOUSE), { past }))).toEqual({ '1': 569_446n, '2': -569_446n });
    // Heated again from October: of 51 Gcal since then it answers for half.
    const back = [flat('1', {}, { ownHeating: { from: '2025-05-12', to: '2025-09-30' } }), flat('2')];
    const paid = paidYear(back, heat(HOUSE));
    expect(corrections(even(back, '2026-01', heat(HOUSE), { past: paid }))).toEqual({
      '1': 3_650_000n + 44_444n + 2_550_000n - (8n * 525_000n + 4n * 233_333n),
      '2': 3_650_000n + 155_556n + 2_550_000n - (8n * 525_000n + 4n * 816_667n),
    });
  });

  test('CALC-1, CALC-4: of a flat sold in mid-year each owner is corrected for his own days, the one who left too; together it is what one owner would be', () => {
    const account = (id: string, premisesId: string, span: HouseMonth['accounts'][number]['span'] = null) => ({
      accountId: `account ${id}`,
      number: id,
      kind: 'manager',
      premisesId,
      span,
    });
    const of = (then: string) =>
      then < '2025-06'
        ? [account('left', '1'), account('2', '2')]
        : then > '2025-06'
          ? [account('came', '1'), account('2', '2')]
          : [account('left', '1', { from: '2025-06-01', to: '2025-06-15' }), account('came', '1', { from: '2025-06-16', to: '2025-06-30' }), account('2', '2')];
    const past = MONTHS.flatMap((then) => asPast(then, even(two, then, heat(HOUSE.map(() => '12')), { accounts: of(then) })));
    // 6 Gcal a month were paid for the flat, the house took halves of 73 to May, nothing in June, 53 after it.
    const january = { past, accounts: of('2026-01'), closedAccounts: [account('left', '1')] };
    const made = corrections(even(two, '2026-01', heat(HOUSE), january));
    expect(made).toEqual({ left: 3_650_000n - 3_300_000n, came: 2_650_000n - 3_900_000n, '2': 6_300_000n - 7_200_000n });
    expect(made['left']! + made['came']!).toBe(made['2']);
    // Once: February brings neither anything more.
    const after = [...past, ...asPast('2026-01', even(two, '2026-01', heat(HOUSE), january))];
    expect(corrections(even(two, '2026-02', heat(HOUSE), { ...january, past: after }))).toEqual({});
  });

  test('CALC-1: sold and cut off in one year: who left is corrected by halves, who came by the common part alone', () => {
    const cut = [flat('1', {}, { ownHeating: { from: '2025-07-01', to: null } }), flat('2')];
    const account = (id: string, premisesId: string) => ({ accountId: `account ${id}`, number: id, kind: 'manager', premisesId, span: null });
    const of = (then: string) => [account(then < '2025-07' ? 'left' : 'came', '1'), account('2', '2')];
    const past = MONTHS.flatMap((then) => asPast(then, even(cut, then, heat(HOUSE), { accounts: of(then) })));
    const made = corrections(even(cut, '2026-01', heat(HOUSE), { past, accounts: of('2026-01'), closedAccounts: [account('left', '1')] }));
    // Halves of 73 Gcal against six months of 5.25; 2/9 of 53 against six of 2.3333.
    expect(made).toMatchObject({ left: 3_650_000n - 3_150_000n, came: 1_177_777n - 1_399_998n });
  });
});

describe('a year of a meter', () => {
  const register = (points: readonly (readonly [period: string, use: string | null, months?: number, source?: 'reading' | 'estimated'])[]): RegisterFacts => ({
    zone: 'whole',
    start: { value: '0', on: '2024-01-01' },
    points: points.map(([period, use, months = 1, source = 'reading']) => ({ period, takenOn: `${period}-24`, value: '0', use, months, source })),
  });
  const monthly = (from: string, to: string, use = '2') => register(monthsFrom(from, to).map((period) => [period, use] as const));
  const stands = (one: RegisterFacts) => ({ stands: true, registers: [one] });

  test('CALC-1: a reading of several months stands for them in equal parts, of the months of the year only', () => {
    const year = monthsOfYear(
      [
        stands(
          register([
            ['2025-02', '10', 4],
            ['2025-09', '7', 7],
            ['2025-12', '3', 3],
            ['2026-03', '90', 3],
          ]),
        ),
      ],
      YEAR,
    )!;
    expect([...year.values()]).toEqual(['2.5', '2.5', '1', '1', '1', '1', '1', '1', '1', '1', '1', '1']);
    expect(
      monthsOfYear(
        [
          stands(
            register([
              ['2025-03', '1', 3],
              ['2025-12', '9', 9],
            ]),
          ),
        ],
        YEAR,
      )!.get('2025-03'),
    ).toBe('0.3333334');
  });

  test('CALC-1: a year with a gap, an estimate or without its end is not known; a meter that was replaced ends earlier', () => {
    expect(monthsOfYear([], YEAR)).toBeNull();
    expect(monthsOfYear([stands(monthly('2025-01', '2025-11'))], YEAR)).toBeNull();
    expect(monthsOfYear([stands(monthly('2025-02', '2025-12'))], YEAR)).toBeNull();
    expect(
      monthsOfYear(
        [
          stands(
            register([
              ['2025-06', '6', 6],
              ['2025-11', '5', 5],
              ['2025-12', '1', 1, 'estimated'],
            ]),
          ),
        ],
        YEAR,
      ),
    ).toBeNull();
    expect(
      monthsOfYear(
        [
          stands(
            register([
              ['2025-11', '11', 11],
              ['2025-12', null],
            ]),
          ),
        ],
        YEAR,
      ),
    ).toBeNull();
    const replaced = monthsOfYear([{ stands: false, registers: [monthly('2025-01', '2025-06', '2')] }, stands(monthly('2025-06', '2025-12', '3'))], YEAR)!;
    expect([replaced.get('2025-05'), replaced.get('2025-06'), replaced.get('2025-12')]).toEqual(['2', '5', '3']);
    expect(monthsOfYear([stands(monthly('2025-01', '2025-12')), stands(monthly('2025-01', '2025-11'))], YEAR)).toBeNull();
  });

  test('CALC-1: the year before a month, and no average of what is not known', () => {
    expect([yearBefore('2026-01'), yearBefore('2026-12'), yearBefore(addMonths('2026-12', 1))]).toEqual(['2025', '2025', '2026']);
    expect([evenMonth(even(two, '2026-01', heat(null))), evenMonth(even(two, '2026-01', heat(HOUSE)))?.houseVolume]).toEqual([null, '10.5']);
  });
});
