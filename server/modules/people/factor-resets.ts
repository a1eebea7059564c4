// Lost ways of signing in (AUTH-9): proof of identity before one operator, the word of a second, a day of cooling off, the person told at each step.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import {
  type approveFactorReset,
  type askFactorReset,
  type FactorReset,
  type getFactorResets,
  type getOwnReset,
  RESET_HOURS,
  RESETS_MOST,
} from '#contract/factor-resets';
import { formatPhone, maskPhone, parsePhone } from '#contract/phone';
import { formatInstant } from '#contract/russian';
import { selfOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Job } from '#platform/module';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Ground, runAsSystem, type Work } from '#platform/work';
import { personBySignInName, personNames, personsWithRole, resetFactors, rolesOf } from '#modules/identity';
import type { Static } from 'typebox';
import { upon } from './act-upon-person.ts';
import { postOf } from './look-for-people.ts';
import './people.events.ts';
import { ACTORS, mayActUpon } from './people.policy.ts';
import './people.tables.ts';

const HOUR_MS = 3_600_000;
const AT_ONCE = 50;
const place = (column: 'note' | 'new_phone', rowId: string): FieldPlace => ({ table: 'people.factor_reset', column, rowId });
const openReset = (db: Db, personId: string) =>
  db.selectFrom('people.factor_reset').selectAll().where('person_id', '=', personId).where('ended_at', 'is', null);
const phoneOf = (keys: KeyRing, { id, new_phone }: { id: string; new_phone: Buffer | null }): string | null =>
  new_phone === null ? null : openField(keys, place('new_phone', id), new_phone);

/** POST …/factor-resets. Refuses people.resetOpen while another waits. */
export async function askReset(
  work: Work,
  personId: string,
  { proof, note, newPhone }: BodyOf<typeof askFactorReset>,
): Promise<AnswerOf<typeof askFactorReset>> {
  await upon(work, personId);
  const phone =
    newPhone === undefined
      ? null
      : (parsePhone(newPhone) ?? refuseFields([{ pointer: '/newPhone', code: 'input.invalid', detail: 'Введите номер телефона, например +7 912 345-67-89' }]));
  const holder = phone === null ? undefined : await personBySignInName(work.tx, phone);
  if (holder !== undefined && holder !== personId)
    refuseFields([{ pointer: '/newPhone', code: 'input.invalid', detail: 'С этим телефоном уже входит другой человек' }]);
  const id = deriveId(work.id, 'factor reset');
  const sealed = {
    note: sealField(work.masterKeys, place('note', id), note.trim()),
    new_phone: phone === null ? null : sealField(work.masterKeys, place('new_phone', id), phone),
  };
  const added = await work.tx
    .insertInto('people.factor_reset')
    .values({
      person_id: personId,
      id,
      proof,
      ...sealed,
      asked_by: selfOf(work.actor),
      asked_at: work.now.toISOString(),
      approved_by: null,
      due_at: null,
      ended_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) refuse('people.resetOpen');
  await step(
    work,
    { personId, id },
    { action: 'people.resetAsked', words: `оператор записал, что вы потеряли способы входа${phone === null ? '' : `, и новый телефон ${maskPhone(phone)}`}` },
  );
  return { resetId: id };
}

/** POST …/approve, by another than who asked. Refuses people.secondOperator, people.resetOver. */
export async function approveReset(work: Work, { personId, resetId }: { personId: string; resetId: string }): Promise<AnswerOf<typeof approveFactorReset>> {
  await upon(work, personId);
  const row = found(await openReset(work.tx, personId).where('id', '=', resetId).forUpdate().executeTakeFirst());
  if (row.status !== 'asked') refuse('people.resetOver');
  const second = selfOf(work.actor);
  if (row.asked_by === second) refuse('people.secondOperator');
  const dueAt = new Date(work.now.getTime() + RESET_HOURS * HOUR_MS).toISOString();
  await work.tx
    .updateTable('people.factor_reset')
    .set({ status: 'approved', approved_by: second, due_at: dueAt })
    .where('person_id', '=', personId)
    .where('id', '=', resetId)
    .execute();
  await step(
    work,
    { personId, id: resetId },
    {
      action: 'people.resetApproved',
      words: `${formatInstant(dueAt, 'Europe/Moscow')} отключим ваши прежние способы входа. Если вы об этом не просили, отмените на странице профиля`,
    },
  );
  return { dueAt };
}

/** Stops an open one: by an operator, or by the person. Refuses people.resetOver. */
async function stop(work: Work, personId: string, { resetId, status }: { resetId?: string; status: 'refused' | 'cancelled' }): Promise<object> {
  const row = await openReset(work.tx, personId)
    .$if(resetId !== undefined, (query) => query.where('id', '=', resetId!))
    .forUpdate()
    .executeTakeFirst();
  if (!row) refuse('people.resetOver');
  await work.tx
    .updateTable('people.factor_reset')
    .set({ status, ended_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', row.id)
    .execute();
  await step(work, { personId, id: row.id }, { action: 'people.resetStopped', words: 'способы входа остаются прежними' });
  return {};
}

export async function refuseReset(work: Work, { personId, resetId }: { personId: string; resetId: string }): Promise<object> {
  await upon(work, personId);
  return stop(work, personId, { resetId, status: 'refused' });
}
export const cancelReset = (work: Work): Promise<object> => stop(work, selfOf(work.actor), { status: 'cancelled' });

type Step = { action: 'people.resetAsked' | 'people.resetApproved' | 'people.resetStopped' | 'people.resetDone'; words: string };

/** A line, and a word to the person by every channel: a stranger may have come to the operator. */
async function step(work: Work, { personId, id }: { personId: string; id: string }, { action, words }: Step): Promise<void> {
  work.journal({ stream: `person:${personId}`, action, object: { kind: 'factorReset', id }, personId, ...postOf(work.actor) });
  work.order({
    task: 'notifications.notify',
    payload: { id: deriveId(work.id, action), personIds: [personId], kind: 'people.factorReset', facts: { words }, link: '/profile/reset' },
  });
  const operators = await personsWithRole(work.tx, { roles: ACTORS }, work.now);
  work.emit(
    'people.resetChanged',
    { resetId: id },
    [...new Set([personId, ...operators.map((one) => one.personId)])].map((one) => `person:${one}`),
  );
}

/** The job: those whose day is over. A telephone that somebody else took meanwhile stops it. */
export const resetDue: Job = {
  async run({ ground, db, now }) {
    const due = await db
      .selectFrom('people.factor_reset')
      .select(['person_id', 'id'])
      .where('status', '=', 'approved')
      .where('due_at', '<=', now().toISOString())
      .orderBy('due_at')
      .limit(AT_ONCE)
      .execute();
    for (const { person_id: personId, id } of due) await runAsSystem(ground, 'people.reset-factors', id, (work) => carryOut(work, personId, id));
  },
};

async function carryOut(work: Work, personId: string, id: string): Promise<object> {
  const row = await openReset(work.tx, personId).where('id', '=', id).where('status', '=', 'approved').forUpdate().executeTakeFirst();
  if (!row) return {}; // cancelled meanwhile
  const isDone = await resetFactors(work, { personId, newPhone: phoneOf(work.masterKeys, row) });
  await work.tx
    .updateTable('people.factor_reset')
    .set({ status: isDone ? 'done' : 'refused', ended_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .execute();
  await step(
    work,
    { personId, id },
    isDone
      ? { action: 'people.resetDone', words: 'прежние способы входа отключены, все входы завершены' }
      : { action: 'people.resetStopped', words: 'новый телефон уже занят, способы входа остаются прежними' },
  );
  return {};
}

/** GET /api/v1/work/factor-resets: nobody is named here, who opens one makes a look. Three statements. */
export async function readResets({ db, actor, now }: Pick<Reading, 'db' | 'actor' | 'now'>): Promise<AnswerOf<typeof getFactorResets>> {
  const rows = await db
    .selectFrom('people.factor_reset')
    .selectAll()
    .where('ended_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('id')
    .limit(RESETS_MOST)
    .execute();
  if (rows.length === 0) return { resets: [] };
  const names = await personNames(
    db,
    rows.flatMap(({ asked_by, approved_by }) => (approved_by === null ? [asked_by] : [asked_by, approved_by])),
  );
  const held = Map.groupBy(
    await rolesOf(
      db,
      rows.map(({ person_id }) => person_id),
      now,
    ),
    ({ personId }) => personId,
  );
  const nameOf = (id: string): string => names.get(id)?.full ?? '';
  const mayApprove = ({ status, asked_by, person_id: personId }: (typeof rows)[number]): boolean =>
    status === 'asked' && asked_by !== selfOf(actor) && mayActUpon(actor, { personId, roles: (held.get(personId) ?? []).map(({ role }) => role) });
  return {
    resets: rows.map((row) => ({
      id: row.id,
      proof: row.proof as 'video',
      askedBy: nameOf(row.asked_by),
      askedAt: row.asked_at,
      approvedBy: row.approved_by && nameOf(row.approved_by),
      dueAt: row.due_at,
      can: { approve: mayApprove(row) },
    })),
  };
}

/** How many wait for the actor's word as the second operator. */
export const countWaitingResets = async (reading: Pick<Reading, 'db' | 'actor' | 'now'>): Promise<number> =>
  (await readResets(reading)).resets.filter(({ can }) => can.approve).length;

/** GET /api/v1/factor-reset. One statement. */
export async function readOwnReset({ db, actor }: Reading, ground: Ground): Promise<AnswerOf<typeof getOwnReset>> {
  const row = await openReset(db, selfOf(actor)).executeTakeFirst();
  const phone = row && phoneOf(ground.masterKeys, row);
  return { reset: row ? { askedAt: row.asked_at, dueAt: row.due_at, newPhone: phone ? maskPhone(phone) : null } : null };
}

/** The open one as the second operator sees it; null when there is none. Two statements. */
export async function resetOf(
  { db, actor }: Pick<Reading, 'db' | 'actor'>,
  { personId, keys, mayAct }: { personId: string; keys: KeyRing; mayAct: boolean },
): Promise<Static<typeof FactorReset> | null> {
  const row = await openReset(db, personId).executeTakeFirst();
  if (!row) return null;
  const phone = phoneOf(keys, row);
  const askedBy = (await personNames(db, [row.asked_by])).get(row.asked_by)?.full ?? '';
  const can = { approve: mayAct && row.status === 'asked' && row.asked_by !== selfOf(actor), refuse: mayAct };
  return {
    id: row.id,
    proof: row.proof as 'video',
    note: openField(keys, place('note', row.id), row.note),
    newPhone: phone && formatPhone(phone),
    askedBy,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    can,
  };
}
