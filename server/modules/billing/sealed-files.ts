// Registers and scans as they came, encrypted on the disk, readable from any place.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ByteSource } from '#platform/byte-source';
import { openFile, plainSize, rewrapFile, sealStream } from '#platform/file-cipher';
import { isUuid } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';

export type SealedFiles = {
  /** Writes the bytes under the id and says how many there were, with their hash. What cannot be written whole leaves nothing. */
  write(id: string, bytes: AsyncIterable<Uint8Array>): Promise<{ bytes: bigint; sha256: Buffer }>;
  /** Opens a written file; `close` it after reading. */
  open(id: string): Promise<ByteSource & { close(): Promise<void> }>;
  remove(id: string): Promise<void>;
  /** Ids of the files written last before the moment. */
  olderThan(moment: Date): Promise<string[]>;
  /** Puts every file under the current master key; says how many were under an older one. */
  rekey(): Promise<number>;
};

/** Files of billing in the folder, made with its first file. */
export function openSealedFiles(folder: string, keys: KeyRing): SealedFiles {
  const pathOf = (id: string): string => path.join(folder, id);
  const placeOf = (id: string): string => `billing file ${id}`;
  const ids = async (): Promise<string[]> => (await readdir(folder).catch(() => [])).filter(isUuid);
  return {
    async write(id, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const hash = createHash('sha256');
      let count = 0n;
      const counted = new Transform({
        transform(piece: Buffer, _encoding, done) {
          hash.update(piece);
          count += BigInt(piece.length);
          done(null, piece);
        },
      });
      try {
        await pipeline(
          Readable.from(bytes, { objectMode: false }),
          counted,
          sealStream(keys, placeOf(id)),
          createWriteStream(pathOf(id), { mode: 0o600, flags: 'wx' }),
        );
      } catch (error) {
        await rm(pathOf(id), { force: true });
        throw error;
      }
      return { bytes: count, sha256: hash.digest() };
    },
    async open(id) {
      const file = await open(pathOf(id), 'r');
      const { size } = await file.stat();
      return { size: plainSize(size), read: (start, end) => openFile(keys, placeOf(id), file, { start, end }), close: () => file.close() };
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    async olderThan(moment) {
      const old: string[] = [];
      for (const id of await ids()) if (((await stat(pathOf(id)).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY) < moment.getTime()) old.push(id);
      return old;
    },
    async rekey() {
      let count = 0;
      for (const id of await ids()) count += Number(await rewrapFile(keys, placeOf(id), pathOf(id)).catch(ignoreGone));
      return count;
    },
  };
}

/** A file that is being written, or was removed meanwhile, is none of the old ones. */
function ignoreGone(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
  throw error;
}
