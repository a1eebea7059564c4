import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formulaOf, sumOfTerms } from '#modules/billing';
import { sumKopecks } from '#platform/money';
import { areaRateTerms } from './area-terms.ts';
import { chargeHouse } from './charge-house.ts';
import { countedAt, roomTerms, standsByRooms, weightsByArea, weightsByPeople, weightsByUse, type RoomPart } from './communal-flat.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises, PastCharge } from './house-month.ts';
import type { MeterFacts } from './volume-of-month.ts';

const people = (count: number): HousePremises['people'] => [{ from: null, to: null, value: { count, are: 'registered' } }];
const room = (premisesId: string, shareArea: string, count: number, more: Partial<HousePremises> = {}) =>
  flat(premisesId, {}, { kind: 'room', area: shareArea, shareArea, flatId: '7', people: people(count), ...more });
/** A flat of 50 m² with rooms of 12, 18 and 10 m² where one, two and no people live. */
const rooms = (meters: Record<string, readonly MeterFacts[]>[] = []) =>
  [room('a', '12', 1), room('b', '18', 2), room('c', '10', 0)].map((one, n) => ({ ...one, meters: new Map(Object.entries(meters[n] ?? {})) }));
const communal = (meters: Record<string, readonly MeterFacts[]> = {}, inRooms: Record<string, readonly MeterFacts[]>[] = []) => [
  flat('7', meters, { people: people(3) }),
  ...rooms(inRooms),
];
const withAccounts = (premises: readonly HousePremises[], tariffs: HouseMonth['tariffs'], more: Partial<HouseMonth> = {}) => {
  const facts = month(premises, tariffs, more);
  return { ...facts, accounts: facts.accounts.filter(({ premisesId }) => premisesId !== '7'), ...(more.accounts && { accounts: more.accounts }) };
};

describe('a communal flat in a month of a house', () => {
  test('CALC-1, CALC-4: water of the shared meter goes by people, heat and upkeep by the area of rooms, and the rooms give the flat', () => {
    const prices = [
      tariff('maintenance', '20.00'),
      tariff('cold_water', '50.00'),
      tariff('sewage', '40.00'),
      tariff('heating', '1000.00'),
      tariff('capital_repair', '10.01'),
    ];
    const meters = { cold_water: [meter({ whole: '5' })], hot_water: [meter({ whole: '3' })] };
    const { sums, methods, told } = counted(
      withAccounts([...communal(meters), flat('8')], prices, { houseArea: '100', houseMeters: new Map([['heating', [meter({ whole: '4' })]]]) }),
    );
    expect(sums).toMatchObject({
      'a maintenance': 30_000n,
      'b maintenance': 45_000n,
      'c maintenance': 25_000n,
      'a heating': 60_000n,
      'b heating': 90_000n,
      'c heating': 50_000n,
      '8 heating': 200_000n,
      'a cold_water': 8_333n,
      'b cold_water': 16_667n,
      'a sewage': 10_667n,
      'b sewage': 21_333n,
      'a capital_repair': 15_015n,
      'b capital_repair': 22_523n,
      'c capital_repair': 12_512n,
    });
    expect([methods['a heating'], methods['8 heating'], methods['a maintenance']]).toEqual(['roomShare', 'heatingByHouse', 'roomShare']);
    // Nobody is counted in the third room: told, and nothing by people is charged there.
    expect(told).toEqual(['nobody c cold_water', 'nobody c sewage', 'noNorm 8 cold_water', 'noNorm 8 sewage']);
  });

  test('CALC-1: without meters the norm of the flat is split; a room with a meter of its own answers for itself when the flat has none', () => {
    const prices = [tariff('electricity', '5.00'), tariff('sewage', '40.00'), tariff('cold_water', '50.00')];
    const norms = [norm('electricity', 'person', '60'), norm('sewage', 'person', '7'), norm('cold_water', 'person', '4')];
    expect(counted(withAccounts(communal(), prices, { norms })).sums).toEqual({
      'a electricity': 30_000n,
      'b electricity': 60_000n,
      'a sewage': 28_000n,
      'b sewage': 56_000n,
      'a cold_water': 20_000n,
      'b cold_water': 40_000n,
    });
    const one = counted(withAccounts(communal({}, [{ cold_water: [meter({ whole: '3' })] }]), prices, { norms }));
    expect(one.sums).toMatchObject({ 'a cold_water': 15_000n, 'b cold_water': 40_000n, 'a sewage': 12_000n, 'b sewage': 56_000n });
    expect([one.methods['a cold_water'], one.methods['b cold_water'], one.methods['a electricity']]).toEqual(['meter', 'norm', 'roomShare']);
  });

  test('CALC-1: meters in every room beside the shared one: own use, and the rest by people', () => {
    const own = [{ electricity: [meter({ whole: '40' })] }, { electricity: [meter({ whole: '80' })] }, { electricity: [meter({ whole: '0' })] }];
    const shared = counted(withAccounts(communal({ electricity: [meter({ whole: '180' })] }, own), [tariff('electricity', '5.00')]));
    expect(shared.sums).toEqual({ 'a electricity': 30_000n, 'b electricity': 60_000n, 'c electricity': 0n });
    expect(shared.lines[0]!.terms).toMatchObject({ weights: ['60', '120', '0'], weightUnit: 'кВт·ч' });
    // Rooms together may not show more than the flat pays for.
    const more = counted(withAccounts(communal({ electricity: [meter({ whole: '60' })] }, own), [tariff('electricity', '5.00')]));
    expect(more.sums).toEqual({ 'a electricity': 10_000n, 'b electricity': 20_000n, 'c electricity': 0n });
    const some = counted(withAccounts(communal({ electricity: [meter({ whole: '180' })] }, own.slice(0, 1)), [tariff('electricity', '5.00')]));
    expect(some.sums).toEqual({ 'a electricity': 30_000n, 'b electricity': 60_000n });
  });

  test("CALC-1: rooms' own use is no share when not all of it is known, a room changed hands, or nothing was used", () => {
    const use = (whole: string, last = MONTH) => ({ electricity: [meter({ whole }, { last })] });
    const own = [use('40'), use('80'), use('0')];
    const shared = (flatUse: Record<string, readonly MeterFacts[]>, inRooms: Record<string, readonly MeterFacts[]>[], more: Partial<HouseMonth> = {}) =>
      counted(withAccounts(communal(flatUse, inRooms), [tariff('electricity', '5.00')], { norms: [norm('electricity', 'person', '60')], ...more })).lines.map(
        ({ terms }) => (terms.method === 'roomShare' ? terms.weightUnit : terms.method),
      );
    expect(shared(use('180'), own)).toEqual(['кВт·ч', 'кВт·ч', 'кВт·ч']);
    // Read last before the average may be known: the norm.
    expect(shared(use('180', '2026-05'), own)).toEqual(['чел.', 'чел.']);
    expect(shared(use('180'), [use('40', '2026-05'), ...own.slice(1)])).toEqual(['чел.', 'чел.']);
    expect(shared(use('0'), [use('0'), use('0'), use('0')])).toEqual(['чел.', 'чел.']);
    const days = (id: string, from: string, to: string) => ({
      accountId: `account ${id}`,
      number: id,
      kind: 'manager',
      premisesId: 'b',
      span: { from: `${MONTH}-${from}`, to: `${MONTH}-${to}` },
    });
    const accounts = [days('b2', '11', '31'), days('b1', '01', '10')];
    expect(shared(use('180'), own, { accounts })).toEqual(['чел.-дней', 'чел.-дней']);
  });

  test('CALC-2: what cannot be counted for the flat is told for each room, and what it does not pay makes no line', () => {
    expect(counted(withAccounts(communal(), [tariff('cold_water', '50.00')])).told).toEqual([
      'noNorm a cold_water',
      'noNorm b cold_water',
      'noNorm c cold_water',
    ]);
    expect(counted(withAccounts(communal(), [tariff('heating', '1000.00')], { heating: 'own_boiler' }))).toMatchObject({ sums: {}, told: [] });
  });

  test('CALC-1: a room that changed hands in the month: each account bears its days, and nothing is lost', () => {
    const half = (id: string, from: string, to: string) => ({
      accountId: `account ${id}`,
      number: id,
      kind: 'manager',
      premisesId: 'a',
      span: { from: `${MONTH}-${from}`, to: `${MONTH}-${to}` },
    });
    const accounts = [half('a1', '01', '10'), half('a2', '21', '31'), { accountId: 'account b', number: 'b', kind: 'manager', premisesId: 'b', span: null }];
    const facts = withAccounts(communal({ cold_water: [meter({ whole: '5' })] }), [tariff('maintenance', '20.00'), tariff('cold_water', '50.00')], {
      accounts,
    });
    const { sums, lines } = counted(facts);
    expect(sums).toEqual({
      'a1 maintenance': 9_677n,
      'a2 maintenance': 10_645n,
      'b maintenance': 45_000n,
      'a1 cold_water': 2_688n,
      'a2 cold_water': 2_957n,
      'b cold_water': 16_667n,
    });
    expect(lines[0]!.terms).toMatchObject({ weightUnit: 'м²-дней', weights: ['120', '120', '132', '558', '310'] });
  });

  test('CALC-2: what to look at: a room without its flat, an account of the flat itself, areas that do not fit', () => {
    const prices = [tariff('maintenance', '20.00')];
    expect(counted(month(communal(), prices)).told).toEqual(['flatOfRooms 7']);
    expect(counted(month([room('a', '12', 1, { flatId: null })], prices)).told).toEqual(['roomAlone a']);
    expect(counted(withAccounts([flat('7'), room('a', '12', 1), room('b', '39', 1)], prices)).told).toEqual(['roomsArea a']);
    expect(counted(withAccounts([flat('7'), room('a', '12', 1), room('b', '0', 1, { area: '1' })], prices)).told).toEqual(['roomsArea a']);
    expect(counted(withAccounts([flat('7'), room('a', '12', 1), room('b', '38', 1)], prices)).told).toEqual([]);
    expect(counted(withAccounts(communal({ cold_water: [meter({ whole: '5' }, { last: '2026-09' })] }), [tariff('cold_water', '50.00')])).told).toEqual([
      'noReading a cold_water',
      'noReading b cold_water',
      'nobody c cold_water',
    ]);
  });

  test('CALC-1: a late reading of the shared meter gives back each room its share of the estimated month', () => {
    const known = meter({ whole: '5' }, { last: '2026-08' });
    const late: MeterFacts = {
      ...known,
      registers: known.registers.map((register) => ({
        ...register,
        points: [...register.points, { period: MONTH, takenOn: '2026-10-24', value: '90', use: '6', months: 2, source: 'reading' as const }],
      })),
    };
    const september = counted(withAccounts(communal({ cold_water: [known] }), [tariff('cold_water', '50.00')], { month: '2026-09' }));
    expect(september.sums).toEqual({ 'a cold_water': 8_333n, 'b cold_water': 16_667n });
    const past = september.lines.map((line): PastCharge => ({
      accountId: line.accountId,
      month: '2026-09',
      serviceCode: 'cold_water',
      totalKopecks: line.kopecks,
      terms: line.terms,
    }));
    // Six cubic metres for two months: three stood for September instead of five.
    expect(counted(withAccounts(communal({ cold_water: [late] }), [tariff('cold_water', '50.00')], { past })).sums).toEqual({
      'a cold_water': 5_000n - 3_333n,
      'b cold_water': 10_000n - 6_667n,
    });
  });

  test('CALC-1: rent is of the room; the common rooms of the house see the flat once', () => {
    const let_ = communal().map((one) => (one.premisesId === 'a' ? { ...one, isMunicipal: true } : one));
    expect(counted(withAccounts(let_, [tariff('rent', '10.00')])).sums).toEqual({ 'a rent': 12_000n });
    const norms = [norm('common_electricity', 'm2_common', '3'), norm('electricity', 'person', '60')];
    const houseMeters = new Map([['electricity', [meter({ whole: '400' })]]]);
    const house = counted(
      withAccounts([...communal({ electricity: [meter({ whole: '180' })] }), flat('8')], [tariff('common_electricity', '5.00')], {
        norms,
        houseArea: '100',
        houseMeters,
      }),
    );
    // 400 − 180 of the flat − 120 by the norm of the other leave 100 kWh for 100 m².
    expect(house.sums).toEqual({
      'a common_electricity': 7_500n,
      'b common_electricity': 11_250n,
      'c common_electricity': 6_250n,
      '8 common_electricity': 25_000n,
    });
    const byRooms = counted(
      withAccounts([...communal({}, [{ electricity: [meter({ whole: '40' })] }]), flat('8')], [tariff('common_electricity', '5.00')], {
        norms,
        houseArea: '100',
        houseMeters: new Map([['electricity', [meter({ whole: '380' })]]]),
      }),
    );
    // 380 − 40 of the room with a meter − 120 of the room without − 120 of the other flat.
    expect(byRooms.sums['8 common_electricity']).toBe(25_000n);
  });

  test("CALC-1: who is away from a room is taken off the room's share of the norm", () => {
    const absence = {
      id: 'd',
      accountId: 'account b',
      kind: 'absence' as const,
      absence: { leftOn: '2026-09-30', returnedOn: '2026-10-11', persons: 1, appliedOn: '2026-09-29', document: 'путёвка' },
    };
    const { sums } = counted(
      withAccounts(communal(), [tariff('cold_water', '50.00'), tariff('waste', '1000.00'), tariff('maintenance', '20.00')], {
        norms: [norm('cold_water', 'person', '4'), norm('waste', 'person', '0.2')],
        decisions: [absence],
      }),
    );
    // Ten days of thirty-one, one of two people.
    expect(sums).toMatchObject({ 'a cold_water': 20_000n, 'b cold_water': 40_000n - 6_452n, 'b waste': 40_000n - 6_452n, 'b maintenance': 45_000n });
  });

  test('CHG-2: the explanation shows the flat first and then the room of it', () => {
    const { lines } = chargeHouse(withAccounts(communal({ cold_water: [meter({ whole: '5' })] }), [tariff('cold_water', '50.00')]));
    const rows = formulaOf(lines[0]!.terms).map((row) => row.map(({ operator, value }) => `${operator}${value}`.replaceAll('\u00a0', ' ')).join(' '));
    expect(rows.slice(0, 2)).toEqual(['5 м³ ×50,00 ₽ =250,00 ₽', '250,00 ₽ ×1 чел. ÷3 чел. =83,33 ₽']);
  });
});

describe('shares of rooms', () => {
  const part = (id: string, area: string, counts: readonly number[]): RoomPart => ({
    id,
    area,
    span: { from: `${MONTH}-01`, to: `${MONTH}-31` },
    people: counts.map((count, n) => ({
      from: n === 0 ? null : `${MONTH}-${String(n * 10 + 1)}`,
      to: n === counts.length - 1 ? null : `${MONTH}-${String((n + 1) * 10)}`,
      value: { count, are: 'registered' as const },
    })),
  });

  test('CALC-1: by people, and by people times days when their number changed; nobody at all is by area', () => {
    expect(weightsByPeople(MONTH, [part('a', '12', [1]), part('b', '18', [2])])).toEqual({
      unit: 'чел.',
      of: new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    });
    expect(weightsByPeople(MONTH, [part('a', '12', [1]), part('b', '18', [2, 3])])).toEqual({
      unit: 'чел.-дней',
      of: new Map([
        ['a', '31'],
        ['b', '83'],
      ]),
    });
    expect(weightsByPeople(MONTH, [part('a', '12', [0]), part('b', '18.5', [0])])).toEqual(weightsByArea(MONTH, [part('a', '12', []), part('b', '18.5', [])]));
    expect(weightsByArea(MONTH, [part('a', '12', [1])])).toEqual({ unit: 'м²', of: new Map([['a', '12']]) });
    expect(weightsByPeople(MONTH, [part('a', '12', []), part('b', '18', [2])]).of.get('a')).toBe('0');
    const none = { unit: 'м³', people: weightsByArea(MONTH, [part('a', '12', [])]) };
    expect(weightsByUse(none.unit, { flatVolume: '0', own: new Map([['a', '0']]), people: none.people })).toBeNull();
  });

  test('CALC-1: where a service of a room is counted', () => {
    const facts = month(communal({ cold_water: [meter({ whole: '5' })] }, [{ electricity: [meter({ whole: '40' })] }]), []);
    const [whole, first] = [facts.premises.get('7')!, facts.premises.get('a')!];
    expect([
      countedAt(facts, first, 'cold_water'),
      countedAt(facts, first, 'electricity'),
      countedAt(facts, first, 'gas'),
      countedAt(facts, whole, 'gas'),
    ]).toEqual([whole, first, whole, whole]);
    expect([standsByRooms(facts, whole, 'electricity'), standsByRooms(facts, whole, 'cold_water'), standsByRooms(facts, first, 'electricity')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(countedAt(facts, { ...first, flatId: 'unknown' }, 'gas').premisesId).toBe('a');
  });

  test('CALC-4: rooms give the flat to the kopeck whatever their order, and a share without anything to split by is refused', () => {
    const terms = areaRateTerms({ month: MONTH, benefit: null }, '62.1', [
      { from: `${MONTH}-01`, to: `${MONTH}-31`, part: null, values: { tariff: { value: '31.85', from: null, decision: null } } },
    ]);
    const any = fc.array(
      fc.record({ area: fc.integer({ min: 1, max: 400 }).map((n) => `${Math.floor(n / 10)}.${n % 10}`), persons: fc.integer({ min: 0, max: 5 }) }),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(any, fc.constantFrom(weightsByArea, weightsByPeople), (list, by) => {
        const parts = list.map(({ area, persons }, index) => part(`r${index}`, area, [persons]));
        const split = roomTerms(terms, by(MONTH, parts));
        expect(sumKopecks([...split.values()].map(sumOfTerms))).toBe(sumOfTerms(terms));
        expect(roomTerms(terms, by(MONTH, parts.toReversed()))).toEqual(split);
      }),
    );
    expect(() => roomTerms(terms, { unit: 'м²', of: new Map([['a', '0']]) })).toThrow(RangeError);
  });
});

test('CALC-1: capital repair with an account of its own is charged there and nowhere else', () => {
  const facts = month([flat('1'), flat('2')], [tariff('maintenance', '20.00'), tariff('capital_repair', '10.00'), tariff('waste', '1000.00')], {
    norms: [norm('waste', 'person', '0.2')],
  });
  const repair = { accountId: 'account repair', number: 'repair', kind: 'repair', premisesId: '1', span: null };
  expect(counted({ ...facts, accounts: [...facts.accounts, repair] }).sums).toEqual({
    '1 maintenance': 100_000n,
    '1 waste': 40_000n,
    'repair capital_repair': 50_000n,
    '2 maintenance': 100_000n,
    '2 capital_repair': 50_000n,
    '2 waste': 40_000n,
  });
});
