// Tariffs and norms from a table of a spreadsheet: each row is read, placed among the prices that stand, and told back; the command adds what may stand.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { type importPrices as importEndpoint, normBases, type previewImport, tariffZones } from '#contract/directories';
import { isBesideServices } from '#contract/placed-sums';
import { formatDayDigits, parseDecimal } from '#contract/russian';
import { normalHeading, parseDay } from '#modules/billing';
import { planPrices, type PriceKind, pricesOf, type Service, services, setPrices } from '#modules/directory';
import { housesByIds, shortAddress } from '#modules/housing';
import { housesOfIssuer } from '#modules/ledger';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { monthOf, type Day } from '#platform/time';
import type { Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { type ImportColumns, type ImportProblem, type ImportRow, readImport } from './import-table.ts';
import { holdRuns, openDays, openFrom, staleRuns } from './open-days.ts';
import { inWords, plain } from './prices.ts';

type Field = 'service' | 'house' | 'way' | 'fromVolume' | 'value' | 'fromDay' | 'toDay' | 'decision';
const common = {
  service: { heading: 'Услуга', also: ['код услуги', 'наименование услуги'] },
  house: { heading: 'Дом', also: ['адрес', 'адрес дома'], isOptional: true },
  fromDay: { heading: 'Действует с', also: ['с', 'начало', 'дата начала'] },
  toDay: { heading: 'По какой день', also: ['по', 'действует по', 'окончание', 'дата окончания'], isOptional: true },
  decision: { heading: 'Решение', also: ['чье решение', 'основание', 'документ'] },
} as const;
const COLUMNS: Readonly<Record<PriceKind, ImportColumns<Field>>> = {
  tariff: {
    ...common,
    way: { heading: 'Время суток', also: ['зона', 'зона суток'], isOptional: true },
    fromVolume: { heading: 'С какого объёма', also: ['с объема', 'диапазон с'], isOptional: true },
    value: { heading: 'Цена', also: ['тариф', 'цена за единицу', 'значение'] },
  },
  norm: {
    ...common,
    way: { heading: 'На что', also: ['на что норма'] },
    fromVolume: { heading: 'С какого объёма', isOptional: true },
    value: { heading: 'Норматив', also: ['норма', 'сколько в месяц', 'значение'] },
  },
};

const WAYS: Readonly<Record<PriceKind, ReadonlyMap<string, string>>> = {
  tariff: new Map([
    ['', ''],
    ['т1', 'T1'],
    ['т2', 'T2'],
    ['т3', 'T3'],
    ['t1', 'T1'],
    ['t2', 'T2'],
    ['t3', 'T3'],
    ['день', 'T1'],
    ['ночь', 'T2'],
    ['полупик', 'T3'],
    ...Object.entries(tariffZones).map(([way, name]) => [normalHeading(name), way] as const),
  ]),
  norm: new Map([
    ['человек', 'person'],
    ['чел', 'person'],
    ['м²', 'm2'],
    ['м2', 'm2'],
    ['общие места', 'm2_common'],
    ...Object.entries(normBases).map(([way, name]) => [normalHeading(name), way] as const),
  ]),
};

type House = { readonly houseId: string; readonly region: string; readonly address: string };
type Scope = {
  readonly kind: PriceKind;
  readonly organizationId: string;
  readonly houses: readonly House[];
  readonly services: readonly Service[];
  readonly days: ReadonlyMap<string, Day>;
};
type Wish = Parameters<typeof setPrices>[2][number];
type Read = { readonly row: number; readonly said: string; readonly wish: Wish | null; readonly problems: readonly ImportProblem[] };

async function scopeOf(db: Db, kind: PriceKind, organizationId: string): Promise<Scope> {
  const houses = await housesByIds(db, await housesOfIssuer(db, [organizationId]));
  return {
    kind,
    organizationId,
    services: (await services(db)).filter(({ code }) => !isBesideServices(code)),
    days: await openDays(db, organizationId),
    houses: houses.map((house) => ({ houseId: house.houseId, region: house.region, address: shortAddress(house) })),
  };
}

/** A row as a wish, or what is wrong in each of its cells. `id`: what the price will be. Pure. */
function readRow({ kind, houses, services: list, days }: Scope, { row, cells }: ImportRow<Field>, id: string): Read {
  const problems: ImportProblem[] = [];
  const wrong = (field: Field, detail: string): null => (
    problems.push({ column: COLUMNS[kind][field].heading, detail: `${detail}${cells[field] === '' ? '' : `: «${cells[field].slice(0, 100)}»`}` }),
    null
  );
  const same = (a: string, b: string): boolean => normalHeading(a) === normalHeading(b);
  const service =
    list.find(({ code, name, shortName }) => [code, name, shortName].some((one) => same(one, cells.service))) ?? wrong('service', 'Такой услуги нет');
  const house =
    cells.house === '' || same(cells.house, 'все дома')
      ? null
      : (houses.find(({ address }) => same(address, cells.house)) ?? wrong('house', 'В таком доме у организации нет счетов'));
  const way = WAYS[kind].get(normalHeading(cells.way)) ?? wrong('way', 'Не понимаем');
  const value = numberOf(cells.value, 6) ?? wrong('value', 'Нужно число не меньше нуля, до шести знаков после запятой');
  const fromVolume =
    kind === 'norm' ? '0' : (numberOf(cells.fromVolume === '' ? '0' : cells.fromVolume, 3) ?? wrong('fromVolume', 'Нужно число не меньше нуля'));
  const fromDay = dayOf(cells.fromDay) ?? wrong('fromDay', 'Нужен день, например 01.07.2027');
  if (service && fromDay !== null && service.toDay !== null && service.toDay < fromDay)
    wrong('service', `Услуга действует по ${formatDayDigits(service.toDay)}`);
  const toDay = cells.toDay === '' ? null : (dayOf(cells.toDay) ?? wrong('toDay', 'Нужен день, например 30.06.2028'));
  if (cells.decision.length < 3 || cells.decision.length > 300) wrong('decision', 'Напишите, чьё это решение: от 3 до 300 знаков');
  const regions = [...new Set(houses.filter(({ houseId }) => house === null || houseId === house.houseId).map(({ region }) => region))];
  if (kind === 'norm' && cells.house === '' && regions.length !== 1) wrong('house', 'Дома в разных регионах: назовите дом');
  const said = Object.values(cells)
    .filter((cell) => cell !== '')
    .join(' · ')
    .slice(0, 1000);
  if (problems.length > 0 || !service || way === null || value === null || fromVolume === null || fromDay === null) return { row, said, wish: null, problems };
  const houseId = house?.houseId ?? null;
  const wish: Wish = {
    id,
    houseId,
    region: kind === 'norm' ? regions[0]! : '',
    serviceCode: service.code,
    way,
    fromVolume,
    value,
    unit: service.unit,
    fromDay,
    toDay,
    decision: cells.decision,
    openFrom: openFrom(days, houseId),
  };
  return { row, said: `${service.name}${house ? `, ${house.address}` : ''}: ${inWords({ ...wish, organizationId: null, version: 1 }, kind)}`, wish, problems };
}

const numberOf = (cell: string, decimals: number): string | null => {
  const parsed = parseDecimal(cell, decimals);
  return typeof parsed === 'string' && !parsed.startsWith('-') && parsed.replace(/\..*/, '').length <= 8 ? plain(parsed) : null;
};
const dayOf = (cell: string): Day | null => {
  const parsed = parseDay(cell);
  return typeof parsed === 'string' ? parsed : null;
};

async function readTable(scope: Scope, table: string, idOf: (row: number) => string): Promise<Read[]> {
  return (await readImport(table, COLUMNS[scope.kind])).map((row) => readRow(scope, row, idOf(row.row)));
}

type Plan = ReturnType<typeof planPrices>;
type Told = AnswerOf<typeof previewImport>['rows'][number];

function told(kind: PriceKind, { row, said, wish, problems }: Read, plan: Plan): Told {
  const planned = wish && plan.get(wish.id);
  if (!planned) return { row, state: 'wrong', said, problems: [...problems] };
  return planned.state === 'wrong'
    ? { row, state: 'wrong', said, problems: [{ column: COLUMNS[kind][planned.problem.field].heading, detail: planned.problem.detail }] }
    : { row, state: planned.state, said, problems: [] };
}

const wishesOf = (rows: readonly Read[]): Wish[] => rows.flatMap(({ wish }) => wish ?? []);

/** What the table would do; nothing is written. Some ten statements. */
export async function previewPrices(
  { db, actor }: Pick<Reading, 'db' | 'actor'>,
  kind: PriceKind,
  { organizationId, table }: InputOf<typeof previewImport>['body'],
): Promise<AnswerOf<typeof previewImport>> {
  found(runOrganizations(actor).includes(organizationId) || undefined);
  const rows = await readTable(await scopeOf(db, kind, organizationId), table, String);
  const known = (await pricesOf(db, kind, { organizationId, regions: [] })).filter((price) => price.organizationId === organizationId);
  const plan = planPrices(known, wishesOf(rows));
  return { rows: rows.map((row) => told(kind, row, plan)) };
}

/** Command: the good rows of the table, or all when none is wrong. Drafts of their months are to be counted anew. Refuses import.errors. */
export async function importPrices(
  work: Work,
  kind: PriceKind,
  { organizationId, table, choice }: InputOf<typeof importEndpoint>['body'],
): Promise<AnswerOf<typeof importEndpoint>> {
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  const rows = await readTable(await scopeOf(work.tx, kind, organizationId), table, (row) => deriveId(work.id, `price of row ${row}`));
  const plan = await setPrices(work, { kind, organizationId }, wishesOf(rows));
  const states = Map.groupBy(
    rows.map((row) => ({ row, state: told(kind, row, plan).state })),
    ({ state }) => state,
  );
  const wrong = states.get('wrong')?.length ?? 0;
  if (wrong > 0 && choice === 'all') refuse('import.errors', { count: wrong });
  const added = (states.get('new') ?? []).flatMap(({ row }) => row.wish ?? []);
  for (const [houseId, own] of Map.groupBy(added, (wish) => wish.houseId))
    await staleRuns(work, { organizationId, houseId, from: monthOf(own.map(({ fromDay }) => fromDay).toSorted()[0]!) });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'prices.imported',
    object: { kind, id: work.id },
    organizationId,
    facts: { rows: rows.length, count: added.length, errors: wrong },
  });
  return { added: added.length, same: states.get('same')?.length ?? 0, wrong };
}
