// Reads an extract from the register of real estate as it streams through the parser. Nothing of it is believed before its signature is checked;
// entities are not expanded, a DOCTYPE is refused, sizes are capped. Pure; never throws.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { ExtractFault } from '#contract/extract-faults';
import { decodeText, detectEncoding } from '#platform/text-encoding';
import { isDay, type Day } from '#platform/time';
import type { Encumbrance, Extract, ExtractHolder, ExtractReading, ExtractRight } from './extract.ts';
import { type Fact, type Form, formOf, type RecordKind, rightKindOf } from './extract-forms.ts';
import { readShare, shareOf, WHOLE } from './share.ts';

export const MOST_EXTRACT_BYTES = 20 * 1_048_576;
const MOST_RECORDS = 5_000;
/** Elements and attributes: of more the reading would hold up everybody else. */
const MOST_PARTS = 300_000;
/** Of one fact of one record. */
const MOST_VALUES = 1_000;
const DEEPEST = 60;
const LONGEST_VALUE = 4_000;
const PIECE = 65_536;

type Found = { readonly kind: RecordKind; readonly facts: Map<Fact, string[]>; readonly holders: ExtractHolder[]; readonly path: string[] };

class Fault extends Error {
  readonly fault: ExtractFault;

  constructor(fault: ExtractFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Says what the extract states, or what is wrong with the file. */
export function readExtract(bytes: Uint8Array): ExtractReading {
  if (bytes.length > MOST_EXTRACT_BYTES) return { ok: false, fault: 'tooLarge' };
  const document = {
    root: '',
    head: new Map<Fact, string[]>(),
    object: new Map<Fact, string[]>(),
    rights: [] as ExtractRight[],
    encumbrances: [] as Encumbrance[],
  };
  try {
    walk(decodeText(bytes, detectEncoding(bytes.subarray(0, PIECE))), document);
    return { ok: true, extract: extractOf(document) };
  } catch (error) {
    return { ok: false, fault: error instanceof Fault ? error.fault : 'cut' };
  }
}

type Document = { root: string; head: Map<Fact, string[]>; object: Map<Fact, string[]>; readonly rights: ExtractRight[]; readonly encumbrances: Encumbrance[] };

function walk(text: string, document: Document): void {
  const parser = new SaxesParser();
  const names: string[] = [];
  const open: Found[] = [];
  let [form, value, records, parts]: [Form | undefined, string, number, number] = [undefined, '', 0, 0];
  parser.on('error', () => {
    throw new Fault('cut');
  });
  parser.on('doctype', () => {
    throw new Fault('doctype');
  });
  parser.on('opentag', (tag) => {
    const name = tag.name.slice(tag.name.indexOf(':') + 1);
    if (names.length === 0) {
      document.root = name;
      form = formOf(name) ?? fail('root');
    }
    parts += 1 + Object.keys(tag.attributes).length;
    if (names.push(name) > DEEPEST || parts > MOST_PARTS) fail('tooMuch');
    value = '';
    const kind = form!.records.find(([pattern]) => pattern.exec(name)?.[0] === name)?.[1];
    if (kind !== undefined) {
      if (records++ > MOST_RECORDS) fail('tooMuch');
      open.push({ kind, facts: new Map(), holders: [], path: [] });
    } else open.at(-1)?.path.push(name);
    takeAttributes(form!, open.at(-1), tag);
  });
  parser.on('text', (part) => {
    if (value.length < LONGEST_VALUE) value += part;
  });
  parser.on('closetag', () => {
    const name = names.pop()!;
    const record = open.at(-1);
    const isOwn = record !== undefined && record.path.length === 0 && form!.records.some(([pattern]) => pattern.exec(name)?.[0] === name);
    if (record && !isOwn) {
      take(form!, record, record.path.join('/'), value);
      record.path.pop();
    }
    if (isOwn) close(open, document);
    value = '';
  });
  for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
  parser.close();
  if (document.root === '') fail('cut');
}

function fail(fault: ExtractFault): never {
  throw new Fault(fault);
}

function takeAttributes(form: Form, record: Found | undefined, tag: SaxesTagPlain): void {
  if (record) for (const [name, text] of Object.entries(tag.attributes)) take(form, record, [...record.path, `@${name}`].join('/'), text);
}

function take(form: Form, { kind, facts }: Found, path: string, text: string): void {
  const value = text.replaceAll(/\s+/g, ' ').trim();
  if (value === '') return;
  const place = (pattern: string): boolean => pattern === path || (pattern.includes('*') && isLike(pattern.split('/'), path.split('/')));
  for (const [fact, places] of Object.entries(form.places[kind]) as [Fact, readonly string[]][]) {
    if (!places.some(place)) continue;
    const values = facts.get(fact) ?? [];
    if (values.length < MOST_VALUES) values.push(value.slice(0, LONGEST_VALUE));
    facts.set(fact, values);
  }
}

const isLike = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((name, at) => name === '*' || name === path[at]);

/** The innermost record has ended: it goes into the one around it, or into the document. */
function close(open: Found[], document: Document): void {
  const { kind, facts, holders } = open.pop()!;
  const around = open.at(-1)?.kind;
  if (kind === 'head' && document.head.size === 0) document.head = facts;
  // Of several objects the first is the one that was asked about; those inside it are its parts.
  if (kind === 'object' && around === undefined && !document.object.has('cadastralNumber')) document.object = facts;
  if (kind === 'holder' && around === 'right') open.at(-1)!.holders.push(holderOf(facts));
  if (kind === 'right' && around !== 'restriction' && around !== 'right') document.rights.push(rightOf(facts, holders));
  if (kind === 'restriction') document.encumbrances.push(...encumbranceOf(facts));
}

const first = (facts: Map<Fact, string[]>, fact: Fact): string | null => facts.get(fact)?.[0] ?? null;

/** ISO, ISO with a time, or DD.MM.YYYY; null for anything else. A time is the register's own: its day is taken as written. */
function dayOf(text: string | null): Day | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text ?? '')?.[1] ?? (text ?? '').replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, '$3-$2-$1');
  return isDay(found) ? found : null;
}

function holderOf(facts: Map<Fact, string[]>): ExtractHolder {
  const [lastName, firstName, middleName] = (['lastName', 'firstName', 'middleName'] as const).map((fact) => first(facts, fact));
  if (lastName && firstName)
    return {
      kind: 'person',
      name: [lastName, firstName, middleName].filter(Boolean).join(' '),
      birthDay: dayOf(first(facts, 'birthDay')),
      snils: first(facts, 'snils'),
    };
  const organization = first(facts, 'organization');
  if (organization) return { kind: 'organization', name: organization, inn: first(facts, 'inn') };
  const body = first(facts, 'public');
  return body ? { kind: 'public', name: body } : { kind: 'hidden' };
}

function rightOf(facts: Map<Fact, string[]>, holders: readonly ExtractHolder[]): ExtractRight {
  const words = first(facts, 'words') ?? '';
  const kind = rightKindOf(first(facts, 'rightCode') ?? '', words);
  const [numerator, denominator, text] = [first(facts, 'numerator'), first(facts, 'denominator'), first(facts, 'shareText')];
  const isFraction = /^\d{1,18}$/.test(numerator ?? '') && /^\d{1,18}$/.test(denominator ?? '');
  const told = isFraction ? shareOf(BigInt(numerator!), BigInt(denominator!)) : text === null ? undefined : readShare(text);
  const hasShare = numerator !== null || denominator !== null || text !== null;
  return {
    kind,
    words,
    number: first(facts, 'number'),
    registeredOn: dayOf(first(facts, 'registeredOn')),
    endedOn: facts.has('endedOn') ? (dayOf(first(facts, 'endedOn')) ?? '0001-01-01') : null,
    share: told ?? (kind === 'sole' && !hasShare ? WHOLE : null),
    shareText: text ?? (hasShare ? `${numerator ?? ''}/${denominator ?? ''}` : null),
    holders,
  };
}

function encumbranceOf(facts: Map<Fact, string[]>): Encumbrance[] {
  if (facts.has('endedOn')) return [];
  return [
    {
      number: first(facts, 'number'),
      code: first(facts, 'code') ?? '',
      words: first(facts, 'words') ?? 'Ограничение права',
      from: dayOf(first(facts, 'from')),
      to: dayOf(first(facts, 'to')),
      rights: facts.get('ofRight') ?? [],
    },
  ];
}

function extractOf({ root, head, object, rights, encumbrances }: Document): Extract {
  const area = first(object, 'area')?.replace(',', '.') ?? null;
  return {
    form: root,
    number: first(head, 'number') ?? fail('noNumber'),
    formedOn: dayOf(first(head, 'formedOn')) ?? fail('noDate'),
    cadastralNumber: first(object, 'cadastralNumber') ?? fail('noCadastralNumber'),
    area: area !== null && /^\d{1,9}(?:\.\d{1,9})?$/.test(area) ? area : null,
    address: first(object, 'address'),
    kindWords: first(object, 'kindWords'),
    rights,
    encumbrances,
  };
}
