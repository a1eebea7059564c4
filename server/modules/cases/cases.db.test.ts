// Questions about accounts and disputed lines (ACC-5, CHG-3): asked, answered, decided, each once and by whom it may.
import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { openCase as endpoint } from '#contract/cases';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { refusalOf, useWorld } from '#test/world';
import { closeCase, decideCase, writeInCase } from './carry-on-case.ts';
import { caseList, ownScope, readCase, tellPeople, workCaseList, workScope } from './cases.queries.ts';
import { openCase, openHouseCase } from './open-case.ts';
import { overdueJob } from './tell-overdue.ts';

const world = useWorld('2026-11-12T09:00:00Z');
type Actor = Parameters<typeof world.run>[0];
type Body = BodyOf<typeof endpoint>;
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const open = (actor: Actor, body: Body, key?: string) => world.run(actor, (work) => openCase(work, body), key, body);

/** A person with a charged account, a stranger, and the accountant of the organization. */
async function setting() {
  const account = await makeAccount(world);
  await postRun(world, [account], { period: '2026-10', charges: { maintenance: areaTerms('2026-10', '50', '30.00') } });
  const { id: chargeId } = await world.db.selectFrom('billing.charge').select('id').where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const [person, stranger] = [await makeActor(world), await makeActor(world)];
  await makeLink(world, account, person.personId);
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: account.organizationId }]);
  const dispute: Body = {
    houseId: account.houseId,
    accountId: account.accountId,
    kind: 'dispute',
    chargeId,
    wrong: 'area',
    text: 'Площадь квартиры 48 м², а не 50',
  };
  return { account, chargeId, person, stranger, accountant, dispute };
}
type Setting = Awaited<ReturnType<typeof setting>>;
async function disputed() {
  const made = await setting();
  const { caseId, houseId } = await open(made.person, made.dispute);
  return { ...made, key: { houseId, caseId } };
}
const decide = (actor: Actor, key: { houseId: string; caseId: string }, more: object = {}) =>
  world.run(actor, (work) => decideCase(work, key, { version: 1, decision: 'agree', reason: 'Площадь исправим', ...more }));
const actionsOf = async (caseId: string): Promise<string[]> =>
  (
    await world.db
      .selectFrom('platform.journal_line')
      .select('action')
      .where('object_id', '=', caseId)
      .where('action', '<>', 'journal.looked')
      .orderBy('id')
      .execute()
  ).map((line) => line.action);

/** What the line shows of disputes. */
const aboutLine = async (actor: Actor, chargeId: string) => (await readList(world.db, caseList, ownScope(reading(actor)), { chargeId })).rows;

test('CHG-3: a disputed line goes along with its terms, and stays as it was when a later load ends the charge', async () => {
  const { person, accountant, chargeId, key } = await disputed();
  const seen = await readCase(world.ground, reading(accountant), key);
  expect(seen).toMatchObject({
    kind: 'dispute',
    status: 'open',
    wrong: 'area',
    decideBy: '2026-11-19',
    person: 'Тестова Анна Сергеевна',
    isMine: false,
    line: { period: '2026-10', totalKopecks: 150_000, explanation: { counted: expect.stringContaining('Площадь') } },
    messages: [{ text: 'Площадь квартиры 48 м², а не 50' }],
    can: { write: true, close: false, decide: true },
  });
  await world.pool.query('update billing.charge set ended_by = $1 where id = $2', [newId(world.now), chargeId]);
  expect((await readCase(world.ground, reading(person), key)).line).toEqual(seen.line);
  expect(await actionsOf(key.caseId)).toEqual(['case.disputed']);
});

test("CHG-3, X-8: nobody disputes another's line or looks into the case; the line must be of the account", async () => {
  const { dispute, stranger, person, key } = await disputed();
  const foreign = await makeActor(world, [{ role: 'accountant', organizationId: (await makeAccount(world)).organizationId }]);
  const other = await makeAccount(world);
  await makeLink(world, other, person.personId);
  expect((await refusalOf(open(stranger, dispute))).code).toBe('object.notFound');
  expect((await refusalOf(open(person, { ...dispute, accountId: other.accountId, houseId: other.houseId }))).code).toBe('object.notFound');
  for (const actor of [stranger, foreign]) {
    expect((await refusalOf(readCase(world.ground, reading(actor), key))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(actor, (work) => writeInCase(work, key, { text: 'чужое' })))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(actor, (work) => closeCase(work, key, { version: 1 })))).code).toBe('object.notFound');
    expect((await refusalOf(decide(actor, key))).code).toBe('object.notFound');
    expect(await aboutLine(actor, dispute.chargeId!)).toEqual([]);
  }
  expect((await refusalOf(decide(person, key))).code).toBe('object.notFound');
});

test('CHG-3, X-4: twenty presses and a repeated request are one dispute; after the decision one may dispute again', async () => {
  const { person, accountant, dispute } = await setting();
  const key = newId(world.now);
  const first = await open(person, dispute, key);
  expect(await open(person, dispute, key)).toEqual(first);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open(person, dispute)));
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect((await refusalOf(open(person, dispute))).code).toBe('cases.disputed');
  await decide(accountant, first, { decision: 'refuse', reason: 'Площадь по выписке 50 м²' });
  const again = await Promise.allSettled(Array.from({ length: 20 }, () => open(person, dispute)));
  expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('CHG-3, ACC-3, X-3: each wrong field is named, and a suspended account asks nothing new', async () => {
  const { account, person, dispute } = await setting();
  const { chargeId: _line, wrong: _wrong, ...bare } = dispute;
  expect((await refusalOf(open(person, { ...bare, text: ' ' }))).fields.map(({ pointer }) => pointer)).toEqual(['/chargeId', '/wrong', '/text']);
  await world.pool.query('update ledger.account_link set suspended_at = now() where account_id = $1', [account.accountId]);
  expect((await refusalOf(open(person, dispute))).code).toBe('accounts.suspended');
});

test('CHG-3, CALC-2: the accountant agrees with a sum: it waits for the next run, and the decision stands at the line', async () => {
  const { person, accountant, account, chargeId, key } = await disputed();
  expect((await refusalOf(decide(accountant, key, { reason: ' ' }))).fields).toMatchObject([{ pointer: '/reason' }]);
  expect((await refusalOf(decide(accountant, key, { decision: 'refuse', giveBackKopecks: 5 }))).fields).toMatchObject([{ pointer: '/giveBackKopecks' }]);
  expect((await refusalOf(decide(accountant, key, { giveBackKopecks: 150_001 }))).code).toBe('recalculation.tooMuch');
  expect((await refusalOf(decide(accountant, key, { version: 9 }))).code).toBe('object.changed');
  expect(await actionsOf(key.caseId)).toEqual(['case.disputed']);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => decide(accountant, key, { giveBackKopecks: 6_000 })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const waiting = await world.db
    .selectFrom('calculation.recalculation')
    .select(['kopecks', 'month', 'run_id'])
    .where('account_id', '=', account.accountId)
    .execute();
  expect(waiting).toEqual([{ kopecks: -6_000n, month: '2026-10-01', run_id: null }]);
  expect(await aboutLine(person, chargeId)).toMatchObject([{ status: 'agreed', decision: 'Площадь исправим', recalculationKopecks: -6_000 }]);
  expect((await refusalOf(world.run(person, (work) => writeInCase(work, key, { text: 'ещё' })))).code).toBe('cases.ended');
  const { rows } = await world.pool.query(
    `select count(*)::int as n from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'kind' = 'case.decided' and j->'payload'->>'link' = $1`,
    [`/cases/${key.houseId}/${key.caseId}`],
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('ACC-5: a question is answered and asked on, the person hears the organization and ends it; its state is in both lists', async () => {
  const { account, person, accountant } = await setting();
  const key = await open(person, { houseId: account.houseId, accountId: account.accountId, kind: 'question', text: 'Почему платёж не виден?' });
  expect(key.decideBy).toBe('2026-11-26');
  const state = async () => [
    (await readList(world.db, caseList, ownScope(reading(person)), {})).rows[0]!.status,
    (await readList(world.db, workCaseList, workScope(reading(accountant)), {})).rows[0]!.status,
  ];
  expect((await refusalOf(world.run(accountant, (work) => writeInCase(work, key, { text: ' ' })))).fields).toMatchObject([{ pointer: '/text' }]);
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Банк пришлёт завтра' }));
  expect(await state()).toEqual(['answered', 'answered']);
  const answer = (await readCase(world.ground, reading(person), key)).messages[1]!;
  expect(answer).toMatchObject({ side: 'organization', isMine: false, text: 'Банк пришлёт завтра' });
  expect(answer.author).not.toContain('Тестова');
  await world.run(person, (work) => writeInCase(work, key, { text: 'Завтра прошло' }));
  expect(await state()).toEqual(['open', 'open']);
  expect((await refusalOf(decide(accountant, key, { version: 3 }))).code).toBe('cases.ended');
  const { version } = await readCase(world.ground, reading(person), key);
  expect(await world.run(person, (work) => closeCase(work, key, { version }))).toEqual({ version: 4 });
  expect(await state()).toEqual(['closed', 'closed']);
  expect(await actionsOf(key.caseId)).toEqual(['case.asked', 'case.answered', 'case.askedOn', 'case.closed']);
});

test('ACC-5, X-6: the organization ends what it has answered; written on, it is open again with a new term, once by twenty at once', async () => {
  const { account, person, stranger, accountant } = await setting();
  const start = world.now;
  const key = await open(person, { houseId: account.houseId, accountId: account.accountId, kind: 'question', text: 'Почему платёж не виден?' });
  const end = (actor: Actor, version: number, id?: string) => world.run(actor, (work) => closeCase(work, key, { version }), id, { version });
  expect((await refusalOf(end(accountant, 1))).code).toBe('cases.ended');
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Уже виден' }));
  expect((await refusalOf(end(stranger, 2))).code).toBe('object.notFound');
  const id = newId(world.now);
  expect([await end(accountant, 2, id), await end(accountant, 2, id)]).toEqual([{ version: 3 }, { version: 3 }]);
  expect((await readCase(world.ground, reading(accountant), key)).can).toEqual({ write: false, close: false, decide: false });
  world.now = new Date('2026-12-14T09:00:00Z');
  await Promise.all(Array.from({ length: 20 }, (_, n) => world.run(person, (work) => writeInCase(work, key, { text: `Нет, не виден ${n}` }))));
  expect(await readCase(world.ground, reading(person), key)).toMatchObject({ status: 'open', decideBy: '2026-12-28', isLate: false, version: 23 });
  expect((await actionsOf(key.caseId)).filter((action) => action === 'case.reopened')).toHaveLength(1);
  const notices = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { task: string; payload: { kind?: string; link?: string } }[])
    .filter(({ payload }) => payload.kind === 'work.caseOpened' && payload.link?.endsWith(key.caseId));
  expect(notices).toHaveLength(2);
  world.now = start;
});

test('ACC-5, X-6: each side sees when the other has read its words, and the open page of the other learns it once', async () => {
  const { account, person, accountant } = await setting();
  const start = world.now;
  const key = await open(person, { houseId: account.houseId, accountId: account.accountId, kind: 'error', text: 'Адрес с ошибкой' });
  const later = (minutes: number) => void (world.now = new Date(start.getTime() + minutes * 60_000));
  const told = async () =>
    (await world.db.selectFrom('platform.outbox').select('events').execute())
      .flatMap(({ events }) => events as { kind: string; data: { caseId?: string } }[])
      .filter(({ kind, data }) => kind === 'case.changed' && data.caseId === key.caseId).length;
  expect((await readCase(world.ground, reading(person), key)).readAt).toBe(null);
  later(5);
  for (const _ of [1, 2]) expect((await readCase(world.ground, reading(accountant), key)).readAt).toBe(null);
  expect(await told()).toBe(2);
  expect(Date.parse((await readCase(world.ground, reading(person), key)).readAt!)).toBe(world.now.getTime());
  later(10);
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Исправили' }));
  expect((await readCase(world.ground, reading(accountant), key)).readAt).toBe(null);
  later(15);
  await Promise.all(Array.from({ length: 3 }, () => readCase(world.ground, reading(person), key)));
  expect(Date.parse((await readCase(world.ground, reading(accountant), key)).readAt!)).toBe(world.now.getTime());
  world.now = start;
});

test('ACC-5, X-4: a message sent again is one; of twenty at once each stands in its order and none is lost; the case is closed once', async () => {
  const { person, accountant, key } = await disputed();
  const write = (actor: Actor, text: string, id?: string) => world.run(actor, (work) => writeInCase(work, key, { text }), id, { text });
  const id = newId(world.now);
  const twice = await Promise.all([write(person, 'Есть справка', id), write(person, 'Есть справка', id)]);
  expect(twice[1]).toEqual(twice[0]);
  expect((await refusalOf(write(person, 'другие слова', id))).code).toBe('key.reused');
  await Promise.all(Array.from({ length: 20 }, (_, n) => write(n % 2 === 0 ? person : accountant, `слово ${n}`)));
  const { messages, version } = await readCase(world.ground, reading(person), key);
  expect(messages).toHaveLength(22);
  expect(new Set(messages.map((message) => message.text)).size).toBe(22);
  const numbers = await world.db.selectFrom('cases.message').select('number').where('case_id', '=', key.caseId).orderBy('number').execute();
  expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, n) => n + 1));
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Ответ' }));
  const end = (key_?: string) => world.run(person, (work) => closeCase(work, key, { version: version + 1 }), key_, { version: version + 1 });
  const last = newId(world.now);
  const outcomes = await Promise.allSettled([end(last), ...Array.from({ length: 19 }, () => end())]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await actionsOf(key.caseId)).filter((action) => action === 'case.closed')).toHaveLength(1);
  expect((await refusalOf(write(person, 'ещё'))).code).toBe('cases.ended');
});

test('ACC-5, TERM-1: what is not answered in time is told to the organization once', async () => {
  const { accountant, key } = await disputed();
  const start = world.now;
  const tell = async (day: string): Promise<number> => {
    world.now = new Date(`${day}T09:00:00Z`);
    await overdueJob.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } }, {});
    return (await actionsOf(key.caseId)).filter((action) => action === 'case.overdue').length;
  };
  expect([await tell('2026-11-19'), await tell('2026-11-20'), await tell('2026-11-21')]).toEqual([0, 1, 1]);
  expect((await readCase(world.ground, reading(accountant), key)).isLate).toBe(true);
  world.now = start;
});

test('HOME-6, X-8: an application for registration goes to the organization that manages the house, is answered within three days and closed; any other is refused, nobody else sees it', async () => {
  const { account, person, accountant, stranger } = await setting();
  const other = await makeAccount(world, { houseId: account.houseId, premisesId: account.premisesId, organizationId: await makeOrganization(world) });
  await makeLink(world, other, person.personId);
  const apply = (actor: Actor, { houseId, accountId }: { houseId: string; accountId: string }, text = 'Прописать временно. Сына, с 1 декабря по 31 мая') =>
    open(actor, { houseId, accountId, kind: 'registration', text });
  expect((await refusalOf(apply(person, other))).fields).toMatchObject([{ pointer: '/kind' }]);
  expect((await refusalOf(apply(person, account, ' '))).fields).toMatchObject([{ pointer: '/text' }]);
  expect((await refusalOf(apply(stranger, account))).code).toBe('object.notFound');
  const pressed = newId(world.now);
  const press = () =>
    open(
      person,
      { houseId: account.houseId, accountId: account.accountId, kind: 'registration', text: 'Прописать временно. Сына, с 1 декабря по 31 мая' },
      pressed,
    );
  const key = await press();
  expect(await Promise.all(Array.from({ length: 20 }, press)), 'one press sent twenty times more').toEqual(Array.from({ length: 20 }, () => key));
  expect(await readCase(world.ground, reading(accountant), key)).toMatchObject({
    kind: 'registration',
    subject: 'Прописать временно. Сына, с 1 декабря по 31 мая',
    decideBy: '2026-11-17',
    can: { write: true, decide: false },
  });
  expect((await refusalOf(readCase(world.ground, reading(stranger), key))).code).toBe('object.notFound');
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Приходите в среду с паспортами' }));
  expect(await readCase(world.ground, reading(person), key)).toMatchObject({ status: 'answered' });
  expect((await readList(world.db, workCaseList, workScope(reading(accountant)), { kind: ['registration'] })).count).toBe(1);
});

test('SCALE-2, ACC-5: a list of cases costs as many statements for one case as for twenty', async () => {
  const { account, person, accountant }: Setting = await setting();
  const ask = () => open(person, { houseId: account.houseId, accountId: account.accountId, kind: 'error', text: 'Отчество с ошибкой' });
  const read = async () => tellPeople(world.db, (await readList(world.db, workCaseList, workScope(reading(accountant)), {})).rows);
  await ask();
  const one = await countStatements(read);
  for (let n = 0; n < 19; n++) await ask();
  expect(await countStatements(read)).toBe(one);
  expect(one).toBe(2);
});

test('ADDR-5, X-4: anybody signed in tells the managing organization of a wrong fact of a house; it is a case with a term, five at most wait', async () => {
  const { account, stranger: teller, accountant, person } = await setting();
  const tell = (actor: Actor, text: string, id?: string) => world.run(actor, (work) => openHouseCase(work, account, { kind: 'error', text }), id, { text });
  expect((await refusalOf(tell(teller, '  '))).fields).toMatchObject([{ pointer: '/text' }]);
  expect(
    (await refusalOf(world.run(teller, (work) => openHouseCase(work, { houseId: newId(world.now) }, { kind: 'error', text: 'Этажей не девять' })))).code,
  ).toBe('object.notFound');
  const id = newId(world.now);
  const key = await tell(teller, 'Этажей не девять, а десять', id);
  expect(await tell(teller, 'Этажей не девять, а десять', id)).toEqual(key);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => tell(teller, `Ошибка номер ${n}`)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect((await refusalOf(tell(teller, 'Ещё одна'))).code).toBe('cases.tooMany');
  expect(await readCase(world.ground, reading(accountant), key)).toMatchObject({
    kind: 'error',
    accountId: null,
    account: '',
    decideBy: '2026-11-19',
    isMine: false,
    can: { write: true, decide: false },
  });
  expect((await refusalOf(readCase(world.ground, reading(person), key))).code).toBe('object.notFound');
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Спасибо, исправили' }));
  expect((await readCase(world.ground, reading(teller), key)).messages).toHaveLength(2);
  expect((await readList(world.db, workCaseList, workScope(reading(accountant)), {})).count).toBe(5);
  expect(await actionsOf(key.caseId)).toEqual(['case.houseError', 'case.answered']);
});

test('ADDR-5: a request about a house goes to its managing organization, is answered within ten working days, goes on and ends like a question', async () => {
  const { account, stranger: teller, accountant, person } = await setting();
  const ask = (text: string) => world.run(teller, (work) => openHouseCase(work, account, { kind: 'request', text }));
  expect((await refusalOf(ask('ф'))).fields).toMatchObject([{ pointer: '/text', detail: 'Напишите, что случилось и где' }]);
  const key = await ask('Третий подъезд: лифт стоит между этажами');
  expect(await readCase(world.ground, reading(accountant), key)).toMatchObject({
    kind: 'request',
    accountId: null,
    subject: 'Третий подъезд: лифт стоит между этажами',
    decideBy: '2026-11-26',
    can: { write: true, decide: false },
  });
  expect((await refusalOf(readCase(world.ground, reading(person), key))).code).toBe('object.notFound');
  await world.run(accountant, (work) => writeInCase(work, key, { text: 'Мастер придёт завтра' }));
  await world.run(teller, (work) => writeInCase(work, key, { text: 'Не пришёл' }));
  expect((await readCase(world.ground, reading(teller), key)).status).toBe('open');
  expect(await actionsOf(key.caseId)).toEqual(['case.requested', 'case.answered', 'case.askedOn']);
});
