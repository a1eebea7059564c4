import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPerson } from '#modules/identity';
import { type Grant, type Person, system } from '#platform/actor';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { recordLook } from '#platform/record-look';
import { openTypesetter } from '#platform/typst-pool';
import { makeApp } from '#platform/app';
import { countStatements } from '#test/statements';
import { testSettings } from '#test/settings';
import { guest, personActor, portal, refusalOf, useWorld } from '#test/world';
import { journalModule } from './index.ts';
import { journalScope, readJournal } from './journal.queries.ts';

const world = useWorld();
const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());

const houseId = newId(new Date(0));
const home = (person: string): Grant => ({ role: 'owner', premisesId: person, houseId, organizationId: null });
let [anna, boris, clerk] = [] as unknown as [Person, Person, Person];

beforeAll(async () => {
  const make = async (lastName: string, phone: string): Promise<string> =>
    (await world.run(portal, (work) => createPerson(work, { lastName, firstName: 'Анна', phone }))).personId;
  const ids = [await make('Иванова', '+79220000001'), await make('Борисов', '+79220000002'), await make('Счетова', '+79220000003')] as const;
  anna = personActor(ids[0], [home(ids[0])], { ip: '203.0.113.7' });
  boris = personActor(ids[1], [home(ids[1])]);
  clerk = personActor(ids[2], [{ role: 'accountant', premisesId: null, houseId: null, organizationId: newId(new Date(0)) }], { ip: '198.51.100.9' });
  await world.run(anna, async (work) =>
    work.journal({
      stream: `person:${anna.personId}`,
      action: 'payment.made',
      object: { kind: 'payment' },
      personId: anna.personId,
      houseId,
      facts: { amountKopecks: 919661, number: 'П-7' },
    }),
  );
  await world.run(boris, async (work) =>
    work.journal({
      stream: `house:${houseId}`,
      action: 'readings.submitted',
      object: { kind: 'meter' },
      personId: boris.personId,
      houseId,
      facts: { number: 'Б-1' },
    }),
  );
  await world.run(clerk, async (work) =>
    work.journal({
      stream: `house:${houseId}`,
      action: 'register.loaded',
      object: { kind: 'register' },
      houseId,
      role: 'accountant',
      facts: { file: 'heat.csv', rows: 4812 },
    }),
  );
  // About the house and by name of nobody, yet not for everyone in it.
  await world.run(clerk, async (work) =>
    work.journal({ stream: `house:${houseId}`, action: 'register.mapped', object: { kind: 'register' }, houseId, role: 'accountant' }),
  );
  await world.run(clerk, async (work) =>
    work.journal({ stream: `person:${anna.personId}`, action: 'account.linked', object: { kind: 'account' }, personId: anna.personId, role: 'accountant' }),
  );
});

const read = (actor: Person, query = {}) => readJournal(world.db, world.ground.masterKeys, journalScope(actor), query);
const actions = async (actor: Person, query = {}) => (await read(actor, query)).rows.map(({ action }) => action);

test('AUD-1: a person sees what was done about them, by them and with their house, by whom, from where and in which session', async () => {
  const { rows } = await read(anna, { sort: 'at' });
  expect(rows.map(({ action, who, ip }) => [action, who, ip])).toEqual([
    ['identity.personMade', 'Портал', null],
    ['payment.made', 'Вы', '203.0.113.7'],
    ['register.loaded', 'Счетова Анна, бухгалтер', '198.51.100.9'],
    ['account.linked', 'Счетова Анна, бухгалтер', '198.51.100.9'],
  ]);
  expect(rows[1]).toMatchObject({ details: expect.stringMatching(/^№ П-7, 9.196,61.₽$/), session: anna.sessionId.slice(-8), by: 'me' });
});

test('AUD-1, X-8: nobody sees a neighbour’s lines, and a guest has no journal', async () => {
  expect(await actions(anna)).not.toContain('readings.submitted');
  expect(await actions(boris)).not.toContain('payment.made');
  expect((await refusalOf((async () => read(guest as never))())).code).toBe('object.notFound');
});

test('AUD-1: filtered by day, action and whose, and searched', async () => {
  expect(await actions(anna, { by: ['me'] })).toEqual(['payment.made']);
  expect(await actions(anna, { by: ['system'] })).toEqual(['identity.personMade']);
  expect(await actions(anna, { action: ['register.loaded', 'account.linked'] })).toHaveLength(2);
  expect(await actions(anna, { search: 'heat' })).toEqual(['register.loaded']);
  expect(await actions(anna, { atFrom: '2026-11-13' })).toEqual([]);
  expect((await read(anna, { limit: 1 })).count).toBe(4);
});

test('AUD-1, X-11: a look of staff at personal data is told to each whom it concerns, once a session, object and day; one’s own is none', async () => {
  const look = { personIds: [boris.personId, anna.personId, clerk.personId, boris.personId], object: { kind: 'account', id: 'a1' }, what: 'лицевой счёт 12' };
  await Promise.all(Array.from({ length: 20 }, () => recordLook(world.ground, clerk, look)));
  await recordLook(world.ground, boris, { ...look, personIds: [boris.personId] });
  await recordLook(world.ground, system('journal.seal'), look);
  expect(await countStatements(() => recordLook(world.ground, clerk, look))).toBe(1);
  for (const person of [boris, anna])
    expect((await read(person, { action: ['journal.looked'] })).rows).toMatchObject([
      { who: 'Счетова Анна, бухгалтер', details: 'лицевой счёт 12', ip: '198.51.100.9', session: clerk.sessionId.slice(-8) },
    ]);
  expect(await actions(clerk, { action: ['journal.looked'], by: ['person'] })).toEqual([]);
  const again = async (actor: Person, at: Date, object = look.object): Promise<number> => {
    world.now = at;
    await recordLook(world.ground, actor, { ...look, object });
    return (await actions(boris, { action: ['journal.looked'] })).length;
  };
  const now = world.now;
  expect(await again(clerk, now, { kind: 'account', id: 'a2' })).toBe(2);
  expect(await again({ ...clerk, sessionId: newId(now) }, now)).toBe(3);
  expect(await again(clerk, new Date(now.getTime() + 24 * 3_600_000))).toBe(4);
  world.now = now;
});

test('PRIV-2, AUD-2: after erasure the address is gone, the line stays and the chain verifies; a forged line is reported', async () => {
  const { jobs } = journalModule({ masterKeys: world.ground.masterKeys, typesetter });
  const said: string[] = [];
  const context: JobContext = {
    ground: world.ground,
    db: world.db,
    pool: world.pool,
    now: () => world.now,
    log: { info: (_f, text) => void said.push(text), error: (_f, text) => void said.push(text) },
  };
  await jobs!['journal.seal']!.run(context, {});
  expect(await sql<{ n: bigint }>`select count(*) as n from platform.journal_pending`.execute(world.db)).toMatchObject({ rows: [{ n: 0n }] });
  await world.db.deleteFrom('platform.person_key').where('person_id', '=', clerk.personId).execute();
  expect((await read(anna, { action: ['register.loaded'] })).rows).toMatchObject([{ ip: null }]);
  await jobs!['journal.verify']!.run(context, {});
  expect(said).toEqual(['the chain of the journal verifies']);
  const owner = new (await import('pg')).default.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  await owner.query(`update platform.journal_line set facts = '{"rows": 1}' where action = 'register.loaded'`);
  await owner.end();
  await jobs!['journal.verify']!.run(context, {});
  expect(said[1]).toMatch(/JOURNAL WAS CHANGED/);
});

test('AUD-1, X-1: the export holds the same lines with names and words', async () => {
  const app = await makeApp({
    settings: testSettings(),
    ground: world.ground,
    modules: [journalModule({ masterKeys: world.ground.masterKeys, typesetter })],
    identify: async () => anna,
  });
  const get = (format: string) => app.inject({ url: `/api/v1/journal/export?format=${format}&by=me`, headers: { cookie: 'sid=x' } });
  expect((await get('csv')).body).toMatch(
    /^\ufeffКогда;Что сделано;Чьё действие;Кто;Подробности;IP-адрес;Сеанс\r\n12\.11\.2026 12:00;Платёж начат;Вы;Вы;"?№ П-7, 9.196,61.₽"?;203\.0\.113\.7;/,
  );
  expect((await get('pdf')).rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  await app.close();
});

test('AUD-1: an own signing in is one’s own, though nobody was signed in yet; what a guest did besides is a guest’s', async () => {
  const line = (action: 'identity.entered' | 'identity.refused') =>
    world.run(guest, async (work) =>
      work.journal({
        stream: `person:${anna.personId}`,
        action,
        object: { kind: 'person' },
        personId: anna.personId,
        facts: action === 'identity.entered' ? { door: 'passkey' } : { outcome: 'wrong_password' },
      }),
    );
  await line('identity.entered');
  await line('identity.refused');
  expect((await read(anna, { action: ['identity.entered', 'identity.refused'] })).rows.map(({ who, details }) => [who, details])).toEqual(
    expect.arrayContaining([
      ['Вы', 'ключом доступа'],
      ['Гость', 'неверный пароль'],
    ]),
  );
});

test('AUD-1: the lines of one session are read apart, for a dispute', async () => {
  const other = { ...anna, sessionId: newId(new Date(1)) };
  await world.run(other, async (work) =>
    work.journal({
      stream: `person:${anna.personId}`,
      action: 'statement.taken',
      object: { kind: 'account' },
      facts: { number: '12', fromDay: '2026-10-01', toDay: '2026-10-31' },
    }),
  );
  expect((await read(anna, { session: other.sessionId.slice(-8) })).rows).toMatchObject([
    { action: 'statement.taken', who: 'Вы', details: expect.stringMatching(/^лицевой счёт № 12, с 1.октября.2026, по 31.октября.2026$/) },
  ]);
});
