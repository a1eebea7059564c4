// Requests about one's data (PRIV-2): asked, worked by the operator by their term, answered.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { ListRow } from '#contract/list';
import { type askAboutData as askEndpoint, type decideDataRequest as decideEndpoint, dataRequestColumns, type getDataRequest } from '#contract/held-of-person';
import { personNames, personsWithRole, profileOf, renamePerson } from '#modules/identity';
import { personIdOf, selfOf } from '#platform/actor';
import { addWorkingDays } from '#platform/calendar';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { list } from '#platform/lists';
import type { Job } from '#platform/module';
import { recordLook } from '#platform/record-look';
import type { Reading, Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { type Ground, lockName, runAsSystem, type Work } from '#platform/work';
import { todayOf } from './documents.queries.ts';
import { requestShown } from './own-data.queries.ts';
import { demandOperator, isOperator } from './privacy.policy.ts';
import './privacy.tables.ts';

const MOST_A_DAY = 10;
const DAY_MS = 86_400_000;
const AT_ONCE = 200;
type Kind = BodyOf<typeof askEndpoint>['kind'];

/** Working days, by the day from which they are in force: a correction 7 (152-FZ, article 21, part 2), an answer 10 (article 20, part 1). */
const TERMS: readonly ({ fromDay: Day } & Record<Kind, number>)[] = [{ fromDay: '0001-01-01', correct: 7, question: 10 }];
export const dueOn = (kind: Kind, askedOn: Day): Day => addWorkingDays(askedOn, TERMS.findLast(({ fromDay }) => fromDay <= askedOn)![kind]);

const operatorsOf = async (work: Work): Promise<string[]> => [
  ...new Set((await personsWithRole(work.tx, { roles: ['operator'] }, work.now)).map(({ personId }) => personId)),
];

/** POST /api/v1/own-data/requests. Refuses empty fields by name, privacy.tooManyRequests. */
export async function askAboutData(work: Work, { kind, subject, text }: BodyOf<typeof askEndpoint>): Promise<AnswerOf<typeof askEndpoint>> {
  const personId = selfOf(work.actor);
  const problems: FieldProblem[] = [
    ...(subject.trim() === '' ? [{ pointer: '/subject', code: 'required', detail: 'Напишите, какие данные' }] : []),
    ...(text.trim() === '' ? [{ pointer: '/text', code: 'required', detail: kind === 'correct' ? 'Напишите, как правильно' : 'Напишите вопрос' }] : []),
  ];
  if (problems.length > 0) refuseFields(problems);
  await lockName(work.tx, `privacy.request ${personId}`);
  const { n } = await work.tx
    .selectFrom('privacy.request')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .where('person_id', '=', personId)
    .where('asked_at', '>', new Date(work.now.getTime() - DAY_MS).toISOString())
    .executeTakeFirstOrThrow();
  if (n >= BigInt(MOST_A_DAY)) refuse('privacy.tooManyRequests');
  const requestId = deriveId(work.id, 'request');
  const due = dueOn(kind, todayOf(work.now));
  await work.tx
    .insertInto('privacy.request')
    .values({
      person_id: personId,
      id: requestId,
      kind,
      subject: subject.trim(),
      text: text.trim(),
      asked_at: work.now.toISOString(),
      due_on: due,
      answer: null,
      decided_at: null,
      decided_by: null,
      overdue_told_at: null,
    })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'privacy.asked', object: { kind: 'dataRequest', id: requestId }, personId, facts: { decideBy: due } });
  const operators = await operatorsOf(work);
  if (operators.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(requestId, 'opened'),
        personIds: operators,
        kind: 'work.dataRequest',
        facts: { subject: subject.trim(), byDay: due },
        link: `/work/privacy/${personId}/${requestId}`,
      },
    });
  return { requestId, dueOn: due };
}

type OperatorScope = { readonly isOperator: boolean };
export const operatorScope = ({ actor }: Pick<Reading, 'actor'>): OperatorScope => ({ isOperator: isOperator(actor) });

/** The operator's list: the person stands as an id until `tellAskers` puts the name there. */
export const dataRequestList = list({
  columns: dataRequestColumns,
  name: 'Обращения о персональных данных',
  id: { value: sql`r.id`, type: 'uuid' },
  sort: 'dueOn',
  values: {
    askedAt: sql`r.asked_at`,
    kind: sql`r.kind`,
    person: sql`r.person_id::text`,
    subject: sql`r.subject`,
    text: sql`r.text`,
    dueOn: sql`r.due_on`,
    status: sql`r.status`,
    answer: sql`r.answer`,
    personId: sql`r.person_id`,
  },
  from: () => sql`privacy.request r`,
  where: ({ isOperator }: OperatorScope) => sql`${isOperator}`,
});
type Row = ListRow<typeof dataRequestColumns>;

export const lookAtAskers = ({ ground, actor }: Pick<Streaming, 'ground' | 'actor'>, rows: readonly Row[]): Promise<void> =>
  recordLook(ground, actor, { personIds: rows.map((row) => row.personId), object: { kind: 'dataRequests' }, what: 'список обращений о данных' });

export async function tellAskers(db: Db, rows: readonly Row[]): Promise<Row[]> {
  const names = await personNames(
    db,
    rows.map((row) => row.personId),
  );
  return rows.map((row) => ({ ...row, person: names.get(row.personId)?.full ?? 'данные удалены' }));
}

/** How many wait for the operator. A count shows nobody. */
export async function countOpenRequests(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('privacy.request')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(n);
}

type RequestKey = { personId: string; requestId: string };

/** GET /api/v1/work/privacy/requests/:personId/:requestId. The look is told to the person. */
export async function readDataRequest(ground: Ground, { db, actor }: Reading, { personId, requestId }: RequestKey): Promise<AnswerOf<typeof getDataRequest>> {
  demandOperator(actor);
  const row = found(await db.selectFrom('privacy.request').selectAll().where('person_id', '=', personId).where('id', '=', requestId).executeTakeFirst());
  await recordLook(ground, actor, { personIds: [personId], object: { kind: 'dataRequest', id: requestId }, what: 'ваше обращение о данных' });
  return { ...requestShown(row), personId, person: await profileOf(db, personId), version: row.version };
}

/** POST …/decision. Refuses privacy.answered, object.changed; a name is written into the profile in the same transaction. */
export async function decideDataRequest(
  work: Work,
  { personId, requestId }: RequestKey,
  { version, decision, answer, name }: BodyOf<typeof decideEndpoint>,
): Promise<AnswerOf<typeof decideEndpoint>> {
  demandOperator(work.actor);
  const row = found(
    await work.tx.selectFrom('privacy.request').selectAll().where('person_id', '=', personId).where('id', '=', requestId).forUpdate().executeTakeFirst(),
  );
  if (row.status !== 'open') refuse('privacy.answered');
  if (row.version !== version) refuseChanged({ version: row.version, status: row.status });
  const problems: FieldProblem[] = [
    ...(answer.trim() === '' ? [{ pointer: '/answer', code: 'required', detail: 'Напишите, что сделано или почему отказано' }] : []),
    ...(name && (decision !== 'done' || row.kind !== 'correct')
      ? [{ pointer: '/name', code: 'input.invalid', detail: 'Имя меняется только вместе с исправлением' }]
      : []),
  ];
  if (problems.length > 0) refuseFields(problems);
  if (name) await renamePerson(work, { personId, ...name });
  const at = work.now.toISOString();
  await work.tx
    .updateTable('privacy.request')
    .set({ status: decision, answer: answer.trim(), decided_at: at, decided_by: personIdOf(work.actor), version: version + 1 })
    .where('person_id', '=', personId)
    .where('id', '=', requestId)
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: decision === 'done' ? 'privacy.answered' : 'privacy.refused',
    object: { kind: 'dataRequest', id: requestId },
    personId,
    role: 'operator',
  });
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(work.id, 'answered'),
      personIds: [personId],
      kind: 'data.answered',
      facts: { subject: row.subject, answer: answer.trim() },
      link: '/profile/data',
    },
  });
  return { version: version + 1 };
}

/** Hourly: what nobody answered in time is told to the operators once. */
export const overdueRequestsJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db
      .selectFrom('privacy.request')
      .select(['person_id', 'id', 'subject', 'due_on'])
      .where('status', '=', 'open')
      .where('overdue_told_at', 'is', null)
      .where('due_on', '<', todayOf(now()))
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) {
      await runAsSystem(ground, 'privacy.overdue', row.id, async (work) => {
        await work.tx
          .updateTable('privacy.request')
          .set({ overdue_told_at: work.now.toISOString() })
          .where('person_id', '=', row.person_id)
          .where('id', '=', row.id)
          .execute();
        const operators = await operatorsOf(work);
        if (operators.length > 0)
          work.order({
            task: 'notifications.notify',
            payload: {
              id: work.id,
              personIds: operators,
              kind: 'work.caseOverdue',
              facts: { subject: row.subject, byDay: row.due_on },
              link: `/work/privacy/${row.person_id}/${row.id}`,
            },
          });
        return null;
      });
    }
  },
};
