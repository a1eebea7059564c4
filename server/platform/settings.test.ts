// What the environment says, and what stands without it: outside checks rely on these names.
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const KEYS = { ENCRYPTION_KEYS: JSON.stringify({ 1: Buffer.alloc(32, 7).toString('base64') }) };

test('without settings the portal stands on port 8080 of this machine; the address people type follows the port or is named', () => {
  expect(readSettings(KEYS)).toMatchObject({ port: 8080, host: '127.0.0.1', publicUrl: new URL('http://localhost:8080'), demo: true });
  expect(readSettings({ ...KEYS, PORT: '3400' }).publicUrl.href).toBe('http://localhost:3400/');
  expect(readSettings({ ...KEYS, PUBLIC_URL: 'https://dom.example' }).publicUrl.href).toBe('https://dom.example/');
});

test.each(['http', '-1', '70000', '80.5'])('a port that cannot be is named: %s', (PORT) => {
  expect(() => readSettings({ ...KEYS, PORT })).toThrow(`PORT must be a port number, not «${PORT}»`);
});

test('PAY-7: the acquirer and the operator are named by their tax numbers; a number that cannot be is named', () => {
  expect(readSettings({ ...KEYS, ACQUIRER_TAX_NUMBER: '7707083893', AGENT_NAME: 'ООО «Портал»' })).toMatchObject({
    acquirerTaxNumber: '7707083893',
    agent: { name: 'ООО «Портал»', inn: '6670000021' },
  });
  for (const name of ['ACQUIRER_TAX_NUMBER', 'AGENT_TAX_NUMBER']) expect(() => readSettings({ ...KEYS, [name]: '7707083890' })).toThrow(name);
});
