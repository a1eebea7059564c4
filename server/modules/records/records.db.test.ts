// «Мои сведения» against the database (DATA). The registers answer as each test says; their protocols are tested beside their clients.
import { beforeEach, expect, test } from 'vitest';
import { type Premises, premisesOf } from '#modules/housing';
import { putFact } from '#modules/federation';
import { recordConsent } from '#modules/privacy';
import { grantRole } from '#modules/identity';
import { checkRecords, type RecordSection, type RecordSource } from '#contract/records';
import type { Actor, Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { readPersonal } from '#platform/held-of-person';
import type { Order, Work } from '#platform/work';
import { makeHouse, makeOwner } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { jobContext } from '#test/factories/registers';
import { guest, portal, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { checkAfterPapers } from './check-after-papers.ts';
import { checkJob } from './check-with-registers.ts';
import { forgetTold } from './forget-told.ts';
import { checkNow } from './order-check.ts';
import { remindOfMove } from './remind-of-move.ts';
import { planJob } from './plan-checks.ts';
import type { Answered, RegisterToAsk } from './ports.ts';
import { recordsRoutes } from './records.routes.ts';
import { readRecords, readSection } from './records.queries.ts';
import { recordsPersonal } from './records.personal.ts';
import { forgetSection, saveSection } from './save-section.ts';

const START = '2026-11-12T09:00:00Z';
const world = useWorld(START);
const family = { familyStatus: 'married', children: '2', housingStatus: 'rented' };
const personal = {
  birthDay: '1950-05-17',
  snils: '112-233-445 95',
  inn: '500100732259',
  passportSeries: '6504',
  passportNumber: '564738',
  passportDay: '2004-06-01',
  passportCode: '660-001',
  passportIssuer: 'УВД Кировского района',
};

let answers: Partial<Record<RecordSource, Answered | Error>> = {};
const register = (source: RecordSource): RegisterToAsk => ({
  source,
  ask: async () => {
    const answer = answers[source];
    if (answer instanceof Error) throw answer;
    return answer ?? { facts: {} };
  },
});
const check = checkJob({ registers: [register('tax'), register('property')] });
beforeEach(() => {
  answers = {};
  world.now = new Date(START);
});

const see = (actor: Actor) => readRecords({ db: world.db, actor, now: world.now }, TEST_KEYS);
const edit = (actor: Actor, section: RecordSection) => readSection({ db: world.db, actor, now: world.now }, TEST_KEYS, section);
const save = (actor: Actor, section: RecordSection, values: object, { version = 0, key }: { version?: number; key?: string } = {}) =>
  world.run(actor, (work) => saveSection(work, section, { version, values }), key);
const later = (ms: number): void => void (world.now = new Date(world.now.getTime() + ms));
const DAY = 86_400_000;
/** As the database gives an instant of whole seconds. */
const shown = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

async function ordersOf(task: string, personId: string): Promise<Order[]> {
  const rows = await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id').execute();
  return rows.flatMap(({ jobs }) => jobs as Order[]).filter((order) => order.task === task && JSON.stringify(order.payload).includes(personId));
}
const noticesOf = async ({ personId }: Person) => (await ordersOf('notifications.notify', personId)).map(({ payload }) => (payload as { kind: string }).kind);

/** The consent taken back, and the event heard. */
async function withdrawnBy(work: Work, { personId }: Person): Promise<null> {
  await work.tx
    .updateTable('privacy.consent')
    .set({ ended_at: work.now.toISOString(), end_reason: 'withdrawn' })
    .where('person_id', '=', personId)
    .where('code', '=', 'registers')
    .execute();
  await forgetTold(work, { id: newId(work.now), kind: 'consent.changed', at: work.now.toISOString(), data: { personId, purpose: 'registers' } });
  return null;
}

/** Orders a check by hand and carries it out. */
async function checked(person: Person) {
  later(DAY);
  await world.run(person, (work) => recordConsent(work, person.personId, 'registers'));
  await world.run(person, (work) => checkNow(work));
  const order = (await ordersOf('records.check', person.personId)).at(-1)!;
  await check.run(jobContext(world), order.payload);
  return order;
}

test('DATA-4, X-3: a section is written whole by its own formats, what stood before stays in its history, and nobody else sees a word of it', async () => {
  const [person, other] = [await makeActor(world), await makeActor(world)];
  expect((await refusalOf(save(guest, 'family', family))).code).toBe('auth.required');
  const refusal = await refusalOf(save(person, 'family', { ...family, children: 'двое' }));
  expect(refusal.fields).toMatchObject([{ pointer: '/values/children' }]);
  const key = newId(world.now);
  expect(await save(person, 'family', family, { key })).toEqual({ version: 1 });
  expect(await save(person, 'family', family, { key }), 'the same press').toEqual({ version: 1 });
  expect(await save(person, 'family', family, { version: 1 }), 'nothing differs').toEqual({ version: 1 });
  expect(await refusalOf(save(person, 'family', { ...family, children: '3' }))).toMatchObject({
    code: 'object.changed',
    current: { version: 1, values: family },
  });
  later(1000);
  expect(await save(person, 'family', { ...family, children: '3' }, { version: 1 })).toEqual({ version: 2 });
  const { values, history } = await edit(person, 'family');
  expect(values).toEqual({ ...family, children: '3' });
  expect(history.map(({ changes }) => changes)).toMatchObject([[{ field: 'children', was: '2' }], [{ field: 'familyStatus', was: null }, {}, {}]]);
  expect((await see(person)).sections.find(({ section }) => section === 'family')!.fields).toEqual([
    { field: 'familyStatus', value: 'В браке' },
    { field: 'children', value: '3' },
    { field: 'housingStatus', value: 'Снимаю' },
  ]);
  expect((await edit(other, 'family')).values).toEqual({});
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', person.personId).execute();
  expect(lines.map(({ action }) => action)).toEqual(['identity.personMade', 'records.changed', 'records.changed']);
  const stored = await world.db.selectFrom('records.section').select('value').where('person_id', '=', person.personId).executeTakeFirstOrThrow();
  expect(stored.value.toString('latin1')).not.toContain('married');
});

test('DATA-4: twenty pages that write one section at once: one is first, the others are told of it', async () => {
  const person = await makeActor(world);
  const raced = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => save(person, 'family', { ...family, children: String(n) })));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await edit(person, 'family')).toMatchObject({ version: 1, history: [{}] });
});

test('DATA-4: an empty section is offered from the papers of the state system, and a section is forgotten with its history', async () => {
  const person = await makeActor(world);
  await world.run(portal, async (work) => {
    for (const [kind, value] of [
      ['birthDay', '1950-05-17'],
      ['snils', '112-233-445 95'],
      ['passport', '6504 564738'],
    ] as const)
      await putFact(work, { personId: person.personId, kind, value });
  });
  expect(await edit(person, 'personal')).toMatchObject({
    version: 0,
    values: { birthDay: '1950-05-17', snils: '112-233-445 95', passportSeries: '6504', passportNumber: '564738' },
  });
  await save(person, 'personal', personal);
  const shown = (await see(person)).sections[0]!.fields;
  expect(shown.find(({ field }) => field === 'passportNumber')!.value).toBe('•••738');
  await world.run(person, (work) => forgetSection(work, 'personal'));
  await world.run(person, (work) => forgetSection(work, 'personal'));
  expect(await world.db.selectFrom('records.change').select('id').where('person_id', '=', person.personId).execute()).toEqual([]);
});

test('DATA-1, PRIV-1: registers are asked with the consent only; each difference comes with both values, the home it is about, and goes when mended', async () => {
  const person = await makeActor(world, [], { lastName: 'Орлова', firstName: 'Галина', middleName: 'Петровна' });
  const house = await makeHouse(world, { flats: 1 });
  const [home] = house.premises;
  await world.run(portal, (work) => grantRole(work, { personId: person.personId, role: 'owner', ...home!, fromDay: '2020-01-01' }));
  await makeOwner(world, home!, { personId: person.personId, name: 'Орлова Галина Петровна' });
  await save(person, 'personal', personal);
  await save(person, 'family', family);
  const route = recordsRoutes().find(({ endpoint }) => endpoint === checkRecords)!;
  expect((await refusalOf(world.run(person, (work) => (route.handle as (...given: unknown[]) => Promise<object>)(work, {})))).code).toBe('consent.needed');
  expect((await see(person)).check).toEqual({ state: 'never', finishedAt: null, nextOn: null });
  answers = {
    tax: { facts: { inn: '500100732260' } },
    property: { facts: { housingStatus: 'own' }, homes: [{ about: 'Липовая, 14, кв. 1', ours: { area: '50.0' }, theirs: { area: '49.1' } }] },
  };
  await checked(person);
  const after = await see(person);
  expect(after.findings.map(({ field, source, about }) => [field, source, about])).toEqual([
    ['inn', 'tax', null],
    ['housingStatus', 'property', null],
    ['area', 'property', 'Липовая, 14, кв. 1'],
  ]);
  expect(after).toMatchObject({ mayAsk: true, check: { state: 'done', finishedAt: shown(world.now), nextOn: '2027-11-13' } });
  expect(await noticesOf(person)).toEqual(['records.differ']);
  await save(person, 'family', { ...family, housingStatus: 'own' }, { version: 1 });
  expect(
    (await see(person)).findings.map(({ field }) => field),
    'mended on sight, before the registers are asked again',
  ).toEqual(['inn', 'area']);
  expect(await ordersOf('records.check', person.personId), 'the change began a check by itself').toHaveLength(2);
});

test('DATA-3: what a source told stays with its day when it falls silent, and the silent one is named', async () => {
  const person = await makeActor(world);
  await save(person, 'personal', personal);
  answers = { tax: { facts: { inn: '500100732260' } }, property: new Error('503') };
  await checked(person);
  const first = shown(world.now);
  const statesOf = async () => Object.fromEntries((await see(person)).sources.map(({ source, state, answeredAt }) => [source, [state, answeredAt]]));
  expect(await statesOf()).toMatchObject({ tax: ['answered', first], property: ['silent', null], interior: ['never', null], state: ['never', null] });
  answers = { tax: new Error('timeout'), property: { facts: {} } };
  await checked(person);
  expect(await statesOf()).toMatchObject({ tax: ['silent', first], property: ['answered', shown(world.now)] });
  expect((await see(person)).findings, 'the last word of a silent one still counts').toMatchObject([{ field: 'inn', toldAt: first }]);
});

test('DATA-3: twenty presses are one question, a press right after the answer waits, and a check carried out twice writes once', async () => {
  const person = await makeActor(world);
  await world.run(person, (work) => recordConsent(work, person.personId, 'registers'));
  await Promise.allSettled(Array.from({ length: 20 }, () => world.run(person, (work) => checkNow(work))));
  const orders = await ordersOf('records.check', person.personId);
  expect(orders).toHaveLength(1);
  await Promise.all([check.run(jobContext(world), orders[0]!.payload), check.run(jobContext(world), orders[0]!.payload)]);
  expect((await refusalOf(world.run(person, (work) => checkNow(work)))).code).toBe('limit.exceeded');
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', person.personId)
    .where('action', '=', 'records.checked')
    .execute();
  expect(lines).toHaveLength(1);
  // A worker that died leaves a check under way; ten minutes later the next press begins anew.
  later(DAY);
  await world.run(person, (work) => checkNow(work));
  later(601_000);
  await world.run(person, (work) => checkNow(work));
  expect(await ordersOf('records.check', person.personId)).toHaveLength(3);
});

test('DATA-2: a week before the yearly check the person is told, on the day it begins by itself; without the consent a reminder comes instead', async () => {
  const [agreeing, silent] = [await makeActor(world), await makeActor(world)];
  for (const person of [agreeing, silent]) await checked(person);
  await world.run(silent, (work) => withdrawnBy(work, silent));
  world.now = new Date('2027-11-07T09:00:00Z');
  for (let n = 0; n < 2; n += 1) await planJob.run(jobContext(world), {});
  expect(await noticesOf(agreeing)).toEqual(['records.planned']);
  expect(await noticesOf(silent)).toEqual([]);
  world.now = new Date('2027-11-15T09:00:00Z');
  for (let n = 0; n < 2; n += 1) await planJob.run(jobContext(world), {});
  expect((await see(agreeing)).check.state).toBe('running');
  expect(await noticesOf(silent)).toEqual(['records.checkDue']);
  expect((await see(silent)).check.nextOn).toBe('2028-11-14');
});

test('DATA-2: after a move who wrote another address, or the one that was left, is reminded once a day; whoever moved nowhere is not', async () => {
  const {
    premises: [home, other],
  } = await makeHouse(world, { flats: 2 });
  const [{ address }] = (await premisesOf(world.db, [home!])) as [Premises];
  const location = { postalCode: '620000', registeredAddress: address, registeredSince: '2010-03-01', actualAddress: '' };
  const [here, elsewhere, silent] = [await makeActor(world), await makeActor(world), await makeActor(world)];
  await save(here, 'location', location);
  await save(elsewhere, 'location', { ...location, registeredAddress: 'г. Пермь, ул. Сосновая, д. 9, кв. 2' });
  const people = [here, elsewhere, silent].map(({ personId }) => personId);
  const moved = (premises: typeof home, given: { came?: string[]; left?: string[] }) =>
    world.run(portal, (work) => remindOfMove(work, { data: { ...premises!, came: [], left: [], ...given } } as unknown as Parameters<typeof remindOfMove>[1]));
  const told = () => Promise.all([here, elsewhere, silent].map(async (person) => (await noticesOf(person)).filter((kind) => kind === 'records.moved').length));
  await moved(home, { came: people });
  expect(await told(), 'into the home that the address names nobody moved').toEqual([0, 1, 0]);
  await moved(home, { left: people });
  expect(await told(), 'who leaves a home of others has the own address still').toEqual([1, 1, 0]);
  later(DAY);
  await moved(other, { came: people });
  expect(await told()).toEqual([2, 2, 0]);
  const ids = (await ordersOf('notifications.notify', here.personId)).map(({ payload }) => (payload as { id: string }).id);
  await moved(home, { left: people });
  expect(
    new Set((await ordersOf('notifications.notify', here.personId)).map(({ payload }) => (payload as { id: string }).id)),
    'of a second move on the day the same notice',
  ).toEqual(new Set(ids));
});

test('DATA-2: many on one day are told in batches and begun three hundred a minute, nobody twice, by any number of workers', async () => {
  const people = 1_150;
  const id = `('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid`;
  const of = (select: string) => world.pool.query(`${select} from generate_series(1, ${people}) n`);
  await of(`insert into identity.person (id, last_name, first_name, made_at) select ${id}, 'Пробный', 'Пётр', now()`);
  await of(`insert into privacy.consent (person_id, id, code, version, sha256, given_at) select ${id}, ${id}, 'registers', 1, '\\x00', '2026-09-01'`);
  await of(`insert into records.checkup (person_id, state, ordered_at, finished_at, next_on) select ${id}, 'done', '2029-05-01', '2029-05-01', '2030-05-10'`);
  const states = async () =>
    (
      await world.pool.query<{ state: string; told: boolean; n: number }>(
        `select state, planned_told_on is not null as told, count(*)::int as n from records.checkup where next_on = '2030-05-10' group by 1, 2 order by 1`,
      )
    ).rows;
  world.now = new Date('2030-05-04T09:00:00Z');
  await Promise.all(Array.from({ length: 3 }, () => planJob.run(jobContext(world), {})));
  expect(await states()).toEqual([{ state: 'done', told: true, n: people }]);
  world.now = new Date('2030-05-10T09:00:00Z');
  const begun: number[] = [];
  for (let minute = 0; minute < 5; minute++) {
    await planJob.run(jobContext(world), {});
    begun.push((await states()).find(({ state }) => state === 'running')?.n ?? 0);
  }
  expect(begun).toEqual([300, 600, 900, people, people]);
  const told = (await ordersOf('notifications.notify', ''))
    .map(({ payload }) => payload as { kind: string; personIds: string[] })
    .filter(({ kind, personIds }) => kind === 'records.planned' && personIds[0]!.startsWith('00000000-0000-4000-9000'))
    .flatMap(({ personIds }) => personIds);
  expect([told.length, new Set(told).size]).toEqual([people, people]);
});

test('DATA-2: a check whose job was given up is begun anew a day later, or put off by who took the consent back', async () => {
  const [lost, silent] = [await makeActor(world), await makeActor(world)];
  for (const person of [lost, silent]) {
    await world.run(person, (work) => recordConsent(work, person.personId, 'registers'));
    await world.run(person, (work) => checkNow(work));
  }
  await world.run(silent, (work) => withdrawnBy(work, silent));
  later(DAY - 60_000);
  await planJob.run(jobContext(world), {});
  expect(await ordersOf('records.check', lost.personId)).toHaveLength(1);
  later(120_000);
  for (let n = 0; n < 2; n += 1) await planJob.run(jobContext(world), {});
  const orders = await ordersOf('records.check', lost.personId);
  expect([orders.length, (await ordersOf('records.check', silent.personId)).length, (await see(silent)).check.state]).toEqual([2, 1, 'done']);
  for (const order of orders) await check.run(jobContext(world), order.payload);
  expect((await see(lost)).check).toMatchObject({ state: 'done', finishedAt: shown(world.now) });
});

test('HOME-2: scans that were put in begin one check however many they are, and none without the consent', async () => {
  const [agreeing, other] = [await makeActor(world), await makeActor(world)];
  await world.run(agreeing, (work) => recordConsent(work, agreeing.personId, 'registers'));
  const handIn = ({ personId }: Person) =>
    world.run(portal, (work) =>
      Promise.resolve(checkAfterPapers(work, { id: newId(world.now), kind: 'papers.handedIn', at: world.now.toISOString(), data: { personId } })).then(
        () => null,
      ),
    );
  for (const person of [agreeing, agreeing, other]) await handIn(person);
  expect([(await ordersOf('records.check', agreeing.personId)).length, (await ordersOf('records.check', other.personId)).length]).toEqual([1, 0]);
});

test('DATA-3, PRIV-1: the consent taken back takes the answers of the registers away', async () => {
  const person = await makeActor(world);
  await save(person, 'personal', personal);
  answers = { tax: { facts: { inn: '500100732260' } } };
  await checked(person);
  const [held] = await readPersonal(world.db, TEST_KEYS, { table: recordsPersonal.tables[2]!, personId: person.personId, limit: 10 });
  expect(held).toMatchObject({ source: 'tax', value: 'ИНН: 500100732260' });
  await world.run(person, (work) => withdrawnBy(work, person));
  expect(await see(person)).toMatchObject({ findings: [], mayAsk: false });
  expect(await world.db.selectFrom('records.told').select('source').where('person_id', '=', person.personId).execute()).toEqual([]);
});
