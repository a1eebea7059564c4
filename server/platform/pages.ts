// The web app in the same process: its loaders and actions are clients of the API, called in process without a socket.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import statics from '@fastify/static';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerBuild } from 'react-router';
import type { Problem } from '#contract/errors';
import type { CallApi } from '../../web/app/contexts.ts';
import type * as entryServer from '../../web/app/entry.server.tsx';
import { refusalBehind } from './app.ts';
import { type Refusal, refuse, toProblem } from './errors.ts';
import { actorOfPage } from './page-reads.ts';
import type { Reading } from './route.ts';
import type { Settings } from './settings.ts';

const FORM_LIMIT = 256 * 1024;

/** Serves the built web app from `webBuild`: its assets for ever, its pages never kept. */
export async function addPages(app: FastifyInstance, settings: Settings, webBuild: string): Promise<void> {
  await app.register(statics, {
    root: path.join(webBuild, 'client', 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    cacheControl: true,
    preCompressed: true,
  });
  const build: ServerBuild = await import(pathToFileURL(path.join(webBuild, 'server', 'index.js')).href);
  // The router and the context objects of the build: imported a second time they would be other objects.
  const { createRequestHandler, RouterContextProvider, apiContext, documentContext, nonceContext } = build.entry.module as unknown as typeof entryServer;
  const render = renderByBeginning(build, createRequestHandler);

  // An unknown address of the API is no page: a page asking for it would be rendered to answer itself, without end.
  app.all('/api/*', async () => refuse('object.notFound'));
  await app.register(async (scope) => {
    // Forms only, small and whole; files go to a streaming route of the API. Mail programs press the button of a letter in either type (RFC 8058).
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data'],
      { parseAs: 'buffer', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, body),
    );

    const show = async (request: FastifyRequest, reply: FastifyReply, refused?: Problem): Promise<FastifyReply> => {
      const nonce = randomBytes(16).toString('base64');
      const context = new RouterContextProvider();
      const cookies: string[] = [];
      const page: { html?: Buffer } = {};
      context.set(nonceContext, nonce);
      context.set(documentContext, page);
      let known: NonNullable<Reading['page']> = new Map();
      const ask: CallApi = async ({ method, url, body, headers, read }) => {
        if (method !== 'GET') known = new Map();
        if (refused) return { status: refused.status, body: refused };
        const readAnswer = read && (await readFor({ request, reply, known }, read));
        if (readAnswer) return readAnswer;
        const answer = await app.inject({ method, url, ...(body && { payload: body }), headers: headers ?? {}, remoteAddress: request.ip });
        cookies.push(...[answer.headers['set-cookie'] ?? []].flat());
        if (answer.headers['retry-after'] !== undefined) reply.header('retry-after', answer.headers['retry-after']);
        return { status: answer.statusCode, body: answer.payload === '' ? null : JSON.parse(answer.payload) };
      };
      context.set(apiContext, askingOnce(ask));
      const response = await actorOfPage.run(request.actor, () => render(webRequest(request, reply, settings.publicUrl), context));
      response.headers.forEach((value, name) => reply.header(name, value));
      if (cookies.length > 0) reply.header('set-cookie', [...response.headers.getSetCookie(), ...cookies]);
      reply.header('content-security-policy', contentSecurityPolicy(nonce, settings));
      return reply.code(refused?.status ?? response.status).send(page.html ?? (response.body ? Buffer.from(await response.arrayBuffer()) : null));
    };
    // Refused at the gate, before the page: too many calls, or the database is away. The page says so, and asks the API for nothing more.
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const refusal = refusalBehind(error);
      if (refusal?.code !== 'server.busy' && refusal?.code !== 'limit.exceeded') throw error;
      // The router in a page that is open waits and asks again (web/app/patience.ts).
      reply.header('retry-after', String(refusal.facts['seconds'])).header('x-away', '1');
      return show(request, reply, toProblem(refusal, request.id));
    });
    scope.get('/*', (request, reply) => show(request, reply));
    scope.post('/*', (request, reply) => show(request, reply));
  });
}

type Render = ReturnType<typeof entryServer.createRequestHandler>;

/**
 * The router tries its routes one by one until an address fits, each together with the root. Here an address meets those alone that begin as it does
 * (or anyhow); one that begins as none does meets all of them.
 */
function renderByBeginning(build: ServerBuild, makeHandler: typeof entryServer.createRequestHandler): Render {
  const beginningOf = (path: string): string => path.split('/')[0]!;
  const routes = Object.values(build.routes).flatMap((route) => (route ? [route] : []));
  const known = new Set(routes.map(({ path = '' }) => beginningOf(path)).filter((beginning) => /^[a-z][a-z-]*$/.test(beginning)));
  const isTried = (path: string, beginning: string): boolean => beginningOf(path) === beginning || !known.has(beginningOf(path));
  const all = makeHandler(build, 'production');
  const handlers = new Map<string, Render>();
  return (request, context) => {
    const beginning = /^[a-z]+:\/\/[^/]*\/([a-z-]*)(?=[/?.]|$)/.exec(request.url)?.[1] ?? '';
    if (!known.has(beginning)) return all(request, context);
    const own =
      handlers.get(beginning) ??
      makeHandler(
        { ...build, routes: Object.fromEntries(routes.filter(({ path = '' }) => isTried(path, beginning)).map((route) => [route.id, route])) },
        'production',
      );
    handlers.set(beginning, own);
    return own(request, context);
  };
}

type Page = { request: FastifyRequest; reply: FastifyReply; known: NonNullable<Reading['page']> };

/** A read without a made request; none for a route that is no plain read. Refused, it answers as the API does. */
async function readFor(
  { request: { server, actor, id, log }, reply, known }: Page,
  read: NonNullable<Parameters<CallApi>[0]['read']>,
): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const answer = await server.readForPage(read, actor, known);
    return answer && { status: 200, body: answer.body };
  } catch (error) {
    const { problem, retryAfter } = server.problemBehind(error as FastifyError | Refusal, { actor, id, log, route: read.route });
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    return { status: problem.status, body: problem };
  }
}

/** The loaders of one page ask the same of the API (who is looking, which homes): it is answered once, until the page changes something. */
function askingOnce(ask: CallApi): CallApi {
  const answers = new Map<string, ReturnType<CallApi>>();
  return (call) => {
    if (call.method !== 'GET') {
      answers.clear();
      return ask(call);
    }
    const key = `${call.url} ${JSON.stringify(call.headers ?? {})}`;
    const answer = answers.get(key) ?? ask(call);
    answers.set(key, answer);
    return answer;
  };
}

/** No style attribute, no inline script without the nonce; the bank's own page may stand in a frame of ours. */
function contentSecurityPolicy(nonce: string, settings: Settings): string {
  const bank = new URL(settings.acquirerPageUrl).origin;
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self'`,
    `img-src 'self' data: blob:`,
    `frame-src 'self' ${bank}`,
    `form-action 'self' ${bank}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

function webRequest(request: FastifyRequest, reply: FastifyReply, publicUrl: URL): Request {
  const abort = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableEnded) abort.abort(); // an abort makes an error with its stack, so only where somebody may be waiting
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  // The router compares Origin with this URL, scheme included: made from the socket, every form behind TLS would be
  // refused. Joined as text, because new URL('//other.example', base) is another host.
  const body = request.method === 'POST' ? ((request.body as Buffer<ArrayBuffer> | undefined) ?? '') : null;
  return new Request(publicUrl.origin + request.url, { method: request.method, headers, signal: abort.signal, body });
}
