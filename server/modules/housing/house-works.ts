// Works planned, going on and done in a house: what everybody may know of them, and how the manager keeps them (HOME-5).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import {
  type addHouseWork as addEndpoint,
  type getHouseWorks,
  HOUSE_WORKS_MOST,
  type HouseWork,
  type HouseWorkField,
  houseWorkKinds,
  houseWorkWords,
  type saveHouseWork as saveEndpoint,
} from '#contract/house-keeping';
import type { FieldProblem } from '#contract/errors';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn, isDay } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { sql } from 'kysely';
import { bad, checkFields, type FieldCheck, good, oneOf, wrongField } from './card-checks.ts';
import { changesOf, changesText } from './corrections.ts';
import { housesByIds } from './housing.queries.ts';
import { keptHouse } from './keep-houses.ts';
import './housing.events.ts';

type Kept = Pick<HouseWork, 'kind' | 'title' | 'assignee' | 'fromDay' | 'toDay' | 'state' | 'doneOn'>;

/** Names of columns as the journal says them. */
const workWords: Readonly<Record<HouseWorkField, string>> = {
  kind: 'вид',
  title: 'работа',
  assignee: 'исполнитель',
  fromDay: 'с',
  toDay: 'по',
  state: 'состояние',
  doneOn: 'сделано',
};

// «Иванов Иван Петрович», «Иванов И. П.»: a person, unless a business is named by him.
const PERSON = /[А-ЯЁ][а-яё-]+\s+(?:[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич)(?![а-яё]))|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+/u;
const PHONE = /(?:\d[\s()-]*){10,}/;
/** Everybody reads it: an organization, a crew or a post, no person and no telephone. */
const impersonal = (text: string): ReturnType<FieldCheck['check']> => {
  if (PHONE.test(text)) return bad('Уберите телефон: эту запись видят все');
  if (PERSON.test(text) && !/^ИП\s/.test(text)) return bad('Напишите организацию, бригаду или должность без имени: эту запись видят все');
  return good(text);
};
const day: FieldCheck = { check: (text) => (isDay(text) ? good(text) : bad('Выберите день')) };
const checks: Readonly<Record<HouseWorkField, FieldCheck>> = {
  kind: { check: oneOf(Object.keys(houseWorkKinds)) },
  title: { check: (text) => (text.length < 5 ? bad('Напишите, что делают: «Замена стояков холодной воды»') : impersonal(text)) },
  assignee: { check: impersonal },
  fromDay: day,
  toDay: day,
  state: { check: oneOf(Object.keys(houseWorkWords)) },
  doneOn: { ...day, mayBeAbsent: true },
};

/** The work as it is kept, or every field that does not hold. A work that is done has its day. Pure. */
export function checkHouseWork(typed: Readonly<Record<HouseWorkField, string>>, today: Day): { ok: true; kept: Kept } | { ok: false; fields: FieldProblem[] } {
  const { values, fields } = checkFields({ ...typed, doneOn: typed.state === 'done' ? typed.doneOn : 'нет' }, checks);
  const { fromDay, toDay, doneOn, state } = values;
  if (fromDay && toDay && toDay < fromDay) fields.push(wrongField('toDay', 'Срок не бывает раньше начала'));
  if (state === 'done' && doneOn && doneOn > today) fields.push(wrongField('doneOn', 'Этот день ещё не наступил'));
  if (state === 'done' && doneOn && fromDay && doneOn < fromDay) fields.push(wrongField('doneOn', 'Работа не кончается раньше, чем началась'));
  if (state === 'done' && doneOn === null && !fields.some(({ pointer }) => pointer === '/doneOn')) fields.push(wrongField('doneOn', 'Укажите, когда сделали'));
  return fields.length > 0 ? { ok: false, fields } : { ok: true, kept: values as unknown as Kept };
}

const rowOf = ({ kind, title, assignee, fromDay, toDay, state, doneOn }: Kept) => ({
  kind,
  title,
  assignee,
  from_day: fromDay,
  to_day: toDay,
  state,
  done_on: doneOn,
});
const workColumns = ['id', 'kind', 'title', 'assignee', 'from_day as fromDay', 'to_day as toDay', 'state', 'done_on as doneOn', 'version'] as const;

/** What goes on by its term, then what ended, the newest first. One statement. */
export async function worksOf(db: Db, houseId: string, today: Day): Promise<(HouseWork & { version: number })[]> {
  const rows = await db
    .selectFrom('housing.house_work')
    .select(workColumns)
    .where('house_id', '=', houseId)
    .orderBy((on) => on('state', 'in', ['planned', 'going']), 'desc')
    .orderBy((on) => on.case().when('state', 'in', ['planned', 'going']).then(on.ref('to_day')).end())
    .orderBy((on) => on.fn.coalesce('done_on', 'to_day'), 'desc')
    .orderBy('id')
    .limit(HOUSE_WORKS_MOST)
    .execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as 'current',
    state: row.state as 'done',
    isLate: ['planned', 'going'].includes(row.state) && row.toDay < today,
  }));
}

/** GET /api/v1/houses/:houseId/works. Two statements. */
export async function readHouseWorks({ db, now }: Reading, houseId: string): Promise<AnswerOf<typeof getHouseWorks>> {
  const { timeZone } = found((await housesByIds(db, [houseId]))[0]);
  const today = dayIn(timeZone, now);
  return { works: await worksOf(db, houseId, today), today };
}

/** Command: a work of the caller's house. Refuses by field, and houses.workKnown: two who write one work down at once write it once. */
export async function addHouseWork(work: Work, houseId: string, typed: BodyOf<typeof addEndpoint>): Promise<AnswerOf<typeof addEndpoint>> {
  const { managerId, timeZone } = await keptHouse(work, houseId);
  const checked = checkHouseWork(typed, dayIn(timeZone, work.now));
  if (!checked.ok) refuseFields(checked.fields);
  await lockName(work.tx, `housing.works ${houseId}`);
  const { title, fromDay, toDay } = checked.kept;
  const known = await work.tx
    .selectFrom('housing.house_work')
    .select('id')
    .where('house_id', '=', houseId)
    .where(sql`lower(title)`, '=', title.toLowerCase())
    .where('from_day', '=', fromDay)
    .where('to_day', '=', toDay)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
  if (known) refuse('houses.workKnown');
  const workId = deriveId(work.id, 'house work');
  await work.tx
    .insertInto('housing.house_work')
    .values({ house_id: houseId, id: workId, ...rowOf(checked.kept) })
    .execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.workAdded',
    object: { kind: 'houseWork', id: workId },
    houseId,
    organizationId: managerId,
    facts: { what: `${checked.kept.title}: ${houseWorkWords[checked.kept.state].toLowerCase()}` },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { workId };
}

/** Command: changes a work. Refuses by field, and object.changed when it was written meanwhile. The same values again change nothing. */
export async function saveHouseWork(
  work: Work,
  { houseId, workId }: { houseId: string; workId: string },
  { version, ...typed }: BodyOf<typeof saveEndpoint>,
): Promise<{ version: number }> {
  const { managerId, timeZone } = await keptHouse(work, houseId);
  const before = found(
    await work.tx.selectFrom('housing.house_work').select(workColumns).where('house_id', '=', houseId).where('id', '=', workId).forUpdate().executeTakeFirst(),
  );
  const checked = checkHouseWork(typed, dayIn(timeZone, work.now));
  if (!checked.ok) refuseFields(checked.fields);
  if (before.version !== version) refuseChanged({ version: before.version });
  const changes = changesOf<HouseWorkField>(before, checked.kept, { names: workWords, words: { kind: houseWorkKinds, state: houseWorkWords } });
  if (changes.length === 0) return { version };
  await work.tx
    .updateTable('housing.house_work')
    .set({ ...rowOf(checked.kept), version: version + 1 })
    .where('house_id', '=', houseId)
    .where('id', '=', workId)
    .execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.workChanged',
    object: { kind: 'houseWork', id: workId },
    houseId,
    organizationId: managerId,
    facts: { what: `${before.title}: ${changesText(changes)}` },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { version: version + 1 };
}

export type NewHouseWork = Omit<Kept, 'doneOn'> & { houseId: string; doneOn?: Day | null };

/** Works as a list brings them in; days are in order. One statement. */
export async function recordHouseWorks(work: Work, works: readonly NewHouseWork[]): Promise<void> {
  if (works.length === 0) return;
  await work.tx
    .insertInto('housing.house_work')
    .values(works.map(({ houseId, ...one }, n) => ({ house_id: houseId, id: deriveId(work.id, `house work ${n}`), ...rowOf({ doneOn: null, ...one }) })))
    .execute();
}
