// An instalment against penalties (CALC-3, CALC-1; item 72 of Rules 354, field rules 1.8): each part is due with the bill of its month.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TermsOf } from '#contract/charge-terms';
import { dueDay, interestOf, type InstalmentGround } from '#modules/billing';
import { checkLedger, type DebtMove } from '#modules/ledger';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import type { Kopecks } from '#platform/money';
import { addDays, addMonths, type Day, firstDay, type Month } from '#platform/time';
import { pay } from '#test/factories/accounts';
import { type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { useWorld } from '#test/world';
import { explain } from '../server/modules/billing/charge-explanation.ts';
import { penaltyRules } from '../server/modules/calculation/calculation-rules.ts';
import { endInstalment } from '../server/modules/calculation/end-instalment.ts';
import { instalmentParts, putOff } from '../server/modules/calculation/instalment-parts.ts';
import { makeInstalment } from '../server/modules/calculation/make-instalment.ts';
import { monthDebts } from '../server/modules/calculation/month-debts.ts';
import { penaltyCounter } from '../server/modules/calculation/penalty.ts';
import { settleAdvance } from '../server/modules/ledger/settle-plan.ts';
import { type DebtPart, spreadPayment } from '../server/modules/ledger/spread-payment.ts';
import { debtorList, debtorScope } from '../server/modules/reports/debtors.ts';

const world = useWorld('2026-12-20T09:00:00Z');

describe('by the ledger alone', () => {
  const count = penaltyCounter(penaltyRules([{ from: '2025-06-09', to: null, value: '16.5' }]));
  const DEBT = 600_000n;
  type Step = { readonly on: Day; readonly charges?: readonly { period: Month; kopecks: Kopecks }[]; readonly paid?: Kopecks };

  /** What the ledger makes of charges and payments of one service in the order of days, as the history of debts reads it. */
  function movesOf(steps: readonly Step[]): DebtMove[] {
    const moves: DebtMove[] = [];
    const open = new Map<Month, Kopecks>();
    let ahead = 0n;
    const put = (on: Day, { period, kopecks }: { period: Month; kopecks: Kopecks }, isCharge: boolean) => {
      open.set(period, (open.get(period) ?? 0n) + kopecks);
      moves.push({ accountId: 'a', month: period, on, isCharge, kopecks });
    };
    const debts = (): DebtPart[] => [...open].map(([period, kopecks]) => ({ period, kopecks, serviceCode: 'heating' }));
    for (const { on, charges = [], paid = 0n } of steps.toSorted((a, b) => a.on.localeCompare(b.on))) {
      for (const one of charges) put(on, one, true);
      const { parts, advanceKopecks } = spreadPayment({ amountKopecks: paid, debts: debts() });
      for (const one of parts) put(on, { ...one, kopecks: -one.kopecks }, false);
      ahead += advanceKopecks;
      const { freed, used } = settleAdvance(debts(), ahead);
      for (const one of freed) put(on, one, false);
      for (const one of used) put(on, { ...one, kopecks: -one.kopecks }, false);
      for (const one of freed) ahead += one.kopecks;
      for (const one of used) ahead -= one.kopecks;
    }
    return moves;
  }

  const penaltyOf = (moves: readonly DebtMove[], through: Day, interest = new Map<string, Kopecks>()) =>
    (monthDebts(moves, new Map(), interest).get('a') ?? []).flatMap((debt) => count(debt, { from: null, through }) ?? []);
  const sum = (penalties: readonly { kopecks: Kopecks }[]): Kopecks => penalties.reduce((all, { kopecks }) => all + kopecks, 0n);

  type Agreed = { parts: number; percent: string; agreedOn: Day; firstMonth: Month; endedAfter?: number };
  const billed = (month: Month): Day => firstDay(addMonths(month, 1));
  /** March brings the debt beside what every month brings; agreed on a day, the parts come with the bills of their months. */
  function steps(usual: Kopecks, agreed: Agreed | null, { months = 40 } = {}): { steps: Step[]; interest: Map<string, Kopecks> } {
    const parts = agreed ? instalmentParts({ ...agreed, month: '2026-03', kopecks: DEBT, document: 'Соглашение № 8' }) : [];
    const brought = parts.slice(0, agreed?.endedAfter);
    const rest = parts.slice(brought.length).reduce((all, { partKopecks }) => all + partKopecks, 0n);
    const interest = new Map(brought.map(({ fromMonth, terms }) => [`a ${fromMonth}`, interestOf(terms.ground as InstalmentGround)]));
    const made = Array.from({ length: months }, (_, n): Step => {
      const period = addMonths('2026-03', n);
      const part = brought.find(({ fromMonth }) => fromMonth === period)?.kopecks ?? 0n;
      const end = agreed && period === addMonths(agreed.firstMonth, brought.length) ? rest : 0n;
      return { on: billed(period), charges: [{ period, kopecks: usual + (n === 0 ? DEBT : 0n) + part + end }] };
    });
    return {
      steps: [...made, ...(agreed ? [{ on: agreed.agreedOn, charges: putOff({ month: '2026-03', kopecks: DEBT, firstMonth: agreed.firstMonth }) }] : [])],
      interest,
    };
  }
  const BY_THREE: Agreed = { parts: 3, percent: '0', agreedOn: '2026-05-10', firstMonth: '2026-05' };

  test('CALC-3, CALC-1: 6 000 roubles for March by three from May, nothing paid: 40.54 by 31 August instead of 324.46', () => {
    const through = '2026-08-31';
    const plain = steps(0n, null);
    expect(sum(penaltyOf(movesOf(plain.steps), through))).toBe(32_446n);
    const divided = steps(0n, BY_THREE);
    const penalties = penaltyOf(movesOf(divided.steps), through, divided.interest);
    // The bill of May is due on 15 June, that of June on 15 July, that of July on Monday, 17 August.
    expect(penalties.flatMap(({ stretches }) => stretches)).toEqual([
      { month: '2026-05', debtKopecks: 200_000, from: '2026-07-16', to: '2026-08-31', days: 47, percent: '9.5', divisor: '300' },
      { month: '2026-06', debtKopecks: 200_000, from: '2026-08-15', to: '2026-08-31', days: 17, percent: '9.5', divisor: '300' },
    ]);
    expect(penalties.map(({ kopecks, withParts }) => [kopecks, withParts])).toEqual([
      [2_977n, true],
      [1_077n, true],
    ]);
  });

  test('CALC-3: interest of an instalment bears no penalty', () => {
    const [free, dear] = ['0', '17.25'].map((percent) => steps(0n, { ...BY_THREE, percent }));
    expect([...dear!.interest.values()].some((kopecks) => kopecks > 0n)).toBe(true);
    expect(penaltyOf(movesOf(dear!.steps), '2027-06-30', dear!.interest)).toEqual(penaltyOf(movesOf(free!.steps), '2027-06-30', free!.interest));
  });

  test('CALC-3: ended after its first part, the rest is due with the bill of the next month', () => {
    const ended = steps(0n, { ...BY_THREE, endedAfter: 1 });
    const penalties = penaltyOf(movesOf(ended.steps), '2026-08-31', ended.interest);
    expect(penalties.flatMap(({ stretches }) => stretches)).toMatchObject([
      { month: '2026-05', debtKopecks: 200_000, from: '2026-07-16', days: 47 },
      { month: '2026-06', debtKopecks: 400_000, from: '2026-08-15', days: 17 },
    ]);
    expect(sum(penalties)).toBe(2_977n + 2_153n);
  });

  const anyAgreed = fc.record({
    parts: fc.integer({ min: 2, max: 36 }),
    percent: fc.constantFrom('0', '7.5', '17.25'),
    agreed: fc.integer({ min: 0, max: 13 }),
    ahead: fc.integer({ min: 1, max: 4 }),
  });
  const agreedOf = ({ parts, percent, agreed, ahead }: { parts: number; percent: string; agreed: number; ahead: number }): Agreed => ({
    parts,
    percent,
    agreedOn: addDays('2026-04-16', agreed),
    firstMonth: addMonths('2026-03', ahead),
  });

  test('CALC-3: while each bill is paid by its last day, with the part that it brought, there is no penalty', () => {
    fc.assert(
      fc.property(anyAgreed, fc.bigInt(0n, 400_000n), (given, usual) => {
        const agreed = agreedOf(given);
        const divided = steps(usual, agreed);
        const parts = new Map(
          instalmentParts({ ...agreed, month: '2026-03', kopecks: DEBT, document: 'Соглашение № 8' }).map((part, n) => [
            part.fromMonth,
            n === 0 ? part.partKopecks : part.kopecks,
          ]),
        );
        const bills = Array.from({ length: 40 }, (_, n): Step => {
          const month = addMonths('2026-03', n);
          return { on: dueDay(month), paid: usual + (parts.get(month) ?? 0n) };
        });
        const through = dueDay('2029-06');
        expect(penaltyOf(movesOf([...divided.steps, ...bills]), through, divided.interest)).toEqual([]);
        // Paid so without an agreement, what is late would cost.
        expect(sum(penaltyOf(movesOf([...steps(usual, null).steps, ...bills]), through))).toBeGreaterThan(0n);
      }),
      { numRuns: 20 },
    );
  });

  test('CALC-3: whatever is paid when, an instalment without interest never costs more penalty; with interest, not where nothing is paid; ended at any part neither', () => {
    const payments = fc.array(fc.record({ day: fc.integer({ min: 0, max: 900 }), paid: fc.bigInt(1n, 900_000n) }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.record({
          given: anyAgreed,
          list: payments,
          usual: fc.bigInt(0n, 200_000n),
          ended: fc.option(fc.integer({ min: 1, max: 36 }), { nil: undefined }),
          days: fc.integer({ min: 30, max: 1000 }),
        }),
        ({ given, list, usual, ended, days }) => {
          const paid = (given.percent === '0' ? list : []).map(({ day, ...one }) => ({ ...one, on: addDays('2026-04-01', day) }));
          const through = addDays('2026-04-15', days);
          const divided = steps(usual, { ...agreedOf(given), endedAfter: ended === undefined ? given.parts : Math.min(ended, given.parts) });
          const withIt = penaltyOf(movesOf([...divided.steps, ...paid]), through, divided.interest);
          const without = penaltyOf(movesOf([...steps(usual, null).steps, ...paid]), through);
          // The penalty of each month's debt is rounded by itself: half a kopeck each.
          expect(2n * sum(withIt)).toBeLessThanOrEqual(2n * sum(without) + BigInt(withIt.length + without.length));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('in the portal', () => {
  const agree = (made: CountedHouse, more: object = {}) =>
    world.run(
      made.accountant,
      (work) =>
        makeInstalment(work, {
          params: {},
          query: {},
          body: {
            organizationId: made.house.managerId,
            account: made.accounts[0]!.number,
            serviceCode: 'cold_water',
            month: '2026-09',
            parts: 3,
            percent: '12',
            document: 'Соглашение № 8',
            ...more,
          },
        }),
      newId(world.now),
    );
  const end = (made: CountedHouse, instalmentId: string) =>
    world.run(made.accountant, (work) => endInstalment(work, { params: { houseId: made.house.houseId, instalmentId }, query: {}, body: {} }), newId(world.now));
  const penaltyTerms = async (made: CountedHouse, period: Month) =>
    (
      await world.db
        .selectFrom('billing.charge')
        .select('terms')
        .where('account_id', '=', made.accounts[0]!.accountId)
        .where('service_code', '=', 'penalty')
        .where('period', '=', firstDay(period))
        .executeTakeFirstOrThrow()
    ).terms as TermsOf<'penalty'>;
  const debtsOf = async (made: CountedHouse, period: Month) =>
    (await penaltyTerms(made, period)).stretches.filter(({ to }) => to === '2026-12-31').map(({ month, debtKopecks }) => [month, debtKopecks]);
  const aged = async (made: CountedHouse) => {
    const scope = await debtorScope({ db: world.db, actor: made.accountant, now: world.now });
    const [row] = (await readList(world.db, debtorList, scope, {})).rows;
    return [row!.oldest, row!.notDueKopecks, row!.upTo30Kopecks, row!.upTo60Kopecks, row!.upTo90Kopecks];
  };
  /** What September cost, all of it and its water: 9.7 m³ at 52.40. */
  async function september() {
    const made = await makeCountedHouse(world, { flats: 1 });
    await postMonth(world, made, '2026-09');
    const [bill] = await world.db.selectFrom('billing.bill').select('charged_kopecks').where('account_id', '=', made.accounts[0]!.accountId).execute();
    return { made, usual: Number(bill!.charged_kopecks), water: 50_828 };
  }

  test('CALC-3, CHG-2: a run counts on each month what is due with its bill, and says so; debtors are aged by it', async () => {
    const { made, usual, water } = await september();
    expect(await aged(made)).toEqual(['2026-09', 0, 0, 0, usual]);
    await agree(made);
    expect(await aged(made)).toEqual(['2026-09', 0, 0, water, usual - water]);
    for (const period of ['2026-10', '2026-11']) await postMonth(world, made, period);
    // 169.43 of 508.28 with October, 169.43 and its interest of 3.39 with November; the interest is owed and bears nothing.
    expect(await aged(made)).toEqual(['2026-09', 0, usual + 16_943 + 339, usual + 16_943, usual - water]);
    await postMonth(world, made, '2026-12', true);
    expect(await debtsOf(made, '2026-12')).toEqual([
      ['2026-09', usual - water],
      ['2026-10', usual + 16_943],
    ]);
    const terms = await penaltyTerms(made, '2026-12');
    expect(terms.withParts).toBe(true);
    expect(explain(terms, null).counted).toContain('Часть рассрочки входит в долг того месяца, в чьём счёте пришла.');
    expect((await checkLedger(world.db)).faults).toEqual([]);
  });

  test('CALC-3: the other debts of its time are paid before what is put off', async () => {
    const { made, usual, water } = await september();
    await agree(made);
    await pay(world, made.accounts[0]!, usual - water);
    // Water of September is due with October's bill.
    expect(await aged(made)).toEqual(['2026-10', 0, 0, water, 0]);
  });

  test('CALC-3: ended before its first part the debt is September’s again, also where some of it was paid meanwhile; nothing is owed twice', async () => {
    const { made, usual, water } = await september();
    const first = await agree(made);
    await end(made, first.instalmentId);
    expect(await aged(made)).toEqual(['2026-09', 0, 0, 0, usual]);
    const second = await agree(made);
    await pay(world, made.accounts[0]!, usual - water + 10_000);
    await end(made, second.instalmentId);
    expect(await aged(made)).toEqual(['2026-09', 0, 0, 0, water - 10_000]);
    await postMonth(world, made, '2026-10');
    await postMonth(world, made, '2026-12', true);
    const terms = await penaltyTerms(made, '2026-12');
    expect(terms.withParts).toBeUndefined();
    expect(explain(terms, null).counted).not.toContain('рассрочк');
    expect(await debtsOf(made, '2026-12')).toEqual([
      ['2026-09', water - 10_000],
      ['2026-10', usual],
    ]);
    expect((await checkLedger(world.db)).faults).toEqual([]);
  });
});
