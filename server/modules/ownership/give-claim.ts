// A claim as it stood somewhere else: for the demo town, and for a portal that is moved. Files were received before.
import type { ClaimStatus, Compared, PaperKind } from '#contract/ownership';
import { issueDocument } from '#modules/documents';
import { addWorkingDays } from '#platform/calendar';
import { keepFile, type ReceivedFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { sealFinding, tellClaim, todayOf } from './claim-row.ts';
import { CHECK_DAYS, DECIDE_DAYS } from './submit-claim.ts';
import './ownership.tables.ts';

export type KnownClaim = {
  readonly houseId: string;
  readonly premisesId: string;
  readonly personId: string;
  readonly address: string;
  readonly cadastralNumber: string | null;
  readonly status: ClaimStatus;
  readonly compared?: readonly Compared[];
  readonly reply?: string;
  /** Of a confirmed one: the record of ownership. */
  readonly ownershipId?: string;
  readonly papers: readonly { readonly kind: PaperKind; readonly file: ReceivedFile; readonly problem?: string }[];
};

/** Puts the claim in its status with the terms counted from now. A confirmed one gets its certificate. */
export async function giveClaim(
  work: Work,
  { houseId, premisesId, personId, address, cadastralNumber, status, compared, reply, ownershipId, papers }: KnownClaim,
): Promise<{ claimId: string }> {
  const claimId = deriveId(work.id, `claim ${personId} ${premisesId}`);
  const [now, today] = [work.now.toISOString(), todayOf(work.now)];
  const isChecked = status === 'submitted' || status === 'checking';
  const certificate =
    ownershipId === undefined
      ? null
      : await issueDocument(work, { kind: 'certificate', title: 'Справка о подтверждённом владении жильём', personId, houseId, premisesId });
  await work.tx
    .insertInto('ownership.claim')
    .values({
      house_id: houseId,
      id: claimId,
      premises_id: premisesId,
      person_id: personId,
      address,
      cadastral_number: cadastralNumber,
      status,
      made_at: now,
      changed_at: now,
      submitted_at: status === 'draft' ? null : now,
      check_by: isChecked ? addWorkingDays(today, CHECK_DAYS) : null,
      decide_by: status === 'reviewer' ? addWorkingDays(today, DECIDE_DAYS) : null,
      escalated_at: null,
      try_at: isChecked ? now : null,
      finding: compared ? sealFinding(work.masterKeys, claimId, { fields: compared, right: null, object: null }) : null,
      comment: null,
      reply: reply ?? null,
      decided_by: null,
      signature_id: null,
      signature_kind: status === 'draft' ? null : 'code',
      ownership_id: ownershipId ?? null,
      certificate_number: certificate?.number ?? null,
      certificate_code: certificate?.code ?? null,
      certificate_file_id: null,
    })
    .execute();
  for (const { kind, file, problem } of papers) {
    await keepFile(work.tx, file, `person:${personId}`, work.now);
    await work.tx
      .insertInto('ownership.paper')
      .values({
        house_id: houseId,
        claim_id: claimId,
        kind,
        file_id: file.id,
        name: file.name,
        media_type: file.mediaType,
        sha256: file.sha256,
        added_at: now,
        problem: problem ?? null,
      })
      .execute();
  }
  await tellClaim(work, { house_id: houseId, id: claimId, person_id: personId }, 'claim.started');
  if (certificate) work.order({ task: 'ownership.certificate', payload: { houseId, claimId }, key: `ownership.certificate ${claimId}` });
  return { claimId };
}
