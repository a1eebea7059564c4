// The file of a paper given out: never before its virus check, never to who does not see the paper.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { found, refuse } from '#platform/errors';
import { type FileStore, findFile } from '#platform/files';
import type { Streaming } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import { lookAtShared } from './documents.queries.ts';
import { reachDocument } from './vault.policy.ts';
import './documents.tables.ts';

/** Refuses documents.checking and documents.infected. */
export async function serveDocument(
  store: FileStore,
  { db, actor, now, ground, input }: Streaming,
  which: 'file' | 'signature',
  http: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const { documentId, number } = input.params as { documentId: string; number: number };
  const { row, isShared, canChange } = await reachDocument(db, actor, documentId, { now });
  if (row.withdrawn_at !== null && !canChange) refuse('documents.withdrawn');
  if (isShared) await lookAtShared(ground, { actor }, row);
  const version = found(
    await db
      .selectFrom('documents.version')
      .select(['file_id', 'signature_file_id', 'state'])
      .where('document_id', '=', documentId)
      .where('number', '=', number)
      .executeTakeFirst(),
  );
  if (version.state === 'checking') refuse('documents.checking');
  if (version.state === 'infected') refuse('documents.infected');
  const fileId = found(which === 'file' ? version.file_id : version.signature_file_id);
  return serveFile(store, found(await findFile(db, fileId)), http);
}
