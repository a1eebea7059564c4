// Which wished prices may stand (CALC-1).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { type KnownPrice, planPrices, type WishedPrice } from './plan-prices.ts';

const price = (id: string, fromDay: string, toDay: string | null, more: Partial<WishedPrice> = {}): WishedPrice => ({
  id,
  houseId: null,
  region: '',
  serviceCode: 'gas',
  way: '',
  fromVolume: '0',
  value: '7',
  fromDay,
  toDay,
  decision: 'Решение',
  openFrom: null,
  ...more,
});

test('CALC-1: a history of one price in any order: each ends the one before it, what stands already is passed over', () => {
  const known = [price('a', '2026-01-01', null)];
  const plan = planPrices(known, [
    price('3', '2026-09-01', null, { value: '9' }),
    price('2', '2026-05-01', null, { value: '8' }),
    price('1', '2026-01-01', null),
  ]);
  expect(Object.fromEntries(plan)).toEqual({
    1: { state: 'same' },
    2: { state: 'new', ends: { id: 'a', toDay: '2026-04-30' } },
    3: { state: 'new', ends: { id: '2', toDay: '2026-08-31' } },
  });
});

test('CALC-1: what overlaps or begins in posted months is told, and the others stand', () => {
  const known = [price('a', '2026-01-01', '2026-06-30')];
  const plan = planPrices(known, [
    price('1', '2026-06-01', null),
    price('2', '2026-07-01', null, { openFrom: '2026-08-01' }),
    price('3', '2026-09-01', null),
    price('4', '2026-06-01', null, { houseId: 'h' }),
  ]);
  expect(Object.fromEntries([...plan].map(([id, { state }]) => [id, state]))).toEqual({ 1: 'wrong', 2: 'wrong', 3: 'new', 4: 'new' });
});

test('CALC-1: prices of another house, region, service, way or range are another history', () => {
  const known = [price('a', '2026-01-01', null)];
  const others = [
    price('1', '2026-01-01', null, { houseId: 'h' }),
    price('2', '2026-01-01', null, { region: '66' }),
    price('3', '2026-01-01', null, { serviceCode: 'waste' }),
    price('4', '2026-01-01', null, { way: 'person' }),
    price('5', '2026-01-01', null, { fromVolume: '100' }),
  ];
  expect([...planPrices(known, others).values()]).toEqual(others.map(() => ({ state: 'new', ends: null })));
});

test('CALC-1: the same price is passed over though it was ended since; another value, decision or end is another price', () => {
  const known = [price('a', '2026-01-01', '2026-06-30')];
  const wished = (more: Partial<WishedPrice>) => planPrices(known, [price('1', '2026-01-01', null, more)]).get('1')!.state;
  expect([wished({}), wished({ toDay: '2026-06-30' }), wished({ toDay: '2026-07-31' }), wished({ value: '8' }), wished({ decision: 'Другое' })]).toEqual([
    'same',
    'same',
    'wrong',
    'wrong',
    'wrong',
  ]);
});

test('CALC-1: whatever is wished, no two that stand share a day, and the order of the wishes does not matter', () => {
  const day = fc.integer({ min: 0, max: 40 }).map((n) => addDays('2026-01-01', n));
  const wish = fc.record({
    from: day,
    length: fc.option(fc.integer({ min: 0, max: 20 })),
    service: fc.constantFrom('gas', 'waste'),
    value: fc.constantFrom('7', '8'),
  });
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      const all = wishes.map(({ from, length, service, value }, n) =>
        price(String(n), from, length === null ? null : addDays(from, length), { serviceCode: service, value }),
      );
      const plan = planPrices([], all);
      const stands: KnownPrice[] = all.filter(({ id }) => plan.get(id)!.state === 'new');
      const ends = new Map([...plan.values()].flatMap((one) => (one.state === 'new' && one.ends ? [[one.ends.id, one.ends.toDay] as const] : [])));
      const last = (one: KnownPrice): string => ends.get(one.id) ?? one.toDay ?? '9999-12-31';
      for (const a of stands)
        for (const b of stands) if (a !== b && a.serviceCode === b.serviceCode) expect(a.fromDay > last(b) || b.fromDay > last(a)).toBe(true);
      const distinct = new Set(all.map(({ fromDay, serviceCode }) => `${fromDay} ${serviceCode}`)).size === all.length;
      if (distinct) expect(planPrices([], all.toReversed())).toEqual(plan);
    }),
  );
});
