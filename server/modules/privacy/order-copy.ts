// A copy of everything held of a person: ordered with a second proof, made by a job, given out for a day (PRIV-2; 152-FZ, article 14).
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { orderCopy as endpoint } from '#contract/held-of-person';
import { personNames, useConfirmation } from '#modules/identity';
import { selfOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { findFile, forgetFile, keepFile, type ReceivedFile, receiveFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { openProgress, startProgress } from '#platform/progress';
import type { Streaming } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { copyDocument, copyJson, type Held } from './copy-document.ts';
import { ownDataContent } from './own-data-code.ts';
import { everythingOf } from './own-data.queries.ts';
import type { PrivacyPorts } from './ports.ts';
import { todayOf } from './documents.queries.ts';
import './privacy.tables.ts';

const TEMPLATE = new URL('copy.typ', import.meta.url);
const LIVES_MS = 86_400_000;
const MOST_BYTES = 200 * 1_048_576;
const AT_ONCE = 200;
type Ordered = { personId: string; copyId: string; progressId: string };

/** POST /api/v1/own-data/copies. Refuses privacy.copyGoing while one is being made. */
export async function orderCopy(work: Work, { confirmationId, code }: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `privacy.copy ${personId}`);
  await useConfirmation(work, { ...ownDataContent('copy', personId), confirmationId, code });
  const going = await work.tx
    .selectFrom('privacy.copy')
    .innerJoin('platform.progress', 'platform.progress.id', 'progress_id')
    .select('progress_id')
    .where('person_id', '=', personId)
    .where('platform.progress.status', '=', 'running')
    .executeTakeFirst();
  if (going) refuse('privacy.copyGoing');
  const [copyId, progressId] = [deriveId(work.id, 'copy'), deriveId(work.id, 'copy progress')];
  await startProgress(work.tx, { id: progressId, owner: `person:${personId}`, kind: 'privacy.copy', title: 'Копия ваших данных', mayCancel: false }, work.now);
  await work.tx
    .insertInto('privacy.copy')
    .values({ person_id: personId, id: copyId, progress_id: progressId, asked_at: work.now.toISOString(), json_file: null, pdf_file: null, until: null })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'privacy.copyOrdered', object: { kind: 'copy', id: copyId }, personId });
  work.order({ task: 'privacy.copy', payload: { personId, copyId, progressId } satisfies Ordered, key: copyId });
  return { copyId, progressId };
}

/** The job: collects, seals the files, keeps them for a day. Safe to repeat: what was kept is not made again. */
export const copyJob = ({ parts, files, typesetter }: PrivacyPorts): Job => ({
  deadlineSeconds: 900,
  attempts: 3,
  async run({ ground, db, now }, payload) {
    const { personId, copyId, progressId } = payload as Ordered;
    const row = await db.selectFrom('privacy.copy').select('until').where('person_id', '=', personId).where('id', '=', copyId).executeTakeFirst();
    if (row?.until !== null) return;
    const progress = openProgress(ground, progressId);
    const held: Held[] = [];
    for await (const part of everythingOf({ db, keys: ground.masterKeys, personId }, parts)) {
      held.push(part);
      await progress.advance({ done: BigInt(held.length), total: BigInt(parts.reduce((sum, { tables }) => sum + tables.length, 0)) });
    }
    const facts = { name: (await personNames(db, [personId])).get(personId)?.full ?? '', madeAt: now(), held };
    const day = todayOf(now());
    const take = (content: Buffer | string, kind: 'json' | 'pdf'): Promise<ReceivedFile> =>
      receiveFile(
        files,
        Readable.from([Buffer.from(content)]),
        { name: `Мои данные ${day}.${kind}`, mediaType: `application/${kind}` },
        { accepts: [kind], mostBytes: MOST_BYTES, exact: true },
      );
    const json = await take(copyJson(facts), 'json');
    const pdf = await take(await typesetter.pdf(TEMPLATE, copyDocument(facts), { archive: true }), 'pdf');
    await runAsSystem(ground, 'privacy.keepCopy', copyId, async (work) => {
      const until = new Date(work.now.getTime() + LIVES_MS).toISOString();
      for (const file of [json, pdf]) await keepFile(work.tx, file, `person:${personId}`, work.now);
      await work.tx
        .updateTable('privacy.copy')
        .set({ json_file: json.id, pdf_file: pdf.id, until })
        .where('person_id', '=', personId)
        .where('id', '=', copyId)
        .execute();
      work.order({
        task: 'notifications.notify',
        payload: {
          id: deriveId(work.id, 'ready'),
          personIds: [personId],
          kind: 'data.exportReady',
          facts: { untilDay: todayOf(new Date(until)) },
          link: '/profile/data',
        },
      });
      return null;
    });
    await progress.finish();
  },
});

/** GET /api/v1/own-data/copies/:copyId/:format. Another's and one whose day is over are not found. */
export async function serveCopy(
  { files }: PrivacyPorts,
  { db, actor, now, input }: Streaming,
  answer: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { copyId, format } = input.params as { copyId: string; format: 'json' | 'pdf' };
  const row = found(
    await db
      .selectFrom('privacy.copy')
      .select(['json_file', 'pdf_file'])
      .where('person_id', '=', selfOf(actor))
      .where('id', '=', copyId)
      .where('until', '>', now.toISOString())
      .executeTakeFirst(),
  );
  return serveFile(files, found(await findFile(db, found((format === 'json' ? row.json_file : row.pdf_file) ?? undefined))), answer);
}

/** Every hour: copies whose day is over go, and their files. */
export const forgetCopiesJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db.selectFrom('privacy.copy').select(['person_id', 'id']).where('until', '<', now().toISOString()).limit(AT_ONCE).execute();
    for (const row of rows) await runAsSystem(ground, 'privacy.forgetCopy', row.id, async (work) => (await forgetCopies(work, row.person_id, row.id), null));
  },
};

/** One copy of the person, or all, with the files. */
export async function forgetCopies(work: Work, personId: string, copyId?: string): Promise<void> {
  const gone = await work.tx
    .deleteFrom('privacy.copy')
    .where('person_id', '=', personId)
    .$if(copyId !== undefined, (query) => query.where('id', '=', copyId!))
    .returning(['json_file', 'pdf_file'])
    .execute();
  for (const file of gone.flatMap((row) => [row.json_file, row.pdf_file])) if (file !== null) await forgetFile(work.tx, file);
}
