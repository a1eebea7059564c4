import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openTypesetter } from '#platform/typst-pool';
import { hasPdfJudges, pdfCode, pdfFacts, pdfPages } from '#test/pdf-judges';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billDocument } from './bill-document.ts';
import { BillTotalError, type BillFacts } from './bill-facts.ts';
import { billHtml, escapeHtml } from './bill-html.ts';
import { usualBill } from './bill.fixture.ts';
import { readPaymentText } from './payment-text-read.ts';

const template = new URL('bill.typ', import.meta.url);
const typesetter = openTypesetter({ processes: 1 });
let pdf: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  pdf = await typesetter.pdf(template, billDocument(usualBill), { archive: true });
});
afterAll(() => typesetter.stop());

test('BILL-1: parts that do not give the stated total, or payees that do not share it, are refused', () => {
  expect(() => billDocument({ ...usualBill, totalKopecks: usualBill.totalKopecks + 1 })).toThrow(BillTotalError);
  expect(() => billDocument({ ...usualBill, payees: usualBill.payees.slice(0, 1) })).toThrow(BillTotalError);
});

test('BILL-1: an overpaid account has nothing to pay and no sum in the code', () => {
  const bill = billDocument({
    ...usualBill,
    debtKopecks: -3_000_000,
    totalKopecks: 920_625 - 3_874_020,
    payees: usualBill.payees.map((payee) => ({ ...payee, sumKopecks: 0 })),
  });
  expect(bill.toPay).toEqual({ label: 'Переплата, платить не нужно', sum: '29\u00a0533,95\u00a0₽', due: 'Учтём в следующем счёте' });
  expect(bill.totals.at(-1)).toEqual({ label: 'Переплата', sum: '29\u00a0533,95', isTotal: true });
  expect(bill.totals[0]).toMatchObject({ label: 'Аванс на начало месяца', sum: '−30\u00a0000,00' });
  expect(bill.code.alt).not.toContain('₽');
});

test('BILL-1: columns of the common property and of the raised coefficient appear only where they occur', () => {
  expect(billDocument(usualBill).services.columns).not.toContain('Повышение, ₽');
  const [housing, utilities, ...rest] = usualBill.groups;
  const [cold, ...others] = utilities!.lines;
  const raised = { ...cold!, accruedKopecks: 10_349, commonVolume: '0.1', commonKopecks: 0, excess: { ratio: '1.5', kopecks: 5_175 } };
  const bill = billDocument({ ...usualBill, groups: [housing!, { ...utilities!, lines: [raised, ...others] }, ...rest] });
  expect(bill.services.columns).toEqual([
    'Услуга',
    'Ед.',
    'Считали',
    'Объём',
    'Объём на общие нужды',
    'Тариф, ₽',
    'Начислено, ₽',
    'Общие нужды, ₽',
    'Повышение, ₽',
    'Перерасчёт, ₽',
    'Льгота, ₽',
    'Итого, ₽',
  ]);
  for (const row of bill.services.rows.filter(({ kind }) => kind === 'line' || kind === 'part')) expect(row.cells).toHaveLength(12);
  expect(bill.services.rows.find((row) => row.cells[0] === cold!.service)?.cells.slice(7)).toEqual(['—', '51,75 (×1,5)', '—', '—', '155,24']);
});

test.skipIf(!hasPdfJudges)('BILL-1: every fact of the order is on the one page of a usual bill', () => {
  const pages = pdfPages(pdf);
  expect(pages).toHaveLength(1);
  const facts = [
    'Счёт за октябрь 2026',
    '9 206,25 ₽',
    'до 16 ноября 2026',
    '1000000001',
    '66ЕК000001-01-6101',
    'Соколова Галина Петровна',
    'кв. 37',
    '54,3 м²',
    'прописано 2',
    '6670000014 / 667001001',
  ];
  facts.push(
    '+7 (343) 000-09-11',
    'р/с 40702810016540000001',
    'к/с 30101810500000000674',
    '046577674',
    '249,34',
    '11.04.2029',
    '0,12083',
    '2 350,18',
    '−15,20',
    '−121,23',
    '8 740,20',
    '−6 500,00',
    '45,21',
  );
  facts.push('акт № 118', 'Страхование квартиры: 180,00 ₽', '1 020,84', '4,85', '21 840', '7K4M-92QD', 'стр. 1 из 1');
  for (const fact of facts) expect(pages[0], fact).toContain(fact);
});

test.skipIf(!hasPdfJudges)('BILL-1, BILL-2: a bank reads the code from the printed page; the PDF is tagged, PDF/A-2a, with its fonts inside', () => {
  expect(readPaymentText(pdfCode(pdf))).toMatchObject({ ok: true, payment: { sumKopecks: 818_541n, warnings: [] } });
  const { info, fonts } = pdfFacts(pdf);
  expect(info).toMatch(/Tagged:\s+yes/);
  expect(pdf.includes('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>')).toBe(true);
  expect(fonts.length).toBeGreaterThan(0);
  for (const font of fonts) expect(font).toMatch(/GolosText.* yes yes yes /);
});

test('BILL-2: the same bill gives the same bytes, so that a kept hash stays true', async () => {
  const again = await typesetter.pdf(template, billDocument(usualBill), { archive: true });
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(again)).toBe(hash(pdf));
});

test('BILL-2: a long bill with instalments goes over to more pages, for print too', async () => {
  const long: BillFacts = {
    ...usualBill,
    groups: [
      ...usualBill.groups,
      {
        title: 'Прочее',
        lines: Array.from({ length: 60 }, (_, index) => ({ ...usualBill.groups[2]!.lines[0]!, service: `Услуга ${index}`, accruedKopecks: 0 })),
      },
    ],
    instalments: [{ service: 'Отопление', thisMonthKopecks: 10_000, earlierKopecks: 20_000, percent: '9.5', percentKopecks: 100, totalKopecks: 30_100 }],
  };
  const print = await typesetter.pdf(template, billDocument(long), { archive: false });
  expect(print.subarray(0, 5).toString()).toBe('%PDF-');
  if (!hasPdfJudges) return;
  const pages = pdfPages(print);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages[1]).toContain('Начислено, ₽');
  expect(pages.join('')).toContain('Рассрочка');
});

test('BILL-2: the page of a bill holds every string of the document, escaped, with no style and no script', () => {
  const evil = billDocument({ ...usualBill, payer: `<script>alert("1")</script> & О'Нил`, note: '<b onclick=x>' });
  const page = billHtml(evil, { stylesheet: '/documents/bill.css' });
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; О&#39;Нил');
  expect(page).not.toMatch(/<script|\sstyle=|<b onclick/);
  expect(page).toContain('<link rel="stylesheet" href="/documents/bill.css">');
  const strings = [
    evil.title,
    evil.toPay.sum,
    ...evil.who.flat(),
    ...evil.performer.facts.flat(),
    ...evil.services.rows.flatMap((row) => row.cells),
    ...evil.totals.map((row) => row.sum),
    ...(evil.norms?.rows.flat() ?? []),
    ...evil.charts.map(({ alt }) => alt),
  ];
  for (const text of strings) expect(page, text).toContain(escapeHtml(text));
  expect(readFileSync(new URL('bill.css', import.meta.url), 'utf8')).toContain('@media print');
});

test('BILL-1: rubbish letters in a name do not cost a person the bill', async () => {
  const odd = await typesetter.pdf(template, billDocument({ ...usualBill, payer: 'C:\\bin \ud800 Иванов\u0007\u0000 \u{1f600} \ue000 字 \u0301' }), {
    archive: true,
  });
  expect(odd.subarray(0, 5).toString()).toBe('%PDF-');
});
