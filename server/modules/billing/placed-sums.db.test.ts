// State duty, court costs and the performer's fine: each in its own place of the bill, whichever way its line came.
import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { PLACED_SUMS, placedSums } from '#contract/placed-sums';
import { services } from '#modules/directory';
import { balances, checkLedger, debtHistory } from '#modules/ledger';
import { readList } from '#platform/lists';
import { makeAccount, makeLink, pay } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { openDesk } from '#test/factories/registers';
import { personActor, useWorld } from '#test/world';
import { billDocument } from './bill-document.ts';
import { chargeList, chargeScope } from './charges.queries.ts';
import { drawBills } from './draw-bills.ts';
import { explainCharge } from './explain-charge.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const MONTH = '2026-10';
const COURT = 'судебный приказ № 2-1488/2026 от 12.10.2026';
const laidOn = (kopecks: number, reason: string, document: string): ChargeTerms => ({
  method: 'corrected',
  period: MONTH,
  benefit: null,
  base: null,
  recalculations: [{ method: 'recalculation', period: MONTH, benefit: null, reason, document, ground: { by: 'decision', sumKopecks: kopecks } }],
});
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

async function makeResident() {
  const account = await makeAccount(world);
  const personId = await makeLink(world, account);
  return { account, reading: { db: world.db, actor: personActor(personId), now: world.now } };
}
async function billOf(account: Awaited<ReturnType<typeof makeAccount>>) {
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const facts = (await drawBills(world.db, account.houseId, [bill])).get(bill.id)!;
  const [balance] = await balances(world.db, [account]);
  return { bill, facts, sheet: billDocument(facts), owed: Number(balance!.dueKopecks - balance!.advanceKopecks) };
}

test('BILL-1: the directory marks the three by their purposes, and no other service so', async () => {
  const all = await services(world.db);
  expect(all.filter(({ purpose }) => ['duty', 'costs', 'fine'].includes(purpose)).map(({ code, purpose, name }) => [code, purpose, name])).toEqual(
    PLACED_SUMS.map((code) => [code, placedSums[code].purpose, placedSums[code].name]),
  );
});

test('BILL-1: the bill shows each in its place and by its paper, its total is what is owed, to the kopeck; the organization alone is paid', async () => {
  const { account } = await makeResident();
  await postRun(world, [account], {
    period: MONTH,
    charges: {
      maintenance: areaTerms(MONTH, '54.3', '30'),
      state_duty: laidOn(120_000, 'по решению суда', COURT),
      court_costs: laidOn(350_001, 'по решению суда', COURT),
      performer_fine: laidOn(-50_050, 'неверно посчитали плату за июль', 'ответ № 8 от 05.10.2026'),
    },
  });
  const { bill, facts, sheet, owed } = await billOf(account);
  expect([facts.stateDutyKopecks, facts.courtCostsKopecks, facts.performerPenaltyKopecks]).toEqual([120_000, 350_001, 50_050]);
  expect(facts.groups.flatMap(({ lines }) => lines.map(({ service }) => service))).toEqual(['Содержание жилого помещения']);
  expect([facts.totalKopecks, owed, bill.penalty_kopecks, facts.payees.map(({ sumKopecks }) => sumKopecks)]).toEqual([582_851, 582_851, 0n, [582_851]]);
  expect(sheet.totals.slice(2).map(({ label, sum }) => `${label} ${plain(sum)}`)).toEqual([
    'Начислено за месяц 1 629,00',
    'Пени 0,00',
    'Штраф исполнителя в вашу пользу −500,50',
    'Государственная пошлина 1 200,00',
    'Судебные расходы 3 500,01',
    'Итого к оплате 5 828,51',
  ]);
  expect(sheet.recalculations.map(plain)).toEqual([
    `Государственная пошлина: +1 200,00 ₽. по решению суда, ${COURT}`,
    `Судебные расходы: +3 500,01 ₽. по решению суда, ${COURT}`,
    'Штраф исполнителя: −500,50 ₽. неверно посчитали плату за июль, ответ № 8 от 05.10.2026',
  ]);
  expect(plain(sheet.code.alt)).toContain('5 828,51');
  expect((await checkLedger(world.db)).faults).toEqual([]);
});

test('BILL-1: a fine larger than the month is ahead: the bill asks for nothing and says so', async () => {
  const { account } = await makeResident();
  await postRun(world, [account], {
    period: MONTH,
    charges: { maintenance: areaTerms(MONTH, '10', '30'), performer_fine: laidOn(-50_000, 'неверно посчитали плату', 'ответ № 8') },
  });
  const { facts, sheet, owed } = await billOf(account);
  expect([facts.totalKopecks, owed, plain(sheet.toPay.label)]).toEqual([-20_000, -20_000, 'Переплата, платить не нужно']);
});

test('CHG-1, CHG-2: the resident finds each by its purpose and reads what it is, by which paper, and that it bears no penalty', async () => {
  const { account, reading } = await makeResident();
  await postRun(world, [account], {
    period: MONTH,
    charges: {
      maintenance: areaTerms(MONTH, '54.3', '30'),
      state_duty: laidOn(120_000, 'по решению суда', COURT),
      performer_fine: laidOn(-50_050, 'неверно посчитали плату за июль', 'ответ № 8'),
    },
  });
  const list = async (purpose: 'duty' | 'fine') => (await readList(world.db, chargeList, await chargeScope(reading), { purpose: [purpose] })).rows;
  const [duty] = await list('duty');
  expect(duty).toMatchObject({ service: 'Государственная пошлина', totalKopecks: 120_000, status: 'partlyPaid' });
  const why = await explainCharge(reading, { houseId: account.houseId, chargeId: duty!.id });
  expect(why).toMatchObject({ accruedKopecks: 120_000, recalculationKopecks: 0, explanation: { sumKopecks: 120_000, changed: null } });
  expect(why.explanation.counted).toBe(
    `Государственную пошлину заплатили, когда обращались в суд за долгом. Суд решил, что вы её возмещаете. Основание: по решению суда, ${COURT}. Пени на эту сумму не начисляют.`,
  );
  const [fine] = await list('fine');
  expect((await explainCharge(reading, { houseId: account.houseId, chargeId: fine!.id })).explanation.counted).toContain(
    'штраф, который организация должна вам',
  );
});

test('CALC-3: no penalty is counted on any of them, and what a fine closed is no debt any more', async () => {
  const { account } = await makeResident();
  await postRun(world, [account], {
    period: '2026-08',
    charges: {
      maintenance: areaTerms('2026-08', '54.3', '30'),
      state_duty: laidOn(120_000, 'по решению суда', COURT),
      court_costs: laidOn(70_000, 'суд', COURT),
    },
  });
  const debts = async () => {
    const moves = await debtHistory(world.db, account, MONTH);
    return moves.map(({ month, isCharge, kopecks }) => `${month} ${isCharge ? 'charged' : 'closed'} ${kopecks}`).toSorted();
  };
  expect(await debts()).toEqual(['2026-08 charged 162900']);
  await postRun(world, [account], { period: '2026-09', charges: { performer_fine: laidOn(-200_000, 'неверно посчитали плату', 'ответ № 8') } });
  // Of the 2 000.00 of the fine 1 900.00 went to the costs first, the rest to the upkeep.
  expect(await debts()).toEqual(['2026-08 charged 162900', '2026-08 closed -10000']);
  await pay(world, account, 152_900);
  expect(await debts()).toEqual(['2026-08 charged 162900', '2026-08 closed -10000', '2026-08 closed -152900']);
});

test('CHG-5: a register brings them to their places; a fine above zero and a duty below it are errors of their rows', async () => {
  const { account, reading } = await makeResident();
  const desk = openDesk(world, account.organizationId);
  const file = (...rows: (readonly [service: string, sum: string])[]): string =>
    ['Лицевой счёт;Период;Услуга;Начислено', ...rows.map(([service, sum]) => `${account.number};10.2026;${service};${sum}`), ''].join('\r\n');
  const wrong = await desk.upload(file(['Содержание', '500,00'], ['Госпошлина', '-1,00'], ['Судебные расходы', '-0,01'], ['Штраф исполнителя', '0,01']));
  const errors = await world.db
    .selectFrom('billing.load_error')
    .select(['row', 'code', 'column_name'])
    .where('load_id', '=', wrong.id)
    .orderBy('row')
    .execute();
  expect(errors.map(({ row, code, column_name: column }) => [row, code, column])).toEqual([
    [3, 'sum.notOwed', 'Сумма'],
    [4, 'sum.notOwed', 'Сумма'],
    [5, 'sum.notDue', 'Сумма'],
  ]);
  const right = await desk.upload(file(['Содержание', '500,00'], ['Госпошлина', '400,00'], ['Судебные издержки', '0,00'], ['Штраф исполнителя', '-50,25']));
  await desk.load(right.id);
  const { facts, owed, sheet } = await billOf(account);
  expect([facts.stateDutyKopecks, facts.courtCostsKopecks, facts.performerPenaltyKopecks, facts.totalKopecks, owed]).toEqual([
    40_000, 0, 5_025, 84_975, 84_975,
  ]);
  expect(sheet.recalculations).toHaveLength(2);
  const { rows } = await readList(world.db, chargeList, await chargeScope(reading), { purpose: ['duty'] });
  const { explanation } = await explainCharge(reading, { houseId: account.houseId, chargeId: rows[0]!.id });
  expect(explanation.counted).toContain('Основания организация не назвала');
  await desk.takeBack(right.id);
  expect((await balances(world.db, [account]))[0]).toMatchObject({ dueKopecks: 0n, advanceKopecks: 0n });
});
