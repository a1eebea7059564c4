// Questions about an account and its charges (ACC-5), a disputed line (CHG-3), an application for registration (HOME-6), a request or a wrong fact of a house (ADDR-5): asked, answered, decided.
import { type Static, Type } from 'typebox';
import { ChargeExplanation } from './charge-terms.ts';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint } from './list.ts';
import { caseStatuses } from './statuses/cases.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, PositiveKopecks, Text, Version } from './types.ts';

export const caseKinds = {
  question: 'Вопрос',
  error: 'Ошибка в данных',
  dispute: 'Спор о начислении',
  registration: 'Регистрация по месту жительства',
  request: 'Заявка',
} as const;
/** What a person may find wrong in a line. */
export const wrongWords = {
  volume: 'Объём или показания',
  tariff: 'Тариф или норматив',
  area: 'Площадь',
  people: 'Число жильцов',
  service: 'Услуги не было или она плохая',
  paid: 'Не учтена оплата или льгота',
  other: 'Другое',
} as const;
const AboutAccount = OneOf(['question', 'error', 'dispute', 'registration']);
const Kind = OneOf(['question', 'error', 'dispute', 'registration', 'request']);
const Wrong = OneOf(['volume', 'tariff', 'area', 'people', 'service', 'paid', 'other']);
export const CASE_TEXT_MOST = 4_000;

/** A line as it stood when it was disputed. */
export const DisputedLine = obj({ service: Text(300), serviceCode: Text(50), period: Month, totalKopecks: Kopecks, explanation: ChargeExplanation });

const columns = {
  writtenAt: { title: 'Последнее', kind: 'instant', filter: 'range', sortable: true },
  kind: { title: 'О чём', kind: 'status', filter: 'oneOf', words: caseKinds },
  subject: { title: 'Тема', kind: 'text', filter: 'search' },
  address: { title: 'Адрес', kind: 'text', filter: 'search' },
  account: { title: 'Счёт', kind: 'text', filter: 'search' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(caseStatuses) },
  decideBy: { title: 'Ответить до', kind: 'day', sortable: true },
  houseId: { title: 'Дом', kind: 'id', filter: 'exact' },
} as const;
export const caseColumns = {
  ...columns,
  organization: { title: 'Организация', kind: 'text' },
  chargeId: { title: 'Строка', kind: 'id', filter: 'exact', nullable: true },
  decision: { title: 'Решение', kind: 'text', nullable: true },
  recalculationKopecks: { title: 'Перерасчёт, ₽', kind: 'money', nullable: true },
} as const;
export const workCaseColumns = { ...columns, person: { title: 'Кто спрашивает', kind: 'text' } } as const;

const own = { url: '/api/v1/cases', summary: 'What the person has asked about accounts and charges, and what was answered' };
export const getCases = listEndpoint(caseColumns, own);
const work = { url: '/api/v1/work/cases', summary: 'What residents ask and dispute, for the organization that charges them' };
export const getWorkCases = listEndpoint(workCaseColumns, work);
export const exportWorkCases = exportEndpoint(workCaseColumns, work);

const caseKey = obj({ houseId: Id, caseId: Id });
export const Case = obj({
  caseId: Id,
  houseId: Id,
  accountId: Nullable(Id),
  kind: Kind,
  status: OneOf(keysOf(caseStatuses)),
  subject: Text(300),
  account: Type.String({ maxLength: 30, description: 'Empty where the case is about a house' }),
  address: Text(300),
  organization: Text(300),
  person: Text(300),
  isMine: Type.Boolean(),
  chargeId: Nullable(Id),
  wrong: Nullable(Wrong),
  line: Nullable(DisputedLine),
  openedAt: Instant,
  decideBy: Day,
  isLate: Type.Boolean(),
  decision: Nullable(Text(CASE_TEXT_MOST)),
  recalculationKopecks: Nullable(Kopecks),
  decidedAt: Nullable(Instant),
  /** When the other side last opened the case. */ readAt: Nullable(Instant),
  version: Version,
  messages: Type.Array(
    obj({ id: Id, isMine: Type.Boolean(), side: OneOf(['person', 'organization']), author: Text(300), text: Text(CASE_TEXT_MOST), writtenAt: Instant }),
  ),
  can: obj({ write: Type.Boolean(), close: Type.Boolean(), decide: Type.Boolean() }),
});
export type Case = Static<typeof Case>;
export const getCase = endpoint({
  method: 'GET',
  url: '/api/v1/cases/:houseId/:caseId',
  summary: 'One case with its messages, for the person who asked and for the organization',
  params: caseKey,
  answer: Case,
});

export const openCase = endpoint({
  method: 'POST',
  url: '/api/v1/cases',
  summary: 'Asks the organization about an account, or disputes a line: the line and its terms go along as they stand',
  body: obj({ houseId: Id, accountId: Id, kind: AboutAccount, chargeId: Type.Optional(Id), wrong: Type.Optional(Wrong), text: Text(CASE_TEXT_MOST) }),
  answer: obj({ caseId: Id, houseId: Id, decideBy: Day }),
  errors: ['cases.disputed', 'accounts.suspended'],
});
/** How many cases about houses a person may have waiting at once. */
export const HOUSE_CASES_MOST = 5;
export const openHouseCase = endpoint({
  method: 'POST',
  url: '/api/v1/houses/:houseId/cases',
  summary:
    'Asks the managing organization of a house for something, or tells it what is wrong in what the portal says of the house; a case of the caller follows',
  params: obj({ houseId: Id }),
  body: obj({ kind: OneOf(['request', 'error']), text: Text(CASE_TEXT_MOST) }),
  answer: obj({ caseId: Id, houseId: Id, decideBy: Day }),
  errors: ['cases.tooMany'],
});
export const writeInCase = endpoint({
  method: 'POST',
  url: '/api/v1/cases/:houseId/:caseId/messages',
  summary: 'Writes on in a case: a person asks, also in a closed question, the organization answers',
  params: caseKey,
  body: obj({ text: Text(CASE_TEXT_MOST) }),
  answer: obj({ messageId: Id, version: Version }),
  errors: ['cases.ended'],
});
export const closeCase = endpoint({
  method: 'POST',
  url: '/api/v1/cases/:houseId/:caseId/close',
  summary: 'The person has no more questions, or the organization has answered one; writing goes on with it',
  params: caseKey,
  body: obj({ version: Version }),
  answer: obj({ version: Version }),
  errors: ['cases.ended'],
});
export const decideCase = endpoint({
  method: 'POST',
  url: '/api/v1/work/cases/:houseId/:caseId/decision',
  summary: 'Decides a disputed line: agrees, with a sum that the next run gives back where needed, or refuses with the reason',
  params: caseKey,
  body: obj({ version: Version, decision: OneOf(['agree', 'refuse']), reason: Text(500), giveBackKopecks: Type.Optional(PositiveKopecks) }),
  answer: obj({ version: Version, recalculationKopecks: Nullable(Kopecks) }),
  errors: ['cases.ended', 'recalculation.notCharged', 'recalculation.tooMuch'],
});
