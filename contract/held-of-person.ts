// «Мои данные» (PRIV-2): everything held of a person, a copy of it, corrections, erasure.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { confirmationFields } from './identity.ts';
import { exportEndpoint, listEndpoint } from './list.ts';
import { ownCopyStatuses, ownRequestStatuses } from './statuses/privacy.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** How many rows of a part the page shows; the copy holds them all. */
export const OWN_ROWS_SHOWN = 10;

const Part = obj({
  key: Text(100),
  title: Text(200),
  count: Type.Integer({ minimum: 0 }),
  columns: Type.Array(Text(200)),
  rows: Type.Array(Type.Array(Text(4_000))),
  kept: Nullable(obj({ law: Text(500), term: Text(200) })),
  keptSome: Type.Boolean({ description: 'Only some of the rows are kept' }),
  page: Nullable(Type.String({ description: 'Where the person corrects or deletes it by himself' })),
});
export type OwnPart = Static<typeof Part>;
const Erasure = obj({ erasureId: Id, askedAt: Instant, dueAt: Instant, waits: Nullable(Text(300)) });
const Copy = obj({ copyId: Id, askedAt: Instant, progressId: Id, status: OneOf(keysOf(ownCopyStatuses)), until: Nullable(Instant) });
export const requestKinds = { correct: 'Исправить', question: 'Вопрос о данных' } as const;
const Asked = obj({
  requestId: Id,
  kind: OneOf(['correct', 'question']),
  subject: Text(200),
  text: Text(2_000),
  askedAt: Instant,
  dueOn: Day,
  status: OneOf(keysOf(ownRequestStatuses)),
  answer: Nullable(Text(2_000)),
  decidedAt: Nullable(Instant),
});

export const OwnData = obj({
  parts: Type.Array(Part),
  copies: Type.Array(Copy),
  requests: Type.Array(Asked),
  erasure: Nullable(Erasure),
  looks: Type.Integer({ minimum: 0, description: 'How often staff looked at the person’s data in the last year' }),
});
export const getOwnData = endpoint({
  method: 'GET',
  url: '/api/v1/own-data',
  summary: 'Everything held of the person, part by part, with what law keeps after erasure',
  answer: OwnData,
});

const Confirmation = obj({ confirmationId: Id, sentTo: Text(300), expiresAt: Instant });
export const confirmOwnData = endpoint({
  method: 'POST',
  url: '/api/v1/own-data/code',
  summary: 'Sends the code that a copy or an erasure is confirmed by',
  body: obj({ what: OneOf(['copy', 'erase']) }),
  answer: Confirmation,
  errors: ['confirm.noChannel', 'limit.exceeded'],
});
export const orderCopy = endpoint({
  method: 'POST',
  url: '/api/v1/own-data/copies',
  summary: 'Orders a copy of everything held, as JSON and as PDF; the links live a day',
  body: obj(confirmationFields),
  answer: obj({ copyId: Id, progressId: Id }),
  errors: ['confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'privacy.copyGoing'],
});
export const getCopy = endpoint({
  method: 'GET',
  url: '/api/v1/own-data/copies/:copyId/:format',
  summary: 'The copy as a file, for its owner and for a day',
  params: obj({ copyId: Id, format: OneOf(['json', 'pdf']) }),
  answer: Type.Unknown(),
});
export const askErasure = endpoint({
  method: 'POST',
  url: '/api/v1/own-data/erasure',
  summary: 'Asks for erasure: carried out after three days, until then it can be cancelled',
  body: obj(confirmationFields),
  answer: obj({ erasureId: Id, dueAt: Instant }),
  errors: ['confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'privacy.staff'],
});
export const cancelErasure = endpoint({
  method: 'POST',
  url: '/api/v1/own-data/erasure/cancel',
  summary: 'Cancels the erasure that waits',
  answer: obj({}),
  errors: ['privacy.notWaiting'],
});
export const askAboutData = endpoint({
  method: 'POST',
  url: '/api/v1/own-data/requests',
  summary: 'Asks to correct the data or to answer about them',
  body: obj({ kind: OneOf(['correct', 'question']), subject: Text(200), text: Text(2_000) }),
  answer: obj({ requestId: Id, dueOn: Day }),
  errors: ['privacy.tooManyRequests'],
});

const columns = {
  askedAt: { title: 'Когда', kind: 'instant', filter: 'range', sortable: true },
  kind: { title: 'О чём', kind: 'status', filter: 'oneOf', words: requestKinds },
  person: { title: 'Кто', kind: 'text' },
  subject: { title: 'Что', kind: 'text', filter: 'search' },
  text: { title: 'Как должно быть', kind: 'text', filter: 'search' },
  dueOn: { title: 'Ответить до', kind: 'day', sortable: true },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(ownRequestStatuses) },
  answer: { title: 'Ответ', kind: 'text', nullable: true },
  personId: { title: 'Номер', kind: 'id' },
} as const;
export const dataRequestColumns = columns;
const work = { url: '/api/v1/work/privacy/requests', summary: 'What people ask about their data, the soonest term first' };
export const getDataRequests = listEndpoint(columns, work);
export const exportDataRequests = exportEndpoint(columns, work);
const requestKey = obj({ personId: Id, requestId: Id });
const Name = Text(100, 1);
export const DataRequest = obj({
  ...Asked.properties,
  personId: Id,
  person: obj({ lastName: Text(100), firstName: Text(100), middleName: Nullable(Text(100)), confirmed: Type.Boolean() }),
  version: Version,
});
export const getDataRequest = endpoint({
  method: 'GET',
  url: '/api/v1/work/privacy/requests/:personId/:requestId',
  summary: 'One request with the name that stands in the profile',
  params: requestKey,
  answer: DataRequest,
});
export const decideDataRequest = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/requests/:personId/:requestId/decision',
  summary: 'Answers a request; a correction of the name is carried out with it',
  params: requestKey,
  body: obj({
    version: Version,
    decision: OneOf(['done', 'refused']),
    answer: Text(2_000),
    name: Type.Optional(obj({ lastName: Name, firstName: Name, middleName: Type.Optional(Name) })),
  }),
  answer: obj({ version: Version }),
  errors: ['privacy.answered'],
});
