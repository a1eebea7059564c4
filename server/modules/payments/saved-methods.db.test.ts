// Ways to pay that are kept: saved while paying, chosen, removed; tokens never leave the portal.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { breakStandIn, enterCard, postForm } from '#stand-ins/testing';
import { askCode, draft, look, makePayer, partsOf, type Payer, saveCard, settleUntil, start, useTill } from '#test/factories/payments';
import { useWorld } from '#test/world';

const world = useWorld();
const till = useTill(world);
const methodsOf = async (payer: Payer) => (await till.call('GET', '/payment-methods', { as: payer.actor })).body.methods;
const settled = (payer: Payer, id: string, status: string) => settleUntil(world, till, { payer, id, status });
const removed = (payer: Payer, id: string, key = randomUUID()) => till.call('POST', `/payment-methods/${id}/remove`, { as: payer.actor, key });

test('PAY-2: a card is kept only when asked, as its last digits and term; its number and token are nowhere to be read', async () => {
  const payer = await makePayer(world);
  const plain = await start(till, payer, { kopecks: 100 });
  await enterCard(plain.next.url, '2200000000000103');
  await settled(payer, plain.id, 'paid');
  expect(await methodsOf(payer)).toEqual([]);
  const kept = await saveCard(world, till, payer);
  expect(kept).toEqual({
    id: kept.id,
    kind: 'card',
    title: 'Карта •• 0103',
    goodUntil: '2039-12',
    expired: false,
    autopayments: 0,
    savedAt: expect.any(String),
  });
  const { rows } = await sql<{
    row: string;
    acquirer: string;
  }>`select m::text as row, p.acquirer_id as acquirer from payments.saved_method m join payments.payment p on p.saves_method and p.person_id = m.person_id where m.id = ${kept.id}`.execute(
    world.db,
  );
  expect(rows[0]!.row).not.toMatch(/220000/);
  expect(rows[0]!.row).not.toContain(rows[0]!.acquirer); // the acquirer's token is the number of its first payment
});

test('PAY-1, PAY-2, CONF-1: a kept card pays at once, after a code for this very sum, without the bank’s page', async () => {
  const payer = await makePayer(world, [50_000]);
  const { id: savedMethodId } = await saveCard(world, till, payer);
  const made = await draft(till, payer, { kopecks: 20_000, savedMethodId });
  expect(made).toMatchObject({ status: 'draft', method: 'card', methodWords: 'Карта •• 0103', saved: true });
  expect(
    (await till.call('POST', `/payments/${made.id}/start`, { as: payer.actor, body: { confirmationId: randomUUID(), code: '123456', frame: true } })).status,
  ).toBe(404);
  const { confirmationId, code } = await askCode(till, payer.actor, made.id);
  const paid = await till.call('POST', `/payments/${made.id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } });
  expect(paid.body).toMatchObject({ status: 'paid', next: null, receipt: { number: expect.any(String) } });
});

test('PAY-2, PAY-4: a kept card that the bank declines says why, and the same draft key makes one draft', async () => {
  const payer = await makePayer(world, [50_000]);
  const { id: savedMethodId } = await saveCard(world, till, payer, '2200000000001002');
  const key = randomUUID();
  const body = { parts: partsOf(payer.accounts, 300), method: 'card', savedMethodId };
  const made = await Promise.all(Array.from({ length: 20 }, () => till.call('POST', '/payments', { as: payer.actor, key, body })));
  expect(new Set(made.map((one) => one.body.id)).size).toBe(1);
  expect(await start(till, payer, { kopecks: 300, savedMethodId })).toMatchObject({ status: 'declined', decline: { code: 'insufficientFunds' } });
});

test('PAY-1, PAY-9: a wallet pays on its own page and is kept; an account is linked by the fast payment system and then pays by itself', async () => {
  const payer = await makePayer(world, [50_000]);
  const byWallet = await start(till, payer, { kopecks: 1_000, method: 'wallet', save: true });
  expect(byWallet.next.kind).toBe('redirect');
  await postForm(`${byWallet.next.url}/wallet`, { account: 'main' });
  expect((await settled(payer, byWallet.id, 'paid')).methodWords).toMatch(/^Кошелёк •• \d{4}$/);
  const byAccount = await start(till, payer, { kopecks: 1_000, method: 'account' });
  expect(byAccount.next.kind).toBe('qr');
  await postForm(byAccount.next.url, { account: 'main' });
  await settled(payer, byAccount.id, 'paid');
  const [account, wallet] = await methodsOf(payer);
  expect([account.title, wallet.kind]).toEqual(['Счёт в банке (СБП)', 'wallet']);
  for (const savedMethodId of [account.id, wallet.id]) expect((await start(till, payer, { kopecks: 500, savedMethodId })).status).toBe('paid');
  const poor = await start(till, payer, { kopecks: 1_000, method: 'wallet' });
  await postForm(`${poor.next.url}/wallet`, { account: 'empty' });
  await settled(payer, poor.id, 'declined');
  const byQr = await start(till, payer, { kopecks: 1_000, method: 'qr', save: true });
  await postForm(byQr.next.url, { account: 'main' });
  await settled(payer, byQr.id, 'paid');
  expect(await methodsOf(payer)).toHaveLength(2); // a QR code is never kept
});

test('PAY-2: a removed method is gone at once and its token forgotten; removing it twice or twenty times is removing it once', async () => {
  const payer = await makePayer(world);
  const { id } = await saveCard(world, till, payer);
  const waiting = await draft(till, payer, { kopecks: 100, savedMethodId: id });
  const code = await askCode(till, payer.actor, waiting.id);
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => removed(payer, id, n < 10 ? key : randomUUID())));
  expect(answers.map((answer) => [answer.status, answer.body])).toEqual(answers.map(() => [200, { title: 'Карта •• 0103' }]));
  expect(await methodsOf(payer)).toEqual([]);
  const { rows } = await sql<{
    token: unknown;
    lines: bigint;
  }>`select token, (select count(*) from platform.journal_line where action = 'paymentMethod.removed' and object_id = ${id}) as lines from payments.saved_method where id = ${id}`.execute(
    world.db,
  );
  expect(rows).toEqual([{ token: null, lines: 1n }]);
  const { confirmationId, code: word } = code;
  expect((await till.call('POST', `/payments/${waiting.id}/start`, { as: payer.actor, body: { confirmationId, code: word, frame: true } })).body.code).toBe(
    'payments.methodGone',
  );
  expect(
    (await till.call('POST', '/payments', { as: payer.actor, body: { parts: partsOf(payer.accounts, 100), method: 'card', savedMethodId: id } })).body.code,
  ).toBe('payments.methodGone');
});

test('PAY-2, X-8: another person neither sees, pays with nor removes a kept method', async () => {
  const [payer, stranger] = [await makePayer(world), await makePayer(world)];
  const { id } = await saveCard(world, till, payer);
  expect(await methodsOf(stranger)).toEqual([]);
  expect(await removed(stranger, id)).toMatchObject({ status: 404, body: { code: 'object.notFound' } });
  expect(
    (await till.call('POST', '/payments', { as: stranger.actor, body: { parts: partsOf(stranger.accounts, 100), method: 'card', savedMethodId: id } })).body
      .code,
  ).toBe('payments.methodGone');
  expect(await methodsOf(payer)).toHaveLength(1);
});

test('PAY-2, PAY-3: while a payment by it is under way a method stays: the lost order must be repeated by the same token', async () => {
  const payer = await makePayer(world, [50_000]);
  const { id: savedMethodId } = await saveCard(world, till, payer);
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  const started = await start(till, payer, { kopecks: 300, savedMethodId });
  expect(started.status).toBe('unknown');
  expect((await removed(payer, savedMethodId)).body.code).toBe('payments.methodBusy');
  await settled(payer, started.id, 'paid');
  expect((await look(till, payer, started.id)).receipt).not.toBeNull();
  expect((await removed(payer, savedMethodId)).status).toBe(200);
});
