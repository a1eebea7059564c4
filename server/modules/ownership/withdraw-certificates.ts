// Certificates of rights that have ended.
import { withdrawIssued } from '#modules/documents';
import type { Work } from '#platform/work';
import './ownership.tables.ts';

/** Whoever checks the certificate of a right that has ended learns that. */
export async function withdrawCertificates(work: Work, houseId: string, ended: readonly string[]): Promise<void> {
  if (ended.length === 0) return;
  const rows = await work.tx
    .selectFrom('ownership.claim')
    .select('certificate_code')
    .where('house_id', '=', houseId)
    .where('ownership_id', 'in', [...ended])
    .execute();
  for (const { certificate_code } of rows) if (certificate_code !== null) await withdrawIssued(work, certificate_code, 'Запись о праве сменилась');
}
