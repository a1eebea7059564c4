// Acting for another by a power of attorney, and back to oneself (ROLE-3). Works without JavaScript.
import { type ActionFunctionArgs, redirect } from 'react-router';
import { actFor } from '#contract/powers';
import { attempt } from '#web/api.ts';
import { textOf } from '#web/form.ts';
import { newKey } from '#ui/new-key.ts';

export const loader = () => redirect('/');

export async function action({ context, request }: ActionFunctionArgs) {
  const powerId = textOf(await request.formData(), 'powerId');
  const done = await attempt(context, actFor, { body: { powerId: powerId === '' ? null : powerId } }, { key: newKey() });
  return redirect(done.ok ? '/' : '/profile/powers', 303);
}
