import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { makeActor } from '#test/factories/identity';
import { openPortal, type Portal } from '#test/matrix/portal';
import { useWorld } from '#test/world';

const world = useWorld('2026-11-22T09:00:00Z');
const callers = new Map<string, Actor>();
let portal: Portal;
beforeAll(async () => {
  portal = await openPortal(world, (name) => callers.get(name));
  await portal.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => portal.close());

const HEADERS = { origin: 'http://localhost:8080', cookie: 'sid=galina' };
const GIGABYTE = 1024 ** 3;

/** Sends the head of a request and not a byte of its body: an answer comes only from who does not wait for one. */
function announce(url: string, bytes: number, accept = 'application/json'): Promise<{ status: number; location: string | undefined; body: string }> {
  const { port } = portal.app.server.address() as AddressInfo;
  return new Promise((done, fail) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: url, headers: { ...HEADERS, accept, 'content-type': 'multipart/form-data; boundary=x', 'content-length': bytes } }, async (answer) => {
      let body = '';
      for await (const part of answer.setEncoding('utf8')) body += String(part);
      done({ status: answer.statusCode ?? 0, location: answer.headers.location, body });
      sent.destroy();
    });
    sent.on('error', fail);
    sent.flushHeaders();
  });
}

test('DOCS-1: files announced as 2 GB are refused before a byte of them came, also from a form', async () => {
  callers.set('galina', await makeActor(world));
  const answer = await announce('/api/v1/documents', 2 * GIGABYTE);
  expect(answer.status).toBe(413);
  expect(answer.body).toContain('Файл больше 60 МБ');
  expect(await announce('/api/v1/documents', 2 * GIGABYTE, 'text/html')).toMatchObject({ status: 303, location: '/documents?refused=file.tooLarge' });
});
