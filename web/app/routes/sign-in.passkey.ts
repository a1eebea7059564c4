// What a passkey is asked to sign. A route of the pages, because only they read the cookie of the step.
import type { ActionFunctionArgs } from 'react-router';
import { passkeySignInOptions } from '#contract/passkeys';
import { readEntering } from '#features/identity/sign-in-cookie.ts';
import { attempt } from '#web/api.ts';
import { newKey } from '#ui/new-key.ts';

export async function action({ context, request }: ActionFunctionArgs): Promise<Response> {
  const challenge = readEntering(request.headers.get('cookie'))?.challenge;
  const asked = await attempt(context, passkeySignInOptions, { body: challenge ? { challenge } : {} }, { key: newKey() });
  return asked.ok ? Response.json(asked.value) : Response.json(asked.problem, { status: asked.problem.status });
}
