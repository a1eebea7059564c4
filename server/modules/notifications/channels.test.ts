import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StandIns } from '#stand-ins/main';
import { breakStandIn, startPortal, startTestStandIns, testSecrets, type Portal } from '#stand-ins/testing';
import { openMailChannel, type MailChannel } from './mail-channel.ts';
import type { SendResult } from './send-result.ts';
import { openSmsChannel } from './sms-channel.ts';
import type { SmsReceipts } from './smpp-channel.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'messages-'));
let portal: Portal;
let standIns: StandIns;
let mail: MailChannel;

const openMail = (url = standIns.smtpUrl) => openMailChannel({ url, from: 'Мой дом <no-reply@portal.example.test>', timeoutMs: 700 });
const noReceipts: SmsReceipts = { keep: async () => {}, find: async () => new Map() };
const openSms = (key = testSecrets.smsKey, dialect = 'messages-v2') =>
  openSmsChannel({ url: standIns.smsUrl, login: testSecrets.smsLogin, key, dialect, timeoutMs: 300 }, noReceipts);
const sent = (id: string, reference = id, to = '79000000001') => ({ id, reference, to });
const listed = async (to: string) => (await (await fetch(`${standIns.messagesUrl}?to=${encodeURIComponent(to)}`)).json()) as Record<string, unknown>[];
const letter = (to: string, id = 'n-1') => ({ id, to, subject: 'Счёт № 5', text: 'К оплате 1 500,50 ₽' });

beforeAll(async () => {
  portal = await startPortal();
  standIns = await startTestStandIns(portal, dataDir);
  mail = openMail();
});
afterAll(async () => {
  mail.close();
  await standIns.stop();
  await portal.stop();
});

describe('mail', () => {
  test('NTF-1, INTEG-1: a letter with an attachment arrives with its Russian subject, text and file name', async () => {
    const content = Buffer.from('%PDF-1.7');
    const sent = await mail.send({
      ...letter('Anna@Example.test'),
      html: '<p>К оплате</p>',
      attachments: [{ name: 'квитанция.pdf', content, type: 'application/pdf' }],
      unsubscribeUrl: 'https://portal.example.test/u/1',
    });
    expect(sent).toEqual({ outcome: 'accepted', reference: '<n-1@portal.example.test>' });
    expect(await listed('anna@example.test')).toMatchObject([
      { channel: 'email', subject: 'Счёт № 5', text: expect.stringContaining('1 500,50 ₽'), attachments: ['квитанция.pdf'] },
    ]);
  });

  test('NTF-1: an unknown mailbox is permanent, a busy one temporary, a wrong password ours to mend, silence temporary', async () => {
    expect(await mail.send(letter('nobody@example.test'))).toMatchObject({ outcome: 'permanent' });
    expect(await mail.send(letter('busy@example.test'))).toMatchObject({ outcome: 'temporary' });
    expect(await mail.send(letter('not an address'))).toMatchObject({ outcome: 'permanent' });
    const wrong = openMail(standIns.smtpUrl.replace('portal:', 'other:'));
    expect(await wrong.send(letter('a@example.test'))).toMatchObject({ outcome: 'configuration' });
    wrong.close();
    const nobody = openMail('smtp://127.0.0.1:9');
    expect(await nobody.send(letter('a@example.test'))).toMatchObject({ outcome: 'temporary' });
    nobody.close();
    await breakStandIn(standIns.messagesUrl, { timeOut: 1 });
    expect(await mail.send(letter('late@example.test'))).toMatchObject({ outcome: 'temporary' });
    expect(await mail.send(letter('late@example.test'))).toMatchObject({ outcome: 'accepted' });
  });

  test('NTF-1: an address cannot smuggle in a second recipient or a header', async () => {
    await mail.send(letter('a@example.test, victim@example.test'));
    await mail.send({ ...letter('b@example.test'), subject: 'x\r\nBcc: victim@example.test' });
    expect(await listed('victim@example.test')).toEqual([]);
  });
});

describe('SMS', () => {
  test('NTF-1: a message is accepted once per id, also when the answer was lost, and its delivery can be asked for', async () => {
    const sms = { id: 's-1', to: '79000000001', text: 'Код 123456 для оплаты 1 500,50 ₽' };
    await breakStandIn(standIns.messagesUrl, { answersLost: 1 });
    expect(await openSms().send(sms)).toMatchObject({ outcome: 'temporary' });
    const again = await openSms().send(sms);
    expect(again).toMatchObject({ outcome: 'accepted' });
    expect(await openSms().send(sms)).toEqual(again);
    expect(await listed('+7 (900) 000-00-01')).toMatchObject([{ channel: 'sms', to: '79000000001', text: sms.text, attachments: [] }]);
    await openSms().send({ ...sms, id: 's-2', to: '79000000100' });
    expect([...(await openSms().statuses([sent('s-1'), sent('s-2'), sent('s-3')]))]).toEqual([
      ['s-1', 'delivered'],
      ['s-2', 'failed'],
      ['s-3', 'unknown'],
    ]);
  });

  test('NTF-1: a wrong number is permanent; silence and 503 are temporary; a wrong key is ours to mend', async () => {
    const sms = { id: 's-9', to: '79000000002', text: 'x' };
    expect(await openSms().send({ ...sms, to: '123' })).toMatchObject({ outcome: 'permanent' });
    expect(await openSms('wrong').send(sms)).toMatchObject({ outcome: 'configuration', why: 'error authorization' });
    await breakStandIn(standIns.messagesUrl, { timeOut: 1 });
    expect(await openSms().send(sms)).toMatchObject({ outcome: 'temporary' });
    await breakStandIn(standIns.messagesUrl, { serverError: 1 });
    expect(await openSms().send(sms)).toMatchObject({ outcome: 'temporary' });
    await breakStandIn(standIns.messagesUrl, { refuse: 1 });
    expect(await openSms().send(sms)).toMatchObject({ outcome: 'configuration' });
    expect(await openSms().send(sms)).toMatchObject({ outcome: 'accepted' });
  });

  test.each(['smsc', 'smsru'])('NTF-1, INTEG-1: the gateway of the dialect %s tells errors with status 200: each has its meaning', async (dialect) => {
    const sms = { id: `${dialect}-1`, to: '79000000004', text: 'Код 123456: вход. Мой дом' };
    const taken = await openSms(undefined, dialect).send(sms);
    expect(taken).toMatchObject({ outcome: 'accepted' });
    expect(await openSms('wrong', dialect).send(sms)).toMatchObject({ outcome: 'configuration' });
    expect(await openSms(undefined, dialect).send({ ...sms, id: `${dialect}-2`, to: '123' })).toMatchObject({ outcome: 'permanent' });
    await breakStandIn(standIns.messagesUrl, { refuse: 1 });
    expect(await openSms(undefined, dialect).send({ ...sms, id: `${dialect}-3` })).toMatchObject({ outcome: 'configuration' });
    await breakStandIn(standIns.messagesUrl, { timeOut: 1 });
    expect(await openSms(undefined, dialect).send({ ...sms, id: `${dialect}-4` })).toMatchObject({ outcome: 'temporary' });
    const off = await openSms(undefined, dialect).send({ ...sms, id: `${dialect}-5`, to: '79000000100' });
    const referenceOf = (result: SendResult) => (result.outcome === 'accepted' ? result.reference : '');
    const asked = [sent(sms.id, referenceOf(taken)), sent(`${dialect}-5`, referenceOf(off)), sent('never')];
    expect([...(await openSms(undefined, dialect).statuses(asked)).values()]).toEqual(['delivered', 'failed', 'unknown']);
  });

  test('NTF-1: an unknown dialect in the settings stops the start by name', () => {
    expect(() => openSms(undefined, 'pigeon')).toThrow(/SMS_DIALECT must be one of messages-v2, smsc, smsru/);
  });

  test('INTEG-1: messages survive a restart of the stand-ins, the last 500 of them', async () => {
    for (let number = 0; number < 510; number++) await openSms().send({ id: `many-${number}`, to: '79000000003', text: `Сообщение ${number}` });
    await standIns.stop();
    standIns = await startTestStandIns(portal, dataDir);
    const kept = await listed('79000000003');
    expect([kept.length, kept[0]?.['text'], kept.at(-1)?.['text']]).toEqual([500, 'Сообщение 10', 'Сообщение 509']);
  });
});
