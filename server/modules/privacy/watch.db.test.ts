// Watch over refusals, breaches and terms of keeping (PRIV-5, PRIV-2).
import os from 'node:os';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { makeApp } from '#platform/app';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { countOverdue, type RetentionRule, sweepOverdue } from '#platform/retention';
import { openTypesetter } from '#platform/typst-pool';
import type { Order } from '#platform/work';
import { makeActor } from '#test/factories/identity';
import { testSettings } from '#test/settings';
import { guest, personActor, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { alarmOf, noticeDocument } from './breach-terms.ts';
import { breachTermsJob, changeBreach, openBreach, readBreach, sendNotice } from './breaches.ts';
import { privacyModule } from './index.ts';
import type { OrganizationNames } from './ports.ts';
import { closeAlert, countOpenAlerts, networkOf, noteRefusals, openRefusalCounter, readAlert, subjectsOf, tellAlerts, watchJob } from './watch-refusals.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const names = new Map<string, string>();
const organizationNames: OrganizationNames = (_db, ids) =>
  Promise.resolve(new Map(ids.flatMap((id) => (names.has(id) ? [[id, names.get(id)!] as const] : []))));
const watch = watchJob(organizationNames);
const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());
const context = (): JobContext => ({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } });
const told = async (kind: string) =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as Order[])
    .filter((one) => (one.payload as { kind?: string }).kind === kind).length;
const times = (count: number, actor: Actor, code = 'access.denied') => Array.from({ length: count }, () => ({ actor, code }));
const alerts = () => world.db.selectFrom('privacy.alert').select(['subject', 'count', 'status']).orderBy('subject').execute();

test('PRIV-5: networks are neighbourhoods of addresses', () => {
  expect([networkOf('203.0.113.7'), networkOf('2001:db8:1:2::3')]).toEqual(['203.0.113', '2001:db8:1']);
});

test('PRIV-5: an unusual run of one person raises one alert and tells the operators once; a usual day raises none', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const [curious, usual] = [personActor(newId(world.now), [], { ip: '203.0.113.9' }), personActor(newId(world.now), [], { ip: '198.51.100.4' })];
  await noteRefusals(world.db, [...times(20, curious), ...times(10, usual), ...times(500, usual, 'input.invalid')], world.now);
  await watch.run(context(), {});
  expect(await alerts()).toEqual([]);
  world.now = new Date('2026-11-12T09:04:00Z');
  await Promise.all(Array.from({ length: 10 }, () => noteRefusals(world.db, times(2, curious, 'object.notFound'), world.now)));
  await Promise.all(Array.from({ length: 5 }, () => watch.run(context(), {})));
  expect(await alerts()).toEqual([{ subject: `person:${curious.personId}`, count: 40, status: 'open' }]);
  expect(await told('work.refusals')).toBe(1);
  const { id } = await world.db.selectFrom('privacy.alert').select('id').executeTakeFirstOrThrow();
  const close = (actor: Actor, note = 'Ошибся адресом, поговорили') => world.run(actor, (work) => closeAlert(work, id, note));
  expect((await refusalOf(close(await makeActor(world)))).code).toBe('object.notFound');
  expect((await refusalOf(close(operator, ' '))).fields).toMatchObject([{ pointer: '/note' }]);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => close(operator)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await countOpenAlerts(world.db)).toBe(0);
});

test('PRIV-5: a guest is watched by the network, staff by the organization too, which is told by its name; what is counted in memory is written', async () => {
  const organizationId = newId(world.now);
  names.set(organizationId, 'ООО «Уют»');
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const staff = (n: number) => personActor(newId(world.now), [{ role: 'accountant', premisesId: null, houseId: null, organizationId }], { ip: `10.0.${n}.1` });
  const counter = openRefusalCounter(world.ground, (error) => expect(error).toBeUndefined());
  for (let n = 0; n < 10; n++) for (const refused of times(11, staff(n))) counter.note(refused);
  for (const refused of times(200, { ...guest, ip: '192.0.2.5' }, 'signIn.wrong')) counter.note(refused);
  counter.note({ actor: guest, code: 'input.invalid' });
  await counter.stop();
  await watch.run(context(), {});
  expect((await alerts()).filter(({ status }) => status === 'open').map(({ subject, count }) => [subject, count])).toEqual([
    ['network:192.0.2', 200],
    [`organization:${organizationId}`, 110],
  ]);
  const notices = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as Order[])
    .map(({ payload }) => payload as { kind?: string; facts?: { subject?: string } });
  expect(notices.flatMap(({ kind, facts }) => (kind === 'work.refusals' ? [facts!.subject] : []))).toEqual(
    expect.arrayContaining(['ООО «Уют»', 'сеть 192.0.2']),
  );
  const rows = await world.db.selectFrom('privacy.alert').select(['id', 'subject', 'codes']).where('status', '=', 'open').orderBy('subject').execute();
  expect(await tellAlerts(world.db, rows, organizationNames)).toMatchObject([
    { subject: 'сеть 192.0.2', codes: 'неверный пароль' },
    { subject: 'ООО «Уют»', codes: 'нет права' },
  ]);
  expect(await readAlert({ ground: world.ground, organizationNames }, { db: world.db, actor: operator, now: world.now }, rows[1]!.id)).toMatchObject({
    subject: 'ООО «Уют»',
    name: null,
  });
});

test('PRIV-5, AUD-1: what is refused over HTTP raises the alert; the operator opens it, sees whose it was and of what, and the person reads of the look', async () => {
  const [curious, operator] = [await makeActor(world), await makeActor(world, [{ role: 'operator' }])];
  const actors: Readonly<Record<string, Actor>> = { curious: { ...curious, ip: '198.18.0.1' }, operator: { ...operator, ip: '198.18.0.2' } };
  const counter = openRefusalCounter(world.ground, (error) => expect(error).toBeUndefined());
  const module = privacyModule({
    parts: [],
    retention: [],
    files: { dir: os.tmpdir(), ring: TEST_KEYS, clock: () => world.now },
    typesetter,
    organizationNames,
  });
  const app = await makeApp({
    settings: testSettings(),
    ground: world.ground,
    modules: [module],
    refused: counter.note,
    identify: async (_db, { sessionToken, origin }) => actors[sessionToken ?? ''] ?? { kind: 'guest', ...origin },
  });
  const get = (as: string, url: string) => app.inject({ method: 'GET', url: `/api/v1/work/privacy/${url}`, headers: { cookie: `sid=${as}` } });
  for (let n = 0; n < 40; n++) expect((await get('curious', 'alerts')).statusCode).toBe(403);
  await counter.stop();
  await watch.run(context(), {});
  const { rows } = (await get('operator', 'alerts')).json<{ rows: { id: string; subject: string; codes: string; count: number }[] }>();
  const own = rows.find(({ subject }) => subject.endsWith(curious.personId.slice(-8)))!;
  expect(own).toMatchObject({ codes: 'нет права', count: 40 });
  expect((await get('curious', `alerts/${own.id}`)).statusCode).toBe(403);
  expect((await refusalOf(readAlert({ ground: world.ground, organizationNames }, { db: world.db, actor: curious, now: world.now }, own.id))).code).toBe(
    'object.notFound',
  );
  expect((await get('operator', `alerts/${own.id}`)).json()).toMatchObject({ name: 'Тестова Анна Сергеевна', refusals: [{ what: 'нет права', count: 40 }] });
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('person_id', '=', curious.personId)
    .where('action', '=', 'journal.looked')
    .execute();
  expect(looks).toEqual([{ facts: { what: 'тревога об отказах' } }]);
  await world.db.deleteFrom('privacy.alert').where('id', '=', own.id).execute();
  await app.close();
});

test('PRIV-5, ROLE-3: a representative who pries is counted himself, not whom he acts for', () => {
  const [principal, representative] = [newId(world.now), newId(world.now)];
  expect(subjectsOf(personActor(principal, [], { ip: '203.0.113.7', by: { personId: representative, powerId: newId(world.now) } }))).toEqual([
    `person:${representative}`,
    'network:203.0.113',
  ]);
});

test('PRIV-5: from the discovery 24 and 72 hours run; the operators hear before and after, each once', () => {
  const foundAt = '2026-11-12T09:00:00Z';
  const alarm = (which: 'first' | 'second', hours: number) => alarmOf(which, { foundAt, now: new Date(Date.parse(foundAt) + hours * 3_600_000) });
  expect([alarm('first', 17.9), alarm('first', 18), alarm('first', 24.1), alarm('second', 65), alarm('second', 66), alarm('second', 73)]).toEqual([
    undefined,
    'soon',
    'late',
    undefined,
    'soon',
    'late',
  ]);
});

test('PRIV-5: a breach is opened, written on, its notices are drafted and noted as sent once', async () => {
  world.now = new Date('2026-11-13T09:00:00Z');
  const [operator, stranger] = [await makeActor(world, [{ role: 'operator' }]), await makeActor(world)];
  const body = {
    foundAt: '2026-11-13T08:00:00Z',
    title: 'Счёт ушёл не тому',
    cause: 'Опечатка в адресе',
    kinds: 'имя, адрес, сумма',
    people: 1,
    harm: '',
    measures: 'Попросили удалить',
  };
  const open = (more: object = {}, actor: Actor = operator) => world.run(actor, (work) => openBreach(work, { ...body, ...more }));
  expect((await refusalOf(open({ title: ' ', foundAt: '2026-11-14T00:00:00Z' }))).fields.map(({ pointer }) => pointer)).toEqual(['/title', '/foundAt']);
  expect((await refusalOf(open({}, stranger))).code).toBe('object.notFound');
  const { breachId } = await open();
  const reading = () => ({ db: world.db, actor: operator, now: world.now });
  expect((await refusalOf(readBreach({ ...reading(), actor: stranger }, breachId))).code).toBe('object.notFound');
  const breach = await readBreach(reading(), breachId);
  expect(breach).toMatchObject({ first: { dueAt: '2026-11-14T08:00:00.000Z', isLate: false }, second: { dueAt: '2026-11-16T08:00:00.000Z' } });
  for (const which of ['first', 'second'] as const) {
    const document = noticeDocument(breach, which, '2026-11-13');
    expect(document.facts.map(([, value]) => value).join()).toContain('Попросили удалить');
    expect((await typesetter.pdf(new URL('breach-notice.typ', import.meta.url), document, { archive: true })).subarray(0, 5).toString()).toBe('%PDF-');
  }
  const before = await told('work.breach');
  world.now = new Date('2026-11-14T09:00:00Z');
  await breachTermsJob.run(context(), {});
  await breachTermsJob.run(context(), {});
  expect(await told('work.breach')).toBe(before + 1);
  const sent = () => world.run(operator, (work) => sendNotice(work, breachId, { version: 1, which: 'first', number: '100-77' }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, sent));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { foundAt: _foundAt, ...known } = body;
  expect((await refusalOf(world.run(operator, (work) => changeBreach(work, breachId, { ...known, version: 1, findings: 'x', guilty: '' })))).code).toBe(
    'object.changed',
  );
  await world.run(operator, (work) => changeBreach(work, breachId, { ...known, version: 2, findings: 'Ошибся сотрудник', guilty: 'сотрудник' }));
  expect(noticeDocument(await readBreach(reading(), breachId), 'second', '2026-11-14').facts).toEqual(
    expect.arrayContaining([
      ['Первое уведомление', '№ 100-77'],
      ['Результаты расследования', 'Ошибся сотрудник'],
    ]),
  );
});

test('PRIV-2: what is over its term is counted first and taken in batches; the term is by the day, blanked rows stay', async () => {
  await sql`insert into privacy.refusal (minute, subject, code, count) select timestamptz '2026-01-01' + n * interval '1 minute', 'network:old', 'x', 1 from generate_series(1, 2500) n`.execute(
    world.db,
  );
  const rule: RetentionRule = {
    table: 'privacy.refusal',
    what: 'x',
    at: 'minute',
    terms: [
      { fromDay: '0001-01-01', days: 3_650, law: 'x' },
      { fromDay: '2026-11-01', days: 30, law: 'y' },
    ],
  };
  expect(await countOverdue(world.db, rule, new Date('2026-10-31T12:00:00Z'))).toBe(0);
  expect(await countOverdue(world.db, rule, world.now)).toBe(2_500);
  expect(await sweepOverdue(world.db, rule, world.now)).toBe(2_500);
  expect(await sweepOverdue(world.db, rule, world.now)).toBe(0);
  const blanking: RetentionRule = {
    table: 'privacy.alert',
    what: 'x',
    at: 'raised_at',
    terms: [{ fromDay: '0001-01-01', days: 1, law: 'x' }],
    blank: { note: null, subject: 'удалено' },
  };
  const later = new Date('2026-12-12T09:00:00Z');
  await world.db.deleteFrom('privacy.alert').where('subject', 'like', 'network%').execute();
  await world.db.deleteFrom('privacy.alert').where('subject', 'like', 'organization%').execute();
  expect([await countOverdue(world.db, blanking, later), await sweepOverdue(world.db, blanking, later), await countOverdue(world.db, blanking, later)]).toEqual(
    [1, 1, 0],
  );
});
