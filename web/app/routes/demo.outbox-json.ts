// The demo outbox as JSON.
import type { LoaderFunctionArgs } from 'react-router';
import { getDemoOutbox } from '#contract/notifications';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const to = new URL(request.url).searchParams.get('to');
  return Response.json(await load(context, getDemoOutbox, { query: to ? { to } : {} }));
}
