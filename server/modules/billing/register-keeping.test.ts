import { expect, test } from 'vitest';
import { keptUntil } from './register-keeping.ts';

test('CHG-5, X-10: a loaded register is kept five full years after its year, another to the end of the third month', () => {
  expect(keptUntil({ uploadedOn: '2026-11-22', loadedOn: '2026-11-23' })).toBe('2031-12-31');
  expect(keptUntil({ uploadedOn: '2026-12-31', loadedOn: '2027-01-01' })).toBe('2032-12-31');
  expect(keptUntil({ uploadedOn: '2026-11-30', loadedOn: null })).toBe('2027-02-28');
});
