import { Type } from 'typebox';
import { RouterContextProvider } from 'react-router';
import { expect, test } from 'vitest';
import { endpoint } from '#contract/endpoint';
import { obj } from '#contract/types';
import { addressOf, attempt, load } from './api.ts';
import { addressContext, apiContext, type CallApi } from './contexts.ts';

const read = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/bills',
  summary: 'x',
  params: obj({ houseId: Type.String() }),
  query: obj({ month: Type.Optional(Type.String()), status: Type.Optional(Type.Array(Type.String())) }),
  answer: obj({ total: Type.Integer() }),
});
const pay = endpoint({ method: 'POST', url: '/api/v1/payments', summary: 'x', body: obj({ kopecks: Type.Integer() }), answer: obj({ id: Type.String() }) });

function contextWith(call: CallApi) {
  const context = new RouterContextProvider();
  context.set(apiContext, call);
  context.set(addressContext, '/bills?month=2026-10');
  return context;
}
const answering = (status: number, body: unknown) => contextWith(async () => ({ status, body }));
const thrownBy = async (promise: Promise<unknown>): Promise<Response> => {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error('a Response should have been thrown');
  return thrown;
};
const input = { params: { houseId: 'a' } };

test('X-1: an address carries its parameters escaped and its query without empty members, lists repeated', () => {
  expect(addressOf(read, { params: { houseId: 'a/../b' }, query: { month: '2026-10', status: ['paid', 'open'], name: '', none: undefined, nil: null } })).toBe(
    '/api/v1/houses/a%2F..%2Fb/bills?month=2026-10&status=paid&status=open',
  );
});

test('X-3: a read gives the answer; a refusal is thrown with its status for the error page', async () => {
  expect(await load(answering(200, { total: 5 }), read, input)).toEqual({ total: 5 });
  for (const status of [403, 404, 500, 503])
    expect((await thrownBy(load(answering(status, { code: 'access.denied', title: 'нет', status, type: 'x' }), read, input))).status).toBe(status);
  expect(await (await thrownBy(load(answering(502, '<html>'), read, input))).json()).toMatchObject({ status: 502, code: 'server.failed' });
});

test('X-3: a guest is led to sign-in and a half signed-in person to the code, and then back', async () => {
  const signIn = await thrownBy(load(answering(401, {}), read, input));
  expect([signIn.status, signIn.headers.get('location')]).toEqual([302, '/sign-in?next=%2Fbills%3Fmonth%3D2026-10']);
  const code = await thrownBy(
    attempt(answering(403, { code: 'auth.secondFactor', title: 'x', status: 403, type: 'x' }), pay, { body: { kopecks: 1 } }, { key: 'k' }),
  );
  expect(code.headers.get('location')).toBe('/sign-in/code?next=%2Fbills%3Fmonth%3D2026-10');
});

test('X-3, X-4: a command carries its key and a refusal comes back as a problem', async () => {
  const asked: unknown[] = [];
  const context = contextWith(async (request) => {
    asked.push(request);
    return { status: 201, body: { id: '7' } };
  });
  expect(await attempt(context, pay, { body: { kopecks: 100 } }, { key: 'k-1' })).toEqual({ ok: true, value: { id: '7' } });
  expect(asked).toEqual([{ method: 'POST', url: '/api/v1/payments', headers: { 'idempotency-key': 'k-1' }, body: { kopecks: 100 } }]);
  const problem = { code: 'input.invalid', title: 'Проверьте', status: 422, type: 'x', fields: [{ pointer: '/kopecks', code: 'x', detail: 'Введите сумму' }] };
  expect(await attempt(answering(422, problem), pay, { body: { kopecks: 100 } }, { key: 'k-1' })).toEqual({ ok: false, problem });
});
