// Directories of an organization (CALC-1): tariffs and norms with their days of force, who changed what, what a change does to a flat and a house.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { importedRowStates } from './statuses/calculation.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const priceKinds = { tariff: 'Тарифы', norm: 'Нормативы' } as const;
/** Zones of a tariff; `''` is the whole day. */
export const tariffZones = { '': 'Весь день', T1: 'День (T1)', T2: 'Ночь (T2)', T3: 'Полупик (T3)' } as const;
/** Of the last five: the social norm, at which the second price of the service begins where a region keeps one. */
export const normBases = {
  person: 'на человека',
  m2: 'на м² квартиры',
  m2_common: 'на м² общих мест',
  home1: 'на одного человека (соцнорма)',
  home2: 'на семью из двух (соцнорма)',
  home3: 'на семью из трёх (соцнорма)',
  home4: 'на семью из четырёх (соцнорма)',
  home5: 'на семью из пяти и больше (соцнорма)',
} as const;
export type NormBase = keyof typeof normBases;

const Kind = OneOf(['tariff', 'norm']);
const Way = OneOf(['', 'T1', 'T2', 'T3', 'person', 'm2', 'm2_common', 'home1', 'home2', 'home3', 'home4', 'home5']);
/** Not below zero, six decimals at most. */
const Amount = Type.String({ pattern: '^\\d{1,8}(\\.\\d{1,6})?$', description: 'Decimal number as text, not below zero' });
const force = { value: Amount, fromDay: Day, toDay: Nullable(Day), decision: Text(300, 3) };

export const Price = obj({
  id: Id,
  houseId: Nullable(Id),
  house: Nullable(Text(300)),
  /** Of a norm of the region, which the organization does not change. */ region: Nullable(Text(200)),
  serviceCode: Text(50),
  service: Text(300),
  way: Way,
  fromVolume: Text(30),
  value: Text(30),
  unit: Text(20),
  fromDay: Day,
  toDay: Nullable(Day),
  decision: Text(300),
  version: Version,
  can: obj({ change: Type.Boolean(), end: Type.Boolean(), remove: Type.Boolean() }),
});
export type Price = Static<typeof Price>;

const Revision = obj({
  id: Id,
  at: Instant,
  who: Text(200),
  action: OneOf(['added', 'changed', 'ended', 'removed', 'reopened']),
  service: Text(300),
  before: Nullable(Text(200)),
  after: Nullable(Text(200)),
});

export const getPrices = endpoint({
  method: 'GET',
  url: '/api/v1/work/directories/:kind',
  summary: 'Tariffs or norms of an organization that the caller keeps the accounts of, and their last changes',
  params: obj({ kind: Kind }),
  query: obj({ organizationId: Type.Optional(Id), houseId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    organizationId: Nullable(Id),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    houses: Type.Array(obj({ houseId: Id, address: Text(300), /** The first day that no posted month has used. */ openFrom: Nullable(Day) })),
    ...moreHouses,
    services: Type.Array(obj({ code: Text(50), name: Text(300), unit: Text(20) })),
    openFrom: Nullable(Day),
    prices: Type.Array(Price),
    revisions: Type.Array(Revision),
  }),
});
const series = { organizationId: Id, houseId: Nullable(Id), serviceCode: Text(50, 1), way: Way, fromVolume: Amount };
export const setPrice = endpoint({
  method: 'POST',
  url: '/api/v1/work/directories/:kind',
  summary: 'A new tariff or norm from a day on; the one before it ends on the day before',
  params: obj({ kind: Kind }),
  body: obj({ ...series, ...force }),
  answer: obj({ id: Id }),
});
const priceKey = obj({ kind: Kind, id: Id });
export const changePrice = endpoint({
  method: 'POST',
  url: '/api/v1/work/directories/:kind/:id',
  summary: 'Changes a price that no posted month has used; of a used one only its last day',
  params: priceKey,
  body: obj({ organizationId: Id, version: Version, ...force }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
export const removePrice = endpoint({
  method: 'POST',
  url: '/api/v1/work/directories/:kind/:id/remove',
  summary: 'Takes away a price that no posted month has used',
  params: priceKey,
  body: obj({ organizationId: Id, version: Version }),
  answer: obj({ id: Id }),
  errors: ['object.changed'],
});

const Effect = obj({ service: Text(300), beforeKopecks: Kopecks, kopecks: Kopecks, before: Text(2000), formula: Text(2000) });
export const previewPrice = endpoint({
  method: 'GET',
  url: '/api/v1/work/directories/:kind/preview',
  summary: 'What a price would do to a flat and to its house in the last posted month; nothing is written',
  params: obj({ kind: Kind }),
  query: obj({
    organizationId: Id,
    houseId: Type.Optional(Id),
    serviceCode: Text(50, 1),
    way: Type.Optional(Way),
    fromVolume: Amount,
    value: Amount,
    account: Type.Optional(Text(30)),
  }),
  answer: obj({
    month: Month,
    address: Text(300),
    account: Nullable(Text(30)),
    flat: Nullable(Text(50)),
    flatEffects: Type.Array(Effect),
    flats: Type.Integer(),
    beforeKopecks: Kopecks,
    kopecks: Kopecks,
  }),
});

/** A row of a table from a spreadsheet: what the portal understood, or what is wrong under which heading. */
const ImportedRow = obj({
  row: Type.Integer(),
  state: OneOf(keysOf(importedRowStates)),
  said: Text(1000),
  problems: Type.Array(obj({ column: Text(100), detail: Text(500) })),
});
export const imported = { preview: obj({ rows: Type.Array(ImportedRow) }), done: obj({ added: Type.Integer(), same: Type.Integer(), wrong: Type.Integer() }) };
/** CSV, or cells copied from a spreadsheet; up to 500 rows. */
export const ImportedTable = Text(200_000, 1);
/** With errors in it: nothing of the table, or its good rows. */
export const ImportChoice = OneOf(['all', 'good']);

export const previewImport = endpoint({
  method: 'POST',
  url: '/api/v1/work/directories/:kind/import/preview',
  summary: 'What a table of tariffs or norms would add, and its errors by row; nothing is written',
  params: obj({ kind: Kind }),
  body: obj({ organizationId: Id, table: ImportedTable }),
  answer: imported.preview,
  errors: ['import.table'],
});
export const importPrices = endpoint({
  method: 'POST',
  url: '/api/v1/work/directories/:kind/import',
  summary: 'Adds the tariffs or norms of a table; what is there already is passed over',
  params: obj({ kind: Kind }),
  body: obj({ organizationId: Id, table: ImportedTable, choice: ImportChoice }),
  answer: imported.done,
  errors: ['import.table', 'import.errors'],
});
