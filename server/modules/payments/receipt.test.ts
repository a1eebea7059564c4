import { openTypesetter } from '#platform/typst-pool';
import { hasPdfJudges, pdfCode, pdfFacts, pdfPages } from '#test/pdf-judges';
import { afterAll, expect, test } from 'vitest';
import { fiscalCodeText, receiptDocument, ReceiptTotalError } from './receipt-document.ts';
import { usualReceipt } from './receipt.fixture.ts';

const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());
const template = new URL('receipt.typ', import.meta.url);

test('PAY-8: the check code carries time, sum, fiscal drive, document, sign and the kind of operation', () => {
  expect(fiscalCodeText(usualReceipt)).toBe('t=20261113T0120&s=9206.25&fn=9960440300000001&i=17&fp=0123456789&n=1');
  expect(fiscalCodeText({ ...usualReceipt, operation: 'incomeReturn', totalKopecks: 5 })).toBe(
    't=20261113T0120&s=0.05&fn=9960440300000001&i=17&fp=0123456789&n=2',
  );
  expect(fiscalCodeText({ ...usualReceipt, fiscal: null })).toBe(null);
});

test('PAY-1: a receipt whose lines do not give its total is refused; a return is called so', () => {
  expect(() => receiptDocument({ ...usualReceipt, totalKopecks: 920_626 })).toThrow(ReceiptTotalError);
  expect(() => receiptDocument({ ...usualReceipt, commissionKopecks: 1 })).toThrow(ReceiptTotalError);
  expect(receiptDocument({ ...usualReceipt, operation: 'incomeReturn' }).title).toBe('Чек о возврате № О-2026-004417');
});

test.skipIf(!hasPdfJudges)('PAY-1, PAY-8: the receipt is one tagged page with all fiscal attributes and a code that a scanner reads', async () => {
  const pdf = await typesetter.pdf(template, receiptDocument(usualReceipt), { archive: true });
  const pages = pdfPages(pdf);
  expect(pages).toHaveLength(1);
  for (const fact of [
    'Чек об оплате № О-2026-004417',
    '13 ноября 2026, 01:20',
    '9 206,25 ₽',
    '1 020,84',
    'Карта •• 4417',
    '9960440300000001',
    '0123456789',
    '0000000001000017',
    'Приход',
    'nalog.gov.ru',
    'без НДС',
  ]) {
    expect(pages[0], fact).toContain(fact);
  }
  expect(pdfCode(pdf).toString('latin1').trim()).toBe(fiscalCodeText(usualReceipt));
  expect(pdfFacts(pdf).info).toMatch(/Tagged:\s+yes/);
});

test.skipIf(!hasPdfJudges)('PAY-8: before the operator of fiscal data answers, the receipt says that the cash receipt is being made', async () => {
  const [page] = pdfPages(await typesetter.pdf(template, receiptDocument({ ...usualReceipt, fiscal: null }), { archive: true }));
  expect(page).toContain('готовится, придёт отдельно');
});
