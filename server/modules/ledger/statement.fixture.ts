// A made-up statement for tests.
import type { StatementFacts } from './statement-document.ts';

const payee = 'ООО «УК Липовый двор»';

export const usualStatement: StatementFacts = {
  account: '1000000001',
  unifiedAccount: '66ЕК000001',
  owner: 'Соколова Галина Петровна',
  address: 'г. Верхнереченск, ул. Липовая, д. 14, кв. 37',
  organization: { name: payee, inn: '6670000014' },
  from: '2026-09-01',
  to: '2026-10-31',
  openingKopecks: 0,
  operations: [
    { day: '2026-09-01', what: 'Начислено за август 2026', payee, kopecks: 874_020, isMoney: false },
    { day: '2026-09-12', what: 'Оплата, Карта •• 4417', payee, kopecks: -874_020, isMoney: true },
    { day: '2026-10-01', what: 'Начислено за сентябрь 2026', payee, kopecks: 692_084, isMoney: false },
    { day: '2026-10-12', what: 'Оплата, Система быстрых платежей', payee, kopecks: -1_000_000, isMoney: true },
  ],
  closingKopecks: -307_916,
  madeOn: '2026-11-12',
  check: { code: '7K4M-92QD', address: 'moidom.example/check' },
};
