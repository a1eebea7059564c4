// The town is plausible and adds up.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { Compile } from 'typebox/compile';
import { ChargeTerms } from '#contract/charge-terms';
import {
  checkCorrespondentAccount,
  checkPhone,
  checkRegistrationNumber,
  checkServiceNumber,
  checkSettlementAccount,
  checkTaxNumber,
  checkUnifiedAccount,
} from '#contract/identifiers';
import { compare, total } from '#platform/decimal';
import { addMonths, monthOf } from '#platform/time';
import { formulaOf, sumOfTerms } from '../server/modules/billing/charge-terms.ts';
import { COMMUNAL_FLAT } from './houses.ts';
import { personsIn } from './households.ts';
import { windowFor } from './metering.ts';
import { nameText } from './names.ts';
import { DEMO_PASSWORD, demoPeople, HOME_OF_GALINA } from './people.ts';
import { randomOf } from './random.ts';
import { DEMO_SEED, type DemoCharge, makeTown, type Town } from './town.ts';

const TODAY = '2026-11-22';
let town: Town;
beforeAll(() => {
  town = makeTown(TODAY);
});

const hashOf = (value: Town): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? String(member) : member instanceof Map ? [...member] : member)))
    .digest('hex');
const sum = (charges: readonly DemoCharge[]): bigint => charges.reduce((all, { kopecks }) => all + kopecks, 0n);
const flatAt = (house: string, number: string) => town.premises.find((one) => one.houseKey === house && one.number === number)!;
const chargesOf = (house: string, number: string): DemoCharge[] => town.charges.filter(({ premisesId }) => premisesId === flatAt(house, number).premisesId);

test('the same seed and day give the same town, another seed another one', () => {
  expect(hashOf(makeTown(TODAY))).toBe(hashOf(town));
  expect(hashOf(makeTown(TODAY, 'another'))).not.toBe(hashOf(town));
});

test('chance is even and does not repeat', () => {
  const random = randomOf('dice');
  const counts = Array.from({ length: 6 }, () => 0);
  for (let n = 0; n < 6000; n += 1) counts[random.between(0, 5)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  expect(() => random.weighted([])).toThrow(RangeError);
});

test('three houses with 308 flats, fourteen months up to the last full one', () => {
  expect(town.houses.map(({ floors, flats, heating, repairAccount }) => ({ floors, flats, heating, repairAccount }))).toEqual([
    { floors: 9, flats: 144, heating: 'house_meter', repairAccount: 'regional' },
    { floors: 5, flats: 80, heating: 'norm', repairAccount: 'special' },
    { floors: 16, flats: 84, heating: 'house_meter', repairAccount: 'regional' },
  ]);
  expect(town.months).toHaveLength(14);
  expect(town.months.at(-1)).toBe(addMonths(monthOf(TODAY), -1));
  for (const house of town.houses)
    expect(
      compare(
        total(town.premises.filter(({ houseId, kind }) => houseId === house.houseId && kind !== 'room').map(({ areaTotal }) => areaTotal)),
        house.areaTotal,
      ),
    ).toBe(0);
});

test('CHG-2: the sum of every charge is made again from its terms, and its formula ends with it', () => {
  for (const { terms, kopecks } of town.charges) if (sumOfTerms(terms) !== kopecks) throw new Error(`${JSON.stringify(terms)} is not ${kopecks}`);
  expect(town.charges.length).toBeGreaterThan(40_000);
  const bathwater = chargesOf(...HOME_OF_GALINA).find((one) => one.serviceCode === 'hot_water')!;
  expect(formulaOf(bathwater.terms).at(-1)!.at(-1)).toMatchObject({ operator: '=' });
});

test('CALC-1: terms of every way of charging keep to the contract', () => {
  const isTerms = Compile(ChargeTerms);
  const byMethod = Map.groupBy(town.charges, ({ terms }) => terms.method);
  expect([...byMethod.keys()].sort()).toEqual([
    'areaRate',
    'capitalRepair',
    'given',
    'heatingByHouse',
    'heatingByNorm',
    'hotWater',
    'houseNeeds',
    'meter',
    'norm',
    'penalty',
    'recalculation',
    'roomShare',
    'waste',
  ]);
  for (const charges of byMethod.values()) for (const { terms } of charges.slice(0, 500)) expect([...isTerms.Errors(terms)]).toEqual([]);
});

test('CALC-1: the rooms of the communal flat give what the flat would pay, water by the shared meter', () => {
  const rooms = town.premises.filter(({ flatId }) => flatId === flatAt(...COMMUNAL_FLAT).premisesId);
  expect(rooms.map(({ number, areaTotal }) => [number, areaTotal])).toEqual([
    ['44-1', '17.40'],
    ['44-2', '13.20'],
    ['44-3', '10.50'],
  ]);
  expect(chargesOf(...COMMUNAL_FLAT)).toEqual([]);
  const shares = Map.groupBy(
    rooms.flatMap(({ number }) => chargesOf('b', number)).filter(({ serviceCode }) => serviceCode !== 'penalty'),
    ({ serviceCode, period }) => `${serviceCode} ${period}`,
  );
  expect(shares.size).toBeGreaterThan(100);
  for (const own of shares.values()) {
    const { terms } = own[0]!;
    expect(terms.method === 'roomShare' && sumOfTerms(terms.flat)).toBe(sum(own));
  }
  expect(shares.get('cold_water 2026-10')![0]!.terms).toMatchObject({ flat: { method: 'meter' }, weightUnit: 'чел.' });
});

test('CALC-1: a tariff is the one in force in its month, and all three of the period occur', () => {
  const heating = chargesOf('a', '37').filter(({ serviceCode }) => serviceCode === 'heating');
  const values = heating.map(({ period, terms }) => [period, 'pieces' in terms && 'tariff' in terms.pieces[0]! ? terms.pieces[0].tariff.value : '']);
  expect(values.filter(([month]) => ['2025-12', '2026-01', '2026-09', '2026-10'].includes(month!))).toEqual([
    ['2025-12', '2350.18'],
    ['2026-01', '2390.13'],
    ['2026-09', '2390.13'],
    ['2026-10', '2605.24'],
  ]);
});

test('OWN-1: shares of every premises add up to the whole, and everybody in it is somebody', () => {
  const owners = Map.groupBy(town.ownerships, ({ premisesId }) => premisesId);
  const known = new Set(demoPeople(DEMO_SEED).map(({ name }) => nameText(name)));
  expect(town.ownerships.filter(({ personId, ownerName }) => personId === null && known.has(ownerName))).toEqual([]); // no namesakes
  const ofRooms = new Set(town.premises.map(({ flatId }) => flatId));
  for (const premises of town.premises.filter(({ premisesId }) => !ofRooms.has(premisesId))) {
    const own = owners.get(premises.premisesId)!;
    const shares = total(own.map(({ share }) => ({ numerator: BigInt(share!.numerator), denominator: BigInt(share!.denominator) })));
    expect(shares.numerator).toBe(shares.denominator);
    const residents = town.residences.filter(({ premisesId }) => premisesId === premises.premisesId);
    expect(personsIn({ premises, owners: own, residents }, '2026-10').persons).toBeGreaterThan(0);
  }
});

test('ACC-1: no two accounts have one number, and numbers have the form of the state system', () => {
  const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
  unique(town.accounts.map(({ organizationId, number }) => `${organizationId} ${number}`));
  unique(town.accounts.map(({ unifiedNumber }) => unifiedNumber));
  unique([
    ...town.accounts.map(({ accountId }) => accountId),
    ...town.premises.map(({ premisesId }) => premisesId),
    ...town.meters.map(({ meterId }) => meterId),
  ]);
  unique(town.meters.map(({ number }) => number));
  unique(town.payments.map(({ paymentId }) => paymentId));
  for (const { unifiedNumber, housingServiceId } of town.accounts)
    expect([checkUnifiedAccount(unifiedNumber), checkServiceNumber(housingServiceId)]).toEqual([
      { ok: true, value: unifiedNumber },
      { ok: true, value: housingServiceId },
    ]);
});

test('requisites hold, and no telephone can be anybody\u2019s', () => {
  for (const one of Object.values(town.organizations)) {
    expect(
      checkTaxNumber(one.inn).ok &&
        checkRegistrationNumber(one.ogrn!).ok &&
        checkSettlementAccount(one.settlementAccount!, one.bic!).ok &&
        checkCorrespondentAccount(one.correspondentAccount!, one.bic!).ok,
      one.name,
    ).toBe(true);
    expect(one.phone).toMatch(/^\+7343000\d{4}$/);
  }
  for (const { phone } of town.people) expect([checkPhone(phone).ok, phone.slice(0, 8)]).toEqual([true, '+7900000']);
  for (const { ownerInn } of town.ownerships) if (ownerInn) expect(checkTaxNumber(ownerInn, 'organization').ok).toBe(true);
});

test('a flat pays 5 to 12 thousand roubles in an ordinary month', () => {
  const flats = new Set(town.premises.filter(({ kind }) => kind === 'flat').map(({ premisesId }) => premisesId));
  const bills = [
    ...Map.groupBy(
      town.charges.filter(({ premisesId, serviceCode }) => flats.has(premisesId) && serviceCode !== 'penalty'),
      ({ premisesId, period }) => `${premisesId} ${period}`,
    ).values(),
  ]
    .map(sum)
    .sort((a, b) => (a < b ? -1 : 1));
  const at = (percent: number): bigint => bills[Math.floor((bills.length * percent) / 100)]! / 100n;
  expect(at(50)).toBeGreaterThan(6500n);
  expect(at(50)).toBeLessThan(10_500n);
  expect(at(10)).toBeGreaterThan(4000n);
  expect(at(90)).toBeLessThan(15_000n);
  expect(bills.at(-1)! / 100n).toBeLessThan(30_000n);
});

test('MTR-2: registers never go back, and use is what they moved by', () => {
  for (const readings of Map.groupBy(town.readings, ({ meterId, zone }) => `${meterId} ${zone}`).values()) {
    for (const [n, { value, takenOn }] of readings.slice(1).entries()) {
      expect(compare(value, readings[n]!.value)).toBeGreaterThan(0);
      expect(takenOn > readings[n]!.takenOn && takenOn <= TODAY).toBe(true);
    }
  }
});

test('MTR-2: the window is open today, and most have not handed in yet', () => {
  expect(town.window).toEqual({ fromDayOfMonth: 15, toDayOfMonth: 25 });
  for (const today of ['2026-11-02', '2026-11-30', '2027-02-28']) {
    const { fromDayOfMonth, toDayOfMonth } = windowFor(today);
    expect(Number(today.slice(8)) >= fromDayOfMonth && Number(today.slice(8)) <= toDayOfMonth).toBe(true);
  }
  const handedIn = new Set(town.readings.filter(({ period }) => period === '2026-11').map(({ premisesId }) => premisesId));
  expect(handedIn.size).toBeGreaterThan(20);
  expect(handedIn.size).toBeLessThan(town.premises.length / 3);
  expect(handedIn.has(flatAt(...HOME_OF_GALINA).premisesId)).toBe(false);
});

test('PAY-1: most owe nothing but the newest month, a few have debts of three to eight months with a penalty, one is ahead', () => {
  const paid = new Map<string, bigint>();
  for (const { premisesId, parts, happenedOn } of town.payments) {
    expect(happenedOn <= TODAY).toBe(true);
    paid.set(premisesId, (paid.get(premisesId) ?? 0n) + parts.reduce((all, { kopecks }) => all + kopecks, 0n));
  }
  const owed = town.premises.map((one) => sum(town.charges.filter(({ premisesId }) => premisesId === one.premisesId)) - (paid.get(one.premisesId) ?? 0n));
  expect(owed.filter((kopecks) => kopecks === 0n).length).toBeGreaterThan(200);
  expect(owed.filter((kopecks) => kopecks < 0n)).toHaveLength(1);
  const debtors = [...town.habits].filter(([, habit]) => habit.kind === 'debtor');
  expect(debtors).toHaveLength(7);
  for (const [premisesId, habit] of debtors) {
    expect(habit.kind === 'debtor' && habit.months >= 3 && habit.months <= 8).toBe(true);
    expect(sum(town.charges.filter((one) => one.premisesId === premisesId && one.serviceCode === 'penalty'))).toBeGreaterThan(0n);
  }
});

test('CHG-2: the water of one flat jumps in the newest month, and its readings say why', () => {
  const water = chargesOf(...HOME_OF_GALINA)
    .filter(({ serviceCode }) => serviceCode === 'cold_water')
    .slice(-2);
  expect(water[1]!.kopecks).toBeGreaterThan(water[0]!.kopecks * 3n);
  expect(water[1]!.terms).toMatchObject({ method: 'meter', source: { kind: 'reading' }, readings: [{ zone: 'whole' }] });
});

test('ROLE-1: there is somebody in every role, each with a telephone and a place of the role', () => {
  const people = demoPeople('any');
  const roles = new Set(people.flatMap((person) => person.roles.map(({ role }) => role)));
  expect([...roles].sort()).toEqual([
    'accountant',
    'administrator',
    'assignee',
    'auditor',
    'authority',
    'chair',
    'child',
    'contractor',
    'dispatcher',
    'family',
    'guest',
    'manager',
    'meetingChair',
    'meetingSecretary',
    'moderator',
    'officer',
    'operator',
    'owner',
    'pollTrustee',
    'reviewer',
    'supplier',
    'support',
    'tenant',
  ]);
  expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
  const homes = people.flatMap((person) => person.roles.flatMap(({ home }) => (home ? [home] : [])));
  for (const home of homes) expect(['flat', 'room']).toContain(flatAt(...home).kind);
});

test('the front page tells the password that everybody in the town has', () => {
  expect(fs.readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(DEMO_PASSWORD);
  expect(DEMO_PASSWORD.length).toBeGreaterThanOrEqual(12);
});
