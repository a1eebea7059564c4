// Alerts about unusual runs of refusals, and breaches with their notices to the supervisory body (PRIV-5).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { listEndpoint } from './list.ts';
import { alertStatuses } from './statuses/privacy.ts';
import { wordsOf } from './statuses/standing.ts';
import { Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** Refusals that say that somebody reaches for what is not theirs, or guesses. */
export const watchedRefusals = {
  'access.denied': 'нет права',
  'object.notFound': 'чужое или несуществующее',
  'power.notCovered': 'вне доверенности',
  'origin.foreign': 'запрос с чужого сайта',
  'limit.exceeded': 'слишком частые запросы',
  'signIn.wrong': 'неверный пароль',
  'signIn.wrongCode': 'неверный код входа',
  'signIn.wait': 'подбор остановлен',
  'password.wrong': 'неверный нынешний пароль',
  'passkey.refused': 'чужой ключ доступа',
  'voice.refused': 'чужой голос',
  'confirm.wrong': 'неверный код действия',
  'household.wrongCode': 'неверный код приглашения',
} as const satisfies Readonly<Record<string, string>>;

export const alertColumns = {
  raisedAt: { title: 'Когда', kind: 'instant', filter: 'range', sortable: true },
  subject: { title: 'Кто', kind: 'text', filter: 'search' },
  count: { title: 'Отказов', kind: 'integer', sortable: true },
  codes: { title: 'Каких', kind: 'text' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(alertStatuses) },
  note: { title: 'Чем объяснили', kind: 'text', nullable: true },
} as const;
export const getAlerts = listEndpoint(alertColumns, { url: '/api/v1/work/privacy/alerts', summary: 'Unusual runs of refused attempts, the newest first' });
export const getAlert = endpoint({
  method: 'GET',
  url: '/api/v1/work/privacy/alerts/:alertId',
  summary: 'Whose run of refusals it was, and of what; the look is told to the person',
  params: obj({ alertId: Id }),
  answer: obj({
    subject: Text(300),
    name: Nullable(Text(300)),
    refusals: Type.Array(obj({ minute: Instant, what: Text(100), count: Type.Integer() }), { description: 'Of that day, the newest first; kept a month' }),
  }),
});
export const closeAlert = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/alerts/:alertId/close',
  summary: 'Explains an alert and closes it',
  params: obj({ alertId: Id }),
  body: obj({ note: Text(1_000) }),
  answer: obj({}),
  errors: ['privacy.answered'],
});

const breachFields = {
  title: Text(200),
  cause: Text(2_000),
  kinds: Text(1_000),
  people: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  harm: Text(2_000),
  measures: Text(2_000),
};
const Notice = obj({ dueAt: Instant, sentAt: Nullable(Instant), number: Nullable(Text(100)), isLate: Type.Boolean() });
export const Breach = obj({
  breachId: Id,
  foundAt: Instant,
  ...breachFields,
  findings: Text(4_000),
  guilty: Text(1_000),
  first: Notice,
  second: Notice,
  version: Version,
});
export type Breach = Static<typeof Breach>;
export const getBreaches = endpoint({
  method: 'GET',
  url: '/api/v1/work/privacy/breaches',
  summary: 'The last hundred breaches with the terms of their notices',
  answer: obj({ breaches: Type.Array(Breach) }),
});
export const openBreach = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/breaches',
  summary: 'Opens a breach: from its discovery the terms of 24 and 72 hours run',
  body: obj({ foundAt: Instant, ...breachFields }),
  answer: obj({ breachId: Id }),
});
const ofBreach = obj({ breachId: Id });
export const getBreach = endpoint({ method: 'GET', url: '/api/v1/work/privacy/breaches/:breachId', summary: 'One breach', params: ofBreach, answer: Breach });
export const changeBreach = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/breaches/:breachId',
  summary: 'Writes what was found out since',
  params: ofBreach,
  body: obj({ version: Version, ...breachFields, findings: Text(4_000), guilty: Text(1_000) }),
  answer: obj({ version: Version }),
});
export const NOTICES = ['first', 'second'] as const;
export const sendBreachNotice = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/breaches/:breachId/sent',
  summary: 'Notes that a notice was sent, with its number',
  params: ofBreach,
  body: obj({ version: Version, which: OneOf(NOTICES), number: Text(100) }),
  answer: obj({ version: Version }),
  errors: ['privacy.answered'],
});
export const getBreachNotice = endpoint({
  method: 'GET',
  url: '/api/v1/work/privacy/breaches/:breachId/notices/:which',
  summary: 'The draft of a notice to the supervisory body, PDF',
  params: obj({ breachId: Id, which: OneOf(NOTICES) }),
  answer: Type.Unknown(),
});
