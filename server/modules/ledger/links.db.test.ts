import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { addAccount as endpoint } from '#contract/ledger';
import { newId } from '#platform/ids';
import type { Work } from '#platform/work';
import { charge, makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse, makeOrganization, makeOwner } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { orderedNotices } from '#test/factories/notices';
import { countStatements } from '#test/statements';
import { portal, refusalOf, useWorld } from '#test/world';
import { readAccount, readAccounts, readHistory } from './account.pages.ts';
import { addAccount, answerBy, type BillsPort } from './add-account.ts';
import { linkAccounts } from './create-accounts.ts';
import { decideLink } from './decide-link.ts';
import { overdueJob } from './ledger.jobs.ts';
import { readWorkAccounts } from './work-accounts.ts';
import { readWaitingLinks, readWorkAccount } from './work.pages.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const bills: BillsPort = { accountOfBill: async (_tx, number) => (number === 'БП-1' ? billed : undefined), lastBillKopecks: async () => 919661n };
let billed: MadeAccount | undefined;

/** A flat with its account and a person who is nobody there yet. */
async function setting() {
  const house = await makeHouse(world, { flats: 2 });
  const account = await makeAccount(world, { house });
  await makeOwner(world, house.premises[0]!, { name: 'Зимина Ольга Петровна' });
  const number = (await world.db.selectFrom('housing.house').select('number').where('house_id', '=', house.houseId).executeTakeFirstOrThrow()).number;
  const body: BodyOf<typeof endpoint> = { organizationId: house.managerId, address: `ул. Липовая, д. ${number}`, flat: '1', number: account.number };
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]);
  return { house, account, body, person: await makeActor(world), accountant };
}
const ask = (actor: Parameters<typeof world.run>[0], body: BodyOf<typeof endpoint>, key?: string) =>
  world.run(actor, (work: Work) => addAccount(work, body, bills), key, body);
const reading = (actor: Parameters<typeof world.run>[0]) => ({ db: world.db, actor, now: world.now });
const answersTo = async ({ personId }: { personId: string }) =>
  (await orderedNotices(world)).filter(({ kind, personIds }) => kind === 'account.answered' && personIds.includes(personId)).map(({ facts }) => facts);
const find = async (actor: Parameters<typeof world.run>[0], q: string) =>
  (await readWorkAccounts(world.ground, reading(actor), { params: {}, query: { q }, body: {} })).rows;

test('ACC-2: the number with the sum of the last bill links at once, and only this account is seen', async () => {
  const { account, body, person, house } = await setting();
  await charge(world, account, { '2026-10': { heating: 919661 } });
  const neighbour = await makeAccount(world, { house, premisesId: house.premises[1]!.premisesId });
  expect(await ask(person, { ...body, lastBillKopecks: 919661, contract: 'Договор 12 от 01.02.2020' })).toMatchObject({
    status: 'linked',
    decideBy: null,
    account: { accountId: account.accountId },
  });
  const mine = await readAccounts(reading(person));
  expect(mine.accounts).toMatchObject([{ number: account.number, dueKopecks: 919661 }]);
  expect(mine.requests).toEqual([]);
  expect((await refusalOf(readAccount(world.ground, reading(person), neighbour))).code).toBe('object.notFound');
  const link = await world.db
    .selectFrom('ledger.account_link')
    .select(['proof', 'contract'])
    .where('person_id', '=', person.personId)
    .executeTakeFirstOrThrow();
  expect(link).toEqual({ proof: 'last_bill', contract: 'Договор 12 от 01.02.2020' });
  expect((await refusalOf(ask(person, { ...body, lastBillKopecks: 919661 }))).code).toBe('accounts.alreadyLinked');
});

test('ACC-2: the unified number and the number of a bill lead to the account too', async () => {
  const { house, body, person } = await setting();
  const account = await makeAccount(world, { house, premisesId: house.premises[1]!.premisesId, unifiedNumber: '66РС558347' });
  expect(await ask(person, { ...body, flat: '2', number: '66pc 558347', lastBillKopecks: 919661 })).toMatchObject({
    status: 'linked',
    account: { accountId: account.accountId },
  });
  billed = await makeAccount(world, { house });
  const other = await makeActor(world);
  expect(await ask(other, { ...body, number: 'БП-1', lastBillKopecks: 919661 })).toMatchObject({ status: 'linked', account: { accountId: billed.accountId } });
  billed = undefined;
});

test('ACC-2: a wrong number, a wrong sum, a wrong flat and no sum get one and the same answer, and show nothing', async () => {
  const { body, person, account } = await setting();
  const answers = [];
  for (const wrong of [
    { number: '999' },
    { lastBillKopecks: 1 },
    { flat: '2', lastBillKopecks: 919661 },
    { address: 'Садовая, 3', lastBillKopecks: 919661 },
    {},
  ]) {
    answers.push(await ask(await makeActor(world), { ...body, ...wrong }));
  }
  for (const answer of answers) expect(answer).toEqual({ status: 'waiting', requestId: expect.any(String), decideBy: '2026-11-19', account: null });
  await ask(person, body);
  const mine = await readAccounts(reading(person));
  expect(mine.accounts).toEqual([]);
  expect(mine.requests).toMatchObject([{ status: 'waiting', number: account.number, decideBy: '2026-11-19' }]);
  expect(JSON.stringify(mine)).not.toContain('Зимина');
  expect((await refusalOf(readAccount(world.ground, reading(person), account))).code).toBe('object.notFound');
});

test('ACC-2: fields that cannot be right are named one by one', async () => {
  const { body, person } = await setting();
  const refusal = await refusalOf(ask(person, { ...body, number: '***', address: 'Липовая', flat: '№№' }));
  expect([refusal.code, refusal.fields.map((field) => field.pointer)]).toEqual(['input.invalid', ['/number', '/address', '/flat']]);
  expect((await refusalOf(ask(person, { ...body, organizationId: newId(world.now) }))).fields).toMatchObject([{ pointer: '/organizationId' }]);
  const authority = await makeOrganization(world, { kind: 'authority' });
  expect((await refusalOf(ask(person, { ...body, organizationId: authority }))).fields).toMatchObject([{ pointer: '/organizationId' }]);
});

test('ACC-2: five tries a day, also by twenty at once; the next day there are five more; a repeated request is no try', async () => {
  const { body, person } = await setting();
  const key = newId(world.now);
  for (let i = 0; i < 3; i++) await ask(person, body, key);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => ask(person, { ...body, lastBillKopecks: n + 1 })));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(4);
  expect((await refusalOf(ask(person, { ...body, lastBillKopecks: 919661 }))).code).toBe('accounts.tooManyTries');
  const start = world.now;
  world.now = new Date(start.getTime() + 86_400_001);
  expect((await ask(person, { ...body, lastBillKopecks: 919661 })).status).toBe('linked');
  world.now = start;
});

test("ACC-2: the organization confirms, a stranger's accountant does not find the request, the second decision is refused", async () => {
  const { body, person, accountant, account } = await setting();
  await ask(person, { ...body, lastBillKopecks: 5 });
  await ask(person, body); // asked again: the organization sees one
  const { links } = await readWaitingLinks(world.ground, reading(accountant));
  expect(links).toMatchObject([
    { person: 'Тестова Анна Сергеевна', number: account.number, overdue: false, candidate: { number: account.number, owners: ['Зимина Ольга Петровна'] } },
  ]);
  const [link] = links;
  const decide = (actor: typeof person, more: object = {}) =>
    world.run(actor, (work) => decideLink(work, link!.id, { version: link!.version, decision: 'confirm', ...more }));
  const stranger = await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }]);
  expect((await refusalOf(decide(stranger))).code).toBe('object.notFound');
  expect((await refusalOf(decide(person))).code).toBe('object.notFound');
  expect((await refusalOf(decide(accountant, { version: 7 }))).code).toBe('object.changed');
  expect((await refusalOf(decide(accountant, { decision: 'refuse', reason: ' ' }))).fields).toMatchObject([{ pointer: '/reason' }]);
  expect((await refusalOf(decide(accountant, { accountNumber: 'нет такого' }))).fields).toMatchObject([{ pointer: '/accountNumber' }]);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => decide(accountant)));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(decide(accountant))).code).toBe('accounts.requestDecided');
  expect((await readAccounts(reading(person))).accounts).toHaveLength(1);
  const actions = await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', person.personId).orderBy('id').execute();
  expect(actions.map((line) => line.action).slice(-4)).toEqual(['account.asked', 'journal.looked', 'account.linked', 'link.confirmed']);
  expect(await answersTo(person)).toEqual([{ number: account.number, organization: expect.any(String), isLinked: true }]);
});

test('ACC-2: a refusal tells the reason, and the account stays closed', async () => {
  const { body, person, accountant, account } = await setting();
  const { requestId } = await ask(person, body);
  expect(
    await world.run(accountant, (work) => decideLink(work, requestId, { version: 1, decision: 'refuse', reason: 'Вы не собственник этой квартиры' })),
  ).toEqual({ status: 'refused' });
  expect((await readAccounts(reading(person))).requests).toMatchObject([{ status: 'refused', reason: 'Вы не собственник этой квартиры' }]);
  expect(await answersTo(person)).toMatchObject([{ isLinked: false, reason: 'Вы не собственник этой квартиры' }]);
  expect((await refusalOf(readAccount(world.ground, reading(person), account))).code).toBe('object.notFound');
});

test('ACC-2: a request without an account is confirmed with the number that the accountant names', async () => {
  const { body, person, accountant, account } = await setting();
  const { requestId } = await ask(person, { ...body, number: 'потерял квитанцию' });
  const decide = (accountNumber?: string) =>
    world.run(accountant, (work) => decideLink(work, requestId, { version: 1, decision: 'confirm', ...(accountNumber !== undefined && { accountNumber }) }));
  expect((await refusalOf(decide())).fields).toMatchObject([{ pointer: '/accountNumber' }]);
  expect(await decide(account.number)).toEqual({ status: 'linked' });
  expect((await readAccounts(reading(person))).accounts).toMatchObject([{ accountId: account.accountId }]);
});

test('ACC-2: what is not decided in five working days is told once more, once', async () => {
  const { body, person, accountant, house } = await setting();
  const { requestId } = await ask(person, body);
  const start = world.now;
  const overdue = async (day: string): Promise<number> => {
    world.now = new Date(`${day}T09:00:00Z`);
    await overdueJob.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } }, {});
    return (
      await world.db
        .selectFrom('platform.journal_line')
        .select('id')
        .where('action', '=', 'link.overdue')
        .where('object_id', '=', requestId)
        .where('organization_id', '=', house.managerId)
        .execute()
    ).length;
  };
  expect(await overdue('2026-11-19')).toBe(0);
  expect(await overdue('2026-11-20')).toBe(1);
  expect(await overdue('2026-11-21')).toBe(1);
  expect((await readWaitingLinks(world.ground, reading(accountant))).links).toMatchObject([{ overdue: true }]);
  world.now = start;
});

test('ACC-1: the accountant finds an account by number, address or name, and only of his own organization', async () => {
  const { account, accountant, body } = await setting();
  const stranger = await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }]);
  for (const q of [account.number, account.number.slice(0, 9), body.address, `${body.address} 1`, 'зимина ольга']) {
    expect(
      (await find(accountant, q)).map(({ id }) => id),
      q,
    ).toEqual([account.accountId]);
    expect(await find(stranger, q), q).toEqual([]);
  }
  expect(await find(accountant, '%_\\')).toEqual([]);
  expect(await find(accountant, '')).toHaveLength(1);
  expect(await readWorkAccount(world.ground, reading(accountant), account)).toMatchObject({
    number: account.number,
    owners: ['Зимина Ольга Петровна'],
    people: [],
  });
  expect((await refusalOf(readWorkAccount(world.ground, reading(stranger), account))).code).toBe('object.notFound');
  expect(await countStatements(() => find(accountant, 'зимина'))).toBeLessThanOrEqual(12);
});

test('HOME-6, ACC-2: a request stands with the home whose address was typed, with nobody else’s', async () => {
  const { house, body, person } = await setting();
  const [first, second] = house.premises;
  const dweller = { ...person, grants: [{ role: 'owner' as const, houseId: second!.houseId, premisesId: second!.premisesId, organizationId: null }] };
  for (const [number, flat] of [
    ['1001', '2'],
    ['1002', '1'],
    ['1003', ''],
  ] as const)
    await ask(dweller, { ...body, number, flat });
  await ask(dweller, { ...body, number: '1004', flat: '2', address: 'Садовая, 3' });
  const homesOfRequests = (requests: { number: string; premisesId: string | null }[]) =>
    Object.fromEntries(requests.map(({ number, premisesId }) => [number, premisesId]));
  expect(homesOfRequests((await readAccounts(reading(dweller))).requests)).toEqual({ 1001: second!.premisesId, 1002: null, 1003: null, 1004: null });
  expect(homesOfRequests((await readAccounts(reading(person))).requests)[1001], `the account's flat ${first!.number} is told to nobody`).toBeNull();
});

test('AUD-1, X-11: staff’s search, card and list of requests are told to those whose accounts they show; a stranger leaves no look', async () => {
  const { account, accountant, body, person } = await setting();
  const stranger = await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }]);
  const linked = await makeActor(world, []);
  await world.run(portal, (work) =>
    linkAccounts(work, [
      { personId: linked.personId, houseId: account.houseId, accountId: account.accountId, premisesId: account.premisesId, proof: 'organization' },
    ]),
  );
  const looks = async ({ personId }: { personId: string }) => {
    const lines = await world.db
      .selectFrom('platform.journal_line')
      .select(['actor_id as by', 'role', 'facts'])
      .where('action', '=', 'journal.looked')
      .where('person_id', '=', personId)
      .orderBy('id')
      .execute();
    return lines.map(({ by, role, facts }) => [by, role, (facts as { what: string }).what]);
  };
  await refusalOf(readWorkAccount(world.ground, reading(stranger), account));
  await find(stranger, account.number);
  await readAccount(world.ground, reading(linked), account);
  expect(await looks(linked)).toEqual([]);
  await Promise.all([
    readWorkAccount(world.ground, reading(accountant), account),
    readAccount(world.ground, reading(accountant), account),
    readHistory(world.ground, reading(accountant), { params: account, query: {}, body: {} }),
  ]);
  await find(accountant, account.number);
  const look = (what: string) => [accountant.personId, 'accountant', what];
  expect(await looks(linked)).toEqual([look(`лицевой счёт ${account.number}`), look('список лицевых счетов с фамилиями')]);
  await ask(person, { ...body, number: account.number });
  await readWaitingLinks(world.ground, reading(accountant));
  expect(await looks(person)).toEqual([look('запросы на доступ к лицевым счетам')]);
  expect(await looks(linked)).toHaveLength(3);
});

test('ACC-2: the organization has the working days that hold on the day of the request', () => {
  const terms = [
    { fromDay: '0000-01-01', workingDays: 5 },
    { fromDay: '2026-12-01', workingDays: 3 },
  ];
  // 5 and 6 December are days off.
  expect(['2026-11-30', '2026-12-01', '2026-12-02'].map((day) => answerBy(day, terms))).toEqual(['2026-12-07', '2026-12-04', '2026-12-07']);
  expect(answerBy('2026-12-01')).toBe('2026-12-08');
});
