// The accountant's reports: who owes since when, and the turnover sheet.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint } from './list.ts';
import { Id, Instant, Month, Nullable, obj, OneOf, Text } from './types.ts';

export const debtAges = { notDue: 'Срок не настал', days30: 'До 30 дней', days60: '31–60 дней', days90: '61–90 дней', over90: 'Больше 90 дней' } as const;

export const debtorColumns = {
  number: { title: 'Счёт', kind: 'text', filter: 'search', sortable: true },
  house: { title: 'Дом', kind: 'text', filter: 'search', sortable: true },
  flat: { title: 'Помещение', kind: 'text' },
  owners: { title: 'Собственники', kind: 'text' },
  age: { title: 'Давность', kind: 'status', filter: 'oneOf', words: debtAges },
  oldest: { title: 'Долг с месяца', kind: 'month', sortable: true },
  totalKopecks: { title: 'Долг, ₽', kind: 'money', filter: 'range', sortable: true, total: true },
  penaltyKopecks: { title: 'В том числе пени, ₽', kind: 'money', total: true },
  notDueKopecks: { title: 'Срок не настал, ₽', kind: 'money', total: true },
  upTo30Kopecks: { title: '0–30 дней, ₽', kind: 'money', total: true },
  upTo60Kopecks: { title: '31–60 дней, ₽', kind: 'money', total: true },
  upTo90Kopecks: { title: '61–90 дней, ₽', kind: 'money', total: true },
  over90Kopecks: { title: 'Больше 90 дней, ₽', kind: 'money', sortable: true, total: true },
  houseId: { title: 'Дом', kind: 'id', filter: 'exact' },
  premisesId: { title: 'Ключ помещения', kind: 'id' },
} as const;
const debtors = { url: '/api/v1/work/debtors', summary: 'Accounts of the caller’s organizations that owe, with their debt by the days past due' };
export const getDebtors = listEndpoint(debtorColumns, debtors);
export const exportDebtors = exportEndpoint(debtorColumns, debtors);

export const turnoverColumns = {
  house: { title: 'Дом', kind: 'text', filter: 'search', sortable: true },
  service: { title: 'Услуга', kind: 'text', filter: 'search' },
  openingKopecks: { title: 'На начало, ₽', kind: 'money', total: true },
  chargedKopecks: { title: 'Начислено, ₽', kind: 'money', sortable: true, total: true },
  recalculatedKopecks: { title: 'Перерасчёты, ₽', kind: 'money', total: true },
  penaltyKopecks: { title: 'Пени, ₽', kind: 'money', total: true },
  paidKopecks: { title: 'Оплачено, ₽', kind: 'money', sortable: true, total: true },
  refundedKopecks: { title: 'Возвращено, ₽', kind: 'money', total: true },
  closingKopecks: { title: 'На конец, ₽', kind: 'money', sortable: true, total: true },
  houseId: { title: 'Дом', kind: 'id', filter: 'exact' },
  serviceCode: { title: 'Код услуги', kind: 'text', filter: 'exact' },
} as const;
const turnover = {
  url: '/api/v1/work/turnover/:from/:to',
  summary: 'Turnover by house and service from one month to another, both included; its sums are those of the ledger',
};
const months = { params: obj({ from: Month, to: Month }) };
export const getTurnover = { ...listEndpoint(turnoverColumns, turnover), ...months };
export const exportTurnover = { ...exportEndpoint(turnoverColumns, turnover), ...months };

const sheet = `${turnover.url}/sheet`;
export const getTurnoverSheet = endpoint({
  method: 'GET',
  url: sheet,
  summary: 'Whether the sheet is counted in the background (a company of very many accounts), when it was, and how far the counting is',
  ...months,
  answer: obj({
    isKept: Type.Boolean(),
    madeAt: Nullable(Instant),
    progress: Nullable(
      obj({
        id: Id,
        done: Type.Integer(),
        total: Nullable(Type.Integer()),
        status: OneOf(['running', 'cancelling', 'done', 'failed', 'cancelled']),
        note: Nullable(Text(300)),
        canCancel: Type.Boolean(),
      }),
    ),
  }),
});
export const orderTurnoverSheet = endpoint({
  method: 'POST',
  url: sheet,
  summary: 'Counts the sheet anew in the background; one that is being counted is answered again',
  ...months,
  answer: obj({ progressId: Id }),
});
