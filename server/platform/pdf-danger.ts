// What a PDF could do to whoever opens it: scripts, programs, files inside. Objects packed into streams are unpacked, for names hide there. Pure; whatever
// the bytes are, the work is bounded: the text is gone through once.
import { constants, inflateSync } from 'node:zlib';

/** `active`: it runs or carries something; `locked`: encrypted, so it cannot be looked into; `damaged`: it cannot be read, or unpacks to a flood. */
export type PdfDanger = 'active' | 'locked' | 'damaged';

const MOST_UNPACKED = 128 * 1_048_576;
/** Characters of dictionaries that are gone through, of all; those of one; words `obj` before a stream that may begin its dictionary. */
const MOST_READ = 64 * 1_048_576;
const LONGEST_HEAD = 65_536;
const MOST_HEADS = 64;
/** Streams that are looked into because of how they begin. */
const MOST_PEEKS = 100_000;
const PEEK = 256;
const TRAILER = 4_000;
const ACTIVE = /\/(?:JavaScript|Launch|RichMedia|Rendition|SubmitForm|ImportData|GoToE|EmbeddedFiles?|XFA)\b/;

/** A name may be written with #xx for any letter. */
const plainNames = (text: string): string =>
  text.includes('#') ? text.replace(/#([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

/** What is wrong with the file, if anything. */
export function pdfDanger(file: Buffer): PdfDanger | undefined {
  const text = file.toString('latin1');
  if (ACTIVE.test(plainNames(text)) || isArchiveToo(file)) return 'active';
  let [unpacked, peeks] = [0, 0];
  const walk: Walk = { text, left: MOST_READ };
  for (const { heads, start } of streamsOf(walk)) {
    if (walk.left < 0) return 'damaged';
    const dictionaries = heads.map(plainNames);
    if (dictionaries.some((one) => /\/Encrypt\b/.test(one))) return 'locked';
    if (dictionaries.some((one) => one.length > LONGEST_HEAD)) return 'active';
    // A reader that does not look at the type still knows a packed stream by its two numbers; one with a head that misleads, by how it begins.
    const head = dictionaries.find((one) => /\/ObjStm\b/.test(one) || (/\/First\b/.test(one) && /\/N\b/.test(one)));
    if (head === undefined && !(isDeflated(file, start) && (peeks += 1) <= MOST_PEEKS && beginsAsObjects(file, start))) continue;
    const content = unpack(head ?? '/Filter/FlateDecode', file, { start, most: MOST_UNPACKED - unpacked });
    if (typeof content === 'string') return content;
    unpacked += content.length;
    if (ACTIVE.test(plainNames(content.toString('latin1')))) return 'active';
  }
  return walk.left < 0 || peeks > MOST_PEEKS ? 'damaged' : hasLockedTrailer(text) ? 'locked' : undefined;
}

/** The end of a list of files: what opens archives looks for it at the end, and runs what others take for a document. */
const isArchiveToo = (file: Buffer): boolean => file.subarray(-65_557).includes('PK\u0005\u0006', 0, 'latin1');

/** Of an older file; in an encrypted stream's dictionary the name was met above. */
function hasLockedTrailer(text: string): boolean {
  let trailer = Number.NEGATIVE_INFINITY;
  for (const { 0: word, index } of text.matchAll(/\btrailer\b|\/Encrypt\b/g)) {
    if (word === 'trailer') trailer = index;
    else if (index - trailer <= TRAILER) return true;
  }
  return false;
}

type Walk = { readonly text: string; left: number };

/** Every `N G obj … stream`: each dictionary that may be its own, and where its bytes begin. Found by the words, not by the table of places, which may lie. */
function* streamsOf(walk: Walk): Generator<{ heads: string[]; start: number }> {
  const { text } = walk;
  const begun: Begun[] = [];
  for (const { 0: word, index } of text.matchAll(/endobj|endstream|obj|stream/g)) {
    if (word === 'obj' && begun.push({ from: index + 3, end: undefined }) > MOST_HEADS) begun.shift();
    if (word !== 'stream' || walk.left < 0) continue;
    // A comment or a text inside a dictionary may hold the words of another head: all that end here are looked at.
    yield { heads: begun.flatMap((one) => dictionaryIn(walk, one, index) ?? []), start: index + (text.startsWith('\r\n', index + 6) ? 8 : 7) };
  }
}

/** `end`: behind its dictionary, once that is known; null where there is none. */
type Begun = { readonly from: number; end: number | null | undefined };

/** The dictionary of an object, if nothing but space and comments stands between its end and `to`. */
function dictionaryIn(walk: Walk, begun: Begun, to: number): string | undefined {
  const { text } = walk;
  begun.end ??= begun.end === null ? null : endOfDictionary(walk, begun.from, to);
  if (begun.end === null || begun.end === undefined || skipped(text, begun.end, to) !== to) return undefined;
  return text.slice(begun.from, begun.end);
}

/** Null where none begins, undefined where it goes on behind `to`. */
function endOfDictionary(walk: Walk, from: number, to: number): number | null | undefined {
  const { text } = walk;
  let [at, depth] = [skipped(text, from, to), 0];
  if (!text.startsWith('<<', at)) return null;
  for (; at < to; at++) {
    const sign = text[at];
    if (sign === '(') at = endOfText(text, at, to);
    else if (sign === '%') at = endOfLine(text, at, to);
    else if (sign === '<' && text[at + 1] === '<') [at, depth] = [at + 1, depth + 1];
    else if (sign === '>' && text[at + 1] === '>') {
      [at, depth] = [at + 1, depth - 1];
      if (depth === 0) break;
    }
  }
  walk.left -= at - from;
  return depth === 0 ? at + 1 : undefined;
}

const endOfLine = (text: string, at: number, to: number): number => {
  while (at < to && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
};

function endOfText(text: string, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return to;
}

/** Behind space and comments. */
function skipped(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    if (text[at] === '%') at = endOfLine(text, at, to);
    else if (!'\0\t\n\f\r '.includes(text[at]!)) return at;
  }
  return Math.min(at, to);
}

const isDeflated = (file: Buffer, start: number): boolean => start + 2 < file.length && (file[start]! & 0x0f) === 8 && file.readUInt16BE(start) % 31 === 0;

/** Numbers of objects and their places, before anything else. */
function beginsAsObjects(file: Buffer, start: number): boolean {
  try {
    const begin = inflateSync(file.subarray(start, start + PEEK), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1_048_576 }).toString(
      'latin1',
      0,
      PEEK,
    );
    return /^\s*\d+\s+\d+\s+(?:\d|<<|\[|\(|\/)/.test(begin);
  } catch {
    return false;
  }
}

/** Only what everybody writes is unpacked: deflate without a predictor, or nothing. Anything else hides its content, so it is taken for active. */
function unpack(dictionary: string, file: Buffer, { start, most }: { start: number; most: number }): Buffer | PdfDanger {
  const filter = /\/(?:Filter|F)\s*(\[[^\][]{0,200}\]|\/\w+|\d+\s+\d+\s+R|\[)/.exec(dictionary)?.[1]?.replaceAll(/[[\]\s]/g, '');
  if (filter === undefined) return file.subarray(start, Math.min(file.length, start + most));
  const isPlain = (filter === '/FlateDecode' || filter === '/Fl') && !/\/Predictor\s*(?!1\b)\d/.test(dictionary);
  if (!isPlain) return 'active';
  try {
    // What follows the end of the packed bytes is not looked at, so no length has to be believed.
    return inflateSync(file.subarray(start), { maxOutputLength: Math.max(1, most) });
  } catch {
    return 'damaged';
  }
}
