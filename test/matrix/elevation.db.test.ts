// Elevation: a role that the caller says he has opens nothing, wherever it is said.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useWorld } from '../world.ts';
import { accessTable } from './access-table.ts';
import { callers } from './callers.ts';
import { makeCallers, nameOf, openPortal, type Portal } from './portal.ts';

const world = useWorld();
let portal: Portal;
beforeAll(async () => {
  await makeCallers(world, callers);
  portal = await openPortal(world, (name) => callers.get(name));
});
afterAll(() => portal.close());

const GRANT = { role: 'administrator', premisesId: null, houseId: null, organizationId: null };
const FORGED = {
  role: 'administrator',
  roles: ['administrator', 'manager', 'accountant', 'operator'],
  grants: [GRANT],
  level: 2,
  isAdmin: true,
  actor: { kind: 'system' },
  __proto__: { role: 'administrator' },
};
const HEADERS = {
  'x-role': 'administrator',
  'x-roles': 'administrator,operator',
  'x-forwarded-user': 'administrator',
  'x-actor': JSON.stringify({ kind: 'system' }),
  authorization: 'Bearer administrator',
};

test('ROLE-2: a role forged in the body, the query, a header or a cookie opens no route to somebody without it', async () => {
  const opened: string[] = [];
  for (const { endpoint } of portal.routes) {
    const words = accessTable[nameOf(endpoint)] ?? '';
    if (['anyone', 'signed-in', 'person'].includes(words)) continue;
    const path = endpoint.url.replaceAll(/:\w+/g, '00000000-0000-8000-8000-000000000001');
    const headers = {
      ...HEADERS,
      origin: 'http://localhost:8080',
      cookie: 'sid=no-role; role=administrator; acting=manager',
      'idempotency-key': crypto.randomUUID(),
    };
    const { method } = endpoint;
    const answer = await portal.app.inject({
      method,
      url: `${path}?role=administrator&grants=${encodeURIComponent(JSON.stringify([GRANT]))}`,
      headers,
      remoteAddress: '127.9.9.9',
      ...(method !== 'GET' && { payload: FORGED }),
    });
    const isRefused =
      (answer.statusCode === 401 || answer.statusCode === 403) && ['access.denied', 'auth.required'].includes(answer.json<{ code: string }>().code);
    if (!isRefused) opened.push(`${nameOf(endpoint)}: ${answer.statusCode}`);
  }
  expect(opened).toEqual([]);
});
