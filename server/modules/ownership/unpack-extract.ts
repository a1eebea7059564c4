// The archive in which the register sends an extract: one XML, its detached signature, often a copy for reading. It comes from outside, so nothing
// is unpacked before the list of it is judged, and only what is needed is. Never throws.
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import type { ArchiveFault } from '#contract/extract-faults';
import { MOST_EXTRACT_BYTES } from './read-extract.ts';

const MOST_ENTRIES = 20;
const MOST_SIGNATURE_BYTES = 1_048_576;
const MOST_RATIO = 200;
/** Below this a high ratio harms nobody. */
const SMALL_BYTES = 1_048_576;

type Inside = { readonly name: string; readonly bytes: Buffer };
export type Unpacked =
  | { readonly ok: true; readonly extract: Inside; readonly signature: Inside | null }
  | { readonly ok: false; readonly fault: ArchiveFault };

const fault = (name: ArchiveFault): Unpacked => ({ ok: false, fault: name });
const has =
  (...endings: string[]) =>
  ({ fileName }: Entry): boolean =>
    endings.some((ending) => fileName.toLowerCase().endsWith(ending));
/** What an archiver of a Mac adds beside each file. */
const isHidden = ({ fileName }: Entry): boolean => /(?:^|\/)(?:\.|__MACOSX\/)/.test(fileName);

/** The signature is the one named after the extract, or the only one there; null where there is none. */
export async function unpackExtract(archive: Buffer): Promise<Unpacked> {
  try {
    const zip = await fromBufferPromise(archive);
    if (zip.entryCount > MOST_ENTRIES) return fault('archiveFlood');
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) if (!isHidden(entry)) entries.push(entry);
    if (entries.some((entry) => entry.isEncrypted())) return fault('archiveLocked');
    if (entries.some(isFlood)) return fault('archiveFlood');
    const [extract, ...more] = entries.filter(has('.xml'));
    if (!extract) return fault('archiveEmpty');
    if (more.length > 0) return fault('archiveSeveral');
    const signatures = entries.filter(has('.sig', '.p7s'));
    const signature = signatures.find(({ fileName }) => fileName.startsWith(`${extract.fileName}.`)) ?? (signatures.length === 1 ? signatures[0]! : null);
    if (signature && signature.uncompressedSize > MOST_SIGNATURE_BYTES) return fault('archiveFlood');
    return { ok: true, extract: await unpacked(zip, extract), signature: signature && (await unpacked(zip, signature)) };
  } catch {
    return fault('archiveBroken'); // also a name with `..` or an absolute one, and a size that is a lie
  }
}

const isFlood = ({ compressedSize, uncompressedSize }: Entry): boolean =>
  uncompressedSize > MOST_EXTRACT_BYTES || (uncompressedSize > SMALL_BYTES && uncompressedSize > compressedSize * MOST_RATIO);

/** The library breaks off where more comes than the list said. */
async function unpacked(zip: ZipFile, entry: Entry): Promise<Inside> {
  const parts: Buffer[] = [];
  for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
  return { name: entry.fileName, bytes: Buffer.concat(parts) };
}
