// A file into a vault piece by piece, in the manner of tus 1.0 (DOCS-1): whoever was cut off asks for the offset and goes on from there.
// Nothing of it is a paper before it is whole and has passed the same checks as the form.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getUpload, startUpload as startEndpoint } from '#contract/documents';
import { personIdOf, system } from '#platform/actor';
import { found, Refusal, refuse } from '#platform/errors';
import { findFile, forgetFile, judgeName, keepFile, readFile, receivePiece, type ReceivedPiece } from '#platform/files';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { Streaming } from '#platform/route';
import type { Tx } from '#platform/tables';
import { lockName, runCommand, runOnce, type Work } from '#platform/work';
import { type Intake, keepUpload, refuseTooLarge, takeIn, VAULT_RULES } from './upload-documents.ts';
import { reachVault } from './vault.policy.ts';
import './documents.tables.ts';

const MOST_UNFINISHED = 20;
const DAY_MS = 86_400_000;

/** POST /api/v1/documents/uploads. What the name and the size tell is refused at once: file.active, file.type, file.tooLarge. */
export async function startUpload(work: Work, { name, size, home = '' }: BodyOf<typeof startEndpoint>): Promise<AnswerOf<typeof startEndpoint>> {
  refuseTooLarge(size);
  judgeName({ name, mediaType: '' }, VAULT_RULES);
  await reachVault(work.tx, work.actor, home);
  const personId = found(personIdOf(work.actor));
  await lockName(work.tx, `documents.uploads ${personId}`);
  const { count } = await work.tx
    .selectFrom('documents.upload')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('person_id', '=', personId)
    .where('document_id', 'is', null)
    .executeTakeFirstOrThrow();
  if (count >= BigInt(MOST_UNFINISHED)) refuse('documents.full', { most: `${MOST_UNFINISHED} незаконченных файлов за день` });
  const id = deriveId(work.id, 'upload');
  await work.tx
    .insertInto('documents.upload')
    .values({ id, person_id: personId, home, name, size: BigInt(size), document_id: null, at: work.now.toISOString() })
    .execute();
  return { uploadId: id };
}

type Upload = { id: string; home: string; name: string; size: bigint; documentId: string | null; offset: bigint; parts: { fileId: string }[] };

/** The upload with its pieces in order, if it is the actor's own. */
async function reachUpload(db: Streaming['db'] | Tx, actor: Streaming['actor'], uploadId: string, lock = false): Promise<Upload> {
  const row = found(
    await db
      .selectFrom('documents.upload')
      .select(['id', 'home', 'name', 'size', 'document_id as documentId'])
      .where('id', '=', uploadId)
      .where('person_id', '=', found(personIdOf(actor)))
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst(),
  );
  const parts = await db
    .selectFrom('documents.upload_part')
    .select(['file_id as fileId', 'bytes'])
    .where('upload_id', '=', uploadId)
    .orderBy('start')
    .execute();
  return { ...row, parts, offset: row.documentId === null ? parts.reduce((sum, { bytes }) => sum + bytes, 0n) : row.size };
}

const answerOf = (reply: FastifyReply, { offset, size, documentId }: Pick<Upload, 'offset' | 'size' | 'documentId'>): FastifyReply =>
  reply
    .headers({ 'upload-offset': String(offset), 'upload-length': String(size) })
    .send({ offset: Number(offset), size: Number(size), documentId } satisfies AnswerOf<typeof getUpload>);

/** GET and HEAD /api/v1/documents/uploads/:uploadId. */
export async function readUpload({ db, actor, input }: Streaming, reply: FastifyReply): Promise<unknown> {
  return answerOf(reply, await reachUpload(db, actor, (input.params as { uploadId: string }).uploadId));
}

/** PATCH /api/v1/documents/uploads/:uploadId. Keeps what came even when the line breaks; the last piece, or an empty one after it, makes the paper. */
export async function continueUpload(
  intake: Intake,
  streaming: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const { ground, db, actor, now, input } = streaming;
  const upload = await reachUpload(db, actor, (input.params as { uploadId: string }).uploadId);
  if (upload.documentId !== null) return answerOf(reply, upload);
  if (request.headers['upload-offset'] !== String(upload.offset)) refuse('documents.offset', { offset: upload.offset });
  const piece = await receivePiece(intake.files, request.body instanceof Readable ? request.body : Readable.from([]), Number(upload.size - upload.offset));
  const reached = await runOnce(ground, { actor, id: newId(now), now }, (work) => keepPiece(work, upload, piece));
  return answerOf(reply, reached.offset === reached.size ? await finishUpload(intake, streaming, reached) : reached);
}

/** Of two who send from one offset the first is kept, the other is told where to go on. */
async function keepPiece(work: Work, { id, offset }: Upload, piece: ReceivedPiece): Promise<Upload> {
  const upload = await reachUpload(work.tx, work.actor, id, true);
  if (upload.offset !== offset) refuse('documents.offset', { offset: upload.offset });
  if (piece.bytes === 0n) return upload;
  await keepFile(work.tx, piece, `person:${found(personIdOf(work.actor))}`, work.now);
  await work.tx.insertInto('documents.upload_part').values({ upload_id: id, start: offset, bytes: piece.bytes, file_id: piece.id }).execute();
  return { ...upload, offset: offset + piece.bytes, parts: [...upload.parts, { fileId: piece.id }] };
}

/** The pieces as one file go through the checks of the form; what is refused is forgotten with its pieces. */
async function finishUpload(intake: Intake, { ground, db, actor, now }: Streaming, upload: Upload): Promise<Upload> {
  async function* whole(): AsyncGenerator<Buffer> {
    for (const { fileId } of upload.parts) yield* readFile(intake.files, found(await findFile(db, fileId)));
  }
  try {
    const vault = await reachVault(db, actor, upload.home);
    const file = await takeIn(intake, Readable.from(whole()), { name: upload.name, mediaType: '' });
    const { answer } = await runCommand(
      ground,
      { actor, id: deriveId(upload.id, 'finish'), route: 'PATCH /api/v1/documents/uploads', body: upload.id, now },
      async (work) => {
        const { documentId } = await keepUpload(work, vault, file);
        await forgetPieces(work.tx, [upload.id]);
        await work.tx.updateTable('documents.upload').set({ document_id: documentId }).where('id', '=', upload.id).execute();
        return documentId;
      },
    );
    return { ...upload, documentId: answer };
  } catch (error) {
    if (error instanceof Refusal) await runOnce(ground, { actor, id: newId(now), now }, (work) => forgetUploads(work.tx, [upload.id]));
    throw error;
  }
}

async function forgetPieces(tx: Tx, uploadIds: readonly string[]): Promise<void> {
  const pieces = await tx.deleteFrom('documents.upload_part').where('upload_id', 'in', uploadIds).returning('file_id').execute();
  for (const { file_id: fileId } of pieces) await forgetFile(tx, fileId);
}

/** Unfinished ones with their pieces: after a refusal, a day, with the person. What became a paper meanwhile stays known. */
async function forgetUploads(tx: Tx, ids: readonly string[]): Promise<void> {
  const gone = await tx.selectFrom('documents.upload').select('id').where('id', 'in', ids).where('document_id', 'is', null).forUpdate().execute();
  if (gone.length === 0) return;
  await forgetPieces(
    tx,
    gone.map(({ id }) => id),
  );
  await tx
    .deleteFrom('documents.upload')
    .where(
      'id',
      'in',
      gone.map(({ id }) => id),
    )
    .execute();
}

/** Erasure of a person, before the rows are deleted. */
export async function forgetUploadsOf(tx: Tx, personId: string): Promise<void> {
  const rows = await tx.selectFrom('documents.upload').select('id').where('person_id', '=', personId).execute();
  if (rows.length > 0)
    await forgetUploads(
      tx,
      rows.map(({ id }) => id),
    );
}

/** Job of every hour: what was begun a day ago. Says how many went. */
export async function forgetOldUploads({ ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>): Promise<number> {
  const rows = await db
    .selectFrom('documents.upload')
    .select('id')
    .where('at', '<', new Date(now().getTime() - DAY_MS).toISOString())
    .limit(1_000)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await runOnce(ground, { actor: system('documents.forget-uploads'), id: newId(now()), now: now() }, async ({ tx }) => {
    await forgetUploads(tx, ids);
    await tx.deleteFrom('documents.upload').where('id', 'in', ids).execute();
  });
  return ids.length;
}
