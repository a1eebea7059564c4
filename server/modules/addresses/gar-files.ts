// What is kept of each kind of file of the state register, and how its elements become rows. Pure.

type Value = string | number | null;
/** `isLive`: in force; an increment takes away what is not. */
export type GarRow = { objectId: string; isLive: boolean; values: Value[] };
/** Values of the attributes of a kind, in their order. */
export type GarRecord = readonly [objectId: string, ...others: (string | undefined)[]];
export type GarKind = {
  root: string;
  element: string;
  table: 'gar_object' | 'gar_house' | 'gar_room' | 'gar_link' | 'gar_param';
  /** Behind load_id and object_id. */
  columns: readonly string[];
  /** What tells rows of one object apart, besides the object. */
  key: readonly string[];
  /** OBJECTID first. */
  attributes: readonly string[];
  /** Undefined: of no use here. */
  row(record: GarRecord, today: string): GarRow | undefined;
};

const OPEN_END = '2079-06-06';
const ADDED: Readonly<Record<string, string>> = { 1: 'к.', 2: 'стр.', 3: 'соор.', 4: 'литера' };
const PARAMS_KEPT = new Set(['5', '7', '8']);
const HIERARCHY = ['OBJECTID', 'PARENTOBJID', 'PATH', 'OKTMO', 'ISACTIVE', 'ENDDATE'];

const isLive = (actual: string | undefined, active: string | undefined, end: string | undefined, today: string): boolean =>
  actual === '1' && active === '1' && (end ?? OPEN_END) > today;

/** «54», «к.» «1»: HOUSENUM with its two additions. */
export function houseLabel([number, addition1, kind1, addition2, kind2]: readonly (string | undefined)[]): string {
  const added = [
    [addition1, kind1],
    [addition2, kind2],
  ].flatMap(([addition, kind]) => (addition ? [`${ADDED[kind ?? ''] ?? ''} ${addition}`.trim()] : []));
  return [...(number ? [number] : []), ...added].join(', ');
}

const room = (element: string, kind: string, level: number): GarKind => ({
  root: `${element}S`,
  element,
  table: 'gar_room',
  columns: ['level', 'kind', 'number', 'guid'],
  key: [],
  attributes: ['OBJECTID', 'NUMBER', kind, 'OBJECTGUID', 'ISACTUAL', 'ISACTIVE', 'ENDDATE'],
  row: ([objectId, number, type, guid, actual, active, end], today) => ({
    objectId,
    isLive: isLive(actual, active, end, today),
    values: [level, Number(type) || 0, number ?? '', guid ?? null],
  }),
});
const hierarchy = (name: 'adm' | 'mun'): GarKind => ({
  root: 'ITEMS',
  element: 'ITEM',
  table: 'gar_link',
  columns: ['hierarchy', 'parent_id', 'path', 'oktmo'],
  key: ['hierarchy'],
  attributes: HIERARCHY,
  row: ([objectId, parent, path, oktmo, active, end], today) => ({
    objectId,
    isLive: isLive('1', active, end, today),
    values: [name, parent || '0', path ?? '', oktmo ?? null],
  }),
});
const params: GarKind = {
  root: 'PARAMS',
  element: 'PARAM',
  table: 'gar_param',
  columns: ['type', 'value'],
  key: ['type'],
  attributes: ['OBJECTID', 'TYPEID', 'VALUE', 'CHANGEIDEND', 'ENDDATE'],
  row: ([objectId, type, value, changedBy, end], today) =>
    !PARAMS_KEPT.has(type ?? '')
      ? undefined
      : { objectId, isLive: (changedBy ?? '0') === '0' && (end ?? OPEN_END) > today, values: [Number(type), value ?? ''] },
};

export const GAR_KINDS: Readonly<Record<string, GarKind>> = {
  AS_ADDR_OBJ: {
    root: 'ADDRESSOBJECTS',
    element: 'OBJECT',
    table: 'gar_object',
    columns: ['level', 'kind', 'name', 'guid'],
    key: [],
    attributes: ['OBJECTID', 'LEVEL', 'TYPENAME', 'NAME', 'OBJECTGUID', 'ISACTUAL', 'ISACTIVE', 'ENDDATE'],
    row: ([objectId, level, kind, name, guid, actual, active, end], today) => ({
      objectId,
      isLive: isLive(actual, active, end, today),
      values: [Number(level) || 0, kind ?? '', name ?? '', guid ?? null],
    }),
  },
  AS_HOUSES: {
    root: 'HOUSES',
    element: 'HOUSE',
    table: 'gar_house',
    columns: ['label', 'guid'],
    key: [],
    attributes: ['OBJECTID', 'HOUSENUM', 'ADDNUM1', 'ADDTYPE1', 'ADDNUM2', 'ADDTYPE2', 'OBJECTGUID', 'ISACTUAL', 'ISACTIVE', 'ENDDATE'],
    row: ([objectId, ...rest], today) => ({ objectId, isLive: isLive(rest[6], rest[7], rest[8], today), values: [houseLabel(rest), rest[5] ?? null] }),
  },
  AS_APARTMENTS: room('APARTMENT', 'APARTTYPE', 11),
  AS_ROOMS: room('ROOM', 'ROOMTYPE', 12),
  AS_ADM_HIERARCHY: hierarchy('adm'),
  AS_MUN_HIERARCHY: hierarchy('mun'),
  AS_ADDR_OBJ_PARAMS: params,
  AS_HOUSES_PARAMS: params,
};

const SHAPES: Readonly<Record<string, RegExp>> = {
  OBJECTID: /^\d{1,18}$/u,
  PARENTOBJID: /^\d{0,18}$/u,
  OBJECTGUID: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/iu,
  LEVEL: /^\d{1,2}$/u,
  APARTTYPE: /^\d{0,4}$/u,
  ROOMTYPE: /^\d{0,4}$/u,
  ENDDATE: /^\d{4}-\d\d-\d\d$/u,
};

/** Whether the values can be what their attributes say: an object has its number, a number is one, no text has a sign that the database does not keep. */
export const isRecord = ({ attributes }: GarKind, values: readonly (string | undefined)[]): values is GarRecord =>
  values[0] !== undefined && values.every((value, n) => value === undefined || (SHAPES[attributes[n]!]?.test(value) ?? !value.includes('\0')));

/** The newest day in the names of files, '20261101'; '' where there are none. */
export const dayOfFiles = (files: readonly string[]): string =>
  files
    .map((file) => /_(\d{8})_/u.exec(file)?.[1] ?? '')
    .sort()
    .at(-1) ?? '';

/** «AS_HOUSES_20261101_….XML» → AS_HOUSES; the date must follow at once, so AS_HOUSES_PARAMS is another. Undefined: not kept. */
export function garKindOf(file: string): string | undefined {
  const name = /^(AS_[A-Z_]+?)_\d{8}_.*\.xml$/iu.exec(file)?.[1]?.toUpperCase();
  return name !== undefined && name in GAR_KINDS ? name : undefined;
}
