import { expect, test } from 'vitest';
import type { chargeColumns } from '#contract/billing';
import { chargeStatuses } from '#contract/statuses/billing';
import type { ListQuery } from '#contract/list';
import { balances, chargeStatesOf, checkLedger, reserve } from '#modules/ledger';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import type { Reading } from '#platform/route';
import { makeAccount, makeLink, pay } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { jobContext, openDesk } from '#test/factories/registers';
import { guest, personActor, portal, refusalOf, useWorld } from '#test/world';
import { announceChargesJob } from './announce-charges.ts';
import { listBills } from './bills.queries.ts';
import { chargeStatus } from './charge-status.ts';
import { chargeList, chargeScope, monthSums } from './charges.queries.ts';
import { allExamples } from './charge-terms.example.ts';
import { sumOfTerms } from './charge-terms.ts';
import { explainCharge } from './explain-charge.ts';

const world = useWorld();

async function makeResident() {
  const account = await makeAccount(world);
  const personId = await makeLink(world, account);
  const reading: Reading = { db: world.db, actor: personActor(personId), now: world.now };
  return { account, personId, reading };
}
const charges = async (reading: Reading, query: ListQuery<typeof chargeColumns> = {}) => readList(world.db, chargeList, await chargeScope(reading), query);

test('CHG-1: charges with service, purpose, sum, status, day made, last year’s sum and totals; filters by month, service and status', async () => {
  const { account, reading } = await makeResident();
  const terms = (period: string, tariff: string) => ({ maintenance: areaTerms(period, '54.3', tariff), capital_repair: areaTerms(period, '54.3', '10') });
  await postRun(world, [account], { period: '2025-10', charges: terms('2025-10', '20') });
  await postRun(world, [account], { period: '2026-09', charges: terms('2026-09', '28') });
  await postRun(world, [account], { period: '2026-10', charges: terms('2026-10', '30'), onDay: '2026-11-02' });
  await pay(world, account, 108600 + 54300 + 152040);
  const all = await charges(reading);
  expect(all.count).toBe(6);
  expect(all.rows.find((row) => row.period === '2026-10' && row.serviceCode === 'maintenance')).toMatchObject({
    totalKopecks: 162900,
    yearAgoKopecks: 108600,
    status: 'unpaid',
    madeOn: '2026-11-02',
    dueOn: '2026-11-16',
    purpose: 'service',
    service: 'Содержание жилого помещения',
  });
  expect(all.rows.map((row) => [row.period, row.serviceCode, row.status]).filter(([period]) => period !== '2026-10')).toEqual(
    expect.arrayContaining([
      ['2025-10', 'maintenance', 'paid'],
      ['2026-09', 'capital_repair', 'overdue'],
    ]),
  );
  expect((await charges(reading, { periodFrom: '2026-10', periodTo: '2026-10' })).totals).toEqual({ totalKopecks: 217200, yearAgoKopecks: 162900 });
  expect((await charges(reading, { serviceCode: ['capital_repair'] })).count).toBe(3);
  expect((await charges(reading, { purpose: ['repair'], status: ['unpaid'] })).rows.map((row) => row.period)).toEqual(['2026-10']);
  const months = await monthSums(world.db, (await chargeScope(reading)).accounts, '2026-10');
  expect(months).toHaveLength(13);
  expect([months[0], months[12]]).toEqual([
    { month: '2025-10', totalKopecks: 162900, yearAgoKopecks: null },
    { month: '2026-10', totalKopecks: 217200, yearAgoKopecks: 162900 },
  ]);
});

test('CHG-1: the list says the same status as the rule, for every way of being paid', async () => {
  const { account, reading } = await makeResident();
  const codes = ['maintenance', 'gas', 'heating', 'waste', 'antenna', 'intercom'];
  for (const period of ['2026-08', '2026-09', '2026-10'])
    await postRun(world, [account], { period, charges: Object.fromEntries(codes.map((code, n) => [code, areaTerms(period, '10', String(n + 1))])) });
  await pay(world, account, 27_300);
  await world.run(
    portal,
    async (work) =>
      void (await reserve(work, { paymentId: newId(world.now), parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 24_000n }] })),
    newId(new Date()),
  );
  const { rows } = await charges(reading);
  const states = (await chargeStatesOf(world.db, [account], { from: '2026-01', to: '2026-12' })).sort((a, b) =>
    `${a.period} ${a.serviceCode}` < `${b.period} ${b.serviceCode}` ? -1 : 1,
  );
  let reserved = 24_000n;
  for (const state of states) {
    const rest = state.kopecks > 0n ? state.kopecks : 0n;
    const pendingKopecks = reserved < rest ? reserved : rest;
    reserved -= pendingKopecks;
    const row = rows.find((one) => one.period === state.period && one.serviceCode === state.serviceCode)!;
    expect([state.period, state.serviceCode, row.status]).toEqual([
      state.period,
      state.serviceCode,
      chargeStatus({ chargedKopecks: state.chargedKopecks, paidKopecks: state.paidKopecks, pendingKopecks, dueDay: row.dueOn }, '2026-11-12'),
    ]);
  }
  expect(new Set(rows.map((row) => row.status)).size).toBeGreaterThan(2);
  for (const row of rows) expect(Object.keys(chargeStatuses)).toContain(row.status);
});

test('CHG-1, X-8: a neighbour and a guest see nothing of it', async () => {
  const { account } = await makeResident();
  await postRun(world, [account], { period: '2026-10', charges: { gas: areaTerms('2026-10', '1', '1') } });
  const charge = await world.db.selectFrom('billing.charge').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  for (const actor of [guest, personActor(newId(world.now)), (await makeResident()).reading.actor]) {
    const reading: Reading = { db: world.db, actor, now: world.now };
    expect((await charges(reading)).rows.filter((row) => row.id === charge.id)).toEqual([]);
    expect((await refusalOf(explainCharge(reading, { houseId: account.houseId, chargeId: charge.id }))).code).toBe('object.notFound');
  }
});

test('CHG-2, CALC-4: the shown terms give the shown sum to the kopeck, for every way of counting', async () => {
  const { account, reading } = await makeResident();
  for (const [n, terms] of allExamples.entries()) {
    const period = `20${10 + n}-10`;
    await postRun(world, [account], { period, charges: { heating: { ...terms, period } } });
  }
  const { rows } = await charges(reading);
  expect(rows).toHaveLength(allExamples.length);
  for (const row of rows) {
    const why = await explainCharge(reading, { houseId: row.houseId, chargeId: row.id });
    expect([why.explanation.sumKopecks, why.totalKopecks]).toEqual([row.totalKopecks, row.totalKopecks]);
    expect(row.totalKopecks).toBe(Number(sumOfTerms(allExamples[Number(row.period.slice(2, 4)) - 10]!)));
    expect(why.explanation.formula.length).toBeGreaterThan(0);
  }
});

test('CHG-2, CHG-5: a line of a register shows its volume and tariff, names the register, and compares with the month before', async () => {
  const { account, reading } = await makeResident();
  const desk = openDesk(world, account.organizationId);
  const head = 'Лицевой счёт;Период;Услуга;Начислено;Перерасчёт;Льготы;К оплате;Объём;Единица;Тариф';
  const load = await desk.upload(
    [
      head,
      `${account.number};09.2026;Газ;50,00;;;50,00;10;м³;5,00`,
      `${account.number};10.2026;Газ;62,50;;;62,50;12,5;м³;5,00`,
      `${account.number};10.2026;Отопление;100,00;-7,00;20,00;73,00;0,05;Гкал;2000`,
    ].join('\n'),
    { name: 'gas.csv' },
  );
  await desk.load(load.id);
  const { rows } = await charges(reading);
  const why = async (code: string) =>
    explainCharge(reading, { houseId: account.houseId, chargeId: rows.find((row) => row.serviceCode === code && row.period === '2026-10')!.id });
  const gas = await why('gas');
  expect(
    gas.explanation.formula
      .flat()
      .map((box) => box.value)
      .join(' '),
  ).toContain('12,5');
  expect(gas.explanation.volumeFrom).toContain('gas.csv');
  expect(gas.explanation.changed).not.toBeNull();
  const heating = await why('heating');
  expect([heating.totalKopecks, heating.explanation.sumKopecks, heating.recalculationKopecks, heating.benefitKopecks]).toEqual([7300, 7300, -700, 2000]);
});

test('CHG-4, X-6, ACC-3: a house is told once: an event for its homes, a notice of the newest bill but not to whoever suspended the account, documents drawn', async () => {
  const { account, personId, reading } = await makeResident();
  const quiet = await makeLink(world, account);
  await world.pool.query('update ledger.account_link set suspended_at = now() where person_id = $1', [quiet]);
  const runId = await postRun(world, [account], { period: '2026-10', charges: { gas: areaTerms('2026-10', '54.3', '10') } });
  const announce = () => announceChargesJob.run(jobContext(world), { houseId: account.houseId, sourceId: runId });
  await world.db.deleteFrom('platform.outbox').execute();
  await announce();
  await announce();
  const outbox = await world.db.selectFrom('platform.outbox').selectAll().execute();
  expect(outbox).toHaveLength(1);
  expect(outbox[0]!.events).toMatchObject([
    { kind: 'charges.posted', audiences: expect.arrayContaining([`premises:${account.premisesId}`, `person:${personId}`]) },
  ]);
  expect(outbox[0]!.jobs).toMatchObject([
    {
      task: 'notifications.notify',
      payload: { kind: 'bill.issued', personIds: [personId], facts: { period: '2026-10', payKopecks: 54300, dueDay: '2026-11-16' } },
    },
  ]);
  const { bills } = await listBills(reading, {});
  expect(await world.db.selectFrom('billing.bill').select('facts').where('id', '=', bills[0]!.billId).executeTakeFirstOrThrow()).not.toEqual({ facts: null });
});

test('CALC-4: a run posts once however often it is asked, also by twenty at a time', async () => {
  const account = await makeAccount(world);
  const runId = newId(world.now);
  const run = () => postRun(world, [account], { period: '2026-10', charges: { gas: areaTerms('2026-10', '54.3', '10') }, runId });
  await Promise.all(Array.from({ length: 20 }, run));
  expect((await balances(world.db, [account]))[0]!.dueKopecks).toBe(54300n);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});
