// The small authority that certifies keys of browsers. Apart from the one of documents: its certificates open the portal and sign nothing.
import { issueEntrantCertificate, type KeyWithCertificate, makeAuthority } from '#modules/signing';
import { type FieldPlace, openBytes, sealBytes } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import { lockName, type Work } from '#platform/work';
import './certificates.tables.ts';

const AUTHORITY_YEARS = 10;
export const KEY_YEARS = 1;
const place = (id: string): FieldPlace => ({ table: 'certificates.authority', column: 'sealed', rowId: id });

/** A certificate for the key. Two at once make one authority. */
export async function certifyBrowserKey(work: Work, { publicKey, name }: { publicKey: Uint8Array; name: string }): Promise<Buffer> {
  const issuing = await authorityInForce(work);
  return Buffer.from(await issueEntrantCertificate(issuing, { publicKey: new Uint8Array(publicKey), name }, { at: work.now, years: KEY_YEARS }));
}

async function authorityInForce(work: Work): Promise<KeyWithCertificate> {
  const until = new Date(work.now);
  until.setUTCFullYear(until.getUTCFullYear() + KEY_YEARS);
  const newest = () =>
    work.tx
      .selectFrom('certificates.authority')
      .selectAll()
      .where('expires_at', '>', until.toISOString())
      .orderBy('issued_at', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
  let row = await newest();
  if (!row) {
    await lockName(work.tx, 'certificates.authority');
    row = await newest();
  }
  if (row) return { certificate: new Uint8Array(row.certificate), privateKey: new Uint8Array(openBytes(work.masterKeys, place(row.id), row.sealed)) };
  const { root, issuing } = await makeAuthority({ name: 'Портал «Мой дом»: вход', at: work.now });
  const id = deriveId(work.id, 'browser authority');
  const expires = new Date(work.now);
  expires.setUTCFullYear(expires.getUTCFullYear() + AUTHORITY_YEARS);
  await work.tx
    .insertInto('certificates.authority')
    .values({
      id,
      root: Buffer.from(root.certificate),
      certificate: Buffer.from(issuing.certificate),
      sealed: sealBytes(work.masterKeys, place(id), issuing.privateKey),
      issued_at: work.now.toISOString(),
      expires_at: expires.toISOString(),
    })
    .execute();
  return issuing;
}
