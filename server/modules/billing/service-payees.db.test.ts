// Who else is paid for a service: set by the accountant, refused, done once, told with who; and what bills take of it.
import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { setServicePayee as endpoint } from '#contract/service-payees';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { type MadeAccount, makeAccount } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { refusalOf, useWorld } from '#test/world';
import type { BillRow } from './bill-of-account.ts';
import { drawBills } from './draw-bills.ts';
import { readServicePayees, setServicePayee } from './service-payees.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Body = BodyOf<typeof endpoint>;
const fund = {
  name: 'Фонд «Капремонт»',
  inn: '7707083893',
  kpp: '773601001',
  bankName: 'Банк «Липа»',
  bic: '044525225',
  settlementAccount: '40602810700000000025',
  correspondentAccount: '30101810400000000225',
};
const wish: Body = { version: 1, serviceCode: 'capital_repair', houseId: null, fromDay: '2026-11-02', way: 'other', payee: fund, reason: 'Договор № 12' };

async function town() {
  const account = await makeAccount(world);
  const { organizationId } = account;
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId }], { lastName: 'Смирнова', firstName: 'Ольга' });
  const set = (more: Partial<Body> = {}, { actor = accountant, key = newId(world.now) } = {}) =>
    world.run(actor, (work) => setServicePayee(work, { params: { organizationId }, query: {}, body: { ...wish, ...more } }), key);
  const read = (actor: Actor = accountant) => readServicePayees({ db: world.db, actor, now: world.now }, {});
  return { account, organizationId, accountant, set, read };
}
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer, detail }) => `${pointer} ${detail}`);
async function payeesOf({ houseId, accountId }: MadeAccount): Promise<string[]> {
  const bills = (await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', accountId).orderBy('period').execute()) as BillRow[];
  const facts = await drawBills(world.db, houseId, bills);
  return bills.map((bill) =>
    facts
      .get(bill.id)!
      .payees.map(({ settlementAccount, sumKopecks }) => `${settlementAccount.slice(-4)} ${sumKopecks}`)
      .join(', '),
  );
}

test('BILL-1, X-4, X-5, X-8: set once of twenty, again with the same key, refused to others and by an old version; told with who, when and on what ground', async () => {
  const { organizationId, set, read } = await town();
  expect(await read()).toMatchObject({ organizationId, version: 1, today: '2026-11-02', holds: [], set: [] });
  for (const actor of [(await town()).accountant, await makeActor(world, [{ role: 'manager', organizationId }]), await makeActor(world)])
    expect((await refusalOf(set({}, { actor }))).code).toBe('object.notFound');
  const keys = Array.from({ length: 20 }, () => newId(world.now));
  const tries = await Promise.allSettled(keys.map((key) => set({}, { key })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await set({}, { key: keys[tries.findIndex(({ status }) => status === 'fulfilled')]! })).toEqual({ version: 2 });
  expect(await refusalOf(set())).toMatchObject({ code: 'object.changed', current: { version: 2 } });
  const said = { service: 'Взнос на капитальный ремонт', house: null, way: 'other', payee: fund, fromDay: '2026-11-02' };
  expect(await read()).toMatchObject({
    version: 2,
    holds: [{ serviceCode: 'capital_repair', houseId: null, ...said }],
    set: [{ at: world.now.toISOString(), who: expect.stringContaining('Смирнова'), reason: 'Договор № 12', ...said }],
  });
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('facts')
      .where('action', '=', 'bill.payeeSet')
      .where('organization_id', '=', organizationId)
      .execute(),
  ).toEqual([
    {
      facts: {
        what: 'Взнос на капитальный ремонт',
        way: 'other',
        payee: 'Фонд «Капремонт»',
        account: fund.settlementAccount,
        fromDay: '2026-11-02',
        reason: 'Договор № 12',
      },
    },
  ]);
  expect((await read((await town()).accountant)).set).toEqual([]);
});

test('BILL-1, X-10: what is wrong is told by field, all at once; digits may be typed with spaces', async () => {
  const { organizationId, set, read } = await town();
  expect(
    await fieldsOf(
      set({ payee: { name: ' ', inn: '7707083894', kpp: null, bankName: '', bic: '1', settlementAccount: '1', correspondentAccount: '30101810400000000226' } }),
    ),
  ).toEqual([
    expect.stringMatching('^/payee/inn Такого номера не бывает'),
    expect.stringMatching('^/payee/name '),
    expect.stringMatching('^/payee/bankName '),
    expect.stringMatching('^/payee/bic '),
    expect.stringMatching('^/payee/settlementAccount '),
    expect.stringMatching('^/payee/correspondentAccount '),
  ]);
  expect(await fieldsOf(set({ payee: null }))).toHaveLength(5);
  expect(await fieldsOf(set({ payee: { ...fund, inn: '' }, serviceCode: 'nothing', fromDay: '2026-11-01', reason: '' }))).toEqual([
    expect.stringMatching('^/serviceCode '),
    expect.stringMatching('^/payee/inn '),
    expect.stringMatching('^/fromDay '),
    expect.stringMatching('^/reason '),
  ]);
  expect(await fieldsOf(set({ payee: { ...fund, settlementAccount: '40602810700000000026' } }))).toEqual([
    expect.stringMatching('^/payee/settlementAccount .*БИК'),
  ]);
  expect(await fieldsOf(set({ payee: { ...fund, kpp: null } }))).toEqual([expect.stringMatching('^/payee/kpp ')]);
  expect(await fieldsOf(set({ payee: { ...fund, inn: '500100732259' } }))).toEqual([expect.stringMatching('^/payee/kpp У предпринимателя')]);
  expect(await fieldsOf(set({ payee: { ...fund, name: '|~_#$^&*;!' } }))).toEqual([expect.stringMatching('^/payee/name В названии есть знаки')]);
  expect(await fieldsOf(set({ fromDay: '2026-11-01' }))).toEqual([expect.stringMatching('^/fromDay Счета за прошлые дни')]);
  expect(await fieldsOf(set({ reason: '   ' }))).toEqual([expect.stringMatching('^/reason ')]);
  for (const serviceCode of ['penalty', 'nothing']) expect(await fieldsOf(set({ serviceCode }))).toEqual(['/serviceCode Выберите услугу из списка']);
  expect(await fieldsOf(set({ houseId: (await makeHouse(world)).houseId }))).toEqual(['/houseId В этом доме у организации нет счетов']);
  expect(await fieldsOf(set({ way: 'general', payee: null }))).toEqual([expect.stringMatching('^/way ')]);
  const own = await world.db.selectFrom('housing.organization').select('settlement_account').where('id', '=', organizationId).executeTakeFirstOrThrow();
  expect(await fieldsOf(set({ payee: { ...fund, settlementAccount: own.settlement_account! } }))).toEqual([
    expect.stringMatching('^/payee/settlementAccount Это счёт самой организации'),
  ]);
  expect((await read()).set).toEqual([]);
  await set({ payee: { ...fund, name: ' Фонд\u0007 «Капремонт» ', inn: '77 07 083893', settlementAccount: '4060 2810 7000 0000 0025' } });
  expect((await read()).holds).toMatchObject([{ payee: fund }]);
});

test('BILL-1: bills of the day and later name the payee, of one house or of all; those already drawn keep what they said; statements do not grow', async () => {
  const { account, set } = await town();
  const neighbour = await makeAccount(world, { house: await makeHouse(world, { flats: 1, managerId: account.organizationId }) });
  const charge = async (one: MadeAccount, period: string, onDay: string) =>
    postRun(world, [one], { period, onDay, charges: { maintenance: areaTerms(period, '50', '10'), capital_repair: areaTerms(period, '50', '4') } });
  await charge(account, '2026-08', '2026-11-01');
  await charge(account, '2026-09', '2026-11-02');
  expect(await payeesOf(account)).toEqual(['3017 70000', '3017 140000']);
  await set({ houseId: account.houseId });
  await charge(account, '2026-10', '2026-11-02');
  await charge(neighbour, '2026-10', '2026-11-02');
  expect(await payeesOf(account)).toEqual(['3017 70000', '3017 140000', '3017 190000, 0025 20000']);
  expect(await payeesOf(neighbour)).toEqual(['3017 70000']);
  await set({ version: 2 });
  await set({ version: 3, houseId: account.houseId, way: 'own', payee: null });
  for (const one of [account, neighbour]) await charge(one, '2026-11', '2026-12-01');
  const statements = await countStatements(() => payeesOf(neighbour));
  expect([await payeesOf(account), await payeesOf(neighbour)]).toEqual([
    ['3017 70000', '3017 140000', '3017 190000, 0025 20000', '3017 280000'],
    ['3017 70000', '3017 120000, 0025 20000'],
  ]);
  await set({ version: 4, houseId: account.houseId, way: 'general', payee: null });
  await charge(account, '2026-12', '2026-12-31');
  expect((await payeesOf(account)).at(-1)).toBe('3017 330000, 0025 20000');
  expect(statements).toBeLessThanOrEqual(14);
});
