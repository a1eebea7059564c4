// The ledger beside those who order it: every break is planted as the owner of the tables, past all that the portal itself refuses.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { deriveId, newId } from '#platform/ids';
import { enterCard } from '#stand-ins/testing';
import { makeAccount, type MadeAccount, makeLink } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { type Payer, people, settleUntil, start, useTill } from '#test/factories/payments';
import { openDesk } from '#test/factories/registers';
import { useWorld } from '#test/world';
import { BOOK_INVARIANTS, checkBooks, checkBooksJob } from './check-books.ts';

const world = useWorld();
const till = useTill(world);
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
});
afterAll(() => owner.end());
beforeEach(() => void (world.now = new Date()));

type Made = { account: MadeAccount; other: MadeAccount; paid: string; waiting: string; bank: string; fine: string; payer: Payer };

/** Charges and a bank's payments by registers, one of them put onto its account by hand; a payment by card, a part of it given back; another under way. */
async function made(): Promise<Made> {
  const house = await makeHouse(world, { flats: 2 });
  const [account, other] = await Promise.all(house.premises.map(({ premisesId }) => makeAccount(world, { house, premisesId })));
  const desk = openDesk(world, house.managerId);
  await desk.load(
    (await desk.upload(`Лицевой счёт;Период;Услуга;Начислено\n${account!.number};10.2026;Газ;1000,00\n${other!.number};10.2026;Газ;200,00\n`)).id,
  );
  const [right, wrong] = [`op-${account!.number}`, `op-${other!.number}`];
  const bank = await desk.upload(`Лицевой счёт;Операция;Сумма;Дата оплаты\n${account!.number};${right};100,00;10.11.2026\n404;${wrong};7,00;10.11.2026\n`);
  await desk.load(bank.id, 'good');
  await desk.load((await desk.upload(`Лицевой счёт;Операция;Сумма;Дата оплаты\n${other!.number};${wrong};7,00;10.11.2026\n`)).id);
  const actor = await makeActor(world, [], { email: `payer-${account!.number}@example.test` });
  people.set(actor.personId, actor);
  await makeLink(world, account!, actor.personId);
  const payer: Payer = { actor, accounts: [account!] };
  const started = await start(till, payer, { kopecks: 50_000 });
  await enterCard(started.next.url, '2200000000000103');
  await settleUntil(world, till, { payer, id: started.id, status: 'paid' });
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]);
  people.set(accountant.personId, accountant);
  const back = await till.call('POST', `/work/payments/${started.id}/refunds`, {
    as: accountant,
    body: { accountId: account!.accountId, kopecks: 10_000, leftKopecks: 50_000, reopensKopecks: 10_000, reason: 'Ошибка в сумме' },
  });
  expect(back.body.refunds).toMatchObject([{ status: 'done' }]);
  const waiting = await start(till, payer, { kopecks: 20_000 });
  return { account: account!, other: other!, paid: started.id, waiting: waiting.id, bank: deriveId(bank.id, `payment ${right}`), fine: wrong, payer };
}

const ofCharge = ({ account }: Made): string => `account_id = '${account.accountId}' and kind = 'charge'`;
const copyOf = (where: string): string =>
  `insert into ledger.transfer select house_id, gen_random_uuid(), debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, source_id, posted_at, happened_on, note from ledger.transfer where ${where}`;
/** The balance and the sum of all accounts are made to fit: the ledger by itself is sound. */
const fitted = ({ account }: Made, column: 'charged' | 'paid', kopecks: number): string => `
  update ledger.balance set kopecks = kopecks ${column === 'charged' ? '+' : '-'} ${kopecks}, ${column}_kopecks = ${column}_kopecks + ${kopecks} where account_id = '${account.accountId}' and service_code = 'gas';
  update ledger.account_sum set due_kopecks = due_kopecks ${column === 'charged' ? '+' : '-'} ${kopecks} where id = (select id from ledger.account_sum where house_id = '${account.houseId}' limit 1)`;

const planted: [keyof typeof BOOK_INVARIANTS, string, (all: Made) => string][] = [
  ['charges', 'a charge doubled in the ledger, its balance made to fit', (all) => `${copyOf(ofCharge(all))}; ${fitted(all, 'charged', 100_000)}`],
  [
    'charges',
    'a line in force that the ledger never had',
    ({
      account,
    }) => `insert into billing.charge (house_id, id, account_id, organization_id, period, service_code, accrued_kopecks, recalculation_kopecks, benefit_kopecks, total_kopecks, source_kind, source_id, source_name, made_on, due_on)
    select house_id, gen_random_uuid(), account_id, organization_id, '2026-09-01', service_code, accrued_kopecks, recalculation_kopecks, benefit_kopecks, total_kopecks, source_kind, source_id, source_name, made_on, due_on from billing.charge where account_id = '${account.accountId}'`,
  ],
  [
    'charges',
    'sums of two accounts changed places, so that the house’s sum stays',
    ({ account, other }) =>
      `update billing.charge set accrued_kopecks = 120000 - accrued_kopecks, total_kopecks = 120000 - total_kopecks where account_id in ('${account.accountId}', '${other.accountId}')`,
  ],
  [
    'charges',
    'a line ended by nobody',
    ({ account }) => `update billing.charge set ended_by = '${newId(new Date())}' where account_id = '${account.accountId}'`,
  ],
  [
    'payments',
    'a payment doubled in the ledger, its balance made to fit',
    (all) => `${copyOf(`source_id = '${all.paid}' and kind = 'payment'`)}; ${fitted(all, 'paid', 50_000)}`,
  ],
  [
    'payments',
    'a refund that the ledger lost, its balance made to fit',
    (all) => `delete from ledger.transfer where source_id = '${all.paid}' and kind = 'refund'; ${fitted(all, 'paid', 10_000)}`,
  ],
  [
    'payments',
    'a payment that the ledger has and payments never took',
    ({ paid }) =>
      `update payments.payment set status = 'declined' where id = '${paid}'; delete from payments.receipt_number where payment_id = '${paid}'; delete from payments.receipt where payment_id = '${paid}'`,
  ],
  [
    'registers',
    'a payment of a bank that somebody deleted from its register',
    ({ bank }) => `delete from billing.register_payment where payment_id = '${bank}'`,
  ],
  [
    'registers',
    'a payment of a bank under another account',
    ({ bank, other }) => `update billing.register_payment set account_id = '${other.accountId}' where payment_id = '${bank}'`,
  ],
  ['registers', 'a return that the ledger never had', ({ bank }) => `update billing.register_payment set returned_kopecks = 5 where payment_id = '${bank}'`],
  ['reserves', 'the reserve of a payment under way is gone', ({ waiting }) => `delete from ledger.reserve where payment_id = '${waiting}'`],
  ['reserves', 'a reserve of a payment that ended', ({ waiting }) => `update payments.payment set status = 'expired' where id = '${waiting}'`],
  [
    'payees',
    'money owed to a payee that nobody paid',
    ({ paid, payer }) =>
      `insert into ledger.payee_transfer (person_id, id, kind, debit, credit, payment_id, number, payee_inn, kopecks, happened_on, posted_at) values ('${payer.actor.personId}', gen_random_uuid(), 'payment', 'acquirer', 'payee', '${paid}', '18810', '7707083893', 5, '2026-11-12', now())`,
  ],
  [
    'operation',
    'an operation said to stand on another account than its payment',
    ({ fine, account }) => `update billing.unmatched_payment set account_id = '${account.accountId}' where operation_id = '${fine}'`,
  ],
  [
    'source',
    'a payment of a bank whose register is taken back',
    ({ bank }) =>
      `update billing.register_load set status = 'taken_back' where id = (select load_id from billing.register_payment where payment_id = '${bank}') returning id`,
  ],
  [
    'source',
    'what waits without an account by a register that is taken back',
    ({ account, fine }) =>
      `with other as (insert into billing.register_load (id, organization_id, file_id, file_name, sha256, bytes, status, uploaded_at, progress_id) values (gen_random_uuid(), '${account.organizationId}', gen_random_uuid(), 'bank.csv', 'x', 1, 'taken_back', now(), gen_random_uuid()) returning id)
      update billing.unmatched_payment set load_id = other.id, status = 'open', house_id = null, account_id = null from other where operation_id = '${fine}'`,
  ],
  ['payment', 'a payment of another sum than its parts', ({ paid }) => `update payments.payment set total_kopecks = total_kopecks + 1 where id = '${paid}'`],
  [
    'payment',
    'a payment whose receipt is lost',
    ({ paid }) => `delete from payments.receipt_number where payment_id = '${paid}'; delete from payments.receipt where payment_id = '${paid}'`,
  ],
  ['payment', 'a payment returned whole of which a part stayed', ({ paid }) => `update payments.payment set status = 'refunded' where id = '${paid}'`],
];

const seen = async () => (await checkBooks(world.db)).map((fault) => JSON.stringify(fault));

test.each(planted)('ACC-1, PAY-3: what the ledger alone cannot know is found: %s, %s', async (invariant, _what, plant) => {
  const all = await made();
  const before = new Set(await seen());
  expect([...before].filter((fault) => fault.includes(all.account.houseId) || fault.includes(all.paid))).toEqual([]);
  await owner.query(plant(all));
  const fresh = (await checkBooks(world.db)).filter((fault) => !before.has(JSON.stringify(fault)));
  expect([...new Set(fresh.map((fault) => fault.invariant))]).toEqual([invariant]);
});

test('ACC-1: what is made to fit is sound for the ledger alone, and the nightly job fails by it with the account named', async () => {
  const all = await made();
  const before = new Set((await checkLedger(world.db)).faults.map((fault) => JSON.stringify(fault)));
  await owner.query(`${copyOf(ofCharge(all))}; ${fitted(all, 'charged', 100_000)}`);
  expect((await checkLedger(world.db)).faults.filter((fault) => !before.has(JSON.stringify(fault)))).toEqual([]);
  const told: [object, string][] = [];
  const context = {
    ground: world.ground,
    db: world.db,
    pool: world.pool,
    now: () => world.now,
    log: { info: () => {}, error: (facts: object, text: string) => void told.push([facts, text]) },
  };
  await expect(checkBooksJob.run(context, {})).rejects.toThrow(/faults$/);
  expect(told).toContainEqual([
    { invariant: 'charges', houseId: all.account.houseId, accountId: all.account.accountId, what: '2026-10 gas: ordered 100000, the ledger has 200000' },
    BOOK_INVARIANTS.charges,
  ]);
});
