// The person signed in to the account that an outside system's telephone belongs to: now the system is connected.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { joinOutside } from '#contract/federation';
import { readOutside } from '#features/identity/outside-cookie.ts';
import { OutsideTrouble } from '#features/identity/outside-trouble.tsx';
import { newKey } from '#ui/new-key.ts';
import { attempt } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const begun = readOutside(request.headers.get('cookie'));
  if (!begun) throw redirect('/profile/state');
  const done = await attempt(context, joinOutside, { body: { token: begun.token } }, { key: newKey() });
  if (done.ok) throw redirect('/profile/state?done=linked');
  return { problem: done.problem };
}

export default function Join() {
  return <OutsideTrouble {...useLoaderData<typeof loader>()} next="/" isLinking />;
}
