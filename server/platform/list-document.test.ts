import { hasPdfJudges, pdfFacts, pdfPages } from '#test/pdf-judges';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, expect, test } from 'vitest';
import { listDocument, PDF_ROWS_AT_MOST, type ListFacts } from './list-document.ts';
import { openTypesetter } from './typst-pool.ts';

const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());
const template = new URL('list.typ', import.meta.url);
const list: ListFacts = {
  title: 'Начисления',
  author: 'ООО «УК Липовый двор»',
  filters: ['Октябрь 2026', 'Не оплачено'],
  columns: [
    { title: 'Лицевой счёт', align: 'left' },
    { title: 'Услуга', align: 'left', weight: 2 },
    { title: 'Сумма, ₽', align: 'right' },
  ],
  rows: Array.from({ length: 120 }, (_, index) => [String(1_000_000_000 + index), 'Отопление', `${index},00`]),
  totals: ['Всего', '', '7 140,00'],
  madeAt: '2026-11-12T20:20:00.000Z',
  timeZone: 'Asia/Yekaterinburg',
};

test('X-1: a list tells its filter, its count and when it was made by the clock of the house', () => {
  expect(listDocument(list)).toMatchObject({
    subtitle: 'Октябрь 2026 · Не оплачено · 120\u00a0строк',
    foot: 'Начисления · ООО «УК Липовый двор» · 13\u00a0ноября 2026, 01:20',
    madeOn: '2026-11-13',
    flipped: false,
  });
  expect(listDocument({ ...list, rows: [], totals: null }).subtitle).toBe('Октябрь 2026 · Не оплачено · Ничего не найдено');
  expect(listDocument({ ...list, columns: Array(8).fill(list.columns[0]), rows: [], totals: null }).flipped).toBe(true);
});

test('X-1: more rows than a PDF holds and rows of another length are refused by name', () => {
  expect(() => listDocument({ ...list, rows: Array(PDF_ROWS_AT_MOST + 1).fill(list.rows[0]) })).toThrow(expect.objectContaining({ fault: 'tooManyRows' }));
  expect(() => listDocument({ ...list, rows: [['1', '2']] })).toThrow(expect.objectContaining({ fault: 'rowLength' }));
  expect(() => listDocument({ ...list, totals: [] })).toThrow(expect.objectContaining({ fault: 'rowLength' }));
});

test.skipIf(!hasPdfJudges)('X-1: every row is in the PDF, the head repeats and pages are numbered', async () => {
  const pdf = await typesetter.pdf(template, listDocument(list), { archive: true });
  const pages = pdfPages(pdf);
  expect(pages.length).toBeGreaterThan(1);
  pages.forEach((page, index) => {
    expect(page).toContain('Лицевой счёт');
    expect(page).toContain(`стр. ${index + 1} из ${pages.length}`);
  });
  const text = pages.join('\n');
  for (const row of list.rows) expect(text).toContain(row[0]);
  expect(text).toContain('7 140,00');
  expect(pdfFacts(pdf).info).toMatch(/Tagged:\s+yes/);
});

test('X-1: ten thousand rows come out within the time limit', { timeout: 60_000 }, async () => {
  const rows = Array.from({ length: PDF_ROWS_AT_MOST }, (_, index) => [String(index), `Строка ${index}`, '1,00']);
  const pdf = await typesetter.pdf(template, listDocument({ ...list, rows, totals: null }), { archive: false });
  expect(pdf.length).toBeGreaterThan(100_000);
});

test('DOCS-3: the code at the foot of a document is never parted by the end of a line', async () => {
  for (let length = 92; length < 140; length += 4) {
    const foot = `${'слово '.repeat(40).slice(0, length)} код 7K4M-92QD-X0B3`;
    const pdf = await typesetter.pdf(template, { ...listDocument({ ...list, rows: [], totals: null }), foot }, { archive: false });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
    expect(text[0], `${length} letters before it`).toContain('7K4M-92QD-X0B3');
  }
});
