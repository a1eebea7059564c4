// Files made to break a check of signatures: lengths that lie, depths without end, small files that unfold, the same bytes to be read a thousand times.
import { deflateSync } from 'node:zlib';
import { makeDer, partsOf, readDer } from '#platform/der';

export type Hostile = { readonly name: string; readonly document: Buffer; readonly signature: Buffer | null };

const MB = 1_048_576;
const times = <One>(count: number, one: (n: number) => One): One[] => Array.from({ length: count }, (_, n) => one(n));

/** `cms`: a good detached signature of one signer. */
function signatures(cms: Buffer): Record<string, Buffer> {
  const [kind, wrapped] = partsOf(readDer(cms));
  const parts = partsOf(partsOf(wrapped!)[0]!);
  const [signer] = partsOf(parts.at(-1)!);
  const fields = partsOf(signer!).map(({ bytes }) => bytes);
  const certificate = partsOf(parts.find(({ tag }) => tag === 0xa0)!)[0]!.bytes;
  const rebuilt = ({
    certificates = [certificate],
    signers = [signer!.bytes],
    lists = [],
  }: {
    certificates?: readonly Uint8Array[];
    signers?: readonly Uint8Array[];
    lists?: readonly Uint8Array[];
  }) =>
    makeDer(
      0x30,
      kind!.bytes,
      makeDer(
        0xa0,
        makeDer(
          0x30,
          ...parts.slice(0, 3).map(({ bytes }) => bytes),
          makeDer(0xa0, ...certificates),
          ...(lists.length > 0 ? [makeDer(0xa1, ...lists)] : []),
          makeDer(0x31, ...signers),
        ),
      ),
    );
  const namedBy = (sid: Uint8Array) => makeDer(0x30, fields[0]!, sid, ...fields.slice(2));
  let deep: Buffer = Buffer.of(5, 0);
  for (let n = 0; n < 3_000; n++) deep = makeDer(0x30, deep);
  const attribute = makeDer(
    0x30,
    makeDer(0x06, Buffer.from('2a864886f70d010903', 'hex')),
    makeDer(0x31, makeDer(0x06, Buffer.from('2a864886f70d010701', 'hex'))),
  );
  return {
    'lengths beyond the end': Buffer.concat([Buffer.from('3084ffffffff', 'hex'), cms]),
    'a length of nine bytes': Buffer.concat([Buffer.from('3089ffffffffffffffffff', 'hex'), cms]),
    'nested without lengths, a million deep': Buffer.alloc(2 * MB, Buffer.of(0x30, 0x80)),
    'nested with lengths': makeDer(0x30, kind!.bytes, makeDer(0xa0, deep)),
    'a million empty values': makeDer(0x30, Buffer.alloc(2 * MB, Buffer.of(5, 0))),
    'an identifier of five megabytes': makeDer(0x30, makeDer(0x06, Buffer.alloc(5 * MB, 0x81)), wrapped!.bytes),
    'a number of five megabytes': rebuilt({
      certificates: times(50, () => certificate),
      signers: times(2, () => namedBy(makeDer(0x30, makeDer(0x30), makeDer(0x02, Buffer.alloc(5 * MB, 1))))),
    }),
    'a name of five megabytes': rebuilt({
      certificates: times(50, () => certificate),
      signers: [
        namedBy(
          makeDer(
            0x30,
            makeDer(0x30, makeDer(0x31, makeDer(0x30, makeDer(0x06, Buffer.of(0x55, 4, 3)), makeDer(0x0c, Buffer.alloc(5 * MB, 65))))),
            makeDer(0x02, Buffer.of(1)),
          ),
        ),
      ],
    }),
    'a thousand certificates': rebuilt({ certificates: times(1_000, () => certificate) }),
    'a thousand signers': rebuilt({ signers: times(1_000, () => signer!.bytes) }),
    'twenty signers': rebuilt({ signers: times(20, () => signer!.bytes) }),
    'a certificate of five megabytes': rebuilt({ certificates: [makeDer(0x30, certificate, Buffer.alloc(5 * MB))] }),
    'lists that are none': rebuilt({ lists: times(5, () => makeDer(0x30, Buffer.alloc(MB / 2, Buffer.of(0x30, 0)))) }),
    'a list of five megabytes': rebuilt({ lists: [makeDer(0x30, Buffer.alloc(5 * MB))] }),
    'attributes a thousand times over': rebuilt({
      signers: [makeDer(0x30, ...fields.slice(0, 3), makeDer(0xa0, ...times(4_000, () => attribute)), ...fields.slice(4))],
    }),
    'a content in a million pieces': makeDer(
      0x30,
      kind!.bytes,
      makeDer(
        0xa0,
        makeDer(
          0x30,
          ...parts.slice(0, 2).map(({ bytes }) => bytes),
          makeDer(0x30, makeDer(0x06, Buffer.from('2a864886f70d010701', 'hex')), makeDer(0xa0, makeDer(0x24, Buffer.alloc(3 * MB, Buffer.of(4, 1, 65))))),
          ...parts.slice(3).map(({ bytes }) => bytes),
        ),
      ),
    ),
    'five megabytes of one letter': Buffer.alloc(5 * MB, 65),
    'five megabytes of dashes': Buffer.alloc(5 * MB, 45),
  };
}

const HEAD = '%PDF-1.7\n';
/** Objects one after another, with a plain table; `tail`: behind the last of them. */
function plain(objects: readonly string[], tail = ''): Buffer {
  let text = HEAD;
  const places = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  text += tail;
  return Buffer.from(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  );
}

const stream = (number: number, dict: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${number} 0 obj\n<<${dict}/Length ${data.length}>>\nstream\n`), data, Buffer.from('\nendstream\nendobj\n')]);
const ending = (offset: number): Buffer => Buffer.from(`startxref\n${offset}\n%%EOF\n`);

function manySections(): Buffer {
  const zeros = deflateSync(Buffer.alloc(16 * MB));
  const parts: Buffer[] = [Buffer.from(HEAD)];
  let [length, before] = [HEAD.length, ''];
  for (let n = 0; n < 300; n++) {
    const section = stream(n + 1, `/Type/XRef/Root 1 0 R/Size 9/W[1 1 1]/Index[0 900000]/Filter/FlateDecode${before}`, zeros);
    before = `/Prev ${length}`;
    parts.push(section);
    length += section.length;
  }
  return Buffer.concat([...parts, ending(length - parts.at(-1)!.length)]);
}

function sameObjectOften(): Buffer {
  const catalog = Buffer.from(`1 0 obj\n<</Type/Catalog/AcroForm<</Fields[${times(1_000, (n) => `${n + 3} 0 R`).join(' ')}]>>>>\nendobj\n`);
  const heads = times(1_000, (n) => `${n + 3} 0 `).join('');
  const holder = stream(
    2,
    `/Type/ObjStm/N 1000/First ${heads.length}/Filter/FlateDecode`,
    deflateSync(Buffer.concat([Buffer.from(`${heads}[`), Buffer.alloc(8 * MB, '1 '), Buffer.from(']')])),
  );
  const entry = (kind: number, place: number, index: number): Buffer => {
    const line = Buffer.alloc(7, kind);
    line.writeUInt32BE(place, 1);
    line.writeUInt16BE(index, 5);
    return line;
  };
  const lines = [entry(0, 0, 0), entry(1, HEAD.length, 0), entry(1, HEAD.length + catalog.length, 0), ...times(1_000, (n) => entry(2, 2, n))];
  const table = stream(1_003, '/Type/XRef/Root 1 0 R/Size 1003/W[1 4 2]', Buffer.concat(lines));
  return Buffer.concat([Buffer.from(HEAD), catalog, holder, table, ending(HEAD.length + catalog.length + holder.length)]);
}

/** So many fields of one signature that covers a file of this length. */
function manyFields(count: number, length: number): Buffer {
  const of = (range: string): Buffer =>
    plain(
      [`<</Type/Catalog/AcroForm<</Fields[${'2 0 R '.repeat(count)}]>>>>`, '<</FT/Sig/V 3 0 R>>', `<</ByteRange[${range}]/Contents<30800000>>>`],
      `%${'x'.repeat(length)}\n`,
    );
  const draft = of('0 0000000000 0000000000 0000000000');
  const open = draft.indexOf('<30800000>');
  const places = [open, open + 10, draft.length - open - 10].map((place) => String(place).padStart(10, '0'));
  return of(`0 ${places.join(' ')}`);
}

function documents(): Record<string, Buffer> {
  return {
    'a table of a billion lines of nothing': Buffer.concat([
      Buffer.from(HEAD),
      stream(1, '/Type/XRef/Root 1 0 R/Size 9/W[0 0 0]/Index[0 999999999]', Buffer.of(1)),
      ending(HEAD.length),
    ]),
    'three hundred tables that unfold': manySections(),
    'a thousand names of one large object': sameObjectOften(),
    'a thousand fields of one signature': manyFields(1_000, MB),
    'twenty fields of a large file': manyFields(20, 5 * MB),
    'a table that leads to itself': Buffer.from(`${HEAD}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n`),
    'lists in lists': plain([`<</Type/Catalog/AcroForm<</Fields ${'['.repeat(100_000)}>>>>`]),
    'an object that is itself': plain(['<</Type/Catalog/AcroForm 2 0 R>>', '2 0 R']),
  };
}

/** All of them; none is a good signature. */
export function hostileFiles(cms: Buffer): Hostile[] {
  const document = Buffer.from('Договор');
  return [
    ...Object.entries(signatures(cms)).flatMap(([name, signature]): Hostile[] => [
      { name, document, signature },
      { name: `${name}, alone`, document: signature, signature: null },
    ]),
    ...Object.entries(documents()).map(([name, pdf]): Hostile => ({ name, document: pdf, signature: null })),
  ];
}
