// Files at rest: AES-256-GCM in chunks, a key per file wrapped by the master key.
//
//   format 1 | key version 1 | wrap nonce 12 | wrapped file key 32 | wrap tag 16 | nonce prefix 7 | chunk, chunk, …
//   chunk = up to 64 KiB of ciphertext + tag 16;  nonce = prefix 7 | chunk number 4 | last chunk? 1
//
// Why chunks: with one tag for the whole file a stream would give out bytes before they are checked, and a range (a page of a
// large scan, a seek in a video) could not be read at all. Cost: 16 bytes per 64 KiB.
// Why number and last-chunk mark stand in the nonce: chunks cannot be swapped, repeated or cut off at the end.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { CipherError, deriveKey, type KeyRing } from './key-ring.ts';

const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 12;
const FILE_KEY = 32;
const PREFIX = 7;
const WRAP = 2 + NONCE + FILE_KEY + TAG;
/** Bytes before the first chunk. */
export const FILE_HEADER_BYTES = WRAP + PREFIX;
const FORMAT = 1;

/** Seals what is piped through. `place` is what the file belongs to ("document 0190…"): moved under another record it does not open. */
export function sealStream(ring: KeyRing, place: string): Transform {
  const fileKey = randomBytes(FILE_KEY);
  const prefix = randomBytes(PREFIX);
  let number = 0;
  // The chunk that is not full yet, in the parts in which it came: nothing is copied together.
  let waiting: Buffer[] = [];
  let size = 0;

  function seal(stream: Transform, last: boolean): void {
    const cipher = createCipheriv('aes-256-gcm', fileKey, chunkNonce(prefix, number, last));
    number += 1;
    for (const part of waiting) stream.push(cipher.update(part));
    cipher.final(); // of a stream cipher nothing is left
    stream.push(cipher.getAuthTag());
    waiting = [];
    size = 0;
  }
  return new Transform({
    construct(done) {
      this.push(Buffer.concat([wrapFileKey(ring, fileKey, place), prefix]));
      done();
    },
    transform(bytes: Buffer, _encoding, done) {
      for (let at = 0; at < bytes.length;) {
        // At least one byte stays for the last chunk.
        if (size === CHUNK) seal(this, false);
        const part = bytes.subarray(at, at + CHUNK - size);
        waiting.push(part);
        size += part.length;
        at += part.length;
      }
      done();
    },
    flush(done) {
      // An empty file has one chunk too, so that cutting everything off is seen.
      seal(this, true);
      done();
    },
  });
}

/** How many bytes of plaintext a sealed file of `sealedBytes` holds. Throws CipherError `damaged` when it is too short to be one. */
export function plainSize(sealedBytes: number): number {
  const size = sealedBytes - FILE_HEADER_BYTES - (lastChunk(sealedBytes) + 1) * TAG;
  if (size < 0) throw new CipherError('damaged', 'a sealed file is cut short');
  return size;
}

/**
 * Yields checked plaintext of [start, end) and reads only the chunks it needs; without a range the whole file.
 * Throws CipherError: `damaged` before a changed byte could be given out, `noKey` for a version the ring lacks.
 */
export async function* openFile(ring: KeyRing, place: string, file: FileHandle, range: { start?: number; end?: number } = {}): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const whole = plainSize(size);
  const header = await readExactly(file, 0, FILE_HEADER_BYTES);
  const fileKey = unwrapFileKey(ring, header, place);
  const prefix = header.subarray(WRAP);
  const last = lastChunk(size);
  const start = Math.max(0, range.start ?? 0);
  const stop = Math.min(range.end ?? whole, whole);

  for (let number = Math.floor(start / CHUNK); number <= last; number++) {
    const offset = number * CHUNK;
    if (offset >= stop && !(number === 0 && whole === 0)) return;
    const isLast = number === last;
    const sealed = await readExactly(file, FILE_HEADER_BYTES + number * (CHUNK + TAG), isLast ? whole - offset + TAG : CHUNK + TAG);
    const plain = openChunk(fileKey, chunkNonce(prefix, number, isLast), sealed);
    const part = plain.subarray(Math.max(0, start - offset), stop - offset);
    if (part.length > 0) yield part;
  }
}

/** Rotation: the same file key under the current master key. Only the header is rewritten, the content is neither read nor written. Throws CipherError. */
function rewrapHeader(ring: KeyRing, place: string, header: Uint8Array): Buffer {
  if (header.length < FILE_HEADER_BYTES) throw new CipherError('damaged', 'a sealed file is cut short');
  return Buffer.concat([wrapFileKey(ring, unwrapFileKey(ring, header, place), place), header.subarray(WRAP, FILE_HEADER_BYTES)]);
}

/**
 * Puts a file on the disk under the current master key; says whether it was under an older one. The header lies within one sector, so
 * the write is whole or not at all. Throws CipherError.
 */
export async function rewrapFile(ring: KeyRing, place: string, path: string): Promise<boolean> {
  const file = await open(path, 'r+');
  try {
    const header = await readExactly(file, 0, FILE_HEADER_BYTES);
    if (header[1] === ring.current) return false;
    await file.write(rewrapHeader(ring, place, header), 0, FILE_HEADER_BYTES, 0);
    await file.datasync();
    return true;
  } finally {
    await file.close();
  }
}

function lastChunk(sealedBytes: number): number {
  return Math.max(0, Math.ceil((sealedBytes - FILE_HEADER_BYTES) / (CHUNK + TAG)) - 1);
}

function openChunk(fileKey: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', fileKey, nonce, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(0, -TAG));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    throw new CipherError('damaged', 'a chunk of a sealed file was changed');
  }
}

function chunkNonce(prefix: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function wrapFileKey(ring: KeyRing, fileKey: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE);
  const head = Buffer.from([FORMAT, ring.current]);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(ring, ring.current, 'wrap file keys'), nonce).setAAD(Buffer.concat([head, Buffer.from(place)]));
  return Buffer.concat([head, nonce, cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
}

function unwrapFileKey(ring: KeyRing, header: Uint8Array, place: string): Buffer {
  if (header[0] !== FORMAT) throw new CipherError('damaged', 'not a sealed file');
  const key = deriveKey(ring, header[1] ?? 0, 'wrap file keys');
  const sealed = header.subarray(2 + NONCE, WRAP);
  const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(2, 2 + NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.concat([header.subarray(0, 2), Buffer.from(place)])).setAuthTag(sealed.subarray(FILE_KEY));
  const fileKey = decipher.update(sealed.subarray(0, FILE_KEY));
  try {
    return Buffer.concat([fileKey, decipher.final()]);
  } catch {
    throw new CipherError('damaged', 'the header of a sealed file was changed, or the file belongs to another record');
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new CipherError('damaged', 'a sealed file is cut short');
  return buffer;
}
