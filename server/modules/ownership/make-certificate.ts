// The certificate of a confirmed claim: made and signed inside (PAdES) by the key of the house's organization, with the portal's time stamp, after the commit. A job.
import { Readable } from 'node:stream';
import { keepDocument, sealIssued } from '#modules/documents';
import { organizationsByIds, ownersOf, premisesOf } from '#modules/housing';
import { embedSignature, ensureOrganizationKey, prepareSignature, signDocument, stampedSignature } from '#modules/signing';
import { system } from '#platform/actor';
import { type FileStore, keepFile, receiveFile, type ReceivedFile } from '#platform/files';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { runAsSystem, runOnce, type Work } from '#platform/work';
import { certificateDocument } from './certificate-document.ts';
import { type ClaimKey, type ClaimRow, tellClaim, todayOf } from './claim-row.ts';
import './ownership.tables.ts';

const TASK = 'ownership.certificate';
const TEMPLATE = new URL('certificate.typ', import.meta.url);
const MOST_BYTES = 5 * 1_048_576;

export type CertificatePorts = { readonly files: FileStore; readonly typesetter: Typesetter; readonly publicUrl: URL };

/** Safe to repeat: one that is kept is not made again; files of a try that failed are swept away. */
export async function makeCertificate(
  { files, typesetter, publicUrl }: CertificatePorts,
  { ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>,
  { houseId, claimId }: ClaimKey,
): Promise<void> {
  const row = (await db.selectFrom('ownership.claim').selectAll().where('house_id', '=', houseId).where('id', '=', claimId).executeTakeFirst()) as
    | ClaimRow
    | undefined;
  if (!row || row.certificate_number === null || row.certificate_code === null || row.certificate_file_id !== null) return;
  const today = todayOf(now());
  const [premises] = await premisesOf(db, [{ houseId, premisesId: row.premises_id }]);
  const owner = (await ownersOf(db, houseId, [row.premises_id], today)).find(({ id }) => id === row.ownership_id);
  if (!premises || !owner) return; // the right has ended meanwhile: there is nothing to certify
  const [organization] = await organizationsByIds(db, [premises.managerId]);
  const once = <T>(command: (work: Work) => Promise<T>) => runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, command);
  const key = await once((work) => ensureOrganizationKey(work, premises.managerId));
  const pdf = await typesetter.pdf(
    TEMPLATE,
    certificateDocument({
      number: row.certificate_number,
      code: row.certificate_code,
      checkAt: `${publicUrl.host}/check`,
      madeOn: today,
      person: owner.name,
      address: premises.fullAddress,
      cadastralNumber: row.cadastral_number,
      share: owner.share,
      fromDay: owner.fromDay,
      registrationNumber: owner.registrationNumber,
      organization: organization!,
      key: key.certificateNumber,
    }),
    { archive: true },
  );
  const prepared = prepareSignature(pdf, { name: organization!.name, reason: `Справка № ${row.certificate_number}`, at: now() });
  const cms = await signDocument(db, ground.masterKeys, { key, bytes: prepared.toSign, at: null });
  const signed = embedSignature(prepared, await once((work) => stampedSignature(work, cms)));
  const name = `Справка ${row.certificate_number}.pdf`;
  const file = await receiveFile(
    files,
    Readable.from([signed]),
    { name, mediaType: 'application/pdf' },
    { accepts: ['pdf'], mostBytes: MOST_BYTES, exact: true },
  );
  await runAsSystem(ground, TASK, claimId, (work) => keepCertificate(work, row, { file, signed }));
}

async function keepCertificate(work: Work, row: ClaimRow, { file, signed }: { file: ReceivedFile; signed: Uint8Array }): Promise<null> {
  const done = await work.tx
    .updateTable('ownership.claim')
    .set({ certificate_file_id: file.id })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .where('certificate_file_id', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return null;
  await keepFile(work.tx, file, `person:${row.person_id}`, work.now);
  await sealIssued(work, row.certificate_code!, signed);
  await keepDocument(work, {
    vault: { personId: row.person_id },
    kind: 'certificate',
    name: `Справка о владении: ${row.address}`,
    file,
    number: row.certificate_number!,
    datedOn: todayOf(work.now),
  });
  await tellClaim(work, row, 'claim.certified');
  return null;
}
