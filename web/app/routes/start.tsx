// The first page. A guest learns what the portal is; a person sees what is due and what to do next.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getMe } from '#contract/me';
import { getStart } from '#contract/overview';
import { GuestStart } from '#features/start/guest-start.tsx';
import { PersonStart } from '#features/start/person-start.tsx';
import { deskOf } from '#features/start/role-desks.ts';
import { load } from '#web/api.ts';
import { useRootData } from '#web/me.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const me = await load(context, getMe, {});
  if (me.limits) throw redirect('/open');
  return { start: me.person && (await load(context, getStart, {})), desk: deskOf(me) };
}

export default function Start() {
  const { start, desk } = useLoaderData<typeof loader>();
  const { me } = useRootData();
  return start === null || me.person === null ? <GuestStart /> : <PersonStart start={start} desk={desk} me={me} name={me.person.shortName} />;
}
