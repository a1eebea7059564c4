// The words to say, and what was said. A route of the pages, because only they read the cookie of the step.
import type { ActionFunctionArgs } from 'react-router';
import { askVoiceWords, voiceSignIn } from '#contract/voice';
import { goOn, readEntering } from '#features/identity/sign-in-cookie.ts';
import { attempt } from '#web/api.ts';
import { newKey } from '#ui/new-key.ts';
import { samePath } from '#web/view.ts';

export async function action({ context, request }: ActionFunctionArgs): Promise<Response> {
  const challenge = readEntering(request.headers.get('cookie'))?.challenge || '-';
  const form = await request.formData();
  const sound = form.get('sound');
  const key = { key: newKey() };
  if (!(sound instanceof Blob)) {
    const asked = await attempt(context, askVoiceWords, { body: { challenge } }, key);
    return asked.ok ? Response.json(asked.value) : Response.json(asked.problem, { status: asked.problem.status });
  }
  const entered = await attempt(context, voiceSignIn, { body: { challenge, sound: Buffer.from(await sound.arrayBuffer()).toString('base64') } }, key);
  if (!entered.ok) return Response.json(entered.problem, { status: entered.problem.status });
  const { headers } = goOn(entered.value, samePath(form.get('next')), request);
  return Response.json({ to: headers.get('location') }, { headers: { 'set-cookie': headers.get('set-cookie') ?? '' } });
}
