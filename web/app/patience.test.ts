import { afterEach, expect, test, vi } from 'vitest';
import { bePatient } from './patience.ts';

const DATA = new URL('http://127.0.0.1/charges.data');

/** The page's `fetch`, patient, over answers given one after another; answers the patient one and how many times it was asked. */
function asked(...answers: (() => Response)[]): { ask: typeof fetch; times: () => number } {
  const bare = vi.fn(() => Promise.resolve(answers.shift()!()));
  vi.stubGlobal('fetch', bare);
  bePatient();
  return { ask: globalThis.fetch, times: () => bare.mock.calls.length };
}

/** A body whose line breaks after its first part, as of a server that was killed in the middle. */
const cut = (): Response =>
  new Response(
    new ReadableStream({
      pull(into) {
        into.enqueue(new TextEncoder().encode('[{"owed":'));
        into.error(new TypeError('network error'));
      },
    }),
  );

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('X-6: an answer cut in the middle is asked for again, and what the router gets is whole', async () => {
  vi.useFakeTimers();
  const { ask, times } = asked(cut, () => new Response('[{"owed":100}]', { status: 202, headers: { 'x-told': 'yes' } }));
  const answer = ask(DATA);
  await vi.advanceTimersByTimeAsync(2_000);
  const { status, headers } = await answer;
  expect([status, headers.get('x-told'), await (await answer).text(), times()]).toEqual([202, 'yes', '[{"owed":100}]', 2]);
});

test('X-6: nothing is left to read behind the page when the router has its answer', async () => {
  let isRead = false;
  const { ask } = asked(
    () =>
      new Response(
        new ReadableStream({
          async pull(into) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            into.enqueue(new TextEncoder().encode('[]'));
            into.close();
            isRead = true;
          },
        }),
      ),
  );
  await ask(DATA);
  expect(isRead).toBe(true);
});

test('X-6: what the router gives up ends at once; answers without a body and other requests pass as they are', async () => {
  const { ask, times } = asked(
    cut,
    () => new Response(null, { status: 204, headers: { 'x-remix-redirect': '/' } }),
    () => new Response('busy', { status: 502 }),
  );
  await expect(ask(DATA, { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
  expect((await ask(DATA)).status).toBe(204);
  expect((await ask('/api/v1/news')).status).toBe(502);
  expect(times()).toBe(3);
});
