// What a later revision of a PDF shows that who signed the earlier one did not see. A signature covers the file as it was; whoever signs after may have
// appended pages or put others in their place, and both signatures hold. Let through is what a signature needs for itself: a new field with its mark,
// one left empty that is filled, lists that prove it, a description of the file. Whatever cannot be followed counts as shown.
import { openPdf, type PdfFile, type Place } from './pdf-file.ts';
import { isDict, isList, isName, isRef, isStream, type PdfDict, PdfError, type PdfValue } from './pdf-syntax.ts';

/** Of the catalog, none of which is seen on a page; the form is looked at by itself. */
const UNSEEN = new Set(['AcroForm', 'DSS', 'Extensions', 'Metadata', 'Perms', 'Version']);
/** Of an empty field of a signature that is filled. */
const FILLED = new Set(['V', 'AP', 'M', 'F']);
/** What a form may be given with its first signature. */
const OF_SIGNING = new Set(['Fields', 'SigFlags', 'DA', 'DR']);
/** Square points: a mark larger than this hides what it lies on. A quarter of an A4 page. */
const LARGEST_MARK = 125_000;

/** Whether the later one shows more. The first bytes of it are the earlier one. Never throws for the bytes. */
export function showsMore(earlier: Uint8Array, later: Uint8Array): boolean {
  try {
    return differs(openPdf(earlier), openPdf(later));
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return true;
  }
}

function differs(before: PdfFile, after: PdfFile): boolean {
  const [root, newRoot] = [before.trailer.get('Root'), after.trailer.get('Root')];
  if (!isRef(root) || !isRef(newRoot) || root.ref !== newRoot.ref) return true;
  const [catalog, newCatalog] = [before.dict(root), after.dict(root)];
  const [form, newForm] = [formOf(before, catalog), formOf(after, newCatalog)];
  const fields = newFields(before, after, [form, newForm]);
  if (!isSameBut(catalog, newCatalog, UNSEEN) || fields === undefined || !isSameForm(form, newForm)) return true;
  const marks = new Set([...fields, ...fields.flatMap((number) => refsOf(after.get(after.dict({ ref: number, generation: 0 }).get('Kids'))))]);
  if ([...marks].some((number) => isLarge(after, number))) return true;
  const seen = reachable(before, catalog);
  const explained = new Set([root, catalog.get('AcroForm'), form.get('Fields')].flatMap((value) => (isRef(value) ? [value.ref] : [])));
  return [...seen.numbers].some((number) => {
    if (explained.has(number) || isSamePlace(before, after, number)) return false;
    const ref = { ref: number, generation: 0 };
    const [was, is] = [before.get(ref), after.get(ref)];
    if (seen.annotations.has(number)) return !isLonger({ was, is, marks });
    if (!isDict(was) || !isDict(is)) return true;
    if (isName(before.get(was.get('Type')), 'Page'))
      return !isSameBut(was, is, new Set(['Annots'])) || !isLonger({ was: before.get(was.get('Annots')), is: after.get(is.get('Annots')), marks });
    return !isEmptyField(before, was) || !isSameBut(was, is, FILLED);
  });
}

const formOf = (file: PdfFile, catalog: PdfDict): PdfDict => {
  const form = file.get(catalog.get('AcroForm'));
  return isDict(form) ? form : new Map();
};
const refsOf = (value: PdfValue): number[] => (isList(value) ? value.flatMap((one) => (isRef(one) ? [one.ref] : [])) : []);

/** Numbers of the fields that were added, all of them of signatures; undefined where another was, or one is gone. */
function newFields(before: PdfFile, after: PdfFile, [form, newForm]: readonly [PdfDict, PdfDict]): number[] | undefined {
  const [was, is] = [before.get(form.get('Fields')), after.get(newForm.get('Fields'))].map((list) => (isList(list) ? list : []));
  const known = new Set(refsOf(was!));
  if (![...was!, ...is!].every(isRef) || ![...known].every((number) => refsOf(is!).includes(number))) return undefined;
  const added = refsOf(is!).filter((number) => !known.has(number));
  return added.every((number) => isName(after.get(after.dict({ ref: number, generation: 0 }).get('FT')), 'Sig')) ? added : undefined;
}

function isSameForm(was: PdfDict, is: PdfDict): boolean {
  const kept = new Set(['Fields', 'SigFlags', ...[...OF_SIGNING].filter((name) => !was.has(name))]);
  return isSameBut(was, is, kept);
}

const isEmptyField = (file: PdfFile, field: PdfDict): boolean => isName(file.get(field.get('FT')), 'Sig') && file.get(field.get('V')) === null;

function isLarge(file: PdfFile, number: number): boolean {
  const box = file.get(file.dict({ ref: number, generation: 0 }).get('Rect'));
  const [left, bottom, right, top] = isList(box) ? box.map((one) => file.get(one)) : [];
  return (
    [left, bottom, right, top].every((one) => typeof one === 'number') &&
    Math.abs(((right as number) - (left as number)) * ((top as number) - (bottom as number))) > LARGEST_MARK
  );
}

/** Annotations of a page: those that were there, and marks of the new signatures. */
function isLonger({ was, is, marks }: { was: PdfValue; is: PdfValue; marks: ReadonlySet<number> }): boolean {
  const [known, now] = [was ?? [], is ?? []];
  if (!isList(known) || !isList(now)) return false;
  const added = now.filter((one) => !known.some((each) => isSame(each, one)));
  return known.every((one) => now.some((each) => isSame(each, one))) && added.every((one) => isRef(one) && marks.has(one.ref));
}

type Seen = { readonly numbers: ReadonlySet<number>; /** Lists of annotations that are objects of their own. */ readonly annotations: ReadonlySet<number> };

/** Every object that the earlier revision leads to, those that it only names among them: a later one may give them. */
function reachable(file: PdfFile, catalog: PdfDict): Seen {
  const [numbers, annotations] = [new Set<number>(), new Set<number>()];
  const open: PdfValue[] = [file.trailer.get('Root')!, ...[...catalog].flatMap(([name, value]) => (UNSEEN.has(name) && name !== 'AcroForm' ? [] : [value]))];
  if (isRef(open[0])) numbers.add(open[0].ref);
  open[0] = null; // its members follow it, but for those that nobody sees
  while (open.length > 0) {
    const next = open.pop()!;
    if (isRef(next)) {
      if (numbers.has(next.ref)) continue;
      numbers.add(next.ref);
      open.push(file.get(next));
    } else if (isList(next)) open.push(...next);
    else if (isDict(next) || isStream(next)) {
      const dict = isDict(next) ? next : next.dict;
      const list = dict.get('Annots');
      if (isRef(list) && isName(file.get(dict.get('Type')), 'Page')) annotations.add(list.ref);
      open.push(...dict.values());
    }
  }
  return { numbers, annotations };
}

/** An object that lies where it lay is the one that it was. */
function isSamePlace(before: PdfFile, after: PdfFile, number: number): boolean {
  const [was, is] = [before.places.get(number), after.places.get(number)];
  if (!was || !is) return !was && !is;
  if ('offset' in was || 'offset' in is) return 'offset' in was && 'offset' in is && was.offset === is.offset;
  return was.inside === is.inside && was.index === is.index && isSameHolder(before.places.get(was.inside), after.places.get(is.inside));
}
const isSameHolder = (was: Place | undefined, is: Place | undefined): boolean => !!was && !!is && 'offset' in was && 'offset' in is && was.offset === is.offset;

function isSameBut(was: PdfDict, is: PdfDict, names: ReadonlySet<string>): boolean {
  return [...new Set([...was.keys(), ...is.keys()])].every((name) => names.has(name) || isSame(was.get(name) ?? null, is.get(name) ?? null));
}

/** Of the same words; a reference is the same by its number. */
function isSame(was: PdfValue, is: PdfValue): boolean {
  if (isDict(was) || isDict(is)) return isDict(was) && isDict(is) && isSameBut(was, is, new Set());
  if (isList(was) || isList(is)) return isList(was) && isList(is) && was.length === is.length && was.every((one, n) => isSame(one, is[n]!));
  if (was === null || is === null || typeof was !== 'object' || typeof is !== 'object') return was === is;
  if (isRef(was) || isRef(is)) return isRef(was) && isRef(is) && was.ref === is.ref;
  if ('name' in was && 'name' in is) return was.name === is.name;
  return 'bytes' in was && 'bytes' in is && Buffer.compare(was.bytes, is.bytes) === 0;
}
