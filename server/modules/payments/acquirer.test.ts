import { readFileSync, mkdtempSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StandIns } from '#stand-ins/main';
import { breakStandIn, enterCard, enterCode, postForm, startPortal, startTestStandIns, testSecrets, until, type Portal } from '#stand-ins/testing';
import { openAcquirer, type Acquirer, type CreatePayment } from './acquirer.ts';
import type { AcquirerAnswer } from './acquirer-call.ts';
import type { AcquirerPayment } from './acquirer-wire.ts';

const GOOD = '2200000000000103';
const GOOD_3DS = '2200000000000202';
const dataDir = mkdtempSync(join(tmpdir(), 'acquirer-'));
let portal: Portal;
let standIns: StandIns;
let acquirer: Acquirer;

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
beforeEach(async () => {
  portal.webhooks.length = 0;
  const none = {
    answersLost: 0,
    refusedBefore: 0,
    failedAfter: 0,
    answerDelayMs: 0,
    webhookCopies: 1,
    webhookDelayMs: 0,
    webhooksReversed: false,
    webhooksDropped: 0,
  };
  await breakStandIn(standIns.acquirerUrl, { ...none, processingMs: 200, receiptDelayMs: 50 });
});

function wanted(more: Partial<CreatePayment> = {}): CreatePayment {
  return {
    key: randomUUID(),
    kopecks: 150_050n,
    description: 'Квартплата за октябрь',
    returnUrl: `${portal.origin}/back`,
    method: 'card',
    frame: false,
    metadata: { order: '1' },
    ...more,
  };
}
function ok<T>(answer: AcquirerAnswer<T>): T {
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const create = async (more: Partial<CreatePayment> = {}) => ok(await acquirer.createPayment(wanted(more)));
const readBack = async ({ id }: AcquirerPayment) => ok(await acquirer.getPayment(id));
const page = (payment: AcquirerPayment) => payment.next!.url;
const today = () => new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10);
const created = async () => ok(await acquirer.listPayments(today())).length;

describe('one key is one payment', () => {
  test('PAY-3, PAY-9: ten calls at once with one key are one payment, and another body under that key is refused', async () => {
    const body = wanted();
    const answers = await Promise.all(Array.from({ length: 10 }, () => acquirer.createPayment(body)));
    expect(new Set(answers.map((answer) => ok(answer).id)).size).toBe(1);
    expect(await acquirer.createPayment({ ...body, kopecks: 1n })).toMatchObject({ kind: 'refused', code: 'keyReused' });
  });

  test('PAY-3, PAY-9: a lost answer, a time-out and a failure after the work are unknown, and the same key finds the one payment', async () => {
    const body = wanted();
    await breakStandIn(standIns.acquirerUrl, { answersLost: 1 });
    expect(await acquirer.createPayment(body)).toMatchObject({ kind: 'unknown', why: 'connection' });
    await breakStandIn(standIns.acquirerUrl, { failedAfter: 1 });
    expect(await acquirer.createPayment(body)).toMatchObject({ kind: 'unknown', why: 'server' });
    await breakStandIn(standIns.acquirerUrl, { answerDelayMs: 1300 });
    expect(await acquirer.createPayment(body)).toMatchObject({ kind: 'unknown', why: 'timeOut' });
    await breakStandIn(standIns.acquirerUrl, { answerDelayMs: 0 });

    const payment = ok(await acquirer.createPayment(body));
    await enterCard(page(payment), GOOD);
    const lines = readFileSync(join(dataDir, 'acquirer.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"id":"${body.key}"`));
    expect(lines).toHaveLength(1);
    expect((await readBack(payment)).status).toBe('succeeded');
  });

  test('PAY-3: a refund whose answer was lost is given back once', async () => {
    const payment = await create();
    await enterCard(page(payment), GOOD);
    const refund = { key: randomUUID(), paymentId: payment.id, kopecks: 50_050n };
    await breakStandIn(standIns.acquirerUrl, { answersLost: 1 });
    expect((await acquirer.refund(refund)).kind).toBe('unknown');
    expect(ok(await acquirer.refund(refund))).toMatchObject({ paymentId: payment.id, kopecks: 50_050n, status: 'succeeded' });
    expect((await readBack(payment)).refundedKopecks).toBe(50_050n);
    expect(await acquirer.refund({ ...refund, key: randomUUID(), kopecks: 100_001n })).toMatchObject({ kind: 'refused', code: 'badRequest' });
  });

  test('PAY-3: nobody listening, or somebody else, is unknown and not thrown; wrong keys and unknown payments are refused', async () => {
    const settings = { shopId: 'shop', secret: 'key', timeoutMs: 500 };
    expect(await openAcquirer({ ...settings, url: 'http://127.0.0.1:9' }).createPayment(wanted())).toMatchObject({ kind: 'unknown', why: 'connection' });
    expect(await openAcquirer({ ...settings, url: portal.origin }).createPayment(wanted())).toMatchObject({ kind: 'unknown', why: 'unreadable' });
    expect(await openAcquirer({ ...settings, url: standIns.acquirerUrl, secret: 'wrong' }).createPayment(wanted())).toMatchObject({
      kind: 'refused',
      code: 'credentials',
    });
    expect(await acquirer.getPayment(randomUUID())).toMatchObject({ kind: 'refused', code: 'notFound' });
  });

  test('PAY-3, PAY-9: the acquirer started again in the middle knows the payment, the key and the stage, and goes on', async () => {
    const body = wanted();
    const payment = ok(await acquirer.createPayment(body));
    await enterCard(page(payment), GOOD_3DS);
    const { port } = new URL(standIns.acquirerUrl);
    await standIns.stop();
    expect((await acquirer.getPayment(payment.id)).kind).toBe('unknown');
    standIns = await startTestStandIns(portal, dataDir);
    acquirer = open();
    expect(ok(await acquirer.createPayment(body)).id).toBe(payment.id);
    await enterCode(page(payment).replace(`:${port}/`, `:${new URL(standIns.acquirerUrl).port}/`), '111111');
    expect(await readBack(payment)).toMatchObject({ status: 'succeeded', kopecks: 150_050n, metadata: { order: '1' } });
  });
});

describe('the payer', () => {
  test('PAY-2, PAY-9: by redirect the bank takes the card on its own page and sends the payer back; only first six and last four come out', async () => {
    const payment = await create();
    expect(payment.next?.kind).toBe('redirect');
    const form = await fetch(page(payment));
    expect(form.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await form.text()).toContain('Учебный банк');
    const stage = await enterCard(page(payment), '2200 0000 0000 0103');
    const back = await fetch(new URL(stage.headers.get('location')!, page(payment)), { redirect: 'manual' });
    expect([stage.status, back.status, back.headers.get('location')]).toEqual([303, 303, `${portal.origin}/back`]);
    const paid = await readBack(payment);
    expect(paid).toMatchObject({ status: 'succeeded', card: { first6: '220000', last4: '0103' }, next: undefined });
    await until(() => portal.webhooks.length > 0);
    expect(JSON.stringify(portal.webhooks)).not.toContain(GOOD);
    expect(readFileSync(join(dataDir, 'acquirer.jsonl'), 'utf8')).not.toContain(GOOD);
  });

  test('PAY-2, PAY-9: in a frame the fields stand only inside the portal that asked, 3-D Secure too, and the end tells the portal', async () => {
    const payment = await create({ frame: true });
    expect(payment.next?.kind).toBe('frame');
    expect((await fetch(page(payment))).headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.origin}`);
    await enterCard(page(payment), GOOD_3DS);
    const code = await fetch(page(payment));
    expect(code.headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.origin}`);
    expect(await code.text()).toContain('код 111111');
    await enterCode(page(payment), '111111');
    const end = await (await fetch(page(payment))).text();
    expect(end).toContain(`data-portal="${portal.origin}" data-payment="${payment.id}" data-status="succeeded"`);
    expect(end).toContain('target="_top"');
  });

  test('PAY-4, PAY-9: a wrong code of 3-D Secure may be mended; three wrong ones end the payment with the reason', async () => {
    const mended = await create();
    await enterCard(page(mended), GOOD_3DS);
    const again = await enterCode(page(mended), '222222');
    expect([again.status, (await again.text()).includes('Осталось попыток: 2')]).toEqual([422, true]);
    await enterCode(page(mended), '111111');
    expect((await readBack(mended)).status).toBe('succeeded');

    const failed = await create();
    await enterCard(page(failed), GOOD_3DS);
    for (let tries = 0; tries < 3; tries++) await enterCode(page(failed), '222222');
    await enterCode(page(failed), '111111');
    expect(await readBack(failed)).toMatchObject({ status: 'canceled', decline: 'confirmationFailed' });
  });

  test.each([
    ['2200000000000301', 'insufficientFunds'],
    ['2200000000000400', 'cardExpired'],
    ['2200000000000509', 'issuerRefused'],
    ['2200000000000608', 'cardRestricted'],
    ['2200000000000707', 'wrongCvc'],
    ['2200000000001101', 'limitExceeded'],
  ])('PAY-4, PAY-9: the card %s is declined as %s', async (number, decline) => {
    const payment = await create();
    await enterCard(page(payment), number);
    if (number === '2200000000000301') await enterCode(page(payment), '111111');
    expect(await readBack(payment)).toMatchObject({ status: 'canceled', decline, capturedAt: undefined });
  });

  test('PAY-4, PAY-9: a form with mistakes comes back with each field named and no card outside the list is taken', async () => {
    const payment = await create();
    const answer = await postForm(`${page(payment)}/card`, { number: '4111 1111 1111 1111', expiry: '01/20', cvc: '1' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    for (const text of ['только тестовые карты', 'Срок карты истёк', 'Введите три цифры', 'href="#number"', 'value="4111 1111 1111 1111"'])
      expect(html).toContain(text);
    expect((await readBack(payment)).status).toBe('pending');
    expect((await enterCard(page(payment), '<script>')).status).toBe(422);
    expect((await postForm(`${page(payment)}/card`, {})).status).toBe(422);
    expect((await fetch(`${standIns.acquirerUrl}/checkout/nothing`)).status).toBe(404);
  });

  test('PAY-3: a card form sent twice pays once, and a second card changes nothing', async () => {
    const payment = await create();
    await Promise.all([enterCard(page(payment), GOOD), enterCard(page(payment), GOOD), enterCard(page(payment), '2200000000000509')]);
    await until(() => portal.webhooks.length > 0);
    await sleep(150); // a second one would have come by then
    expect(portal.webhooks).toHaveLength(1);
    expect((await readBack(payment)).status).not.toBe('pending');
  });

  test('PAY-1, PAY-9: a QR of the fast payment system opens the page of a bank that pays or lacks money', async () => {
    const payment = await create({ method: 'qr' });
    expect(page(payment)).toMatch(/\/qr\/AD[0-9A-F]{30}\?type=02&bank=\d{12}&sum=150050&cur=RUB&crc=[0-9A-F]{4}$/);
    expect(await (await fetch(page(payment))).text()).toContain('<button>Оплатить</button>');
    await postForm(page(payment), { account: 'main' });
    expect(await readBack(payment)).toMatchObject({ status: 'succeeded', card: undefined });
    const poor = await create({ method: 'qr' });
    await postForm(page(poor), { account: 'empty' });
    expect(await readBack(poor)).toMatchObject({ status: 'canceled', decline: 'insufficientFunds' });
  });
});

describe('outcomes that come later', () => {
  test('PAY-3, PAY-9: a slow payment stays pending, cannot be canceled, and is paid later', async () => {
    const payment = await create();
    await enterCard(page(payment), '2200000000000806');
    expect((await readBack(payment)).status).toBe('pending');
    expect(await acquirer.cancel({ key: randomUUID(), paymentId: payment.id })).toMatchObject({ kind: 'refused' });
    await until(async () => (await readBack(payment)).status === 'succeeded');
  });

  test('PAY-3, PAY-9: while the bank of the card is silent asking gives unknown; afterwards it gives the truth', async () => {
    const payment = await create();
    await enterCard(page(payment), '2200000000000905');
    expect(await acquirer.getPayment(payment.id)).toMatchObject({ kind: 'unknown', why: 'server' });
    const settled = await until(async () => {
      const answer = await acquirer.getPayment(payment.id);
      return answer.kind === 'ok' && answer.value;
    });
    expect(settled.status).toBe('succeeded');
  });

  test('PAY-3: money on hold is taken in part or let go; a saved card pays without the payer and may be declined', async () => {
    const held = await create({ hold: true, saveMethod: true });
    await enterCard(page(held), '2200000000001002');
    expect((await readBack(held)).status).toBe('held');
    expect(ok(await acquirer.capture({ key: randomUUID(), paymentId: held.id, kopecks: 100_000n }))).toMatchObject({ status: 'succeeded', kopecks: 100_000n });
    const { savedMethodId } = await readBack(held);
    expect(await create({ savedMethodId: savedMethodId! })).toMatchObject({ status: 'canceled', decline: 'insufficientFunds' });

    const letGo = await create({ hold: true, saveMethod: true });
    await enterCard(page(letGo), GOOD);
    const saved = (await readBack(letGo)).savedMethodId!;
    expect(ok(await acquirer.cancel({ key: randomUUID(), paymentId: letGo.id }))).toMatchObject({ status: 'canceled', decline: 'canceledByUs' });
    expect(await create({ savedMethodId: saved })).toMatchObject({ status: 'succeeded', next: undefined });
    expect(await acquirer.createPayment(wanted({ savedMethodId: randomUUID() }))).toMatchObject({ kind: 'refused', code: 'badRequest' });
  });

  test('PAY-8: the fiscal receipt is registered later and gives storage, document, attribute and time; lines must make the sum', async () => {
    const line = { description: 'Отопление', quantity: '1.5', kopecks: 100_000n, vatCode: 1, mode: 'full_payment', subject: 'service' };
    const receipt = { to: { email: 'buyer@example.test' }, lines: [line, { ...line, description: 'Домофон', quantity: '1', kopecks: 50n }] };
    await breakStandIn(standIns.acquirerUrl, { receiptDelayMs: 150 });
    const payment = await create({ receipt });
    await enterCard(page(payment), GOOD);
    expect((await readBack(payment)).fiscal).toBe('pending');
    expect(ok(await acquirer.getReceipts(payment.id))).toMatchObject([{ state: 'pending', fiscal: undefined }]);
    await until(async () => (await readBack(payment)).fiscal === 'registered');
    const [registered] = ok(await acquirer.getReceipts(payment.id));
    expect(registered).toMatchObject({
      type: 'payment',
      state: 'registered',
      fiscal: {
        storageNumber: expect.stringMatching(/^9999\d{12}$/),
        documentNumber: expect.stringMatching(/^\d+$/),
        attribute: expect.stringMatching(/^\d{10}$/),
      },
    });
    expect(Date.parse(registered!.fiscal!.registeredAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(await acquirer.createPayment(wanted({ receipt, kopecks: 150_051n }))).toMatchObject({ kind: 'refused', code: 'badRequest' });
  });

  test('PAY-7, PAY-9: the list of a day has all pages of what was paid that day and nothing of another day', async () => {
    const before = await created();
    for (let left = 103 - before; left > 0; left--) await enterCard(page(await create()), GOOD);
    await create();
    expect(await created()).toBe(Math.max(103, before));
    expect(ok(await acquirer.listPayments('2020-02-29'))).toEqual([]);
    expect(ok(await acquirer.listRefunds(today()))).toHaveLength(1);
  });
});
