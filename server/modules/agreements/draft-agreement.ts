// Beginning a contract: from a template, or from a PDF.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyOf } from '#contract/endpoint';
import type { draftAgreement } from '#contract/agreements';
import { formatDay } from '#contract/russian';
import { organizationsByIds } from '#modules/housing';
import { personNames } from '#modules/identity';
import { pdfFault, readPdfSignatures } from '#modules/signing';
import { organizationsOf } from '#platform/actor';
import { Refusal, refuse, refuseFields } from '#platform/errors';
import { keepFile, readFile, type ReceivedFile, receiveFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import type { Flow, Streaming } from '#platform/route';
import { type Day, dayIn } from '#platform/time';
import { runCommand, type Work } from '#platform/work';
import { findAgreement, tellStep } from './agreement-row.ts';
import type { AgreementsPorts } from './ports.ts';
import { type AgreementText, templateText } from './template-text.ts';

export const MOST_BYTES = 15 * 1_048_576;
const TEMPLATE = new URL('agreement.typ', import.meta.url);
export const ZONE = 'Europe/Moscow';

/** Sealed on disk. The bytes are the portal's or were checked: not one may change. */
export const keepPdf = (ports: AgreementsPorts, bytes: Buffer, name: string): Promise<ReceivedFile> =>
  receiveFile(
    ports.files,
    Readable.from([bytes]),
    {
      name: `${
        name
          .replaceAll(/[^\p{L}\p{N} .,()№-]/gu, '')
          .slice(0, 80)
          .trim() || 'Договор'
      }.pdf`,
      mediaType: 'application/pdf',
    },
    { accepts: ['pdf'], mostBytes: 2 * MOST_BYTES, exact: true },
  );

export async function bytesOf(ports: AgreementsPorts, file: Parameters<typeof readFile>[1]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readFile(ports.files, file)) parts.push(part);
  return Buffer.concat(parts);
}

type Begun = { readonly file: ReceivedFile; readonly title: string; readonly organizationId: string | undefined };

/** Command. An organization only by whoever leads it. */
async function begin(work: Work, { file, title, organizationId }: Begun): Promise<{ id: string }> {
  if (work.actor.kind !== 'person' || work.actor.by) return refuse('signature.forAnother');
  if (organizationId !== undefined && !organizationsOf(work.actor, ['manager']).includes(organizationId)) refuse('object.notFound');
  const id = deriveId(work.id, 'agreement');
  await keepFile(work.tx, file, organizationId === undefined ? `person:${work.actor.personId}` : `organization:${organizationId}`, work.now);
  await work.tx
    .insertInto('agreements.agreement')
    .values({
      id,
      author_id: work.actor.personId,
      organization_id: organizationId ?? null,
      title,
      status: 'draft',
      file_id: file.id,
      original_sha256: file.sha256,
      made_at: work.now.toISOString(),
      sent_at: null,
      until: null,
      ended_at: null,
      reminded_at: null,
      reason: null,
    })
    .execute();
  tellStep(work, await findAgreement(work.tx, work.actor, id), { action: 'agreement.begun' });
  return { id };
}

/** The words of a template on paper. */
export const typesetText = (ports: AgreementsPorts, text: AgreementText, on: Day): Promise<Buffer> =>
  ports.typesetter.pdf(TEMPLATE, { ...text, author: 'Портал «Мой дом»', on: formatDay(on), madeOn: on }, { archive: true });

/** From a template. What is wrong is said by field. */
export async function draftFromTemplate(
  ports: AgreementsPorts,
  { ground, actor, now, id, route }: Flow,
  body: BodyOf<typeof draftAgreement>,
): Promise<{ id: string }> {
  const { template, organizationId, ...fields } = body;
  const text = templateText(template, fields);
  if ('problems' in text) return refuseFields(text.problems);
  const file = await keepPdf(ports, await typesetText(ports, text, dayIn(ZONE, now)), text.title);
  return (await runCommand(ground, { actor, id, route, body, now }, (work) => begin(work, { file, title: text.title, organizationId }))).answer;
}

async function draftFromFile(ports: AgreementsPorts, { ground, actor, now }: Streaming, request: FastifyRequest): Promise<{ id: string }> {
  const fields = new Map<string, string>();
  let file: ReceivedFile | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else if (file || part.filename === '') part.file.resume();
    else
      file = await receiveFile(
        ports.files,
        part.file,
        { name: part.filename, mediaType: part.mimetype },
        { accepts: ['pdf'], mostBytes: MOST_BYTES, exact: true },
      );
  }
  if (!file) return refuse('file.missing');
  const received = file;
  const pdf = await bytesOf(ports, received);
  const fault = pdfFault(pdf);
  if (fault !== null) refuse(fault === 'encrypted' ? 'verify.encryptedPdf' : 'verify.damagedPdf');
  const read = readPdfSignatures(pdf);
  if (!read.ok || read.signatures.length > 0) refuse('agreement.signedAlready');
  const given = fields.get('organizationId');
  const organizationId = given === undefined || given === '' ? undefined : isUuid(given) ? given : refuse('object.notFound');
  const key = request.headers['idempotency-key'] ?? fields.get('key');
  const id = typeof key === 'string' && isUuid(key) ? key.toLowerCase() : newId(now);
  const body = { organizationId, sha256: received.sha256.toString('hex') };
  return (
    await runCommand(ground, { actor, id, route: 'POST /api/v1/agreements/files', body, now }, (work) =>
      begin(work, { file: received, title: received.name.replace(/\.pdf$/i, ''), organizationId }),
    )
  ).answer;
}

/** The upload; a form is led to the draft, or back with what was wrong. */
export async function uploadDraft(
  ports: AgreementsPorts,
  streaming: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const isPage = (request.headers.accept ?? '').includes('text/html');
  try {
    const { id } = await draftFromFile(ports, streaming, request);
    return isPage ? await reply.redirect(`/agreements/${id}`, 303) : await reply.send({ id });
  } catch (error) {
    if (!isPage || !(error instanceof Refusal)) throw error;
    return reply.redirect(`/agreements/new?refused=${error.code}`, 303);
  }
}

/** Who began it, as the page of evidence says. */
export async function authorName(
  db: Streaming['db'],
  { author_id: authorId, organization_id: organizationId }: { author_id: string; organization_id: string | null },
): Promise<string> {
  const name = (await personNames(db, [authorId])).get(authorId)?.full ?? '';
  const [organization] = organizationId === null ? [] : await organizationsByIds(db, [organizationId]);
  return organization ? `${name}, ${organization.name}` : name;
}
