// A made-up receipt for tests.
import type { ReceiptFacts } from './receipt-document.ts';

export const usualReceipt: ReceiptFacts = {
  number: 'О-2026-004417',
  paidAt: '2026-11-12T20:20:00.000Z',
  timeZone: 'Asia/Yekaterinburg',
  operation: 'income',
  seller: { name: 'ООО «УК Липовый двор»', inn: '6670000014', address: 'moidom.example', taxation: 'упрощённая, доходы' },
  payer: { name: 'Соколова Галина Петровна', contact: 'g.sokolova@pochta.example' },
  lines: [
    { name: 'Жилищно-коммунальные услуги за октябрь 2026', account: '1000000001', quantity: '1', priceKopecks: 818_541, sumKopecks: 818_541, vat: 'без НДС' },
    { name: 'Взнос на капитальный ремонт за октябрь 2026', account: '7000000037', quantity: '1', priceKopecks: 102_084, sumKopecks: 102_084, vat: 'без НДС' },
  ],
  method: 'Карта •• 4417',
  commissionKopecks: 0,
  totalKopecks: 920_625,
  fiscal: {
    drive: '9960440300000001',
    document: '17',
    sign: '0123456789',
    register: '0000000001000017',
    shift: '3',
    numberInShift: '8',
    at: '2026-11-13T01:20',
    checkSite: 'nalog.gov.ru',
  },
  check: { code: '7K4M-92QD', address: 'moidom.example/check' },
};
