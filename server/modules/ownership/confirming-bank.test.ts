// The client against the made-up bank over its real protocol: asked, confirmed, refused, unknown, slow and away.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BankIdentityStandIn, startBankIdentity } from '#stand-ins/bank-identity/start';
import { type BankAsked, openConfirmingBank } from './confirming-bank.ts';

let standIn: BankIdentityStandIn;
beforeAll(async () => {
  standIn = await startBankIdentity({ port: 0, publicHost: 'localhost', clientSecret: 'bank-secret', portalOrigins: ['http://localhost:8080'] });
});
afterAll(() => standIn.stop());
const open = (more: { clientSecret?: string; issuer?: string; timeoutMs?: number } = {}) =>
  openConfirmingBank(
    { name: 'Учебный банк ID', issuer: standIn.url, clientId: standIn.clientId, clientSecret: 'bank-secret', ...more },
    { timeoutMs: more.timeoutMs ?? 5_000 },
  );
const ask = (bank = open(), phone = '+79000000002', message = '123-456') => bank.ask({ phone, message, seconds: 300 });
const idOf = (asked: BankAsked): string => {
  if (asked.kind !== 'asked') throw new Error(asked.kind);
  return asked.bankId;
};
const press = async (bankId: string, answer: 'yes' | 'no') =>
  fetch(`${standIn.url}/app`, { method: 'POST', body: new URLSearchParams({ id: bankId, answer }) });
const setFaults = (faults: object) => fetch(`${standIn.url}/faults`, { method: 'POST', body: JSON.stringify(faults) });

test('OWN-1: the bank shows the number and answers with its customer and a signed token, once; until then nothing is known', async () => {
  const bank = open();
  const asked = await ask(bank);
  expect(asked).toMatchObject({ kind: 'asked', seconds: 300 });
  expect(await bank.said(idOf(asked))).toEqual({ kind: 'pending' });
  expect(await (await fetch(`${standIn.url}/app`)).text()).toContain('123-456');
  await press(idOf(asked), 'yes');
  expect(await bank.said(idOf(asked))).toMatchObject({
    kind: 'confirmed',
    answer: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    customer: { name: 'Ветров Артём Игоревич', birthDay: '1996-04-08', phone: '+79000000002' },
  });
  expect(await bank.said(idOf(asked))).toEqual({ kind: 'lapsed' });
});

test('OWN-1: a refusal, a telephone of nobody, a wrong secret, a slow bank, one that is away and one that is nowhere are told apart', async () => {
  const bank = open();
  const refused = idOf(await ask(bank));
  await press(refused, 'no');
  expect(await bank.said(refused)).toEqual({ kind: 'denied' });
  expect(await bank.said('никогда не спрашивали')).toEqual({ kind: 'lapsed' });
  expect(await ask(bank, '+79990000000')).toEqual({ kind: 'unknown' });
  expect(await ask(open({ clientSecret: 'wrong' }))).toEqual({ kind: 'silent' });
  const waiting = idOf(await ask(bank));
  await setFaults({ away: 1 });
  expect(await bank.said(waiting)).toEqual({ kind: 'silent' });
  const hurried = open({ timeoutMs: 300 });
  await ask(hurried);
  await setFaults({ answerDelayMs: 2_000 });
  expect(await ask(hurried)).toEqual({ kind: 'silent' });
  await setFaults({ answerDelayMs: 0 });
  expect(await ask(open({ issuer: 'http://127.0.0.1:1' }))).toEqual({ kind: 'silent' });
  expect(() => open({ issuer: 'http://bank.example' })).toThrow('https');
});
