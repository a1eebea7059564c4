// The first page. A guest learns what the portal is; a person sees what is due and what to do next.
import { useLoaderData } from 'react-router';
import type { LoaderFunctionArgs } from 'react-router';
import { getMe } from '#contract/me';
import { getStart } from '#contract/overview';
import { GuestStart } from '#features/start/guest-start.tsx';
import { LimitedStart } from '#features/start/limited-start.tsx';
import { PersonStart } from '#features/start/person-start.tsx';
import { load } from '#web/api.ts';
import { useRootData } from '#web/me.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { person, limits } = await load(context, getMe, {});
  return { start: person && !limits ? await load(context, getStart, {}) : null };
}

export default function Start() {
  const { start } = useLoaderData<typeof loader>();
  const { me } = useRootData();
  if (me.person !== null && me.limits) return <LimitedStart me={me} />;
  return start === null || me.person === null ? <GuestStart /> : <PersonStart start={start} me={me} name={me.person.shortName} />;
}
