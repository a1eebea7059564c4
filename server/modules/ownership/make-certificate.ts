// The certificate of a confirmed claim: made, signed by the key of the house's organization, kept beside its signature, after the commit. A job.
import { Readable } from 'node:stream';
import { sealIssued } from '#modules/documents';
import { organizationsByIds, ownersOf, premisesOf } from '#modules/housing';
import { ensureOrganizationKey, signDocument } from '#modules/signing';
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
export async function makeCertificate({ files, typesetter, publicUrl }: CertificatePorts, { ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>, { houseId, claimId }: ClaimKey): Promise<void> {
  const row = (await db.selectFrom('ownership.claim').selectAll().where('house_id', '=', houseId).where('id', '=', claimId).executeTakeFirst()) as ClaimRow | undefined;
  if (!row || row.certificate_number === null || row.certificate_code === null || row.certificate_file_id !== null) return;
  const today = todayOf(now());
  const [premises] = await premisesOf(db, [{ houseId, premisesId: row.premises_id }]);
  const owner = (await ownersOf(db, houseId, [row.premises_id], today)).find(({ id }) => id === row.ownership_id);
  if (!premises || !owner) return; // the right has ended meanwhile: there is nothing to certify
  const [organization] = await organizationsByIds(db, [premises.managerId]);
  const key = await runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, (work) => ensureOrganizationKey(work, premises.managerId));
  const pdf = await typesetter.pdf(TEMPLATE, certificateDocument({
    number: row.certificate_number, code: row.certificate_code, checkAt: `${publicUrl.host}/check`, madeOn: today, person: owner.name, address: premises.fullAddress, cadastralNumber: row.cadastral_number, share: owner.share, fromDay: owner.fromDay,
    registrationNumber: owner.registrationNumber, organization: organization!, key: key.certificateNumber,
  }), { archive: true });
  const signed = await signDocument(db, ground.masterKeys, { key, bytes: pdf, at: now() });
  const name = `Справка ${row.certificate_number}.pdf`;
  const receive = (bytes: Uint8Array, declared: { name: string; mediaType: string }): Promise<ReceivedFile> => receiveFile(files, Readable.from([Buffer.from(bytes)]), declared, { accepts: ['pdf', 'signature'], mostBytes: MOST_BYTES, exact: true });
  const document = await receive(pdf, { name, mediaType: 'application/pdf' });
  const signature = await receive(signed, { name: `${name}.sig`, mediaType: 'application/pkcs7-signature' });
  await runAsSystem(ground, TASK, claimId, (work) => keepCertificate(work, row, { document, signature, pdf }));
}

async function keepCertificate(work: Work, row: ClaimRow, { document, signature, pdf }: { document: ReceivedFile; signature: ReceivedFile; pdf: Uint8Array }): Promise<null> {
  const done = await work.tx.updateTable('ownership.claim').set({ certificate_file_id: document.id, certificate_signature_id: signature.id }).where('house_id', '=', row.house_id).where('id', '=', row.id).where('certificate_file_id', 'is', null).executeTakeFirst();
  if (done.numUpdatedRows === 0n) return null;
  for (const file of [document, signature]) await keepFile(work.tx, file, `person:${row.person_id}`, work.now);
  await sealIssued(work, row.certificate_code!, pdf);
  await tellClaim(work, row, 'claim.certified');
  return null;
}
