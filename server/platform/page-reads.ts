// Reads of our own pages, answered by the steps of mount-routes.ts without a request made for each: a made one costs more than what is read.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyError, FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { CallApi } from '../../web/app/contexts.ts';
import type { Actor } from './actor.ts';
import { Refusal } from './errors.ts';
import { admit, withinAccess } from './mount-routes.ts';
import type { Reading, Route } from './route.ts';
import { refusalOfInput } from './validation.ts';
import type { Ground } from './work.ts';

/** The actor of the page being rendered, for the calls of the API made on its way. Never a header: a client could send that one. */
export const actorOfPage = new AsyncLocalStorage<Actor>();

type Query = Extract<Route, { kind: 'query' }>;
type PageRead = NonNullable<Parameters<CallApi>[0]['read']>;
type Checks = { validator: FastifySchemaCompiler<object>; serializer: FastifySerializerCompiler<object> };
type Reads = Checks & { ground: Ground; firstRing: boolean };
type Prepared = { route: Query; check(part: 'params' | 'querystring', value: object): void; declared(answer: unknown): unknown };

/**
 * How pages read: whoever the page is made for is admitted, what he asks is checked and what is not declared stays here, as over HTTP.
 * Answers undefined for a route that is no plain read. Throws what the route throws.
 */
export function openPageReads(
  routes: readonly Route[],
  { ground, firstRing, ...checks }: Reads,
): (read: PageRead, actor: Actor, page?: Reading['page']) => Promise<{ body: unknown } | undefined> {
  const queries = new Map(
    routes.flatMap((route): [string, Query][] => (route.kind === 'query' && route.endpoint.method === 'GET' ? [[route.endpoint.url, route]] : [])),
  );
  const prepared = new Map<string, Prepared>();
  return async ({ route: url, params, query }, actor, page) => {
    const route = queries.get(url);
    if (!route) return undefined;
    const { check, declared } = prepared.get(url) ?? prepare(route, checks);
    prepared.set(url, { route, check, declared });
    const caller = withinAccess(actor, route.access);
    if (firstRing) admit(caller, route.access);
    // The checks turn texts into what is declared and add what was left out: the asker's own objects stay as they are.
    const input = { params: { ...params }, query: { ...query }, body: undefined };
    check('params', input.params);
    check('querystring', input.query);
    return { body: declared(await route.handle({ db: ground.db, actor: caller, now: ground.clock(), ...(page && { page }) }, input, ground)) };
  };
}

/** What several reads of one page stand on is read once for them; `name` says whose it is. Elsewhere it is read each time. */
export function onceAPage<Value>({ page }: Pick<Reading, 'page'>, name: string, read: () => Promise<Value>): Promise<Value> {
  const known = page?.get(name) as Promise<Value> | undefined;
  if (known) return known;
  const value = read();
  page?.set(name, value);
  return value;
}

/** The same compilers as the framework uses, for one route. */
function prepare(route: Query, { validator, serializer }: Checks): Prepared {
  const { method, url, params, query, answer } = route.endpoint;
  const validators = {
    params: validator({ schema: params, method, url, httpPart: 'params' }),
    querystring: validator({ schema: query, method, url, httpPart: 'querystring' }),
  };
  const serialize = serializer({ schema: answer, method, url, httpStatus: '200' });
  return {
    route,
    check(part, value) {
      const validate = validators[part] as unknown as ((given: object) => boolean) & { errors: FastifyError['validation'] };
      if (Object.values(value).includes('') && part === 'params') throw new Refusal('object.notFound'); // over HTTP no route fits such an address
      if (!validate(value)) throw refusalOfInput(validate.errors!, part);
    },
    declared: (value) => JSON.parse(serialize(value)) as unknown,
  };
}
