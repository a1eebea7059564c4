// The accountant's reports against the ledger itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLedger, refundPayment } from '#modules/ledger';
import { newId } from '#platform/ids';
import { readList, readTotals } from '#platform/lists';
import { askToCancel } from '#platform/progress';
import { charge, makeAccount, pay } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { jobContext } from '#test/factories/registers';
import { countStatements } from '#test/statements';
import { portal, refusalOf, useWorld } from '#test/world';
import { debtorList, debtorScope, tellDebtors } from './debtors.ts';
import { makeSheetJob, orderSheet, readSheet, type Span } from './kept-sheet.ts';
import { turnoverList, turnoverScope } from './turnover.ts';

const world = useWorld('2026-11-20T09:00:00Z');
const reading = (actor: Parameters<typeof world.run>[0]) => ({ db: world.db, actor, now: world.now });

async function setting(flats = 3) {
  const house = await makeHouse(world, { flats });
  const accounts = [];
  for (const { premisesId } of house.premises) accounts.push(await makeAccount(world, { house, premisesId }));
  return { accounts, accountant: await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]) };
}

test('ACC-1: whatever was charged, paid and given back, the turnover of any months closes at what the ledger owes, to the kopeck', async () => {
  const { accounts, accountant } = await setting();
  const months = ['2026-07', '2026-08', '2026-09', '2026-10'] as const;
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('charge' as const),
      account: fc.nat(2),
      month: fc.constantFrom(...months),
      service: fc.constantFrom('heating', 'waste', 'penalty'),
      kopecks: fc.integer({ min: -5_000, max: 90_000 }),
    }),
    fc.record({
      kind: fc.constant('pay' as const),
      account: fc.nat(2),
      month: fc.constantFrom(...months),
      kopecks: fc.integer({ min: 1, max: 120_000 }),
      back: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const one of steps) {
        const account = accounts[one.account]!;
        if (one.kind === 'charge') await charge(world, account, { [one.month]: { [one.service]: one.kopecks } });
        else {
          const paymentId = await pay(world, account, one.kopecks, { happenedOn: `${one.month}-20` });
          if (one.back)
            await world.run(portal, (work) =>
              refundPayment(work, {
                paymentId,
                parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: BigInt(one.kopecks) }],
                happenedOn: `${one.month}-25`,
                book: 'acquirer',
              }),
            );
        }
      }
      const { rows: owed } = await world.pool.query<{ n: bigint }>(
        'select coalesce(sum(kopecks), 0)::bigint as n from ledger.balance where account_id = any($1)',
        [accounts.map((one) => one.accountId)],
      );
      const sheet = async (from: string, to: string) =>
        (await readTotals(world.db, turnoverList, await turnoverScope(reading(accountant), { from, to }), {})).totals;
      const whole = await sheet('2026-01', '2026-12');
      expect(whole.closingKopecks).toBe(Number(owed[0]!.n));
      // Month by month the sheet goes on where the month before ended.
      let before = 0;
      for (const month of months) {
        const {
          openingKopecks: opening,
          chargedKopecks: charged,
          recalculatedKopecks: corrected,
          penaltyKopecks: penalty,
          paidKopecks: paid,
          refundedKopecks: refunded,
          closingKopecks: closing,
        } = await sheet(month, month);
        expect(opening).toBe(before);
        expect(opening! + charged! + corrected! + penalty! - paid! + refunded!).toBe(closing);
        before = closing!;
      }
      expect(before).toBe(whole.closingKopecks);
    }),
    { numRuns: 12 },
  );
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('ACC-1: a debt stands in its age by the last day to pay, penalties told apart; sums of the ages are the debt', async () => {
  const { accounts, accountant } = await setting();
  await charge(world, accounts[0]!, {
    '2025-01': { heating: 1 },
    '2026-07': { heating: 20 },
    '2026-08': { heating: 300 },
    '2026-09': { heating: 4_000 },
    '2026-10': { heating: 50_000, penalty: 7 },
    '2026-11': { heating: 600_000 },
  });
  await charge(world, accounts[1]!, { '2026-10': { heating: 1_000 } });
  await pay(world, accounts[1]!, 1_000);
  const scope = await debtorScope(reading(accountant));
  const { rows, totals, count } = await readList(world.db, debtorList, scope, {});
  // Due: October on 16 November, September on 15 October, August on 15 September, July on 17 August.
  expect(rows).toMatchObject([
    {
      number: accounts[0]!.number,
      age: 'over90',
      oldest: '2025-01',
      totalKopecks: 654_328,
      penaltyKopecks: 7,
      notDueKopecks: 600_000,
      upTo30Kopecks: 50_007,
      upTo60Kopecks: 4_000,
      upTo90Kopecks: 300,
      over90Kopecks: 21,
    },
  ]);
  expect([count, totals.totalKopecks]).toEqual([1, 654_328]);
  expect((await tellDebtors(world.db, scope, rows))[0]!.flat).toBe('1');
  expect((await readList(world.db, debtorList, scope, { age: ['days30'] })).rows).toEqual([]);
});

test('X-8, SCALE-2: another organization sees nothing of it; many accounts cost as many statements as one', async () => {
  const { accounts, accountant } = await setting();
  const stranger = (await setting(1)).accountant;
  const read = async (actor: typeof accountant) => {
    const scope = await debtorScope(reading(actor));
    return tellDebtors(world.db, scope, (await readList(world.db, debtorList, scope, {})).rows);
  };
  await charge(world, accounts[0]!, { '2026-09': { heating: 100 } });
  const one = await countStatements(() => read(accountant));
  for (const account of accounts.slice(1)) await charge(world, account, { '2026-09': { heating: 100 } });
  expect(await countStatements(() => read(accountant))).toBe(one);
  expect(one).toBeLessThanOrEqual(6);
  expect(await read(stranger)).toEqual([]);
  expect((await readList(world.db, turnoverList, await turnoverScope(reading(stranger), { from: '2026-01', to: '2026-12' }), {})).rows).toEqual([]);
  expect((await refusalOf(turnoverScope(reading(accountant), { from: '2026-02', to: '2026-01' }))).fields).toMatchObject([{ pointer: '/to' }]);
  expect((await refusalOf(world.run(accountant, (work) => orderSheet(work, { from: '2026-02', to: '2026-01' })))).fields).toMatchObject([{ pointer: '/to' }]);
});

const YEAR = { from: '2026-01', to: '2026-12' } as const;
const NONE_LIVE = 0;
type Ordered = { task: string; payload: { organizationId: string; sheetId: string } };
const ordersOf = async (): Promise<Ordered[]> =>
  (await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id').execute())
    .flatMap(({ jobs }) => jobs as Ordered[])
    .filter(({ task }) => task === 'reports.turnover');
const runJob = async () => makeSheetJob.run(jobContext(world), (await ordersOf()).at(-1)!.payload);
const keptSheet = async (actor: Parameters<typeof world.run>[0], span: Span = YEAR) =>
  readList(world.db, turnoverList, await turnoverScope(reading(actor), span, NONE_LIVE), {});

test('ACC-1, X-7: a large company’s sheet is counted in the background and says the same to the kopeck; anew, it takes the place of the older', async () => {
  const { accounts, accountant } = await setting();
  const stranger = (await setting(1)).accountant;
  await charge(world, accounts[0]!, { '2026-07': { heating: 50_000, penalty: 70 }, '2026-09': { heating: 8_000 } });
  await pay(world, accounts[0]!, 60_000, { happenedOn: '2026-08-20' });
  await charge(world, accounts[1]!, { '2026-09': { waste: 700 } });
  expect(await readSheet(reading(accountant), YEAR)).toEqual({ isKept: false, madeAt: null, progress: null });
  expect([await readSheet(reading(accountant), YEAR, NONE_LIVE), (await keptSheet(accountant)).rows]).toEqual([
    { isKept: true, madeAt: null, progress: null },
    [],
  ]);
  const key = newId(world.now);
  const order = (actor: typeof accountant, id?: string) => world.run(actor, (work) => orderSheet(work, YEAR), id, YEAR);
  const answers = await Promise.all([order(accountant, key), order(accountant, key), ...Array.from({ length: 18 }, () => order(accountant))]);
  expect(new Set(answers.map(({ progressId }) => progressId)).size).toBe(1);
  expect(await ordersOf()).toHaveLength(1);
  expect(await readSheet(reading(accountant), YEAR, NONE_LIVE)).toMatchObject({ madeAt: null, progress: { status: 'running', canCancel: true } });
  await Promise.allSettled([runJob(), runJob()]);
  await runJob();
  const live = await readList(world.db, turnoverList, await turnoverScope(reading(accountant), YEAR), {});
  expect(live.rows.length).toBeGreaterThan(2);
  expect(await keptSheet(accountant)).toEqual(live);
  expect(await readSheet(reading(accountant), YEAR, NONE_LIVE)).toEqual({ isKept: true, madeAt: expect.any(String), progress: null });
  expect([(await keptSheet(stranger)).rows, (await keptSheet(accountant, { ...YEAR, from: '2026-02' })).rows]).toEqual([[], []]);

  await charge(world, accounts[2]!, { '2026-10': { waste: 900 } });
  world.now = new Date(world.now.getTime() + 1_000);
  await order(accountant);
  expect(await keptSheet(accountant)).toEqual(live);
  await runJob();
  expect((await keptSheet(accountant)).totals.chargedKopecks).toBe(live.totals.chargedKopecks! + 900);
  expect(await world.db.selectFrom('reports.sheet').select('id').where('organization_id', '=', accounts[0]!.organizationId).execute()).toHaveLength(1);
});

test('X-7: a counting that was stopped leaves no rows, and may be ordered anew; a stranger stops nothing', async () => {
  const { accounts, accountant } = await setting();
  const stranger = (await setting(1)).accountant;
  await charge(world, accounts[0]!, { '2026-09': { waste: 700 } });
  const { progressId } = await world.run(accountant, (work) => orderSheet(work, YEAR));
  expect((await refusalOf(world.run(stranger, (work) => askToCancel(work, progressId)))).code).toBe('object.notFound');
  await world.run(accountant, (work) => askToCancel(work, progressId));
  await runJob();
  expect([(await readSheet(reading(accountant), YEAR, NONE_LIVE)).progress?.status, (await keptSheet(accountant)).rows]).toEqual(['cancelled', []]);
  expect((await world.run(accountant, (work) => orderSheet(work, YEAR))).progressId).not.toBe(progressId);
  await runJob();
  expect((await keptSheet(accountant)).totals.chargedKopecks).toBe(700);
});
