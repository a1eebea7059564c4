// The child side of «Проверить подпись»: strangers' bytes are read here and nowhere else. Pure work, nothing is kept but what was read of certificates.
import { hash } from 'node:crypto';
import { serveOrders } from '#platform/child-pool';
import { readCertificate, readRevocationList, type RevocationList } from '#platform/x509';
import { type Examination, type ExaminationFault, examineSignatures, type Trusted } from './examine-signatures.ts';

type Side = { readonly roots: readonly Uint8Array[]; readonly others: readonly Uint8Array[]; readonly lists: readonly Uint8Array[] };
/** What is trusted goes along in DER. */
export type ExamineOrder = {
  readonly document: Uint8Array;
  readonly signature: Uint8Array | null;
  readonly trusted: { readonly portal: Side; readonly outside: Side; readonly now: Date };
};
export type ExamineAnswer = { readonly found: Examination | ExaminationFault };

/** Lists are large and the same for hours. */
const MOST_LISTS = 50;
const lists = new Map<string, RevocationList | undefined>();

function listOf(der: Uint8Array): RevocationList | undefined {
  const digest = hash('sha256', der, 'base64');
  if (!lists.has(digest)) lists.set(digest, readRevocationList(der));
  if (lists.size > MOST_LISTS) lists.delete(lists.keys().next().value!);
  return lists.get(digest);
}

const read = <One>(ders: readonly Uint8Array[], of: (der: Uint8Array) => One | undefined): One[] => ders.flatMap((der) => of(der) ?? []);
const sideOf = (side: Side): Trusted['portal'] => ({
  roots: read(side.roots, readCertificate),
  others: read(side.others, readCertificate),
  lists: read(side.lists, listOf),
});
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

if (import.meta.main) {
  serveOrders(({ document, signature, trusted: { portal, outside, now } }: ExamineOrder): ExamineAnswer => ({
    found: examineSignatures(
      { document: bufferOf(document), signature: signature && bufferOf(signature) },
      { portal: sideOf(portal), outside: sideOf(outside), now },
    ),
  }));
}
