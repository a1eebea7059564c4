// Reads files of the state address register: hundreds of megabytes of flat elements that are all attributes. A scanner for just that takes
// what a general parser does in two thirds of the time; what is no such file is refused.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { refuse } from '#platform/errors';

const CHUNK = 1 << 18;
const LONGEST_ELEMENT = 65_536;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (value: string): string =>
  value.includes('&')
    ? value.replaceAll(/&(#x?[\da-fA-F]+|\w+);/gu, (whole, name: string) => (name.startsWith('#') ? fromCode(name) : (ENTITIES[name] ?? whole)))
    : value;
function fromCode(name: string): string {
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

/** Attributes of one element by the names wanted, in their order; undefined where there is none. Undefined instead: no attributes at all. */
function attributesOf(element: string, places: ReadonlyMap<string, number>, count: number): (string | undefined)[] | undefined {
  const values: (string | undefined)[] = Array.from({ length: count });
  for (let at = 0; ;) {
    const equals = element.indexOf('=', at);
    if (equals < 0) return values;
    const open = equals + 1;
    const quote = element[open];
    const close = quote === '"' || quote === "'" ? element.indexOf(quote, open + 1) : -1;
    if (close < 0) return undefined;
    let start = equals;
    while (start > at && element.codePointAt(start - 1)! > 32) start -= 1;
    const place = places.get(element.slice(start, equals));
    if (place !== undefined) values[place] = decoded(element.slice(open + 1, close));
    at = close + 1;
  }
}

/** The end of an element that begins at `from`: a «>» outside of quotes; -1 when it is not there yet. */
function endOf(text: string, from: number): number {
  for (let at = from; ;) {
    const end = text.indexOf('>', at);
    if (end < 0) return -1;
    const before = text.lastIndexOf('"', end);
    // Values hold no «>» in the register; where one does, its quotes are counted.
    if (before < from || text[end - 1] === '"' || text[end - 1] === '/' || text[end - 1]!.trim() === '' || (text.slice(from, end).split('"').length & 1) === 1)
      return end;
    at = end + 1;
  }
}

/** What the scanner is told of a kind of file. */
type Wanted = { readonly root: string; readonly element: string; readonly attributes: readonly string[] };

/**
 * The elements of a file, each as the values of the attributes wanted, some thousands at a time: the reader sets the pace.
 * @throws Refusal addresses.garUnreadable (another kind of file, a document type, an element without end) and addresses.garCut (its end is missing), both with the file and the number of the record
 */
export async function* scanGar(file: string, { root: rootWanted, element, attributes }: Wanted): AsyncGenerator<(string | undefined)[][]> {
  const places = new Map(attributes.map((name, n) => [name, n]));
  const opening = `<${element}`;
  let rest = '';
  let root: string | undefined;
  let isClosed = false;
  let row = 0;
  const unreadable = (): never => refuse('addresses.garUnreadable', { file: path.basename(file), row });
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: CHUNK })) {
    const text = rest + (chunk as string);
    const rows: (string | undefined)[][] = [];
    let at = 0;
    for (;;) {
      const start = text.indexOf('<', at);
      if (start < 0) break;
      const end = endOf(text, start + 1);
      if (end < 0) {
        at = start;
        break;
      }
      at = end + 1;
      if (text.startsWith(opening, start) && text.codePointAt(start + opening.length)! <= 32 && root !== undefined) {
        row += 1;
        rows.push(attributesOf(text.slice(start + opening.length, end), places, attributes.length) ?? unreadable());
      } else if (text.startsWith('<!DOCTYPE', start)) unreadable();
      else if (root === undefined && /[A-Za-z]/u.test(text[start + 1]!)) {
        root = /^\w+/u.exec(text.slice(start + 1, end))![0];
        if (root !== rootWanted) unreadable();
        isClosed = text[end - 1] === '/';
      } else if (text[start + 1] === '/') isClosed ||= text.slice(start + 2, end).trim() === root;
    }
    rest = text.slice(at);
    if (rest.length > LONGEST_ELEMENT) unreadable();
    if (rows.length > 0) yield rows;
  }
  if (root === undefined) unreadable();
  if (!isClosed) refuse('addresses.garCut', { file: path.basename(file), row });
}
