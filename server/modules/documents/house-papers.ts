// Copies of contracts, acts and minutes that the manager of the organization puts for the owners of its houses (DOCS-4): into several houses at
// once, where they wish for tenants too; a newer version goes to all of them, and what was put by mistake is withdrawn with a reason.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DOCUMENT_KINDS, type DocumentKind, type withdrawHousePaper as withdrawEndpoint } from '#contract/documents';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { Actor } from '#platform/actor';
import { found, Refusal, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import { lockName, runCommand, type Work } from '#platform/work';
import { managedHouses, tellHouses, togetherWith } from './house-group.ts';
import { keepDocument, streamOf } from './keep-document.ts';
import { type Incoming, type Intake, isPage, keyOf, refuseFull, takeFiles } from './upload-documents.ts';
import { reachDocument } from './vault.policy.ts';
import './documents.tables.ts';

const MOST_HOUSES = 50;

type Wanted = { readonly houseIds: readonly string[]; readonly kind: DocumentKind; readonly forTenants: boolean };

async function wantedOf(db: Db, actor: Actor, fields: ReadonlyMap<string, string>): Promise<Wanted> {
  const managed = new Set((await managedHouses(db, actor)).map(({ houseId }) => houseId));
  const houseIds = [...new Set((fields.get('houses') ?? '').split(' ').filter(Boolean))].sort();
  if (houseIds.length === 0) refuse('documents.noHouse');
  if (houseIds.length > MOST_HOUSES) refuse('documents.full', { most: `${MOST_HOUSES} домов сразу` });
  if (!houseIds.every((houseId) => managed.has(houseId))) refuse('object.notFound');
  return { houseIds, kind: DOCUMENT_KINDS.find((one) => one === fields.get('kind')) ?? 'other', forTenants: fields.has('forTenants') };
}

/** POST /api/v1/work/house-papers: the houses before the files. */
export async function putHousePapers(
  intake: Intake,
  { ground, db, actor, now }: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const lead = (query: Record<string, string>): FastifyReply =>
    reply.redirect(`/documents?${new URLSearchParams({ place: 'house', ...query }).toString()}`, 303);
  try {
    let wanted: Wanted | undefined;
    const { files, refused, fields } = await takeFiles(intake, request, async (given) => void (wanted = await wantedOf(db, actor, given)));
    const [id, kept] = [keyOf(request, fields, now), [] as string[]];
    for (const [n, file] of files.entries()) {
      const { answer } = await runCommand(
        ground,
        { actor, id: deriveId(id, `file ${n}`), route: 'POST /api/v1/work/house-papers', body: { sha256: file.sha256.toString('hex'), ...found(wanted) }, now },
        (work) => keepHousePaper(work, found(wanted), file),
      );
      kept.push(...answer.documentIds);
    }
    if (!isPage(request)) return await reply.send({ documents: kept, refused });
    return lead({ ...(files.length > 0 && { added: String(files.length) }), ...(refused[0] && { refused: refused[0].code, file: refused[0].name }) });
  } catch (error) {
    if (!isPage(request) || !(error instanceof Refusal) || error.code === 'object.notFound') throw error;
    return lead({ refused: error.code });
  }
}

/** Command: one file, a paper in each house; they are changed and withdrawn together. */
export async function keepHousePaper(work: Work, { houseIds, kind, forTenants }: Wanted, file: Incoming): Promise<{ documentIds: string[] }> {
  const groupId = deriveId(work.id, 'house papers');
  const documents = new Map<string, string>();
  const name = file.name.replace(/\.[^.]{1,10}$/, '') || file.name;
  for (const houseId of houseIds) {
    const vault = { houseId };
    await lockName(work.tx, `documents.vault ${streamOf(vault)}`);
    await refuseFull(work, vault, file.bytes);
    const { documentId } = await keepDocument(work, {
      vault,
      kind,
      name,
      file,
      isUnchecked: file.isUnchecked ?? false,
      source: 'organization',
      part: houseId,
      groupId,
      forTenants,
    });
    documents.set(houseId, documentId);
  }
  await tellHouses(work, { documents, name, forTenants, part: 'put' });
  return { documentIds: [...documents.values()] };
}

/** POST /api/v1/documents/:documentId/withdraw. The line stays with its reason, the file is closed to residents. */
export async function withdrawHousePaper(
  work: Work,
  documentId: string,
  { version, reason }: BodyOf<typeof withdrawEndpoint>,
): Promise<AnswerOf<typeof withdrawEndpoint>> {
  const { row, canChange } = await reachDocument(work.tx, work.actor, documentId);
  if (!canChange || row.house_id === null || row.premises_id !== null) refuse('access.denied');
  const why = reason.trim();
  if (why === '') refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите, почему отзываете: это увидят собственники' }]);
  const rows = await togetherWith(work, row);
  const now = rows.find(({ id }) => id === documentId);
  if (!now) return { withdrawn: 0 };
  if (now.version !== version) refuseChanged({ version: now.version, name: now.name, kind: now.kind, expiresOn: now.expires_on });
  await work.tx
    .updateTable('documents.document')
    .set((on) => ({ withdrawn_at: work.now.toISOString(), withdrawn_why: why, version: on('version', '+', 1) }))
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  for (const { id, house_id: houseId } of rows)
    work.journal({ stream: `house:${houseId}`, action: 'document.withdrawn', object: { kind: 'document', id }, houseId: houseId!, facts: { reason: why } });
  return { withdrawn: rows.length };
}
