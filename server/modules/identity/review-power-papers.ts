// Powers of attorney on paper before a reviewer (ROLE-3): the queue, the copy, the word; and when copies go.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type * as contract from '#contract/power-papers';
import { type Actor, selfOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { findFile, forgetFile, type KeptFile } from '#platform/files';
import { recordLook } from '#platform/record-look';
import type { Reading, Streaming } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import type { Ground, Work } from '#platform/work';
import { todayOf } from './identify.ts';
import { personNames } from './persons.ts';
import { changePaper, groundOf, type HandedIn, reachPaper, tellBoth } from './power-paper.ts';
import { closePaper, isOwner } from './power-papers.ts';
import { addPower, wrong } from './powers.ts';
import './identity.tables.ts';

const AT_ONCE = 50;
const DAY_MS = 86_400_000;

/** Nobody reviews a power of one's own. */
const waiting = (db: Db | Tx, actor: Actor) => {
  const reviewerId = selfOf(actor);
  return db
    .selectFrom('identity.power_paper')
    .where('status', '=', 'waiting')
    .where('principal_id', '<>', reviewerId)
    .where('representative_id', '<>', reviewerId);
};

export const countWaitingPapers = async (db: Db, actor: Actor): Promise<number> =>
  Number(
    (
      await waiting(db, actor)
        .select((eb) => eb.fn.countAll<bigint>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );

/** GET /api/v1/work/power-papers. Three statements, and one for looks that are not told yet. */
export async function readWaitingPapers({ db, actor, now }: Reading, ground: Ground): Promise<AnswerOf<typeof contract.getWorkPowerPapers>> {
  const rows = (await waiting(db, actor).selectAll().orderBy('decide_by').orderBy('id').limit(AT_ONCE).execute()) as HandedIn[];
  const people = rows.flatMap((row) => [row.principal_id, row.representative_id]);
  await recordLook(ground, actor, { personIds: people, object: { kind: 'powerPapers' }, what: 'бумажные доверенности на проверке' });
  const names = await personNames(db, people);
  const nameOf = (id: string): string => names.get(id)?.full ?? '';
  const papers = rows.map((row) => ({
    id: row.id,
    principal: nameOf(row.principal_id),
    representative: nameOf(row.representative_id),
    rights: row.rights,
    toDay: row.to_day,
    number: row.number,
    signedOn: row.signed_on,
    notary: row.notary,
    fileName: row.file_name!,
    decideBy: row.decide_by!,
    isLate: row.decide_by! < todayOf(now),
  }));
  return { papers, count: await countWaitingPapers(db, actor) };
}

/** The copy, for the two while it is kept, and for a reviewer while it waits: the two find that look in their journals. */
export async function copyWithin({ db, actor, ground }: Streaming, paperId: string): Promise<KeptFile> {
  const isReviewer = actor.kind === 'person' && actor.grants.some(({ role }) => role === 'reviewer');
  const row = isReviewer ? ((await waiting(db, actor).selectAll().where('id', '=', paperId).executeTakeFirst()) as HandedIn | undefined) : undefined;
  if (row)
    await recordLook(ground, actor, {
      personIds: [row.principal_id, row.representative_id],
      object: { kind: 'powerPaper', id: paperId },
      what: 'копия доверенности',
    });
  const { file_id } = row ?? (await reachPaper(db, selfOf(actor), paperId)).row;
  return found(await findFile(db, found(file_id)));
}

/** POST …/decision. On acceptance it is a power like any other, with the paper as its ground. Refuses power.paperClosed, power.exists, power.noSuchOwner, by field what is missing. */
export async function decidePaper(
  work: Work,
  paperId: string,
  { decision, reason }: BodyOf<typeof contract.decidePowerPaper>,
): Promise<AnswerOf<typeof contract.decidePowerPaper>> {
  const reviewerId = selfOf(work.actor);
  const row = found(
    await work.tx
      .selectFrom('identity.power_paper')
      .selectAll()
      .where('id', '=', paperId)
      .where('status', '<>', 'draft')
      .where('principal_id', '<>', reviewerId)
      .where('representative_id', '<>', reviewerId)
      .forUpdate()
      .executeTakeFirst(),
  ) as HandedIn;
  if (row.status !== 'waiting') refuse('power.paperClosed');
  const reply = reason?.trim() ?? '';
  if (reply === '')
    refuseFields([
      {
        pointer: '/reason',
        code: 'required',
        detail: decision === 'accept' ? 'Напишите, что проверили: это останется в деле' : 'Напишите, что не так: человек это прочтёт',
      },
    ]);
  const decided = { decided_by: reviewerId, reply };
  const name = `доверенность № ${row.number}`;
  if (decision === 'refuse') {
    await closePaper(work, row, { ...decided, status: 'refused' });
    tellBoth(work, row, {
      action: 'identity.powerPaperRefused',
      principal: `${name} от вашего имени не приняли`,
      representative: `${name} не приняли: ${reply}`,
    });
    return { status: 'refused' };
  }
  if (row.to_day < todayOf(work.now)) refuseFields([wrong('/decision', 'Срок доверенности уже вышел: принять её нельзя')]);
  if (!(await isOwner(work, row.principal_id))) refuse('power.noSuchOwner');
  const powerId = await addPower(work, {
    principalId: row.principal_id,
    representativeId: row.representative_id,
    rights: row.rights,
    toDay: row.to_day,
    ground: groundOf(row),
  });
  await changePaper(work.tx, row, { ...decided, status: 'accepted', power_id: powerId, principal: null });
  tellBoth(work, row, {
    principal: `${name} принята: представитель теперь действует за вас. Закончить её можно в любую минуту`,
    representative: `${name} принята: теперь можно действовать за собственника`,
  });
  return { status: 'accepted' };
}

/** Drafts of a day go; so do copies of powers that are over. */
export async function forgetCopies(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const drafts = await tx
      .deleteFrom('identity.power_paper')
      .where('status', '=', 'draft')
      .where('made_at', '<', new Date(now.getTime() - DAY_MS).toISOString())
      .returning('file_id')
      .execute();
    const over = await tx
      .updateTable('identity.power_paper as p')
      .from('identity.power as w')
      .set({ file_id: null, ended_at: now.toISOString() })
      .whereRef('w.id', '=', 'p.power_id')
      .where('p.ended_at', 'is', null)
      .where((eb) => eb.or([eb('w.ended_at', 'is not', null), eb('w.to_day', '<', todayOf(now))]))
      .returning(sql<string | null>`(select file_id from identity.power_paper o where o.id = p.id)`.as('file_id'))
      .execute();
    for (const { file_id } of [...drafts, ...over]) if (file_id !== null) await forgetFile(tx, file_id);
  });
}
