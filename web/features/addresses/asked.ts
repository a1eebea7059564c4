// What the address of a page says of the search.
import { CONNECTIONS, HOUSE_KINDS } from '#contract/addresses';

export type Asked = { q: string; region?: string; district?: string; kind?: (typeof HOUSE_KINDS)[number]; connection?: (typeof CONNECTIONS)[number] };

/** Unknown words of a hand-written address are passed over. */
export function asked(params: URLSearchParams): Asked {
  const kind = HOUSE_KINDS.find((one) => one === params.get('kind'));
  const connection = CONNECTIONS.find((one) => one === params.get('connection'));
  const [region, district] = [params.get('region') ?? '', params.get('district') ?? ''];
  return {
    q: (params.get('q') ?? '').slice(0, 200),
    ...(region !== '' && { region }),
    ...(region !== '' && district !== '' && { district }),
    ...(kind && { kind }),
    ...(connection && { connection }),
  };
}
