// Keeps the chosen home. The home switcher's form comes here.
import { type ActionFunctionArgs, redirect } from 'react-router';
import { homeCookie, readHome } from '#web/home.ts';
import { samePath } from '#web/view.ts';

export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const form = await request.formData();
  const home = form.get('home');
  const chosen = typeof home === 'string' ? readHome(`home=${home}`) : null;
  const headers: HeadersInit = chosen ? { 'set-cookie': homeCookie(chosen, new URL(request.url).protocol === 'https:') } : {};
  return redirect(samePath(form.get('next')), { status: 303, headers });
}

export const loader = (): Response => redirect('/');
