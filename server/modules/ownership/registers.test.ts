// The client against the made-up registers: what is known, what is not, and every way of not answering.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RegistersStandIn, startRegisters } from '#stand-ins/registers/start';
import { openRegisters } from './registers.ts';

let standIn: RegistersStandIn;
beforeAll(async () => {
  standIn = await startRegisters({ dataDir: mkdtempSync(path.join(tmpdir(), 'registers-')), port: 0 });
});
afterAll(() => standIn.stop());
const set = (faults: object) =>
  fetch(`${standIn.url}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(faults) });

test('OWN-2: the registers tell of an object, a passport and a taxpayer, and that they know none', async () => {
  const registers = openRegisters({ url: standIn.url, timeoutMs: 5_000 });
  expect(await registers.property('66:41:9900187:1023')).toMatchObject({
    kind: 'found',
    value: { rights: [{ share: { numerator: 1, denominator: 2 }, holders: [{ name: 'Кедров Максим Олегович', birthDay: '1988-01-17' }] }, { endedOn: null }] },
  });
  expect(await registers.property('66:41:0000000:1')).toEqual({ kind: 'unknown' });
  expect(await registers.passport('65 16', '100014')).toMatchObject({ kind: 'found', value: { name: 'Ветров Артём Игоревич', state: 'valid' } });
  expect(await registers.taxpayer('660000001440')).toEqual({ kind: 'found', value: { name: 'Ветров Артём Игоревич', birthDay: '1996-04-08' } });
});

test('OWN-2: a register that is away, slow, broken or nowhere is silent, and one alone may be', async () => {
  const registers = openRegisters({ url: standIn.url, timeoutMs: 200 });
  await set({ source: 'property', away: 1 });
  expect(await registers.taxpayer('660000001440')).toMatchObject({ kind: 'found' });
  expect([await registers.property('66:41:9900114:1052'), (await registers.property('66:41:9900114:1052')).kind]).toEqual([
    { kind: 'silent', why: 'status 503' },
    'found',
  ]);
  await set({ source: 'all', broken: 1 });
  expect(await registers.passport('65 16', '100014')).toEqual({ kind: 'silent', why: 'unreadable' });
  await set({ answerDelayMs: 1_000 });
  expect(await registers.property('66:41:9900114:1052')).toEqual({ kind: 'silent', why: 'timeOut' });
  await set({ answerDelayMs: 0 });
  expect(await openRegisters({ url: 'http://127.0.0.1:1', timeoutMs: 200 }).property('66:41:9900114:1052')).toEqual({ kind: 'silent', why: 'connection' });
  await fetch(`${standIn.url}/book`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      object: {
        cadastralNumber: '66:1:1:1',
        address: 'x',
        area: '1',
        rights: [{ number: '1', registeredOn: '2026-02-31', holders: [{ name: 'x' }] }],
        restrictions: [],
      },
    }),
  });
  expect(await registers.property('66:1:1:1')).toEqual({ kind: 'silent', why: 'unreadable' });
  expect((await set({ away: -1 })).status).toBe(400);
});
