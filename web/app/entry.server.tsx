import { renderToString } from 'react-dom/server';
import { type EntryContext, isRouteErrorResponse, type RouterContextProvider as Context, ServerRouter } from 'react-router';
import { documentContext, nonceContext } from './contexts.ts';

export { createRequestHandler, RouterContextProvider } from 'react-router';
export { apiContext, documentContext, nonceContext } from './contexts.ts';

/**
 * Renders a page whole and as one text: nothing here waits while it is rendered, and a text costs half of a stream of its pieces. The data
 * come behind the page as the framework's own component would put them: it can do so in a stream only.
 */
// oxlint-disable-next-line max-params -- the router calls it with these five
export default async function handleRequest(request: Request, status: number, headers: Headers, entry: EntryContext, context: Context): Promise<Response> {
  const nonce = context.get(nonceContext);
  const { serverHandoffStream, ...rest } = entry;
  const data = serverHandoffStream && (await wholeOf(serverHandoffStream));
  const page = renderToString(<ServerRouter context={{ ...rest, manifest: ofPage(entry) }} url={request.url} nonce={nonce} />);
  const scripts =
    data === undefined || !entry.renderMeta?.didRenderScripts
      ? ''
      : `<script nonce="${nonce}">{ const data = window.__reactRouterContext.streamController; data.enqueue(${asScript(data)}); data.close(); }</script>`;
  headers.set('content-type', 'text/html; charset=utf-8');
  // Beside the response: as its body the text would go through three kinds of streams on its way out.
  context.get(documentContext).html = documentOf(page, scripts);
  return new Response(null, { status, headers });
}

const DOCTYPE = '<!DOCTYPE html>';
const END = '</body></html>';
/** Where a page is put together, one at a time. */
const desk = Buffer.allocUnsafeSlow(1024 * 1024);
const MOST_BYTES_OF_A_SIGN = 3;

/** The page with the scripts before its end. Written as bytes straight away: a text made of others is copied whole once more, and measured before that. */
function documentOf(page: string, scripts: string): Buffer {
  if ((page.length + scripts.length + DOCTYPE.length) * MOST_BYTES_OF_A_SIGN > desk.length)
    return Buffer.from(DOCTYPE + page.slice(0, -END.length) + scripts + END);
  const open = desk.write(DOCTYPE);
  const shown = open + desk.write(page, open) - END.length;
  const end = shown + desk.write(scripts + END, shown);
  return Buffer.copyBytesFrom(desk, 0, end);
}

/** The list of routes with those alone that the page is made of: the router makes each anew for a page, and there are two hundred. */
function ofPage({ manifest, staticHandlerContext }: EntryContext): EntryContext['manifest'] {
  return { ...manifest, routes: Object.fromEntries(staticHandlerContext.matches.map(({ route: { id } }) => [id, manifest.routes[id]])) };
}

async function wholeOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value);
  return Buffer.concat(chunks).toString();
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '\\u0026', '>': '\\u003e', '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };
/** A text as a literal that may stand in a script of a page. */
const asScript = (text: string): string => JSON.stringify(text).replace(/[&><\u2028\u2029]/g, (sign) => ESCAPES[sign]!);

/** Refusals thrown as responses are answers and are not logged; everything else is our fault. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (!request.signal.aborted && !isRouteErrorResponse(error) && !(error instanceof Response)) console.error('page failed', error);
}
