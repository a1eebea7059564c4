// Pages of one PDF put into another: as a page at its end, or as a picture that an annotation shows. Objects are copied under new numbers.
import { type PdfFile, refTo, type Update } from './pdf-file.ts';
import { inflated } from './pdf-streams.ts';
import { isDict, isList, isRef, isStream, type PdfDict, PdfError, type PdfRef, type PdfStream, type PdfValue } from './pdf-syntax.ts';

const DEEPEST_TREE = 50;
/** What leads from a page to the rest of its document. */
const NOT_COPIED = new Set(['Parent', 'Annots', 'StructParents', 'StructParent', 'B', 'Metadata']);

export type Page = { readonly ref: PdfRef; readonly dict: PdfDict };

/** The first or the last page. Throws PdfError when the tree of pages leads to none. */
export function findPage(file: PdfFile, which: 'first' | 'last'): Page {
  let ref = file.dict(file.trailer.get('Root')).get('Pages');
  for (let depth = 0; depth < DEEPEST_TREE; depth++) {
    const dict = file.dict(ref);
    const kids = file.get(dict.get('Kids'));
    if (!isList(kids)) {
      if (!isRef(ref)) break;
      return { ref, dict };
    }
    ref = kids.at(which === 'first' ? 0 : -1);
  }
  throw new PdfError('no page');
}

/** Copies of objects under numbers from `next` on. */
type Copying = { readonly source: PdfFile; readonly numbers: Map<number, number>; readonly updates: Update[]; next: number };

function copied(copying: Copying, value: PdfValue): PdfValue {
  if (isRef(value)) {
    let number = copying.numbers.get(value.ref);
    if (number === undefined) {
      number = copying.next;
      copying.next += 1;
      copying.numbers.set(value.ref, number);
      const copy = copied(copying, copying.source.get(value));
      copying.updates.push({ number, value: copy });
    }
    return refTo(number);
  }
  if (isList(value)) return value.map((one) => copied(copying, one));
  if (isDict(value)) return copiedDict(copying, value);
  return isStream(value) ? { dict: copiedDict(copying, value.dict), data: value.data } : value;
}

const copiedDict = (copying: Copying, dict: PdfDict): PdfDict =>
  new Map([...dict].filter(([name]) => !NOT_COPIED.has(name)).map(([name, value]) => [name, copied(copying, value)]));

/** The pages of `source`, which stand right under its root, at the end of `file`: what is to be appended. */
export function pagesAppended(file: PdfFile, source: PdfFile): Update[] {
  const root = file.dict(file.trailer.get('Root')).get('Pages');
  if (!isRef(root)) throw new PdfError('no pages');
  const pages = file.dict(root);
  const kids = file.get(pages.get('Kids'));
  const added = source.get(source.dict(source.dict(source.trailer.get('Root')).get('Pages')).get('Kids'));
  const count = pages.get('Count');
  if (!isList(kids) || !isList(added) || typeof count !== 'number') throw new PdfError('no pages');
  const copying: Copying = { source, numbers: new Map(), updates: [], next: file.size };
  const refs = added.map((page) => {
    const number = copying.next;
    copying.next += 1;
    copying.updates.push({ number, value: new Map([...copiedDict(copying, source.dict(page)), ['Parent', root]]) });
    return refTo(number);
  });
  return [{ number: root.ref, value: new Map<string, PdfValue>([...pages, ['Kids', [...kids, ...refs]], ['Count', count + refs.length]]) }, ...copying.updates];
}

/** The first page of `source` as a form that can be drawn, its objects numbered from `next` on. */
export function pageAsForm(source: PdfFile, next: number): { readonly form: PdfStream; readonly updates: readonly Update[]; readonly next: number } {
  const { dict } = findPage(source, 'first');
  const copying: Copying = { source, numbers: new Map(), updates: [], next };
  const contents = source.get(dict.get('Contents'));
  const streams = (isList(contents) ? contents.map((one) => source.get(one)) : [contents]).filter(isStream);
  const data = Buffer.concat(streams.flatMap((stream) => [inflated(stream), Buffer.from('\n')]));
  const form = {
    dict: new Map<string, PdfValue>([
      ['Type', { name: 'XObject' }],
      ['Subtype', { name: 'Form' }],
      ['BBox', source.get(dict.get('MediaBox'))],
      ['Resources', copied(copying, source.get(dict.get('Resources')))],
    ]),
    data,
  };
  return { form, updates: copying.updates, next: copying.next };
}
