// Back from an outside system: on to where the person was going, to the second proof, or to a word about what is missing.
import { data, type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import type { Problem } from '#contract/errors';
import { finishOutside } from '#contract/federation';
import { readOutside } from '#features/identity/outside-cookie.ts';
import { OutsideTrouble } from '#features/identity/outside-trouble.tsx';
import { goOn } from '#features/identity/sign-in-cookie.ts';
import { newKey } from '#ui/new-key.ts';
import { attempt } from '#web/api.ts';
import { samePath } from '#web/view.ts';

const OVER: Problem = {
  type: '/errors/outside.over',
  title: 'Этот вход уже закончен или начат слишком давно. Начните ещё раз',
  status: 422,
  code: 'outside.over',
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const begun = readOutside(request.headers.get('cookie'));
  const next = samePath(begun?.next);
  const trouble = (problem: Problem) =>
    data({ problem, next: next.startsWith('/profile/state') ? '/' : next, isLinking: next.startsWith('/profile/state') }, { status: problem.status });
  if (!begun) return trouble(OVER);
  const answer = new URL(request.url).search.slice(1, 4001) || '-';
  const done = await attempt(context, finishOutside, { params: { systemId: params['system']! }, body: { token: begun.token, answer } }, { key: newKey() });
  if (!done.ok) return trouble(done.problem);
  const step = done.value;
  if (step.next === 'linked') throw redirect(next);
  // The token stays: it is asked for when the account is made or connected.
  if (step.next === 'new') throw redirect('/sign-in/outside/new');
  if (step.next === 'signIn') throw redirect(`/sign-in?from=${params['system']!}&next=${encodeURIComponent('/sign-in/outside/join')}`);
  throw goOn({ ...step, next: step.next }, next, request);
}

export default function BackFromOutside() {
  return <OutsideTrouble {...useLoaderData<typeof loader>()} />;
}
