// Charges that are paid by parts (item 72 of Rules 354).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, type ListColumns, listEndpoint } from './list.ts';
import { instalmentStates } from './statuses/calculation.ts';
import { wordsOf } from './statuses/standing.ts';
import { Id, Kopecks, Month, obj, Text } from './types.ts';

export const instalmentColumns = {
  madeAt: { title: 'Когда', kind: 'instant', sortable: true, filter: 'range' },
  account: { title: 'Счёт', kind: 'text', filter: 'search' },
  service: { title: 'Услуга', kind: 'text', filter: 'search' },
  month: { title: 'За месяц', kind: 'day' },
  kopecks: { title: 'Сумма, ₽', kind: 'money', sortable: true },
  parts: { title: 'Частей', kind: 'integer' },
  charged: { title: 'Начислено частей', kind: 'integer' },
  percent: { title: 'Годовых, %', kind: 'decimal' },
  state: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(instalmentStates) },
  document: { title: 'Соглашение', kind: 'text', filter: 'search' },
  houseId: { title: 'Дом', kind: 'id' },
  accountId: { title: 'Счёт', kind: 'id' },
} as const satisfies ListColumns;
const url = '/api/v1/work/instalments';
const instalments = { url, summary: 'Charges paid by parts, the newest first' };
export const listInstalments = listEndpoint(instalmentColumns, instalments);
export const exportInstalments = exportEndpoint(instalmentColumns, instalments);
export const getInstalmentChoices = endpoint({
  method: 'GET',
  url: `${url}/choices`,
  summary: 'For whom and for which services an instalment may be made, and the highest interest that the law lets be taken today',
  answer: obj({
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    services: Type.Array(obj({ code: Text(50), name: Text(300) })),
    mostPercent: Text(10),
  }),
});
export const makeInstalment = endpoint({
  method: 'POST',
  url,
  summary: 'What is owed for a service of a posted month is put off and comes back by equal parts with interest, each due with the bill of its month',
  body: obj({
    organizationId: Id,
    account: Text(30, 1),
    serviceCode: Text(50, 1),
    month: Month,
    parts: Type.Integer({ minimum: 2, maximum: 36 }),
    percent: Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$', description: 'Per cent a year, as text' }),
    document: Text(300, 3),
  }),
  answer: obj({ instalmentId: Id, kopecks: Kopecks, firstMonth: Month }),
  errors: ['run.notReady'],
});
export const endInstalment = endpoint({
  method: 'POST',
  url: `${url}/:houseId/:instalmentId/end`,
  summary: 'Ends it early: what is left comes in the next run, without further interest',
  params: obj({ houseId: Id, instalmentId: Id }),
  body: obj({}),
  answer: obj({ leftKopecks: Kopecks }),
  errors: ['run.notReady', 'instalment.ended'],
});
