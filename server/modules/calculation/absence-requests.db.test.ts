// A resident's application for absence: asked, proven, decided, each once and by whom it may.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeLink } from '#test/factories/accounts';
import { accountantOf, countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { askForAbsence, decideRequest, prove } from './absence-requests.ts';
import { absenceList, absenceScope, countWaitingAbsences, proofFile, readAbsences, readWorkAbsence } from './absence-requests.queries.ts';
import { forgetAbsencesJob } from './forget-absences.ts';

const world = useWorld('2026-10-25T09:00:00Z');
type Actor = Parameters<typeof world.run>[0];
const AWAY = { persons: 1, leftOn: '2026-09-10', returnedOn: '2026-09-28' };
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const file = (name = 'билеты.pdf') => ({
  id: newId(world.now),
  name,
  kind: 'pdf' as const,
  mediaType: 'application/pdf',
  bytes: 3n,
  sha256: Buffer.alloc(32),
  keyVersion: '1',
  path: 'nowhere',
});

/** September is posted; a resident sees the first account, a neighbour the second. */
async function setting() {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const [resident, neighbour] = [await makeActor(world), await makeActor(world)];
  await makeLink(world, made.accounts[0]!, resident.personId);
  await makeLink(world, made.accounts[1]!, neighbour.personId);
  const [{ houseId, accountId }] = made.accounts as [(typeof made.accounts)[number]];
  const ask = (more: Partial<typeof AWAY> = {}, { actor = resident, key = newId(world.now) }: { actor?: Actor; key?: string } = {}) =>
    world.run(actor, (work) => askForAbsence(work, { houseId, accountId }, { ...AWAY, ...more }), key, more);
  const decide = (requestId: string, body: Omit<Parameters<typeof decideRequest>[2], 'version'>, { actor = made.accountant, key = newId(world.now) } = {}) =>
    world.run(actor, (work) => decideRequest(work, { houseId, requestId }, { version: 1, ...body }), key, body);
  return { made, resident, neighbour, houseId, accountId, ask, decide };
}

test('CALC-1: an application within thirty days is answered within five working days; accepted, the posted month is recalculated by the next run, and the resident is told', async () => {
  const { made, resident, houseId, accountId, ask, decide } = await setting();
  const key = newId(world.now);
  const asked = await ask({}, { key });
  expect([asked, await ask({}, { key })]).toEqual([{ requestId: expect.any(String), decideBy: '2026-10-30' }, asked]);
  const { requestId } = asked;
  const paper = file();
  await world.run(resident, (work) => prove(work, { houseId, requestId }, paper));
  expect(await readAbsences(reading(resident), { houseId, accountId })).toMatchObject({
    services: ['Холодное водоснабжение', 'Обращение с твёрдыми коммунальными отходами'],
    absences: [{ status: 'waiting', appliedOn: '2026-10-25', proofs: [{ name: 'билеты.pdf' }], can: { prove: true, decide: false } }],
  });
  expect(await countWaitingAbsences(world.db, made.accountant)).toBe(1);
  expect(await readWorkAbsence(world.ground, reading(made.accountant), { houseId, requestId })).toMatchObject({
    person: 'Тестова Анна Сергеевна',
    absence: { can: { decide: true } },
  });
  expect((await proofFile(world.ground, reading(made.accountant), { houseId, requestId, fileId: paper.id })).name).toBe('билеты.pdf');
  // Seventeen full days of thirty, one of two people: cold water 508.28 ₽ and waste 329.74 ₽.
  expect(await decide(requestId, { decision: 'accept' })).toEqual({ status: 'accepted', recalculations: 2 });
  expect(await countWaitingAbsences(world.db, made.accountant)).toBe(0);
  const told = (await world.db.selectFrom('platform.outbox').select('jobs').execute()).flatMap(({ jobs }) => jobs as { payload: unknown }[]);
  expect(told.map(({ payload }) => payload)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'absence.decided',
        personIds: [resident.personId],
        facts: expect.objectContaining({ answer: expect.stringMatching(/10.сентября/) }),
      }),
    ]),
  );
  const runId = await countMonth(world, made, '2026-10');
  const water = await world.db
    .selectFrom('calculation.run_line')
    .select(['kopecks', 'terms'])
    .where('run_id', '=', runId)
    .where('account_id', '=', accountId)
    .where('service_code', '=', 'cold_water')
    .executeTakeFirstOrThrow();
  expect(water.kopecks).toBe(50_828n - 14_401n);
  expect(JSON.stringify(water.terms)).toContain('Заявление жителя от 25.10.2026, билеты.pdf');
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', requestId).orderBy('id').execute();
  expect(lines.map(({ action }) => action).filter((one) => one !== 'journal.looked')).toEqual(['absence.asked', 'absence.proven', 'absence.accepted']);
});

test('CALC-1, X-3: what the rules do not recalculate is told by its field; days that wait already are not asked for twice, at the same time neither', async () => {
  const { made, houseId, accountId, resident, ask, decide } = await setting();
  const wrongs: [Partial<typeof AWAY>, string][] = [
    [{ returnedOn: '2026-09-10' }, '/returnedOn'],
    [{ returnedOn: '2026-09-16' }, '/returnedOn'],
    [{ leftOn: '2026-09-01', returnedOn: '2026-09-24' }, '/returnedOn'],
    [{ returnedOn: '2028-01-01' }, '/returnedOn'],
  ];
  for (const [more, pointer] of wrongs)
    expect(
      (await refusalOf(ask(more))).fields.map((field) => field.pointer),
      JSON.stringify(more),
    ).toEqual([pointer]);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => ask()));
  const done = tries.filter((one) => one.status === 'fulfilled');
  expect(done).toHaveLength(1);
  expect((await refusalOf(ask({ leftOn: '2026-09-20', returnedOn: '2026-10-05' }))).fields.map((field) => field.pointer)).toEqual(['/leftOn']);
  const { requestId } = done[0]!.value;
  expect((await refusalOf(decide(requestId, { decision: 'refuse', reason: '  ' }))).fields.map((field) => field.pointer)).toEqual(['/reason']);
  expect(await decide(requestId, { decision: 'refuse', reason: 'Билеты на другое имя' })).toEqual({ status: 'refused', recalculations: 0 });
  expect((await readAbsences(reading(resident), { houseId, accountId })).absences).toMatchObject([
    { status: 'refused', reason: 'Билеты на другое имя', can: { prove: false } },
  ]);
  await ask();
  await world.pool.query('update billing.charge set ended_by = $2 where account_id = $1 and service_code <> $3', [accountId, newId(world.now), 'maintenance']);
  expect((await refusalOf(ask({ leftOn: '2026-09-29', returnedOn: '2026-10-20' }))).code).toBe('absences.nothing');
  expect((await readList(world.db, absenceList, absenceScope(made.accountant), {})).count).toBe(2);
});

test('X-8: a neighbour and another company find nothing; twenty decisions at once are one; papers are five at most and none after the decision', async () => {
  const { made, resident, neighbour, houseId, accountId, ask, decide } = await setting();
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  for (const actor of [neighbour, stranger]) expect((await refusalOf(ask({}, { actor }))).code).toBe('object.notFound');
  const { requestId } = await ask();
  const key = { houseId, requestId };
  for (const actor of [neighbour, stranger]) {
    for (const call of [
      () => decide(requestId, { decision: 'accept' }, { actor }),
      () => world.run(actor, (work) => prove(work, key, file())),
      () => readAbsences(reading(actor), { houseId, accountId }),
      () => readWorkAbsence(world.ground, reading(actor), key),
    ]) {
      expect((await refusalOf(call())).code).toBe('object.notFound');
    }
  }
  expect((await refusalOf(decide(requestId, { decision: 'accept' }, { actor: resident }))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(made.accountant, (work) => prove(work, key, file())))).code).toBe('object.notFound');
  for (let n = 0; n < 5; n++) await world.run(resident, (work) => prove(work, key, file()));
  expect((await refusalOf(world.run(resident, (work) => prove(work, key, file())))).code).toBe('absences.tooManyProofs');
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => decide(requestId, { decision: 'accept' })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))).toEqual(
    Array.from({ length: 19 }, () => 'absences.decided'),
  );
  expect((await refusalOf(world.run(resident, (work) => prove(work, key, file())))).code).toBe('absences.decided');
  expect(await world.db.selectFrom('calculation.decision').select('id').where('house_id', '=', houseId).execute()).toHaveLength(1);
});

test('PRIV-2: an application and its papers are kept three years after the decision and not a day more; one that waits, and the decision itself, stay', async () => {
  const { houseId, resident, ask, decide } = await setting();
  const { requestId } = await ask();
  const paper = file();
  await world.run(resident, (work) => prove(work, { houseId, requestId }, paper));
  await decide(requestId, { decision: 'accept' });
  const waiting = await ask({ leftOn: '2026-10-02', returnedOn: '2026-10-20' });
  const left = async () => [
    (await world.db.selectFrom('calculation.absence_request').select('id').where('house_id', '=', houseId).orderBy('asked_at').orderBy('id').execute())
      .map(({ id }) => id)
      .sort(),
    (await world.db.selectFrom('platform.file').select('id').where('id', '=', paper.id).execute()).length,
    (await world.db.selectFrom('calculation.decision').select('id').where('house_id', '=', houseId).execute()).length,
  ];
  const both = await left();
  expect(both).toEqual([[requestId, waiting.requestId].sort(), 1, 1]);
  const forget = (day: string) =>
    forgetAbsencesJob.run(
      { ground: world.ground, db: world.db, pool: world.pool, now: () => new Date(`${day}T12:00:00Z`), log: { info: () => {}, error: () => {} } },
      {},
    );
  await forget('2029-10-24');
  expect(await left()).toEqual(both);
  await Promise.all(Array.from({ length: 5 }, () => forget('2029-10-26')));
  expect(await left()).toEqual([[waiting.requestId], 0, 1]);
});
