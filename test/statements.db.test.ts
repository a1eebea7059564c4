// How many statements the hot routes send, held exactly: the same number for a person of one home and for one of twenty homes and
// a hundred accounts, for one row and for fifty. The look-up of the session is one statement more, so a list of charges takes three.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPerson, establishSession, identify } from '#modules/identity';
import { linkAccounts } from '#modules/ledger';
import { notify } from '#modules/notifications';
import type { Actor, Grant, Role } from '#platform/actor';
import { newId } from '#platform/ids';
import { fillDemoTown } from '../demo/fill-town.ts';
import { makeTown, type Town } from '../demo/town.ts';
import { openPortal, type Portal } from './matrix/portal.ts';
import { countStatements } from './statements.ts';
import { personActor, portal, TEST_KEYS, useWorld } from './world.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const world = useWorld(NOW.toISOString());
const callers = new Map<string, Actor>();
let town: Town;
let site: Portal;

beforeAll(async () => {
  town = makeTown('2026-11-22');
  await fillDemoTown({ databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl, encryptionKeys: TEST_KEYS }, NOW);
  for (const { key, personId, roles } of town.people) callers.set(key, personActor(personId, roles.map(grantOf)));
  callers.set('landlord', await makeLandlord());
  for (const caller of ['roman', 'galina', 'landlord'])
    await putPapers((callers.get(caller) as Extract<Actor, { kind: 'person' }>).personId, caller === 'landlord' ? 50 : 1);
  site = await openPortal(world, (name) => callers.get(name));
}, 180_000);
afterAll(() => site.close());

type TownRole = Town['people'][number]['roles'][number];

function grantOf({ role, home, organization }: TownRole): Grant {
  const premises = home && town.premises.find((one) => one.houseKey === home[0] && one.number === home[1])!;
  return {
    role,
    premisesId: premises?.premisesId ?? null,
    houseId: premises?.houseId ?? null,
    organizationId: organization ? town.organizations[organization].id : null,
  };
}

/** Owns twenty homes with all their accounts, and was told of fifty things. */
async function makeLandlord(): Promise<Actor> {
  const personId = newId(NOW);
  await world.run(portal, (work) => createPerson(work, { personId, lastName: 'Домовладельцев', firstName: 'Пётр', phone: '+79000009999' }));
  const homes = town.premises.filter((one) => one.houseKey === 'a').slice(60, 80);
  const accounts = homes.flatMap(({ premisesId }) => town.accounts.filter((account) => account.premisesId === premisesId));
  expect(accounts.length).toBeGreaterThan(100);
  await world.run(portal, (work) =>
    linkAccounts(
      work,
      accounts.map(({ houseId, accountId, premisesId }) => ({ personId, houseId, accountId, premisesId, proof: 'ownership' as const })),
    ),
  );
  for (let n = 0; n < 50; n++)
    await world.run(portal, (work) => notify(work, { personIds: [personId], kind: 'identity.passwordChanged', facts: { at: NOW.toISOString() } }));
  return personActor(
    personId,
    homes.map(({ houseId, premisesId }): Grant => ({ role: 'owner' satisfies Role, houseId, premisesId, organizationId: null })),
  );
}

/** Papers of a person's own, as a list shows them. */
const putPapers = (personId: string, count: number) =>
  sql`with made as (insert into documents.document (id, person_id, kind, kind_by, name, source, words, at)
    select gen_random_uuid(), ${personId}, 'act', 'read', 'Акт ' || n, 'upload', '', now() from generate_series(1, ${count}) n returning id)
  insert into documents.version (document_id, number, file_id, file_name, media_type, bytes, sha256, state, reading, at) select id, 1, id, 'x', 'text/plain', 1, '\\x00', 'ready', 'none', now() from made`.execute(
    world.db,
  );

const EVERYBODY = ['roman', 'galina', 'landlord'];

/** Asked once before: what a process reads once and keeps is not of the request. */
async function ask(caller: string, path: string): Promise<{ statements: number; body: Record<string, unknown> }> {
  const get = () => site.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie: `sid=${caller}` } });
  await get();
  let body: Record<string, unknown> = {};
  const statements = await countStatements(async () => {
    const answer = await get();
    expect(answer.statusCode, `${path}: ${answer.body.slice(0, 300)}`).toBe(200);
    body = answer.json();
  });
  return { statements, body };
}

const homeOf = (caller: string): string => {
  const { houseId, premisesId } = (callers.get(caller) as Extract<Actor, { kind: 'person' }>).grants.find((one) => one.premisesId !== null)!;
  return `${houseId}/${premisesId}`;
};
type Key = { houseId: string; id: string; billId: string; accountId: string };
const firstOf = async (caller: string, path: string, member: string): Promise<Key> => ((await ask(caller, path)).body[member] as Key[])[0]!;
const accountOf = async (caller: string): Promise<string> => {
  const { houseId, accountId } = await firstOf(caller, '/accounts', 'accounts');
  return `/accounts/${houseId}/${accountId}`;
};

/** The path for a caller where it is another for each. */
const own: Readonly<Record<string, (caller: string) => string | Promise<string>>> = {
  'one account': accountOf,
  'the history of an account': async (caller) => `${await accountOf(caller)}/history`,
  'why a charge is what it is': async (caller) => firstOf(caller, '/charges', 'rows').then(({ houseId, id }) => `/charges/${houseId}/${id}/why`),
  'paying by itself': async (caller) => `${await accountOf(caller)}/autopayment`,
  'one bill': async (caller) => firstOf(caller, '/bills', 'bills').then(({ houseId, billId }) => `/bills/${houseId}/${billId}`),
  'meters of a home': (caller) => `/homes/${homeOf(caller)}/meters`,
  'use of a home': (caller) => `/homes/${homeOf(caller)}/usage`,
  'submissions of a home': (caller) => `/homes/${homeOf(caller)}/submissions`,
  'the passport of a house': (caller) => `/houses/${homeOf(caller).split('/')[0]}`,
  'suppliers of a house': (caller) => `/houses/${homeOf(caller).split('/')[0]}/suppliers`,
};

const ofResidents: readonly [what: string, statements: number][] = [
  ['/me', 3],
  ['/start', 5],
  ['/homes', 3],
  ['/accounts', 6],
  ['/payable-accounts', 6],
  ['/charges?limit=1', 2],
  ['/charges?limit=200', 2],
  ['/charges/choices', 2],
  ['/bills?months=1', 3],
  ['/bills?months=36', 3],
  ['/documents?limit=1', 3],
  ['/documents?limit=100', 3],
  ['/payments?limit=1', 2],
  ['/payments?limit=200', 2],
  ['/payment-methods', 1],
  ['/state-bills', 5],
  ['/journal?limit=1', 2],
  ['/journal?limit=200', 2],
  ['/notices?limit=1', 2],
  ['/notices?limit=200', 2],
  ['one account', 9],
  ['the history of an account', 4],
  ['why a charge is what it is', 3],
  ['one bill', 6],
  ['paying by itself', 8],
  ['meters of a home', 10],
  ['use of a home', 12],
  ['submissions of a home', 2],
  ['the passport of a house', 2],
  ['suppliers of a house', 4],
];
for (const [what, statements] of ofResidents) {
  test(`${what}: ${statements} statements, for one home and for twenty`, async () => {
    const counts: Record<string, number> = {};
    for (const caller of EVERYBODY) counts[caller] = (await ask(caller, own[what] ? await own[what](caller) : what)).statements;
    expect(counts).toEqual(Object.fromEntries(EVERYBODY.map((caller) => [caller, statements])));
  });
}

test('who is calling, by the cookie of a session: one statement', async () => {
  let sessionToken = '';
  const [origin, { personId }] = [{ ip: '127.0.0.1', agent: 'test' }, callers.get('roman') as Extract<Actor, { kind: 'person' }>];
  await world.run(portal, (work) =>
    establishSession(
      work,
      { personId, proofs: ['password', 'code'], origin, door: 'password' },
      { setSession: (token) => (sessionToken = token), setDevice: () => {} },
    ),
  );
  const look = async () =>
    expect(await identify(world.db, { sessionToken, machineKey: undefined, origin }, world.now)).toMatchObject({ kind: 'person', personId });
  await look();
  expect(await countStatements(look)).toBe(1);
});

test('the answers of the table above are as long as it means: one home against twenty', async () => {
  const lengths = async (path: string, member: string) =>
    Promise.all(['roman', 'landlord'].map(async (caller) => ((await ask(caller, path)).body[member] as unknown[]).length));
  expect(await lengths('/homes', 'homes')).toEqual([1, 20]);
  expect((await lengths('/accounts', 'accounts'))[1]).toBeGreaterThan(100);
  expect((await lengths('/charges?limit=200', 'rows'))[1]).toBe(200);
  expect((await lengths('/bills?months=36', 'bills'))[1]).toBeGreaterThan(300);
});

const ofStaff: readonly [path: string, statements: number][] = [
  ['/work/accounts', 8],
  ['/work/accounts?q=37', 11],
  ['/work/runs?limit=1', 3],
  ['/work/runs?limit=200', 3],
  ['/work/readings?limit=50', 6],
  ['/work/readings?limit=200', 6],
  ['/work/submissions?limit=1', 1],
  ['/work/submissions?limit=200', 1],
  ['/work/debtors?limit=1', 8],
  ['/work/debtors?limit=200', 8],
  ['/work/turnover/2026-01/2026-10?limit=1', 5],
  ['/work/turnover/2026-01/2026-10?limit=200', 5],
  ['/work/replacements', 1],
  ['/work/meters?kind=house&limit=1', 1],
  ['/work/meters?kind=house&limit=200', 1],
  ['/work/registers', 2],
];
// Of two houses, of one house, and of all three. Where nobody with a cabinet is concerned, no look is asked after: one statement less.
const STAFF = ['accountantA', 'accountantB', 'billingCentre'];
for (const [path, statements] of ofStaff) {
  test(`${path}: ${statements} statements, for one house and for three`, async () => {
    const counts: Record<string, number> = {};
    for (const caller of STAFF) counts[caller] = (await ask(caller, path)).statements;
    expect(
      Object.values(counts).filter((count) => count !== statements && count !== statements - 1),
      JSON.stringify(counts),
    ).toEqual([]);
  });
}

test('/work/links: as many statements for one person who waits as for twenty in three houses', async () => {
  const accounts = town.accounts.filter(({ organizationId }) => organizationId === town.organizations.billingCentre.id);
  const wait = async (from: number, to: number): Promise<number> => {
    const some = Array.from({ length: to - from }, (_, n) => accounts[Math.floor(((from + n) * accounts.length) / 20)]!);
    await world.db
      .insertInto('ledger.link_request')
      .values(
        some.map((account, n) => ({
          id: newId(NOW),
          person_id: town.people[n]!.personId,
          organization_id: account.organizationId,
          number: account.number,
          address: 'Липовая, 14',
          flat: '1',
          contract: null,
          sum_given: false,
          candidate_house_id: account.houseId,
          candidate_id: account.accountId,
          status: 'waiting',
          asked_at: NOW.toISOString(),
          decide_by: '2026-11-25',
          escalated_at: null,
          decided_at: null,
          decided_by: null,
          reason: null,
        })),
      )
      .execute();
    const { statements, body } = await ask('billingCentre', '/work/links');
    expect(body['links']).toHaveLength(to);
    return statements;
  };
  expect([await wait(0, 1), await wait(1, 20)]).toEqual([9, 9]);
});
