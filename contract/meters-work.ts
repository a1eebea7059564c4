// Meters for the people of organizations: what came in, deciding it, putting meters in and replacing them.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { METERED_SERVICES, type MeteredService, READING_SOURCES, ZONES } from './meter-words.ts';
import { readingStatuses, replacementStatuses, submissionStatuses } from './statuses/meters.ts';
import { wordsOf } from './statuses/standing.ts';
import { Day, Id, Nullable, obj, OneOf, Text, Version } from './types.ts';

const services = Object.keys(METERED_SERVICES) as [MeteredService, ...MeteredService[]];

/** One row a reading. */
export const workReadingColumns = {
  at: { title: 'Передано', kind: 'instant', filter: 'range', sortable: true },
  address: { title: 'Адрес', kind: 'text', filter: 'search', sortable: true },
  account: { title: 'Лицевой счёт', kind: 'text', filter: 'search', nullable: true },
  service: { title: 'Услуга', kind: 'status', filter: 'oneOf', words: METERED_SERVICES },
  serial: { title: 'Счётчик', kind: 'text', filter: 'search' },
  zone: { title: 'Зона', kind: 'text' },
  month: { title: 'За месяц', kind: 'month', filter: 'range', sortable: true },
  takenOn: { title: 'Снято', kind: 'day' },
  previous: { title: 'Было', kind: 'decimal', nullable: true },
  value: { title: 'Стало', kind: 'decimal' },
  used: { title: 'Расход', kind: 'decimal', nullable: true, sortable: true },
  source: { title: 'Откуда', kind: 'status', filter: 'oneOf', words: READING_SOURCES },
  status: { title: 'Показание', kind: 'status', filter: 'oneOf', words: wordsOf(readingStatuses) },
  submission: { title: 'Решение', kind: 'status', filter: 'oneOf', words: wordsOf(submissionStatuses), nullable: true },
  act: { title: 'Акт', kind: 'text', filter: 'search', nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  premisesId: { title: 'Помещение', kind: 'id', filter: 'exact', nullable: true },
} as const satisfies ListColumns;

export const listWorkReadings = listEndpoint(workReadingColumns, {
  url: '/api/v1/work/readings',
  summary: 'Readings handed in to the organizations that the caller works in',
});
export const exportWorkReadings = exportEndpoint(workReadingColumns, {
  url: '/api/v1/work/readings',
  summary: 'Readings handed in to the organizations that the caller works in',
});

/** One row a submission: what is decided. */
export const workSubmissionColumns = {
  at: { title: 'Передано', kind: 'instant', filter: 'range', sortable: true },
  act: { title: 'Акт', kind: 'text', filter: 'search' },
  address: { title: 'Адрес', kind: 'text', filter: 'search', sortable: true },
  account: { title: 'Лицевой счёт', kind: 'text', filter: 'search', nullable: true },
  month: { title: 'За месяц', kind: 'month', filter: 'range', sortable: true },
  readings: { title: 'Показания', kind: 'text' },
  unusual: { title: 'Необычных', kind: 'integer', sortable: true },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(submissionStatuses) },
  reason: { title: 'Причина', kind: 'text', nullable: true },
  photos: { title: 'Фото', kind: 'text', nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  premisesId: { title: 'Помещение', kind: 'id' },
  version: { title: 'Версия', kind: 'integer' },
} as const satisfies ListColumns;

export const listWorkSubmissions = listEndpoint(workSubmissionColumns, {
  url: '/api/v1/work/submissions',
  summary: 'Submissions of readings to the organizations that the caller works in',
});

const Chosen = obj({ houseId: Id, submissionId: Id, version: Version });

export const decideSubmissions = endpoint({
  method: 'POST',
  url: '/api/v1/work/submissions/decide',
  summary: 'Accepts or rejects submissions, all or none; a rejection says why',
  body: obj({ decision: OneOf(['accepted', 'rejected']), reason: Type.Optional(Text(500)), submissions: Type.Array(Chosen, { minItems: 1, maxItems: 200 }) }),
  answer: obj({ decided: Type.Integer() }),
  errors: ['meters.decided', 'object.changed'],
});

const Dial = { digits: Type.Integer({ minimum: 1, maximum: 12 }), decimals: Type.Integer({ minimum: 0, maximum: 3 }) };
const Start = Type.Array(obj({ zone: OneOf(ZONES), initialValue: Text(40, 1) }), { minItems: 1, maxItems: 3 });
const newMeter = {
  serial: Text(60, 1),
  stateNumber: Type.Optional(Text(40)),
  make: Text(100),
  model: Text(100),
  ...Dial,
  installedOn: Day,
  verifiedOn: Type.Optional(Day),
  nextVerificationOn: Type.Optional(Day),
  registers: Start,
};

export const addMeter = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters',
  summary: 'Puts a meter into premises, or into the house itself: by the organization that takes its readings',
  body: obj({ houseId: Id, premisesId: Nullable(Id), organizationId: Id, service: OneOf(services), place: Text(100), ...newMeter }),
  answer: obj({ houseId: Id, meterId: Id }),
  errors: ['meters.serialTaken'],
});

export const replaceMeter = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/replace',
  summary: 'Takes a meter out with its last readings and puts another in its place; open requests for replacement are done by it',
  params: obj({ houseId: Id, meterId: Id }),
  body: obj({ version: Version, lastReadings: Type.Array(obj({ zone: OneOf(ZONES), value: Text(40, 1) }), { minItems: 1, maxItems: 3 }), ...newMeter }),
  answer: obj({ houseId: Id, meterId: Id }),
  errors: ['meters.serialTaken', 'meters.removed', 'object.changed'],
});

export const declineReplacement = endpoint({
  method: 'POST',
  url: '/api/v1/work/replacements/:houseId/:requestId/decline',
  summary: 'Answers a request for replacement that another meter is not needed or is up to somebody else',
  params: obj({ houseId: Id, requestId: Id }),
  body: obj({ answer: Text(1000, 1), version: Version }),
  answer: obj({}),
  errors: ['meters.decided', 'object.changed'],
});

export const workReplacementColumns = {
  address: { title: 'Адрес', kind: 'text', filter: 'search' },
  at: { title: 'Подана', kind: 'instant', filter: 'range', sortable: true },
  service: { title: 'Услуга', kind: 'status', filter: 'oneOf', words: METERED_SERVICES },
  serial: { title: 'Счётчик', kind: 'text', filter: 'search' },
  place: { title: 'Место', kind: 'text' },
  reason: {
    title: 'Причина',
    kind: 'status',
    filter: 'oneOf',
    words: { broken: 'Не считает', verification: 'Поверка', damaged: 'Повреждён', other: 'Другое' },
  },
  comment: { title: 'Пояснение', kind: 'text', nullable: true },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(replacementStatuses) },
  answer: { title: 'Ответ', kind: 'text', nullable: true },
  premisesId: { title: 'Помещение', kind: 'id' },
  houseId: { title: 'Дом', kind: 'id' },
  meterId: { title: 'Счётчик', kind: 'id' },
  version: { title: 'Версия', kind: 'integer' },
} as const satisfies ListColumns;

const replacements = { url: '/api/v1/work/replacements', summary: 'Requests for other meters to the organizations that the caller works in' };
export const listWorkReplacements = listEndpoint(workReplacementColumns, replacements);
export const exportWorkReplacements = exportEndpoint(workReplacementColumns, replacements);
