// Paying by itself against the real stand-in of the acquirer: agreed by a code, noticed, paid once, declined, passed over, paused.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { breakStandIn, enterCard } from '#stand-ins/testing';
import { charge } from '#test/factories/accounts';
import { makePayer, type Payer, saveCard, settleUntil, start, useTill } from '#test/factories/payments';
import { dayIn } from '#platform/time';
import { portal, useWorld } from '#test/world';
import { endWithAccount } from './switch-autopayment.ts';

const world = useWorld();
// The stand-in lives by its own clock: what it took is in its list of today, whatever day the portal has.
const till = useTill(world, (acquirer) => ({ ...acquirer, listPayments: () => acquirer.listPayments(dayIn('Europe/Moscow', new Date())) }));
const DAY_MS = 86_400_000;
beforeEach(() => void (world.now = new Date('2026-11-22T08:00:00Z')));

const urlOf = ({ accounts }: Payer) => `/accounts/${accounts[0]!.houseId}/${accounts[0]!.accountId}/autopayment`;
const read = async (payer: Payer) => (await till.call('GET', urlOf(payer), { as: payer.actor })).body;
const switchTo = (payer: Payer, state: string, version: number, key = randomUUID()) =>
  till.call('POST', `${urlOf(payer)}/state`, { as: payer.actor, key, body: { state, version } });
type Terms = { methodId: string; monthDay: number | null; fixedKopecks: number | null; limitKopecks: number; noticeDays: number };

async function agreed(payer: Payer, more: Partial<Terms> & { methodId: string }) {
  const terms: Terms = { monthDay: 25, fixedKopecks: null, limitKopecks: 1_000_000, noticeDays: 2, ...more };
  const asked = await till.call('POST', `${urlOf(payer)}/code`, { as: payer.actor, body: terms });
  if (asked.status !== 200) return { terms, asked, body: undefined };
  const message = (await till.orders('notifications.send-message')).filter((order) => order.payload.personId === payer.actor.personId).at(-1)!;
  return {
    terms,
    asked,
    words: message.payload.facts.words as string,
    body: { ...terms, confirmationId: asked.body.confirmationId as string, code: message.payload.facts.code as string },
  };
}
const setUp = async (payer: Payer, more: Partial<Terms> & { methodId: string }, key = randomUUID()) =>
  till.call('POST', urlOf(payer), { as: payer.actor, key, body: (await agreed(payer, more)).body });

/** Noon of a day in the house's zone comes, and the jobs run until nothing is left to do. */
async function day(text: string) {
  world.now = new Date(`${text}T08:00:00Z`);
  for (let n = 0; n < 2; n += 1) {
    await Promise.all([till.job('payments.autopayments'), till.job('payments.autopayments')]);
    await till.job('payments.settle');
  }
}
const notices = async (payer: Payer) =>
  (await till.orders('notifications.notify'))
    .filter((order) => order.payload.personIds.includes(payer.actor.personId) && order.payload.kind.startsWith('autopayment'))
    .map(({ payload }) => [payload.kind.slice(12), payload.facts.amountKopecks]);
const own = async (payer: Payer) =>
  (
    await sql<{
      status: string;
      kopecks: bigint;
    }>`select status, total_kopecks as kopecks from payments.payment where person_id = ${payer.actor.personId} and source = 'autopayment' order by created_at`.execute(
      world.db,
    )
  ).rows.map((row) => [row.status, Number(row.kopecks)]);
const owner = async (debt = 100_000, card?: string) => {
  const payer = await makePayer(world, [debt + 100]);
  const method = await saveCard(world, till, payer, card);
  world.now = new Date('2026-11-22T08:00:00Z');
  return { payer, methodId: method.id as string };
};

test('PAY-5, CONF-1: agreed by a code for these very terms, told before, paid on the day once, with a receipt and in the history', async () => {
  const { payer, methodId } = await owner();
  const { asked, words, body } = await agreed(payer, { methodId });
  expect(words!.replaceAll('\u00a0', ' ')).toMatch(/^Автоплатёж: .+, счёт 7700\d+, 25-го числа каждого месяца: весь долг, предел 10 000,00 ₽, Карта •• 0103$/);
  expect(asked.body.words).toBe(words);
  expect((await till.call('POST', urlOf(payer), { as: payer.actor, body: { ...body, limitKopecks: 2_000_000 } })).body.code).toBe('confirm.otherContent');
  expect((await till.call('POST', urlOf(payer), { as: payer.actor, body })).status).toBe(200);
  expect(await read(payer)).toMatchObject({
    autopayment: {
      state: 'active',
      method: { title: 'Карта •• 0103', autopayments: 1 },
      next: { payOn: '2026-11-25', noticeOn: '2026-11-23' },
      can: { pause: true, resume: false },
    },
    months: [],
  });
  await day('2026-11-22');
  expect(await notices(payer)).toEqual([]);
  await day('2026-11-23');
  expect(await notices(payer)).toEqual([['planned', 100_000]]);
  await day('2026-11-24');
  expect(await own(payer)).toEqual([]);
  await charge(world, payer.accounts[0]!, { '2026-11': { water: 5_000 } }); // the debt has changed meanwhile
  await day('2026-11-25');
  await day('2026-11-25');
  await day('2026-11-28');
  expect(await own(payer)).toEqual([['paid', 105_000]]);
  const page = await read(payer);
  expect(page).toMatchObject({
    account: { toPayKopecks: 0 },
    months: [{ period: '2026-11', state: 'paid', words: 'Оплачено' }],
    autopayment: { next: { payOn: '2026-12-25' } },
  });
  const { rows } = (await till.call('GET', '/payments', { as: payer.actor })).body;
  expect(rows.map((row: { source: string }) => row.source).sort()).toEqual(['autopayment', 'person']);
  const { body: payment } = await till.call('GET', `/payments/${page.months[0].paymentId}`, { as: payer.actor });
  expect(payment).toMatchObject({ source: 'autopayment', status: 'paid', receipt: { number: expect.any(String) } });
});

test('PAY-5, PAY-4: declined: told with the day of the next attempt, tried again after one and three days, then not until the next month', async () => {
  const { payer, methodId } = await owner(50_000, '2200000000001002');
  await setUp(payer, { methodId, monthDay: 23, noticeDays: 0 });
  await day('2026-11-23');
  expect((await read(payer)).months[0]).toMatchObject({ state: 'retry', words: 'Не прошёл. На карте или счёте не хватило денег. Повторим 24\u00a0ноября' });
  await day('2026-11-23');
  await day('2026-11-24');
  await day('2026-11-25');
  await day('2026-11-26');
  await day('2026-11-27');
  await day('2026-12-05');
  expect(await own(payer)).toEqual([
    ['declined', 50_000],
    ['declined', 50_000],
    ['declined', 50_000],
  ]);
  const told = (await till.orders('notifications.notify')).filter((order) => order.payload.personIds.includes(payer.actor.personId));
  expect(told.filter((order) => order.payload.kind === 'payment.failed')).toEqual([]);
  expect(told.filter((order) => order.payload.kind === 'autopayment.failed').map((order) => order.payload.facts.againDay)).toEqual([
    '2026-11-24',
    '2026-11-26',
    undefined,
  ]);
  expect((await read(payer)).months[0].state).toBe('failed');
  const { rows } = await sql`select 1 from ledger.reserve where account_id = ${payer.accounts[0]!.accountId}`.execute(world.db);
  expect(rows).toEqual([]);
  const other = await saveCard(world, till, payer); // a good card; the next month goes by it
  world.now = new Date('2026-12-06T08:00:00Z');
  await setUp(payer, { methodId: other.id, monthDay: 23, noticeDays: 0 });
  await day('2026-12-23');
  expect((await own(payer)).at(-1)).toEqual(['paid', 49_900]);
});

test.each([
  ['the debt is above the limit', { limitKopecks: 50_000 }, [['skipped', 100_000]], 'overLimit'],
  ['a fixed sum within the limit', { limitKopecks: 50_000, fixedKopecks: 30_000 }, [], null],
] as const)('PAY-5: %s', async (_what, terms, told, reason) => {
  const { payer, methodId } = await owner();
  await setUp(payer, { methodId, noticeDays: 0, monthDay: 24, ...terms });
  await day('2026-11-24');
  expect(await notices(payer)).toEqual(told);
  expect(await own(payer)).toEqual(reason ? [] : [['paid', 30_000]]);
  expect((await read(payer)).months[0]).toMatchObject({ state: reason ? 'skipped' : 'paid' });
});

test('PAY-5, ACC-3: nothing owed, a suspended account and a lost one are passed over in silence or with a word; a removed method is told', async () => {
  const { payer, methodId } = await owner(0);
  await setUp(payer, { methodId, monthDay: 24 });
  for (const text of ['2026-11-22', '2026-11-23', '2026-11-24']) await day(text);
  expect([await notices(payer), await own(payer), (await read(payer)).months[0].words]).toEqual([[], [], 'Не платили. Долга не было']);

  const quiet = await owner();
  await setUp(quiet.payer, { methodId: quiet.methodId, noticeDays: 0, monthDay: 24 });
  await sql`update ledger.account_link set suspended_at = now() where person_id = ${quiet.payer.actor.personId}`.execute(world.db);
  await day('2026-11-24');
  expect([await notices(quiet.payer), await own(quiet.payer), (await read(quiet.payer)).months[0].words]).toEqual([[], [], 'Не платили. Счёт приостановлен']);
  expect((await agreed(quiet.payer, { methodId: quiet.methodId })).asked.body.code).toBe('accounts.suspended');

  const cut = await owner();
  await setUp(cut.payer, { methodId: cut.methodId, monthDay: 24 });
  expect((await till.call('POST', `/payment-methods/${cut.methodId}/remove`, { as: cut.payer.actor })).status).toBe(200);
  await day('2026-11-22');
  expect(await notices(cut.payer)).toEqual([['skipped', 100_000]]); // in time to choose another
  await day('2026-11-24');
  expect([await notices(cut.payer), await own(cut.payer)]).toEqual([
    [
      ['skipped', 100_000],
      ['skipped', 100_000],
    ],
    [],
  ]);
  expect((await read(cut.payer)).autopayment).toMatchObject({ method: null, can: { resume: false } });

  const gone = await owner();
  await setUp(gone.payer, { methodId: gone.methodId, noticeDays: 0, monthDay: 24 });
  await sql`update ledger.account_link set status = 'removed' where person_id = ${gone.payer.actor.personId}`
    .execute(world.db)
    .catch(() => sql`delete from ledger.account_link where person_id = ${gone.payer.actor.personId}`.execute(world.db));
  await day('2026-11-24');
  const { rows } = await sql<{ state: string }>`select state from payments.autopayment where person_id = ${gone.payer.actor.personId}`.execute(world.db);
  expect([rows, await own(gone.payer)]).toEqual([[{ state: 'ended' }], []]);
});

test('PAY-5, ACC-3: the consent ends with the account, once; an account added again is paid only when it is agreed to anew', async () => {
  const { payer, methodId } = await owner();
  await setUp(payer, { methodId, monthDay: 24, noticeDays: 0 });
  const { houseId, accountId } = payer.accounts[0]!;
  const gone = { at: world.now.toISOString(), data: { personId: payer.actor.personId, houseId, accountId } };
  for (let twice = 0; twice < 2; twice += 1) await world.run(portal, (work) => endWithAccount(work, gone));
  expect((await read(payer)).autopayment).toBeNull(); // seen again by now
  await day('2026-11-24');
  expect(await own(payer)).toEqual([]);
  world.now = new Date('2026-11-24T07:00:00Z');
  expect((await setUp(payer, { methodId, monthDay: 24, noticeDays: 0 })).status).toBe(200);
  await world.run(portal, (work) => endWithAccount(work, gone)); // told late
  await day('2026-11-24');
  expect(await own(payer)).toEqual([['paid', 100_000]]);
  const { rows } = await sql<{
    action: string;
  }>`select action from platform.journal_line where person_id = ${payer.actor.personId} and action like 'autopayment.%' order by at, action`.execute(world.db);
  expect(rows.map((row) => row.action).sort()).toEqual(['autopayment.ended', 'autopayment.set', 'autopayment.set']);
});

test('PAY-5, X-4: one tap pauses and resumes; twenty taps are one; a pause on the day pays nothing, and what was missed is not made up for', async () => {
  const { payer, methodId } = await owner();
  const { version } = (await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 })).body;
  const key = randomUUID();
  const taps = await Promise.all(Array.from({ length: 20 }, (_, n) => switchTo(payer, 'paused', version, n < 10 ? key : randomUUID())));
  expect(taps.map((tap) => [tap.status, tap.body])).toEqual(taps.map(() => [200, { state: 'paused', version: version + 1 }]));
  await day('2026-11-24');
  expect([await own(payer), (await read(payer)).autopayment.next]).toEqual([[], null]);
  world.now = new Date('2026-11-26T08:00:00Z');
  expect((await switchTo(payer, 'active', version)).body.code).toBe('object.changed');
  expect((await switchTo(payer, 'active', version + 1)).status).toBe(200);
  await day('2026-11-26');
  expect([await own(payer), (await read(payer)).autopayment.next]).toEqual([[], { payOn: '2026-12-24', noticeOn: null }]);
  expect((await switchTo(payer, 'ended', version + 2)).status).toBe(200);
  expect((await read(payer)).autopayment).toBeNull();
  expect((await switchTo(payer, 'active', version + 3)).status).toBe(404);
  const { rows } = await sql<{
    action: string;
  }>`select action from platform.journal_line where person_id = ${payer.actor.personId} and action like 'autopayment.%' order by at, action`.execute(world.db);
  expect(rows.map((row) => row.action).sort()).toEqual(['autopayment.ended', 'autopayment.paused', 'autopayment.resumed', 'autopayment.set']);
});

test('PAY-5: told of, then paused over its day and resumed, or agreed to anew after it: that month is passed over and says so', async () => {
  const [resumed, anew] = [await owner(), await owner()];
  for (const { payer, methodId } of [resumed, anew]) await setUp(payer, { methodId, monthDay: 25, noticeDays: 2 });
  await day('2026-11-23');
  expect([await notices(resumed.payer), await notices(anew.payer)]).toEqual([[['planned', 100_000]], [['planned', 100_000]]]);
  await switchTo(resumed.payer, 'paused', 1);
  await switchTo(anew.payer, 'ended', 1);
  await day('2026-11-25');
  world.now = new Date('2026-11-28T08:00:00Z');
  expect((await switchTo(resumed.payer, 'active', 2)).status).toBe(200);
  expect((await setUp(anew.payer, { methodId: anew.methodId, monthDay: 25, noticeDays: 2 })).status).toBe(200);
  await day('2026-11-28');
  await day('2026-11-29');
  for (const { payer } of [resumed, anew]) {
    expect(await own(payer)).toEqual([]);
    expect(await read(payer)).toMatchObject({
      autopayment: { state: 'active', next: { payOn: '2026-12-25', noticeOn: '2026-12-23' } },
      months: [{ period: '2026-11', state: 'skipped', words: 'Не платили. В этот день автоплатёж был выключен' }],
    });
  }
});

test('PAY-5, X-4: the same consent sent twenty times is one; ended and agreed to anew in one month pays that month once', async () => {
  const { payer, methodId } = await owner();
  const { body } = await agreed(payer, { methodId, noticeDays: 0, monthDay: 24 });
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => till.call('POST', urlOf(payer), { as: payer.actor, key, body })));
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
  const twice = await till.call('POST', urlOf(payer), { as: payer.actor, body });
  expect(twice.body.code).toBe('confirm.used');
  await day('2026-11-24');
  await switchTo(payer, 'ended', 1);
  await charge(world, payer.accounts[0]!, { '2026-11': { water: 5_000 } });
  await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 });
  await day('2026-11-24');
  expect(await own(payer)).toEqual([['paid', 100_000]]);
});

test('PAY-5, PAY-3: the answer of the acquirer is lost, ten workers run at once, the clock goes back: one debit', async () => {
  const { payer, methodId } = await owner();
  await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 });
  world.now = new Date('2026-11-24T08:00:00Z');
  await Promise.all(Array.from({ length: 10 }, () => till.job('payments.autopayments')));
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  await till.job('payments.settle');
  expect(await own(payer)).toEqual([['unknown', 100_000]]);
  expect((await till.call('POST', `/payment-methods/${methodId}/remove`, { as: payer.actor })).body.code).toBe('payments.methodBusy');
  await day('2026-11-21');
  world.now = new Date(world.now.getTime() + 4 * DAY_MS);
  await till.job('payments.settle');
  await day('2026-11-26');
  expect(await own(payer)).toEqual([['paid', 100_000]]);
  const answer = await till.acquirer.listPayments(dayIn('Europe/Moscow', new Date()));
  const [{ id }] = (
    await sql<{ id: string }>`select id from payments.payment where person_id = ${payer.actor.personId} and source = 'autopayment'`.execute(world.db)
  ).rows as [{ id: string }];
  expect(answer.kind === 'ok' && answer.value.filter((one) => one.metadata['payment'] === id)).toHaveLength(1);
});

/** The day comes for a consent while something else happens to it at the same moment, five workers at once. */
async function meanwhile(act: (payer: Payer, given: { methodId: string; version: number }) => Promise<{ status: number; body: { code?: string } }>) {
  const { payer, methodId } = await owner();
  const { version } = (await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 })).body;
  world.now = new Date('2026-11-24T08:00:00Z');
  const [acted] = await Promise.all([act(payer, { methodId, version }), ...Array.from({ length: 5 }, () => till.job('payments.autopayments'))]);
  const atOnce = await own(payer);
  await day('2026-11-24');
  await day('2026-11-25');
  return { payer, acted, atOnce, after: await own(payer), months: (await read(payer)).months.map((month: { state: string }) => month.state) };
}

test('PAY-5, X-4: paused or ended while it is being paid: one debit that goes to its end, or none at all, and nothing later', async () => {
  for (const state of ['paused', 'ended', 'paused', 'ended']) {
    const { acted, atOnce, after } = await meanwhile((payer, { version }) => switchTo(payer, state, version));
    expect(acted.status).toBe(200);
    expect(atOnce.length).toBeLessThanOrEqual(1);
    expect(after).toEqual(atOnce.map(() => ['paid', 100_000]));
  }
});

test('PAY-5, X-4: paused while the bank does not answer: the debit goes to its end, the pause stays, the next month waits for nobody', async () => {
  const { payer, methodId } = await owner();
  const { version } = (await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 })).body;
  world.now = new Date('2026-11-24T08:00:00Z');
  await till.job('payments.autopayments');
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  await Promise.all([till.job('payments.settle'), switchTo(payer, 'paused', version)]);
  await day('2026-11-24');
  await day('2026-11-25');
  expect([await own(payer), (await read(payer)).autopayment]).toMatchObject([[['paid', 100_000]], { state: 'paused', next: null }]);
  await charge(world, payer.accounts[0]!, { '2026-12': { water: 5_000 } });
  await day('2026-12-24');
  expect(await own(payer)).toEqual([['paid', 100_000]]);
});

test.each([
  ['given up: it pays by itself after all', 'given up', [['paid', 100_000]], ['paid']],
  ['gone through: nothing is paid twice', 'gone through', [], ['skipped']],
] as const)('PAY-5, PAY-3: on the day all of the debt is being paid by hand: it waits for the end of that payment; %s', async (_what, end, paid, states) => {
  const { payer, methodId } = await owner();
  await setUp(payer, { methodId, noticeDays: 0, monthDay: 24 });
  world.now = new Date('2026-11-24T08:00:00Z');
  const byHand = await start(till, payer);
  await till.job('payments.autopayments');
  expect([await own(payer), (await read(payer)).months]).toEqual([[], []]);
  if (end === 'given up') expect((await till.call('POST', `/payments/${byHand.id}/cancel`, { as: payer.actor })).body.status).toBe('cancelled');
  else {
    await enterCard(byHand.next.url, '2200000000000103');
    await settleUntil(world, till, { payer, id: byHand.id, status: 'paid' });
  }
  world.now = new Date('2026-11-24T08:29:00Z');
  await till.job('payments.autopayments');
  expect(await own(payer)).toEqual([]);
  world.now = new Date('2026-11-24T08:31:00Z');
  await Promise.all([till.job('payments.autopayments'), till.job('payments.autopayments')]);
  await till.job('payments.settle');
  expect([await own(payer), (await read(payer)).months.map((month: { state: string }) => month.state)]).toEqual([paid, states]);
});

test('PAY-5, CONF-1, X-4: a lower limit or no card at the moment of paying: by the terms before, whole, or not at all', async () => {
  const lower = await meanwhile(async (payer, { methodId }) => setUp(payer, { methodId, noticeDays: 0, monthDay: 24, limitKopecks: 50_000 }));
  expect(lower.acted.status).toBe(200);
  expect(lower.after).toEqual(lower.atOnce.map(() => ['paid', 100_000]));
  expect(lower.months).toEqual([lower.after.length === 1 ? 'paid' : 'skipped']);
  const removed = await meanwhile((payer, { methodId }) => till.call('POST', `/payment-methods/${methodId}/remove`, { as: payer.actor }));
  expect([removed.acted.status, removed.after]).toEqual(removed.acted.status === 200 ? [200, []] : [409, [['paid', 100_000]]]);
});

test('PAY-5, X-8, X-3: a stranger finds nothing; wrong terms are refused at their fields', async () => {
  const { payer, methodId } = await owner();
  const stranger = await makePayer(world);
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['POST', '/code', { methodId, monthDay: 1, fixedKopecks: null, limitKopecks: 100, noticeDays: 0 }],
    ['POST', '/state', { version: 1, state: 'paused' }],
  ] as const) {
    expect((await till.call(method, `${urlOf(payer)}${path}`, { as: stranger.actor, ...(body && { body }) })).status).toBe(404);
  }
  const foreign = (await makePayer(world)).actor;
  expect((await till.call('GET', urlOf(payer), { as: foreign })).status).toBe(404);
  expect((await agreed(stranger, { methodId })).asked.body.code).toBe('payments.methodGone');
  const pointers = async (more: object) => (await agreed(payer, { methodId, ...more })).asked.body.fields.map((field: { pointer: string }) => field.pointer);
  expect([
    await pointers({ limitKopecks: 60_000_001 }),
    await pointers({ fixedKopecks: 2_000_000 }),
    await pointers({ monthDay: 32 }),
    await pointers({ noticeDays: 11 }),
  ]).toEqual([['/limitKopecks'], ['/fixedKopecks'], [expect.stringContaining('/monthDay')], ['/noticeDays']].map((one) => expect.arrayContaining(one)));
});
