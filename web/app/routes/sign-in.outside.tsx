// Leaving for an outside system. A page only when the system does not answer: the other ways in stay open.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { beginOutside } from '#contract/federation';
import { outsideCookie } from '#features/identity/outside-cookie.ts';
import { OutsideTrouble } from '#features/identity/outside-trouble.tsx';
import { newKey } from '#ui/new-key.ts';
import { attempt } from '#web/api.ts';
import { samePath } from '#web/view.ts';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const purpose = asked.has('link') ? 'link' : 'enter';
  const next = samePath(asked.get('next'));
  const begun = await attempt(context, beginOutside, { params: { systemId: params['system']! }, body: { purpose } }, { key: newKey() });
  if (!begun.ok && begun.problem.status === 404) throw new Response(null, { status: 404 });
  if (!begun.ok) return { problem: begun.problem, next, isLinking: purpose === 'link' };
  throw redirect(begun.value.url, {
    headers: { 'set-cookie': outsideCookie({ token: begun.value.token, next: purpose === 'link' ? '/profile/state?done=linked' : next }, request) },
  });
}

export default function ToOutside() {
  return <OutsideTrouble {...useLoaderData<typeof loader>()} />;
}
