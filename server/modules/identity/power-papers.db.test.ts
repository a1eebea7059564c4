import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Person } from '#platform/actor';
import { findFile, receiveFile, type FileStore } from '#platform/files';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { makeActor, withCode } from '#test/factories/identity';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { tryConfirmation } from './confirmation.ts';
import { askPaperCode, putCopy, readPapers, startPaper, submitPaper, withdrawPaper } from './power-papers.ts';
import { endPower, readPowers } from './powers.ts';
import { copyWithin, countWaitingPapers, decidePaper, forgetCopies, readWaitingPapers } from './review-power-papers.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const dir = mkdtempSync(path.join(tmpdir(), 'power-papers-'));
const store: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const reading = (actor: Person) => ({ db: world.db, actor, now: world.now });
const said = { rights: ['bills' as const], toDay: '2027-11-12', number: '66/12-н/66-2026-1-45', signedOn: '2026-10-01', notary: 'Петрова Пелагея Петровна' };
let people = 0;

async function setting() {
  const house = await makeHouse(world, { flats: 1 });
  const home = { houseId: house.houseId, premisesId: house.premises[0]!.premisesId };
  people += 1;
  const phone = `+7997200${String(people).padStart(4, '0')}`;
  const owner = await makeActor(world, [{ role: 'owner', ...home }], { phone, lastName: 'Доверителева' });
  const daughter = await makeActor(world, [], { confirmed: true, lastName: 'Дочерина' });
  return { home, owner, phone, daughter, reviewer: await makeActor(world, [{ role: 'reviewer' }]) };
}

/** A page of a PDF, as a scanner makes it. */
const scan = () =>
  receiveFile(
    store,
    Readable.from([Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')]),
    { name: 'Доверенность.pdf', mediaType: 'application/pdf' },
    { accepts: ['pdf', 'jpeg'], mostBytes: 1_000 },
  );

/** Written down, the copy put, and the code as the person would type it. */
async function ready(daughter: Person, principal: string) {
  const { paperId } = await world.run(daughter, (work) => startPaper(work, { principal, ...said }));
  await world.run(daughter, async (work) => putCopy(work, paperId, await scan()));
  const asked = await world.run(daughter, (work) => withCode(work, (inner) => askPaperCode(inner, paperId)), newId(new Date()));
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, daughter, given);
  return { paperId, given, message: asked.order.payload as { facts: { words: string } } };
}
async function waiting(daughter: Person, phone: string) {
  const { paperId, given } = await ready(daughter, phone);
  await world.run(daughter, (work) => submitPaper(work, paperId, given));
  return paperId;
}
const told = async (personId: string): Promise<string[]> =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .map(({ jobs }) => JSON.stringify(jobs))
    .filter((body) => body.includes('"power.paper"') && body.includes(`["${personId}"]`));

test('ROLE-3, CONF-1: a paper is handed in with a code for exactly it, accepted, and is a power like any other that the owner sees and ends', async () => {
  const { owner, phone, daughter, reviewer } = await setting();
  const { paperId, given, message } = await ready(daughter, phone);
  expect(message.facts.words).toContain('бумажная доверенность № 66/12-н/66-2026-1-45');
  expect((await readPapers(reading(daughter), world.ground)).papers).toMatchObject([
    { status: 'draft', side: 'representative', can: { change: true, withdraw: false } },
  ]);
  expect((await readPapers(reading(owner), world.ground)).papers).toEqual([]);
  const key = newId(world.now);
  const first = await world.run(daughter, (work) => submitPaper(work, paperId, given), key, given);
  expect(first).toEqual({ decideBy: '2026-11-19' });
  expect(await world.run(daughter, (work) => submitPaper(work, paperId, given), key, given)).toEqual(first);
  // The owner reads who; the representative learns no name that was not told to her.
  expect((await readPapers(reading(owner), world.ground)).papers).toMatchObject([{ side: 'principal', status: 'waiting', other: 'Дочерина Анна Сергеевна' }]);
  expect(JSON.stringify(await readPapers(reading(daughter), world.ground))).not.toContain('Доверителева');
  expect([await told(owner.personId), await told(daughter.personId)].map(({ length }) => length)).toEqual([1, 1]);
  expect((await readWaitingPapers(reading(reviewer), world.ground)).papers.find(({ id }) => id === paperId)).toMatchObject({
    principal: 'Доверителева Анна Сергеевна',
    isLate: false,
    fileName: 'Доверенность.pdf',
  });
  const file = await copyWithin({ ...reading(reviewer), ground: world.ground, input: {} as never }, paperId);
  expect(file.name).toBe('Доверенность.pdf');
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('person_id')
    .where('action', '=', 'journal.looked')
    .where('actor_id', '=', reviewer.personId)
    .execute();
  expect(new Set(looks.map(({ person_id }) => person_id))).toEqual(new Set([owner.personId, daughter.personId]));
  await world.run(reviewer, (work) => decidePaper(work, paperId, { decision: 'accept', reason: 'Есть в реестре, не отменена' }));
  const { given: powers } = await readPowers(reading(owner));
  expect(powers).toMatchObject([
    {
      name: 'Дочерина Анна Сергеевна',
      rights: ['bills'],
      fromDay: '2026-11-12',
      toDay: '2027-11-12',
      state: 'active',
      ground: expect.stringMatching(/^Бумажная доверенность № 66.12-н.66-2026-1-45 от .*2026, нотариус Петрова Пелагея Петровна$/) as string,
    },
  ]);
  expect((await readPowers(reading(daughter))).received).toMatchObject([{ name: 'Доверителева Анна Сергеевна', state: 'active' }]);
  expect([await told(owner.personId), await told(daughter.personId)].map(({ length }) => length)).toEqual([2, 2]);
  await world.run(owner, (work) => endPower(work, powers[0]!.id));
  await forgetCopies(world.db, world.now);
  expect(await findFile(world.db, file.id)).toBeUndefined();
  expect((await readPapers(reading(daughter), world.ground)).papers).toMatchObject([{ status: 'accepted', file: null }]);
});

test('ROLE-3: an owner who gave none says so at once; a refusal has a reason; in both cases the copy goes and nobody acts', async () => {
  const { owner, phone, daughter, reviewer } = await setting();
  const paperId = await waiting(daughter, phone);
  await world.run(owner, (work) => withdrawPaper(work, paperId));
  expect((await refusalOf(world.run(reviewer, (work) => decidePaper(work, paperId, { decision: 'accept', reason: 'да' })))).code).toBe('power.paperClosed');
  const second = await waiting(daughter, phone);
  for (const decision of ['accept', 'refuse'] as const)
    expect((await refusalOf(world.run(reviewer, (work) => decidePaper(work, second, { decision, reason: ' ' })))).fields[0]?.pointer).toBe('/reason');
  await world.run(reviewer, (work) => decidePaper(work, second, { decision: 'refuse', reason: 'В реестре такой нет' }));
  expect((await readPapers(reading(daughter), world.ground)).papers.toSorted((a, b) => a.status.localeCompare(b.status))).toMatchObject([
    { status: 'refused', reply: 'В реестре такой нет', other: null, file: null },
    { status: 'withdrawn', file: null },
  ]);
  const kept = await world.db.selectFrom('identity.power_paper').select(['principal', 'file_id']).where('representative_id', '=', daughter.personId).execute();
  expect(kept).toEqual([
    { principal: null, file_id: null },
    { principal: null, file_id: null },
  ]);
  expect((await readPowers(reading(owner))).given).toEqual([]);
});

test('ROLE-3, ROLE-1: unproven, a tenant’s paper, a child’s, one’s own and an unknown owner’s come to nothing; fields are named', async () => {
  const { owner, phone, daughter, home } = await setting();
  const unproven = await makeActor(world);
  expect((await refusalOf(world.run(unproven, (work) => startPaper(work, { principal: phone, ...said })))).code).toBe('power.notConfirmed');
  const tenantPhone = '+79972009999';
  await makeActor(world, [{ role: 'tenant', ...home }], { phone: tenantPhone });
  const childLogin = 'rebenok-doveritel';
  await makeActor(world, [{ role: 'child', ...home }], { login: childLogin });
  for (const principal of [tenantPhone, childLogin, '+79972008888']) {
    const { paperId, given } = await ready(daughter, principal);
    expect((await refusalOf(world.run(daughter, (work) => submitPaper(work, paperId, given)))).code).toBe('power.noSuchOwner');
  }
  await world.db.updateTable('identity.person').set({ confirmed: true }).where('id', '=', owner.personId).execute();
  const own = await ready(owner, phone);
  expect((await refusalOf(world.run(owner, (work) => submitPaper(work, own.paperId, own.given)))).code).toBe('power.noSuchOwner');
  for (const [wrong, pointer] of [
    [{ principal: '?' }, '/principal'],
    [{ signedOn: '2026-11-13' }, '/signedOn'],
    [{ toDay: '2026-11-11' }, '/toDay'],
    [{ toDay: '2036-01-01' }, '/toDay'],
    [{ number: ' ' }, '/number'],
    [{ notary: ' ' }, '/notary'],
  ] as const) {
    expect((await refusalOf(world.run(daughter, (work) => startPaper(work, { principal: phone, ...said, ...wrong })))).fields[0]?.pointer).toBe(pointer);
  }
  const { paperId } = await world.run(daughter, (work) => startPaper(work, { principal: phone, ...said }));
  expect((await refusalOf(world.run(daughter, (work) => askPaperCode(work, paperId)))).fields[0]?.pointer).toBe('/file');
});

test('ROLE-3, CONF-1: a copy that was exchanged after the code is not handed in; strangers and the two themselves decide nothing', async () => {
  const { owner, phone, daughter, reviewer } = await setting();
  const { paperId, given } = await ready(daughter, phone);
  const other = { ...(await scan()), sha256: createHash('sha256').update('another').digest() };
  await world.run(daughter, (work) => putCopy(work, paperId, other));
  expect((await refusalOf(world.run(daughter, (work) => submitPaper(work, paperId, given)))).code).toBe('confirm.otherContent');
  const waits = await waiting(daughter, phone);
  const stranger = await makeActor(world, [], { confirmed: true });
  for (const attempt of [
    () => world.run(stranger, (work) => withdrawPaper(work, waits)),
    () => world.run(stranger, async (work) => putCopy(work, waits, await scan())),
    () => copyWithin({ ...reading(stranger), ground: world.ground, input: {} as never }, waits),
  ])
    expect((await refusalOf(attempt())).code).toBe('object.notFound');
  expect((await refusalOf(world.run(daughter, async (work) => putCopy(work, waits, await scan())))).code).toBe('power.paperClosed');
  for (const party of [owner, daughter]) {
    const asReviewer = { ...party, grants: reviewer.grants };
    expect((await refusalOf(world.run(asReviewer, (work) => decidePaper(work, waits, { decision: 'accept', reason: 'да' })))).code).toBe('object.notFound');
    expect((await readWaitingPapers(reading(asReviewer), world.ground)).papers.map(({ id }) => id)).not.toContain(waits);
  }
});

test('ROLE-3: twenty decisions, twenty drafts and twenty withdrawals at once are one; a power in force is not given twice; a term that is over ends by itself', async () => {
  const { owner, phone, daughter, reviewer } = await setting();
  await Promise.all(Array.from({ length: 20 }, () => world.run(daughter, (work) => startPaper(work, { principal: phone, ...said }))));
  expect((await readPapers(reading(daughter), world.ground)).papers).toHaveLength(1);
  const paperId = await waiting(daughter, phone);
  const before = await countWaitingPapers(world.db, reviewer);
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      world.run(reviewer, (work) => decidePaper(work, paperId, { decision: n % 2 === 0 ? 'accept' : 'refuse', reason: 'решено' })),
    ),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await countWaitingPapers(world.db, reviewer)).toBe(before - 1);
  if ((await readPowers(reading(owner))).given.length === 0)
    await world.run(reviewer, async (work) => decidePaper(work, await waiting(daughter, phone), { decision: 'accept', reason: 'решено' }));
  const again = await ready(daughter, phone);
  expect((await refusalOf(world.run(daughter, (work) => submitPaper(work, again.paperId, again.given)))).code).toBe('power.exists');
  const start = world.now;
  world.now = new Date('2027-11-13T09:00:00Z');
  expect((await readPowers(reading(daughter))).received).toEqual([]);
  await forgetCopies(world.db, world.now);
  expect(
    await world.db
      .selectFrom('identity.power_paper')
      .select(['status', 'file_id'])
      .where('representative_id', '=', daughter.personId)
      .where('status', 'in', ['draft', 'accepted'])
      .execute(),
  ).toEqual([{ status: 'accepted', file_id: null }]);
  world.now = start;
  const { daughter: second, owner: principal, phone: hers } = await setting();
  const waits = await waiting(second, hers);
  await Promise.all(Array.from({ length: 20 }, (_, n) => world.run(n % 2 === 0 ? second : principal, (work) => withdrawPaper(work, waits))));
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('id')
    .where('action', '=', 'identity.powerPaperWithdrawn')
    .where('person_id', '=', principal.personId)
    .execute();
  expect(lines).toHaveLength(1);
});
