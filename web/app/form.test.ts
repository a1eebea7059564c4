import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFor, newKey } from '#ui/new-key.ts';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { keyOf, refused, textOf } from './form.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const formOf = (values: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
};

test('X-4: the key of a form is a UUID, the same for the same seed and place, another for another place', () => {
  const seed = newKey();
  expect(seed).toMatch(uuid);
  fc.assert(
    fc.property(fc.string(), (place) => {
      expect(keyFor(seed, place)).toMatch(uuid);
    }),
  );
  expect(keyFor(seed, '_R_1_')).toBe(keyFor(seed, '_R_1_'));
  expect(keyFor(seed, '_R_1_')).not.toBe(keyFor(seed, '_R_2_'));
});

test('X-3: a refused form keeps its key and what was typed, but no secrets', () => {
  const key = newKey();
  const problem = wrongFields({ amount: 'Введите сумму' });
  const { data, init } = refused(
    problem,
    formOf({ key, amount: '12,x', serviceCode: 'gas', password: 'hush', newPassword: 'hush', code: '123456', recoveryCode: '7' }),
  );
  expect(data).toEqual({ problem, key, values: { key, amount: '12,x', serviceCode: 'gas' } });
  expect(init?.status).toBe(422);
  // The code of a service is no secret where its form says so.
  expect(refused(problem, formOf({ code: 'video', password: 'hush' }), ['code']).data.values).toEqual({ code: 'video' });
  expect(errorsOf(data.problem)).toEqual({ amount: 'Введите сумму' });
});

test('X-4: a form made by hand gets a key of its own; text is trimmed', () => {
  expect(keyOf(formOf({ key: 'x' }))).toMatch(uuid);
  expect(textOf(formOf({ name: '  Анна ' }), 'name')).toBe('Анна');
  expect(textOf(new FormData(), 'name')).toBe('');
});
