// A file of readings has come: kept sealed, its check ordered. The same file of an organization is the same intake.
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personIdOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import { type FileStore, keepFile, type ReceivedFile, receiveFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import { startProgress } from '#platform/progress';
import type { Streaming } from '#platform/route';
import { lockName, runCommand, type Work } from '#platform/work';
import { intakeOrganizations } from './intake.policy.ts';
import './meters.events.ts';
import './meters.tables.ts';

const MOST_BYTES = 100 * 1_048_576;

export type ReceivedIntake = { readonly id: string; readonly repeated: boolean };

/** The organization that was named, or the only one. Refuses object.notFound out of reach, register.organization when there are several. */
export function intakeOrganization({ actor }: Pick<Work, 'actor'>, wanted: string | undefined): string {
  const own = intakeOrganizations(actor);
  if (wanted !== undefined && wanted !== '') return own.includes(wanted) ? wanted : refuse('object.notFound');
  return own.length === 1 ? own[0]! : refuse('register.organization');
}

/** Command: opens an intake and orders its check; a file that is here already, unless refused or taken back, gives its intake again. */
export async function receiveIntake(work: Work, wanted: string | undefined, file: ReceivedFile): Promise<ReceivedIntake> {
  const organizationId = intakeOrganization(work, wanted);
  await lockName(work.tx, `meters.intake ${organizationId} ${file.sha256.toString('hex')}`);
  const known = await work.tx
    .selectFrom('meters.intake')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('sha256', '=', file.sha256)
    .where('status', 'not in', ['refused', 'taken_back'])
    .executeTakeFirst();
  if (known) return { id: known.id, repeated: true };
  await keepFile(work.tx, file, `organization:${organizationId}`, work.now);
  const [id, progressId] = [deriveId(work.id, 'intake'), deriveId(work.id, 'check')];
  await work.tx
    .insertInto('meters.intake')
    .values({
      id,
      organization_id: organizationId,
      way: 'file',
      name: file.name,
      file_id: file.id,
      load_id: null,
      sha256: file.sha256,
      bytes: file.bytes,
      status: 'draft',
      choice: null,
      note: null,
      at: work.now.toISOString(),
      person_id: personIdOf(work.actor),
      loaded_at: null,
      taken_back_at: null,
      progress_id: progressId,
    })
    .execute();
  await orderCheck(work, { id, organizationId, name: file.name, bytes: file.bytes, progressId });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'intake.received',
    object: { kind: 'intake', id },
    organizationId,
    facts: { file: file.name, bytes: Number(file.bytes) },
  });
  return { id, repeated: false };
}

type Checked = { id: string; organizationId: string; name: string; bytes: bigint; progressId: string };

/** Orders a check with a progress of its own; `bytes` is 0 for what is no file, and that cannot be stopped. */
export async function orderCheck(work: Work, { id, organizationId, name, bytes, progressId }: Checked): Promise<void> {
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${organizationId}`,
      kind: 'meters.intakeCheck',
      title: `Проверка показаний ${name}`,
      ...(bytes > 0n && { total: bytes }),
      mayCancel: bytes > 0n,
    },
    work.now,
  );
  work.order({ task: 'meters.check-intake', payload: { intakeId: id }, key: progressId });
  work.emit('intake.changed', { intakeId: id, organizationId }, [`organization:${organizationId}`]);
}

/** The upload, as a stream straight into the sealed file; fields stand before the file. A form without JavaScript is led to the intake's page. */
export async function uploadIntake(
  files: FileStore,
  streaming: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const fields = new Map<string, string>();
  let received: ReceivedIntake | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else if (received || part.filename === '') part.file.resume();
    else received = await takeFile(files, streaming, { part, fields, key: request.headers['idempotency-key'] ?? fields.get('key') });
  }
  if (!received) refuse('file.missing');
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.code(200).send(received);
  return reply.redirect(`/work/intakes/${received.id}${received.repeated ? '?again=1' : ''}`, 303);
}

async function takeFile(
  files: FileStore,
  { ground, actor, now }: Streaming,
  { part, fields, key }: { part: MultipartFile; fields: ReadonlyMap<string, string>; key: unknown },
): Promise<ReceivedIntake> {
  const file = await receiveFile(
    files,
    part.file,
    { name: part.filename, mediaType: part.mimetype },
    { accepts: ['csv', 'xlsx', 'txt'], mostBytes: MOST_BYTES },
  );
  const body = { organizationId: fields.get('organizationId'), name: file.name, sha256: file.sha256.toString('hex') };
  const id = typeof key === 'string' && isUuid(key) ? key.toLowerCase() : newId(now);
  const { answer } = await runCommand(ground, { actor, id, route: 'POST /api/v1/work/reading-intakes', body, now }, (work) =>
    receiveIntake(work, body.organizationId, file),
  );
  return answer;
}
