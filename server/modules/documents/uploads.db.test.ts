import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { openPortal, type Portal } from '#test/matrix/portal';
import { useWorld } from '#test/world';
import { forgetOldUploads } from './resume-upload.ts';

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
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: url,
        headers: { ...HEADERS, accept, 'content-type': 'multipart/form-data; boundary=x', 'content-length': bytes },
      },
      async (answer) => {
        let body = '';
        for await (const part of answer.setEncoding('utf8')) body += String(part);
        done({ status: answer.statusCode ?? 0, location: answer.headers.location, body });
        sent.destroy();
      },
    );
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

const call = (
  method: 'POST' | 'GET' | 'HEAD' | 'PATCH',
  url: string,
  more: { headers?: Record<string, string>; payload?: object | Buffer; caller?: string } = {},
) =>
  portal.app.inject({
    method,
    url,
    headers: { ...HEADERS, cookie: `sid=${more.caller ?? 'galina'}`, 'idempotency-key': newId(new Date()), ...more.headers },
    ...(more.payload && { payload: more.payload }),
  });
const begin = async (given: object): Promise<string> =>
  `/api/v1/documents/uploads/${(await call('POST', '/api/v1/documents/uploads', { payload: given })).json<{ uploadId: string }>().uploadId}`;
const send = (url: string, offset: number, payload: Buffer, caller?: string) =>
  call('PATCH', url, {
    payload,
    headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    ...(caller !== undefined && { caller }),
  });
const offsetOf = async (url: string) => Number((await call('HEAD', url)).headers['upload-offset']);
const papers = async (): Promise<string[]> =>
  (await call('GET', '/api/v1/documents')).json<{ documents: { name: string }[] }>().documents.map(({ name }) => name);
const TEXT = Buffer.from('Договор управления многоквартирным домом\n'.repeat(4_000));
/** Far more than the machine holds on the way: when it is sent, the portal has read of it. */
const LONG = Buffer.from('Акт осмотра\n'.repeat(1_000_000));

/** Sends a part of what it promised and tears the line. */
function tear(url: string, offset: number, payload: Buffer): Promise<void> {
  const { port } = portal.app.server.address() as AddressInfo;
  return new Promise((done) => {
    const sent = request({
      port,
      host: '127.0.0.1',
      method: 'PATCH',
      path: url,
      headers: { ...HEADERS, 'content-type': 'application/offset+octet-stream', 'upload-offset': offset, 'content-length': payload.length * 2 },
    });
    sent.on('error', () => done());
    sent.on('close', () => done());
    sent.write(payload, () => sent.destroy());
  });
}

test('DOCS-1, X-8: a file whose line was torn goes on from the offset, is a paper only when whole, and is the one that was sent', async () => {
  callers.set('galina', await makeActor(world));
  callers.set('stranger', await makeActor(world));
  const url = await begin({ name: 'Договор.txt', size: LONG.length });
  expect(await offsetOf(url)).toBe(0);
  await tear(url, 0, LONG.subarray(0, 16_000_000));
  await expect.poll(() => offsetOf(url), { timeout: 15_000 }).toBeGreaterThan(0);
  const offset = await offsetOf(url);
  expect(await papers()).toEqual([]);
  expect((await send(url, offset + 1, LONG.subarray(offset + 1))).json()).toMatchObject({ code: 'documents.offset' });
  expect((await send(url, offset, LONG)).json()).toMatchObject({ code: 'file.tooLarge' });
  for (const answer of [await call('GET', url, { caller: 'stranger' }), await send(url, offset, LONG.subarray(offset), 'stranger')])
    expect(answer.statusCode).toBe(404);
  const middle = offset + 70_000;
  const racing = await Promise.all(Array.from({ length: 20 }, () => send(url, offset, LONG.subarray(offset, middle))));
  expect(racing.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  const last = await send(url, middle, LONG.subarray(middle));
  const { documentId } = last.json<{ documentId: string }>();
  expect(await papers()).toEqual(['Договор']);
  expect((await call('GET', url)).json()).toEqual({ offset: LONG.length, size: LONG.length, documentId });
  expect((await send(url, LONG.length, Buffer.alloc(0))).json()).toMatchObject({ documentId });
  expect((await call('GET', `/api/v1/documents/${documentId}/versions/1/file`)).rawPayload.equals(LONG)).toBe(true);
  expect(await world.db.selectFrom('documents.upload_part').select('start').execute()).toEqual([]);
});

test('DOCS-1: name and size are judged before the bytes, content when it is whole; what is refused or left for a day is forgotten', async () => {
  callers.set('galina', await makeActor(world));
  for (const [given, code] of [
    [{ name: 'a.txt', size: 2 * GIGABYTE }, 'file.tooLarge'],
    [{ name: 'a.exe', size: 9 }, 'file.active'],
    [{ name: 'a.mp4', size: 9 }, 'file.type'],
    [{ name: 'a.txt', size: 0 }, 'input.invalid'],
    [{ name: 'a.txt', size: 9, home: 'x/y' }, 'object.notFound'],
  ] as const) {
    expect((await call('POST', '/api/v1/documents/uploads', { payload: given })).json()).toMatchObject({ code });
  }
  const wrong = await begin({ name: 'Скан.pdf', size: TEXT.length });
  expect((await send(wrong, 0, TEXT)).json()).toMatchObject({ code: 'file.mismatch' });
  expect((await call('GET', wrong)).statusCode).toBe(404);
  const left = await begin({ name: 'Акт.txt', size: TEXT.length });
  await send(left, 0, TEXT.subarray(0, 1_000));
  for (let n = 1; n < 20; n++) await begin({ name: 'Акт.txt', size: 9 });
  expect((await call('POST', '/api/v1/documents/uploads', { payload: { name: 'Акт.txt', size: 9 } })).json()).toMatchObject({ code: 'documents.full' });
  const forget = (at: string) => forgetOldUploads({ ground: world.ground, db: world.db, now: () => new Date(at) });
  expect(await forget('2026-11-23T08:59:00Z')).toBe(0);
  expect(await forget('2026-11-23T09:01:00Z')).toBeGreaterThanOrEqual(20);
  expect((await call('GET', left)).statusCode).toBe(404);
  expect(await papers()).toEqual([]);
});
