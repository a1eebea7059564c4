import { Writable } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, isRouteErrorResponse, type RouterContextProvider, ServerRouter } from 'react-router';
import { nonceContext } from './contexts.ts';

export { apiContext, nonceContext } from './contexts.ts';

const longestRenderingMs = 5_000;

/** Renders a page whole before the first byte goes out: a failure half-way still gets its own status and page. */
// oxlint-disable-next-line max-params -- the router calls it with these five
export default function handleRequest(request: Request, status: number, headers: Headers, entry: EntryContext, context: RouterContextProvider): Promise<Response> {
  const nonce = context.get(nonceContext);
  return new Promise((resolve, reject) => {
    let finalStatus = status;
    const { pipe, abort } = renderToPipeableStream(<ServerRouter context={entry} url={request.url} nonce={nonce} />, {
      nonce,
      onAllReady() {
        clearTimeout(limit);
        headers.set('content-type', 'text/html; charset=utf-8');
        pipe(gathered((body) => resolve(new Response(body, { status: finalStatus, headers }))));
      },
      onShellError(error) {
        clearTimeout(limit);
        reject(error);
      },
      onError(error) {
        finalStatus = 500;
        console.error('rendering failed', error);
      },
    });
    const limit = setTimeout(abort, longestRenderingMs);
    limit.unref();
  });
}

/** Hands over all that was written at its end: a page in one piece costs less than a stream of it through three kinds of streams. */
function gathered(whole: (body: Buffer<ArrayBuffer>) => void): Writable {
  const chunks: Buffer[] = [];
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk)); // React writes into the same piece of memory again
      done();
    },
    final(done) {
      whole(Buffer.concat(chunks));
      done();
    },
  });
}

/** Refusals thrown as responses are answers and are not logged; everything else is our fault. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (!request.signal.aborted && !isRouteErrorResponse(error) && !(error instanceof Response)) console.error('page failed', error);
}
