// An extract as PDF: its facts out of the layer of text, in a process of its own.
import { afterAll, expect, test } from 'vitest';
import { openTypesetter } from '#platform/typst-pool';
import { factsOfText, readPdfExtract } from './read-pdf-extract.ts';

const typst = openTypesetter({ processes: 1 });
afterAll(() => typst.stop());
const TEXT =
  'Выписка из Единого государственного реестра недвижимости от 10.11.2026 № КУВИ-001/2026-5779088. Кадастровый номер: 66:41:0000001:1017. Адрес: г. Липовск, ул. Липовая, д. 14, кв. 37 Площадь: 54,3. Правообладатель: Ветров Артём Игоревич. Общая долевая собственность, 1/2. 66:41:0000001:1017-66/199/2021-1';
const facts = {
  number: 'КУВИ-001/2026-5779088',
  formedOn: '2026-11-10',
  cadastralNumber: '66:41:0000001:1017',
  area: '54.3',
  rights: [
    {
      kind: 'shared',
      share: { numerator: 1, denominator: 2 },
      number: '66:41:0000001:1017-66/199/2021-1',
      holders: [{ kind: 'person', name: 'Ветров Артём Игоревич' }],
    },
  ],
};

test('OWN-1, OWN-2: an extract as PDF gives its facts to the reviewer; a scan, another paper and rubbish give none', async () => {
  const pdf = await typst.pdf(new URL('../../platform/typst-pool.fixture.typ', import.meta.url), { text: TEXT }, { archive: false });
  expect(await readPdfExtract(pdf)).toMatchObject(facts);
  for (const none of [Buffer.from('%PDF-1.7 rubbish'), Buffer.alloc(0), pdf.subarray(0, 200)]) expect(await readPdfExtract(none)).toBeUndefined();
  for (const text of [
    '',
    'Договор от 10.11.2026',
    TEXT.replace('10.11.2026', '31.02.2026'),
    TEXT.replace('66:41:0000001:1017.', '').replaceAll(/66:41:\S+/g, ''),
  ])
    expect(factsOfText(text), text).toBeUndefined();
});

test('OWN-2: a text made to cost much is read at once', () => {
  for (const many of ['Правообладатель '.repeat(120_000), 'Адрес: '.repeat(280_000), 'доля '.repeat(400_000), '66:41:'.repeat(330_000), '1 '.repeat(900_000)])
    expect(factsOfText(TEXT + many)).toMatchObject({ number: facts.number });
});
