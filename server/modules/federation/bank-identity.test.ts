import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BankIdentityStandIn, startBankIdentity } from '#stand-ins/bank-identity/start';
import { openWalker } from '#test/walking-browser';
import { openBankIdentity } from './bank-identity.ts';
import type { OutsideIdentity } from './ports.ts';

const PORTAL = 'http://localhost:8080';
let standIn: BankIdentityStandIn;
let bank: OutsideIdentity;
const open = (more: { clientSecret?: string; issuer?: string } = {}): OutsideIdentity =>
  openBankIdentity(
    { id: 'bank', name: 'Учебный банк ID', issuer: standIn.url, clientId: standIn.clientId, clientSecret: 'bank-secret', ...more },
    { redirectUri: `${PORTAL}/sign-in/outside/bank/back`, timeoutMs: 2_000 },
  );
beforeAll(async () => {
  standIn = await startBankIdentity({ port: 0, publicHost: 'localhost', clientSecret: 'bank-secret', portalOrigins: [PORTAL] });
  bank = open();
});
afterAll(() => standIn.stop());

const newAttempt = () => ({ state: randomUUID(), nonce: randomUUID(), verifier: randomUUID().repeat(2) });
const setFaults = (faults: object): Promise<Response> => fetch(`${standIn.url}/faults`, { method: 'POST', body: JSON.stringify(faults) });

async function comeBack(attempt = newAttempt()): Promise<{ attempt: ReturnType<typeof newAttempt>; callback: URL }> {
  const begun = await bank.begin(attempt);
  if (begun.kind !== 'ok') throw new Error(begun.why);
  const walker = openWalker();
  const atPortal = (url: string): boolean => url.startsWith(PORTAL);
  const page = await walker.go(begun.value, atPortal);
  return { attempt, callback: new URL((await walker.go(`${page.url}?oid=c-2001`, atPortal)).url) };
}

test('AUTH-7: by a bank over OpenID Connect the person comes with proven contacts, untrusted; the code works once', async () => {
  const { attempt, callback } = await comeBack();
  expect(await bank.finish(attempt, callback)).toMatchObject({
    kind: 'ok',
    value: { subject: 'c-2001', isTrusted: false, lastName: 'Ветров', phone: '+79000000002', email: 'artyom@bank.example', snils: null },
  });
  expect(await bank.finish(attempt, callback)).toMatchObject({ kind: 'refused' });
});

test('AUTH-7: another state, nonce, verifier, issuer or secret is refused', async () => {
  for (const member of ['state', 'nonce', 'verifier'] as const) {
    const { attempt, callback } = await comeBack();
    expect(await bank.finish({ ...attempt, [member]: randomUUID().repeat(2) }, callback), member).toMatchObject({ kind: 'refused' });
  }
  const { attempt, callback } = await comeBack();
  const mixed = new URL(callback);
  mixed.searchParams.set('iss', 'https://another.example');
  expect(await bank.finish(attempt, mixed), 'the answer of another provider').toMatchObject({ kind: 'refused' });
  expect(await open({ clientSecret: 'wrong' }).finish(attempt, callback)).toMatchObject({ kind: 'refused' });
});

test('AUTH-7: a bank that is away at first is found when it is back; one without https is not taken', async () => {
  const late = open();
  await setFaults({ away: 1 });
  expect(await late.begin(newAttempt())).toMatchObject({ kind: 'away' });
  expect(await late.begin(newAttempt())).toMatchObject({ kind: 'ok' });
  const { attempt, callback } = await comeBack();
  await setFaults({ away: 1 });
  expect(await bank.finish(attempt, callback)).toMatchObject({ kind: 'away' });
  expect(() => open({ issuer: 'http://bank.example' })).toThrow('https');
});
