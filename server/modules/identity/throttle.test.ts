import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, charge, placesOf, waitAfter } from './throttle.ts';

/** How many of tries made every `step` ms for `ms` get through. */
function checkedWithin(ms: number, step: number): number {
  let bucket: Bucket & { lastAt: number } = { failures: 0, blockedUntil: 0, lastAt: 0 };
  let checked = 0;
  for (let now = 0; now < ms; now += step) {
    const charged = charge('person', bucket, now);
    if ('wait' in charged) continue;
    bucket = { ...charged, lastAt: now };
    checked += 1;
  }
  return checked;
}

test('AUTH-10: five tries are free, then waits double from a second to a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 14, 15, 40].map((failures) => waitAfter('person', failures))).toEqual([0, 0, 1, 2, 4, 512, 900, 900]);
});

test('AUTH-10: of a thousand guesses on one person in a quarter of an hour at most thirty are checked', () => {
  expect(checkedWithin(15 * 60_000, 900)).toBeLessThanOrEqual(30);
  expect(checkedWithin(15 * 60_000, 900)).toBeGreaterThanOrEqual(5);
});

test('AUTH-10: after twelve quiet hours the count begins anew', () => {
  const tired = { failures: 30, blockedUntil: 900_000, lastAt: 0 };
  expect(charge('person', tired, 12 * 3_600_000 + 1)).toEqual({ failures: 1, blockedUntil: 0 });
});

test('AUTH-10: while tries are free nobody waits, also who began a moment before another and is counted after', () => {
  const first = charge('address', { failures: 0, blockedUntil: 0, lastAt: 5_000 }, 5_000);
  expect(charge('address', { ...(first as Bucket), lastAt: 5_000 }, 4_990)).toEqual({ failures: 2, blockedUntil: 0 });
  const last = charge('address', { failures: 19, blockedUntil: 0, lastAt: 5_000 }, 5_000);
  expect(charge('address', { ...(last as Bucket), lastAt: 5_000 }, 4_990)).toEqual({ wait: 2 });
});

test('AUTH-10: a wait is never longer than a quarter of an hour, so nobody is shut out for good', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom('person', 'device', 'address', 'network'), (failures, kind) => {
      expect(waitAfter(kind, failures)).toBeLessThanOrEqual(900);
    }),
  );
});

test('AUTH-10: addresses are grouped as providers give them out', () => {
  expect(placesOf('203.0.113.77')).toEqual({ address: '203.0.113.77', network: '203.0.113' });
  expect(placesOf('::ffff:203.0.113.77')).toEqual(placesOf('203.0.113.77'));
  expect(placesOf('2001:db8:1:2:3:4:5:6')).toEqual({ address: '2001:db8:1:2', network: '2001:db8:1' });
  expect(placesOf('2001:db8::6')).toEqual({ address: '2001:db8:0:0', network: '2001:db8:0' });
});
