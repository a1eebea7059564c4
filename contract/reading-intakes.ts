// Readings in bulk (MTR-8): a file of the organization or of the state system's template, or a batch of a program. The checks are those of one reading.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { listAnswer, type ListColumns, listQuery } from './list.ts';
import { METERED_SERVICES, type MeteredService } from './meter-words.ts';
import { loadStatuses } from './statuses/billing.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const INTAKE_WAYS = { file: 'Файл', program: 'Программа', register: 'Платёжный реестр' } as const;
const services = Object.keys(METERED_SERVICES) as [MeteredService, ...MeteredService[]];

export const intakeColumns = {
  name: { title: 'Откуда', kind: 'text', filter: 'search' },
  at: { title: 'Когда', kind: 'instant', filter: 'range', sortable: true },
  way: { title: 'Способ', kind: 'status', filter: 'oneOf', words: INTAKE_WAYS },
  rows: { title: 'Показаний', kind: 'integer', sortable: true },
  errors: { title: 'С ошибками', kind: 'integer' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(loadStatuses) },
} as const satisfies ListColumns;

const Problem = obj({
  row: Nullable(Type.Integer()),
  column: Nullable(Type.String()),
  value: Nullable(Type.String()),
  detail: Type.String(),
  isUnusual: Type.Boolean(),
});
const ofIntake = obj({ id: Id });
const refusals = [
  'register.notReady',
  'register.hasErrors',
  'register.nothingToLoad',
  'register.refused',
  'register.loaded',
  'register.takenBack',
  'object.changed',
] as const;

export const getIntakes = endpoint({
  method: 'GET',
  url: '/api/v1/work/reading-intakes',
  summary: 'Readings brought in bulk by the organizations of the caller, the newest first',
  query: listQuery(intakeColumns),
  answer: obj({ list: listAnswer(intakeColumns), organizations: Type.Array(obj({ id: Id, name: Type.String() })) }),
});

export const uploadIntake = endpoint({
  method: 'POST',
  url: '/api/v1/work/reading-intakes',
  summary:
    'Takes a file of readings as multipart: `file` (CSV or XLSX, own columns or those of the state template), before it `organizationId` where the caller has several, and `key` instead of the header Idempotency-Key. Its check begins at once',
  answer: Type.Any(),
  errors: ['register.organization', 'file.missing', 'input.tooLarge'],
});

export const getIntake = endpoint({
  method: 'GET',
  url: '/api/v1/work/reading-intakes/:id',
  summary: 'An intake: what is in it, what is wrong or unusual, what may be done',
  params: ofIntake,
  answer: obj({
    id: Id,
    name: Type.String(),
    organization: Type.String(),
    way: OneOf(['file', 'program', 'register']),
    status: OneOf(keysOf(loadStatuses)),
    at: Instant,
    loadedAt: Nullable(Instant),
    takenBackAt: Nullable(Instant),
    note: Nullable(Type.String()),
    rows: Type.Integer(),
    same: Type.Integer(),
    unusual: Type.Integer(),
    errors: Type.Integer(),
    problems: Type.Array(Problem),
    version: Version,
    progress: Nullable(obj({ id: Id, title: Type.String(), done: Type.Integer(), total: Nullable(Type.Integer()), canCancel: Type.Boolean() })),
    can: obj({ loadAll: Type.Boolean(), loadGood: Type.Boolean(), takeBack: Type.Boolean() }),
  }),
});

export const getIntakeErrors = endpoint({
  method: 'GET',
  url: '/api/v1/work/reading-intakes/:id/errors',
  summary: 'The refused and unusual rows as a CSV to mend and load again',
  params: ofIntake,
  answer: Type.Any(),
  errors: ['register.notReady', 'register.fileDeleted'],
});

const Ordered = obj({ id: Id, progressId: Id });
export const loadIntake = endpoint({
  method: 'POST',
  url: '/api/v1/work/reading-intakes/:id/load',
  summary: 'Loads a checked intake: all rows, or the good ones; unusual ones only when they are confirmed',
  params: ofIntake,
  body: obj({ choice: OneOf(['all', 'good']), unusual: Type.Boolean(), version: Version }),
  answer: Ordered,
  errors: [...refusals, 'meters.confirmWarnings'],
});
export const takeBackIntake = endpoint({
  method: 'POST',
  url: '/api/v1/work/reading-intakes/:id/take-back',
  summary: 'Takes an intake back: its readings are rejected, those that they replaced are in force again',
  params: ofIntake,
  body: obj({ version: Version }),
  answer: Ordered,
  errors: refusals,
});

export const BATCH_MOST = 1_000;
export const sendReadings = endpoint({
  method: 'POST',
  url: '/api/v1/work/reading-intakes/batch',
  summary: `Up to ${BATCH_MOST} readings of a program at once: good ones are kept, the rest is answered one by one`,
  body: obj({
    organizationId: Type.Optional(Id),
    unusual: Type.Optional(Type.Boolean({ description: 'Unusual ones are confirmed' })),
    readings: Type.Array(
      obj({
        meter: Text(60, 1),
        account: Type.Optional(Text(40)),
        service: Type.Optional(OneOf(services)),
        values: Type.Array(Text(40, 1), { minItems: 1, maxItems: 3 }),
        takenOn: Type.Optional(Day),
      }),
      { minItems: 1, maxItems: BATCH_MOST },
    ),
  }),
  answer: obj({
    intakeId: Id,
    kept: Type.Integer(),
    same: Type.Integer(),
    refused: Type.Array(obj({ index: Type.Integer(), code: Type.String(), detail: Type.String(), isUnusual: Type.Boolean() })),
  }),
  errors: ['register.organization'],
});
