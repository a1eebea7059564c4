import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { endRole, grantRole, type NewGrant } from '#modules/identity';
import type { Person } from '#platform/actor';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { orderedNotices } from '#test/factories/notices';
import { accountantOf, jobContext } from '#test/factories/registers';
import { portal, refusalOf, useWorld } from '#test/world';
import { readAccount, readAccounts } from './account.pages.ts';
import { addAccount } from './add-account.ts';
import { closeAccount } from './close-account.ts';
import { linkAccounts } from './create-accounts.ts';
import { followRights } from './follow-rights.ts';
import { endedTermsJob } from './ledger.jobs.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const noBills = { accountOfBill: async () => undefined, lastBillKopecks: async () => undefined };
const reading = (actor: Person) => ({ db: world.db, actor, now: world.now });
const seen = async (actor: Person) => (await readAccounts(reading(actor))).accounts.map(({ number }) => number).toSorted();
const follow = ({ houseId, premisesId }: { houseId: string; premisesId: string }) =>
  world.run(portal, (work) => followRights(work, { data: { houseId, premisesId } }).then(() => null));
const noticesTo = async ({ personId }: Person) =>
  (await orderedNotices(world)).filter(({ kind, personIds }) => kind === 'account.ended' && personIds.includes(personId));

/** A home with two accounts, and the one of a neighbour. */
async function setting() {
  const house = await makeHouse(world, { flats: 2 });
  const [home, next] = house.premises as [(typeof house.premises)[0], (typeof house.premises)[0]];
  const accounts = [await makeAccount(world, { house }), await makeAccount(world, { house, kind: 'repair' })];
  const neighbour = await makeAccount(world, { house, premisesId: next.premisesId });
  const street = (await world.db.selectFrom('housing.house').select('number').where('house_id', '=', house.houseId).executeTakeFirstOrThrow()).number;
  const add = (actor: Person, { number }: { number: string }, flat = '1') =>
    world.run(actor, (work) => addAccount(work, { organizationId: house.managerId, address: `ул. Липовая, д. ${street}`, flat, number }, noBills));
  const live = (role: NewGrant['role'], premises = home) => makeActor(world, [{ role, houseId: house.houseId, premisesId: premises.premisesId }]);
  return { house, home, next, accounts: accounts as [MadeAccount, MadeAccount], neighbour, add, live };
}

test('ACC-2, ROLE-1: who owns the home, rents it or is of the family adds its account by the number alone, at once; a guest and a neighbour wait for the organization', async () => {
  const {
    accounts: [account],
    next,
    add,
    live,
  } = await setting();
  for (const [role, proof] of [
    ['owner', 'ownership'],
    ['tenant', 'invitation'],
    ['family', 'invitation'],
  ] as const) {
    const person = await live(role);
    expect(await add(person, account)).toMatchObject({ status: 'linked', decideBy: null, account: { accountId: account.accountId } });
    expect(await world.db.selectFrom('ledger.account_link').select('proof').where('person_id', '=', person.personId).execute()).toEqual([{ proof }]);
    expect(await seen(person)).toEqual([account.number]);
  }
  for (const other of [await live('guest'), await live('owner', next), await makeActor(world)]) {
    expect(await add(other, account)).toMatchObject({ status: 'waiting', account: null });
    expect(await seen(other)).toEqual([]);
  }
});

test('ACC-2, X-3: a number that one’s own home has not is named at once; of another’s home nothing is said', async () => {
  const { neighbour, add, live } = await setting();
  const owner = await live('owner');
  for (const number of ['999', neighbour.number])
    expect((await refusalOf(add(owner, { number }))).fields).toMatchObject([{ pointer: '/number', detail: expect.stringContaining('с другим номером') }]);
  expect(await add(owner, { number: '999' }, '2')).toMatchObject({ status: 'waiting' });
  expect(await add(owner, neighbour, '2')).toMatchObject({ status: 'waiting' });
});

test('ACC-2, X-4: a confirmed owner sees the open accounts of the home by itself, once by twenty at once; what is put away stays away, a closed one is not opened', async () => {
  const {
    accounts: [account, closed],
    home,
    house,
    live,
  } = await setting();
  await world.run(accountantOf(house.managerId), (work) => closeAccount(work, closed, { version: 1, closedOn: '2026-11-01', reason: 'Другая организация' }));
  const [owner, family] = [await live('owner'), await live('family')];
  await Promise.all(Array.from({ length: 20 }, () => follow(home)));
  expect([await seen(owner), await seen(family)]).toEqual([[account.number], []]);
  const lines = () =>
    world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', owner.personId).where('action', '=', 'account.linked').execute();
  expect(await lines()).toHaveLength(1);
  await world.db.updateTable('ledger.account_link').set({ status: 'removed' }).where('person_id', '=', owner.personId).execute();
  await follow(home);
  expect([await seen(owner), (await lines()).length]).toEqual([[], 1]);
});

test('ACC-2, X-8: who has sold or moved out sees the home’s open accounts no more and is told once; a closed account, and a relative who only pays, keep what they have', async () => {
  const {
    accounts: [account, closed],
    home,
    house,
    live,
  } = await setting();
  const [seller, daughter, relative] = [await live('owner'), await live('family'), await makeActor(world)];
  await follow(home);
  await world.run(portal, (work) =>
    linkAccounts(
      work,
      [seller, daughter, relative].map(({ personId }) => ({ ...account, personId, proof: 'last_bill' as const })),
    ),
  );
  await world.run(accountantOf(house.managerId), (work) => closeAccount(work, closed, { version: 1, closedOn: '2026-11-01', reason: 'Квартира продана' }));
  const grants = await world.db.selectFrom('identity.role_grant').select(['id', 'person_id']).where('premises_id', '=', home.premisesId).execute();
  for (const { id, person_id: personId } of grants) await world.run(portal, (work) => endRole(work, { personId, grantId: id }));
  const buyer = await live('owner');
  await Promise.all([follow(home), follow(home)]);
  expect([await seen(seller), await seen(daughter), await seen(relative), await seen(buyer)]).toEqual([
    [closed.number],
    [],
    [account.number],
    [account.number],
  ]);
  expect((await refusalOf(readAccount(world.ground, reading(seller), account))).code).toBe('object.notFound');
  expect([(await noticesTo(seller)).length, (await noticesTo(daughter)).length, (await noticesTo(relative)).length]).toEqual([1, 1, 0]);
  expect((await noticesTo(seller))[0]!.facts).toMatchObject({ number: account.number });
  const { rows } = await sql<{
    personId: string;
  }>`select e->'data'->>'personId' as "personId" from platform.outbox, jsonb_array_elements(events) e where e->>'kind' = 'account.unlinked' and e->'data'->>'accountId' = ${account.accountId}`.execute(
    world.db,
  );
  expect(rows.map((row) => row.personId).toSorted()).toEqual([seller.personId, daughter.personId].toSorted());
});

test('ACC-2, ROLE-1: the day after the term of a tenant the account is seen no more', async () => {
  const {
    accounts: [account],
    home,
    house,
    add,
  } = await setting();
  const tenant = await makeActor(world, [{ role: 'tenant', houseId: house.houseId, premisesId: home.premisesId }]);
  const owner = await makeActor(world);
  await world.run(portal, (work) =>
    grantRole(work, { personId: owner.personId, role: 'owner', houseId: house.houseId, premisesId: home.premisesId, fromDay: '2020-01-01' }),
  );
  await add(tenant, account);
  await world.db.updateTable('identity.role_grant').set({ to_day: '2026-11-12' }).where('person_id', '=', tenant.personId).execute();
  const look = () => endedTermsJob.run(jobContext(world), {});
  await look();
  expect(await seen(tenant)).toEqual([account.number]);
  const start = world.now;
  world.now = new Date('2026-11-13T09:00:00Z');
  await look();
  await look();
  expect([await seen(tenant), (await noticesTo(tenant)).length]).toEqual([[], 1]);
  world.now = start;
});
