// The portal's own TLS, over the wire (PRIV-4).
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, type Server, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { opensslAuthority } from '#test/openssl-authority';
import { testSettings } from '#test/settings';
import { useWorld } from '#test/world';
import { makeApp } from './app.ts';
import { readSettings } from './settings.ts';
import { renewTls } from './tls.ts';

const world = useWorld();
const authority = opensslAuthority();
const files = { certificateFile: path.join(authority.dir, 'site.pem'), keyFile: path.join(authority.dir, 'site.key') };
const put = (name: string): void => {
  const { pem, keyPem } = authority.issue(name, { purpose: 'server' });
  writeFileSync(files.certificateFile, pem);
  writeFileSync(files.keyFile, keyPem);
};
let app: FastifyInstance;
let port = 0;

beforeAll(async () => {
  put('first');
  app = await makeApp({
    settings: testSettings({ tls: files, publicUrl: new URL('https://localhost:8443') }),
    ground: world.ground,
    modules: [],
    identify: async (_db, { origin }) => ({ kind: 'guest', ...origin }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as { port: number }).port;
});
afterAll(() => app.close());

/** What the handshake came to: the version, or how it was refused. */
const shake = (
  version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
  ciphers = 'ALL:@SECLEVEL=0',
): Promise<{ version: string | null; subject?: string; cipher?: string }> =>
  new Promise((resolve) => {
    const socket: TLSSocket = connect(
      { host: '127.0.0.1', port, minVersion: version, maxVersion: version, ca: authority.rootPem, ciphers, checkServerIdentity: () => undefined },
      () => {
        resolve({ version: socket.getProtocol(), subject: String(socket.getPeerCertificate().subject.CN), cipher: socket.getCipher().standardName });
        socket.end();
      },
    );
    socket.on('error', () => resolve({ version: null }));
  });

test('PRIV-4: the portal speaks TLS 1.2 and 1.3 alone, with forward secrecy; nothing older, nothing in clear', async () => {
  expect((await shake('TLSv1.3')).version).toBe('TLSv1.3');
  expect(await shake('TLSv1.2')).toMatchObject({ version: 'TLSv1.2', cipher: expect.stringMatching(/^TLS_ECDHE_/) });
  expect(await shake('TLSv1.2', 'AES128-SHA:@SECLEVEL=0')).toEqual({ version: null });
  expect(await shake('TLSv1.1')).toEqual({ version: null });
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  expect((await app.inject({ method: 'GET', url: '/healthz' })).headers['strict-transport-security']).toContain('max-age=31536000');
});

test('PRIV-4: a renewed certificate is taken up without a restart; one that does not fit its key leaves the old in force', async () => {
  const before = await shake('TLSv1.3');
  put('second');
  const failures: unknown[] = [];
  const renew = () => renewTls(app.server as unknown as Server, files, (error) => failures.push(error));
  expect(renew()).toBe(true);
  const after = await shake('TLSv1.3');
  expect(after.subject).not.toBe(before.subject);
  writeFileSync(files.keyFile, authority.issue('third', { purpose: 'server' }).keyPem);
  expect(renew()).toBe(false);
  expect(failures).toHaveLength(1);
  expect((await shake('TLSv1.3')).subject).toBe(after.subject);
});

test('PRIV-4: half of the settings is refused at start; with both the public address is https', () => {
  const keys = { ENCRYPTION_KEYS: JSON.stringify({ 1: Buffer.alloc(32, 7).toString('base64') }) };
  expect(() => readSettings({ ...keys, TLS_KEY: '/x' })).toThrow('TLS_CERTIFICATE');
  expect(() => readSettings({ ...keys, TLS_CERTIFICATE: '/x' })).toThrow('TLS_KEY');
  expect(readSettings({ ...keys, TLS_CERTIFICATE: '/x', TLS_KEY: '/y', PORT: '8443' }).publicUrl.href).toBe('https://localhost:8443/');
  expect(readSettings(keys).tls).toBeUndefined();
});
