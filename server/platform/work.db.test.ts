import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { guest, personActor, refusalOf, useWorld } from '#test/world';
import { refuse } from './errors.ts';
import { deriveId, newId } from './ids.ts';
import { openPersonal, sealJournal, verifyJournal } from './journal.ts';
import { relayBatch } from './outbox.ts';
import { forgetOldCommands, runCommand, type Work } from './work.ts';

declare module './work.ts' {
  interface Events {
    'test.happened': { thingId: string };
  }
}

const world = useWorld();
const person = personActor(newId(new Date()));
const noSubscribers = { consumersOf: () => [], attemptsOf: () => 3 };

/** A command that leaves one line in the journal and one event. */
const happen = async (work: Work): Promise<{ id: string }> => {
  work.journal({
    stream: `person:${person.personId}`,
    action: 'document.kept',
    object: { kind: 'thing', id: work.id },
    personId: person.personId,
    personal: { word: 'тайна' },
  });
  work.emit('test.happened', { thingId: work.id }, [`person:${person.personId}`]);
  return { id: work.id };
};
/** What `happen` answers to the person's key. */
const idOf = (key: string): string => deriveId(key, `person:${person.personId}`);
const count = async (table: string): Promise<number> =>
  Number((await sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)}`.execute(world.db)).rows[0]!.n);

test('X-4: the same key and body give the first answer again and do nothing twice', async () => {
  const key = newId(new Date());
  const before = await count('platform.journal_line');
  const first = await world.run(person, happen, key, { sum: 1 });
  const second = await world.run(person, happen, key, { sum: 1 });
  expect(second).toEqual(first);
  expect(await count('platform.journal_line')).toBe(before + 1);
});

test('X-4: the same key with another body is refused with 422 key.reused', async () => {
  const key = newId(new Date());
  await world.run(person, happen, key, { sum: 1 });
  const refusal = await refusalOf(world.run(person, happen, key, { sum: 2 }));
  expect(refusal.code).toBe('key.reused');
});

test('X-4: a key belongs to its actor: another actor with the same key does a command of his own, and its things have ids of their own', async () => {
  const key = newId(new Date());
  const other = personActor(newId(new Date()));
  const first = await world.run(person, happen, key);
  const before = await count('platform.journal_line');
  expect((await world.run(other, happen, key)).id).not.toBe(first.id);
  expect(await count('platform.journal_line')).toBe(before + 1);
});

test('X-4: a refusal rolls everything back and frees the key', async () => {
  const key = newId(new Date());
  const before = [await count('platform.journal_line'), await count('platform.outbox')];
  const refusal = await refusalOf(
    world.run(
      person,
      async (work) => {
        await happen(work);
        refuse('object.notFound');
      },
      key,
    ),
  );
  expect(refusal.code).toBe('object.notFound');
  expect([await count('platform.journal_line'), await count('platform.outbox')]).toEqual(before);
  await expect(world.run(person, happen, key)).resolves.toEqual({ id: idOf(key) });
});

test('X-4: twenty parallel requests with one key: one effect, twenty equal answers', async () => {
  const key = newId(new Date());
  const before = await count('platform.journal_line');
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => runCommand(world.ground, { actor: person, id: key, route: 'test', body: null, now: world.now }, happen)),
  );
  expect(outcomes.filter((outcome) => !outcome.repeated)).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => outcome.answer.id))).toEqual(new Set([idOf(key)]));
  expect(await count('platform.journal_line')).toBe(before + 1);
});

test('X-2: nobody changes or deletes a journal line, not even the application', async () => {
  await world.run(person, happen);
  await expect(sql`update platform.journal_line set action = 'forged'`.execute(world.db)).rejects.toThrow(/permission denied/);
  await expect(sql`delete from platform.journal_line`.execute(world.db)).rejects.toThrow(/permission denied/);
  await expect(sql`update platform.journal_seal set hash = ''`.execute(world.db)).rejects.toThrow(/permission denied/);
});

test('X-2: the sealer chains each line once, and the verifier names a line that somebody with the owner role has changed', async () => {
  for (let i = 0; i < 5; i++) await world.run(person, happen);
  while ((await sealJournal(world.db, 3)) > 0);
  const { lines, faults } = await verifyJournal(world.db, 2);
  expect(faults).toEqual([]);
  expect(lines).toBe(await count('platform.journal_line'));

  const { Client } = (await import('pg')).default;
  const owner = new Client({ connectionString: world.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(
    `update platform.journal_line set facts = '{"sum": 1}' where id = (select min(id) + 1 from platform.journal_line) returning id`,
  );
  const broken = await verifyJournal(world.db);
  expect(broken.faults.map((fault) => fault.lineId)).toEqual([BigInt(rows[0].id)]);
  await owner.query(`update platform.journal_line set facts = '{}' where id = $1`, [rows[0].id]);
  await owner.end();
  expect((await verifyJournal(world.db)).faults).toEqual([]);
});

test('X-2: personal values open with the key of the person; without the key they are gone and the chain still verifies', async () => {
  const actor = personActor(newId(new Date()));
  await world.run(actor, happen);
  while ((await sealJournal(world.db)) > 0);
  const line = async () => {
    const row = await world.db
      .selectFrom('platform.journal_line')
      .select(['id', 'actor_id as owner', 'sealed'])
      .where('actor_id', '=', actor.personId)
      .executeTakeFirstOrThrow();
    return (await openPersonal(world.db, world.ground.masterKeys, [row])).get(row.id);
  };
  expect(await line()).toEqual({ ip: '127.0.0.1', agent: 'test', word: 'тайна' });
  await world.db.deleteFrom('platform.person_key').where('person_id', '=', actor.personId).execute();
  expect(await line()).toBeUndefined();
  expect((await verifyJournal(world.db)).faults).toEqual([]);
});

test('X-6: the relay turns committed events into live events in order, once, also with two relays at a time', async () => {
  await relayBatch(world.pool, noSubscribers);
  const before = await count('platform.live_event');
  const keys = Array.from({ length: 30 }, (_, i) => deriveId(person.personId, `live ${i}`));
  await Promise.all(keys.map((key) => world.run(person, happen, key)));
  await Promise.all([relayBatch(world.pool, noSubscribers), relayBatch(world.pool, noSubscribers), relayBatch(world.pool, noSubscribers)]);
  const events = await world.db.selectFrom('platform.live_event').select(['data', 'audience']).orderBy('seq').offset(before).execute();
  expect(new Set(events.map((event) => (event.data as { thingId: string }).thingId))).toEqual(new Set(keys.map(idOf)));
  expect(events).toHaveLength(30);
  expect(await count('platform.outbox')).toBe(0);
});

test('X-6: an event with consumers becomes one job for each, and an event replayed by the relay the same job', async () => {
  await world.run(person, happen);
  await relayBatch(world.pool, { consumersOf: (kind) => (kind === 'test.happened' ? ['a.on.test.happened', 'b.on.test.happened'] : []), attemptsOf: () => 3 });
  const { rows } = await sql<{ identifier: string }>`select task_identifier as identifier from graphile_worker.jobs order by 1`.execute(world.db);
  expect(rows.map((row) => row.identifier)).toEqual(['a.on.test.happened', 'b.on.test.happened']);
});

test('X-6: work in batches tells each batch in a row of its own, all of them at once and no id twice; a failed one tells nothing', async () => {
  await relayBatch(world.pool, noSubscribers);
  const inBatches = async (work: Work, batches: number): Promise<void> => {
    for (let batch = 0; batch < batches; batch += 1) {
      work.emit('test.happened', { thingId: String(batch) }, [`person:${person.personId}`]);
      await work.flush();
    }
    await work.flush();
    work.order({ task: 'test.after', payload: {} });
  };
  await world.run(person, (work) => inBatches(work, 3));
  const rows = await world.db.selectFrom('platform.outbox').select(['events', 'jobs']).orderBy('id').execute();
  const events = rows.flatMap((row) => row.events as { id: string; data: { thingId: string } }[]);
  expect(events.map(({ data }) => data.thingId)).toEqual(['0', '1', '2']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  expect(rows.map(({ jobs }) => (jobs as unknown[]).length)).toEqual([0, 0, 0, 1]);
  await expect(world.run(person, async (work) => inBatches(work, 2).then(() => refuse('object.notFound')))).rejects.toThrow();
  expect(await count('platform.outbox')).toBe(4);
});

test('X-6: the relay takes large rows few at a time and loses none of them', async () => {
  while ((await relayBatch(world.pool, noSubscribers)).more);
  const before = await count('platform.live_event');
  for (let row = 0; row < 3; row += 1)
    await world.run(person, async (work) =>
      work.emit(
        'test.happened',
        { thingId: String(row) },
        Array.from({ length: 12_000 }, (_, n) => `person:${deriveId(work.id, String(n))}`),
      ),
    );
  const first = await relayBatch(world.pool, noSubscribers);
  expect(first.more).toBe(true);
  expect(first.moved).toBeLessThan(3);
  while ((await relayBatch(world.pool, noSubscribers)).more);
  expect([await count('platform.outbox'), await count('platform.live_event')]).toEqual([0, before + 36_000]);
}, 60_000);

test('X-2: a guest has no key of a person: the line is written and nothing personal is kept readable', async () => {
  await world.run(guest, async (work) => work.journal({ stream: 'portal:guests', action: 'journal.looked', object: { kind: 'thing' } }));
  const row = await world.db.selectFrom('platform.journal_line').select('sealed').where('action', '=', 'journal.looked').executeTakeFirstOrThrow();
  expect(row.sealed).toBeNull();
});

test('X-4: an answer is kept for as long as somebody may repeat the request, then forgotten', async () => {
  const key = newId(new Date());
  await world.run(person, happen, key);
  await forgetOldCommands(world.db, new Date(Date.now() - 1000));
  expect(await world.db.selectFrom('platform.command').select('id').where('id', '=', key).execute()).toHaveLength(1);
  await forgetOldCommands(world.db, new Date(Date.now() + 1000));
  expect(await world.db.selectFrom('platform.command').select('id').where('id', '=', key).execute()).toHaveLength(0);
});
