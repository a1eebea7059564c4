// The key rate by days, which penalties are counted by, and the benefits and subsidies that an organization takes off (CALC-1, CALC-3).
import { decisionKinds } from './decisions.ts';
import { ImportChoice, imported, ImportedTable } from './directories.ts';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { Day, obj, Text } from './types.ts';
import { Type } from 'typebox';

const Percent = Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$', description: 'Per cent a year, as text' });
/** The penalty of 10 000 ₽ for thirty days: those from the 31st of delay, and those from the 91st. */
const Effect = obj({ earlyKopecks: Type.Integer(), lateKopecks: Type.Integer() });
export const getKeyRates = endpoint({
  method: 'GET',
  url: '/api/v1/work/key-rates',
  summary: 'The key rate by days, the newest first, and what a penalty comes to by it',
  answer: obj({
    rates: Type.Array(
      obj({ fromDay: Day, percent: Text(10), /** What of it the law let be taken on its first day. */ taken: Text(10), decision: Text(300), effect: Effect }),
    ),
    can: obj({ add: Type.Boolean() }),
  }),
});
export const addKeyRate = endpoint({
  method: 'POST',
  url: '/api/v1/work/key-rates',
  summary: 'A new key rate, from a day after the last one: penalties of every organization go by it',
  body: obj({ fromDay: Day, percent: Percent, decision: Text(300, 3) }),
  answer: obj({ fromDay: Day }),
});

export const previewKeyRates = endpoint({
  method: 'POST',
  url: '/api/v1/work/key-rates/import/preview',
  summary: 'What a table of key rates would add, and its errors by row; nothing is written',
  body: obj({ table: ImportedTable }),
  answer: imported.preview,
  errors: ['import.table'],
});
export const importKeyRates = endpoint({
  method: 'POST',
  url: '/api/v1/work/key-rates/import',
  summary: 'Adds the key rates of a table that begin after the last one',
  body: obj({ table: ImportedTable, choice: ImportChoice }),
  answer: imported.done,
  errors: ['import.table', 'import.errors'],
});

const kinds = { benefit: decisionKinds.benefit, subsidy: decisionKinds.subsidy };
export const benefitColumns = {
  title: { title: 'Льгота или субсидия', kind: 'text', filter: 'search', sortable: true },
  kind: { title: 'Вид', kind: 'status', filter: 'oneOf', words: kinds },
  amount: { title: 'Размер', kind: 'text' },
  account: { title: 'Счёт', kind: 'text', filter: 'search' },
  fromDay: { title: 'С', kind: 'day', sortable: true },
  toDay: { title: 'По', kind: 'day', nullable: true },
  document: { title: 'Документ', kind: 'text', filter: 'search' },
  houseId: { title: 'Дом', kind: 'id' },
  accountId: { title: 'Счёт', kind: 'id' },
} as const satisfies ListColumns;
const benefits = { url: '/api/v1/work/benefits', summary: 'Benefits and subsidies in force: what, how much, who has them' };
export const listBenefits = listEndpoint(benefitColumns, benefits);
export const exportBenefits = exportEndpoint(benefitColumns, benefits);
