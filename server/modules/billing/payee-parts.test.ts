import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { payeeOn, payeeParts, type Requisites, type SetPayee } from './payee-parts.ts';

const requisites = (name: string, end: number): Requisites => ({
  name,
  inn: '6670000014',
  kpp: null,
  bankName: 'Банк',
  bic: '044525225',
  settlementAccount: `4070281000000000000${end}`,
  correspondentAccount: null,
});
const [own, fund, water] = [requisites('Организация', 0), requisites('Фонд', 1), requisites('Водоканал', 2)];
const line = (payee: Requisites | null, kopecks: number) => ({ payee, kopecks: BigInt(kopecks) });
const told = (totalKopecks: number, lines: readonly ReturnType<typeof line>[]) =>
  payeeParts({ own, totalKopecks: BigInt(totalKopecks), lines }).map(({ name, sumKopecks }) => `${name} ${sumKopecks}`);

test('BILL-1: others get the sum of their lines, the organization the rest with debt and penalties; services of one account are one part', () => {
  expect(told(1500, [line(null, 700), line(fund, 200), line(water, 50), line(fund, 50)])).toEqual(['Организация 1200', 'Фонд 250', 'Водоканал 50']);
  expect(told(700, [line(null, 700)])).toEqual(['Организация 700']);
  expect(told(300, [line({ ...own, name: 'Она же' }, 300)])).toEqual(['Организация 300']);
});

test('BILL-1: a smaller total cuts the organization first, then the others from the last; who gets nothing is not named', () => {
  const lines = [line(null, 700), line(fund, 200), line(water, 100)];
  expect(told(350, lines)).toEqual(['Организация 50', 'Фонд 200', 'Водоканал 100']);
  expect(told(300, lines)).toEqual(['Фонд 200', 'Водоканал 100']);
  expect(told(250, lines)).toEqual(['Фонд 200', 'Водоканал 50']);
  expect(told(150, lines)).toEqual(['Фонд 150']);
  for (const total of [0, -500]) expect(told(total, lines)).toEqual(['Организация 0']);
  // Taken back more than charged: the organization asks for so much less, nobody for less than nothing.
  expect(told(500, [line(null, 700), line(fund, -200)])).toEqual(['Организация 500']);
});

test('BILL-1: parts give max(total, 0), none is below zero or above its lines, whatever the lines', () => {
  const lineOf = fc.record({ payee: fc.constantFrom(null, own, fund, water), kopecks: fc.bigInt({ min: -1_000n, max: 5_000n }) });
  fc.assert(
    fc.property(fc.bigInt({ min: -5_000n, max: 20_000n }), fc.array(lineOf, { maxLength: 8 }), (totalKopecks, lines) => {
      const parts = payeeParts({ own, totalKopecks, lines });
      expect(parts.reduce((sum, part) => sum + part.sumKopecks, 0)).toBe(Math.max(Number(totalKopecks), 0));
      for (const payee of [fund, water]) {
        const [wanted, of] = [
          lines.filter((one) => one.payee === payee).reduce((sum, { kopecks }) => sum + Number(kopecks), 0),
          parts.filter(({ name }) => name === payee.name),
        ];
        expect(of.length).toBeLessThanOrEqual(1);
        expect(of[0]?.sumKopecks ?? 0).toBeLessThanOrEqual(Math.max(wanted, 0));
        // The organization has a part only when nobody else is cut.
        if (parts[0]!.name === own.name && parts[0]!.sumKopecks > 0) expect(of[0]?.sumKopecks ?? 0).toBe(Math.max(wanted, 0));
      }
      expect(parts.slice(1).every(({ sumKopecks, name }) => sumKopecks > 0 && name !== own.name)).toBe(true);
    }),
  );
});

test('BILL-1: the last that reaches the day holds, a house’s own before that of all houses, until it is taken away', () => {
  const set = (number: number, more: Partial<SetPayee>): SetPayee & { number: number } =>
    ({ number, serviceCode: 'gas', houseId: null, fromDay: '2026-11-01', way: 'other', payee: fund, ...more }) as SetPayee & { number: number };
  const at = (all: readonly SetPayee[], day: string, houseId = 'a') => payeeOn([...all].reverse(), { serviceCode: 'gas', houseId, day })?.name ?? null;
  const all = [
    set(1, {}),
    set(2, { houseId: 'a', payee: water, fromDay: '2026-11-10' }),
    set(3, { fromDay: '2026-11-20', way: 'own', payee: null }),
    set(4, { houseId: 'a', way: 'general', payee: null, fromDay: '2026-12-01' }),
  ];
  expect(['2026-10-31', '2026-11-01', '2026-11-09', '2026-11-10', '2026-11-20', '2026-12-01'].map((day) => at(all, day))).toEqual([
    null,
    'Фонд',
    'Фонд',
    'Водоканал',
    'Водоканал',
    null,
  ]);
  expect(['2026-11-10', '2026-11-20'].map((day) => at(all, day, 'b'))).toEqual(['Фонд', null]);
  expect(at([...all, set(5, { houseId: 'a', way: 'own', payee: null })], '2026-11-15')).toBeNull();
  expect(payeeOn(all, { serviceCode: 'heating', houseId: 'a', day: '2026-11-15' })).toBeNull();
});
