// Breaches (PRIV-5): opened when found, written on as more is known, the notices drafted, their terms watched.
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { BodyOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { Breach, changeBreach as changeEndpoint, openBreach as openEndpoint, sendBreachNotice as sendEndpoint } from '#contract/privacy-watch';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import type { Reading } from '#platform/route';
import { runAsSystem, type Work } from '#platform/work';
import { alarmOf, dueAt, type Which } from './breach-terms.ts';
import { demandOperator } from './privacy.policy.ts';
import type { BreachTable } from './privacy.tables.ts';
import { tellOperators } from './watch-refusals.ts';
import './privacy.tables.ts';

const LAST = 100;
const WHICH = ['first', 'second'] as const satisfies readonly Which[];

function shown(row: Selectable<BreachTable>, now: Date): Breach {
  const notice = (which: Which) => ({
    dueAt: dueAt(which, row.found_at).toISOString(),
    sentAt: row[`${which}_sent_at`],
    number: row[`${which}_number`],
    isLate: row[`${which}_sent_at`] === null && dueAt(which, row.found_at) < now,
  });
  const { id: breachId, title, found_at: foundAt, cause, kinds, people, harm, measures, findings, guilty, version } = row;
  return { breachId, title, foundAt, cause, kinds, people, harm, measures, findings, guilty, first: notice('first'), second: notice('second'), version };
}

/** GET …/breaches, for the operator. */
export async function readBreaches({ db, actor, now }: Reading): Promise<{ breaches: Breach[] }> {
  demandOperator(actor);
  return { breaches: (await db.selectFrom('privacy.breach').selectAll().orderBy('found_at', 'desc').limit(LAST).execute()).map((row) => shown(row, now)) };
}

export async function readBreach({ db, actor, now }: Reading, breachId: string): Promise<Breach> {
  demandOperator(actor);
  return shown(found(await db.selectFrom('privacy.breach').selectAll().where('id', '=', breachId).executeTakeFirst()), now);
}

function check(work: Work, { title, cause, kinds, foundAt }: { title: string; cause: string; kinds: string; foundAt?: string }): void {
  const problems: FieldProblem[] = [
    ...(title.trim() === '' ? [{ pointer: '/title', code: 'required', detail: 'Напишите, что произошло' }] : []),
    ...(cause.trim() === '' ? [{ pointer: '/cause', code: 'required', detail: 'Напишите предполагаемую причину, хотя бы «выясняем»' }] : []),
    ...(kinds.trim() === '' ? [{ pointer: '/kinds', code: 'required', detail: 'Перечислите, какие данные: имена, телефоны, счета' }] : []),
    ...(foundAt !== undefined && Date.parse(foundAt) > work.now.getTime()
      ? [{ pointer: '/foundAt', code: 'input.invalid', detail: 'Выявить можно не позже, чем сейчас' }]
      : []),
  ];
  if (problems.length > 0) refuseFields(problems);
}

/** POST …/breaches. From `foundAt` the terms run. */
export async function openBreach(work: Work, { foundAt, ...body }: BodyOf<typeof openEndpoint>): Promise<{ breachId: string }> {
  demandOperator(work.actor);
  check(work, { ...body, foundAt });
  const breachId = deriveId(work.id, 'breach');
  await work.tx
    .insertInto('privacy.breach')
    .values({ id: breachId, found_at: foundAt, ...body, first_number: null, first_sent_at: null, second_number: null, second_sent_at: null })
    .execute();
  work.journal({ stream: 'portal', action: 'privacy.breachOpened', object: { kind: 'breach', id: breachId } });
  await tellOperators(work, {
    kind: 'work.breach',
    facts: { title: body.title, at: dueAt('first', foundAt).toISOString() },
    link: `/work/privacy/breaches/${breachId}`,
  });
  return { breachId };
}

async function locked(work: Work, breachId: string, version: number) {
  demandOperator(work.actor);
  const row = found(await work.tx.selectFrom('privacy.breach').selectAll().where('id', '=', breachId).forUpdate().executeTakeFirst());
  if (row.version !== version) refuseChanged(shown(row, work.now));
  return row;
}

/** POST …/breaches/:breachId: what is known now. */
export async function changeBreach(work: Work, breachId: string, { version, ...body }: BodyOf<typeof changeEndpoint>): Promise<{ version: number }> {
  await locked(work, breachId, version);
  check(work, body);
  await work.tx
    .updateTable('privacy.breach')
    .set({ ...body, version: version + 1 })
    .where('id', '=', breachId)
    .execute();
  work.journal({ stream: 'portal', action: 'privacy.breachChanged', object: { kind: 'breach', id: breachId } });
  return { version: version + 1 };
}

/** POST …/breaches/:breachId/sent: the number under which the notice was taken. Refuses privacy.answered for one that was sent. */
export async function sendNotice(work: Work, breachId: string, { version, which, number }: BodyOf<typeof sendEndpoint>): Promise<{ version: number }> {
  const row = await locked(work, breachId, version);
  if (row[`${which}_sent_at`] !== null) refuse('privacy.answered');
  if (number.trim() === '') refuseFields([{ pointer: '/number', code: 'required', detail: 'Введите номер, под которым уведомление приняли' }]);
  await work.tx
    .updateTable('privacy.breach')
    .set({ [`${which}_number`]: number.trim(), [`${which}_sent_at`]: work.now.toISOString(), version: version + 1 })
    .where('id', '=', breachId)
    .execute();
  work.journal({ stream: 'portal', action: 'privacy.breachNoticeSent', object: { kind: 'breach', id: breachId }, facts: { number: number.trim() } });
  return { version: version + 1 };
}

/** Every ten minutes: a notice that is due soon or late is told to the operators, each once. */
export const breachTermsJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db
      .selectFrom('privacy.breach')
      .selectAll()
      .where((eb) => eb.or([eb('first_sent_at', 'is', null), eb('second_sent_at', 'is', null)]))
      .execute();
    for (const row of rows) {
      for (const which of WHICH) {
        const alarm = row[`${which}_sent_at`] === null ? alarmOf(which, { foundAt: row.found_at, now: now() }) : undefined;
        const mark = `${which} ${alarm}`;
        if (alarm === undefined || row.told.includes(mark)) continue;
        await runAsSystem(ground, 'privacy.breachTerm', `${row.id} ${mark}`, async (work) => {
          await work.tx
            .updateTable('privacy.breach')
            .set({ told: sql`array_append(told, ${mark})` })
            .where('id', '=', row.id)
            .execute();
          await tellOperators(work, {
            kind: 'work.breach',
            facts: { title: row.title, at: dueAt(which, row.found_at).toISOString() },
            link: `/work/privacy/breaches/${row.id}`,
          });
          return null;
        });
      }
    }
  },
};
