import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { type FileStore, receiveFile } from '#platform/files';
import { deriveId, newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { portal, TEST_KEYS, useWorld } from '#test/world';
import { givePaper } from './power-papers.ts';
import { addPower, endPower } from './powers.ts';
import { decidePaper } from './review-power-papers.ts';
import { watchPowers } from './watch-powers.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const store: FileStore = { dir: mkdtempSync(path.join(tmpdir(), 'watch-powers-')), ring: TEST_KEYS, clock: () => world.now };
const watch = () => watchPowers.run({ ground: world.ground, db: world.db, now: () => world.now } as Parameters<typeof watchPowers.run>[0], {});
type Told = { personIds: string[]; kind: string; facts: Record<string, string>; link?: string };
/** What was ordered to be told, of one kind, about what suits. */
const told = async (kind: string, suits: (payload: Told) => boolean): Promise<Told[]> =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => (jobs as { payload: Told }[]).map(({ payload }) => payload))
    .filter((payload) => payload.kind === kind && suits(payload));

async function paperOf(number: string) {
  const [principal, representative] = [await makeActor(world), await makeActor(world)];
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  const file = await receiveFile(
    store,
    Readable.from([pdf]),
    { name: 'Доверенность.pdf', mediaType: 'application/pdf' },
    { accepts: ['pdf'], mostBytes: 1_000 },
  );
  const key = newId(world.now);
  await world.run(
    portal,
    (work) =>
      givePaper(work, {
        principalId: principal.personId,
        principal: '+79970000000',
        representativeId: representative.personId,
        rights: ['bills'],
        number,
        notary: 'Петрова П. П.',
        signedOn: '2026-10-01',
        toDay: '2027-10-01',
        handedInOn: '2026-11-12',
        file,
      }),
    key,
  );
  return { principal, representative, paperId: deriveId(key, 'paper') };
}

test('ROLE-3: a paper that nobody decided in time is told once to operators and reviewers, who alone are led to the page, and to the two of it', async () => {
  const [operator, reviewer] = [await makeActor(world, [{ role: 'operator' }]), await makeActor(world, [{ role: 'reviewer' }])];
  const [late, decided] = [await paperOf('12-late'), await paperOf('12-decided')];
  await world.run(reviewer, (work) => decidePaper(work, decided.paperId, { decision: 'refuse', reason: 'нет в реестре' }));
  const start = world.now;
  world.now = new Date('2026-11-19T12:00:00Z'); // the last of the five working days
  await watch();
  expect(await told('work.powerPaperLate', () => true)).toEqual([]);
  world.now = new Date('2026-11-19T22:00:00Z'); // the next day in Moscow
  await Promise.all([watch(), watch()]);
  await watch();
  const staff = await told('work.powerPaperLate', () => true);
  expect(staff.map(({ facts }) => facts)).toEqual([
    { number: '12-late', byDay: '2026-11-19' },
    { number: '12-late', byDay: '2026-11-19' },
  ]);
  expect(staff.find(({ link }) => link === '/work/powers')!.personIds).toEqual([reviewer.personId]);
  expect(staff.find(({ link }) => link === undefined)!.personIds).toEqual([operator.personId]);
  for (const { personId } of [late.principal, late.representative])
    expect(await told('power.paper', ({ personIds, facts }) => personIds.includes(personId) && facts['words']!.includes('срок вышел'))).toHaveLength(1);
  for (const { personId } of [decided.principal, decided.representative])
    expect(await told('power.paper', ({ personIds, facts }) => personIds.includes(personId) && facts['words']!.includes('срок вышел'))).toEqual([]);
  world.now = start;
});

test('ROLE-3: both are told once a week before a power ends; not of one that was ended, nor of one given for a week', async () => {
  const give = async (toDay: string) => {
    const [principal, representative] = [await makeActor(world, [], { lastName: 'Доверителева' }), await makeActor(world, [], { lastName: 'Поверенный' })];
    const powerId = await world.run(portal, (work) =>
      addPower(work, { principalId: principal.personId, representativeId: representative.personId, rights: ['bills'], toDay, ground: null }),
    );
    return { principal, representative, powerId };
  };
  const start = world.now;
  const [long, ended, week, later] = [await give('2026-12-12'), await give('2026-12-12'), await give('2026-11-19'), await give('2026-12-13')];
  await world.run(ended.principal, (work) => endPower(work, ended.powerId));
  await watch();
  world.now = new Date('2026-12-04T09:00:00Z');
  await watch();
  expect(await told('power.endsSoon', () => true)).toEqual([]);
  world.now = new Date('2026-12-05T09:00:00Z');
  await Promise.all([watch(), watch()]);
  await watch();
  const all = await told('power.endsSoon', () => true);
  expect(all).toHaveLength(2);
  expect(all.find(({ personIds }) => personIds[0] === long.principal.personId)).toMatchObject({
    facts: { side: 'given', name: expect.stringContaining('Поверенный') as string, toDay: '2026-12-12' },
    link: '/profile/powers',
  });
  expect(all.find(({ personIds }) => personIds[0] === long.representative.personId)).toMatchObject({
    facts: { side: 'received', name: expect.stringContaining('Доверителева') as string },
  });
  for (const { principal } of [ended, week, later]) expect(all.some(({ personIds }) => personIds.includes(principal.personId))).toBe(false);
  world.now = start;
});
