// A refusal of the API as a form shows it.
import type { Problem } from '#contract/errors';

/** The name of the field that a JSON pointer means: `/readings/0/value` → `readings.0.value`. */
export const fieldName = (pointer: string): string => pointer.replace(/^\//, '').replaceAll('/', '.');

/** What is wrong with each field, by its name. */
export const errorsOf = (problem: Problem | undefined): Partial<Record<string, string>> =>
  Object.fromEntries((problem?.fields ?? []).map(({ pointer, detail }) => [fieldName(pointer), detail]));

/** A refusal found by the page itself, before the API was asked: a sum that is not a number. Keys are field names. */
export const wrongFields = (errors: Record<string, string>): Problem => ({
  type: 'about:blank',
  title: 'Проверьте, что введено: есть ошибки в полях',
  status: 422,
  code: 'input.invalid',
  fields: Object.entries(errors).map(([name, detail]) => ({ pointer: `/${name.replaceAll('.', '/')}`, code: 'input.invalid', detail })),
});
