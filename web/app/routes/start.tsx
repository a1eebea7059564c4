// The first page. A guest learns what the portal is; a person sees what is due and what to do next.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getMe } from '#contract/me';
import { getStart } from '#contract/overview';
import { GuestStart } from '#features/start/guest-start.tsx';
import { PersonStart } from '#features/start/person-start.tsx';
import { load } from '#web/api.ts';
import { useRootData } from '#web/me.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { person, limits } = await load(context, getMe, {});
  if (limits) throw redirect('/open');
  return { start: person && (await load(context, getStart, {})) };
}

export default function Start() {
  const { start } = useLoaderData<typeof loader>();
  const { me } = useRootData();
  return start === null || me.person === null ? <GuestStart /> : <PersonStart start={start} me={me} name={me.person.shortName} />;
}
