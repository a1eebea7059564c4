// State bills from the search to the confirmed payment, against the stand-ins of the state system and of the acquirer.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { openStatePayments, treasuryModule } from '#modules/treasury';
import { system } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Module } from '#platform/module';
import { runOnce } from '#platform/work';
import { breakStandIn, enterCard } from '#stand-ins/testing';
import { chargeNumber } from '#stand-ins/treasury/charges';
import { makeActor } from '#test/factories/identity';
import { askCode, look, makePayer, people, type Payer, settleUntil, useTill } from '#test/factories/payments';
import { useWorld } from '#test/world';

const world = useWorld();
let treasury: Module;
const till = useTill(world, undefined, (ports) => [
  (treasury = treasuryModule({
    port: openStatePayments({ url: till.bank.treasuryUrl, sender: 'test', timeoutMs: 2_000, clock: () => world.now }),
    typesetter: ports.typesetter,
  })),
]);
const GOOD = '2200000000000103';
const DAY_MS = 86_400_000;
const dayAfter = (days: number): string => new Date(world.now.getTime() + days * DAY_MS).toISOString().slice(0, 10);

beforeEach(() => breakStandIn(till.bank.treasuryUrl, { away: 0, answersLost: 0, answerDelayMs: 0, refused: 0 }));

const post = (path: string, body: object) =>
  fetch(`${new URL(till.bank.treasuryUrl).origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const told = async (number: string): Promise<{ paymentId: string; kopecks: number }[]> =>
  ((await (await fetch(`${new URL(till.bank.treasuryUrl).origin}/payments`)).json()) as { paymentId: string; number: string; kopecks: number }[]).filter(
    (one) => one.number === number,
  );
let made = 100;

/** A charge of 1 000 ₽ in the state system; answers its number. */
async function charge(more: object = {}): Promise<string> {
  const number = chargeNumber(`18810566261120${String((made += 1)).padStart(5, '0')}`);
  const payee = {
    name: 'Госавтоинспекция',
    inn: '6670000046',
    kpp: '667001001',
    account: '03100643000000016200',
    bic: '016577551',
    kbk: '18811601123010001140',
    oktmo: '65701000',
  };
  await post('/charges', {
    number,
    payer: 'nobody',
    purpose: 'Штраф',
    totalKopecks: 100_000,
    billDate: dayAfter(-5),
    paymentTerm: dayAfter(40),
    payee,
    ...more,
  });
  return number;
}
const find = (payer: Payer, number: string, key?: string) => till.call('POST', '/state-bills/find', { as: payer.actor, body: { number }, ...(key && { key }) });
const pay = (payer: Payer, numbers: string[], key?: string) =>
  till.call('POST', '/state-bills/pay', { as: payer.actor, body: { numbers, method: 'card', email: 'payer@example.test' }, ...(key && { key }) });
const billOf = async (payer: Payer, number: string) =>
  (await till.call('GET', '/state-bills', { as: payer.actor })).body.bills.find((one: { number: string }) => one.number === number);

async function begin(payer: Payer, id: string) {
  const { confirmationId, code, words } = await askCode(till, payer.actor, id);
  return { words, answer: await till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } }) };
}

/** Found, paid by a card, and the event of the capture delivered so many times. */
async function payWhole(payer: Payer, number: string, deliveries = 1): Promise<string> {
  await find(payer, number);
  const { id } = (await pay(payer, [number])).body;
  const { answer } = await begin(payer, id);
  await enterCard(answer.body.next.url, GOOD);
  await settleUntil(world, till, { payer, id, status: 'paid' });
  for (let n = 0; n < deliveries; n += 1) await capture(payer, id);
  return id;
}
const capture = (payer: Payer, paymentId: string) =>
  runOnce(world.ground, { actor: system('test'), id: newId(world.now), now: world.now }, (work) =>
    treasury.on!['payment.captured']!(work, {
      id: randomUUID(),
      kind: 'payment.captured',
      at: world.now.toISOString(),
      data: { paymentId, personId: payer.actor.personId },
    }),
  );
const tell = async () => {
  world.now = new Date(world.now.getTime() + 700_000);
  await till.job('treasury.notices');
};
const entries = (paymentId: string) =>
  world.db.selectFrom('ledger.payee_transfer').select(['kind', 'debit', 'credit', 'kopecks']).where('payment_id', '=', paymentId).orderBy('kind').execute();

test('BILL-4: a fine found by УИН is paid at its discount by the same form, with a receipt, told to the state once, and every kopeck is booked', async () => {
  const payer = await makePayer(world, [0]);
  const number = await charge({ discount: { percent: 25, until: dayAfter(3) } });
  expect((await find(payer, `${number.slice(0, 4)} ${number.slice(4)}`)).status).toBe(200);
  expect(await billOf(payer, number)).toMatchObject({
    kind: 'fine',
    name: 'Штраф',
    kopecks: 75_000,
    fullKopecks: 100_000,
    discountPercent: 25,
    state: 'open',
    can: { pay: true },
  });
  const key = randomUUID();
  const made = await pay(payer, [number], key);
  expect(made.body).toMatchObject({ status: 'draft', kopecks: 75_000, parts: [], bills: [{ number, payee: 'Госавтоинспекция', kopecks: 75_000 }] });
  expect((await pay(payer, [number], key)).body.id).toBe(made.body.id);
  const { words, answer } = await begin(payer, made.body.id);
  expect(words.replaceAll('\u00a0', ' ')).toBe(`Оплата 750,00 ₽: Госавтоинспекция, УИН ${number}`);
  expect((await billOf(payer, number)).state).toBe('underWay');
  await enterCard(answer.body.next.url, GOOD);
  const paid = await settleUntil(world, till, { payer, id: made.body.id, status: 'paid' });
  await capture(payer, paid.id);
  await capture(payer, paid.id);
  expect(await entries(paid.id)).toMatchObject([{ kind: 'payment', debit: 'acquirer', credit: 'payee', kopecks: 75_000n }]);
  expect(await billOf(payer, number)).toMatchObject({ state: 'paid', paymentId: paid.id, confirmed: false, can: { pay: false } });
  await tell();
  await tell();
  expect(await told(number)).toMatchObject([{ kopecks: 75_000, paymentId: expect.stringMatching(/^1016577551\d{22}$/) }]);
  expect(await billOf(payer, number)).toMatchObject({ state: 'paid', confirmed: true });
  expect((await entries(paid.id)).map((one) => one.kind)).toEqual(['payment', 'settlement']);
  expect((await checkLedger(world.db)).faults).toEqual([]);
  const receipt = await till.call('GET', `/payments/${paid.id}/receipt.pdf`, { as: payer.actor });
  expect([receipt.status, receipt.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  const { rows } = (await till.call('GET', '/payments', { as: payer.actor })).body;
  expect(rows).toMatchObject([{ payees: 'Госавтоинспекция', accounts: `УИН ${number}`, kopecks: 75_000 }]);
  expect((await till.call('GET', `/receipts/${paid.receipt.number}`)).body.receipt.payees).toEqual(['Госавтоинспекция']);
});

test.each([
  ['', 'stateChargeNumber.empty'],
  ['1881056626112', 'stateChargeNumber.length'],
  ['18810566261120000010', 'stateChargeNumber.checksum'],
  [chargeNumber('1881056626112999999'), 'stateBills.unknown'],
])('BILL-4, X-3: the number «%s» is refused at its field', async (number, code) => {
  const answer = await find(await makePayer(world, []), number);
  expect([answer.status, answer.body.fields.map((field: { pointer: string; code: string }) => [field.pointer, field.code])]).toEqual([
    422,
    [['/number', code]],
  ]);
});

test('BILL-4: by a document, kept sealed, with consent; the same one again is one; another person neither sees nor removes it', async () => {
  const [payer, other] = [await makePayer(world, []), await makePayer(world, [])];
  const number = await charge({ payer: '1220000000006612345678' });
  const add = (body: object, as = payer) => till.call('POST', '/state-bills/documents', { as: as.actor, body });
  const bad = await add({ kind: 'inn', number: '123456789012', consent: false });
  expect(bad.body.fields.map((field: { pointer: string }) => field.pointer)).toEqual(['/number', '/consent']);
  const key = randomUUID();
  const body = { kind: 'licence', number: '66 12 345678', consent: true };
  await Promise.all(Array.from({ length: 20 }, () => add(body)));
  const { documents } = (await till.call('POST', '/state-bills/documents', { as: payer.actor, body, key })).body;
  expect(documents).toMatchObject([{ kind: 'licence', ending: '5678' }]);
  expect((await world.db.selectFrom('treasury.document').select('value').execute()).every((row) => !row.value.includes('6612345678'))).toBe(true);
  await till.job('treasury.look-up');
  expect(await billOf(payer, number)).toMatchObject({ state: 'open', kopecks: 100_000 });
  expect((await till.call('GET', '/state-bills', { as: other.actor })).body).toMatchObject({ bills: [], documents: [] });
  expect((await till.call('POST', `/state-bills/documents/${documents[0].id}/remove`, { as: other.actor })).status).toBe(404);
  expect((await pay(other, [number])).body).toMatchObject({ code: 'stateBills.notYours', fields: [{ pointer: '/numbers/0' }] });
  expect((await till.call('POST', `/state-bills/documents/${documents[0].id}/remove`, { as: payer.actor })).body.documents).toEqual([]);
});

test('BILL-4: a bill paid elsewhere becomes paid, a cancelled one is not to be paid, and neither makes a payment', async () => {
  const payer = await makePayer(world, []);
  const [elsewhere, cancelled] = [await charge(), await charge({ cancelled: true })];
  await find(payer, elsewhere);
  await find(payer, cancelled);
  await post('/payments', { paymentId: randomUUID(), number: elsewhere, kopecks: 100_000, paymentDate: dayAfter(0) });
  expect((await pay(payer, [elsewhere])).body.code).toBe('stateBills.settled');
  expect((await billOf(payer, elsewhere)).state).toBe('paidElsewhere');
  expect((await pay(payer, [cancelled])).body.code).toBe('stateBills.settled');
  expect((await billOf(payer, cancelled)).state).toBe('cancelled');
});

test('BILL-4, PAY-3: the same УИН twice, paid twice, and twenty who start at once: one payment', async () => {
  const number = await charge();
  const payers = await Promise.all(Array.from({ length: 20 }, () => makePayer(world, [])));
  for (const payer of payers) await find(payer, number);
  expect((await pay(payers[0]!, [number, number])).body).toMatchObject({ code: 'stateBills.twice', fields: [{ pointer: '/numbers/1' }] });
  const ready = await Promise.all(
    payers.map(async (payer) => {
      const { id } = (await pay(payer, [number])).body;
      return { payer, id, ...(await askCode(till, payer.actor, id)) };
    }),
  );
  const answers = await Promise.all(
    ready.map(({ payer, id, confirmationId, code }) =>
      till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } }),
    ),
  );
  expect(answers.filter((one) => one.body.code === 'payments.billUnderWay')).toHaveLength(19);
  expect(answers.filter((one) => one.body.status === 'waiting')).toHaveLength(1);
  const winner = ready[answers.findIndex((one) => one.status === 200)]!;
  await enterCard(answers.find((one) => one.status === 200)!.body.next.url, GOOD);
  await settleUntil(world, till, { payer: winner.payer, id: winner.id, status: 'paid' });
  const late = ready.find((one) => one !== winner)!;
  expect((await begin(late.payer, late.id)).answer.body.code).toBe('payments.billPaid');
  expect((await pay(late.payer, [number])).body.code).toBe('payments.billPaid');
  expect((await billOf(late.payer, number)).state).toBe('paidElsewhere');
});

test('BILL-4, PAY-4: a payment that did not pass frees the bill; a draft made before the discount ended is not started', async () => {
  world.now = new Date(`${dayAfter(1)}T09:00:00.000Z`); // the discount's last day is to be the payer's, and not end while the payment is settled
  const payer = await makePayer(world, []);
  const number = await charge({ discount: { percent: 50, until: dayAfter(0) } });
  await find(payer, number);
  const first = (await pay(payer, [number])).body;
  const { answer } = await begin(payer, first.id);
  await till.call('POST', `/payments/${first.id}/cancel`, { as: payer.actor });
  await settleUntil(world, till, { payer, id: first.id, status: 'cancelled' });
  expect([answer.status, (await billOf(payer, number)).state]).toEqual([200, 'open']);
  const second = (await pay(payer, [number])).body;
  world.now = new Date(world.now.getTime() + DAY_MS);
  expect((await begin(payer, second.id)).answer.body.code).toBe('payments.billChanged');
  expect((await pay(payer, [number])).body.kopecks).toBe(100_000);
});

test('BILL-4: the system away or late loses nothing: kind words, a notice repeated under the same number, one payment there', async () => {
  const payer = await makePayer(world, []);
  const number = await charge();
  await breakStandIn(till.bank.treasuryUrl, { away: 1 });
  const away = await find(payer, number);
  expect([away.status, away.body.code]).toEqual([503, 'stateBills.away']);
  const id = await payWhole(payer, number, 2);
  await breakStandIn(till.bank.treasuryUrl, { away: 1, answersLost: 1 });
  await tell();
  await tell();
  expect(await told(number)).toHaveLength(1);
  expect((await billOf(payer, number)).confirmed).toBe(false);
  await breakStandIn(till.bank.treasuryUrl, { answerDelayMs: 3_000 });
  await tell();
  await breakStandIn(till.bank.treasuryUrl, { answerDelayMs: 0 });
  await tell();
  expect(await told(number)).toHaveLength(1);
  expect((await billOf(payer, number)).confirmed).toBe(true);
  expect((await entries(id)).map((one) => one.kind)).toEqual(['payment', 'settlement']);
});

test('BILL-4: a payment the state refuses stays owed to the payee in the ledger', async () => {
  const payer = await makePayer(world, []);
  const id = await payWhole(payer, await charge());
  await breakStandIn(till.bank.treasuryUrl, { refused: 1 });
  await tell();
  await tell();
  expect((await entries(id)).map((one) => one.kind)).toEqual(['payment']);
  expect(await world.db.selectFrom('treasury.notice').select(['state', 'ask_at']).where('payment_id', '=', id).executeTakeFirst()).toEqual({
    state: 'refused',
    ask_at: null,
  });
});

test('BILL-4: the operator sees a refused notice with the reason and sends it again, once of twenty at the same time; accepted, it is handed over', async () => {
  const payer = await makePayer(world, []);
  const number = await charge();
  const paymentId = await payWhole(payer, number);
  await breakStandIn(till.bank.treasuryUrl, { refused: 1 });
  await tell();
  const operator = await makeActor(world, [{ role: 'operator' }]);
  people.set(operator.personId, operator);
  const listed = () => till.call('GET', `/work/state-notices?search=${number}`, { as: operator });
  const [notice] = (await listed()).body.rows;
  expect(notice).toMatchObject({ number, payee: 'Госавтоинспекция', kopecks: 100_000, state: 'refused', answer: expect.stringMatching(/^\d+ \S/), paymentId });
  expect(JSON.stringify(notice)).not.toContain('Штраф');
  expect((await till.call('GET', '/work/state-notices', { as: payer.actor })).status).toBe(403);
  const send = (as = operator, key = randomUUID()) => till.call('POST', `/work/state-notices/${notice.id}/send`, { as, key });
  expect((await send(payer.actor)).status).toBe(403);
  expect((await till.call('POST', '/work/state-notices/1/send', { as: operator })).body.code).toBe('object.notFound');
  const key = randomUUID();
  const answers = await Promise.all([send(operator, key), ...Array.from({ length: 19 }, () => send())]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'stateBills.noticeNotRefused')).toHaveLength(19);
  expect((await send(operator, key)).status).toBe(answers[0].status);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', payer.actor.personId)
    .where('action', '=', 'stateBills.noticeSentAgain')
    .execute();
  expect(lines).toHaveLength(1);
  await tell();
  expect((await listed()).body.rows).toMatchObject([{ state: 'accepted' }]);
  expect((await entries(paymentId)).map((one) => one.kind)).toEqual(['payment', 'settlement']);
  expect(await told(number)).toHaveLength(1);
});

test('BILL-4: twenty numbers an hour are looked for, those asked at once too; then a person waits, and another does not', async () => {
  const [payer, other] = [await makePayer(world, []), await makePayer(world, [])];
  const unknown = chargeNumber('1881056626112999998');
  const answers = await Promise.all(Array.from({ length: 25 }, () => find(payer, unknown)));
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(20);
  expect(answers.filter(({ status, body }) => status === 429 && body.code === 'limit.exceeded')).toHaveLength(5);
  expect((await find(other, unknown)).status).toBe(422);
  world.now = new Date(world.now.getTime() + 3_600_000);
  expect((await find(payer, unknown)).status).toBe(422);
});

test('BILL-4, PAY-6: a reminder before the discount ends, once, with the sum and a link to pay; none when paid', async () => {
  const payer = await makePayer(world, []);
  const [number, paid] = [await charge({ discount: { percent: 25, until: dayAfter(4) } }), await charge({ paymentTerm: dayAfter(3) })];
  await find(payer, number);
  await payWhole(payer, paid);
  world.now = new Date(`${dayAfter(0)}T09:00:00.000Z`);
  await till.job('treasury.reminders');
  await till.job('treasury.reminders');
  const notices = (await till.orders('notifications.notify')).filter(
    (order) => order.payload.personIds[0] === payer.actor.personId && order.payload.kind === 'bill.stateDue',
  );
  expect(notices.map((one) => one.payload)).toMatchObject([{ link: `/state-bills/pay?number=${number}`, facts: { leftKopecks: 75_000, discount: true } }]);
});

test('BILL-4: a stranger without two factors is not let in', async () => {
  expect((await till.call('GET', '/state-bills')).status).toBe(401);
  expect((await till.call('POST', '/state-bills/refresh')).status).toBe(401);
  expect(await look(till, await makePayer(world, []), randomUUID())).toMatchObject({ code: 'object.notFound' });
});
