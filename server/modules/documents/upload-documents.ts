// Files on their way into a vault: many at once in one form, or a newer version of a paper (DOCS-1).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { found, Refusal, refuse } from '#platform/errors';
import type { Readable } from 'node:stream';
import { type FileStore, keepFile, type ReceivedFile, receiveFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import type { FileKind } from '#platform/file-kinds';
import type { VirusCheck } from '#platform/virus-check';
import { lockName, runCommand, type Work } from '#platform/work';
import { audiencesOf, keepDocument, orderCheck, orderReading, streamOf, type Vault } from './keep-document.ts';
import { tellHouses, togetherWith } from './house-group.ts';
import { type DocumentRow, reachDocument, reachVault, vaultOf } from './vault.policy.ts';
import './documents.events.ts';

const MEGABYTE = 1_048_576;
/** What a vault takes: papers, scans and photographs, tables, extracts with their signatures. */
export const VAULT_KINDS: readonly FileKind[] = ['pdf', 'jpeg', 'png', 'webp', 'heic', 'docx', 'xlsx', 'xml', 'zip', 'txt', 'signature'];
export const MOST_BYTES = 60 * MEGABYTE;
export const VAULT_RULES = { accepts: VAULT_KINDS, mostBytes: MOST_BYTES };
/** As many as the form takes at once (platform/app.ts), with room for its fields. */
const MOST_FORM_BYTES = 10 * MOST_BYTES + MEGABYTE;
const MOST_DOCUMENTS = 5_000;
const MOST_VAULT_BYTES = 5_000n * BigInt(MEGABYTE);

/** By what is announced. */
export function refuseTooLarge(bytes: number, most = MOST_BYTES): void {
  if (bytes > most) refuse('file.tooLarge', { limit: `${MOST_BYTES / MEGABYTE} МБ` });
}

/** What takes files in; without a virus check they are ready at once. */
export type Intake = { readonly files: FileStore; readonly virusCheck: VirusCheck | undefined };
export type Incoming = ReceivedFile & { readonly isUnchecked?: boolean; readonly source?: 'mail' };

/** Refuses as `receiveFile` does. */
export const takeIn = async ({ files, virusCheck }: Intake, content: Readable, declared: { name: string; mediaType: string }): Promise<Incoming> => ({
  ...(await receiveFile(files, content, declared, VAULT_RULES)),
  isUnchecked: virusCheck !== undefined,
});

type Http = { readonly request: FastifyRequest; readonly reply: FastifyReply };
type Taken = { readonly files: Incoming[]; readonly refused: { name: string; code: string }[]; readonly fields: ReadonlyMap<string, string> };

/** Takes in every file of the form; one that is refused does not stop the others. `open` hears the fields before the first file. */
export async function takeFiles(intake: Intake, request: FastifyRequest, open: (fields: ReadonlyMap<string, string>) => Promise<void>): Promise<Taken> {
  const fields = new Map<string, string>();
  const taken: Taken = { files: [], refused: [], fields };
  let isOpen = false;
  // Of ten files that are together too large one is: said before a byte of them is read.
  refuseTooLarge(Number(request.headers['content-length'] ?? 0), MOST_FORM_BYTES);
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      // Several of one name stand beside each other.
      if (typeof part.value === 'string')
        fields.set(part.fieldname, [...(part.fieldname === 'houses' ? (fields.get('houses') ?? '').split(' ') : []), part.value].join(' ').trim());
      continue;
    }
    if (!isOpen) await open(fields);
    isOpen = true;
    if (part.filename === '') {
      part.file.resume();
      continue;
    }
    try {
      taken.files.push(await takeIn(intake, part.file, { name: part.filename, mediaType: part.mimetype }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      part.file.resume();
      taken.refused.push({ name: part.filename.slice(0, 150), code: error.code });
    }
  }
  if (taken.files.length + taken.refused.length === 0) refuse('file.missing');
  return taken;
}

export const keyOf = (request: FastifyRequest, fields: ReadonlyMap<string, string>, now: Date): string => {
  const asked = request.headers['idempotency-key'] ?? fields.get('key');
  return typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(now);
};
export const isPage = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('text/html');

/** POST /api/v1/documents. A form is led back with what was taken and what was not. `for`: `records` from the page of a person's records, which are checked then. */
export async function uploadDocuments(intake: Intake, { ground, db, actor, now }: Streaming, { request, reply }: Http): Promise<unknown> {
  let vault: Vault | undefined;
  let page = '/documents';
  const lead = (query: Record<string, string>): FastifyReply => reply.redirect(`${page}?${new URLSearchParams(query).toString()}`, 303);
  try {
    const { files, refused, fields } = await takeFiles(intake, request, async (given) => {
      if (given.get('for') === 'records') page = '/profile/records';
      vault = await reachVault(db, actor, given.get('home') ?? '');
    });
    const id = keyOf(request, fields, now);
    const kept: string[] = [];
    for (const [n, file] of files.entries()) {
      const { answer } = await runCommand(
        ground,
        { actor, id: deriveId(id, `file ${n}`), route: 'POST /api/v1/documents', body: { sha256: file.sha256.toString('hex') }, now },
        (work) => keepUpload(work, found(vault), file, fields.get('for') === 'records'),
      );
      kept.push(answer.documentId);
    }
    if (!isPage(request)) return await reply.send({ documents: kept, refused });
    return lead({
      ...(kept.length > 0 && { added: String(kept.length) }),
      ...(refused[0] && { refused: refused[0].code, file: refused[0].name, ...(refused.length > 1 && { more: String(refused.length - 1) }) }),
    });
  } catch (error) {
    if (!isPage(request) || !(error instanceof Refusal) || error.code === 'object.notFound') throw error;
    return lead({ refused: error.code });
  }
}

/** Command: an uploaded file becomes a paper whose kind is still to be read. Refuses documents.full. */
export async function keepUpload(work: Work, vault: Vault, file: Incoming, isOfRecords = false): Promise<{ documentId: string }> {
  await lockName(work.tx, `documents.vault ${streamOf(vault)}`);
  await refuseFull(work, vault, file.bytes);
  if (isOfRecords && 'personId' in vault) work.emit('papers.handedIn', { personId: vault.personId }, [`person:${vault.personId}`]);
  const name = file.name.replace(/\.[^.]{1,10}$/, '') || file.name;
  return keepDocument(work, {
    vault,
    kind: 'other',
    name,
    file,
    isUnchecked: file.isUnchecked ?? false,
    source: file.source ?? ('personId' in vault || vault.premisesId !== undefined ? 'upload' : 'organization'),
  });
}

export async function refuseFull(work: Work, vault: Vault, more: bigint): Promise<void> {
  const of = work.tx
    .selectFrom('documents.document as d')
    .innerJoin('documents.version as v', 'v.document_id', 'd.id')
    .select((on) => [on.fn.count<bigint>('d.id').as('count'), on.fn.coalesce(on.fn.sum<string>('v.bytes'), on.val('0')).as('bytes')]);
  const { count, bytes } = await (
    'personId' in vault
      ? of.where('d.person_id', '=', vault.personId)
      : of.where('d.house_id', '=', vault.houseId).where('d.premises_id', vault.premisesId === undefined ? 'is' : '=', vault.premisesId ?? null)
  ).executeTakeFirstOrThrow();
  if (count >= BigInt(MOST_DOCUMENTS)) refuse('documents.full', { most: `${MOST_DOCUMENTS} файлов` });
  if (BigInt(bytes) + more > MOST_VAULT_BYTES) refuse('documents.full', { most: '5 ГБ' });
}

/** POST /api/v1/documents/:documentId/versions. */
export async function uploadVersion(intake: Intake, { ground, db, actor, now, input }: Streaming, { request, reply }: Http): Promise<unknown> {
  const { documentId } = input.params as { documentId: string };
  const { canChange } = await reachDocument(db, actor, documentId);
  if (!canChange) refuse('access.denied');
  const lead = (query: string): FastifyReply => reply.redirect(`/documents/${documentId}?${query}`, 303);
  try {
    const { files, refused, fields } = await takeFiles(intake, request, async () => {});
    const [file] = files;
    if (!file) return refuse((refused[0]?.code ?? 'file.missing') as 'file.missing');
    const { answer } = await runCommand(
      ground,
      { actor, id: keyOf(request, fields, now), route: 'POST /api/v1/documents/versions', body: { documentId, sha256: file.sha256.toString('hex') }, now },
      (work) => keepVersion(work, documentId, file),
    );
    return isPage(request) ? await lead('done=version') : await reply.send(answer);
  } catch (error) {
    if (!isPage(request) || !(error instanceof Refusal)) throw error;
    return lead(`refused=${error.code}`);
  }
}

/** Command: the file becomes the current version; the earlier ones stay. Of a house's paper in all houses into which it was put. */
export async function keepVersion(work: Work, documentId: string, file: Incoming): Promise<{ number: number }> {
  const { row, canChange } = await reachDocument(work.tx, work.actor, documentId);
  if (!canChange) refuse('access.denied');
  const rows = await togetherWith(work, row);
  const numbers = new Map<string, number>();
  for (const one of rows) numbers.set(one.id, await addVersion(work, one, file));
  const isOfHouse = row.house_id !== null && row.premises_id === null;
  if (isOfHouse)
    await tellHouses(work, {
      documents: new Map(rows.map(({ house_id: houseId, id }) => [houseId!, id])),
      name: row.name,
      forTenants: row.for_tenants,
      part: 'version',
    });
  return { number: numbers.get(documentId) ?? refuse('documents.withdrawn') };
}

async function addVersion(work: Work, row: DocumentRow, file: Incoming): Promise<number> {
  const vault = vaultOf(row);
  await refuseFull(work, vault, file.bytes);
  const { last } = await work.tx
    .selectFrom('documents.version')
    .select((on) => on.fn.max('number').as('last'))
    .where('document_id', '=', row.id)
    .executeTakeFirstOrThrow();
  const number = last + 1;
  await keepFile(work.tx, file, streamOf(vault), work.now);
  await work.tx
    .insertInto('documents.version')
    .values({
      document_id: row.id,
      number,
      file_id: file.id,
      signature_file_id: null,
      file_name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      sha256: file.sha256,
      state: file.isUnchecked ? 'checking' : 'ready',
      reading: 'waiting',
      added_by: row.added_by,
      at: work.now.toISOString(),
    })
    .execute();
  await work.tx
    .updateTable('documents.document')
    .set({ current: number, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  work.journal({
    stream: streamOf(vault),
    action: 'document.versionKept',
    object: { kind: 'document', id: row.id },
    ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }),
    facts: { bytes: Number(file.bytes) },
  });
  work.emit('document.changed', { documentId: row.id }, audiencesOf(vault));
  (file.isUnchecked ? orderCheck : orderReading)(work, row.id, number);
  return number;
}
