// Suggestions for the address field.
import type { LoaderFunctionArgs } from 'react-router';
import { searchAddresses } from '#contract/addresses';
import { asked } from '#features/addresses/asked.ts';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { hits } = await load(context, searchAddresses, { query: { ...asked(new URL(request.url).searchParams), limit: 6 } });
  return { hits };
}
