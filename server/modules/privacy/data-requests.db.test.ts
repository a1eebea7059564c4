// Requests about one's data (PRIV-2): terms of the law, the operator's answer, a corrected name, a look that is told.
import { expect, test } from 'vitest';
import { personNames } from '#modules/identity';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import type { JobContext } from '#platform/module';
import type { Order } from '#platform/work';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { askAboutData, dataRequestList, decideDataRequest, dueOn, overdueRequestsJob, readDataRequest } from './data-requests.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const ask = (actor: Parameters<typeof world.run>[0], more: object = {}, key?: string) =>
  world.run(actor, (work) => askAboutData(work, { kind: 'correct', subject: 'Фамилия', text: 'Берёзкина, сменила после свадьбы', ...more }), key);
const told = async (kind: string) =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as Order[])
    .filter((one) => (one.payload as { kind?: string }).kind === kind).length;

test('PRIV-2: a correction is due in seven working days and an answer in ten, by the production calendar', () => {
  expect([dueOn('correct', '2026-11-12'), dueOn('question', '2026-11-12')]).toEqual(['2026-11-23', '2026-11-26']);
  expect(dueOn('correct', '2026-12-30')).toBe('2027-01-19');
});

test('PRIV-2, X-3, X-4: asked once however often it is sent; empty fields are named, and there is a limit', async () => {
  const person = await makeActor(world);
  expect((await refusalOf(ask(person, { subject: ' ', text: '' }))).fields.map(({ pointer }) => pointer)).toEqual(['/subject', '/text']);
  const key = newId(world.now);
  const asked = await Promise.all(Array.from({ length: 20 }, () => ask(person, {}, key)));
  expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1);
  for (let n = 0; n < 9; n++) await ask(person);
  expect((await refusalOf(ask(person))).code).toBe('privacy.tooManyRequests');
});

test('PRIV-2, AUD-1: the operator corrects the name once, the person hears it and finds the look in the journal', async () => {
  const [person, operator] = [await makeActor(world), await makeActor(world, [{ role: 'operator' }])];
  const { requestId } = await ask(person);
  const key = { personId: person.personId, requestId };
  expect(await told('work.dataRequest')).toBeGreaterThan(0);
  const seen = await readDataRequest(world.ground, { db: world.db, actor: operator, now: world.now }, key);
  expect(seen).toMatchObject({ person: { lastName: 'Тестова', firstName: 'Анна' }, dueOn: '2026-11-23', version: 1 });
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('person_id', '=', person.personId)
    .where('action', '=', 'journal.looked')
    .execute();
  expect(looks).toEqual([{ facts: { what: 'ваше обращение о данных' } }]);
  const decide = (more: object = {}) =>
    world.run(operator, (work) =>
      decideDataRequest(work, key, {
        version: 1,
        decision: 'done',
        answer: 'Исправили по свидетельству',
        name: { lastName: 'Берёзкина', firstName: 'Анна', middleName: 'Сергеевна' },
        ...more,
      }),
    );
  const stranger = { db: world.db, actor: await makeActor(world), now: world.now };
  expect((await refusalOf(readDataRequest(world.ground, stranger, key))).code).toBe('object.notFound');
  expect((await readList(world.db, dataRequestList, { isOperator: false }, {})).count).toBe(0);
  expect((await refusalOf(decide({ answer: ' ' }))).fields).toMatchObject([{ pointer: '/answer' }]);
  expect((await refusalOf(decide({ version: 7 }))).code).toBe('object.changed');
  expect((await refusalOf(decide({ decision: 'refused' }))).fields).toMatchObject([{ pointer: '/name' }]);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => decide()));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(decide({ version: 2 }))).code).toBe('privacy.answered');
  expect((await personNames(world.db, [person.personId])).get(person.personId)?.full).toBe('Берёзкина Анна Сергеевна');
  expect(await told('data.answered')).toBe(1);
});

test('PRIV-2: what nobody answered in time is told to the operators once, and stands first in their list', async () => {
  const person = await makeActor(world);
  const { requestId } = await ask(person, { kind: 'question', subject: 'Кто видит телефон', text: 'Кому передали мой телефон?' });
  world.now = new Date('2026-11-27T09:00:00Z');
  const context = { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } } satisfies JobContext;
  const before = await told('work.caseOverdue');
  await overdueRequestsJob.run(context, {});
  const after = await told('work.caseOverdue');
  await overdueRequestsJob.run(context, {});
  expect([after > before, await told('work.caseOverdue')]).toEqual([true, after]);
  const { rows } = await readList(world.db, dataRequestList, { isOperator: true }, { status: ['open'], search: 'телефон' });
  expect(rows).toMatchObject([{ id: requestId, personId: person.personId, dueOn: '2026-11-26' }]);
});
