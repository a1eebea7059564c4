// Consents (PRIV-1) and versions of the texts (PRIV-3): nothing is done for a purpose before its consent, and everything is dated.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { PURPOSES } from '#contract/privacy';
import { endpoint, nothing } from '#contract/endpoint';
import { obj } from '#contract/types';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { command, signedIn } from '#platform/route';
import type { Order } from '#platform/work';
import { makeActor } from '#test/factories/identity';
import { personActor, portal, refusalOf, useWorld } from '#test/world';
import { agreeTo, answerFirstPage, readConsents, recordAnswers, whoAgreed, withdraw } from './consents.ts';
import { readDocument } from './documents.queries.ts';
import { needsConsent } from './needs-consent.ts';
import { announceJob, publishDocument } from './publish-document.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const see = (actor: Actor) => readConsents(reading(actor));
const stateOf = async (actor: Actor, code = 'photos') => (await see(actor)).purposes.find((one) => one.code === code)!.state;
const actionsOf = async (personId: string) =>
  (
    await world.db
      .selectFrom('platform.journal_line')
      .select(['action', 'facts'])
      .where('person_id', '=', personId)
      .where('object_kind', '=', 'consent')
      .orderBy('id')
      .execute()
  ).map((line) => line.action);

/** A command of a purpose: what any module mounts. */
let carriedOut = 0;
const guarded = needsConsent(
  'photos',
  command(endpoint({ method: 'POST', url: '/test', summary: 'x', params: obj({}), body: nothing, answer: obj({}) }), signedIn, async () => ({
    done: (carriedOut += 1),
  })),
);
const process_ = (actor: Actor) => world.run(actor, (work) => (guarded.handle as (...given: unknown[]) => Promise<object>)(work, {}));

test('PRIV-1: nothing is ticked, given or processed before the person says so, each purpose by itself', async () => {
  const person = await makeActor(world);
  const first = await see(person);
  expect(first).toMatchObject({ policy: { version: 2, mustRead: true, readAt: null }, history: [] });
  expect(first.purposes.map(({ code, state }) => [code, state])).toEqual(PURPOSES.map((code) => [code, 'none']));
  expect(await refusalOf(process_(person))).toMatchObject({ code: 'consent.needed', facts: { title: 'Чтение показаний со снимка счётчика' } });
  expect(carriedOut).toBe(0);
  const answered = await world.run(person, (work) => answerFirstPage(work, { policyVersion: 2, given: [{ code: 'photos', version: 1 }] }));
  expect(answered.purposes.map(({ state }) => state)).toEqual(PURPOSES.map((code) => (code === 'photos' ? 'given' : 'none')));
  expect(answered.policy.mustRead).toBe(false);
  await process_(person);
  expect(carriedOut).toBe(1);
  expect(await whoAgreed(world.db, [person.personId], 'registers', world.now)).toEqual(new Set());
  expect(await actionsOf(person.personId)).toEqual(['policy.read', 'consent.given']);
});

test('PRIV-1: a consent is taken back by one press and the next request is refused; the record keeps text, dates and digest', async () => {
  const person = await makeActor(world);
  await world.run(person, (work) => agreeTo(work, { code: 'photos', version: 1 }));
  await process_(person);
  world.now = new Date('2026-11-12T10:00:00Z');
  await world.run(person, (work) => withdraw(work, 'photos'));
  expect((await refusalOf(process_(person))).code).toBe('consent.needed');
  const { history } = await see(person);
  expect(history).toMatchObject([{ code: 'photos', version: 1, endedAt: expect.stringMatching(/^2026-11-12.10/), endReason: 'withdrawn' }]);
  const { rows } = await sql<{
    same: boolean;
  }>`select sha256(convert_to(title || sections::text, 'UTF8')) = ${Buffer.from(history[0]!.sha256, 'hex')} as same from privacy.document where code = 'photos' and version = 1`.execute(
    world.db,
  );
  expect(rows).toEqual([{ same: true }]);
  // What is not given is taken back by nothing, and the old record stays as it was.
  await world.run(person, (work) => withdraw(work, 'photos'));
  expect((await see(person)).history).toEqual(history);
  expect(await actionsOf(person.personId)).toEqual(['consent.given', 'consent.withdrawn']);
});

test('PRIV-1, X-4: a repeated request and twenty presses are one consent; a text that is not in force is not agreed to', async () => {
  const person = await makeActor(world);
  const key = newId(world.now);
  const give = (with_?: string) => world.run(person, (work) => agreeTo(work, { code: 'registers', version: 1 }), with_);
  expect(await give(key)).toEqual(await give(key));
  await Promise.all(Array.from({ length: 20 }, () => give()));
  expect((await see(person)).history).toHaveLength(1);
  expect((await refusalOf(world.run(person, (work) => agreeTo(work, { code: 'photos', version: 2 })))).code).toBe('privacy.textChanged');
  const raced = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => world.run(person, (work) => (n % 2 === 0 ? agreeTo(work, { code: 'photos', version: 1 }) : withdraw(work, 'photos')))),
  );
  expect(raced.every(({ status }) => status === 'fulfilled')).toBe(true);
  const open = (await see(person)).history.filter((one) => one.code === 'photos' && one.endedAt === null);
  expect(open.length).toBe((await stateOf(person, 'photos')) === 'given' ? 1 : 0);
  expect((await see(await makeActor(world))).history).toEqual([]);
});

test('PRIV-3: a new version waits for its day; where it asks anew the consent holds no more, where it does not it goes on', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const person = await makeActor(world);
  world.now = new Date('2026-11-12T12:00:00Z');
  await world.run(portal, (work) => recordAnswers(work, [{ personId: person.personId, purposes: ['photos'] }]));
  const publish = (more: object = {}) =>
    world.run(operator, (work) =>
      publishDocument(work, {
        code: 'photos',
        fromDay: '2026-11-20',
        asksAnew: true,
        summary: 'Снимки храним год.',
        text: '# Зачем\n\nЧтобы прочитать цифры.',
        ...more,
      }),
    );
  expect((await refusalOf(publish({ fromDay: '2026-11-12', summary: ' ', text: '# Пусто' }))).fields.map(({ pointer }) => pointer)).toEqual([
    '/fromDay',
    '/summary',
    '/text',
  ]);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => publish()));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await stateOf(person)).toBe('given');
  expect(await readDocument(reading(person), 'photos')).toMatchObject({
    version: 1,
    isInForce: true,
    editions: [{ version: 2, asksAnew: true }, { version: 1 }],
  });
  expect((await readDocument(reading(person), 'photos', 2)).changes).toEqual(
    expect.arrayContaining([expect.objectContaining({ heading: 'Зачем', added: ['Чтобы прочитать цифры.'] })]),
  );
  world.now = new Date('2026-11-20T00:00:00Z');
  expect(await stateOf(person)).toBe('anew');
  expect((await refusalOf(process_(person))).code).toBe('consent.needed');
  await world.run(person, (work) => agreeTo(work, { code: 'photos', version: 2 }));
  expect((await see(person)).history.map(({ version, endReason }) => [version, endReason])).toEqual(
    expect.arrayContaining([
      [2, null],
      [1, 'renewed'],
    ]),
  );
  await publish({ fromDay: '2026-11-25', asksAnew: false, summary: 'Исправили опечатку.', text: '# Зачем\n\nЧтобы прочитать цифры снимка.' });
  world.now = new Date('2026-11-26T00:00:00Z');
  expect(await stateOf(person)).toBe('given');
  expect((await refusalOf(publish({ fromDay: '2026-12-01', text: '# Зачем\n\nЧтобы прочитать цифры снимка.' }))).code).toBe('privacy.sameText');
});

test('PRIV-3: the policy names what is held and who carries messages, says what it changed, and asks nobody anew', async () => {
  const person = await makeActor(world);
  world.now = new Date('2026-11-12T12:30:00Z');
  await world.run(person, (work) => answerFirstPage(work, { policyVersion: 2, given: [] }));
  world.now = new Date('2026-11-21T09:00:00Z');
  const { version, isInForce, sections, changes } = await readDocument(reading(person), 'policy');
  expect([version, isInForce, changes.map(({ heading }) => heading)]).toEqual([3, true, ['Какие данные', 'Сколько храним', 'Кому передаём']]);
  const text = JSON.stringify(sections);
  for (const held of [
    'документы в хранилище',
    'договоры и подписи',
    'доверенности',
    'данные Госуслуг',
    'образец голоса',
    'детский профиль',
    'оператор связи',
    'почтовый сервер',
    'за границей',
    'девяносто дней',
  ])
    expect(text).toContain(held);
  expect((await see(person)).policy).toMatchObject({ version: 3, readVersion: 2, mustRead: false });
});

test('PRIV-3: a change is told to everybody once, however often the job runs', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const { version } = await world.run(operator, (work) =>
    publishDocument(work, { code: 'policy', fromDay: '2026-12-10', asksAnew: true, summary: 'Новый получатель данных.', text: '# Кому передаём\n\nБанку.' }),
  );
  const context = { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } };
  const payload = { code: 'policy', version, title: 'Политика', fromDay: '2026-12-10', summary: 'Новый получатель данных.', asksAnew: true };
  await announceJob.run(context, payload);
  await announceJob.run(context, payload);
  const rows = await world.db.selectFrom('platform.outbox').select('jobs').execute();
  const told = rows
    .flatMap(({ jobs }) => jobs as Order[])
    .filter((one) => (one.payload as { kind?: string }).kind === 'privacy.documentChanged')
    .flatMap((one) => (one.payload as { personIds: string[] }).personIds);
  const { n } = await world.db
    .selectFrom('identity.person')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .executeTakeFirstOrThrow();
  expect([told.length, new Set(told).size]).toEqual([Number(n), Number(n)]);
  expect((await see(personActor(told[0]!))).policy.mustRead).toBeTypeOf('boolean');
});
