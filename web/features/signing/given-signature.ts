// What a form with `SignContent` gives its action. Runs on the server.
import { textOf } from '#web/form.ts';

/** The members of the body: a signature by a key, or the code. */
export function givenSignature(form: FormData): { cms: string } | { confirmationId: string; code: string } | Record<string, never> {
  const cms = textOf(form, 'cms');
  const confirmationId = textOf(form, 'confirmationId');
  if (cms !== '') return { cms };
  return confirmationId === '' ? {} : { confirmationId, code: textOf(form, 'code') };
}
