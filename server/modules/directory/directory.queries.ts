// Dated data that others count with.
import { type RawBuilder, sql } from 'kysely';
import type { NormBase } from '#contract/directories';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './directory.tables.ts';

export type ServiceCode = string;
export type Service = {
  code: ServiceCode;
  name: string;
  shortName: string;
  unit: string;
  block: string;
  purpose: string;
  sort: number;
  /** The last day of force. */ toDay: Day | null;
};

const KEEP_MS = 60_000;
const cached = new WeakMap<Db, { at: number; services: Promise<readonly Service[]> }>();

/** All services in the order of the bill. Kept for a minute in each process: the list changes by a decree. */
export async function services(db: Db): Promise<readonly Service[]> {
  const known = cached.get(db);
  if (known && performance.now() - known.at < KEEP_MS) return known.services;
  const rows = db
    .selectFrom('directory.service')
    .select(['code', 'name', 'short_name as shortName', 'unit', 'block', 'purpose', 'sort', 'to_day as toDay'])
    .orderBy('sort')
    .orderBy('code')
    .execute();
  if (!db.isTransaction) cached.set(db, { at: performance.now(), services: rows });
  rows.catch(() => cached.delete(db));
  return rows;
}

/** Services in force on the day. */
export const servicesOn = async (db: Db, day: Day): Promise<Service[]> => (await services(db)).filter(({ toDay }) => toDay === null || toDay >= day);

/** Services by their codes, closed ones too. */
export const serviceMap = async (db: Db): Promise<ReadonlyMap<ServiceCode, Service>> => new Map((await services(db)).map((service) => [service.code, service]));

/** The name of a service by its code, as a value that another module may select. */
export const serviceName = (code: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql<string | null>`(select service.name from directory.service where service.code = ${code})`;

export type Tariff = {
  id: string;
  organizationId: string;
  houseId: string | null;
  serviceCode: ServiceCode;
  zone: string;
  fromVolume: string;
  value: string;
  unit: string;
  fromDay: Day;
  toDay: Day | null;
  decision: string;
  version: number;
};
export type TariffsWanted = { organizationIds: readonly string[]; houseIds?: readonly string[]; serviceCodes?: readonly ServiceCode[] };

/**
 * Tariffs in force on some day from `from` to `to` (one day: the same twice), those of the houses given and those for all houses;
 * a caller takes the house's own before the general one. By service, zone, consumption range, day. Values are decimal texts in ₽.
 */
export async function tariffsBetween(db: Db, wanted: TariffsWanted, { from, to }: { from: Day; to: Day }): Promise<Tariff[]> {
  return db
    .selectFrom('directory.tariff')
    .select([
      'id',
      'organization_id as organizationId',
      'house_id as houseId',
      'service_code as serviceCode',
      'zone',
      'from_volume as fromVolume',
      'value',
      'unit',
      'from_day as fromDay',
      'to_day as toDay',
      'decision',
      'version',
    ])
    .where('organization_id', '=', sql<string>`any(${[...wanted.organizationIds]}::uuid[])`)
    .where((on) => on.or([on('house_id', 'is', null), on('house_id', '=', sql<string>`any(${[...(wanted.houseIds ?? [])]}::uuid[])`)]))
    .where('from_day', '<=', to)
    .where((on) => on.or([on('to_day', 'is', null), on('to_day', '>=', from)]))
    .$if(wanted.serviceCodes !== undefined, (query) => query.where('service_code', '=', sql<string>`any(${[...(wanted.serviceCodes ?? [])]}::text[])`))
    .orderBy('service_code')
    .orderBy('zone')
    .orderBy('from_volume')
    .orderBy('from_day')
    .orderBy('id')
    .execute();
}

/** Tariffs in force on the day. */
export const tariffsInForce = (db: Db, wanted: TariffsWanted, day: Day): Promise<Tariff[]> => tariffsBetween(db, wanted, { from: day, to: day });

export type Norm = {
  id: string;
  region: string;
  serviceCode: ServiceCode;
  per: NormBase;
  value: string;
  unit: string;
  fromDay: Day;
  toDay: Day | null;
  decision: string;
  version: number;
};

/** Norms of the region; with an organization and a house its own too (`level`: how near they are, the nearest stands). */
export type NormScope = { readonly region: string; readonly organizationId?: string; readonly houseId?: string };

/** Consumption norms in force on some day of the span. */
export async function normsBetween(
  db: Db,
  { region, organizationId, houseId }: NormScope,
  { from, to }: { from: Day; to: Day },
): Promise<(Norm & { level: 'region' | 'organization' | 'house' })[]> {
  const rows = await db
    .selectFrom('directory.norm')
    .select([
      'id',
      'region',
      'organization_id as organizationId',
      'house_id as houseId',
      'service_code as serviceCode',
      'per',
      'value',
      'unit',
      'from_day as fromDay',
      'to_day as toDay',
      'decision',
      'version',
    ])
    .where('region', '=', region)
    .where('from_day', '<=', to)
    .where((on) => on.or([on('to_day', 'is', null), on('to_day', '>=', from)]))
    .where((on) => on.or([on('organization_id', 'is', null), ...(organizationId === undefined ? [] : [on('organization_id', '=', organizationId)])]))
    .where((on) => on.or([on('house_id', 'is', null), ...(houseId === undefined ? [] : [on('house_id', '=', houseId)])]))
    .orderBy('service_code')
    .orderBy('per')
    .orderBy('from_day')
    .orderBy('id')
    .execute();
  return rows.map(({ organizationId: own, houseId: house, ...row }) => ({
    ...row,
    per: row.per as Norm['per'],
    level: house !== null ? 'house' : own !== null ? 'organization' : 'region',
  }));
}

/** Norms in force on the day. */
export const normsInForce = (db: Db, region: string, day: Day): Promise<Norm[]> => normsBetween(db, { region }, { from: day, to: day });

/** The days of the month on which readings are taken; `fromDay` may be after `toDay` when the window runs over the end of a month. */
export type ReadingWindow = { fromDayOfMonth: number; toDayOfMonth: number };
/** Where an organization says nothing: until the 25th (item 31 of Rules 354 and the letters on the term since 2026). */
export const USUAL_WINDOW: ReadingWindow = { fromDayOfMonth: 15, toDayOfMonth: 25 };

/** When the organization takes readings of the service. */
export async function readingWindow(db: Db, organizationId: string, serviceCode: ServiceCode): Promise<ReadingWindow> {
  const row = await db
    .selectFrom('directory.reading_window')
    .select(['from_day_of_month as fromDayOfMonth', 'to_day_of_month as toDayOfMonth'])
    .where('organization_id', '=', organizationId)
    .where('service_code', '=', serviceCode)
    .executeTakeFirst();
  return row ?? USUAL_WINDOW;
}

/** Windows as a query that another module may join as a table; an organization that says nothing of a service has none there. */
export const readingWindowRows = (db: Db) =>
  db
    .selectFrom('directory.reading_window')
    .select(['organization_id as organizationId', 'service_code as serviceCode', 'from_day_of_month as fromDayOfMonth', 'to_day_of_month as toDayOfMonth']);

/** Windows of many (organization, service) at once, by `organization service`. */
export async function readingWindows(db: Db, organizationIds: readonly string[]): Promise<ReadonlyMap<string, ReadingWindow>> {
  const rows = await readingWindowRows(db)
    .where('organization_id', '=', sql<string>`any(${[...new Set(organizationIds)]}::uuid[])`)
    .execute();
  return new Map(rows.map(({ organizationId, serviceCode, ...window }) => [`${organizationId} ${serviceCode}`, window]));
}
