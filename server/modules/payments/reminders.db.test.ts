// Reminders before the due day: to whom, when, once, in pages of a constant number of statements.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { reverseSource } from '#modules/ledger';
import { makeAccount, type MadeAccount, makeLink, charge, pay } from '#test/factories/accounts';
import { makePayer, type Payer, useTill } from '#test/factories/payments';
import { countStatements } from '#test/statements';
import { portal, useWorld } from '#test/world';

const world = useWorld();
const till = useTill(world);
const DUE = '2026-11-16';
// Days come again in each test: their passes begin anew.
beforeEach(() => sql`update payments.reminder_pass set is_done = false, after_person = null, after_account = null`.execute(world.db));

async function pass(day: string) {
  world.now = new Date(`${day}T08:00:00Z`);
  await Promise.all([till.job('payments.reminders'), till.job('payments.reminders')]);
}
const reminders = async (payer: Payer) =>
  (await till.orders('notifications.notify'))
    .filter((order) => order.payload.kind === 'bill.due' && order.payload.personIds.includes(payer.actor.personId))
    .map(({ payload }) => payload);
const wish = (payer: Payer, days: number[], key = randomUUID()) => till.call('POST', '/payment-reminders', { as: payer.actor, key, body: { days } });

test('PAY-6: five days and one day before, once each, with a link that opens the payment filled in; nothing when nothing is owed', async () => {
  const [payer, free] = [await makePayer(world, [70_000]), await makePayer(world, [0])];
  for (const day of ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-15', DUE, '2026-11-17']) await pass(day);
  const { accountId } = payer.accounts[0]!;
  const facts = { period: '2026-10', leftKopecks: 70_000, dueDay: DUE, address: expect.any(String) };
  expect(await reminders(payer)).toEqual([1, 2].map(() => expect.objectContaining({ facts, link: `/pay?account=${accountId}`, without: [] })));
  expect(await reminders(free)).toEqual([]);
});

test('PAY-6: after a reminder the bill was paid in part, changed or taken back: the next says what is left now, or nothing', async () => {
  const [partly, changed, back] = [await makePayer(world, [70_000]), await makePayer(world, [0]), await makePayer(world, [0])];
  const [[first], [second], [third]] = [partly.accounts, changed.accounts, back.accounts] as [[MadeAccount], [MadeAccount], [MadeAccount]];
  await charge(world, second, { '2026-10': { heating: 50_000 } });
  const sourceId = await charge(world, third, { '2026-10': { heating: 40_000 } });
  await pass('2026-11-11');
  await pay(world, first, 30_000);
  await charge(world, second, { '2026-11': { heating: -15_000 } });
  await world.run(portal, (work) =>
    reverseSource(work, { houseIds: [third.houseId], sourceKind: 'run', sourceId }, { happenedOn: '2026-11-13' }).then(() => null),
  );
  await pass('2026-11-15');
  const sums = async (payer: Payer) => (await reminders(payer)).map(({ facts }) => facts.leftKopecks);
  expect([await sums(partly), await sums(changed), await sums(back)]).toEqual([[70_000, 40_000], [50_000, 35_000], [40_000]]);
});

test('PAY-6, ACC-3: whoever wishes other days, or none, is heard; a suspended account and one that pays itself are silent', async () => {
  const [other, none, quiet, covered] = [await makePayer(world), await makePayer(world), await makePayer(world), await makePayer(world)];
  expect((await wish(other, [2, 7, 2])).body).toEqual({ days: [7, 2] });
  const key = randomUUID();
  const twenty = await Promise.all(Array.from({ length: 20 }, () => wish(none, [], key)));
  expect(twenty.map((answer) => answer.body)).toEqual(twenty.map(() => ({ days: [] })));
  expect((await till.call('GET', '/payment-reminders', { as: quiet.actor })).body).toEqual({ days: [5, 1] });
  expect((await wish(other, [11])).status).toBe(422);
  await sql`update ledger.account_link set suspended_at = now() where person_id = ${quiet.actor.personId}`.execute(world.db);
  const {
    actor: { personId },
    accounts: [account],
  } = covered as { actor: Payer['actor']; accounts: [Payer['accounts'][number]] };
  const methodId = randomUUID();
  await sql`insert into payments.saved_method (person_id, id, kind, token, saved_at) values (${personId}, ${methodId}, 'card', '\\x00', now())`.execute(
    world.db,
  );
  await sql`insert into payments.autopayment (person_id, id, house_id, account_id, time_zone, limit_kopecks, method_id, notice_days, state, active_from, look_at, confirmation_id, created_at, updated_at)
    values (${personId}, ${randomUUID()}, ${account.houseId}, ${account.accountId}, 'Asia/Yekaterinburg', 2000000, ${methodId}, 3, 'active', '2026-11-01', '2099-01-01', ${randomUUID()}, now(), now())`.execute(
    world.db,
  );
  await pass('2026-11-09');
  expect([await reminders(other), await reminders(none)].map((one) => one.length)).toEqual([1, 0]);
  for (const day of ['2026-11-11', '2026-11-14', '2026-11-15']) await pass(day);
  expect((await Promise.all([other, none, quiet, covered].map(reminders))).map((one) => one.length)).toEqual([2, 0, 0, 0]);
});

test('PAY-6: one account or fifty, a pass costs the same number of statements; a second pass of the day costs next to none', async () => {
  const owing = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const account = await makeAccount(world);
      await charge(world, account, { '2026-10': { heating: 1_000 } });
      await makeLink(world, account);
    }
  };
  const statements = async (day: string) => {
    world.now = new Date(`${day}T08:00:00Z`);
    return countStatements(() => till.job('payments.reminders'));
  };
  await owing(1);
  const few = await statements('2027-02-11');
  await owing(50);
  expect(await statements('2027-02-14')).toBe(few);
  expect(await statements('2027-02-14')).toBeLessThan(few);
  expect(await statements('2027-02-20')).toBe(0); // no due day is near
});
