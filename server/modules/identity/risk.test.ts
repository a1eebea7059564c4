import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RISK_REASONS, riskOf, type SignInFacts } from './risk.ts';

const usual: SignInFacts = {
  isNewDevice: false,
  place: 'Екатеринбург',
  usualPlaces: ['Екатеринбург'],
  hour: 19,
  usualHours: Array.from({ length: 12 }, () => 20),
  failures: 0,
  agent: { now: 'Chrome, Windows', before: 'Chrome, Windows' },
};
const of = (more: Partial<SignInFacts>) => riskOf({ ...usual, ...more });

test('AUTH-6: each reason by itself, and what is not one', () => {
  expect(of({})).toEqual({ score: 0, risk: 'calm', reasons: [] });
  expect(of({ isNewDevice: true })).toEqual({ score: 20, risk: 'calm', reasons: ['newDevice'] });
  expect(of({ place: 'Лагос' })).toEqual({ score: 30, risk: 'raised', reasons: ['place'] });
  expect(of({ place: null }).reasons, 'no file of addresses').toEqual([]);
  expect(of({ place: 'Лагос', usualPlaces: [] }).reasons, 'nothing is usual yet').toEqual([]);
  expect(of({ hour: 4 })).toEqual({ score: 15, risk: 'calm', reasons: ['hour'] });
  expect(of({ hour: 4, usualHours: [20, 20] }).reasons, 'habits are not known yet').toEqual([]);
  expect(of({ hour: 1, usualHours: Array.from({ length: 12 }, () => 23) }).reasons, 'over midnight it is two hours').toEqual([]);
  expect(of({ agent: { now: 'Firefox, Linux', before: 'Chrome, Windows' } })).toEqual({ score: 30, risk: 'raised', reasons: ['agent'] });
  expect(of({ failures: 100 }).reasons, 'strangers guess; the owner is on a known device').toEqual([]);
  expect(of({ isNewDevice: true, failures: 5 })).toEqual({ score: 45, risk: 'raised', reasons: ['newDevice', 'failures'] });
  expect(of({ isNewDevice: true, failures: 20, place: 'Лагос' })).toEqual({ score: 90, risk: 'stop', reasons: ['newDevice', 'place', 'manyFailures'] });
});

const facts = fc.record({
  isNewDevice: fc.boolean(),
  place: fc.constantFrom(null, 'Екатеринбург', 'Лагос'),
  usualPlaces: fc.subarray(['Екатеринбург', 'Пермь']),
  hour: fc.integer({ min: 0, max: 23 }),
  usualHours: fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 30 }),
  failures: fc.integer({ min: 0, max: 1000 }),
  agent: fc.constantFrom({ now: 'a', before: null }, { now: 'a', before: 'a' }, { now: 'a', before: 'b' }),
});

test('AUTH-6 AUTH-10: on a known device a signing in is never stopped, whatever strangers did', () => {
  fc.assert(fc.property(facts, (given) => given.isNewDevice || riskOf(given).risk !== 'stop'));
});

test('AUTH-6: the score has its reasons, and no score has none', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { score, reasons } = riskOf(given);
      expect(score > 0).toBe(reasons.length > 0);
      expect(RISK_REASONS).toEqual(expect.arrayContaining(reasons));
    }),
  );
});
