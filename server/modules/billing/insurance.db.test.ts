// Voluntary insurance with bills: offered by the accountant, told by bills outside of every sum, hidden by the resident.
import { expect, test } from 'vitest';
import { getBill } from '#contract/billing';
import type { BodyOf } from '#contract/endpoint';
import type { offerInsurance as endpoint } from '#contract/insurance';
import { balances } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { useBillCallers } from '#test/factories/bill-callers';
import { refusalOf, useWorld } from '#test/world';
import { hideInsurance, offerInsurance, readInsuranceOffers } from './insurance.ts';

const world = useWorld('2026-11-02T09:00:00Z');
const { call, callers, makeResident, run } = useBillCallers(world);
type Body = BodyOf<typeof endpoint>;
const terms = { name: 'Страхование квартиры', insurer: 'АО «Липа-Страх», лицензия 0001', kopecks: 250, payTo: 'strah.example, телефон 8 800 000-00-00' };
const wish: Body = { version: 1, houseId: null, way: 'area', terms, fromDay: '2026-11-02', toDay: null, document: 'Договор № 12' };
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

async function town(name: string) {
  const { account } = await makeResident(name);
  const { organizationId } = account;
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId }], { lastName: 'Смирнова', firstName: 'Ольга' });
  const set = (more: Partial<Body> = {}, { actor = accountant, key = newId(world.now) } = {}) =>
    world.run(actor, (work) => offerInsurance(work, { params: { organizationId }, query: {}, body: { ...wish, ...more } }), key);
  const read = (actor: Actor = accountant) => readInsuranceOffers({ db: world.db, actor, now: world.now }, {});
  const billOf = async (period: string) => {
    const { id: billId } = await world.db
      .selectFrom('billing.bill')
      .select('id')
      .where('account_id', '=', account.accountId)
      .where('period', '=', `${period}-01`)
      .executeTakeFirstOrThrow();
    const key = { houseId: account.houseId, billId };
    const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', billId);
    return { key, url, ...(await call(name, url)).json() };
  };
  return { account, organizationId, accountant, set, read, billOf };
}
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);

test('BILL-1: the offer stands apart from every sum of the bill: the total, what is owed, the code; bills of earlier days have none', async () => {
  const { account, set, billOf } = await town('galina');
  await set();
  await run(account, '2026-10');
  expect((await billOf('2026-10')).sheet.insurance).toBeNull();
  await run(account, '2026-11');
  const { sheet, bill, insuranceHidden } = await billOf('2026-11');
  // 54.3 m² at 2.50.
  expect(plain(sheet.insurance)).toBe(
    'Страхование квартиры (АО «Липа-Страх», лицензия 0001): 135,75 ₽ в месяц. Это добровольно и в сумму к оплате не входит. Захотите застраховать, заплатите страховщику сами: strah.example, телефон 8 800 000-00-00. Не захотите — ничего не должны.',
  );
  const [balance] = await balances(world.db, [account]);
  expect([bill.totalKopecks, Number(balance!.dueKopecks), plain(sheet.toPay.sum), insuranceHidden]).toEqual([108_600, 108_600, '1 086,00 ₽', false]);
  expect(plain(sheet.code.alt)).toContain(', 1 086,00 ₽');
});

test('BILL-1, X-4, X-8: the resident hides it in all bills of the account and shows it again; staff and strangers do not', async () => {
  const { account, accountant, set, billOf } = await town('vera');
  await set({ way: 'sum' });
  await run(account, '2026-11');
  const { key, sheet } = await billOf('2026-11');
  expect(plain(sheet.insurance)).toContain(': 2,50 ₽ в месяц.');
  const hide = (hidden: boolean, { actor = callers.get('vera')!, id = newId(world.now) } = {}) =>
    world.run(actor, (work) => hideInsurance(work, { params: key, query: {}, body: { hidden } }), id);
  for (const actor of [accountant, await makeActor(world)]) expect((await refusalOf(hide(true, { actor }))).code).toBe('object.notFound');
  const id = newId(world.now);
  expect([await hide(true, { id }), await hide(true, { id }), await hide(true)]).toEqual([{ hidden: true }, { hidden: true }, { hidden: true }]);
  await run(account, '2026-12');
  for (const period of ['2026-11', '2026-12']) expect(await billOf(period)).toMatchObject({ sheet: { insurance: null }, insuranceHidden: true });
  await Promise.all(Array.from({ length: 5 }, () => hide(false)));
  expect(await billOf('2026-11')).toMatchObject({ sheet: { insurance: sheet.insurance }, insuranceHidden: false });
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('house_id', '=', key.houseId)
    .where('action', 'in', ['insurance.hidden', 'insurance.shown'])
    .orderBy('id')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(['insurance.hidden', 'insurance.shown']);
});

test('BILL-1: a house has its own, from a day to a day; ended, nothing is offered', async () => {
  const { account, set, billOf } = await town('house');
  await set();
  await set({ version: 2, houseId: account.houseId, way: 'sum', toDay: '2026-12-27' });
  await run(account, '2026-11');
  await run(account, '2026-12');
  expect([plain((await billOf('2026-11')).sheet.insurance), (await billOf('2026-12')).sheet.insurance]).toEqual([expect.stringContaining(': 2,50 ₽'), null]);
  await set({ version: 3, houseId: account.houseId, way: 'none', terms: null });
  await run(account, '2027-01');
  expect((await billOf('2027-01')).sheet.insurance).toBeNull();
});

test('BILL-1, X-3, X-4, X-5, X-8: set once of twenty, again with the same key; refused by field, to others and by an old version; told with who', async () => {
  const { organizationId, set, read } = await town('desk');
  for (const actor of [(await town('other')).accountant, await makeActor(world, [{ role: 'manager', organizationId }])])
    expect((await refusalOf(set({}, { actor }))).code).toBe('object.notFound');
  expect(await fieldsOf(set({ terms: null, fromDay: '2026-11-01', toDay: '2026-10-01', document: ' \u0007 ' }))).toEqual([
    '/terms/kopecks',
    '/terms/name',
    '/terms/insurer',
    '/terms/payTo',
    '/fromDay',
    '/toDay',
    '/document',
  ]);
  expect(await fieldsOf(set({ houseId: (await makeHouse(world)).houseId }))).toEqual(['/houseId']);
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set({}, { key })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set({}, { key: keys[tries.findIndex(({ status }) => status === 'fulfilled')]! })).toEqual({ version: 2 });
  expect(await refusalOf(set())).toMatchObject({ code: 'object.changed', current: { version: 2 } });
  expect(await read()).toMatchObject({
    organizationId,
    version: 2,
    set: [{ who: expect.stringContaining('Смирнова'), way: 'area', terms, house: null, fromDay: '2026-11-02', toDay: null, document: 'Договор № 12' }],
  });
});
