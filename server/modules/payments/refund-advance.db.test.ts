// The same money ahead and its two doors (PAY-7): a refund through the portal, and the organization's own bank. Whoever comes second is told.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { billingModule, openSealedFiles } from '#modules/billing';
import { balances, checkLedger } from '#modules/ledger';
import type { Person } from '#platform/actor';
import { breakStandIn, enterCard } from '#stand-ins/testing';
import { makeActor } from '#test/factories/identity';
import { type Answer, makePayer, type Payer, people, settleUntil, start, useTill } from '#test/factories/payments';
import { openDesk } from '#test/factories/registers';
import { TEST_KEYS, useWorld } from '#test/world';
import { refundsUnderWay } from './refund-row.ts';

const world = useWorld();
const files = { dir: 'unused', ring: TEST_KEYS, clock: () => world.now };
const till = useTill(world, undefined, ({ typesetter }) => [
  billingModule({ typesetter, files, publicUrl: 'http://localhost:8080', registerFiles: openSealedFiles(path.join('unused'), TEST_KEYS), refundsUnderWay }),
]);
beforeEach(() => void (world.now = new Date()));

type Made = { payer: Payer; accountant: Person; id: string; accountId: string; load: (rows: readonly string[]) => Promise<void> };
const today = () => world.now.toLocaleDateString('ru-RU', { timeZone: 'Europe/Moscow' });

/** 1 000,00 ₽ of debt closed by the bank, then as much paid by card: that lies ahead. */
async function paidTwice(): Promise<Made> {
  const payer = await makePayer(world, [100_000]);
  const [account] = payer.accounts;
  const { organizationId, accountId, number } = account!;
  const desk = openDesk(world, organizationId);
  const load = async (rows: readonly string[]) =>
    void (await desk.load((await desk.upload(['Лицевой счёт;Операция;Сумма;Дата оплаты', ...rows, ''].join('\n'), { name: `${rows[0]}.csv` })).id));
  await load([`${number};in-${number};1000,00;${today()}`]);
  const started = await start(till, payer, { kopecks: 100_000 });
  await enterCard(started.next.url, '2200000000000103');
  await settleUntil(world, till, { payer, id: started.id, status: 'paid' });
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId }]);
  people.set(accountant.personId, accountant);
  return { payer, accountant, id: started.id, accountId, load };
}

const byCard = ({ accountant, id, accountId }: Made, more: { kopecks?: number; reopensKopecks?: number } = {}): Promise<Answer> =>
  till.call('POST', `/work/payments/${id}/refunds`, {
    as: accountant,
    key: randomUUID(),
    body: { accountId, kopecks: 100_000, leftKopecks: 100_000, reopensKopecks: 0, reason: 'Оплатили дважды', ...more },
  });
const byBank = ({ accountant, payer }: Made, advanceKopecks = 100_000): Promise<Answer> =>
  till.call('POST', `/work/accounts/${payer.accounts[0]!.houseId}/${payer.accounts[0]!.accountId}/advance-returns`, {
    as: accountant,
    body: { advanceKopecks, kopecks: 100_000, returnedOn: world.now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Moscow' }), document: '№ 7' },
  });
const sums = async ({ payer }: Made): Promise<[bigint, bigint]> => {
  const [sum] = await balances(world.db, payer.accounts);
  return [sum!.dueKopecks, sum!.advanceKopecks];
};
const card = async ({ accountant, id }: Made) => (await till.call('GET', `/work/payments/${id}`, { as: accountant })).body;
const proven = async () => expect((await checkLedger(world.db)).faults).toEqual([]);

test('PAY-7, X-4: both doors to the same money ahead at once: one gives it back, the other is told; nobody owes anything afterwards', async () => {
  for (let round = 0; round < 4; round++) {
    const made = await paidTwice();
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 === round % 2 ? byCard(made) : byBank(made))));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of all) if (status !== 200) expect(['object.changed', 'payments.refundReopens', 'advances.tooMuch']).toContain(body.code);
    expect(await sums(made)).toEqual([0n, 0n]);
  }
  await proven();
});

test('PAY-7: money ahead that the bank gave back is not given back by card unless the accountant lets a debt be opened, whose sum is told', async () => {
  const made = await paidTwice();
  expect(await card(made)).toMatchObject({ parts: [{ leftKopecks: 100_000, advanceKopecks: 100_000 }] });
  await made.load([`${made.payer.accounts[0]!.number};out-${made.payer.accounts[0]!.number};-1000,00;${today()}`]);
  expect([await sums(made), await card(made)]).toMatchObject([[0n, 0n], { parts: [{ leftKopecks: 100_000, advanceKopecks: 0 }] }]);
  expect(await byCard(made)).toMatchObject({
    status: 409,
    body: {
      code: 'payments.refundReopens',
      title: 'Аванса на счёте 0,00\u00a0₽: после такого возврата откроется долг 1\u00a0000,00\u00a0₽. Проверьте, не вернули ли деньги раньше',
    },
  });
  expect((await byCard(made, { reopensKopecks: 99_999 })).body.code).toBe('payments.refundReopens');
  expect((await byCard(made, { reopensKopecks: 100_000 })).status).toBe(200);
  expect(await sums(made)).toEqual([100_000n, 0n]);
  await proven();
});

test('PAY-7, X-4: a refund that the acquirer has not answered holds its money: neither the bank nor a refund of another payment gives it back', async () => {
  const made = await paidTwice();
  await breakStandIn(till.bank.acquirerUrl, { answersLost: 1 });
  expect((await byCard(made, { kopecks: 60_000 })).body.refunds).toMatchObject([{ status: 'unknown' }]);
  const { houseId, accountId } = made.payer.accounts[0]!;
  expect((await till.call('GET', `/work/accounts/${houseId}/${accountId}/advance`, { as: made.accountant })).body).toEqual({
    advanceKopecks: 40_000,
    byBankKopecks: 40_000,
    underWayKopecks: 60_000,
  });
  expect((await byBank(made)).body.code).toBe('object.changed');
  expect((await byBank(made, 40_000)).body.code).toBe('advances.tooMuch');
  const again = { kopecks: 40_000, leftKopecks: 40_000 };
  expect((await byCard(made, { ...again, kopecks: 40_000 })).status).toBe(200);
  world.now = new Date(world.now.getTime() + 60_000);
  await till.job('payments.refunds');
  expect(await sums(made)).toEqual([0n, 0n]);
  await proven();
});
