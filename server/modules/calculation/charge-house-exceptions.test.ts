// A month of a house beside its plain lines: penalties, closed accounts, help to people, and what to look at, with its sums.
import { expect, test } from 'vitest';
import { monthsFrom } from '#platform/time';
import { chargeBySteps, chargeHouse } from './charge-house.ts';
import type { Decision } from './decisions.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, PastCharge, RunException } from './house-month.ts';
import type { MonthDebt } from './penalty.ts';

const UPKEEP = [tariff('maintenance', '20.00')]; // 1 000 roubles of a flat of 50 m²
const given = (accountId: string, of: string, totalKopecks: bigint, serviceCode = 'maintenance'): PastCharge => ({
  accountId,
  month: of,
  serviceCode,
  totalKopecks,
  terms: { method: 'given', period: of, benefit: null, register: null, sumKopecks: Number(totalKopecks), detail: null },
});
const told = (past: readonly PastCharge[], more: Partial<HouseMonth> = {}): readonly RunException[] =>
  chargeHouse(month([flat('1')], UPKEEP, { past, ...more })).exceptions;
const at = (kind: RunException['kind'], beforeKopecks: bigint | null, kopecks: bigint | null): RunException => ({
  kind,
  accountId: 'account 1',
  serviceCode: 'maintenance',
  beforeKopecks,
  kopecks,
});

test('CALC-3, CALC-2: penalties of the month stand on the account that owes, once, and are compared with no month', () => {
  const debt: MonthDebt = { month: '2026-03', kind: 'service', dueOn: '2026-04-15', chargedKopecks: 600_000n, payments: [] };
  const owing = { debts: new Map([['account 1', [debt]]]), keyRate: [{ from: '2020-01-01', to: null, value: '16.5' }] };
  // 31 days of October: 6 000 × 9.5 % × 31 / 130.
  const first = counted(month([flat('1'), flat('2')], [], { ...owing, past: [given('account 1', '2026-09', 1n, 'penalty')] }));
  expect([first.sums, first.told, first.methods]).toEqual([{ '1 penalty': 13_592n }, [], { '1 penalty': 'penalty' }]);
  expect(first.lines[0]!.terms).toMatchObject({ period: MONTH });
  expect(counted(month([flat('1')], [], { ...owing, past: [given('account 1', MONTH, 1n, 'penalty')] }))).toMatchObject({
    sums: {},
    told: ['taken 1 penalty'],
  });
  expect(counted(month([flat('1')], [], { ...owing, debts: new Map([['account 1', [{ ...debt, dueOn: '2026-10-15' }]]]) }))).toMatchObject({
    sums: {},
    told: [],
  });
});

test('CALC-1, CALC-2: a closed account gets the correction of its year and nothing else; other services get none', () => {
  const prices = [tariff('heating', '1000.00'), ...UPKEEP].map((price) => ({ ...price, force: { ...price.force, from: '2020-01-01' } }));
  const months = monthsFrom('2025-01', '2025-12');
  const year = (volume: string) => ({ year: '2025', house: new Map(months.map((of) => [of, volume])), flats: new Map() });
  const even = (of: string, volume: string, more: Partial<HouseMonth> = {}) =>
    month([flat('1'), flat('2')], prices, { month: of, heatingMonths: 8, lastYear: year(volume), houseArea: '100', ...more });
  const past = months.flatMap((of) =>
    chargeHouse(even(of, '10'))
      .lines.filter(({ serviceCode }) => serviceCode === 'heating')
      .map(({ accountId, serviceCode, kopecks, terms }): PastCharge => ({ accountId, month: of, serviceCode, totalKopecks: kopecks, terms })),
  );
  const open = even('2026-01', '11', { past });
  const [one, two] = open.accounts as [HouseMonth['accounts'][number], HouseMonth['accounts'][number]];
  const facts = { ...open, accounts: [one], closedAccounts: [two] };
  const { sums, told: words, lines } = counted(facts);
  // A twelfth of Gcal more for each month of the year: 6 000 roubles for each half of the house.
  expect([sums, words]).toEqual([{ '1 maintenance': 100_000n, '1 heating': 550_000n + 600_000n, '2 heating': 600_000n }, []]);
  expect(lines.at(-1)!.terms).toMatchObject({ method: 'corrected', base: null });
  expect(counted({ ...facts, past: [...past, given(two.accountId, '2026-01', 1n, 'heating')] }).told).toEqual(['taken 2 heating']);
  expect(counted({ ...facts, closedAccounts: [{ ...two, premisesId: 'gone' }] }).sums).toEqual({ '1 maintenance': 100_000n, '1 heating': 1_150_000n });
});

test.each<[string, readonly PastCharge[], readonly RunException[]]>([
  ['a sum three tenths more is nothing to look at', [given('account 1', '2026-09', 100_000n)], []],
  ['from 769.23 it is three tenths and a little', [given('account 1', '2026-09', 76_923n)], [at('jump', 76_923n, 100_000n)]],
  ['exactly three tenths less', [given('account 1', '2026-09', 142_857n)], []],
  ['a little over', [given('account 1', '2026-09', 142_858n)], [at('jump', 142_858n, 100_000n)]],
  ['after a sum below zero', [given('account 1', '2026-09', -100_000n)], [at('jump', -100_000n, 100_000n)]],
  ['after nothing', [given('account 1', '2026-09', 0n)], [at('jump', 0n, 100_000n)]],
  ['the newest month counts, in whatever order they come', [given('account 1', '2026-09', 100_000n), given('account 1', '2026-08', 1n)], []],
  ['… the other way round', [given('account 1', '2026-08', 1n), given('account 1', '2026-09', 100_000n)], []],
  ['another service of the account is not compared', [given('account 1', '2026-09', 1n, 'lift'), given('account 1', '2026-09', 100_000n)], []],
  ['nor another account', [given('account 2', '2026-09', 1n)], []],
  ['the month itself is no month before', [given('account 1', MONTH, 1n, 'lift'), given('account 1', '2026-09', 1n)], [at('jump', 1n, 100_000n)]],
])('CALC-2: compared with last month: %s', (_, past, exceptions) => {
  expect(told(past)).toEqual(exceptions);
});

test('CALC-2: exactly three tenths more is nothing to look at; a sum below zero says what it was, where it was something', () => {
  const back = {
    method: 'recalculation',
    period: MONTH,
    benefit: null,
    reason: 'решение суда',
    document: null,
    ground: { by: 'decision', sumKopecks: -200_000 },
  } as const;
  const below = { recalculations: new Map([['account 1 maintenance', [back]]]) };
  expect(told([], below)).toEqual([at('negative', null, -100_000n)]);
  expect(told([given('account 1', '2026-09', 5n)], below)).toEqual([at('negative', 5n, -100_000n)]);
  const thirteen = month([flat('1')], [tariff('maintenance', '26.00')], { past: [given('account 1', '2026-09', 100_000n)] });
  expect(chargeHouse(thirteen).exceptions).toEqual([]);
  expect(told([], { premises: new Map() })).toEqual([{ kind: 'noArea', accountId: 'account 1', serviceCode: null, beforeKopecks: null, kopecks: null }]);
});

test('CALC-1: a benefit counts the people of the month’s last day; a subsidy is taken off the account’s lines', () => {
  const people = (later: string) => [
    { from: null, to: null, value: { count: 2, are: 'registered' as const } },
    { from: later, to: null, value: { count: 4, are: 'registered' as const } },
  ];
  const benefit: Decision = {
    id: 'b',
    accountId: 'account 1',
    kind: 'benefit',
    holders: 1,
    areaStandard: null,
    rule: { title: 'Ветеран труда', percent: '50', services: ['maintenance'], covers: 'holder' },
  };
  const sum = (later: string, decisions: readonly Decision[] = [benefit]) =>
    counted(month([flat('1', {}, { people: people(later) })], UPKEEP, { decisions })).sums['1 maintenance'];
  expect([sum('2026-10-31'), sum('2026-11-01'), sum('2026-10-31', [])]).toEqual([87_500n, 75_000n, 100_000n]);
  expect(counted(month([flat('1', {}, { people: [] })], UPKEEP, { decisions: [benefit] })).sums).toEqual({ '1 maintenance': 50_000n });
  const subsidy: Decision = {
    id: 's',
    accountId: 'account 1',
    kind: 'subsidy',
    rule: { title: 'Субсидия', services: ['maintenance'], amount: { by: 'sum', kopecks: 30_000 } },
  };
  expect(counted(month([flat('1'), flat('2')], UPKEEP, { decisions: [subsidy] })).sums).toEqual({ '1 maintenance': 70_000n, '2 maintenance': 100_000n });
});

test('CALC-2, MTR-8: a meter that was not read is told, of a flat and of the house; what is read is not', () => {
  const water = (last: string) => counted(month([flat('1', { cold_water: [meter({ whole: '5' }, { last })] })], [tariff('cold_water', '50.00')])).told;
  expect([water('2026-09'), water(MONTH)]).toEqual([['noReading 1 cold_water'], []]);
  const warm = (more: Partial<HouseMonth>) => counted(month([flat('1')], [tariff('heating', '1000.00')], more)).told.filter((one) => one.startsWith('noHouse'));
  const read = new Map([['heating', [meter({ whole: '4' })]]]);
  expect([warm({}), warm({ houseMeters: read }), warm({ heatingMonths: 8, houseMeters: read }), warm({ heating: 'norm' })]).toEqual([
    ['noHouseReading house heating'],
    [],
    ['noHouseReading house heating'],
    [],
  ]);
});

test('CALC-2: a long count stops before each two hundred accounts and says how many are behind', () => {
  const steps = chargeBySteps(
    month(
      Array.from({ length: 401 }, (_, n) => flat(String(n))),
      UPKEEP,
    ),
  );
  const stops: number[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) stops.push(step.value);
  expect([stops, step.value.lines.length]).toEqual([[0, 200, 400], 401]);
});

test('CALC-1: a benefit on a meter’s line is for the use within the norm of those who live there, of as many months as the reading closes', () => {
  const prices = [tariff('cold_water', '50.00'), tariff('sewage', '40.00'), tariff('maintenance', '20.00')];
  const norms = [norm('cold_water', 'm2', '100'), norm('sewage', 'person', '5'), norm('cold_water', 'person', '4')];
  const benefit: Decision = {
    id: 'b',
    accountId: 'account 1',
    kind: 'benefit',
    holders: 1,
    areaStandard: null,
    rule: { title: 'Многодетная семья', percent: '50', services: ['cold_water', 'sewage', 'maintenance'], covers: 'family' },
  };
  const water = (use: string, months = 1) => {
    const known = meter({ whole: use });
    return flat('1', {
      cold_water: [
        {
          ...known,
          registers: known.registers.map((register) => ({
            ...register,
            points: register.points.map((point) => (point.period === MONTH ? { ...point, months } : point)),
          })),
        },
      ],
    });
  };
  const sums = (home: ReturnType<typeof flat>, more: Partial<HouseMonth> = {}) => counted(month([home], prices, { norms, decisions: [benefit], ...more })).sums;
  // Of twelve cubic metres eight of cold water and ten of sewage are within the norm of two people: half of those is taken off.
  expect(sums(water('12'))).toEqual({ '1 cold_water': 40_000n, '1 sewage': 28_000n, '1 maintenance': 50_000n });
  expect(sums(water('8'))).toEqual({ '1 cold_water': 20_000n, '1 sewage': 16_000n, '1 maintenance': 50_000n });
  expect(sums(water('16', 2))).toEqual({ '1 cold_water': 40_000n, '1 sewage': 32_000n, '1 maintenance': 50_000n });
  expect(sums(water('12'), { norms: [] })).toMatchObject({ '1 cold_water': 30_000n });
  expect(sums(flat('1'))).toMatchObject({ '1 cold_water': 20_000n });
  // Who answers for ten days has ten days of the norm.
  const accounts = [{ accountId: 'account 1', number: '1', kind: 'manager', premisesId: '1', span: { from: '2026-10-01', to: '2026-10-10' } }];
  expect(sums(water('12.4'), { accounts })).toMatchObject({ '1 cold_water': 20_000n - 6_452n });
});
