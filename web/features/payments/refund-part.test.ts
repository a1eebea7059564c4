import { expect, test } from 'vitest';
import { chosenPart, seenField } from './refund-part.ts';

test('PAY-7, X-5: the chosen account takes its own sums along, and is the same choice when they change', () => {
  const parts = [
    { accountId: 'a', leftKopecks: 100, advanceKopecks: 0 },
    { accountId: 'b', leftKopecks: 5_000, advanceKopecks: 700 },
  ];
  const form = new FormData();
  form.set('accountId', 'b');
  for (const { name, value } of parts.map(seenField)) form.set(name, value);
  expect(chosenPart(form)).toEqual(parts[1]);
  const changed = { ...parts[1]!, leftKopecks: 4_000 };
  form.set(seenField(changed).name, seenField(changed).value);
  expect(chosenPart(form)).toEqual(changed);
});
