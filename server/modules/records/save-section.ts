// A section is written whole, and what stood before is kept.
import type { BodyOf } from '#contract/endpoint';
import type { RecordField, RecordSection, saveRecordSection } from '#contract/records';
import { whoAgreed } from '#modules/privacy';
import { selfOf } from '#platform/actor';
import { refuseChanged, refuseFields } from '#platform/errors';
import { sealField } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { checkSection, type Values } from './check-section.ts';
import { orderCheck } from './order-check.ts';
import { MOSCOW, openSection, placeOfChange, sealSection } from './own-side.ts';
import './records.events.ts';
import './records.tables.ts';

/** Refuses each field that does not hold, object.changed when another page wrote first. The same values again change nothing. */
export async function saveSection(
  work: Work,
  section: RecordSection,
  { version, values: typed }: BodyOf<typeof saveRecordSection>,
): Promise<{ version: number }> {
  const personId = selfOf(work.actor);
  const checked = checkSection(section, typed, dayIn(MOSCOW, work.now));
  if (!checked.ok) refuseFields(checked.fields);
  await lockName(work.tx, `records ${personId}`);
  const row = await work.tx.selectFrom('records.section').selectAll().where('person_id', '=', personId).where('section', '=', section).executeTakeFirst();
  const before = row ? openSection(work.masterKeys, personId, section, row.value) : {};
  if ((row?.version ?? 0) !== version) refuseChanged({ section, version: row?.version ?? 0, values: before });
  const fields = changedFields(before, checked.values);
  if (fields.length === 0) return { version };
  const written = { version: version + 1, value: sealSection(work.masterKeys, personId, section, checked.values), changed_at: work.now.toISOString() };
  await work.tx
    .insertInto('records.section')
    .values({ person_id: personId, section, ...written })
    .onConflict((on) => on.columns(['person_id', 'section']).doUpdateSet(written))
    .execute();
  const id = deriveId(work.id, 'change');
  await work.tx
    .insertInto('records.change')
    .values({
      person_id: personId,
      id,
      section,
      fields,
      was: sealField(work.masterKeys, placeOfChange(personId, id), JSON.stringify(before)),
      at: work.now.toISOString(),
    })
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'records.changed',
    object: { kind: 'person', id: personId },
    personId,
    facts: { section, fields: fields.join(' ') },
  });
  work.emit('records.changed', { personId }, [`person:${personId}`]);
  if ((await whoAgreed(work.tx, [personId], 'registers', work.now)).has(personId)) await orderCheck(work, personId);
  return { version: version + 1 };
}

function changedFields(before: Values, after: Values): RecordField[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<RecordField>;
  return [...names].filter((field) => before[field] !== after[field]);
}

/** Takes the section away with its history; forgetting twice is forgetting once. */
export async function forgetSection(work: Work, section: RecordSection): Promise<object> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `records ${personId}`);
  const gone = await work.tx.deleteFrom('records.section').where('person_id', '=', personId).where('section', '=', section).executeTakeFirst();
  await work.tx.deleteFrom('records.change').where('person_id', '=', personId).where('section', '=', section).execute();
  if (gone.numDeletedRows > 0n) {
    work.journal({ stream: `person:${personId}`, action: 'records.forgotten', object: { kind: 'person', id: personId }, personId, facts: { section } });
    work.emit('records.changed', { personId }, [`person:${personId}`]);
  }
  return {};
}
