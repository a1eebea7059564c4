import { openTypesetter } from '#platform/typst-pool';
import { hasPdfJudges, pdfFacts, pdfPages } from '#test/pdf-judges';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { statementDocument, StatementBalanceError, type StatementFacts } from './statement-document.ts';
import { usualStatement } from './statement.fixture.ts';

const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());
const template = new URL('statement.typ', import.meta.url);

test('ACC-4: each row carries the balance after it, charges and payments are summed', () => {
  const statement = statementDocument(usualStatement);
  expect(statement.rows.map((row) => row.slice(3))).toEqual([
    ['8\u00a0740,20', '', '8\u00a0740,20'],
    ['', '8\u00a0740,20', '0,00'],
    ['6\u00a0920,84', '', '6\u00a0920,84'],
    ['', '10\u00a0000,00', '−3\u00a0079,16'],
  ]);
  expect(statement.summary).toEqual([
    { label: 'Было 01.09.2026, долг', sum: '0,00\u00a0₽' },
    { label: 'Начислено', sum: '15\u00a0661,04\u00a0₽' },
    { label: 'Оплачено', sum: '18\u00a0740,20\u00a0₽' },
    { label: 'Стало 31.10.2026, переплата', sum: '3\u00a0079,16\u00a0₽' },
  ]);
});

test('ACC-4: a recalculation is taken off what was charged, a refund off what was paid, and the four sums add up', () => {
  const base = usualStatement.operations[0]!;
  const operations = [
    { ...base, kopecks: 500_000 },
    { ...base, what: 'Перерасчёт за август 2026', kopecks: -120_000 },
    { ...base, what: 'Оплата', kopecks: -400_000, isMoney: true },
    { ...base, what: 'Возврат оплаты', kopecks: 50_000, isMoney: true },
  ];
  const statement = statementDocument({ ...usualStatement, openingKopecks: 10_000, operations, closingKopecks: 40_000 });
  expect(statement.rows.map((row) => row.slice(3).map((sum) => sum.replaceAll('\u00a0', ' ')))).toEqual([
    ['5 000,00', '', '5 100,00'],
    ['−1 200,00', '', '3 900,00'],
    ['', '4 000,00', '−100,00'],
    ['', '−500,00', '400,00'],
  ]);
  expect(statement.summary.map(({ sum }) => sum.replaceAll('\u00a0', ' '))).toEqual(['100,00 ₽', '3 800,00 ₽', '3 500,00 ₽', '400,00 ₽']);
});

test('ACC-4: a statement whose operations do not give the closing balance is refused', () => {
  expect(() => statementDocument({ ...usualStatement, closingKopecks: 0 })).toThrow(StatementBalanceError);
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer({ min: -1e9, max: 1e9 })), fc.integer({ min: -3, max: 3 }), (openingKopecks, sums, off) => {
      const operations = sums.map((kopecks) => ({ ...usualStatement.operations[0]!, kopecks }));
      const closingKopecks = sums.reduce((sum, one) => sum + one, openingKopecks) + off;
      const make = () => statementDocument({ ...usualStatement, openingKopecks, operations, closingKopecks });
      if (off === 0) expect(make().rows).toHaveLength(sums.length);
      else expect(make).toThrow(StatementBalanceError);
    }),
  );
});

test.skipIf(!hasPdfJudges)('ACC-4: the PDF tells the account, the period and every operation; a long one repeats its head', async () => {
  const pdf = await typesetter.pdf(template, statementDocument(usualStatement), { archive: true });
  const [page, ...more] = pdfPages(pdf);
  expect(more).toEqual([]);
  for (const text of [
    'Выписка по лицевому счёту',
    '1 сентября 2026 — 31 октября 2026',
    '1000000001, ЕЛС 66ЕК000001',
    'Карта •• 4417',
    '−3 079,16',
    'стр. 1 из 1',
  ])
    expect(page).toContain(text);
  expect(pdfFacts(pdf).info).toMatch(/Tagged:\s+yes/);
  const operations = Array.from({ length: 90 }, () => ({ ...usualStatement.operations[0]!, kopecks: 0 }));
  const long: StatementFacts = { ...usualStatement, operations, closingKopecks: 0 };
  const pages = pdfPages(await typesetter.pdf(template, statementDocument(long), { archive: false }));
  expect(pages.length).toBeGreaterThan(1);
  for (const one of pages) expect(one).toContain('Остаток, ₽');
  const empty = pdfPages(await typesetter.pdf(template, statementDocument({ ...usualStatement, operations: [], closingKopecks: 0 }), { archive: true }));
  expect(empty[0]).toContain('операций не было');
});
