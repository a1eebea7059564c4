// The script to which browsers hand what is pushed. It stands at the root of the site, because it serves the pages below its own address.
import script from '../push-worker.js?raw';

export const loader = (): Response => new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
