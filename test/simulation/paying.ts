// Money in and back: payments by card and code through the acquirer, registers of a bank, refunds.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { takeBackRegister } from '../../server/modules/billing/take-back-register.ts';
import { bringRegister } from './charging.ts';
import type { Fate, WireFault } from './scripted-acquirer.ts';
import { surely, surelyCall } from './sure-command.ts';
import type { Town, TownHouse, TownPayer } from './town.ts';

const FINAL = new Set(['paid', 'declined', 'cancelled', 'expired']);
export const FAULTS: readonly WireFault[] = ['down', 'lost', 'cutBefore', 'cutAfter'];

/** Several payments at once. */
export async function payAtOnce(town: Town, count: number): Promise<void> {
  const started: string[] = [];
  for (let n = 0; n < count; n++) {
    const id = await startPayment(town, town.dice.pick(town.payers));
    if (id) started.push(id);
    if (town.dice.chance(30)) await town.work();
  }
  await meetFates(town, town.dice.shuffle(started));
}

/** Each of the payments meets its fate, then the time of the rest runs out. */
export async function meetFates(town: Town, started: readonly string[]): Promise<void> {
  for (const id of started) await meetFate(town, id);
  for (let tries = 0; openPayments(town).length > 0; tries++) {
    if (tries === 20) throw new Error(`payments do not end: ${JSON.stringify(openPayments(town).map(([, payment]) => payment.status))}`);
    town.pass(12);
    await town.job('payments.settle');
    await look(town);
  }
  await town.job('payments.fiscal');
}

const openPayments = ({ payments }: Town) => [...payments].filter(([, payment]) => !FINAL.has(payment.status));

/** A draft, its code, the start. Answers the payment when it is under way; refusals are those that the model foretells. */
async function startPayment(town: Town, payer: TownPayer): Promise<string | undefined> {
  const { dice, model } = town;
  const accounts = dice.shuffle(payer.accounts).slice(0, 1 + dice.roll(payer.accounts.length));
  const wishes = accounts.map((account) => ({ account, kopecks: dice.chance(50) ? undefined : BigInt(1 + dice.roll(600_000)) }));
  const toPay = (accountId: string): bigint => model.due(accountId) - model.reserved(accountId);
  const parts = new Map(wishes.map(({ account, kopecks }) => [account.accountId, kopecks ?? toPay(account.accountId)]));
  const body = {
    parts: wishes.map(({ account, kopecks }) => ({
      houseId: account.houseId,
      accountId: account.accountId,
      ...(kopecks !== undefined && { kopecks: Number(kopecks) }),
    })),
    method: dice.pick(['card', 'qr']),
  };
  const made = await surelyCall(town, '/payments', { as: payer.actor, body });
  if ([...parts.values()].some((kopecks) => kopecks <= 0n)) return expectCode(made, 'payments.nothingToPay');
  expectDone(made, 'a draft');
  const { id } = made.body;
  const asked = await town.call('POST', `/payments/${id}/code`, { as: payer.actor });
  expectDone(asked, 'a code');
  const start = { confirmationId: asked.body.confirmationId, code: await codeOf(town, payer.actor.personId), frame: true };
  const collides = [...parts].some(([accountId, kopecks]) => model.reserved(accountId) > 0n && kopecks + model.reserved(accountId) > model.due(accountId));
  if (collides) return expectCode(await town.call('POST', `/payments/${id}/start`, { as: payer.actor, body: start }), 'payments.underWay');
  if (dice.chance(30)) town.acquirer.fault = dice.pick(FAULTS);
  const taps = dice.chance(20) ? [1, 2, 3] : [1];
  await Promise.all(taps.map(() => town.call('POST', `/payments/${id}/start`, { as: payer.actor, body: start })));
  town.acquirer.fault = undefined;
  for (const [accountId, kopecks] of parts) model.of(accountId).reserved.set(id, kopecks);
  town.payments.set(id, { payer, parts, status: 'started' });
  return id;
}

/** The code is in the newest message to the person. */
export async function codeOf({ world }: Town, personId: string): Promise<string> {
  const { rows } = await sql<{ code: string }>`
    select j->'payload'->'facts'->>'code' as code from platform.outbox, jsonb_array_elements(jobs) j
    where j->>'task' = 'notifications.send-message' and j->'payload'->>'personId' = ${personId} order by id desc limit 1`.execute(world.db);
  return rows[0]!.code;
}

/** The bank decides; the portal hears of it by a webhook, several, none, or a worker that dies while booking. */
async function meetFate(town: Town, id: string): Promise<void> {
  const { dice, acquirer } = town;
  town.pass(1);
  await town.job('payments.settle'); // what was cut off reaches the acquirer now
  await look(town);
  if (FINAL.has(town.payments.get(id)!.status)) return;
  const fate = dice.pick<Fate | 'cancelled'>(['paid', 'paid', 'paid', 'paid', 'declined', 'abandoned', 'cancelled']);
  if (fate === 'cancelled') {
    if (dice.chance(50)) acquirer.decide(id, 'paid'); // the money moved before the payer changed their mind
    await town.call('POST', `/payments/${id}/cancel`, { as: town.payments.get(id)!.payer.actor });
    return look(town);
  }
  acquirer.decide(id, fate);
  if (fate === 'abandoned' || !acquirer.find(id)) return;
  const hooks = dice.roll(3);
  for (let n = 0; n < hooks; n++) if ((await town.webhook(id)) !== 200) throw new Error('a webhook was refused');
  if (dice.chance(20))
    await town.crashes.plan(dice.pick(['ledger.transfer', 'payments.receipt', 'payments.payment_event', 'platform.journal_line', 'platform.outbox']));
  if (dice.chance(20)) acquirer.fault = dice.pick(FAULTS);
  await Promise.allSettled([town.work(), town.job('payments.settle')]);
  await town.crashes.clear();
  acquirer.fault = undefined;
  for (let tries = 0; tries < 10 && !FINAL.has(await statusOf(town, id)); tries++) {
    town.pass(2);
    await Promise.allSettled([town.work(), town.job('payments.settle'), town.job('payments.settle')]);
  }
  await look(town);
  if (dice.chance(20)) await town.webhook(id); // once more, when all is over
}

const statusOf = async (town: Town, id: string): Promise<string> =>
  (await town.call('GET', `/payments/${id}`, { as: town.payments.get(id)!.payer.actor })).body.status;

/** Reads how open payments stand and tells the model what has ended. */
async function look(town: Town): Promise<void> {
  for (const [id, payment] of openPayments(town)) {
    payment.status = await statusOf(town, id);
    if (!FINAL.has(payment.status)) continue;
    for (const [accountId, kopecks] of payment.parts) {
      if (payment.status === 'paid') town.model.pay(id, accountId, kopecks);
      else town.model.of(accountId).reserved.delete(id);
    }
  }
}

/** A loaded register of a bank by the ids of its payments: those it has brought, and those that it names while another one has brought them. */
export type BankLoad = { id: string; house: TownHouse; operations: string[]; named: string[] };

/** Operations of a bank: new ones, and now and then one that an earlier file has brought. Answers the load. */
export async function loadBankPayments(town: Town, house: TownHouse, { month, crash }: { month: string; crash: boolean }): Promise<BankLoad | undefined> {
  const { dice, model, world } = town;
  const rows = dice
    .shuffle(house.accounts)
    .slice(0, 1 + dice.roll(house.accounts.length))
    .map((account) => ({ account, operation: `op-${month}-${dice.roll(1_000_000_000)}`, kopecks: BigInt(1 + dice.roll(500_000)) }));
  const line = ({ account, operation, kopecks }: (typeof rows)[number]): string =>
    `${account.number};${operation};${kopecks / 100n},${String(kopecks % 100n).padStart(2, '0')};02.${month.slice(5)}.${month.slice(0, 4)}`;
  const again = await world.db
    .selectFrom('billing.register_payment')
    .selectAll()
    .where('organization_id', '=', house.managerId)
    .orderBy('operation_id')
    .limit(1)
    .executeTakeFirst();
  const known =
    again && dice.chance(50)
      ? house.accounts
          .filter((account) => account.accountId === again.account_id)
          .map((account) => line({ account, operation: again.operation_id, kopecks: again.kopecks }))
      : [];
  const twice = dice.chance(30) ? [line(rows[0]!)] : []; // the same operation twice in one file
  const text = ['Лицевой счёт;Операция;Сумма;Дата оплаты', ...known, ...rows.map(line), ...twice, ''].join('\r\n');
  const id = await bringRegister(town, house, { text, choice: twice.length > 0 ? 'good' : 'all', crash });
  const posted = await world.db.selectFrom('billing.register_payment').selectAll().where('load_id', '=', id).execute();
  if (posted.length !== rows.length) throw new Error(`${posted.length} operations of ${rows.length} were posted`);
  for (const { account, operation, kopecks } of rows) model.pay(posted.find((one) => one.operation_id === operation)!.payment_id, account.accountId, kopecks);
  return { id, house, operations: posted.map((one) => one.payment_id), named: known.length > 0 ? [again!.payment_id] : [] };
}

/** Takes a bank's register back: each of its payments is refunded whole, but what a register loaded later names stays and is that one's. */
export async function takeBackBankPayments(town: Town, { id, house, operations }: BankLoad, others: readonly BankLoad[]): Promise<void> {
  const { version } = await house.desk.state(id);
  await surely(town, house.desk.actor, (work) => takeBackRegister(work, { loadId: id, version }));
  const failed = await town.work();
  if (failed.length > 0) throw new Error(`not taken back: ${failed.join(', ')}`);
  for (const payment of operations) {
    const heir = others.find(({ named }) => named.includes(payment));
    if (heir) {
      heir.named.splice(heir.named.indexOf(payment), 1);
      heir.operations.push(payment);
      continue;
    }
    for (const account of town.model.payments.get(payment)!.keys()) town.model.refund(payment, account, town.model.refundable(payment, account));
  }
}

/** The accountant gives a part of a payment back, whatever the acquirer's line does meanwhile; more than is left of it is refused. */
export async function refundSome(town: Town): Promise<void> {
  const { dice, model, acquirer } = town;
  const paid = [...town.payments].filter(([, payment]) => payment.status === 'paid');
  if (paid.length === 0) return;
  const [id, { parts }] = dice.pick(paid);
  const accountId = dice.pick([...parts.keys()]);
  const as = town.houses.find((house) => house.accounts.some((account) => account.accountId === accountId))!.accountant;
  const left = model.refundable(id, accountId);
  if (left === 0n) return;
  const kopecks = BigInt(1 + dice.roll(Number(left) + 1000));
  const [key, url] = [randomUUID(), `/work/payments/${id}/refunds`];
  const { ahead } = model.of(accountId);
  const reopens = kopecks > ahead ? kopecks - ahead : 0n;
  const ask = (reopensKopecks = reopens, own = key): Promise<Told> =>
    town.call('POST', url, {
      as,
      key: own,
      body: { accountId, kopecks: Number(kopecks), leftKopecks: Number(left), reopensKopecks: Number(reopensKopecks), reason: 'Ошибка в сумме' },
    });
  if (kopecks > left) return expectCode(await ask(), 'payments.refundTooMuch');
  if (reopens > 0n) expectCode(await ask(reopens - 1n, randomUUID()), 'payments.refundReopens');
  if (dice.chance(40)) acquirer.fault = dice.pick(FAULTS);
  const first = await ask();
  acquirer.fault = undefined;
  if (first.status >= 500 || dice.chance(30)) expectDone(await ask(), 'a refund asked for again');
  for (let tries = 0; (await refundsUnderWay(town, id)) > 0n; tries++) {
    if (tries === 10) throw new Error('a refund does not end');
    town.pass(5);
    await Promise.all([town.job('payments.refunds'), town.job('payments.refunds')]);
  }
  model.refund(id, accountId, kopecks);
}

const refundsUnderWay = async ({ world }: Town, id: string): Promise<bigint> =>
  (await sql<{ n: bigint }>`select count(*) as n from payments.refund where payment_id = ${id} and status in ('starting', 'unknown')`.execute(world.db))
    .rows[0]!.n;

type Told = { status: number; body: { code?: string } };
function expectCode(answer: Told, code: string): undefined {
  if (answer.body.code !== code) throw new Error(`expected ${code}, got ${answer.status} ${JSON.stringify(answer.body)}`);
  return undefined;
}
function expectDone(answer: Told, what: string): void {
  if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
}
