// Every route goes through the same steps: access, input, idempotency, the function of the module, the declared answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint, InputOf } from '#contract/endpoint';
import { type Actor, organizationsOf } from './actor.ts';
import { Refusal, refuse } from './errors.ts';
import { isUuid } from './ids.ts';
import type { Access, Cookies, Route, Who } from './route.ts';
import { deviceCookieName, type Settings, sessionCookieName } from './settings.ts';
import { type Ground, runCommand } from './work.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Called by an outside system that proves itself by a signature. */
    outside?: boolean;
  }
}

type Mounting = { ground: Ground; settings: Settings; firstRing: boolean };

/** Mounts the routes. Throws when two declare the same method and address, or one lacks access. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], { ground, settings, firstRing }: Mounting): void {
  for (const route of routes) {
    const { method, url, params, query, body, answer } = route.endpoint;
    if (!route.access || route.access.who.length === 0) throw new Error(`${method} ${url} declares no access`);
    const takesBody = method !== 'GET' && route.kind !== 'stream';
    const isOutside = route.kind === 'stream' && route.accepts === 'raw';
    const mount = (scope: FastifyInstance): void => {
      scope.route({
        method,
        url,
        schema: { params, querystring: query, ...(takesBody && { body }), ...(route.kind !== 'stream' && { response: { 200: answer } }) },
        config: { outside: isOutside },
        // A GET may have no body at all, and a POST without one is an empty object.
        preValidation: async (request) => {
          if (takesBody) request.body ??= {};
          request.actor = withinAccess(request.actor, route.access);
          if (firstRing) admit(request.actor, route.access);
        },
        handler: (request, reply) => handle({ route, ground, settings }, request, reply),
      });
    };
    if (route.kind === 'stream' && route.accepts === 'bytes') void app.register(async (scope) => mountBytes(scope, mount));
    else if (!isOutside) mount(app);
    else void app.register(async (scope) => mountRaw(scope, mount));
  }
}

/** A signature is over the bytes as they came. */
function mountRaw(scope: FastifyInstance, mount: (scope: FastifyInstance) => void): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 256 * 1024 }, (_request, body, done) => done(null, body));
  mount(scope);
}

/** The route reads the stream itself, as far as it wants to. */
function mountBytes(scope: FastifyInstance, mount: (scope: FastifyInstance) => void): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
  mount(scope);
}

/** The actor as the route sees it. A narrowed one goes no further than his areas, whatever roles he has himself. */
export function withinAccess(actor: Actor, access: Access): Actor {
  if (actor.kind !== 'person' || !actor.narrowed || access.area === 'self' || access.who.includes('anyone')) return actor;
  const { narrowed, ...self } = actor;
  if (access.area === undefined || !narrowed.areas.includes(access.area)) refuse(narrowed.refusal, narrowed.facts);
  return { ...self, ...narrowed.as };
}

/** Ring one: may this caller call at all. What it may reach is asked by the module's scoped load and policy. */
export function admit(actor: Actor, access: Access): void {
  if (access.who.includes('anyone')) return;
  if (actor.kind === 'guest') refuse('auth.required');
  if (!access.who.some((who) => isOne(actor, who))) refuse('access.denied');
  if (actor.kind === 'person' && actor.level < access.level) refuse('auth.secondFactor');
}

function isOne(actor: Actor, who: Who): boolean {
  if (actor.kind === 'machine')
    return who.startsWith('machine:') && actor.operations.includes(who.slice('machine:'.length)) && organizationsOf(actor).length > 0;
  if (actor.kind !== 'person') return false;
  return who === 'person' || actor.grants.some((grant) => grant.role === who);
}

type Mounted = { route: Route; ground: Ground; settings: Settings };

async function handle({ route, ground, settings }: Mounted, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { actor } = request;
  const now = ground.clock();
  const input = { params: request.params, query: request.query, body: request.body } as InputOf<Endpoint>;
  const name = `${route.endpoint.method} ${route.endpoint.url}`;
  switch (route.kind) {
    case 'query':
      return route.handle({ db: ground.db, actor, now }, input, ground);
    case 'stream':
      return route.handle({ db: ground.db, ground, actor, now, input }, request, reply);
    case 'once':
      return route.handle({ ground, db: ground.db, actor, now, id: crypto.randomUUID(), route: name }, input, cookiesOf(reply, settings));
    case 'flow':
      return route.handle({ ground, db: ground.db, actor, now, id: keyOf(request), route: name }, input);
    case 'command': {
      const body = { params: input.params, body: input.body };
      const outcome = await runCommand(ground, { actor, id: keyOf(request), route: name, body, now }, (work) => route.handle(work, input));
      if (outcome.repeated) reply.header('idempotent-replay', 'true');
      return outcome.answer;
    }
  }
}

/** A POST makes something, so it needs a key. Other methods set what is named: their version guards them. */
function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined && request.method !== 'POST') return crypto.randomUUID();
  if (typeof key !== 'string' || !isUuid(key)) throw new Refusal('key.missing');
  return key.toLowerCase();
}

function cookiesOf(reply: FastifyReply, settings: Settings): Cookies {
  const name = sessionCookieName(settings);
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: settings.publicUrl.protocol === 'https:' };
  return {
    setSession: (token, until) => void reply.setCookie(name, token, { ...options, ...(until && { expires: until }) }),
    dropSession: () => void reply.clearCookie(name, options),
    setDevice: (token, until) => void reply.setCookie(deviceCookieName(settings), token, { ...options, expires: until }),
  };
}
