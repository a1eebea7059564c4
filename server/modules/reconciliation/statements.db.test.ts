// The bank's side of reconciliation (PAY-7): a statement of the account (1CClientBankExchange) and registers that banks sent.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { reconcileDay, reconciliationModule } from '#modules/reconciliation';
import type { Person } from '#platform/actor';
import { addDays, dayIn } from '#platform/time';
import { enterCard, until } from '#stand-ins/testing';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeActor } from '#test/factories/identity';
import { look, makePayer, type Payer, people, start, useTill } from '#test/factories/payments';
import { openDesk } from '#test/factories/registers';
import { testSettings } from '#test/settings';
import { useWorld } from '#test/world';

const [TRANSFER_INN, BANK_INN] = ['6670000021', '7707083893'];
const world = useWorld();
const till = useTill(world, undefined, ({ acquirer, typesetter }) => [reconciliationModule({ acquirer, typesetter, transferInn: TRANSFER_INN })]);
beforeEach(() => void (world.now = new Date()));

const today = () => dayIn('Europe/Moscow', new Date());
const russian = (day: string): string => day.split('-').toReversed().join('.');
const roubles = (kopecks: number): string => `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;

async function makeAccountant(...organizationIds: string[]): Promise<Person> {
  const actor = await makeActor(
    world,
    organizationIds.map((organizationId) => ({ role: 'accountant' as const, organizationId })),
  );
  people.set(actor.personId, actor);
  return actor;
}

/** A payer who paid 1 000,00 ₽ by card (the fee is 12,00 ₽), the day compared, and the payee's accountant. */
async function paidDay(): Promise<{ payer: Payer; paymentId: string; accountant: Person; organizationId: string }> {
  const payer = await makePayer(world, [100_000]);
  const started = await start(till, payer);
  await enterCard(started.next.url, '2200000000000103');
  await until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    return (await look(till, payer, started.id)).status === 'paid';
  });
  world.now = new Date();
  await reconcileDay({ acquirer: till.acquirer }, world.ground, today());
  const { organizationId } = payer.accounts[0]!;
  return { payer, paymentId: started.id as string, accountant: await makeAccountant(organizationId), organizationId };
}

type Order = { number: string; day: string; kopecks: number; purpose: string; inn?: string };
const OWN = '40702810016540000001';

/** Windows-1251, as banks write it. */
const windows1251 = (text: string): Buffer =>
  Buffer.from(Array.from(text, (sign) => (/[А-я]/.test(sign) ? sign.charCodeAt(0) - 0x410 + 0xc0 : sign.charCodeAt(0))));

function statement(orders: readonly Order[], more: { came?: number } = {}): Buffer {
  const sum = orders.reduce((all, one) => all + one.kopecks, 0);
  const lines = [
    '1CClientBankExchange',
    'ВерсияФормата=1.03',
    'Кодировка=Windows',
    'СекцияРасчСчет',
    `РасчСчет=${OWN}`,
    'НачальныйОстаток=0.00',
    `ВсегоПоступило=${roubles(more.came ?? sum)}`,
    'ВсегоСписано=0.00',
    `КонечныйОстаток=${roubles(more.came ?? sum)}`,
    'КонецРасчСчет',
    ...orders.flatMap(({ number, day, kopecks, purpose, inn = TRANSFER_INN }) => [
      'СекцияДокумент=Платежное поручение',
      `Номер=${number}`,
      `Дата=${russian(day)}`,
      `Сумма=${roubles(kopecks)}`,
      'ПлательщикСчет=30233810000000000001',
      'Плательщик=Банк',
      `ПлательщикИНН=${inn}`,
      `ПолучательСчет=${OWN}`,
      `ДатаПоступило=${russian(day)}`,
      'Получатель=УК',
      `НазначениеПлатежа=${purpose}`,
      'КонецДокумента',
    ]),
    'КонецФайла',
  ];
  return windows1251(`${lines.join('\r\n')}\r\n`);
}

async function upload(as: Person, file: Buffer, { key = randomUUID(), organizationId = '' } = {}) {
  const [head, tail] = [
    `--x\r\ncontent-disposition: form-data; name="organizationId"\r\n\r\n${organizationId}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="kl_to_1c.txt"\r\ncontent-type: text/plain\r\n\r\n`,
    '\r\n--x--\r\n',
  ];
  const answer = await till.app.inject({
    method: 'POST',
    url: '/api/v1/work/reconciliation/statements',
    payload: Buffer.concat([Buffer.from(head), file, Buffer.from(tail)]),
    headers: {
      origin: testSettings().publicUrl.origin,
      cookie: `sid=${as.personId}`,
      'idempotency-key': key,
      'content-type': 'multipart/form-data; boundary=x',
      accept: 'application/json',
    },
  });
  return { status: answer.statusCode, body: answer.json() };
}
const seen = async (as: Person, organizationId: string, day = today()) =>
  (await till.call('GET', `/work/reconciliation/${organizationId}/${day}`, { as })).body;
const kindsOf = (shown: { differences: { kind: string; status: string; ourKopecks: number; theirKopecks: number }[] }) =>
  shown.differences.filter((one) => one.status === 'open').map((one) => [one.kind, one.ourKopecks, one.theirKopecks]);

test('PAY-7: the transfer of captured less the fee closes the day; the same statement again, by one key or twenty, changes nothing', async () => {
  const { accountant, organizationId } = await paidDay();
  const file = statement([
    { number: '15', day: addDays(today(), 1), kopecks: 98_800, purpose: `Перевод, реестр N 7 от ${russian(today())}, сумма 1000.00, комиссия 12.00` },
  ]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => upload(accountant, file)));
  expect(answers.map((one) => one.status)).toEqual(answers.map(() => 200));
  expect(answers.filter((one) => one.body.fresh === 1)).toHaveLength(1);
  expect(await seen(accountant, organizationId)).toMatchObject({
    state: 'ready',
    can: { settle: true },
    settledAt: null,
    dueKopecks: 98_800,
    bankKopecks: 98_800,
    differences: [],
  });
  const key = randomUUID();
  expect((await upload(accountant, file, { key })).body).toEqual((await upload(accountant, file, { key })).body);
});

test('PAY-7: another sum is found and gone when the rest comes; a transfer for a day without payments and a late one are found', async () => {
  const { accountant, organizationId } = await paidDay();
  const purpose = `Перевод, реестр N 7 от ${russian(today())}`;
  await upload(accountant, statement([{ number: '15', day: today(), kopecks: 90_000, purpose }]));
  expect(await seen(accountant, organizationId)).toMatchObject({ state: 'differs', bankKopecks: 90_000 });
  expect(kindsOf(await seen(accountant, organizationId))).toEqual([['transferSum', 98_800, 90_000]]);
  await upload(accountant, statement([{ number: '16', day: addDays(today(), 1), kopecks: 8_800, purpose }]));
  expect(kindsOf(await seen(accountant, organizationId))).toEqual([]);
  const empty = addDays(today(), -3);
  await upload(accountant, statement([{ number: '17', day: today(), kopecks: 500, purpose: `Перевод, реестр N 9 от ${russian(empty)}` }]));
  expect(kindsOf(await seen(accountant, organizationId, empty))).toEqual([['transferExtra', 0, 500]]);

  const other = await paidDay();
  await upload(other.accountant, statement([{ number: '18', day: addDays(today(), 20), kopecks: 100, purpose: 'Аренда', inn: '7700000000' }]));
  expect(kindsOf(await seen(other.accountant, other.organizationId))).toEqual([['transferMissing', 98_800, 0]]);
});

test('PAY-7: a register of a bank: its payments stand in the ledger, the transfer names their sum; one not loaded is found', async () => {
  const account: MadeAccount = await makeAccount(world);
  const accountant = await makeAccountant(account.organizationId);
  const desk = openDesk(world, account.organizationId);
  const day = today();
  const load = await desk.upload(
    `Лицевой счёт;Операция;Сумма;Дата оплаты\n${account.number};b-1;150,00;${russian(day)}\n${account.number};b-2;20,50;${russian(day)}\n`,
    { name: 'bank.csv' },
  );
  await desk.load(load.id);
  await reconcileDay({ acquirer: till.acquirer }, world.ground, day);
  expect(await seen(accountant, account.organizationId)).toMatchObject({ registerKopecks: 17_050, state: 'equal', differences: [] });
  const transfer = (number: string, sum: string) =>
    statement([{ number, day, kopecks: 16_900, inn: BANK_INN, purpose: `Платежи населения, реестр N 1 от ${russian(day)}, сумма ${sum}, комиссия 1.50` }]);
  await upload(accountant, transfer('1', '170.50'));
  expect(kindsOf(await seen(accountant, account.organizationId))).toEqual([]);
  await upload(accountant, transfer('2', '99.00'));
  expect(kindsOf(await seen(accountant, account.organizationId))).toEqual([['registerSum', 17_050, 26_950]]);
});

test('PAY-7, X-3: what is no statement, is cut, or differs from its own totals is refused whole and in words; so is another’s organization', async () => {
  const organizationId = (await makeAccount(world)).organizationId;
  const accountant = await makeAccountant(organizationId, (await makeAccount(world)).organizationId);
  const good = statement([{ number: '1', day: today(), kopecks: 100, purpose: 'Аренда' }]);
  for (const file of [
    Buffer.from('Лицевой счёт;Сумма\n1;2\n'),
    Buffer.from(''),
    good.subarray(0, good.length - 20),
    statement([{ number: '1', day: today(), kopecks: 100, purpose: 'Аренда' }], { came: 200 }),
  ]) {
    const answer = await upload(accountant, file, { organizationId });
    expect([answer.status, answer.body.code], file.toString('latin1')).toEqual(file.length === 0 ? [422, 'file.missing'] : [422, 'reconciliation.statement']);
  }
  expect((await upload(accountant, good, { organizationId: (await makeAccount(world)).organizationId })).body.code).toBe('register.organization');
  expect((await upload(accountant, good)).body.code).toBe('register.organization');
  expect(await world.db.selectFrom('reconciliation.bank_operation').select('operation_id').where('organization_id', '=', organizationId).execute()).toEqual([]);
  expect((await upload(accountant, good, { organizationId })).body).toEqual({ operations: 1, fresh: 1 });
});

const settle = (as: Person, days: readonly { organizationId: string; day: string }[], key = randomUUID()) =>
  till.call('POST', '/work/reconciliation/settlements', { as, key, body: { days } });
const settlementsOf = async (payer: Payer) =>
  (
    await world.db
      .selectFrom('ledger.transfer as t')
      .innerJoin('ledger.book as d', (on) => on.onRef('d.house_id', '=', 't.house_id').onRef('d.id', '=', 't.debit_book'))
      .select(['d.kind', 't.kopecks', 't.happened_on'])
      .where('t.account_id', '=', payer.accounts[0]!.accountId)
      .where('t.source_kind', '=', 'settlement')
      .orderBy('t.kopecks', 'desc')
      .execute()
  ).map((row) => [row.kind, row.kopecks, row.happened_on]);

test('PAY-7, X-4: a transfer that came whole is booked at the bank less the fee, once, by twenty at once and by one key again', async () => {
  const { payer, accountant, organizationId } = await paidDay();
  const days = [{ organizationId, day: today() }];
  expect((await settle(accountant, days)).body).toMatchObject({ code: 'reconciliation.unequal', title: expect.stringContaining('перевода ещё нет') });
  const came = addDays(today(), 1);
  await upload(accountant, statement([{ number: '15', day: came, kopecks: 98_800, purpose: `Перевод, реестр N 7 от ${russian(today())}` }]));
  const keys = Array.from({ length: 20 }, () => randomUUID());
  const answers = await Promise.all(keys.map((key) => settle(accountant, days, key)));
  const done = answers.findIndex((one) => one.status === 200);
  expect(answers.filter((_, n) => n !== done).map((one) => one.body.code)).toEqual(Array.from({ length: 19 }, () => 'reconciliation.settled'));
  expect(answers[done]!.body).toEqual({ days: 1, kopecks: 98_800, feeKopecks: 1_200 });
  expect((await settle(accountant, days, keys[done])).body).toEqual(answers[done]!.body);
  expect(await settlementsOf(payer)).toEqual([
    ['bank', 98_800n, came],
    ['fee', 1_200n, came],
  ]);
  expect(await seen(accountant, organizationId)).toMatchObject({
    state: 'settled',
    can: { settle: false },
    settledAt: expect.any(String),
    settledBy: expect.any(String),
  });
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'reconciliation.settled')
    .where('organization_id', '=', organizationId)
    .execute();
  expect(lines.map((line) => line.facts)).toEqual([{ fromDay: today(), toDay: today(), days: 1, amountKopecks: 98_800 }]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('PAY-7, X-8: a refund is held back of the transfer; another sum, a list that lost a payment, an unknown day and a stranger book nothing', async () => {
  const { payer, paymentId, accountant, organizationId } = await paidDay();
  const refund = await till.call('POST', `/work/payments/${paymentId}/refunds`, {
    as: accountant,
    body: { accountId: payer.accounts[0]!.accountId, kopecks: 30_000, leftKopecks: 100_000, reopensKopecks: 30_000, reason: 'Ошибка в сумме' },
  });
  expect(refund.status).toBe(200);
  await reconcileDay({ acquirer: till.acquirer }, world.ground, today());
  const days = [{ organizationId, day: today() }];
  const transfer = (number: string, kopecks: number) =>
    upload(accountant, statement([{ number, day: today(), kopecks, purpose: `Перевод, реестр N 7 от ${russian(today())}` }]));
  await transfer('1', 68_000);
  expect((await settle(accountant, days)).body).toMatchObject({ code: 'reconciliation.unequal', title: expect.stringContaining('к перечислению') });
  await transfer('2', 800);
  await world.db.updateTable('reconciliation.listed').set({ named: null }).where('named', '=', paymentId).execute();
  expect((await settle(accountant, days)).body).toMatchObject({ code: 'reconciliation.unequal', title: expect.stringContaining('другие платежи') });
  await world.db
    .updateTable('reconciliation.listed')
    .set({ named: paymentId })
    .where(
      'acquirer_id',
      '=',
      (await world.db.selectFrom('payments.payment').select('acquirer_id').where('id', '=', paymentId).executeTakeFirstOrThrow()).acquirer_id!,
    )
    .execute();
  const stranger = await makeAccountant((await makeAccount(world)).organizationId);
  expect((await settle(stranger, days)).status).toBe(404);
  expect((await settle(accountant, [...days, { organizationId, day: '2020-01-01' }])).status).toBe(404);
  expect((await settle(payer.actor, days)).status).toBe(403);
  expect((await settle(accountant, [])).status).toBe(422);
  expect(await settlementsOf(payer)).toEqual([]);
  expect((await settle(accountant, days)).body).toEqual({ days: 1, kopecks: 68_800, feeKopecks: 1_200 });
  expect(await settlementsOf(payer)).toEqual([
    ['bank', 98_800n, today()],
    ['acquirer', 30_000n, today()],
    ['fee', 1_200n, today()],
  ]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

const bookPart = (as: Person, organizationId: string, settledKopecks: number, key = randomUUID()) =>
  till.call('POST', `/work/reconciliation/${organizationId}/${today()}/parts`, { as, key, body: { settledKopecks } });

test('PAY-7, X-4: of a transfer that is short what came is booked, once, by twenty at once and by one key again; the rest when it comes', async () => {
  const { payer, accountant, organizationId } = await paidDay();
  const transfer = (number: string, kopecks: number) =>
    upload(accountant, statement([{ number, day: today(), kopecks, purpose: `Перевод, реестр N 7 от ${russian(today())}` }]));
  expect((await bookPart(accountant, organizationId, 0)).body).toMatchObject({
    code: 'reconciliation.unequal',
    title: expect.stringContaining('перевода ещё нет'),
  });
  await transfer('1', 90_000);
  expect(await seen(accountant, organizationId)).toMatchObject({ state: 'differs', settledKopecks: 0, can: { settle: false, settlePart: true } });
  expect((await bookPart(await makeAccountant((await makeAccount(world)).organizationId), organizationId, 0)).status).toBe(404);
  expect((await bookPart(payer.actor, organizationId, 0)).status).toBe(403);
  const keys = Array.from({ length: 20 }, () => randomUUID());
  const answers = await Promise.all(keys.map((key) => bookPart(accountant, organizationId, 0, key)));
  const done = answers.findIndex((one) => one.status === 200);
  expect(answers.filter((_, n) => n !== done).map((one) => one.body.code)).toEqual(Array.from({ length: 19 }, () => 'object.changed'));
  expect(answers[done]!.body).toEqual({ kopecks: 90_000, feeKopecks: 1_200, settledKopecks: 90_000 });
  expect((await bookPart(accountant, organizationId, 0, keys[done])).body).toEqual(answers[done]!.body);
  const half = await seen(accountant, organizationId);
  expect(half).toMatchObject({ state: 'differs', settledKopecks: 90_000, settledAt: null, can: { settle: false, settlePart: false } });
  expect(kindsOf(half)).toEqual([['transferSum', 98_800, 90_000]]);
  await transfer('2', 8_800);
  expect(await seen(accountant, organizationId)).toMatchObject({ state: 'ready', can: { settle: true, settlePart: false } });
  expect((await settle(accountant, [{ organizationId, day: today() }])).body).toEqual({ days: 1, kopecks: 8_800, feeKopecks: 0 });
  expect((await bookPart(accountant, organizationId, 98_800)).body.code).toBe('reconciliation.settled');
  expect(await settlementsOf(payer)).toEqual([
    ['bank', 90_000n, today()],
    ['bank', 8_800n, today()],
    ['fee', 1_200n, today()],
  ]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'reconciliation.settledPart')
    .where('organization_id', '=', organizationId)
    .execute();
  expect(lines.map((line) => line.facts)).toEqual([{ onDay: today(), amountKopecks: 90_000 }]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('PAY-7: of a day whose list lost a payment, or for which more came than was due, only what agrees is booked; an explained day goes on', async () => {
  const { payer, paymentId, accountant, organizationId } = await paidDay();
  await upload(accountant, statement([{ number: '1', day: today(), kopecks: 100_000, purpose: `Перевод, реестр N 7 от ${russian(today())}` }]));
  const named = (from: string | null, to: string | null) =>
    world.db
      .updateTable('reconciliation.listed')
      .set({ named: to })
      .where('day', '=', today())
      .where('named', from === null ? 'is' : '=', from)
      .execute();
  await named(paymentId, null);
  expect((await bookPart(accountant, organizationId, 0)).body).toMatchObject({
    code: 'reconciliation.unequal',
    title: expect.stringContaining('уже проведено'),
  });
  await named(null, paymentId);
  const [difference] = (await seen(accountant, organizationId)).differences;
  await till.call('POST', `/work/reconciliation/differences/${difference.id}`, {
    as: accountant,
    body: { version: difference.version, note: 'Банк вернул комиссию', close: true },
  });
  expect((await bookPart(accountant, organizationId, 0)).body).toEqual({ kopecks: 98_800, feeKopecks: 1_200, settledKopecks: 98_800 });
  expect(await seen(accountant, organizationId)).toMatchObject({ state: 'partly', settledKopecks: 98_800, bankKopecks: 100_000 });
  expect((await bookPart(accountant, organizationId, 98_800)).body.code).toBe('reconciliation.unequal');
  expect(await settlementsOf(payer)).toEqual([
    ['bank', 98_800n, today()],
    ['fee', 1_200n, today()],
  ]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('PAY-7, X-1: the differences of a day come by pages, the open ones first, and all of them as a file', async () => {
  const { accountant, organizationId } = await paidDay();
  const other = await makeAccount(world);
  const row = (n: number, status: string) => ({
    organization_id: organizationId,
    id: randomUUID(),
    day: today(),
    side: 'acquirer',
    kind: n % 2 === 0 ? 'sum' : 'missing',
    subject: `Счёт ${n}`,
    found_at: world.now.toISOString(),
    status,
  });
  await world.db
    .insertInto('reconciliation.difference')
    .values([...Array.from({ length: 118 }, (_, n) => row(n, 'open')), ...Array.from({ length: 120 }, (_, n) => row(n + 118, 'gone'))])
    .execute();
  const subjects: string[] = [];
  const states: string[] = [];
  for (let after = ''; ;) {
    const { body } = await till.call('GET', `/work/reconciliation/${organizationId}/${today()}${after === '' ? '' : `?after=${encodeURIComponent(after)}`}`, {
      as: accountant,
    });
    expect(body.differenceCount).toBe(238);
    subjects.push(...body.differences.map((one: { subject: string }) => one.subject));
    states.push(...body.differences.map((one: { status: string }) => one.status));
    if (body.next === null) break;
    after = body.next;
  }
  expect(new Set(subjects).size).toBe(238);
  expect(states.lastIndexOf('open')).toBe(117);
  expect((await till.call('GET', `/work/reconciliation/${organizationId}/${today()}?after=x`, { as: accountant })).status).toBe(422);
  const file = async (id: string) =>
    (
      await till.call('GET', `/work/reconciliation/differences/export?format=csv&organizationId=${id}&dayFrom=${today()}&dayTo=${today()}`, { as: accountant })
    ).body
      .toString()
      .trim()
      .split('\r\n');
  expect(await file(organizationId)).toHaveLength(239);
  expect(await file(other.organizationId)).toHaveLength(1);
});
