// What a PDF could do to whoever opens it: scripts, programs, files inside. Objects packed into streams are unpacked, for names hide there. Pure.
import { inflateSync } from 'node:zlib';

/** `active`: it runs or carries something; `locked`: encrypted, so it cannot be looked into; `damaged`: it cannot be read, or unpacks to a flood. */
export type PdfDanger = 'active' | 'locked' | 'damaged';

const MOST_UNPACKED = 128 * 1_048_576;
const ACTIVE = /\/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|XFA)\b/;

/** A name may be written with #xx for any letter. */
const plainNames = (text: string): string => (text.includes('#') ? text.replace(/#([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text);

/** What is wrong with the file, if anything. */
export function pdfDanger(file: Buffer): PdfDanger | undefined {
  const text = file.toString('latin1');
  if (ACTIVE.test(plainNames(text))) return 'active';
  let unpacked = 0;
  for (const { head, start } of streamsOf(text)) {
    const dictionary = plainNames(head);
    if (/\/Encrypt\b/.test(dictionary)) return 'locked';
    // A reader that does not look at the type still knows a packed stream by its two numbers.
    if (!/\/ObjStm\b/.test(dictionary) && !(/\/First\b/.test(dictionary) && /\/N\b/.test(dictionary))) continue;
    const content = unpack(dictionary, file, { start, most: MOST_UNPACKED - unpacked });
    if (typeof content === 'string') return content;
    unpacked += content.length;
    if (ACTIVE.test(plainNames(content.toString('latin1')))) return 'active';
  }
  // The trailer of an older file; a name of an encrypted stream's dictionary was met above.
  return /\btrailer\b[^]{0,4000}?\/Encrypt\b/.test(text) ? 'locked' : undefined;
}

/** Every `N G obj … stream`: what stands before the bytes, and where they begin. Found by the words, not by the table of places, which may lie. */
function* streamsOf(text: string): Generator<{ head: string; start: number }> {
  for (let at = text.indexOf('stream'); at !== -1; at = text.indexOf('stream', at + 6)) {
    if (text.startsWith('end', at - 3)) continue;
    const object = text.lastIndexOf('obj', at);
    if (object === -1 || at - object > 20_000) continue;
    const start = text.startsWith('\r\n', at + 6) ? at + 8 : at + 7;
    yield { head: text.slice(object, at), start };
  }
}

/** Only what everybody writes is unpacked: deflate without a predictor, or nothing. Anything else hides its content, so it is taken for active. */
function unpack(dictionary: string, file: Buffer, { start, most }: { start: number; most: number }): Buffer | PdfDanger {
  const filter = /\/(?:Filter|F)\s*(\[[^\]]*\]|\/\w+|\d+\s+\d+\s+R)/.exec(dictionary)?.[1]?.replaceAll(/[[\]\s]/g, '');
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
