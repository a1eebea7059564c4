import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoint } from '#contract/endpoint';
import { Kopecks, obj, Text } from '#contract/types';
import { TEST_KEYS, useWorld } from '#test/world';
import { testSettings } from '#test/settings';
import type { Actor } from './actor.ts';
import { makeApp } from './app.ts';
import { type Refusal, refuse } from './errors.ts';
import { newId } from './ids.ts';
import { describeApi } from './openapi.ts';
import { anyone, command, once, only, query, secured, signedIn } from './route.ts';

const world = useWorld();
const settings = testSettings();
const ORIGIN = settings.publicUrl.origin;

const thing = obj({ sum: Kopecks, words: Text(20, 1) });
const readThing = endpoint({
  method: 'GET',
  url: '/api/v1/things/:id',
  summary: 'Reads a thing',
  params: obj({ id: Type.String({ format: 'uuid' }) }),
  query: obj({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })) }),
  answer: obj({ id: Text(40), limit: Type.Integer() }),
});
const makeThing = endpoint({ method: 'POST', url: '/api/v1/things', summary: 'Makes a thing', body: thing, answer: obj({ id: Text(40), sum: Kopecks }) });
const staffThing = endpoint({ method: 'GET', url: '/api/v1/work/things', summary: 'Things for staff', answer: obj({ ok: Type.Boolean() }) });
const securedThing = endpoint({ method: 'GET', url: '/api/v1/secured', summary: 'Two factors', answer: obj({ ok: Type.Boolean() }) });
const breaks = endpoint({ method: 'GET', url: '/api/v1/breaks', summary: 'Falls', answer: obj({ ok: Type.Boolean() }) });
const signIn = endpoint({ method: 'POST', url: '/api/v1/test-sign-in', summary: 'Sets a session', answer: obj({ ok: Type.Boolean() }) });

const routes = [
  query(readThing, signedIn, async ({ actor }, { params, query: { limit } }) => {
    if (params.id.startsWith('00000000')) refuse('object.notFound');
    return { id: params.id, limit: limit ?? 5, secret: actor.kind } as never;
  }),
  command(makeThing, secured, async (work, { body }) => {
    work.journal({ stream: 'house:1', action: 'document.kept', object: { kind: 'thing', id: work.id } });
    return { id: work.id, sum: body.sum, passport: '6500 000000' } as never;
  }),
  query(staffThing, only('accountant'), async () => ({ ok: true })),
  query(securedThing, secured, async () => ({ ok: true })),
  query(breaks, anyone, async () => {
    throw new Error('secret words of the inside');
  }),
  once(signIn, anyone, async (_work, _input, cookies) => {
    cookies.setSession('token', null);
    return { ok: true };
  }),
];

const id = newId(new Date());
const actors: Record<string, Actor> = {
  one: { kind: 'person', personId: id, sessionId: id, level: 1, steppedUpUntil: null, grants: [], ip: '', agent: '' },
  two: { kind: 'person', personId: id, sessionId: id, level: 2, steppedUpUntil: null, grants: [], ip: '', agent: '' },
};
let app: FastifyInstance;
beforeAll(async () => {
  app = await makeApp({
    settings,
    ground: { ...world.ground, masterKeys: TEST_KEYS },
    modules: [{ name: 'things', routes }],
    identify: async (_db, { sessionToken, origin }) => actors[sessionToken ?? ''] ?? { kind: 'guest', ...origin },
  });
});
afterAll(() => app.close());

type Call = { as?: string; body?: unknown; headers?: Record<string, string> };
const call = (method: 'GET' | 'POST', url: string, { as, body, headers = {} }: Call = {}) =>
  app.inject({
    method,
    url,
    ...(body !== undefined && { payload: body as object }),
    headers: { origin: ORIGIN, ...(as && { cookie: `sid=${as}` }), ...headers },
  });
const key = () => ({ 'idempotency-key': newId(new Date()) });

test('X-3: wrong input is answered by field, in Russian, as problem+json with a stable code', async () => {
  const answer = await call('POST', '/api/v1/things', { as: 'two', body: { sum: 'сто', extra: 1 }, headers: key() });
  expect(answer.statusCode).toBe(422);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = answer.json();
  expect(problem.code).toBe('input.invalid');
  expect(problem.fields).toEqual(
    expect.arrayContaining([
      { pointer: '/sum', code: 'type', detail: 'Значение другого вида: нужно целое число' },
      { pointer: '/words', code: 'required', detail: 'Заполните это поле' },
      { pointer: '/extra', code: 'additionalProperties', detail: 'Такого поля здесь нет' },
    ]),
  );
});

test('X-3: broken JSON, a wrong type of body and a body too large are named, never a stack trace', async () => {
  const bad = await call('POST', '/api/v1/things', { as: 'two', body: '{"sum":', headers: { ...key(), 'content-type': 'application/json' } });
  expect([bad.statusCode, bad.json().code]).toEqual([400, 'input.unreadable']);
  const xml = await call('POST', '/api/v1/things', { as: 'two', body: '<a/>', headers: { ...key(), 'content-type': 'application/xml' } });
  expect([xml.statusCode, xml.json().code]).toEqual([415, 'input.type']);
  const large = await call('POST', '/api/v1/things', {
    as: 'two',
    body: `"${'x'.repeat(1_100_000)}"`,
    headers: { ...key(), 'content-type': 'application/json' },
  });
  expect([large.statusCode, large.json().code]).toEqual([413, 'input.tooLarge']);
});

test('X-3: a fault of ours says a number for support and nothing of the inside', async () => {
  const answer = await call('GET', '/api/v1/breaks');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret words');
  expect(answer.json().title).toContain(answer.json().requestId);
});

test('X-4: a POST without a key is refused; with a key repeated it gives the first answer and says so', async () => {
  const body = { sum: 5, words: 'да' };
  expect((await call('POST', '/api/v1/things', { as: 'two', body })).json().code).toBe('key.missing');
  const headers = key();
  const first = await call('POST', '/api/v1/things', { as: 'two', body, headers });
  const again = await call('POST', '/api/v1/things', { as: 'two', body, headers });
  expect(again.json()).toEqual(first.json());
  expect([first.headers['idempotent-replay'], again.headers['idempotent-replay']]).toEqual([undefined, 'true']);
  expect((await call('POST', '/api/v1/things', { as: 'two', body: { ...body, sum: 6 }, headers })).json().code).toBe('key.reused');
});

test('X-11: what the answer does not declare is not sent', async () => {
  const answer = await call('POST', '/api/v1/things', { as: 'two', body: { sum: 5, words: 'да' }, headers: key() });
  expect(Object.keys(answer.json()).sort()).toEqual(['id', 'sum']);
});

test('X-8: a wrong id answers exactly like an object that does not exist', async () => {
  const wrong = await call('GET', '/api/v1/things/not-an-id', { as: 'one' });
  const missing = await call('GET', '/api/v1/things/00000000-0000-7000-8000-000000000000', { as: 'one' });
  const strip = (body: Record<string, unknown>) => ({ ...body, requestId: '' });
  expect(strip(wrong.json())).toEqual(strip(missing.json()));
  expect([wrong.statusCode, missing.statusCode]).toEqual([404, 404]);
  const endless = await call('GET', `/api/v1/things/${'x'.repeat(500)}`, { as: 'one' });
  expect(strip(endless.json())).toEqual(strip(missing.json()));
});

test('ROLE-2: a route refuses who is not of its roles: guest 401, one factor 403, no role 403', async () => {
  const codes = async (url: string, as?: string) => (await call('GET', url, as === undefined ? {} : { as })).json().code ?? 'ok';
  expect(await codes(`/api/v1/things/${id}`)).toBe('auth.required');
  expect(await codes(`/api/v1/things/${id}`, 'one')).toBe('ok');
  expect(await codes('/api/v1/secured', 'one')).toBe('auth.secondFactor');
  expect(await codes('/api/v1/secured', 'two')).toBe('ok');
  expect(await codes('/api/v1/work/things', 'two')).toBe('access.denied');
});

test('X-3, X-8, X-11, ROLE-2: a page reads by the same steps as a caller over HTTP: refused alike, checked alike, nothing undeclared given', async () => {
  const guest: Actor = { kind: 'guest', ip: '', agent: '' };
  const read = (route: string, actor: Actor = guest, { params = {}, query = {} } = {}) =>
    app.readForPage({ route, params, query }, actor).catch((error: Refusal) => app.problemBehind(error, { actor, id: 'number', log: app.log, route }).problem);
  const things = (actor: Actor, given: object, query = {}) => read(readThing.url, actor, { params: given, query });
  expect(await things(guest, { id })).toMatchObject({ code: 'auth.required' });
  expect(await read(securedThing.url, actors['one'])).toMatchObject({ code: 'auth.secondFactor' });
  expect(await read(staffThing.url, actors['two'])).toMatchObject({ code: 'access.denied' });
  expect(await read(breaks.url)).toMatchObject({ code: 'server.failed', requestId: 'number' });
  for (const wrong of ['not-an-id', '', '00000000-0000-7000-8000-000000000000', 'x'.repeat(500)])
    expect(await things(actors['one']!, { id: wrong })).toMatchObject({ code: 'object.notFound' });
  for (const limit of ['0', 'ten', ['1', '2']])
    expect(await things(actors['one']!, { id }, { limit })).toMatchObject({ code: 'input.invalid', fields: [{ pointer: '/query/limit' }] });
  expect(await things(actors['one']!, { id }, { other: '1' })).toMatchObject({ code: 'input.invalid' });
  expect(await things(actors['one']!, { id }, { limit: '7' })).toEqual({ body: { id, limit: 7 } });
  expect(await read(makeThing.url, actors['two'])).toBeUndefined();
});

test('ROLE-2: the application refuses to start with a route that declares no access', async () => {
  const bare = [{ ...routes[0]!, access: { who: [], level: 1 as const } }];
  await expect(
    makeApp({ settings, ground: world.ground, modules: [{ name: 'bare', routes: bare }], identify: async (_db, { origin }) => ({ kind: 'guest', ...origin }) }),
  ).rejects.toThrow(/declares no access/);
});

test('AUTH-11: the session cookie is out of reach of scripts and of other sites', async () => {
  const answer = await call('POST', '/api/v1/test-sign-in');
  expect(answer.headers['set-cookie']).toBe('sid=token; Path=/; HttpOnly; SameSite=Lax');
});

test('X-3: a forged request from another origin, or with a cookie and no origin, is refused', async () => {
  const body = { sum: 5, words: 'да' };
  const foreign = await call('POST', '/api/v1/things', { as: 'two', body, headers: { ...key(), origin: 'https://evil.example' } });
  expect(foreign.json().code).toBe('origin.foreign');
  const silent = await app.inject({ method: 'POST', url: '/api/v1/things', payload: body, headers: { cookie: 'sid=two', ...key() } });
  expect(silent.json().code).toBe('origin.foreign');
  // An address that only acts and draws no page, as `/acting`: the router does not look at Origin there.
  for (const origin of ['https://evil.example', 'null', undefined]) {
    const page = await app.inject({
      method: 'POST',
      url: '/acting',
      payload: 'powerId=',
      headers: { cookie: 'sid=two', 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) },
    });
    expect([origin, page.json().code]).toEqual([origin, 'origin.foreign']);
  }
});

test('X-3: an address that calls without end is told to wait', async () => {
  const codes = new Set<number>();
  for (let i = 0; i < 700; i++) codes.add((await app.inject({ url: '/api/openapi.json', remoteAddress: '127.0.0.9' })).statusCode);
  expect(codes).toEqual(new Set([200, 429]));
});

test('X-3: every answer carries the security headers', async () => {
  const { headers } = await call('GET', '/api/v1/breaks');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cache-control': 'private, no-store',
  });
});

test('ROLE-2: the description of the API names every route, its access and its refusals', async () => {
  const api = (await call('GET', '/api/openapi.json')).json();
  expect(api).toEqual(JSON.parse(JSON.stringify(describeApi([{ name: 'things', routes }]))));
  expect(api.openapi).toBe('3.1.0');
  expect(api.paths['/api/v1/things/{id}'].get['x-access']).toEqual({ who: ['person'], level: 1 });
  expect(api.paths['/api/v1/things'].post.parameters[0].name).toBe('Idempotency-Key');
});

test('X-3: alive, ready and counted', async () => {
  expect((await call('GET', '/healthz')).json()).toEqual({ status: 'ok' });
  expect((await call('GET', '/readyz')).json()).toEqual({ status: 'ready' });
  expect((await call('GET', '/metrics')).body).toMatch(/moidom_answers_total\{method="GET",route="\/readyz",status="200"\} 1/);
});
