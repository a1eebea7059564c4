// A calm end of the server: what is being answered gets its answer before the application is closed.
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const LIVE = '/api/v1/live'; // a stream has no end of its own: the application ends it when it closes

/**
 * Counts the requests of a listening server. `drain` accepts no new connections and resolves when everything under way is
 * answered, or after `limitMs`. The application must live meanwhile: closed at once it would refuse the calls that a page
 * makes on its way, and the page would be answered by 500.
 */
export function watchRequests(server: Server): { drain(limitMs: number): Promise<void> } {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  let emptied = (): void => {};
  server.prependListener('request', (request, response) => {
    if (request.url?.startsWith(LIVE)) return;
    underWay.add(response);
    if (draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      underWay.delete(response);
      if (underWay.size === 0) emptied();
    });
  });
  return {
    async drain(limitMs) {
      draining = true;
      server.close();
      if (underWay.size === 0) return;
      await Promise.race([new Promise<void>((resolve) => (emptied = resolve)), pause(limitMs, undefined, { ref: false })]);
    },
  };
}
