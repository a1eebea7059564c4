import http from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personActor, useWorld } from '#test/world';
import type { Actor } from './actor.ts';
import { newId } from './ids.ts';
import { addLiveEvents } from './live.ts';
import { relayBatch } from './outbox.ts';

declare module './work.ts' {
  interface Events {
    'test.heard': { n: number };
  }
}

const world = useWorld();
const anna = personActor(newId(new Date()));
const boris = personActor(newId(new Date()));
const callers: Record<string, Actor> = { anna, boris };
let app: FastifyInstance;
let port = 0;
beforeAll(async () => {
  app = Fastify();
  app.decorateRequest('actor', null as never);
  app.decorateRequest('inner', false);
  app.addHook('onRequest', async (request) => {
    request.actor = callers[String(request.headers['x-caller'])] ?? { kind: 'guest', ip: '', agent: '' };
  });
  await addLiveEvents(app, { pool: world.pool, connectionString: world.appUrl });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as { port: number }).port;
});
afterAll(() => app.close());

type Heard = { id: string; kind: string; n: number };
type Listener = { heard: Heard[]; ended: Promise<void>; close(): void };

/** Listens as a browser does; `after` is the number it has seen last. */
function listen(caller: string, after?: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const heard: Heard[] = [];
    const headers = { 'x-caller': caller, ...(after !== undefined && { 'last-event-id': after }) };
    const request = http.get({ port, path: '/api/v1/live', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const data = field('data');
          if (data === undefined) continue;
          const told = JSON.parse(data) as { kind: string; data?: { n?: number } };
          heard.push({ id: field('id') ?? '', kind: told.kind, n: told.data?.n ?? -1 });
        }
      });
      const ended = new Promise<void>((done) => response.on('close', () => done()));
      resolve({ heard, ended, close: () => request.destroy() });
    });
    request.on('error', (error) => (error.message === 'socket hang up' ? undefined : reject(error)));
  });
}

const noSubscribers = { consumersOf: () => [], attemptsOf: () => 1 };
async function tell(audience: string, ...numbers: number[]): Promise<void> {
  for (const n of numbers) await world.run(anna, async (work) => work.emit('test.heard', { n }, [audience]));
  await relayBatch(world.pool, noSubscribers);
}
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 5_000) throw new Error('it did not happen within 5 s');
    await new Promise((done) => setTimeout(done, 20));
  }
}
const numbers = (listener: Listener): number[] => listener.heard.map((event) => event.n);

test('X-6: an open page hears in order what concerns it, and nothing of another', async () => {
  const [a, b] = [await listen('anna'), await listen('boris')];
  await tell(`person:${anna.personId}`, 1, 2, 3);
  await tell(`person:${boris.personId}`, 4);
  await until(() => a.heard.length === 3 && b.heard.length === 1);
  expect([numbers(a), numbers(b)]).toEqual([[1, 2, 3], [4]]);
  a.close();
  b.close();
});

test('X-6: after a lost connection the page gets what it missed, without a gap or a repetition', async () => {
  const first = await listen('anna');
  await tell(`person:${anna.personId}`, 10);
  await until(() => first.heard.length === 1);
  const last = first.heard[0]!.id;
  first.close();
  await tell(`person:${anna.personId}`, 11, 12);
  const second = await listen('anna', last);
  await tell(`person:${anna.personId}`, 13);
  await until(() => second.heard.length === 3);
  expect(numbers(second)).toEqual([11, 12, 13]);
  second.close();
});

test('X-6: who was away for longer than events are kept is told to read anew', async () => {
  await tell(`person:${anna.personId}`, 20, 21);
  await world.pool.query('delete from platform.live_event where seq < (select max(seq) from platform.live_event)');
  const listener = await listen('anna', '1');
  await until(() => listener.heard.length > 0);
  expect(listener.heard[0]!.kind).toBe('reload');
  listener.close();
});

test('AUTH-11: the end of a session closes its streams', async () => {
  const listener = await listen('boris');
  await world.run(boris, async (work) => work.emit('session.ended', { sessionIds: [boris.sessionId] }, [`person:${boris.personId}`]));
  await relayBatch(world.pool, noSubscribers);
  await listener.ended;
});

test('AUTH-11: a guest may not listen, and one session may not hold streams without end', async () => {
  const status = (caller: string): Promise<number> =>
    new Promise((resolve) => {
      const request = http.get({ port, path: '/api/v1/live', headers: { 'x-caller': caller } }, (response) => {
        resolve(response.statusCode!);
        if (response.statusCode !== 200) response.resume();
        else open.push(() => request.destroy());
      });
      request.on('error', () => {});
    });
  const open: (() => void)[] = [];
  expect(await status('nobody')).toBe(500); // bare server: the refusal has no words here
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push(await status('anna'));
  expect(statuses.filter((one) => one === 200)).toHaveLength(6);
  for (const close of open) close();
});
