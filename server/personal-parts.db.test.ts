// Personal data as the whole portal holds them (PRIV-2): nothing unnamed, a copy of everything, and an erasure after which nothing leads back.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionWords } from '#contract/action-words';
import { factPhrases } from '#contract/fact-words';
import { fillDemoTown } from '../demo/fill-town.ts';
import { makeTown, type Town } from '../demo/town.ts';
import { addChild } from '#modules/identity';
import { privacyModule } from '#modules/privacy';
import { type FileStore, findFile, readFile } from '#platform/files';
import { newId } from '#platform/ids';
import { verifyJournal, sealJournal } from '#platform/journal';
import type { JobContext, Module } from '#platform/module';
import { sweepOverdue } from '#platform/retention';
import { openTypesetter, type Typesetter } from '#platform/typst-pool';
import type { Order, Work } from '#platform/work';
import { confirmationFor } from '#test/factories/identity';
import { personActor, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { householdRoutes } from './modules/household/household.routes.ts';
import { personalParts } from './personal-parts.ts';
import { retentionRules } from './retention-rules.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const world = useWorld(NOW.toISOString());
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-copies-'));
let typesetter: Typesetter;
let module: Module;
let town: Town;

beforeAll(async () => {
  town = makeTown('2026-11-22');
  await fillDemoTown({ databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl, encryptionKeys: TEST_KEYS }, NOW);
  typesetter = openTypesetter({ processes: 1 });
  module = privacyModule({ parts: personalParts, retention: [], files: store(), typesetter, organizationNames: async () => new Map() });
}, 180_000);
afterAll(async () => {
  await typesetter.stop();
  rmSync(dir, { recursive: true, force: true });
});

const store = (): FileStore => ({ dir, ring: TEST_KEYS, clock: () => world.now });
const person = (key: string) => town.people.find((one) => one.key === key)!;
const actorOf = (key: string) => ({ ...personActor(person(key).personId), sessionId: (sessions[key] ??= newId(NOW)) });
const sessions: Record<string, string> = {};
const job = (task: string, payload: object = {}) =>
  module.jobs![task]!.run(
    { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } } satisfies JobContext,
    payload,
  );

/** Calls a route of the module as the pages do. */
async function call<Answer>(
  method: string,
  url: string,
  key: string,
  { id = newId(world.now), ...input }: { body?: object; id?: string } = {},
): Promise<Answer> {
  const route = module.routes!.find(({ endpoint }) => endpoint.method === method && endpoint.url === `/api/v1/own-data${url}`)!;
  const actor = actorOf(key);
  const given = { params: {}, query: {}, body: {}, ...input };
  const handle = route.handle as (...args: unknown[]) => Promise<unknown>;
  if (route.kind === 'query') return (await handle({ db: world.db, actor, now: world.now }, given, world.ground)) as Answer;
  if (route.kind === 'flow') return (await handle({ ground: world.ground, db: world.db, actor, now: world.now, id, route: url }, given)) as Answer;
  return world.run(actor, (work: Work) => handle(work, given) as Promise<Answer>, id);
}
const confirmed = (key: string, what: 'copy' | 'erase') =>
  confirmationFor(world, actorOf(key), { purpose: `privacy.${what}`, content: { personId: person(key).personId } });
type Own = {
  parts: { key: string; count: number; rows: string[][]; kept: object | null }[];
  erasure: { dueAt: string; waits: string | null } | null;
  copies: { copyId: string; status: string }[];
  looks: number;
};
const own = (key: string) => call<Own>('GET', '', key);
const ordersOf = async (task: string): Promise<Order[]> =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute()).flatMap(({ jobs }) => jobs as Order[]).filter((one) => one.task === task);

const NOT_A_SUBJECT: Readonly<Record<string, string>> = {
  'directory.revision': 'who of an organization changed a price: a record of the organization, an id alone',
};

test('PRIV-2: every column that names a person belongs to some module’s part, and every declared column exists', async () => {
  const { rows } = await sql<{ name: string; columns: string[]; isPerson: boolean }>`
    select n.nspname || '.' || c.relname as name, coalesce(obj_description(c.oid), '') like 'person:%' as "isPerson", array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')`.execute(
    world.db,
  );
  const declared = new Map(personalParts.flatMap(({ tables }) => tables).map((table) => [table.table, table]));
  const unnamed = rows
    .filter(({ name, columns, isPerson }) => (isPerson || columns.includes('person_id')) && !declared.has(name) && NOT_A_SUBJECT[name] === undefined)
    .map(({ name }) => name);
  expect(unnamed, 'name these tables in a <module>.personal.ts: what is shown, what is deleted, what law keeps').toEqual([]);
  const has = new Map(rows.map(({ name, columns }) => [name, columns]));
  const invented = [...declared.values()].flatMap(({ table, among, person: by = 'person_id', columns, sealed, order, blank }) =>
    [...(among ? [] : [by]), ...Object.keys(columns), ...(sealed ? [sealed.column] : []), ...(order ? [order] : []), ...Object.keys(blank ?? {})]
      .filter((column) => !has.get(table)?.includes(column))
      .map((column) => `${table}.${column}`),
  );
  expect(invented).toEqual([]);
  expect(
    [...declared.values()].filter(({ among, kept, blank, keptWhere }) => among && (!kept || blank || keptWhere)),
    'what is an account’s is kept',
  ).toEqual([]);
  const named = personalParts.flatMap(({ tables }) => tables).map(({ table, person: by }) => `${table} ${by ?? ''}`);
  expect(named.length).toBe(new Set(named).size);
});

test('PRIV-2, X-8: a person sees what every module holds, sealed values opened; nobody sees another’s', async () => {
  const galina = await own('galina');
  const at = (key: string) => galina.parts.find((part) => part.key === key)!;
  expect(at('identity.person').rows[0]).toEqual(expect.arrayContaining(['Соколова', 'Галина', 'Петровна', person('galina').phone]));
  expect(at('treasury.document').rows[0]).toEqual(expect.arrayContaining(['ИНН', '•••••••••005']));
  expect(at('payments.payment')).toMatchObject({ kept: { term: expect.stringContaining('5 лет') } });
  expect(at('billing.bill')).toMatchObject({ kept: { law: expect.stringContaining('402-ФЗ') } });
  expect([at('billing.charge').rows[0]!.length, at('ledger.transfer').rows.flat()]).toEqual([8, expect.arrayContaining(['оплата'])]);
  expect(at('cases.message').rows.flat().join()).toContain('Заплатила в кассе банка');
  expect(galina.parts.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['ledger.account_link', 'housing.ownership', 'privacy.consent', 'platform.journal_line']),
  );
  const stranger = JSON.stringify(await own('roman'));
  for (const secret of ['Соколова', '660000000005', person('galina').phone]) expect(stranger).not.toContain(secret);
});

/** A word of our code and not of Russian, by itself or in a list. */
const isCode = (text: string): boolean => /(^|, )[a-z][A-Za-z]*([._][A-Za-z]+)*(, |$)|[{}"]/.test(text);

test('PRIV-2, A11Y-3: what is held is told in plain words: nobody of the town meets a code of ours', async () => {
  const met = new Set<string>();
  for (const { key } of town.people)
    for (const { key: table, rows } of (await own(key)).parts) for (const cell of rows.flat()) if (isCode(cell)) met.add(`${table}: ${cell}`);
  expect([...met]).toEqual([]);
});

test('AUD-1, A11Y-3: the journal of the town is told in phrases: no code of ours, no fact by its name', async () => {
  const lines = await world.db.selectFrom('platform.journal_line').select(['action', 'facts']).distinct().execute();
  const told = lines.map(({ action, facts }) => ({ action, phrases: factPhrases(action, facts as Readonly<Record<string, unknown>>) }));
  expect(told.filter(({ phrases }) => phrases.length > 0).length).toBeGreaterThan(50);
  expect(told.filter(({ action }) => !Object.hasOwn(actionWords, action))).toEqual([]);
  expect(told.filter(({ phrases }) => phrases.some((phrase) => isCode(phrase)))).toEqual([]);
});

test('PRIV-2, CONF-1: a copy needs a code for it, is made once as JSON and PDF, sealed, and lives a day', async () => {
  const erasing = await confirmed('galina', 'erase');
  expect((await refusalOf(call('POST', '/copies', 'galina', { body: erasing }))).code).toBe('confirm.otherContent');
  const [body, id] = [await confirmed('galina', 'copy'), newId(world.now)];
  const order = () => call<{ copyId: string; progressId: string }>('POST', '/copies', 'galina', { body, id });
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, order));
  expect(new Set(outcomes.map((one) => (one.status === 'fulfilled' ? one.value.copyId : one.reason))).size).toBe(1);
  const { copyId, progressId } = await order();
  expect((await refusalOf(call('POST', '/copies', 'galina', { body: await confirmed('galina', 'copy') }))).code).toBe('privacy.copyGoing');
  const payload = { personId: person('galina').personId, copyId, progressId };
  await job('privacy.copy', payload);
  await job('privacy.copy', payload);
  const row = await world.db.selectFrom('privacy.copy').selectAll().where('id', '=', copyId).executeTakeFirstOrThrow();
  const contentOf = async (fileId: string): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of readFile(store(), (await findFile(world.db, fileId))!)) parts.push(part);
    return Buffer.concat(parts);
  };
  const copy = JSON.parse((await contentOf(row.json_file!)).toString()) as { person: string; parts: { part: string; rows: Record<string, unknown>[] }[] };
  expect(copy.person).toBe('Соколова Галина Петровна');
  expect(JSON.stringify(copy)).toContain('660000000005');
  const { n } = await world.db
    .selectFrom('payments.payment')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .where('person_id', '=', payload.personId)
    .executeTakeFirstOrThrow();
  expect(copy.parts.find(({ part }) => part === 'payments.payment')!.rows).toHaveLength(Number(n));
  expect((await contentOf(row.pdf_file!)).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await own('galina')).copies).toMatchObject([{ copyId, status: 'ready' }]);
  world.now = new Date('2026-11-23T10:00:00Z');
  expect((await own('galina')).copies).toMatchObject([{ status: 'over' }]);
  await job('privacy.forget-copies');
  expect(await findFile(world.db, row.json_file!)).toBeUndefined();
});

test('PRIV-2: erasure waits three days, is cancelled by one press, and waits on for money that is under way', async () => {
  const ask = async () => Date.parse((await call<{ dueAt: string }>('POST', '/erasure', 'artyom', { body: await confirmed('artyom', 'erase') })).dueAt);
  expect([await ask(), await ask()]).toEqual(Array.from({ length: 2 }, () => Date.parse('2026-11-26T10:00:00Z')));
  await call('POST', '/erasure/cancel', 'artyom');
  expect((await refusalOf(call('POST', '/erasure/cancel', 'artyom'))).code).toBe('privacy.notWaiting');
  world.now = new Date('2026-11-27T10:00:00Z');
  await job('privacy.erase');
  expect((await own('artyom')).parts[0]!.rows[0]).toContain('Ветров');
  await ask();
  await world.db
    .updateTable('payments.payment')
    .set({ status: 'unknown' })
    .where('id', '=', (eb) => eb.selectFrom('payments.payment').select('id').where('person_id', '=', person('artyom').personId).limit(1))
    .execute();
  world.now = new Date('2026-12-01T10:00:00Z');
  await job('privacy.erase');
  expect((await own('artyom')).erasure).toMatchObject({ waits: expect.stringContaining('Платёж ещё в пути') });
});

test('PRIV-2, KIDS-1: a closed profile of a child is erased: no name, no device, the login free again, what it did without a name', async () => {
  const parent = actorOf('artyom');
  const home = await world.db
    .selectFrom('identity.role_grant')
    .select(['house_id', 'premises_id'])
    .where('person_id', '=', parent.personId)
    .where('premises_id', 'is not', null)
    .executeTakeFirstOrThrow();
  const make = () =>
    world.run(parent, (work) =>
      addChild(work, parent.personId, {
        houseId: home.house_id!,
        premisesId: home.premises_id!,
        timeZone: 'Europe/Moscow',
        lastName: 'Ветров',
        firstName: 'Елисей',
        login: 'elisey.v',
        passwordHash: 'x',
        services: ['home'],
        fromMinute: 0,
        toMinute: 1440,
      }),
    );
  const { childId } = await make();
  await world.run(personActor(childId), async (work) =>
    work.journal({ stream: `person:${childId}`, action: 'readings.submitted', object: { kind: 'submission' } }),
  );
  expect((await refusalOf(make())).code).toBe('input.invalid');
  const end = householdRoutes({ publicUrl: new URL('http://localhost') }).find(({ endpoint }) => endpoint.url === '/api/v1/children/:childId/end')!;
  const close = () => world.run(parent, (work) => (end.handle as (...args: unknown[]) => Promise<object>)(work, { params: { childId }, body: {} }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, close));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await job('privacy.erase');
  expect(await placesOf('Елисей')).toEqual({});
  expect(await placesOf('elisey.v')).toEqual({});
  expect(
    await world.db.selectFrom('identity.person').select(['last_name', 'login', 'blocked_at']).where('id', '=', childId).executeTakeFirstOrThrow(),
  ).toMatchObject({ last_name: 'Данные', login: null, blocked_at: expect.any(String) });
  expect(await world.db.selectFrom('platform.journal_line').select('action').where('actor_id', '=', childId).execute()).toEqual([
    { action: 'readings.submitted' },
  ]);
  expect((await make()).childId).not.toBe(childId);
});

/** Every place of the database where a text stands, and how often. */
async function placesOf(text: string): Promise<Record<string, number>> {
  const { rows } = await sql<{
    table: string;
    column: string;
  }>`select table_schema || '.' || table_name as table, column_name as column from information_schema.columns where data_type in ('text', 'jsonb') and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')`.execute(
    world.db,
  );
  const places: Record<string, number> = {};
  for (const { table, column } of rows) {
    const { rows: found } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(table)} where ${sql.ref(column)}::text like ${`%${text}%`}`.execute(world.db);
    if (found[0]!.n > 0) places[`${table}.${column}`] = found[0]!.n;
  }
  return places;
}

test('PRIV-2, X-2: after erasure nothing leads to the person but what law keeps, said line by line; the journal still verifies', async () => {
  const { personId, phone, email } = person('galina');
  await world.db
    .insertInto('identity.power')
    .values({
      principal_id: personId,
      id: newId(NOW),
      representative_id: person('artyom').personId,
      rights: ['meters'],
      from_day: '2026-11-22',
      to_day: '2027-11-22',
      made_at: NOW.toISOString(),
      ended_at: null,
      ground: null,
      end_told_at: null,
    })
    .execute();
  const moneyLeft = () =>
    sql<{
      charges: string;
      bills: string;
      transfers: string;
    }>`select (select count(*) from billing.charge) as charges, (select count(*) from billing.bill) as bills, (select count(*) from ledger.transfer) as transfers`
      .execute(world.db)
      .then(({ rows }) => rows);
  const money = await moneyLeft();
  world.now = new Date('2026-12-01T10:00:00Z');
  await call('POST', '/erasure', 'galina', { body: await confirmed('galina', 'erase') });
  world.now = new Date('2026-12-04T10:01:00Z');
  await Promise.all(Array.from({ length: 20 }, () => job('privacy.erase')));
  await job('privacy.erase');
  const done = await world.db.selectFrom('privacy.erasure').selectAll().where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(done).toMatchObject({
    status: 'done',
    kept: expect.arrayContaining([
      expect.objectContaining({ title: 'Платежи', law: expect.stringContaining('402-ФЗ'), term: expect.stringContaining('5 лет') }),
    ]),
  });
  expect(await world.db.selectFrom('identity.person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow()).toMatchObject({
    last_name: 'Данные',
    phone: null,
    email: null,
    password_hash: null,
    blocked_at: expect.any(String),
  });
  expect(await placesOf('660000000005')).toEqual({});
  // The last letter stands in the outbox until it is sent; the register of owners and signed acts are kept by law.
  expect(Object.keys({ ...(await placesOf(phone)), ...(await placesOf(email)) })).toEqual(['platform.outbox.jobs']);
  expect(
    Object.keys(await placesOf('Соколова Галина')).filter(
      (place) => !/^(housing\.ownership\.owner_name|meters\.submission\.person_name|billing\.|platform\.outbox)/.test(place),
    ),
  ).toEqual([]);
  expect(await world.db.selectFrom('platform.person_key').select('person_id').where('person_id', '=', personId).execute()).toEqual([]);
  const consents = await world.db.selectFrom('privacy.consent').select('ended_at').where('person_id', '=', personId).execute();
  expect([consents.length > 0, consents.every((row) => row.ended_at !== null)], 'none stands open for ever').toEqual([true, true]);
  const letters = (await ordersOf('notifications.send-message')).filter(
    (one) => (one.payload as { template?: string }).template === 'data.erased' && (one.payload as { to?: string }).to === email,
  );
  expect(letters).toMatchObject([{ payload: { to: email, facts: { remains: expect.stringContaining('Платежи: 5 лет') } } }]);
  expect(await world.db.selectFrom('payments.autopayment').select('state').where('person_id', '=', personId).where('state', '<>', 'ended').execute()).toEqual(
    [],
  );
  expect(await world.db.selectFrom('payments.saved_method').select('token').where('person_id', '=', personId).where('token', 'is not', null).execute()).toEqual(
    [],
  );
  while ((await sealJournal(world.db)) > 0);
  expect((await verifyJournal(world.db)).faults).toEqual([]);
  expect(await moneyLeft()).toEqual(money);
  // Nobody else may ask for the children whose profiles she made.
  expect(
    await world.db.selectFrom('identity.person').select(['first_name', 'login']).where('id', '=', person('masha').personId).executeTakeFirstOrThrow(),
  ).toEqual({ first_name: 'удалены', login: null });
}, 120_000); // looks for every name in every column

test('PRIV-2: three years after an erasure the nameless roles and powers go too; a day before they are there', async () => {
  const { personId } = person('galina');
  const left = async () => [
    (await world.db.selectFrom('identity.role_grant').select('id').where('person_id', '=', personId).execute()).length,
    (await world.db.selectFrom('identity.power').select('id').where('principal_id', '=', personId).execute()).length,
  ];
  const night = async (day: string) => {
    for (const rule of retentionRules.filter(({ table }) => /^identity\.(role_grant|power)/.test(table))) await sweepOverdue(world.db, rule, new Date(day));
  };
  const [roles, powers] = await left();
  expect([roles! > 0, powers]).toEqual([true, 1]);
  await night('2029-12-04T09:00:00Z');
  expect(await left()).toEqual([roles, powers]);
  await night('2029-12-05T11:00:00Z');
  expect(await left()).toEqual([0, 0]);
});

test('PRIV-2: whoever works in an organization is not erased before the post is taken away', async () => {
  const accountant = {
    ...personActor(person('accountantA').personId, [{ role: 'accountant', premisesId: null, houseId: null, organizationId: town.organizations.companyA.id }]),
    sessionId: newId(NOW),
  };
  const body = await confirmationFor(world, accountant, { purpose: 'privacy.erase', content: { personId: accountant.personId } });
  const route = module.routes!.find(({ endpoint }) => endpoint.url === '/api/v1/own-data/erasure')!;
  const handle = route.handle as (...args: unknown[]) => Promise<unknown>;
  expect(
    (await refusalOf(handle({ ground: world.ground, db: world.db, actor: accountant, now: world.now, id: newId(world.now), route: 'x' }, { params: {}, body })))
      .code,
  ).toBe('privacy.staff');
});
