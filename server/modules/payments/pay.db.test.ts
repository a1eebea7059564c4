// Paying from the draft to the receipt against the real stand-in of the acquirer.
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { breakStandIn, enterCard, enterCode, postForm, until } from '#stand-ins/testing';
import { dayIn } from '#platform/time';
import { makeLink } from '#test/factories/accounts';
import { askCode, draft, look, makePayer, partsOf, type Payer, settleUntil as settled, start, useTill } from '#test/factories/payments';
import { countStatements } from '#test/statements';
import { useWorld } from '#test/world';

const world = useWorld();
const till = useTill(world);
const GOOD = '2200000000000103';

/** Everything that must be there once and only once for a paid payment. */
async function traces(paymentId: string) {
  const { rows } = await sql<{ entries: bigint; kopecks: bigint; receipts: bigint; reserves: bigint; captured: bigint }>`select
    (select count(distinct account_id) from ledger.transfer where source_id = ${paymentId} and kind = 'payment') as entries,
    (select coalesce(sum(kopecks), 0)::bigint from ledger.transfer where source_id = ${paymentId} and kind = 'payment') as kopecks,
    (select count(*) from payments.receipt where payment_id = ${paymentId}) as receipts,
    (select count(*) from ledger.reserve where payment_id = ${paymentId}) as reserves,
    (select count(*) from payments.payment_event where payment_id = ${paymentId} and action = 'captured') as captured`.execute(world.db);
  return rows[0]!;
}
const debits = async (paymentId: string): Promise<number> => (await listed()).filter((one) => one.metadata['payment'] === paymentId).length;
async function listed() {
  const answer = await till.acquirer.listPayments(new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10));
  return answer.kind === 'ok' ? answer.value : [];
}
const settleUntil = (payer: Payer, id: string, status: string) => settled(world, till, { payer, id, status });

test('PAY-1, PAY-2, PAY-8, DOCS-3: the whole way: full debt by default, code, card in the frame, paid with a receipt and its letter', async () => {
  const payer = await makePayer(world, [919_661]);
  const made = await draft(till, payer);
  expect(made).toMatchObject({
    status: 'draft',
    kopecks: 919_661,
    parts: [{ kopecks: 919_661, accountNumber: payer.accounts[0]!.number }],
    can: { askCode: true, start: false, cancel: true, retry: false },
  });
  const { confirmationId, code, words } = await askCode(till, payer.actor, made.id);
  expect(words.replaceAll('\u00a0', ' ')).toMatch(/^Оплата 9 196,61 ₽: «Липовый дом \d+», счёт 7700\d+$/);
  const started = await till.call('POST', `/payments/${made.id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } });
  expect(started.body).toMatchObject({ status: 'waiting', next: { kind: 'frame', url: expect.stringContaining(till.bank.acquirerPublicUrl) } });
  expect((await till.call('GET', '/payable-accounts', { as: payer.actor })).body.accounts).toMatchObject([
    { balanceKopecks: 919_661, reservedKopecks: 919_661, toPayKopecks: 0 },
  ]);

  await enterCard(started.body.next.url, GOOD);
  await until(() => till.hooks.webhooks.length > 0);
  world.now = new Date();
  expect(await till.deliver(till.hooks.webhooks[0]!)).toBe(200);
  const hint = (await till.orders('payments.read-back')).at(-1)!;
  await till.job('payments.read-back', hint.payload);
  const paid = await look(till, payer, made.id);
  expect(paid).toMatchObject({
    status: 'paid',
    methodWords: 'Карта •• 0103',
    next: null,
    receipt: { number: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{4}$/), fiscalState: 'pending' },
  });
  expect(await traces(made.id)).toEqual({ entries: 1n, kopecks: 919_661n, receipts: 1n, reserves: 0n, captured: 1n });

  await until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.fiscal');
    return (await look(till, payer, made.id)).receipt.fiscalState === 'registered';
  });
  const letter = (await till.orders('payments.mail-receipt')).filter((order) => order.payload.paymentId === made.id);
  expect(letter.map((order) => order.payload.cause)).toEqual(['captured', 'registered']);
  await till.job('payments.mail-receipt', letter[1]!.payload);
  await till.job('payments.mail-receipt', letter[1]!.payload);
  const sent = (await till.orders('notifications.send-message')).filter(
    (order) => order.payload.template === 'payment.receipt' && order.payload.personId === payer.actor.personId,
  );
  expect(sent).toHaveLength(1);
  expect(sent[0]!.payload).toMatchObject({
    to: 'payer@example.test',
    channel: 'email',
    attachments: [{ type: 'application/pdf', name: `чек-${paid.receipt.number}.pdf` }],
  });
  const mailed = Buffer.from(sent[0]!.payload.attachments[0].base64, 'base64');
  expect(mailed.subarray(0, 5).toString()).toBe('%PDF-');
  const taken = await till.call('GET', `/payments/${made.id}/receipt.pdf`, { as: payer.actor });
  expect(taken.body).toEqual(mailed);
  expect(await world.db.selectFrom('documents.issued').select(['kind', 'title', 'sha256']).where('person_id', '=', payer.actor.personId).execute()).toEqual([
    { kind: 'receipt', title: `Чек № ${paid.receipt.number}`, sha256: createHash('sha256').update(mailed).digest() },
  ]);
});

test('PAY-1: several accounts in two houses are one debit and one set of transfers per house; a sum above the debt becomes an advance', async () => {
  const payer = await makePayer(world, [100_000, 50_000]);
  const [first, second] = payer.accounts;
  const body = { parts: [{ ...partsOf([first!])[0], kopecks: 120_000 }, partsOf([second!])[0]], method: 'card' };
  const made = (await till.call('POST', '/payments', { as: payer.actor, body })).body;
  expect(made).toMatchObject({ kopecks: 170_000, email: payer.accounts ? expect.stringContaining('@example.test') : null });
  const { confirmationId, code, words } = await askCode(till, payer.actor, made.id);
  expect(words).toMatch(/^Оплата 1\u00a0700,00\u00a0₽: .+, счёт \d+, 1\u00a0200,00\u00a0₽; .+, счёт \d+, 500,00\u00a0₽$/);
  const started = (await till.call('POST', `/payments/${made.id}/start`, { as: payer.actor, body: { confirmationId, code, frame: false } })).body;
  expect(started.next.kind).toBe('redirect');
  await enterCard(started.next.url, GOOD);
  await settleUntil(payer, made.id, 'paid');
  expect(await traces(made.id)).toEqual({ entries: 2n, kopecks: 170_000n, receipts: 1n, reserves: 0n, captured: 1n });
  expect(await debits(made.id)).toBe(1);
  const { accounts } = (await till.call('GET', '/payable-accounts', { as: payer.actor })).body;
  expect(accounts.map((one: { balanceKopecks: number }) => one.balanceKopecks).sort((a: number, b: number) => a - b)).toEqual([-20_000, 0]);
});

test('PAY-1, X-9: one payment for houses of two time zones is dated by the clock of each house', async () => {
  const payer = await makePayer(world, [100_000, 50_000]);
  const zones = ['Etc/GMT-14', 'Etc/GMT+12']; // never the same day
  for (const [place, { houseId }] of payer.accounts.entries())
    await world.db.updateTable('housing.house').set({ time_zone: zones[place]! }).where('house_id', '=', houseId).execute();
  const started = await start(till, payer);
  await enterCard(started.next.url, GOOD);
  const { paidAt } = await settleUntil(payer, started.id, 'paid');
  const days = await Promise.all(
    payer.accounts.map(({ houseId, accountId }) =>
      world.db
        .selectFrom('ledger.transfer')
        .select('happened_on')
        .where('house_id', '=', houseId)
        .where('account_id', '=', accountId)
        .where('kind', '=', 'payment')
        .executeTakeFirstOrThrow(),
    ),
  );
  expect(days.map((row) => row.happened_on)).toEqual(zones.map((zone) => dayIn(zone, new Date(paidAt))));
  expect(days[0]!.happened_on > days[1]!.happened_on).toBe(true);
});

test('PAY-1: the QR of the fast payment system is shown as a code and paid in the bank', async () => {
  const payer = await makePayer(world);
  const started = await start(till, payer, { method: 'qr' });
  expect(started.next).toMatchObject({ kind: 'qr', qr: { side: expect.any(Number), path: expect.stringMatching(/^M\d/) } });
  await postForm(started.next.url, { account: 'main' });
  expect((await settleUntil(payer, started.id, 'paid')).methodWords).toBe('Система быстрых платежей');
});

test.each([
  [
    'a stranger account',
    async (payer: Payer) => ({ body: { parts: partsOf((await makePayer(world)).accounts), method: 'card' }, as: payer.actor }),
    'payments.accountUnknown',
    '/parts/0/accountId',
  ],
  [
    'an account twice',
    async (payer: Payer) => ({ body: { parts: partsOf([...payer.accounts, ...payer.accounts]), method: 'card' }, as: payer.actor }),
    'payments.accountTwice',
    '/parts/1/accountId',
  ],
  [
    'nothing to pay',
    async () => {
      const free = await makePayer(world, [0]);
      return { body: { parts: partsOf(free.accounts), method: 'card' }, as: free.actor };
    },
    'payments.nothingToPay',
    '/parts/0/kopecks',
  ],
  [
    'a sum below one kopeck',
    async (payer: Payer) => ({ body: { parts: partsOf(payer.accounts, 0), method: 'card' }, as: payer.actor }),
    'input.invalid',
    '/parts/0/kopecks',
  ],
  [
    'an address that is none',
    async (payer: Payer) => ({ body: { parts: partsOf(payer.accounts), method: 'card', email: 'нет' }, as: payer.actor }),
    'input.invalid',
    '/email',
  ],
])('PAY-1, X-3: %s is refused at its field', async (_what, given, code, pointer) => {
  const call = await given(await makePayer(world));
  const answer = await till.call('POST', '/payments', call);
  expect([answer.status, answer.body.code]).toEqual([422, code]);
  expect(answer.body.fields.map((field: { pointer: string }) => field.pointer)).toContain(pointer);
});

test('PAY-1: more than the limit of one payment is refused with the limit in words', async () => {
  const payer = await makePayer(world);
  const answer = await till.call('POST', '/payments', { as: payer.actor, body: { parts: partsOf(payer.accounts, 60_000_001), method: 'card' } });
  expect([answer.status, answer.body.code, answer.body.title.replaceAll('\u00a0', ' ')]).toEqual([
    422,
    'payments.tooMuch',
    'За один раз можно заплатить не больше 600 000,00 ₽. Уменьшите сумму',
  ]);
});

test('PAY-1, X-8: another person sees nothing of a payment and can do nothing with it, as if it did not exist', async () => {
  const payer = await makePayer(world);
  const stranger = await makePayer(world);
  const started = await start(till, payer);
  const body = { confirmationId: randomUUID(), code: '123456', frame: true };
  for (const [method, url, given] of [
    ['GET', '', undefined],
    ['POST', '/code', undefined],
    ['POST', '/cancel', undefined],
    ['GET', '/receipt.pdf', undefined],
    ['POST', '/receipt/send', { email: 'a@example.test' }],
    ['POST', '/start', body],
  ] as const) {
    const answer = await till.call(method, `/payments/${started.id}${url}`, { as: stranger.actor, ...(given && { body: given }) });
    expect([url, answer.status, answer.body.code]).toEqual([url, 404, 'object.notFound']);
  }
  expect((await till.call('GET', '/payments', { as: stranger.actor })).body.rows).toEqual([]);
  expect((await till.call('GET', `/accounts/${payer.accounts[0]!.houseId}/${payer.accounts[0]!.accountId}/payment-qr`, { as: stranger.actor })).status).toBe(
    404,
  );
  expect((await till.call('GET', `/payments/${started.id}`)).status).toBe(401);
});

test('CONF-1: a code for one payment pays no other, a wrong one pays nothing, three wrong ones end it, and it works once', async () => {
  const payer = await makePayer(world, [100_000, 50_000]);
  const one = { actor: payer.actor, accounts: [payer.accounts[0]!] };
  const two = { actor: payer.actor, accounts: [payer.accounts[1]!] };
  const [a, b] = [await draft(till, one), await draft(till, two)];
  const codeA = await askCode(till, payer.actor, a.id);
  await askCode(till, payer.actor, b.id);
  const startB = (given: { confirmationId: string; code: string }) =>
    till.call('POST', `/payments/${b.id}/start`, { as: payer.actor, body: { ...given, frame: true } });
  expect((await startB({ confirmationId: codeA.confirmationId, code: codeA.code })).body.code).toBe('confirm.otherContent');
  const codeB = await askCode(till, payer.actor, b.id);
  const wrong = codeB.code === '000000' ? '000001' : '000000';
  for (const left of [2, 1, 0])
    expect((await startB({ confirmationId: codeB.confirmationId, code: wrong })).body).toMatchObject({
      code: 'confirm.wrong',
      fields: [{ pointer: '/code', detail: left > 0 ? `Код не подошёл. Осталось попыток: ${left}` : expect.stringContaining('больше не действует') }],
    });
  expect((await startB({ confirmationId: codeB.confirmationId, code: codeB.code })).body.code).toBe('confirm.wrong');
  expect(await look(till, two, b.id)).toMatchObject({ status: 'confirming', next: null });
  expect((await traces(b.id)).reserves).toBe(0n);
});

test('PAY-4: a decline says why and what to do, frees the debt, and the same can be paid again by another card', async () => {
  const payer = await makePayer(world, [30_000]);
  const started = await start(till, payer);
  await enterCard(started.next.url, '2200000000000301');
  await enterCode(started.next.url, '111111');
  const declined = await settleUntil(payer, started.id, 'declined');
  expect(declined).toMatchObject({
    decline: { code: 'insufficientFunds', why: 'На карте или счёте не хватило денег', again: true },
    can: { retry: true, start: false, cancel: false },
    receipt: null,
  });
  expect(await traces(started.id)).toEqual({ entries: 0n, kopecks: 0n, receipts: 0n, reserves: 0n, captured: 0n });
  const notices = (await till.orders('notifications.notify')).filter((order) => order.payload.link === `/payments/${started.id}`);
  expect(notices.map((order) => order.payload.kind)).toEqual(['payment.failed']);
  const again = await start(till, payer);
  await enterCard(again.next.url, GOOD);
  await settleUntil(payer, again.id, 'paid');
  expect((await till.call('GET', '/payable-accounts', { as: payer.actor })).body.accounts[0].toPayKopecks).toBe(0);
});

test('PAY-3: while one payment of a debt is under way another of the same debt is refused, and nothing of it is reserved', async () => {
  const payer = await makePayer(world, [30_000]);
  const [a, b] = [await draft(till, payer), await draft(till, payer)];
  const start1 = async (id: string) =>
    till.call('POST', `/payments/${id}/start`, {
      as: payer.actor,
      body: { ...(({ confirmationId, code }) => ({ confirmationId, code }))(await askCode(till, payer.actor, id)), frame: true },
    });
  expect((await start1(a.id)).body.status).toBe('waiting');
  const refused = await start1(b.id);
  expect([refused.status, refused.body.code]).toEqual([409, 'payments.underWay']);
  expect((await traces(b.id)).reserves).toBe(0n);
});

test('PAY-3: two people of a home chose the debt at one time and one has paid it: the other’s payment does not start, a smaller or a new one does', async () => {
  const payer = await makePayer(world, [30_000]);
  const relative = await makePayer(world, []);
  await makeLink(world, payer.accounts[0]!, relative.actor.personId);
  const both = { actor: relative.actor, accounts: payer.accounts };
  const [whole, part] = [await draft(till, both), await draft(till, both, { kopecks: 5_000 })];
  const press = async (id: string) => {
    const { confirmationId, code } = await askCode(till, relative.actor, id);
    return till.call('POST', `/payments/${id}/start`, { as: relative.actor, body: { confirmationId, code, frame: true } });
  };
  world.now = new Date(world.now.getTime() + 60_000);
  const started = await start(till, payer, { kopecks: 20_000 });
  await enterCard(started.next.url, GOOD);
  await settleUntil(payer, started.id, 'paid');
  const refused = await press(whole.id);
  expect([refused.status, refused.body.code, refused.body.title.replaceAll('\u00a0', ' ')]).toEqual([
    409,
    'payments.paidMeanwhile',
    expect.stringMatching(/^По счёту 7700\d+ тем временем пришли деньги, долг теперь 100,00 ₽\. /),
  ]);
  expect(await traces(whole.id)).toMatchObject({ entries: 0n, reserves: 0n });
  expect((await press(part.id)).body.status).toBe('waiting');
  expect((await till.call('POST', `/payments/${part.id}/cancel`, { as: relative.actor })).body.status).toBe('cancelled');
  const ahead = await draft(till, both, { kopecks: 50_000 }); // chosen with open eyes
  expect((await press(ahead.id)).body.status).toBe('waiting');
});

test('PAY-1: a payment is cancelled before its start, at the bank page, and never once the money is moving or taken', async () => {
  const payer = await makePayer(world, [30_000]);
  const made = await draft(till, payer);
  expect((await till.call('POST', `/payments/${made.id}/cancel`, { as: payer.actor })).body.status).toBe('cancelled');
  const started = await start(till, payer);
  expect((await till.call('POST', `/payments/${started.id}/cancel`, { as: payer.actor })).body).toMatchObject({ status: 'cancelled', can: { retry: true } });
  expect((await traces(started.id)).reserves).toBe(0n);
  const slow = await start(till, payer);
  await enterCard(slow.next.url, '2200000000000806');
  const refused = await till.call('POST', `/payments/${slow.id}/cancel`, { as: payer.actor });
  expect([refused.status, refused.body.code]).toEqual([409, 'payments.cannotCancel']);
  await settleUntil(payer, slow.id, 'paid');
  expect((await till.call('POST', `/payments/${slow.id}/cancel`, { as: payer.actor })).body.code).toBe('payments.state');
  expect(await traces(slow.id)).toMatchObject({ entries: 1n, receipts: 1n, reserves: 0n });
});

test('PAY-3: nobody paid within half an hour: it is ended at the acquirer and the debt is free; a forgotten draft ends after a day', async () => {
  const payer = await makePayer(world, [30_000]);
  const started = await start(till, payer);
  world.now = new Date(world.now.getTime() + 31 * 60_000);
  await till.job('payments.settle');
  expect(await look(till, payer, started.id)).toMatchObject({ status: 'expired', can: { retry: true } });
  expect((await traces(started.id)).reserves).toBe(0n);
  const made = await draft(till, payer);
  world.now = new Date(world.now.getTime() + 25 * 3600_000);
  await till.job('payments.settle');
  expect((await look(till, payer, made.id)).status).toBe('expired');
  world.now = new Date();
});

test('PAY-8: anyone checks a receipt by its number however it is typed, learns nothing personal, and a made-up number is not valid', async () => {
  const payer = await makePayer(world, [30_000]);
  const started = await start(till, payer);
  await enterCard(started.next.url, GOOD);
  const { receipt } = await settleUntil(payer, started.id, 'paid');
  const typed = receipt.number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
  const checked = await till.call('GET', `/receipts/${encodeURIComponent(typed)}`);
  expect(checked.body).toMatchObject({ valid: true, receipt: { number: receipt.number, kopecks: 30_000, isReturn: false, refundedKopecks: 0 } });
  expect(JSON.stringify(checked.body)).not.toMatch(/Тестова|Липовая|7700|example\.test/);
  for (const code of ['AAAA-AAAAA-AAAA', 'нет такого', receipt.number.slice(0, -1)])
    expect((await till.call('GET', `/receipts/${encodeURIComponent(code)}`)).body).toEqual({ valid: false, receipt: null });
  const pdf = await till.call('GET', `/payments/${started.id}/receipt.pdf`, { as: payer.actor });
  expect([pdf.status, (pdf.body as Buffer).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  const sent = await till.call('POST', `/payments/${started.id}/receipt/send`, { as: payer.actor, body: { email: 'other@example.test' } });
  expect(sent.body).toEqual({ sentTo: 'other@example.test' });
  expect((await till.orders('payments.mail-receipt')).at(-1)!.payload).toMatchObject({ paymentId: started.id, to: 'other@example.test' });
});

test('PAY-1: the printable code carries requisites, account and the sum to pay, and a bank application can read it', async () => {
  const payer = await makePayer(world, [919_661]);
  const { houseId, accountId, number } = payer.accounts[0]!;
  const answer = await till.call('GET', `/accounts/${houseId}/${accountId}/payment-qr`, { as: payer.actor });
  expect(answer.body).toMatchObject({ kopecks: 919_661, accountNumber: number, qr: { path: expect.stringMatching(/^M\d/) } });
  expect(answer.body.requisites).toEqual(
    expect.arrayContaining([
      { name: 'БИК', value: '044525225' },
      { name: 'Лицевой счёт', value: number },
    ]),
  );
  const ahead = await till.call('GET', `/accounts/${houseId}/${accountId}/payment-qr?kopecks=100`, { as: payer.actor });
  expect(ahead.body.kopecks).toBe(100);
});

test('PAY-1, X-1: the history shows what was started, filtered by day, state and words, with its total', async () => {
  const payer = await makePayer(world, [30_000, 20_000]);
  await draft(till, payer);
  const paid = await start(till, { actor: payer.actor, accounts: [payer.accounts[0]!] });
  await enterCard(paid.next.url, GOOD);
  await settleUntil(payer, paid.id, 'paid');
  await start(till, { actor: payer.actor, accounts: [payer.accounts[1]!] });
  const all = (await till.call('GET', '/payments', { as: payer.actor })).body;
  expect(all).toMatchObject({ count: 2, totals: { kopecks: 50_000 } });
  const filtered = (await till.call('GET', `/payments?status=paid&search=${payer.accounts[0]!.number}`, { as: payer.actor })).body;
  expect(filtered.rows).toMatchObject([{ id: paid.id, status: 'paid', kopecks: 30_000, accounts: payer.accounts[0]!.number, receipt: expect.any(String) }]);
  const csv = (await till.call('GET', '/payments/export?format=csv&status=paid', { as: payer.actor })).body as Buffer;
  expect(csv.toString()).toContain(payer.accounts[0]!.number);
  expect(csv.toString()).not.toContain(payer.accounts[1]!.number);
  const pdf = (await till.call('GET', '/payments/export?format=pdf', { as: payer.actor })).body as Buffer;
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await till.call('GET', '/payments?createdAtTo=2020-01-01', { as: payer.actor })).body.count).toBe(0);
});

test('PAY-2: the acquirer answers with an error: the draft is not lost and says so', async () => {
  const payer = await makePayer(world, [30_000]);
  await breakStandIn(till.bank.acquirerUrl, { refusedBefore: 1 });
  const started = await start(till, payer);
  expect(started).toMatchObject({ status: 'unknown', words: { word: 'Уточняем у банка' }, can: { cancel: true } });
  const waiting = await settleUntil(payer, started.id, 'waiting');
  expect(waiting.next.kind).toBe('frame');
  expect((await traces(started.id)).reserves).toBe(1n);
});

test('PAY-1: pages ask in a few statements however many accounts and payments there are', async () => {
  const [one, many] = [await makePayer(world, [100]), await makePayer(world, [100, 200, 300, 400])];
  const counted = (payer: Payer, url: string) => countStatements(() => till.call('GET', url, { as: payer.actor }));
  expect([await counted(one, '/payable-accounts'), await counted(many, '/payable-accounts')]).toEqual([6, 6]);
  const [a, b] = [await start(till, one), await start(till, many)];
  expect([await counted(one, `/payments/${a.id}`), await counted(many, `/payments/${b.id}`)]).toEqual([3, 3]);
  expect([await counted(one, '/payments'), await counted(many, '/payments')]).toEqual([2, 2]);
});
