// Shadow attacks: a file that was changed between two signatures, each of which holds. Made with our own writer, and by hand where that refuses.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTypesetter } from '#platform/typst-pool';
import { readCertificate, readRevocationList } from '#platform/x509';
import { issueOrganizationCertificate, type KeyWithCertificate, makeAuthority, type Authority, makeRevocationList } from './authority.ts';
import { signDetached } from './detached-signature.ts';
import { examineSignatures } from './examine-signatures.ts';
import { appendPages, embedSignature, prepareSignature, readPdfSignatures } from './pades.ts';
import { appendUpdate, openPdf, type PdfFile, refTo, type Update } from './pdf-file.ts';
import { findPage } from './pdf-pages.ts';
import { withProofs } from './pdf-proofs.ts';
import { showsMore } from './pdf-revisions.ts';
import { isRef, type PdfDict, type PdfValue } from './pdf-syntax.ts';

const AT = new Date('2026-11-22T09:30:00Z');
const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());
let authority: Authority;
let signer: KeyWithCertificate;
let [contract, other]: Buffer[] = [];
beforeAll(async () => {
  authority = await makeAuthority({ name: 'Проба', at: AT });
  signer = await issueOrganizationCertificate(authority.issuing, { name: 'ООО «Проба»', inn: '6671000000', ogrn: null }, { at: AT });
  const typst = (sum: string, archive: boolean) =>
    typesetter.pdf(
      new URL('../../platform/list.typ', import.meta.url),
      {
        title: 'Договор',
        subtitle: '',
        author: 'Мой дом',
        madeOn: '2026-11-22',
        foot: 'Договор',
        columns: [{ title: 'Плата', align: 'left', weight: 1 }],
        rows: [[sum]],
        totals: null,
        flipped: false,
      },
      { archive },
    );
  [contract, other] = [await typst('20 000 рублей', true), await typst('90 000 рублей', false)];
});

async function signed(pdf: Uint8Array, shown?: { pdf: Uint8Array; box: readonly [number, number, number, number] }): Promise<Buffer> {
  const prepared = prepareSignature(pdf, { name: 'Иванов', reason: 'Договор', at: AT, ...(shown && { shown }) });
  return embedSignature(prepared, await signDetached({ signer, chain: [authority.issuing.certificate], bytes: new Uint8Array(prepared.toSign), at: AT }));
}
async function said(document: Buffer) {
  const lists = await Promise.all(
    [authority.root, authority.issuing].map((by) => makeRevocationList(by, [], { number: 1, at: AT, until: new Date(AT.getTime() + 86_400_000) })),
  );
  const found = examineSignatures(
    { document, signature: null },
    {
      portal: {
        roots: [readCertificate(authority.root.certificate)!],
        others: [readCertificate(authority.issuing.certificate)!],
        lists: lists.map((one) => readRevocationList(one)!),
      },
      outside: { roots: [], others: [], lists: [] },
      now: AT,
    },
  );
  return typeof found === 'string'
    ? found
    : [found.addedAfter, ...found.signatures.map((one) => `${one.verdict}${one.addedAfter ? ', shown more after' : ''}`)];
}
const update = (pdf: Buffer, make: (file: PdfFile) => readonly Update[]): Buffer => appendUpdate(openPdf(pdf), make(openPdf(pdf))).bytes;
const rootOf = (file: PdfFile) => {
  const root = file.trailer.get('Root');
  if (!isRef(root)) throw new Error('no root');
  return { number: root.ref, dict: file.dict(root) };
};
const changed = (dict: PdfDict, ...members: [string, PdfValue][]): PdfDict => new Map([...dict, ...members]);
/** The content of the page is drawn anew. */
const painted = (file: PdfFile): readonly Update[] => {
  const page = findPage(file, 'last');
  return [
    { number: file.size, value: { dict: new Map(), data: Buffer.from('0 g 0 0 600 840 re f') } },
    { number: page.ref.ref, value: changed(page.dict, ['Contents', refTo(file.size)]) },
  ];
};

test('SIGN-3, SIGN-4: what is put in between two signatures is told at the first of them, whoever signs after: a page, another text, a note over it, an action, a field', async () => {
  const one = await signed(contract!);
  expect(await said(await signed(one))).toEqual([false, 'valid', 'valid']);
  const attacks: Record<string, Buffer> = {
    'a page more': appendPages(one, other!),
    'the content of the page': update(one, painted),
    'the stream of the page under its own number': update(one, (file) => {
      const contents = findPage(file, 'last').dict.get('Contents');
      return isRef(contents) ? [{ number: contents.ref, value: { dict: new Map(), data: Buffer.from('0 g') } }] : [];
    }),
    'a note over the text': update(one, (file) => {
      const page = findPage(file, 'last');
      return [
        {
          number: file.size,
          value: new Map<string, PdfValue>([
            ['Type', { name: 'Annot' }],
            ['Subtype', { name: 'FreeText' }],
            ['Rect', [0, 0, 500, 500]],
          ]),
        },
        { number: page.ref.ref, value: changed(page.dict, ['Annots', [...(file.get(page.dict.get('Annots')) as PdfValue[]), refTo(file.size)]]) },
      ];
    }),
    'an action at opening': update(one, (file) => {
      const { number, dict } = rootOf(file);
      return [{ number, value: changed(dict, ['OpenAction', new Map([['S', { name: 'GoTo' }]])]) }];
    }),
    'other pages': update(one, (file) => {
      const { number, dict } = rootOf(file);
      return [
        {
          number: file.size,
          value: new Map<string, PdfValue>([
            ['Type', { name: 'Pages' }],
            ['Kids', []],
            ['Count', 0],
          ]),
        },
        { number, value: changed(dict, ['Pages', refTo(file.size)]) },
      ];
    }),
    'a field of text': update(one, (file) => {
      const { number, dict } = rootOf(file);
      const form = file.dict(dict.get('AcroForm'));
      return [
        { number: file.size, value: new Map<string, PdfValue>([['FT', { name: 'Tx' }]]) },
        { number, value: changed(dict, ['AcroForm', changed(form, ['Fields', [...(file.get(form.get('Fields')) as PdfValue[]), refTo(file.size)]])]) },
      ];
    }),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    if (name !== 'other pages') expect(await said(await signed(attack)), name).toEqual([true, 'valid, shown more after', 'valid']);
    expect(await said(attack), name).toEqual([true, 'valid, shown more after']);
    expect(showsMore(one, attack), name).toBe(true);
  }
  expect(await said(await signed(update(await signed(one), painted))), 'both who signed before it').toEqual([
    true,
    'valid, shown more after',
    'valid, shown more after',
    'valid',
  ]);
});

test('SIGN-3: an object that the signed file names and does not have yet is part of what it shows', async () => {
  let missing = 0;
  const hollow = update(contract!, (file) => {
    const page = findPage(file, 'last');
    missing = file.size + 500;
    return [{ number: page.ref.ref, value: changed(page.dict, ['Contents', [page.dict.get('Contents')!, refTo(missing)]]) }];
  });
  const one = await signed(hollow);
  const filled = update(one, () => [{ number: missing, value: { dict: new Map(), data: Buffer.from('0 g') } }]);
  expect(await said(await signed(filled))).toEqual([true, 'valid, shown more after', 'valid']);
});

test('SIGN-1, SIGN-2: marks of signatures, lists that prove them and an empty field that is filled are no addition; a mark over the whole page is', async () => {
  const small = { pdf: other!, box: [40, 40, 300, 140] as const };
  const one = await signed(contract!, small);
  const lists = { certificates: [authority.root.certificate], lists: [await makeRevocationList(authority.root, [], { number: 1, at: AT, until: AT })] };
  for (const pdf of [await signed(one, small), await signed(withProofs(one, lists), small), withProofs(await signed(withProofs(one, lists)), lists)])
    expect((await said(pdf)).slice(1)).toEqual(['valid', 'valid']);
  expect(await said(await signed(one, { pdf: other!, box: [0, 0, 595, 841] }))).toEqual([true, 'valid, shown more after', 'valid']);
  const empty = update(contract!, (file) => {
    const { number, dict } = rootOf(file);
    const page = findPage(file, 'last');
    const field = new Map<string, PdfValue>([
      ['Type', { name: 'Annot' }],
      ['Subtype', { name: 'Widget' }],
      ['FT', { name: 'Sig' }],
      ['T', { bytes: Buffer.from('place') }],
      ['Rect', [0, 0, 0, 0]],
      ['P', page.ref],
    ]);
    return [
      { number: file.size, value: field },
      { number: page.ref.ref, value: changed(page.dict, ['Annots', [refTo(file.size)]]) },
      { number, value: changed(dict, ['AcroForm', new Map<string, PdfValue>([['Fields', [refTo(file.size)]]])]) },
    ];
  });
  const first = await signed(empty);
  const place = openPdf(empty).size - 1;
  const filled = update(first, (file) => [
    { number: place, value: changed(file.dict({ ref: place, generation: 0 }), ['V', refTo(file.size)]) },
    { number: file.size, value: new Map([['Type', { name: 'Sig' }]]) },
  ]);
  expect([
    showsMore(first, filled),
    showsMore(
      filled,
      update(filled, () => [{ number: place, value: changed(openPdf(filled).dict({ ref: place, generation: 0 }), ['V', null]) }]),
    ),
  ]).toEqual([false, true]);
});

/** A revision by hand that gives the content of the page anew; `table`: of its number, of the old place and of the new one. */
function revised(pdf: Buffer, table: (places: { number: number; was: number; is: number }) => { lines: string; trailer?: string; before?: Buffer }): Buffer {
  const file = openPdf(pdf);
  const contents = findPage(file, 'last').dict.get('Contents');
  const place = isRef(contents) ? file.places.get(contents.ref) : null;
  if (!isRef(contents) || !place || !('offset' in place)) throw new Error('no content of its own');
  const own = Buffer.from(`\n${contents.ref} 0 obj\n<</Length 3>>\nstream\n0 g\nendstream\nendobj\n`);
  const { lines, trailer = '', before = Buffer.alloc(0) } = table({ number: contents.ref, was: place.offset, is: pdf.length + 1 });
  const head = Buffer.concat([pdf, own, before]);
  return Buffer.concat([
    head,
    Buffer.from(
      `xref\n${lines}trailer\n<</Size ${file.size}/Root ${rootOf(file).number} 0 R/Prev ${file.table.offset}${trailer}>>\nstartxref\n${head.length}\n%%EOF\n`,
    ),
  ]);
}
const line = (offset: number, kind = 'n'): string => `${String(offset).padStart(10, '0')} 00000 ${kind} \n`;

test('SIGN-3, SIGN-4: a revision whose table gives one object two places, of which programs show one or the other, is no file that is vouched for', async () => {
  const one = await signed(contract!);
  const tables: Record<string, Parameters<typeof revised>[1]> = {
    'the old place first': ({ number, was, is }) => ({ lines: `${number} 1\n${line(was)}${number} 1\n${line(is)}` }),
    'the new place first': ({ number, was, is }) => ({ lines: `${number} 1\n${line(is)}${number} 1\n${line(was)}` }),
    'sections that lie over one another': ({ number, was, is }) => ({ lines: `${number - 1} 2\n${line(0, 'f')}${line(was)}${number} 1\n${line(is)}` }),
    'free and not': ({ number, is }) => ({ lines: `${number} 1\n${line(0, 'f')}${number} 1\n${line(is)}` }),
  };
  for (const [name, table] of Object.entries(tables)) {
    const attack = revised(one, table);
    expect(await said(attack), name).toBe('verify.damagedPdf');
    expect(showsMore(one, attack), name).toBe(true);
    await expect(signed(attack), name).rejects.toThrow('two places');
  }
  expect(
    await said(revised(one, ({ number, is }) => ({ lines: `${number} 1\n${line(is)}${number} 1\n${line(is)}` }))),
    'the same place twice is an update like any',
  ).toEqual([true, 'valid, shown more after']);
});

test('SIGN-4: what a table calls free and the stream beside it gives a place is seen, as programs show it', async () => {
  const one = await signed(contract!);
  const beside = (number: number, is: number): Buffer => {
    const data = Buffer.alloc(5, 1);
    data.writeUInt32BE(is, 1);
    return Buffer.concat([
      Buffer.from(`9000 0 obj\n<</Type/XRef/Size 9001/W[1 4 0]/Index[${number} 1]/Length 5>>\nstream\n`),
      data,
      Buffer.from('\nendstream\nendobj\n'),
    ]);
  };
  const own = (number: number): number => Buffer.from(`\n${number} 0 obj\n<</Length 3>>\nstream\n0 g\nendstream\nendobj\n`).length;
  const hidden = revised(one, ({ number, is }) => ({
    lines: `${number} 1\n${line(0, 'f')}`,
    before: beside(number, is),
    trailer: `/XRefStm ${one.length + own(number)}`,
  }));
  expect(await said(hidden)).toEqual([true, 'valid, shown more after']);
  const torn = revised(one, ({ number, was, is }) => ({
    lines: `${number} 1\n${line(was)}`,
    before: beside(number, is),
    trailer: `/XRefStm ${one.length + own(number)}`,
  }));
  expect(await said(torn)).toBe('verify.damagedPdf');
});

test('SIGN-4: what hangs on behind the last signature is told, a revision or not', async () => {
  const one = await signed(contract!);
  for (const tail of ['<script>alert(1)</script>', `%\nstartxref\n${openPdf(one).table.offset}\n%%EOF\n`, '\0\0x'])
    expect((await said(Buffer.concat([one, Buffer.from(tail)])))[0], tail).toBe(true);
  expect(await said(Buffer.concat([one, Buffer.from('\r\n')]))).toEqual([false, 'valid']);
});

test('SIGN-4: signatures in fields that stand in other fields are found', async () => {
  const one = await signed(contract!);
  const nested = update(one, (file) => {
    const { number, dict } = rootOf(file);
    const form = file.dict(dict.get('AcroForm'));
    const [leaf] = file.get(form.get('Fields')) as [PdfValue];
    const bare = new Map([...file.dict(leaf)].filter(([name]) => name !== 'FT'));
    return [
      { number: (leaf as { ref: number }).ref, value: bare },
      {
        number: file.size,
        value: new Map<string, PdfValue>([
          ['T', { bytes: Buffer.from('group') }],
          ['FT', { name: 'Sig' }],
          ['Kids', [leaf]],
        ]),
      },
      { number, value: changed(dict, ['AcroForm', changed(form, ['Fields', [refTo(file.size)]])]) },
    ];
  });
  const read = readPdfSignatures(nested);
  expect(read.ok && read.signatures.map(({ covers }) => covers)).toEqual([one.length]);
  const ring = update(one, (file) => {
    const { number, dict } = rootOf(file);
    return [
      { number: file.size, value: new Map<string, PdfValue>([['Kids', [refTo(file.size), refTo(file.size)]]]) },
      { number, value: changed(dict, ['AcroForm', new Map<string, PdfValue>([['Fields', [refTo(file.size)]]])]) },
    ];
  });
  expect(readPdfSignatures(ring)).toEqual({ ok: true, signatures: [] });
});

test('SIGN-4: of two signatures one that covers nothing, only the beginning or another place of the file is told, and the other keeps its word', async () => {
  const [one, whole] = [await signed(contract!), await signed(await signed(contract!))];
  const [, open, close] = /\/ByteRange \[0 (\d+) (\d+)/.exec(one.toString('latin1'))!.map(Number) as [number, number, number];
  const ranged = (range: string): Buffer =>
    Buffer.from(
      whole.toString('latin1').replace(/\/ByteRange \[0 \d+ \d+ \d+ *\]/, (was) => `/ByteRange [${range}`.padEnd(was.length - 1).concat(']')),
      'latin1',
    );
  for (const range of ['0 0 0 0', `0 ${open} ${open} 0`, `0 ${close} ${open} 5`, `1 ${open} ${close} 10`, `0 ${open} ${close} 999999999`, `0 ${open} ${close}`])
    expect(await said(ranged(range)), range).toBe('verify.damagedPdf');
  expect(await said(ranged(`0 ${open} ${close} 0`)), 'only what stands before it').toEqual([true, 'broken, shown more after', 'broken']);
  const [cms] = [readPdfSignatures(one)].flatMap((read) => (read.ok ? read.signatures.map((each) => each.cms) : []));
  const moved = Buffer.from(whole);
  const second = whole.indexOf('/Contents <', one.length) + '/Contents <'.length;
  moved.write(cms!.toString('hex').padEnd(24_576, '0'), second, 'latin1');
  expect(await said(moved), 'a good signature of another range').toEqual([false, 'valid', 'broken']);
});
