// The HTTP application: security headers, who is calling, limits, then the routes of the modules and the pages.
import { createHash, randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Problem } from '#contract/errors';
import type { Actor, Origin } from './actor.ts';
import { isDatabaseAway } from './database.ts';
import { Refusal, toProblem } from './errors.ts';
import { addHealth } from './health.ts';
import { openLimits } from './limits.ts';
import type { Module } from './module.ts';
import { mountRoutes } from './mount-routes.ts';
import { addOpenApi } from './openapi.ts';
import { actorOfPage, openPageReads } from './page-reads.ts';
import { deviceCookieName, type Settings, sessionCookieName } from './settings.ts';
import type { Db } from './tables.ts';
import { readTls } from './tls.ts';
import { inputRefusal, makeSerializer, makeValidator } from './validation.ts';
import type { Ground } from './work.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    /** Called by a page of our own while it is rendered: session, limit and log line were dealt with at the page. */
    inner: boolean;
  }
  interface FastifyInstance {
    /** A read for a page being rendered, without a request made for it. */
    readForPage: ReturnType<typeof openPageReads>;
    /** What a failed call is answered with; a fault of ours is written down. */
    problemBehind(
      error: FastifyError | Refusal,
      call: Pick<FastifyRequest, 'actor' | 'id' | 'log'> & { route: string | undefined },
    ): { problem: Problem; retryAfter: string | undefined };
  }
}

/** Finds who is calling by the session cookie or the machine key, with one statement. */
export type Identify = (db: Db, credentials: { sessionToken: string | undefined; machineKey: string | undefined; origin: Origin }, now: Date) => Promise<Actor>;

/**
 * `firstRing: false` is for the test that shows what the scoped loads hold back by themselves; nothing else may say it.
 * `addressLimit`: how often one address may call.
 */
/** A call that was refused: what it was refused with, and whose it was. */
export type RefusedCall = { readonly actor: Actor; readonly code: string };
export type AppOptions = {
  refused?: (call: RefusedCall) => void;
  settings: Settings;
  ground: Ground;
  modules: readonly Module[];
  identify: Identify;
  firstRing?: boolean;
  addressLimit?: { perSecond: number; burst: number };
};

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Makes the application without listening. Refuses to be made when a route is declared twice or without access. */
export async function makeApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, ground, modules } = options;
  const app = Fastify({
    trustProxy: settings.trustProxy,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: true, // what was under way is answered by then (drain.ts); live streams would hold the end up
    genReqId: () => randomUUID().slice(0, 13),
    // What the router refuses before any hook: an address too long or wrongly written names nothing of ours.
    frameworkErrors: (_error, request, reply) => answerNotFound(request, reply as unknown as FastifyReply),
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: settings.logLevel, redact: ['req.headers', 'res.headers'] },
    // The framework types such a server by itself; the portal asks of it what both have.
    ...(settings.tls && ({ https: readTls(settings.tls) } as object)),
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 10, fields: 30, fileSize: 300 * 1024 * 1024, fieldSize: 64 * 1024 } });
  app.decorateRequest('actor', null as never);
  app.decorateRequest('inner', false);
  const validator = makeValidator();
  app.setValidatorCompiler(validator);
  app.setSerializerCompiler(makeSerializer);
  addForms(app);
  addGates(app, options);
  answerRefusals(app, options);
  addHealth(app, ground.db);
  const routes = modules.flatMap((module) => module.routes ?? []);
  const firstRing = options.firstRing ?? true;
  mountRoutes(app, routes, { ground, settings, firstRing });
  app.decorate('readForPage', openPageReads(routes, { ground, firstRing, validator, serializer: makeSerializer }));
  addOpenApi(app, modules);
  return app;
}

/** Plain HTML forms may post to the API where a file goes past the pages. */
function addForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
}

function addGates(app: FastifyInstance, { settings, ground, identify, addressLimit }: AppOptions): void {
  const allow = openLimits(ground.clock, addressLimit);
  const sessionCookie = sessionCookieName(settings);
  const deviceCookie = deviceCookieName(settings);
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply, settings);
    const ofPage = actorOfPage.getStore();
    const deviceToken = request.cookies[deviceCookie];
    const origin: Origin = {
      ip: request.ip,
      agent: (request.headers['user-agent'] ?? '').slice(0, 200),
      ...(deviceToken !== undefined && { device: createHash('sha256').update(deviceToken).digest('hex') }),
    };
    if (ofPage) {
      request.actor = ofPage;
      request.inner = true;
      return;
    }
    request.actor = { kind: 'guest', ...origin };
    if (request.url.startsWith('/assets/') || request.url === '/healthz') return;
    allow(request.ip);
    const machineKey = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const sessionToken = request.cookies[sessionCookie];
    if (machineKey !== undefined || sessionToken !== undefined) request.actor = await identify(ground.db, { sessionToken, machineKey, origin }, ground.clock());
    if (UNSAFE.has(request.method) && machineKey === undefined) refuseForeignOrigin(request, settings);
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.inner) return;
    request.log.info({ method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}

/**
 * Against forged requests: a browser always sends Origin with an unsafe method. A program without a browser sends none
 * and holds no cookie of a victim; with a cookie and without Origin it is refused all the same. For pages too: the router compares
 * Origin for those that it draws, and not for those that only act.
 */
function refuseForeignOrigin(request: FastifyRequest, settings: Settings): void {
  if (request.routeOptions.config.outside) return; // a webhook: judged by its signature
  const { origin } = request.headers;
  if (origin === settings.publicUrl.origin) return;
  if (origin === undefined && request.actor.kind === 'guest' && request.cookies[sessionCookieName(settings)] === undefined) return;
  throw new Refusal('origin.foreign');
}

function setSecurityHeaders(reply: FastifyReply, settings: Settings): void {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=()',
    'cache-control': 'private, no-store',
  });
  if (settings.publicUrl.protocol === 'https:') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

function answerRefusals(app: FastifyInstance, { refused }: Pick<AppOptions, 'refused'>): void {
  app.decorate('problemBehind', (error, { actor, id, log, route }) => {
    const refusal = refusalBehind(error);
    if (refusal) refused?.({ actor, code: refusal.code });
    else log.error({ err: error, route }, 'failed');
    const seconds = refusal?.facts['seconds'];
    return { problem: toProblem(refusal ?? new Refusal('server.failed'), id), retryAfter: seconds === undefined ? undefined : String(seconds) };
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { actor, id, log } = request;
    const { problem, retryAfter } = app.problemBehind(error, { actor, id, log, route: request.routeOptions.url });
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply));
}

function answerNotFound(request: { id: string }, reply: FastifyReply): void {
  void reply
    .code(404)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(new Refusal('object.notFound'), request.id)));
}

/** The refusal that an error of ours, of the framework or of the database means; none when it is a fault. */
export function refusalBehind(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error.statusCode === 413) return new Refusal('input.tooLarge');
  if (error.statusCode === 415) return new Refusal('input.type');
  if (error.statusCode === 400 && !error.validation) return new Refusal('input.unreadable');
  return inputRefusal(error) ?? (isDatabaseAway(error) ? new Refusal('server.busy', { facts: { seconds: 5 } }) : undefined);
}
