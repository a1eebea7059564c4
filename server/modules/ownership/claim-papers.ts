// Papers of a claim, each in its own field (OWN-1): taken in, replaced, given out.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf } from '#contract/endpoint';
import { archiveFaults, extractFaults } from '#contract/extract-faults';
import type { PaperKind, putPaper as putEndpoint } from '#contract/ownership';
import { found, Refusal, refuse, refuseFields } from '#platform/errors';
import { type FileStore, findFile, forgetFile, keepFile, type KeptFile, readFile, receiveFile, type ReceivedFile } from '#platform/files';
import type { FileKind } from '#platform/file-kinds';
import { isUuid, newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import { runCommand, type Work } from '#platform/work';
import { mayChange } from './claim-moves.ts';
import { type ClaimKey, reachClaim, tellClaim } from './claim-row.ts';
import { MOST_EXTRACT_BYTES, readExtract } from './read-extract.ts';
import { unpackExtract } from './unpack-extract.ts';
import './ownership.tables.ts';

const SCANS: readonly FileKind[] = ['pdf', 'jpeg', 'png', 'webp', 'heic'];
const ACCEPTED: Readonly<Record<PaperKind, readonly FileKind[]>> = {
  extract: ['xml', 'pdf', 'zip'],
  signature: ['signature'],
  contract: SCANS,
  passport: SCANS,
  power: SCANS,
  plan: SCANS,
};
export type PaperKey = ClaimKey & { readonly kind: PaperKind };

/** Command: in place of the one there, whose copy goes. What the reviewer said of it goes too. Refuses claims.closed. */
export async function putPaper(work: Work, { kind, ...key }: PaperKey, file: ReceivedFile): Promise<AnswerOf<typeof putEndpoint>> {
  const { row, side } = await reachClaim(work.tx, work.actor, key, { lock: true });
  if (side !== 'person') refuse('object.notFound');
  if (!mayChange(row.status)) refuse('claims.closed');
  const of = { house_id: key.houseId, claim_id: key.claimId, kind };
  const before = await work.tx
    .selectFrom('ownership.paper')
    .select('file_id')
    .where('house_id', '=', of.house_id)
    .where('claim_id', '=', of.claim_id)
    .where('kind', '=', kind)
    .executeTakeFirst();
  const values = { file_id: file.id, name: file.name, media_type: file.mediaType, sha256: file.sha256, added_at: work.now.toISOString(), problem: null };
  await keepFile(work.tx, file, `person:${row.person_id}`, work.now);
  await work.tx
    .insertInto('ownership.paper')
    .values({ ...of, ...values })
    .onConflict((on) => on.columns(['house_id', 'claim_id', 'kind']).doUpdateSet(values))
    .execute();
  if (before?.file_id) await forgetFile(work.tx, before.file_id);
  // What was seen of the claim is no longer what will be signed.
  await work.tx
    .updateTable('ownership.claim')
    .set({ version: row.version + 1, changed_at: work.now.toISOString() })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.claimId)
    .execute();
  await tellClaim(work, row, 'claim.paperAdded');
  return { claimId: key.claimId };
}

/** Command: all of them or none. */
export async function putPapers(work: Work, key: ClaimKey, papers: readonly SentPaper[]): Promise<AnswerOf<typeof putEndpoint>> {
  for (const { kind, file } of papers) await putPaper(work, { houseId: key.houseId, claimId: key.claimId, kind }, file);
  return { claimId: key.claimId };
}

/** Stream route. A form without JavaScript is led back to the page, with the name of what was wrong and the field. */
export async function uploadPaper(
  store: FileStore,
  { ground, actor, now, input, db }: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const key = input.params as PaperKey;
  const { row, side } = await reachClaim(db, actor, key); // before a byte is taken in
  if (side !== 'person') refuse('object.notFound');
  if (!mayChange(row.status)) refuse('claims.closed');
  const isForm = (request.headers.accept ?? '').includes('text/html');
  const back = (said: Record<string, string>) =>
    reply.redirect(`/home/ownership/${key.houseId}/${key.claimId}?${new URLSearchParams({ ...said, paper: key.kind })}`, 303);
  try {
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const papers = await receivePapers(store, key.kind, { content: part.file, name: part.filename, mediaType: part.mimetype });
    const asked = request.headers['idempotency-key'];
    const id = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(now);
    const sha256 = papers.map(({ file }) => file.sha256.toString('hex')).join(' ');
    const { answer } = await runCommand(ground, { actor, id, route: 'POST /api/v1/ownership/claims/papers', body: { ...key, sha256 }, now }, (work) =>
      putPapers(work, key, papers),
    );
    return isForm ? back({ done: papers.length > 1 ? 'archive' : 'paper' }) : reply.send(answer);
  } catch (error) {
    if (isForm && error instanceof Refusal) return back({ refused: error.fields[0]?.code ?? error.code });
    throw error;
  }
}

type Sent = { readonly content: Readable; readonly name: string; readonly mediaType: string };
export type SentPaper = { readonly kind: PaperKind; readonly file: ReceivedFile };

/**
 * Takes in what was sent for a field. The register's own archive is an extract with its signature: each goes into its own field, the archive is not
 * kept. Refuses what `receiveFile` refuses, and by the field a file that cannot be an extract; what an extract says is compared later.
 */
export async function receivePapers(store: FileStore, kind: PaperKind, { content, ...declared }: Sent): Promise<SentPaper[]> {
  const exact = kind === 'extract' || kind === 'signature';
  const receive = (one: PaperKind, parts: Readable, named: Omit<Sent, 'content'>, accepts = ACCEPTED[one]): Promise<ReceivedFile> =>
    receiveFile(store, parts, named, { accepts, mostBytes: MOST_EXTRACT_BYTES, exact });
  const file = await receive(kind, content, declared);
  if (kind !== 'extract' || file.kind === 'pdf') return [{ kind, file }];
  if (file.kind === 'xml') {
    demandExtract(await bytesOf(store, file));
    return [{ kind, file }];
  }
  const unpacked = await unpackExtract(await bytesOf(store, file));
  if (!unpacked.ok) return refuseExtract(unpacked.fault, archiveFaults[unpacked.fault]);
  demandExtract(unpacked.extract.bytes);
  const inside = [{ kind: 'extract' as const, ...unpacked.extract }, ...(unpacked.signature ? [{ kind: 'signature' as const, ...unpacked.signature }] : [])];
  return Promise.all(
    inside.map(async ({ kind: one, name, bytes }) => ({
      kind: one,
      file: await receive(one, Readable.from([bytes]), { name, mediaType: '' }, one === 'extract' ? ['xml'] : ['signature']),
    })),
  );
}

function demandExtract(bytes: Uint8Array): void {
  const read = readExtract(bytes);
  if (!read.ok) refuseExtract(read.fault, extractFaults[read.fault]);
}

const refuseExtract = (fault: string, detail: string): never => refuseFields([{ pointer: '/extract', code: `extract.${fault}`, detail }]);

export async function bytesOf(store: FileStore, file: KeptFile | ReceivedFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readFile(store, file)) parts.push(part);
  return Buffer.concat(parts);
}

/** A paper within reach whose copy is still kept. Refuses object.notFound. The reviewer's look is recorded by the caller. */
export async function paperFile(db: Db, { kind, houseId, claimId }: PaperKey): Promise<KeptFile> {
  const paper = found(
    await db
      .selectFrom('ownership.paper')
      .select('file_id')
      .where('house_id', '=', houseId)
      .where('claim_id', '=', claimId)
      .where('kind', '=', kind)
      .executeTakeFirst(),
  );
  return found(await findFile(db, found(paper.file_id)));
}
