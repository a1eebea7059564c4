// Proofs inside a PDF (PAdES, level LT: the security store of ETSI EN 319 142-1): certificates and lists of the revoked in an update of their own.
import { appendUpdate, openPdf, refTo, type Update } from './pdf-file.ts';
import { inflated } from './pdf-streams.ts';
import { isDict, isList, isRef, isStream, type PdfDict, PdfError, type PdfValue } from './pdf-syntax.ts';

/** In DER. */
export type Proofs = { readonly certificates: readonly Uint8Array[]; readonly lists: readonly Uint8Array[] };
const MOST = 200;

/** The file with the proofs behind all that is in it. The same file and proofs give the same bytes. Throws PdfError. */
export function withProofs(pdf: Uint8Array, { certificates, lists }: Proofs): Buffer {
  const file = openPdf(pdf);
  const root = file.trailer.get('Root');
  if (!isRef(root)) throw new PdfError('no root');
  const streams: Update[] = [...certificates, ...lists].map((data, n) => ({ number: file.size + n, value: { dict: new Map<string, PdfValue>(), data } }));
  const refs = (from: number, count: number): PdfValue => Array.from({ length: count }, (_, n) => refTo(file.size + from + n));
  const store: PdfDict = new Map<string, PdfValue>([
    ['Type', { name: 'DSS' }],
    ['Certs', refs(0, certificates.length)],
    ['CRLs', refs(certificates.length, lists.length)],
  ]);
  return appendUpdate(file, [...streams, { number: root.ref, value: new Map<string, PdfValue>([...file.dict(root), ['DSS', store]]) }]).bytes;
}

/** The proofs that a file holds; none where there are none or they cannot be read. Never throws for the bytes. */
export function readProofs(pdf: Uint8Array): Proofs {
  try {
    const file = openPdf(pdf);
    const store = file.get(file.dict(file.trailer.get('Root')).get('DSS'));
    const held = (name: string): Uint8Array[] => {
      const list = isDict(store) ? file.get(store.get(name)) : null;
      return isList(list)
        ? list.slice(0, MOST).flatMap((one) => {
            const stream = file.get(one);
            return isStream(stream) ? [inflated(stream)] : [];
          })
        : [];
    };
    return { certificates: held('Certs'), lists: held('CRLs') };
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { certificates: [], lists: [] };
  }
}
