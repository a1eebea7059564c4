// Bytes that may be read from any place and more than once: a file on disk, a buffer, later an encrypted file.
// Tabular readers need both a look at the beginning and, for a zip, a look at the end; a plain stream gives neither.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export type ByteSource = {
  readonly size: number;
  /** Bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
};

const PIECE_BYTES = 1 << 17;

/** A source over bytes in memory, given out in pieces as a file would be. */
export function bytesInMemory(bytes: Uint8Array, pieceBytes = PIECE_BYTES): ByteSource {
  return {
    size: bytes.byteLength,
    async *read(start, end) {
      const last = Math.min(end, bytes.byteLength);
      for (let from = start; from < last; from += pieceBytes) yield bytes.subarray(from, Math.min(last, from + pieceBytes));
    },
  };
}

/** A source over a file on disk. Its size is taken once: a file that grows meanwhile is read up to the size it had. */
export async function bytesOfFile(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return {
    size,
    // `end` of a read stream is inclusive, so an empty range has no spelling of its own.
    read: (start, end) =>
      end > start ? (createReadStream(path, { start, end: end - 1, highWaterMark: PIECE_BYTES }) as AsyncIterable<Uint8Array>) : noBytes(),
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** The first `length` bytes (fewer when the source is shorter) as one piece. */
export async function firstBytes(source: ByteSource, length: number, from = 0): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.read(from, Math.min(source.size, from + length))) pieces.push(piece);
  return Buffer.concat(pieces);
}
