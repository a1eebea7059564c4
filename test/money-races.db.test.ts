// Everything that moves money of an account, at the same moment: whatever comes first, each is done once or refused by name, and the ledger
// holds afterwards exactly what was ordered.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { postComputedCharges } from '#modules/billing';
import { checkLedger } from '#modules/ledger';
import { checkBooks } from '#modules/reconciliation';
import { Refusal } from '#platform/errors';
import { newId } from '#platform/ids';
import { enterCard } from '#stand-ins/testing';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { areaTerms } from '#test/factories/billing';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { askCode, draft, look, type Payer, people, settleUntil, start, useTill } from '#test/factories/payments';
import { openDesk } from '#test/factories/registers';
import { portal, useWorld } from '#test/world';
import { resolveUnmatched } from '../server/modules/billing/unmatched-payments.ts';
import { takePaymentOff } from '../server/modules/billing/misplaced-payments.ts';
import { returnAdvance } from '../server/modules/billing/return-advance.ts';

const world = useWorld();
const till = useTill(world);
beforeEach(() => void (world.now = new Date()));

async function makeScene() {
  const house = await makeHouse(world, { flats: 2 });
  const [a, b] = await Promise.all(house.premises.map(({ premisesId }) => makeAccount(world, { house, premisesId })));
  const desk = openDesk(world, house.managerId);
  const actor = await makeActor(world, [], { email: `races-${a!.number}@example.test` });
  people.set(actor.personId, actor);
  for (const account of [a!, b!]) await makeLink(world, account, actor.personId);
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]);
  people.set(accountant.personId, accountant);
  const payer: Payer = { actor, accounts: [a!, b!] };
  return { house, a: a!, b: b!, desk, payer, accountant };
}
type Scene = Awaited<ReturnType<typeof makeScene>>;

const charges = ({ a, b }: Scene, sum: string, month = '10.2026'): string =>
  ['Лицевой счёт;Период;Услуга;Начислено', ...[a, b].map((one) => `${one.number};${month};Газ;${sum}`), ''].join('\n');
const bank = (...rows: string[]): string => ['Лицевой счёт;Операция;Сумма;Дата оплаты', ...rows, ''].join('\n');
const OPEN_DAY = '10.11.2026';

/** All at once. What is not done is refused by name: nothing else may come out. */
async function atOnce(...works: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const ended = await Promise.allSettled(works.map((work) => work()));
  for (const one of ended) {
    if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Refusal);
    else if (typeof one.value === 'object' && one.value !== null && 'status' in one.value && typeof one.value.status === 'number')
      expect(one.value.status).toBeLessThan(500);
  }
  return ended;
}
const proven = async () => expect([(await checkLedger(world.db)).faults, await checkBooks(world.db)]).toEqual([[], []]);

async function paid({ payer }: Scene, kopecks: number): Promise<string> {
  const started = await start(till, payer, { kopecks });
  await enterCard(started.next.url, '2200000000000103');
  await settleUntil(world, till, { payer, id: started.id, status: 'paid' });
  return started.id;
}
const giveBack = ({ accountant }: Scene, id: string, accountId: string, wanted: { kopecks: number; leftKopecks: number }) =>
  till.call('POST', `/work/payments/${id}/refunds`, {
    as: accountant,
    body: { accountId, ...wanted, reopensKopecks: wanted.kopecks, reason: 'Ошибка в сумме' },
  });

test('PAY-3, PAY-7: a payment is captured while a refund of another is booked, charges are corrected and a bank’s register comes and goes', async () => {
  const scene = await makeScene();
  const { a, b, desk, payer } = scene;
  const first = await desk.upload(charges(scene, '1000,00'));
  await desk.load(first.id);
  const before = await paid(scene, 30_000);
  const register = await desk.upload(bank(`${b.number};one-${b.number};250,00;${OPEN_DAY}`, `${a.number};one-${a.number};150,00;${OPEN_DAY}`));
  await desk.load(register.id);
  const mended = await desk.upload(charges(scene, '700,00'));
  const next = await start(till, payer, { kopecks: 20_000 });
  await enterCard(next.next.url, '2200000000000103');
  world.now = new Date(world.now.getTime() + 60_000);
  await atOnce(
    () => till.job('payments.settle'),
    () => till.job('payments.settle'),
    () => desk.takeBack(register.id),
    () => desk.load(mended.id),
    () => giveBack(scene, before, a.accountId, { kopecks: 30_000, leftKopecks: 30_000 }),
    () => giveBack(scene, before, a.accountId, { kopecks: 10_000, leftKopecks: 30_000 }),
    () => giveBack(scene, before, b.accountId, { kopecks: 5_000, leftKopecks: 30_000 }),
    () =>
      till.call('POST', '/payments', {
        as: payer.actor,
        body: {
          parts: [
            { houseId: b.houseId, accountId: b.accountId, kopecks: 100 },
            { houseId: a.houseId, accountId: a.accountId, kopecks: 100 },
          ],
          method: 'card',
          email: 'payer@example.test',
        },
      }),
  );
  await settleUntil(world, till, { payer, id: next.id, status: 'paid' });
  for (let n = 0; n < 3; n += 1) {
    world.now = new Date(world.now.getTime() + 120_000);
    await till.job('payments.refunds');
  }
  expect((await desk.state(register.id)).status).toBe('taken_back');
  expect((await desk.state(mended.id)).status).toBe('loaded');
  expect((await look(till, payer, before)).refunds.filter((one: { status: string }) => one.status === 'done')).toHaveLength(2);
  await proven();
});

test('PAY-7, CHG-5: an operation is put onto an account by hand, brought by a later register, and its own register is taken back: it is one payment or none', async () => {
  for (let round = 0; round < 4; round += 1) {
    const scene = await makeScene();
    const { a, desk } = scene;
    const operation = `op-${a.number}`;
    const wrong = await desk.upload(bank(`404${round};${operation};300,00;${OPEN_DAY}`, `${a.number};other-${operation};1,00;${OPEN_DAY}`));
    await desk.load(wrong.id, 'good');
    const { id } = await world.db.selectFrom('billing.unmatched_payment').select('id').where('operation_id', '=', operation).executeTakeFirstOrThrow();
    const right = await desk.upload(bank(`${a.number};${operation};300,00;${OPEN_DAY}`));
    await atOnce(
      () =>
        world.run(
          desk.actor,
          (work) => resolveUnmatched(work, { params: { id }, query: {}, body: { version: 1, accountNumber: a.number } }),
          newId(new Date()),
        ),
      () => desk.load(right.id),
      ...(round % 2 ? [() => desk.takeBack(wrong.id)] : []),
    );
    const posted = await world.db.selectFrom('billing.register_payment').select(['load_id']).where('operation_id', '=', operation).execute();
    const waits = await world.db.selectFrom('billing.unmatched_payment').select('status').where('operation_id', '=', operation).executeTakeFirstOrThrow();
    expect(posted.length).toBeLessThanOrEqual(1);
    if (round % 2 === 0) expect([posted.length, waits.status]).toEqual([1, 'resolved']);
    else expect(waits.status).not.toBe('open');
    await proven();
  }
});

test('PAY-7: money ahead goes back by the bank, the payment that brought it is taken off and its register taken back: the money leaves once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const scene = await makeScene();
    const { a, desk } = scene;
    const register = await desk.upload(bank(`${a.number};ahead-${a.number};500,00;${OPEN_DAY}`));
    await desk.load(register.id);
    const { payment_id: paymentId } = await world.db
      .selectFrom('billing.register_payment')
      .select('payment_id')
      .where('load_id', '=', register.id)
      .executeTakeFirstOrThrow();
    const params = { houseId: a.houseId, accountId: a.accountId };
    await atOnce(
      () =>
        world.run(
          desk.actor,
          (work) =>
            returnAdvance(
              work,
              { params, query: {}, body: { kopecks: 20_000, advanceKopecks: 50_000, returnedOn: '2026-11-12', document: 'Поручение 7' } },
              { refundsUnderWay: async () => new Map() },
            ),
          newId(new Date()),
        ),
      () => world.run(desk.actor, (work) => takePaymentOff(work, { params: { paymentId }, query: {}, body: { reason: 'Не тот счёт' } }), newId(new Date())),
      () => desk.takeBack(register.id),
    );
    await proven();
  }
});

test('CALC-2, CHG-5: a run posts a month while a register brings the same line: one of them is in force, the other is refused whole or corrects it', async () => {
  for (let round = 0; round < 3; round += 1) {
    const scene = await makeScene();
    const { house, a, b, desk } = scene;
    const register = await desk.upload(
      `Лицевой счёт;Период;Услуга;Начислено\n${a.number};10.2026;Содержание жилья;900,00\n${b.number};10.2026;Содержание жилья;900,00\n`,
    );
    expect(await desk.errors(register.id)).toEqual([]);
    const run = {
      houseId: house.houseId,
      organizationId: house.managerId,
      period: '2026-10',
      runId: randomUUID(),
      runName: 'Расчёт портала',
      onDay: '2026-11-12',
      charges: [[a, b].map(({ accountId }) => ({ accountId, serviceCode: 'maintenance', terms: areaTerms('2026-10', '54.30', '20.00') }))],
    };
    const ended = await Promise.allSettled([
      desk.load(register.id),
      world.run(portal, (work) => postComputedCharges(work, run)),
      world.run(portal, (work) => postComputedCharges(work, run)),
    ]);
    expect(ended.some((one) => one.status === 'fulfilled')).toBe(true);
    const inForce = await world.db
      .selectFrom('billing.charge')
      .select(['account_id'])
      .where('house_id', '=', house.houseId)
      .where('ended_by', 'is', null)
      .execute();
    expect(inForce).toHaveLength(2);
    await proven();
  }
});

test('PAY-3, X-4: the payer starts a payment, gives it up and its time runs out at the same moment as its money is taken: one end', async () => {
  const scene = await makeScene();
  const { desk, payer } = scene;
  await desk.load((await desk.upload(charges(scene, '1000,00'))).id);
  const { id } = await draft(till, payer);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  const [begun] = await atOnce(
    () => till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame: true } }),
    () => till.call('POST', `/payments/${id}/cancel`, { as: payer.actor }),
  );
  const url = begun!.status === 'fulfilled' && (begun!.value as { body: { next?: { url: string } } }).body.next?.url;
  if (url) await enterCard(url, '2200000000000103').catch(() => undefined);
  world.now = new Date(world.now.getTime() + 31 * 60_000);
  await atOnce(...Array.from({ length: 4 }, () => () => till.job('payments.settle')), () => till.call('POST', `/payments/${id}/cancel`, { as: payer.actor }));
  for (let n = 0; n < 5; n += 1) {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
  }
  expect(['paid', 'cancelled', 'expired']).toContain((await look(till, payer, id)).status);
  await proven();
});
