import { expect, test } from 'vitest';
import { declineCode, declineCodes, declineWords } from './decline-reasons.ts';

test('PAY-4: every reason has words why and what to do, each its own', () => {
  const all = declineCodes.map(declineWords);
  for (const { why, whatToDo } of all) {
    expect(why).toMatch(/^[А-ЯЁ][^.]{10,120}$/u);
    expect(whatToDo.length).toBeGreaterThan(10);
  }
  expect(new Set(all.map(({ why }) => why)).size).toBe(declineCodes.length);
});

test('PAY-4: a reason of the acquirer that is new to us is told as «other», never as nothing', () => {
  expect(declineCode('insufficient_funds')).toBe('insufficientFunds');
  for (const reason of ['something_new', '', 'constructor', '__proto__']) expect(declineCode(reason)).toBe('other');
});
