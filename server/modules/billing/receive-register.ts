// A register has come: the file is kept, sealed, and its check is ordered. The same file is the same load.
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { startProgress } from '#platform/progress';
import type { Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import type { RegisterWish } from './register-format.ts';
import { registerOrganizations } from './registers.policy.ts';
import './billing.events.ts';
import './billing.tables.ts';

export type ReceivedFile = { organizationId: string | undefined; fileId: string; fileName: string; sha256: Buffer; bytes: bigint; wish: RegisterWish };
export type Received = { id: string; repeated: boolean };

/**
 * Opens a load for the file. A file that is being checked, or is loaded already, gives that load again and changes nothing.
 * Refuses object.notFound for an organization out of reach, register.organization when the actor has several and named none.
 */
export async function receiveRegister(work: Work, file: ReceivedFile): Promise<Received> {
  const organizationId = organizationFor(work, file.organizationId);
  await lockName(work.tx, `billing.register ${organizationId} ${file.sha256.toString('hex')}`);
  const known = await work.tx
    .selectFrom('billing.register_load')
    .select(['id'])
    .where('organization_id', '=', organizationId)
    .where('sha256', '=', file.sha256)
    .where('status', 'not in', ['refused', 'taken_back'])
    .executeTakeFirst();
  if (known) return { id: known.id, repeated: true };
  const id = deriveId(work.id, 'register');
  const progressId = deriveId(work.id, 'check');
  await work.tx
    .insertInto('billing.register_load')
    .values({
      id,
      organization_id: organizationId,
      file_id: file.fileId,
      file_name: file.fileName,
      sha256: file.sha256,
      bytes: file.bytes,
      status: 'draft',
      wish: JSON.stringify(file.wish),
      format: null,
      kind: null,
      encoding: null,
      headings: null,
      choice: null,
      summary: null,
      uploaded_at: work.now.toISOString(),
      uploaded_by: work.actor.kind === 'person' ? work.actor.personId : null,
      loaded_at: null,
      taken_back_at: null,
      progress_id: progressId,
    })
    .execute();
  await orderCheck(work, { id, organizationId, fileName: file.fileName, bytes: file.bytes, progressId });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.received',
    object: { kind: 'register', id },
    organizationId,
    facts: { file: file.fileName, bytes: Number(file.bytes) },
  });
  return { id, repeated: false };
}

function organizationFor({ actor }: Work, wanted: string | undefined): string {
  if (actor.kind === 'system') return wanted ?? refuse('register.organization');
  const own = registerOrganizations(actor);
  if (wanted !== undefined) return own.includes(wanted) ? wanted : refuse('object.notFound');
  return own.length === 1 ? own[0]! : refuse('register.organization');
}

type Checked = { id: string; organizationId: string; fileName: string; bytes: bigint; progressId: string };

/** Orders a check of the load, with a progress of its own. */
export async function orderCheck(work: Work & { tx: Tx }, { id, organizationId, fileName, bytes, progressId }: Checked): Promise<void> {
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${organizationId}`,
      kind: 'billing.registerCheck',
      title: `Проверка реестра ${fileName}`,
      total: bytes,
      mayCancel: true,
    },
    work.now,
  );
  work.order({ task: 'billing.check-register', payload: { loadId: id }, key: progressId });
  work.emit('register.changed', { loadId: id, organizationId }, [`organization:${organizationId}`]);
}
