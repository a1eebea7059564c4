// The calculation of a month by the portal itself (CALC-2): runs of an organization in a house, their lines, what to look at, corrections.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { alsoAsked, exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { runStatuses } from './statuses/calculation.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const runExceptions = {
  noTariff: 'Нет тарифа',
  noNorm: 'Нет норматива',
  noArea: 'Нет площади',
  nobody: 'Никто не живёт и нет собственников',
  roomAlone: 'Комната не привязана к квартире',
  flatOfRooms: 'Квартира разделена на комнаты: начисляем по счетам комнат',
  roomsArea: 'Площади комнат не подходят к квартире',
  shares: 'Доли счетов не складываются в целую квартиру',
  noReading: 'Нет показаний',
  noHouseReading: 'Нет показаний общего счётчика',
  severalMeters: 'Несколько счётчиков: прошлые месяцы пересчитайте сами',
  taken: 'За месяц уже начислено',
  negative: 'Сумма меньше нуля',
  jump: 'Отличается от прошлого месяца',
} as const;

const RunStatus = OneOf(keysOf(runStatuses));
export const Run = obj({
  houseId: Id,
  runId: Id,
  organization: Text(300),
  address: Text(300),
  period: Month,
  status: RunStatus,
  withPenalties: Type.Boolean(),
  lines: Type.Integer(),
  totalKopecks: Kopecks,
  beforeKopecks: Kopecks,
  exceptions: Type.Integer(),
  /** What difference from last month is told, per cent. */ jumpPercent: Type.Integer(),
  progressId: Id,
  openedAt: Instant,
  countedAt: Nullable(Instant),
  postedAt: Nullable(Instant),
  note: Nullable(Text(500)),
  version: Version,
  can: obj({ count: Type.Boolean(), check: Type.Boolean(), post: Type.Boolean(), cancel: Type.Boolean(), work: Type.Boolean() }),
});
export type Run = Static<typeof Run>;

export const runColumns = {
  period: { title: 'Месяц', kind: 'month', filter: 'exact', sortable: true },
  address: { title: 'Дом', kind: 'text' },
  organization: { title: 'Организация', kind: 'text' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(runStatuses) },
  lines: { title: 'Строк', kind: 'integer' },
  totalKopecks: { title: 'Сумма', kind: 'money', total: true },
  beforeKopecks: { title: 'Месяцем раньше', kind: 'money' },
  exceptions: { title: 'Замечаний', kind: 'integer' },
  openedAt: { title: 'Начат', kind: 'instant', sortable: true },
  postedAt: { title: 'Проведён', kind: 'instant', nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  organizationId: { title: 'Организация', kind: 'id' },
} as const satisfies ListColumns;
const runsOfStaff = { url: '/api/v1/work/runs', summary: 'Runs of the organizations that the caller keeps the accounts of' };
export const listRuns = alsoAsked(listEndpoint(runColumns, runsOfStaff), soughtHouse);
export const exportRuns = alsoAsked(exportEndpoint(runColumns, runsOfStaff), soughtHouse);
export const getRunPlaces = endpoint({
  method: 'GET',
  url: '/api/v1/work/runs/places',
  summary: 'Houses where a run may be opened, by the words of their address, and the month that is next',
  query: obj(soughtHouse),
  answer: obj({ places: Type.Array(obj({ organizationId: Id, houseId: Id, organization: Text(300), address: Text(300) })), ...moreHouses, nextPeriod: Month }),
});
export const openRun = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs',
  summary: 'Opens the run of a month of a house; the counting begins at once',
  body: obj({ organizationId: Id, houseId: Id, period: Month, withPenalties: Type.Boolean() }),
  answer: obj({ runId: Id, progressId: Id }),
  errors: ['run.exists', 'run.noAccounts'],
});

const runKey = obj({ houseId: Id, runId: Id });
/** Lines on one page. */
export const runLinesAtOnce = 100;
const RunLine = obj({ accountId: Id, account: Text(30), flat: Text(50), serviceCode: Text(50), service: Text(300), kopecks: Kopecks, formula: Text(2000) });
export const getRun = endpoint({
  method: 'GET',
  url: '/api/v1/work/runs/:houseId/:runId',
  summary: 'One run: sums by service beside last month, what to look at, lines of an account or page by page',
  params: runKey,
  query: obj({
    account: Type.Optional(Text(30)),
    kind: Type.Optional(Text(30)),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })),
  }),
  answer: obj({
    run: Run,
    progress: Nullable(obj({ title: Text(300), done: Type.Integer(), total: Nullable(Type.Integer()), canStop: Type.Boolean() })),
    services: Type.Array(obj({ serviceCode: Text(50), service: Text(300), lines: Type.Integer(), kopecks: Kopecks, beforeKopecks: Kopecks })),
    kinds: Type.Array(obj({ kind: Text(30), count: Type.Integer(), /** Not worked through yet. */ left: Type.Integer() })),
    exceptions: Type.Array(
      obj({
        number: Type.Integer(),
        workNote: Nullable(Text(500)),
        kind: Text(30),
        accountId: Nullable(Id),
        account: Nullable(Text(30)),
        flat: Nullable(Text(50)),
        service: Nullable(Text(300)),
        beforeKopecks: Nullable(Kopecks),
        kopecks: Nullable(Kopecks),
      }),
    ),
    lines: Type.Array(RunLine),
    page: Type.Integer(),
    pages: Type.Integer(),
  }),
});

const RunState = obj({ runId: Id, status: RunStatus, version: Version, progressId: Id });
const versioned = obj({ version: Version });
export const countRun = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs/:houseId/:runId/count',
  summary: 'Counts the month anew from the facts of now',
  params: runKey,
  body: versioned,
  answer: RunState,
  errors: ['run.notReady', 'run.posted', 'run.cancelled', 'object.changed'],
});
export const checkRun = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs/:houseId/:runId/check',
  summary: 'Says that what to look at was looked at',
  params: runKey,
  body: versioned,
  answer: RunState,
  errors: ['run.notReady', 'run.noLines', 'run.stale', 'run.stopped', 'run.posted', 'run.cancelled', 'object.changed'],
});
export const postRun = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs/:houseId/:runId/post',
  summary: 'Posts the checked lines as charges and bills',
  params: runKey,
  body: versioned,
  answer: RunState,
  errors: ['run.notReady', 'run.notChecked', 'run.stale', 'run.stopped', 'run.posted', 'run.cancelled', 'object.changed'],
});
export const cancelRun = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs/:houseId/:runId/cancel',
  summary: 'Puts a run away that was not posted',
  params: runKey,
  body: versioned,
  answer: RunState,
  errors: ['run.notReady', 'run.posted', 'run.cancelled', 'object.changed'],
});

export const workException = endpoint({
  method: 'POST',
  url: '/api/v1/work/runs/:houseId/:runId/exceptions/:number',
  summary: 'Says what was found about one thing to look at; a new count keeps it where nothing changed',
  params: obj({ houseId: Id, runId: Id, number: Type.Integer({ minimum: 0, maximum: 100_000_000 }) }),
  body: obj({ version: Version, note: Text(500, 1) }),
  answer: obj({ number: Type.Integer() }),
  errors: ['run.notReady', 'run.posted', 'run.cancelled', 'object.changed'],
});

const Days = Type.Integer({ minimum: 1, maximum: 31 });
export const addRecalculation = endpoint({
  method: 'POST',
  url: '/api/v1/work/recalculations',
  summary: 'Decides a correction of a posted month; the next run takes it as a line of its own',
  body: obj({
    houseId: Id,
    accountId: Id,
    serviceCode: Text(50, 1),
    month: Month,
    reason: Text(500, 1),
    document: Nullable(Text(300)),
    ground: Type.Union([obj({ by: Type.Literal('days'), days: Days }), obj({ by: Type.Literal('sum'), kopecks: Kopecks })]),
  }),
  answer: obj({ recalculationId: Id, kopecks: Kopecks }),
  errors: ['recalculation.notCharged', 'recalculation.tooMuch'],
});
export const getRecalculations = endpoint({
  method: 'GET',
  url: '/api/v1/work/recalculations',
  summary: 'Decided corrections that no run has taken yet',
  answer: obj({
    recalculations: Type.Array(
      obj({ recalculationId: Id, houseId: Id, account: Text(30), service: Text(300), month: Month, kopecks: Kopecks, reason: Text(500), decidedOn: Day }),
    ),
  }),
});
