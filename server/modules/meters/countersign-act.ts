// Who handed readings in may sign their act beside the organization's seal (MTR-3), by an own key or by a code. Readings count without it.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askActCode as askEndpoint, countersignAct as countersignEndpoint } from '#contract/meters';
import { acceptSignature, askSignatureCode, type Signable } from '#modules/signing';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { findFile, readFile } from '#platform/files';
import type { Work } from '#platform/work';
import { audiencesOf } from './meters.events.ts';
import type { MetersPorts } from './ports.ts';
import './meters.tables.ts';

type ActKey = { readonly houseId: string; readonly submissionId: string };

/** What holds no more is not signed. */
export const SIGNABLE_STATUSES: readonly string[] = ['sent', 'accepted'];

/** The person's own submission, held, and its act as it was sealed. Refuses meters.actNotReady, meters.actSigned, meters.decided. */
async function actToSign(ports: MetersPorts, work: Work, { houseId, submissionId }: ActKey) {
  const row = found(
    await work.tx
      .selectFrom('meters.submission')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', submissionId)
      .where('person_id', '=', personIdOf(work.actor))
      .forUpdate()
      .executeTakeFirst(),
  );
  if (row.countersigned_at !== null) refuse('meters.actSigned');
  if (!SIGNABLE_STATUSES.includes(row.status)) refuse('meters.decided');
  if (row.act_file_id === null) return refuse('meters.actNotReady');
  const parts: Buffer[] = [];
  for await (const part of readFile(ports.files, found(await findFile(work.tx, row.act_file_id)))) parts.push(part);
  const signable: Signable = { purpose: 'meters.act', what: `акт о передаче показаний № ${row.act_number}`, content: Buffer.concat(parts) };
  return { row, signable };
}

/** Command: a code for signing this very file. */
export async function askActCode(ports: MetersPorts, work: Work, key: ActKey): Promise<AnswerOf<typeof askEndpoint>> {
  const { signable } = await actToSign(ports, work, key);
  const { confirmationId, sentTo, expiresAt } = await askSignatureCode(work, signable);
  return { confirmationId, sentTo, expiresAt };
}

/** Command: refuses what `actToSign` and `acceptSignature` refuse. */
export async function countersignAct(
  ports: MetersPorts,
  work: Work,
  { params, body }: { params: ActKey; body: BodyOf<typeof countersignEndpoint> },
): Promise<AnswerOf<typeof countersignEndpoint>> {
  const { row, signable } = await actToSign(ports, work, params);
  const { signatureId, kind, at } = await acceptSignature(work, { ...signable, given: body });
  const { house_id: houseId, id: submissionId, premises_id: premisesId, organization_id: organizationId } = row;
  await work.tx
    .updateTable('meters.submission')
    .set({ countersignature_id: signatureId, countersigned_by: kind, countersigned_at: at })
    .where('house_id', '=', houseId)
    .where('id', '=', submissionId)
    .execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'act.countersigned',
    object: { kind: 'submission', id: submissionId },
    houseId,
    organizationId,
    personId: row.person_id!,
    facts: { number: row.act_number, kind },
  });
  work.emit('act.countersigned', { houseId, premisesId, submissionId, organizationId }, audiencesOf({ premisesId, organizationId }));
  return { by: kind, at };
}
