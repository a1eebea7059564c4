// What actions do with forms: read them, and show them again after a refusal. Runs on the server.
import { data } from 'react-router';
import type { Problem } from '#contract/errors';
import { formatKopecks, numberErrorText, parseKopecks } from '#contract/russian';
import { newKey } from '#ui/new-key.ts';

/** What the form is shown again with: why it was refused, what the person had typed, and the same key. */
export type Refused = { problem: Problem; values: Partial<Record<string, string>>; key: string };

/** What a page with a form is shown again with: refused, or only looked at before it is done. */
export type Answered = Omit<Refused, 'problem'> & { problem?: Problem };

/** A field as text, trimmed; '' when it is absent or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A password as it was typed: its own spaces count. '' when it is absent. */
export function passwordOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** The form's idempotency key (`FormKey`); a new one when the form was made by hand without it. */
export function keyOf(form: FormData): string {
  const key = textOf(form, 'key');
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key) ? key : newKey();
}

const MOST_KOPECKS = 100_000_000_000;

/** A sum that a person typed, or what to say of it beside the field. `least`, `most`: in kopecks; more than nothing, at most a billion roubles unless told. */
export function kopecksOf(
  form: FormData,
  name: string,
  { least = 1, most = MOST_KOPECKS }: { least?: number; most?: number } = {},
): { kopecks: number } | { error: string } {
  const sum = parseKopecks(textOf(form, name));
  if (typeof sum !== 'bigint') return { error: numberErrorText(sum.error, 2) };
  if (sum < BigInt(least)) return { error: least > 0 ? 'Введите сумму больше нуля' : 'Введите сумму не меньше нуля' };
  return sum > BigInt(most) ? { error: `Введите сумму не больше ${formatKopecks(most)}` } : { kopecks: Number(sum) };
}

// Secrets are typed anew: they must not stand in a page. The code of a service is none.
const secret = /password|(?<!service)code|secret/i;

/** The answer of an action that was refused. `open`: fields that are no secrets here, whatever their names say. */
export function refused(problem: Problem, form: FormData, open: readonly string[] = []): ReturnType<typeof data<Refused>> {
  const values: Partial<Record<string, string>> = {};
  for (const [name, value] of form) if (typeof value === 'string' && (open.includes(name) || !secret.test(name))) values[name] = value;
  return data({ problem, values, key: keyOf(form) }, { status: problem.status });
}
