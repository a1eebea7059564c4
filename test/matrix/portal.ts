// The whole portal for the matrix: every module, callers made by the test, nothing listening outside.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { composeModules } from '../../server/compose.ts';
import type { Endpoint } from '#contract/endpoint';
import { createPerson } from '#modules/identity';
import type { Actor } from '#platform/actor';
import { makeApp } from '#platform/app';
import { newId } from '#platform/ids';
import type { Module } from '#platform/module';
import type { Route } from '#platform/route';
import { testSettings } from '../settings.ts';
import { portal, type World } from '../world.ts';

export type Portal = { app: FastifyInstance; routes: readonly Route[]; modules: readonly Module[]; close(): Promise<void> };
export type Values = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };

/** A caller is named by the cookie; `who` says which actor it is. */
export async function openPortal(world: World, who: (name: string) => Actor | undefined, firstRing = true): Promise<Portal> {
  const settings = testSettings({ databaseUrl: world.appUrl });
  const { modules, close } = composeModules(settings, world.ground);
  const app = await makeApp({
    settings,
    ground: world.ground,
    modules,
    firstRing,
    identify: async (_db, { sessionToken, origin }) => who(sessionToken ?? '') ?? { kind: 'guest', ...origin },
  });
  await app.ready();
  return {
    app,
    modules,
    routes: modules.flatMap((module) => module.routes ?? []),
    async close() {
      await app.close();
      await close();
    },
  };
}

/** Makes a person behind every caller who is one. */
export async function makeCallers(world: World, callers: ReadonlyMap<string, Actor>): Promise<void> {
  let phone = 9_990_000_000;
  for (const [name, actor] of callers) {
    if (actor.kind !== 'person') continue;
    phone += 1;
    await world.run(portal, (work) => createPerson(work, { personId: actor.personId, lastName: 'Пробный', firstName: name, phone: `+7${phone}` }));
  }
}

/** `GET /api/v1/homes`: how a route is called in the tables. */
export const nameOf = ({ method, url }: Endpoint): string => `${method} ${url}`;

/** Calls a route as the named caller, from an address of its own, so that limits of one do not meet another. */
export function callRoute(portal: Portal, route: Route, caller: string, values: Values = {}): Promise<LightMyRequestResponse> {
  const { method, url } = route.endpoint;
  const path = url.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(textOf(values.params?.[name] ?? newId(new Date()))));
  const query = new URLSearchParams(
    Object.entries(values.query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, textOf(value)]),
  );
  const headers: Record<string, string> = { origin: 'http://localhost:8080', 'idempotency-key': newId(new Date()) };
  if (caller !== '') headers['cookie'] = `sid=${caller}`;
  const isStream = route.kind === 'stream' && method !== 'GET';
  if (isStream) headers['content-type'] = route.accepts === 'multipart' ? 'multipart/form-data; boundary=x' : 'application/octet-stream';
  const payload = method === 'GET' ? undefined : isStream ? '--x--\r\n' : (values.body ?? {});
  return portal.app.inject({
    method,
    url: [path, query.toString()].filter(Boolean).join('?'),
    headers,
    remoteAddress: newAddress(),
    ...(payload !== undefined && { payload: payload }),
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

let calls = 0;
const newAddress = (): string => {
  calls += 1;
  return `127.${Math.floor(calls / 65_025) % 255}.${Math.floor(calls / 255) % 255}.${(calls % 255) + 1}`;
};
