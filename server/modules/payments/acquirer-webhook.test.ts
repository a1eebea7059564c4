import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StandIns } from '#stand-ins/main';
import { breakStandIn, enterCard, startPortal, startTestStandIns, testSecrets, until, type Portal } from '#stand-ins/testing';
import { openAcquirer, type Acquirer } from './acquirer.ts';
import { verifyWebhook } from './acquirer-webhook.ts';

const secret = testSecrets.webhookSecret;
const body = JSON.stringify({ type: 'notification', event: 'payment.succeeded', object: { id: 'p-1' } });
const now = new Date('2026-11-22T10:00:00Z');
const sign = (text: string, at: Date, key = secret) => {
  const seconds = Math.floor(at.getTime() / 1000);
  return { 'webhook-signature': `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${text}`).digest('hex')}` };
};
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('the signature', () => {
  test('PAY-3: a signed fresh webhook is taken and gives the payment to ask about, for a refund too', () => {
    expect(verifyWebhook({ headers: sign(body, minutesAgo(4)), rawBody: Buffer.from(body), secret, now })).toEqual({
      kind: 'ok',
      event: 'payment.succeeded',
      objectId: 'p-1',
      paymentId: 'p-1',
    });
    const refund = JSON.stringify({ type: 'notification', event: 'refund.succeeded', object: { id: 'r-1', payment_id: 'p-1' } });
    expect(verifyWebhook({ headers: sign(refund, now), rawBody: refund, secret, now })).toMatchObject({ objectId: 'r-1', paymentId: 'p-1' });
  });

  test('PAY-3: a webhook that is forged, changed, unsigned, old or from the future is refused', () => {
    const verdict = (headers: Record<string, string | string[] | undefined>, rawBody = body) => verifyWebhook({ headers, rawBody, secret, now });
    expect(verdict(sign(body, now, 'another'))).toEqual({ kind: 'refused', code: 'forged' });
    expect(verdict(sign(body, now), body.replace('p-1', 'p-2'))).toEqual({ kind: 'refused', code: 'forged' });
    const moved = sign(body, minutesAgo(60))['webhook-signature'].replace(/t=\d+/, `t=${now.getTime() / 1000}`);
    expect(verdict({ 'webhook-signature': moved })).toEqual({ kind: 'refused', code: 'forged' });
    for (const headers of [{}, { 'webhook-signature': 'v1=00' }, { 'webhook-signature': ['a', 'b'] }])
      expect(verdict(headers)).toEqual({ kind: 'refused', code: 'unsigned' });
    expect(verdict(sign(body, minutesAgo(6)))).toEqual({ kind: 'refused', code: 'old' });
    expect(verdict(sign(body, minutesAgo(-6)))).toEqual({ kind: 'refused', code: 'old' });
    for (const text of ['', '{', '[]', '{"type":"notification","event":"x","object":{}}'])
      expect(verdict(sign(text, now), text)).toEqual({ kind: 'refused', code: 'unreadable' });
  });
});

describe('deliveries of the acquirer', () => {
  let portal: Portal;
  let standIns: StandIns;
  let acquirer: Acquirer;
  const dataDir = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const open = () => openAcquirer({ url: standIns.acquirerUrl, shopId: testSecrets.shopId, secret: testSecrets.secretKey, timeoutMs: 1000 });
  beforeAll(async () => {
    portal = await startPortal();
    standIns = await startTestStandIns(portal, dataDir);
    acquirer = open();
  });
  afterAll(async () => {
    await standIns.stop();
    await portal.stop();
  });
  beforeEach(() => {
    portal.webhooks.length = 0;
  });
  async function pay(hold: boolean) {
    const answer = await acquirer.createPayment({
      key: randomUUID(),
      kopecks: 100n,
      description: '',
      returnUrl: portal.origin,
      method: 'card',
      frame: false,
      metadata: {},
      hold,
    });
    if (answer.kind !== 'ok') throw new Error(answer.kind);
    await enterCard(answer.value.next!.url, '2200000000000103');
    return answer.value.id;
  }
  const verified = () => portal.webhooks.map(({ headers, rawBody }) => verifyWebhook({ headers, rawBody, secret, now: new Date() }));

  test('PAY-3, PAY-9: a webhook refused three times is repeated, signed anew, until it is taken', async () => {
    portal.refuseNext(3);
    const paymentId = await pay(false);
    await until(() => portal.webhooks.length > 0);
    expect(verified()).toEqual([{ kind: 'ok', event: 'payment.succeeded', objectId: paymentId, paymentId }]);
  });

  test('PAY-3, PAY-9: doubled and reversed webhooks all verify, and the payment read back says the truth', async () => {
    await breakStandIn(standIns.acquirerUrl, { webhookCopies: 2, webhooksReversed: true });
    const paymentId = await pay(true);
    await acquirer.capture({ key: randomUUID(), paymentId, kopecks: 100n });
    await until(() => portal.webhooks.length === 4);
    await breakStandIn(standIns.acquirerUrl, { webhookCopies: 1, webhooksReversed: false });
    expect(verified().every(({ kind }) => kind === 'ok')).toBe(true);
    expect(portal.webhooks.filter(({ event }) => event === 'payment.succeeded')).toHaveLength(2);
    expect(await acquirer.getPayment(paymentId)).toMatchObject({ kind: 'ok', value: { status: 'succeeded' } });
  });

  test('PAY-3, PAY-9: a webhook not taken before the acquirer went down comes after it is up again', async () => {
    await breakStandIn(standIns.acquirerUrl, { webhookDelayMs: 400 });
    const paymentId = await pay(false);
    await standIns.stop();
    expect(portal.webhooks).toEqual([]);
    standIns = await startTestStandIns(portal, dataDir);
    acquirer = open();
    await until(() => portal.webhooks.length > 0);
    expect(verified()).toEqual([{ kind: 'ok', event: 'payment.succeeded', objectId: paymentId, paymentId }]);
  });

  test('PAY-9: faults are ordered from this machine only, never through a proxy, and a wrong one is named', async () => {
    const order = (headers: Record<string, string>, body = '{"answersLost":0}') => fetch(`${standIns.acquirerUrl}/faults`, { method: 'POST', headers, body });
    const json = { 'content-type': 'application/json' };
    expect((await order(json)).status).toBe(200);
    expect((await order({ ...json, 'x-forwarded-for': '203.0.113.5' })).status).toBe(404);
    expect((await order({ 'content-type': 'application/x-www-form-urlencoded' }, 'answersLost=1')).status).toBe(404);
    expect(await (await order(json, '{"answersLost":-1}')).json()).toMatchObject({ code: 'invalid_request', parameter: 'answersLost' });
    expect((await order(json, 'null')).status).toBe(400);
  });

  test('PAY-3, PAY-9: a webhook that never comes leaves the truth to be asked for', async () => {
    await breakStandIn(standIns.acquirerUrl, { webhooksDropped: 1 });
    const paymentId = await pay(false);
    expect(await acquirer.getPayment(paymentId)).toMatchObject({ kind: 'ok', value: { status: 'succeeded' } });
    expect(portal.webhooks).toEqual([]);
  });
});
