// What a person sees of the own records. Every statement is scoped by the person's id.
import type { AnswerOf } from '#contract/endpoint';
import { fieldWords } from '#contract/record-words';
import { RECORD_SOURCES, type RecordField, type getRecords, type getRecordSection, type RecordSection, type RecordSource } from '#contract/records';
import { factsInFull } from '#modules/federation';
import { knownPerson } from '#modules/identity';
import { whoAgreed } from '#modules/privacy';
import { selfOf } from '#platform/actor';
import { type FieldPlace, openField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import type { Values } from './check-section.ts';
import { compareRecords, type OwnSide, shownValue, type Told } from './compare-records.ts';
import { placeOfChange, sectionsOf } from './own-side.ts';
import type { Answered } from './ports.ts';
import './records.tables.ts';

const HISTORY_MOST = 50;
export const placeOfTold = (personId: string, source: string): FieldPlace => ({ table: 'records.told', column: 'value', rowId: `${personId} ${source}` });
export const openTold = (ring: KeyRing, personId: string, source: string, stored: Buffer): Answered =>
  JSON.parse(openField(ring, placeOfTold(personId, source), stored)) as Answered;

/** What the sources told, the state system's papers among them. Two statements. */
export async function toldOf(db: Db | Tx, ring: KeyRing, personId: string): Promise<Told[]> {
  const rows = await db.selectFrom('records.told').selectAll().where('person_id', '=', personId).where('value', 'is not', null).orderBy('source').execute();
  return [
    ...(await stateTold(db, ring, personId)),
    ...rows.map((row) => ({ source: row.source as RecordSource, at: row.answered_at!, ...openTold(ring, personId, row.source, row.value!) })),
  ];
}

/** Papers that the person let the state system fill in are its answer; nothing is asked for them anew here. */
async function stateTold(db: Db | Tx, ring: KeyRing, personId: string): Promise<Told[]> {
  const papers = await factsInFull(db, ring, personId);
  if (papers.size === 0) return [];
  const valueOf = (kind: Parameters<typeof papers.get>[0]): string | undefined => papers.get(kind)?.value;
  const facts = {
    name: valueOf('name'),
    birthDay: valueOf('birthDay'),
    snils: valueOf('snils'),
    inn: valueOf('inn'),
    passport: valueOf('passport'),
    registeredAddress: valueOf('address'),
  };
  const at = [...papers.values()]
    .map((paper) => paper.at)
    .sort()
    .at(-1)!;
  return [{ source: 'state', at, facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) }];
}

/** GET /api/v1/records. Seven statements. */
export async function readRecords({ db, actor, now }: Reading, ring: KeyRing): Promise<AnswerOf<typeof getRecords>> {
  const personId = selfOf(actor);
  const [person, sections, told, asked, checkup, agreed] = await Promise.all([
    knownPerson(db, personId),
    sectionsOf(db, ring, personId),
    toldOf(db, ring, personId),
    db.selectFrom('records.told').select(['source', 'asked_at', 'answered_at', 'is_silent']).where('person_id', '=', personId).execute(),
    db.selectFrom('records.checkup').selectAll().where('person_id', '=', personId).executeTakeFirst(),
    whoAgreed(db, [personId], 'registers', now),
  ]);
  const name = [person.lastName, person.firstName, person.middleName].filter(Boolean).join(' ');
  const side = Object.assign({ name }, ...sections.map(({ values }) => values)) as OwnSide;
  return {
    name,
    isConfirmed: person.isConfirmed,
    sections: sections.map(({ section, version, changedAt, values }) => ({
      section,
      version,
      changedAt,
      fields: fieldsOf(section).map((field) => ({ field, value: values[field] === undefined ? null : shownValue(field, values[field]) })),
    })),
    findings: compareRecords(side, told),
    sources: RECORD_SOURCES.map((source) => {
      if (source === 'state')
        return {
          source,
          askedAt: told.find((one) => one.source === 'state')?.at ?? null,
          answeredAt: told.find((one) => one.source === 'state')?.at ?? null,
          state: told.some((one) => one.source === 'state') ? 'answered' : 'never',
        };
      const row = asked.find((one) => one.source === source);
      return {
        source,
        askedAt: row?.asked_at ?? null,
        answeredAt: row?.answered_at ?? null,
        state: row === undefined ? 'never' : row.is_silent ? 'silent' : 'answered',
      };
    }),
    check: {
      state: checkup === undefined ? 'never' : (checkup.state as 'running' | 'done'),
      finishedAt: checkup?.finished_at ?? null,
      nextOn: checkup?.next_on ?? null,
    },
    mayAsk: agreed.has(personId),
  };
}

const fieldsOf = (section: RecordSection): RecordField[] => Object.keys(fieldWords[section]) as RecordField[];

/** GET /api/v1/records/:section. */
export async function readSection({ db, actor }: Reading, ring: KeyRing, section: RecordSection): Promise<AnswerOf<typeof getRecordSection>> {
  const personId = selfOf(actor);
  const [sections, changes] = await Promise.all([
    sectionsOf(db, ring, personId),
    db
      .selectFrom('records.change')
      .selectAll()
      .where('person_id', '=', personId)
      .where('section', '=', section)
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(HISTORY_MOST)
      .execute(),
  ]);
  const { version, values } = sections.find((one) => one.section === section)!;
  return {
    section,
    version,
    values: version > 0 ? values : await fromPapers(db, ring, { personId, section }),
    history: changes.map((row) => {
      const was = JSON.parse(openField(ring, placeOfChange(personId, row.id), row.was)) as Values;
      return {
        id: row.id,
        at: row.at,
        changes: (row.fields as RecordField[]).map((field) => ({ field, was: was[field] === undefined ? null : shownValue(field, was[field]) })),
      };
    }),
  };
}

/** What the papers of the state system would fill in. */
async function fromPapers(db: Db, ring: KeyRing, { personId, section }: { personId: string; section: RecordSection }): Promise<Values> {
  const papers = await factsInFull(db, ring, personId);
  const passport = (papers.get('passport')?.value ?? '').replaceAll(/\D/g, '');
  const offered: Values = {
    birthDay: papers.get('birthDay')?.value,
    snils: papers.get('snils')?.value,
    inn: papers.get('inn')?.value,
    registeredAddress: papers.get('address')?.value,
    ...(passport.length === 10 && { passportSeries: passport.slice(0, 4), passportNumber: passport.slice(4) }),
  };
  return Object.fromEntries(Object.entries(offered).filter(([field, value]) => value !== undefined && field in fieldWords[section]));
}
