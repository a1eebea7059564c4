// Keeps the chosen view. A plain form comes here; nothing of it reaches the API.
import { type ActionFunctionArgs, redirect } from 'react-router';
import { lowVisionView, samePath, usualView, viewCookie, viewOf } from '#web/view.ts';

const chosen = (form: FormData) => {
  if (form.get('preset') === 'low-vision') return lowVisionView;
  if (form.get('preset') === 'usual') return usualView;
  return viewOf(Object.fromEntries(form));
};

/** Takes the form of «Вид» and leads back to the page it stood on. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const form = await request.formData();
  return redirect(samePath(form.get('next')), { status: 303, headers: { 'set-cookie': viewCookie(chosen(form), new URL(request.url).protocol === 'https:') } });
}

/** Somebody opened the address itself. */
export const loader = (): Response => redirect('/');
