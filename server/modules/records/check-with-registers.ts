// The check itself: every register asked at once; what it told is kept, and a silent one only marked.
import type { RecordSource } from '#contract/records';
import { whoAgreed } from '#modules/privacy';
import { sealField } from '#platform/field-cipher';
import type { Job, JobContext } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { compareRecords } from './compare-records.ts';
import { homesOfOwner, MOSCOW, ownSideOf } from './own-side.ts';
import type { Answered, Asked, RecordsPorts, RegisterToAsk } from './ports.ts';
import { placeOfTold, toldOf } from './records.queries.ts';
import './records.events.ts';

const YEAR_DAYS = 365;

type Heard = { source: RecordSource; answered: Answered | null };

/** Job `records.check`. Safe to repeat: it asks again and writes once. */
export const checkJob = (ports: RecordsPorts): Job => ({
  attempts: 3,
  async run({ ground, db, now, log }, payload) {
    const { personId, orderedAt } = payload as { personId: string; orderedAt: string };
    const agreed = (await whoAgreed(db, [personId], 'registers', now())).has(personId);
    const asked: Asked = { side: await ownSideOf(db, ground.masterKeys, personId), homes: await homesOfOwner(db, personId, dayIn(MOSCOW, now())) };
    const heard = agreed ? await Promise.all(ports.registers.map((register) => ask(register, asked, log))) : [];
    await runAsSystem(ground, 'records.check', `${personId} ${orderedAt}`, (work) => keep(work, { personId, orderedAt, heard }));
  },
});

async function ask(register: RegisterToAsk, asked: Asked, log: JobContext['log']): Promise<Heard> {
  try {
    return { source: register.source, answered: await register.ask(asked) };
  } catch (error) {
    log.info({ source: register.source, fault: error instanceof Error ? error.name : 'unknown' }, 'a register did not answer');
    return { source: register.source, answered: null };
  }
}

/** Null when a newer check was ordered meanwhile, or the person is gone. */
async function keep(work: Work, { personId, orderedAt, heard }: { personId: string; orderedAt: string; heard: readonly Heard[] }): Promise<null> {
  const checkup = await work.tx
    .selectFrom('records.checkup')
    .select(['found', 'next_on'])
    .where('person_id', '=', personId)
    .where('ordered_at', '=', orderedAt)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (!checkup) return null;
  const at = work.now.toISOString();
  for (const { source, answered } of heard) {
    const told =
      answered === null
        ? { asked_at: at, is_silent: true }
        : { asked_at: at, is_silent: false, answered_at: at, value: sealField(work.masterKeys, placeOfTold(personId, source), JSON.stringify(answered)) };
    await work.tx
      .insertInto('records.told')
      .values({ person_id: personId, source, answered_at: null, value: null, ...told })
      .onConflict((on) => on.columns(['person_id', 'source']).doUpdateSet(told))
      .execute();
  }
  const found = compareRecords(await ownSideOf(work.tx, work.masterKeys, personId), await toldOf(work.tx, work.masterKeys, personId)).length;
  await work.tx
    .updateTable('records.checkup')
    .set({ state: 'done', finished_at: at, found, next_on: addDays(dayIn(MOSCOW, work.now), YEAR_DAYS), planned_told_on: null })
    .where('person_id', '=', personId)
    .execute();
  work.emit('records.changed', { personId }, [`person:${personId}`]);
  work.journal({
    stream: `person:${personId}`,
    action: 'records.checked',
    object: { kind: 'person', id: personId },
    personId,
    facts: { found, silent: heard.filter(({ answered }) => answered === null).length },
  });
  if (found > checkup.found)
    work.order({
      task: 'notifications.notify',
      payload: { id: work.id, personIds: [personId], kind: 'records.differ', facts: { count: found }, link: '/profile/records' },
    });
  return null;
}
