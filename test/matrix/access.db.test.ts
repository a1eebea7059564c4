// Ring one, route by route and role by role: what the table says is what happens, and a route that the table lacks fails.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MACHINE_OPERATIONS } from '#contract/identity';
import { Refusal } from '#platform/errors';
import { newId } from '#platform/ids';
import { useWorld } from '../world.ts';
import { accessTable } from './access-table.ts';
import { callers } from './callers.ts';
import { callRoute, makeCallers, nameOf, openPortal, type Portal } from './portal.ts';
import { matrixDocument, readMatrixDocument } from './matrix-document.ts';

const world = useWorld();
let portal: Portal;
beforeAll(async () => {
  await makeCallers(world, callers);
  portal = await openPortal(world, (name) => callers.get(name));
});
afterAll(() => portal.close());

const REFUSALS = new Set(['auth.required', 'auth.secondFactor', 'access.denied']);

/** The callers whom the words of the table let in. */
function expected(words: string): Set<string> {
  const list = words.split(' ');
  const names = [...callers.keys()];
  if (list.includes('anyone')) return new Set(names);
  const people = names.filter((name) => callers.get(name)!.kind === 'person');
  return new Set(
    list.flatMap((word) => {
      if (word === 'signed-in') return people;
      if (word === 'person') return people.filter((name) => name !== 'one-factor');
      if (word.startsWith('key:')) return [`key ${word.slice(4)}`];
      return [word];
    }),
  );
}

test('AUTH-12: what a machine key may be made for opens some route', () => {
  const opened = new Set(Object.values(accessTable).flatMap((words) => words.split(' ').filter((word) => word.startsWith('key:'))));
  expect([...opened].sort()).toEqual(MACHINE_OPERATIONS.map((one) => `key:${one}`).sort());
});

test('ROLE-2: the table lists every route of the portal and no other', () => {
  const real = portal.routes.map((route) => nameOf(route.endpoint)).sort();
  expect(Object.keys(accessTable).sort()).toEqual(real);
});

test('ROLE-2: every route lets in whom the table names and refuses everybody else', async () => {
  const surprises: string[] = [];
  for (const route of portal.routes) {
    const name = nameOf(route.endpoint);
    const allowed = expected(accessTable[name] ?? '');
    for (const caller of callers.keys()) {
      const answer = await callRoute(portal, route, caller);
      const problem = answer.headers['content-type']?.toString().startsWith('application/problem') ? answer.json() : undefined;
      const refused = REFUSALS.has(problem?.code) && (answer.statusCode === 401 || answer.statusCode === 403);
      if (refused === allowed.has(caller)) surprises.push(`${name} as «${caller}»: ${answer.statusCode} ${problem?.code ?? ''}`);
      if (answer.statusCode >= 500 && answer.statusCode !== 503) surprises.push(`${name} as «${caller}»: ${answer.statusCode}`);
    }
  }
  expect(surprises).toEqual([]);
});

test('ROLE-2: a read for a page, which makes no request, lets in and refuses the same callers on every route', async () => {
  const surprises: string[] = [];
  for (const {
    endpoint: { url, ...endpoint },
  } of portal.routes.filter((route) => route.kind === 'query' && route.endpoint.method === 'GET')) {
    const allowed = expected(accessTable[nameOf({ url, ...endpoint })] ?? '');
    const params = Object.fromEntries([...url.matchAll(/:(\w+)/g)].map(([, name]) => [name!, newId(new Date())]));
    for (const [caller, actor] of callers) {
      const code = await portal.app.readForPage({ route: url, params, query: {} }, actor).then(
        () => 'read',
        (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
      );
      if (REFUSALS.has(code) === allowed.has(caller)) surprises.push(`${url} as «${caller}»: ${code}`);
    }
  }
  expect(surprises).toEqual([]);
});

test('ROLE-2: docs/access.md is the table of the routes as they are', () => {
  const made = matrixDocument(portal.modules);
  expect(readMatrixDocument()).toBe(made);
});

test('planted: a route that lets in one caller more, or one less, than the table says is seen', () => {
  expect(expected('owner')).toEqual(new Set(['owner']));
  expect(expected('signed-in').has('one-factor')).toBe(true);
  expect(expected('person').has('one-factor')).toBe(false);
  expect(expected('anyone').has('')).toBe(true);
  expect(expected('accountant key:registers.load')).toEqual(new Set(['accountant', 'key registers.load']));
});
