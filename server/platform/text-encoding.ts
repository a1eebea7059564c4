// Which of the encodings of Russian text some bytes are in, and decoding them as they stream.
import iconv from 'iconv-lite';
import { firstBytes, type ByteSource } from './byte-source.ts';

const ONE_BYTE = ['cp1251', 'cp866', 'koi8-r'] as const;
export type TextEncoding = 'utf-8' | 'utf-16le' | (typeof ONE_BYTE)[number];

/** What decoding puts where bytes mean nothing. A text that has it was cut, damaged or put together from two encodings. */
export const UNREADABLE = '\ufffd';

const SAMPLE_BYTES = 1 << 16;
/** The ten letters that make more than half of any Russian text; a wrong table turns them into rare ones or into frames. */
const FREQUENT_LETTERS = new Set('оеаинтсрвл');
/** Beside letters a register has these; what stands in their place under a wrong table is mostly a frame or a rare sign. */
const USUAL_SIGNS = new Set('№«»–—\u00a0');

/**
 * The encoding of a sample of at least a line of Russian text; pure ASCII is 'utf-8'.
 * Fewer than about ten letters leave it a guess, of which cp1251 is the first.
 */
export function detectEncoding(sample: Uint8Array): TextEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  try {
    // `stream: true` forgives a character cut at the end of the sample. Chance text in a one-byte table is hardly ever valid UTF-8.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return 'utf-8';
  } catch {
    // A byte order mark is a promise: one damaged character later does not make the file another one.
    if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8';
    const scores = ONE_BYTE.map((encoding) => ({ encoding, score: russianScore(iconv.decode(Buffer.from(sample), encoding)) }));
    return scores.reduce((best, next) => (next.score > best.score ? next : best)).encoding;
  }
}

function russianScore(text: string): number {
  let score = 0;
  let previousWasLower = false;
  for (const character of text) {
    if (character < '\u0080') {
      previousWasLower = character >= 'a' && character <= 'z';
      continue;
    }
    const lower = character.toLowerCase();
    if (FREQUENT_LETTERS.has(lower)) score += 1;
    else if (!(lower >= 'а' && lower <= 'я') && lower !== 'ё' && !USUAL_SIGNS.has(character)) score -= 2; // frames, Latin with accents, Serbian letters
    const isLower = lower === character && lower !== character.toUpperCase();
    if (previousWasLower && lower !== character) score -= 2; // «иВАНОВ»: cp1251 and KOI8-R swap the case of letters
    previousWasLower = isLower;
  }
  return score;
}

/**
 * The encoding of a whole source: the sample is taken where the first letter beyond ASCII stands, so that a file whose
 * first thousands of lines are digits is not mistaken. A source without such a letter is read through once.
 */
export async function encodingOf(source: ByteSource): Promise<TextEncoding> {
  const start = await firstBytes(source, SAMPLE_BYTES);
  if (start.some((byte) => byte >= 0x80)) return detectEncoding(start);
  let at = start.byteLength;
  for await (const piece of source.read(at, source.size)) {
    const found = piece.findIndex((byte) => byte >= 0x80);
    if (found >= 0) return detectEncoding(await firstBytes(source, SAMPLE_BYTES, at + found));
    at += piece.byteLength;
  }
  return 'utf-8';
}

/** Decodes a whole text in memory, without its byte order mark. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
}

/** Decodes a stream piece by piece; a character split between two pieces stays whole, a byte order mark is dropped. */
export async function* decodeStream(bytes: AsyncIterable<Uint8Array>, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const piece of bytes) {
    const text = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield rest;
}
