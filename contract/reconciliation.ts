// Reconciliation (PAY-7): every day our payments, the acquirer's lists and the bank's transfers are compared; what differs stays until it is explained.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { comparedDayStates, differenceStatuses } from './statuses/reconciliation.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** What differs, what the portal does about it by itself, and what is left for a person. */
export const differenceKinds = {
  extra: {
    name: 'У банка есть, у нас нет',
    portal: 'Ни на чей счёт не зачисляет: плательщика не видно',
    person: 'Найдите плательщика по номеру платежа у банка, верните ему деньги в кабинете банка',
  },
  missing: {
    name: 'У нас есть, у банка нет',
    portal: 'Каждую ночь читает список банка заново',
    person: 'Спросите банк о платеже. Если денег нет, верните долг на счёт возвратом',
  },
  sum: {
    name: 'Другая сумма',
    portal: 'Оставляет сумму, которую подтвердил плательщик',
    person: 'Запросите у банка подтверждение суммы, разницу верните или дополучите',
  },
  state: {
    name: 'Банк взял деньги, у нас платёж закрыт',
    portal: 'Уже перечитал платёж у банка и не смог его провести',
    person: 'Верните деньги плательщику в кабинете банка и попросите оплатить снова',
  },
  doubleDebit: { name: 'Списано дважды', portal: 'Зачислил один раз', person: 'Верните второе списание в кабинете банка' },
  paidTwice: { name: 'Похоже, житель заплатил дважды', portal: 'Зачислил оба платежа', person: 'Спросите жителя: лишнее верните или оставьте вперёд' },
  ledger: { name: 'На счёте другая сумма', portal: 'Ничего не меняет: записи счёта не правят', person: 'Передайте оператору портала номер платежа' },
  refundMissing: { name: 'Возврата у банка нет', portal: 'Каждую ночь читает список банка заново', person: 'Спросите банк, дошёл ли возврат до жителя' },
  refundExtra: {
    name: 'Возврат сделан мимо портала',
    portal: 'На счёте жителя ничего не меняет',
    person: 'Узнайте, кто вернул деньги в кабинете банка. Долг жителя исправьте возвратом или перерасчётом',
  },
  refundSum: { name: 'Возвращена другая сумма', portal: 'Оставляет сумму возврата с портала', person: 'Запросите у банка подтверждение возврата' },
  transferSum: {
    name: 'Перечислили другую сумму',
    portal: 'Сравнивает снова с каждой новой выпиской',
    person: 'Запросите у банка расшифровку перевода и комиссии',
  },
  transferMissing: { name: 'Перевода нет пять рабочих дней', portal: 'Ждёт перевода в следующей выписке', person: 'Запросите перевод у банка' },
  transferExtra: { name: 'Перевод за день без платежей', portal: 'Сравнивает снова с каждой новой выпиской', person: 'Узнайте у банка, за что перевод' },
  registerSum: {
    name: 'Реестр и перевод банка не сходятся',
    portal: 'Сравнивает снова, когда загружены реестр или выписка',
    person: 'Загрузите недостающий реестр или запросите его у банка',
  },
} as const;
export type DifferenceKind = keyof typeof differenceKinds;
export const DIFFERENCE_KINDS = Object.keys(differenceKinds) as DifferenceKind[];
const kindNames = Object.fromEntries(Object.entries(differenceKinds).map(([kind, { name }]) => [kind, name])) as Record<DifferenceKind, string>;

/** The part of a day that belongs to no organization: money at the acquirer of which we know nothing. The operator sees it. */
export const PORTAL_PART = '00000000-0000-0000-0000-000000000000';

export const reconciledColumns = {
  day: { title: 'День', kind: 'day', filter: 'range', sortable: true },
  organization: { title: 'Получатель', kind: 'text', filter: 'search', sortable: true },
  state: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(comparedDayStates) },
  open: { title: 'Расхождений', kind: 'integer', total: true },
  count: { title: 'Платежей', kind: 'integer', total: true },
  ourKopecks: { title: 'У нас', kind: 'money', total: true },
  theirKopecks: { title: 'У банка карт', kind: 'money', total: true },
  ourRefundKopecks: { title: 'Возвраты у нас', kind: 'money', total: true },
  theirRefundKopecks: { title: 'Возвраты у банка карт', kind: 'money', total: true },
  feeKopecks: { title: 'Комиссия', kind: 'money', total: true },
  bankKopecks: { title: 'Перечислено', kind: 'money', total: true, nullable: true },
  registerKopecks: { title: 'По реестрам банков', kind: 'money', total: true },
  organizationId: { title: 'Получатель', kind: 'id' },
} as const satisfies ListColumns;

const days = { url: '/api/v1/work/reconciliation', summary: 'Days reconciled with the acquirer and the bank, a row for each payee: the parity report' };
export const listReconciled = listEndpoint(reconciledColumns, days);
export const exportReconciled = exportEndpoint(reconciledColumns, days);

export const differenceColumns = {
  day: { title: 'День', kind: 'day', filter: 'range', sortable: true },
  organization: { title: 'Получатель', kind: 'text', filter: 'search', sortable: true },
  kind: { title: 'Что не сходится', kind: 'status', filter: 'oneOf', words: kindNames },
  subject: { title: 'О чём', kind: 'text', filter: 'search' },
  ourKopecks: { title: 'У нас', kind: 'money', nullable: true },
  theirKopecks: { title: 'У банка', kind: 'money', nullable: true },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(differenceStatuses) },
  note: { title: 'Пояснение', kind: 'text', filter: 'search', nullable: true },
  paymentId: { title: 'Платёж', kind: 'id', nullable: true },
  organizationId: { title: 'Получатель', kind: 'id', filter: 'exact' },
} as const satisfies ListColumns;

const differences = { url: '/api/v1/work/reconciliation/differences', summary: 'Differences found by the reconciliation, of all days' };
export const listDifferences = listEndpoint(differenceColumns, differences);
export const exportDifferences = exportEndpoint(differenceColumns, differences);

export const Difference = obj({
  id: Id,
  kind: OneOf(DIFFERENCE_KINDS as [DifferenceKind, ...DifferenceKind[]]),
  subject: Text(300),
  paymentId: Nullable(Id),
  acquirerId: Nullable(Text(100)),
  ourKopecks: Nullable(Kopecks),
  theirKopecks: Nullable(Kopecks),
  foundAt: Instant,
  status: OneOf(keysOf(differenceStatuses)),
  note: Nullable(Text(500)),
  closedBy: Nullable(Text(300)),
  closedAt: Nullable(Instant),
  version: Version,
  can: obj({ note: Type.Boolean() }),
});
export const getReconciledDay = endpoint({
  method: 'GET',
  url: '/api/v1/work/reconciliation/:organizationId/:day',
  summary: 'One day of one payee: the three sums and what differs',
  params: obj({ organizationId: Id, day: Day }),
  query: obj({
    after: Type.Optional(Type.String({ pattern: '^(true|false) [a-zA-Z]{1,40} [0-9a-f-]{36}$', description: 'The mark of the next page of differences' })),
  }),
  answer: obj({
    organizationId: Id,
    organization: Text(300),
    day: Day,
    state: OneOf(keysOf(comparedDayStates)),
    comparedAt: Instant,
    count: Type.Integer(),
    ourKopecks: Kopecks,
    theirKopecks: Kopecks,
    ourRefundKopecks: Kopecks,
    theirRefundKopecks: Kopecks,
    feeKopecks: Kopecks,
    dueKopecks: Type.Integer({ description: 'What the bank has to transfer: captured less refunds less the fee' }),
    bankKopecks: Nullable(Kopecks),
    registerKopecks: Kopecks /** The open ones first, a page of them; how many there are, and the mark of the next page. */,
    differences: Type.Array(Difference),
    differenceCount: Type.Integer(),
    next: Nullable(Text(100)),
    /** What is booked at the bank so far, of a day that differs: a part. */
    settledKopecks: Kopecks,
    settledAt: Nullable(Instant),
    settledBy: Nullable(Text(300)),
    can: obj({ settle: Type.Boolean(), settlePart: Type.Boolean() }),
  }),
});

export const noteDifference = endpoint({
  method: 'POST',
  url: '/api/v1/work/reconciliation/differences/:id',
  summary: 'Writes a note to a difference; with `close` the note explains it and it is closed',
  params: obj({ id: Id }),
  body: obj({ version: Version, note: Text(500, 3), close: Type.Boolean() }),
  answer: Difference,
  errors: ['object.changed', 'reconciliation.closed'],
});
export const orderReconciliation = endpoint({
  method: 'POST',
  url: '/api/v1/work/reconciliation/days',
  summary: 'Reads the acquirer’s lists of a past day anew and compares',
  body: obj({ day: Day }),
  answer: obj({ day: Day }),
  errors: ['reconciliation.dayNotOver'],
});
export const uploadStatement = endpoint({
  method: 'POST',
  url: '/api/v1/work/reconciliation/statements',
  summary:
    'Takes in a bank’s statement (1CClientBankExchange) as multipart: `organizationId` where there are several, `key`, then `file`. The same statement again changes nothing',
  answer: Type.Any(),
  errors: ['register.organization', 'file.missing', 'input.tooLarge', 'reconciliation.statement'],
});
export const settleDays = endpoint({
  method: 'POST',
  url: '/api/v1/work/reconciliation/settlements',
  summary: 'Books the transfers of days whose sums agree: from the acquirer to the bank account, the fee as an expense',
  body: obj({ days: Type.Array(obj({ organizationId: Id, day: Day }), { minItems: 1, maxItems: 100 }) }),
  answer: obj({ days: Type.Integer(), kopecks: Kopecks, feeKopecks: Kopecks }),
  errors: ['reconciliation.settled', 'reconciliation.unequal'],
});
export const settlePart = endpoint({
  method: 'POST',
  url: '/api/v1/work/reconciliation/:organizationId/:day/parts',
  summary:
    'Books of a day that differs the payments that agree, as far as the money that came reaches; the rest stays on its way and the differences stay open',
  params: obj({ organizationId: Id, day: Day }),
  body: obj({ settledKopecks: Kopecks }),
  answer: obj({ kopecks: Kopecks, feeKopecks: Kopecks, settledKopecks: Kopecks }),
  errors: ['object.changed', 'reconciliation.settled', 'reconciliation.unequal'],
});
