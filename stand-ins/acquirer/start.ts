// Puts the acquirer together: one HTTP server with the API, the bank's pages and, from this machine only, the faults.
import { join } from 'node:path';
import Fastify, { type FastifyError, type FastifyRequest } from 'fastify';
import { addApi } from './api.ts';
import type { Bank } from './bank.ts';
import { openBook } from './book.ts';
import { noFaults, setFaults } from './faults.ts';
import { addPages } from './page-routes.ts';
import { startTimetable, type Timetable } from './timetable.ts';
import { createAnnouncer } from './webhooks.ts';
import { ApiRefusal, problem } from './wire.ts';

export type AcquirerSettings = {
  dataDir: string;
  /** 0: any free one. */
  port: number;
  /** A host name, or a whole origin when something stands in front. */
  publicHost: string;
  shopId: string;
  secretKey: string;
  webhook: { url: string; secret: string; firstRetryMs: number };
};
export type RunningAcquirer = { url: string; publicUrl: string; stop(): Promise<void> };

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** A call from this very machine, not one brought here by a proxy. */
const isLocal = (request: FastifyRequest) =>
  LOOPBACK.has(request.ip) && request.headers['x-forwarded-for'] === undefined && request.headers['forwarded'] === undefined;

/** Starts it on 127.0.0.1 with the state found in the data folder. */
export async function startAcquirer(settings: AcquirerSettings): Promise<RunningAcquirer> {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 100_000 });
  const faults = noFaults();
  const now = () => Date.now();
  const book = openBook(join(settings.dataDir, 'acquirer.jsonl'), now());
  let publicUrl = '';
  const bank: Bank = { book, faults, now, publicUrl: () => publicUrl, notify: createAnnouncer(book, faults, now) };
  let timetable: Timetable | undefined;
  const commit = () => {
    book.commit();
    timetable?.wake();
  };

  app.setErrorHandler((error: FastifyError | ApiRefusal, _request, reply) => {
    if (error instanceof ApiRefusal) return reply.code(error.status).send(problem(error.code, error.message, error.parameter));
    const status = error.statusCode ?? 500;
    return reply.code(status).send(problem(status < 500 ? 'invalid_request' : 'internal_server_error', error.message));
  });
  addApi(app, { bank, commit, shopId: settings.shopId, secretKey: settings.secretKey });
  addPages(app, { bank, commit });
  app.get('/faults', async (request, reply) => (isLocal(request) ? faults : reply.callNotFound()));
  app.post('/faults', async (request, reply) => {
    if (!isLocal(request) || request.headers['content-type']?.startsWith('application/json') !== true) return reply.callNotFound();
    const wrong = setFaults(faults, request.body as Record<string, unknown> | null);
    return wrong === undefined ? faults : reply.code(400).send(problem('invalid_request', 'No such fault or a wrong value', wrong));
  });

  const url = await app.listen({ port: settings.port, host: '127.0.0.1' });
  publicUrl = settings.publicHost.includes('://') ? settings.publicHost.replace(/\/$/, '') : `http://${settings.publicHost}:${new URL(url).port}`;
  timetable = startTimetable(bank, settings.webhook);
  return {
    url,
    publicUrl,
    stop: async () => {
      timetable.stop();
      await app.close();
    },
  };
}
