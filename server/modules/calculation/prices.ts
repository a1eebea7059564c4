// Tariffs and norms on the accountant's screen: what there is, what changed, and the commands that change it.
import type { AnswerOf, InputOf, QueryOf } from '#contract/endpoint';
import {
  type changePrice as changeEndpoint,
  type getPrices,
  normBases,
  type Price as ShownPrice,
  type removePrice as removeEndpoint,
  type setPrice as setEndpoint,
  tariffZones,
} from '#contract/directories';
import { isBesideServices } from '#contract/placed-sums';
import { formatDayDigits, formatDecimal } from '#contract/russian';
import {
  changePrice,
  type Editing,
  type Price,
  type PriceKind,
  pricesOf,
  removePrice,
  revisionsOf,
  serviceMap,
  servicesOn,
  setPrice,
} from '#modules/directory';
import { housesByIds, offered, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { housesOfIssuer } from '#modules/ledger';
import { decimal, decimalText, trimmed } from '#platform/decimal';
import { found, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { monthOf, type Day } from '#platform/time';
import type { Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { holdRuns, openDays, openFrom, staleRuns } from './open-days.ts';

const REVISIONS_SHOWN = 30;
/** Query: the prices of one organization (the first of the actor's unless named): for all its houses, and for those that are offered. Some ten statements. */
export async function readPrices({ db, actor, now }: Reading, kind: PriceKind, asked: QueryOf<typeof getPrices>): Promise<AnswerOf<typeof getPrices>> {
  const mine = runOrganizations(actor);
  const organizations = (await organizationsByIds(db, mine))
    .map(({ id, shortName }) => ({ id, name: shortName }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const organizationId = asked.organizationId === undefined ? organizations[0]?.id : found(mine.find((id) => id === asked.organizationId));
  const list = (await servicesOn(db, now.toISOString().slice(0, 10)))
    .filter(({ code }) => !isBesideServices(code))
    .map(({ code, name, unit }) => ({ code, name, unit }));
  if (organizationId === undefined)
    return { organizationId: null, organizations, houses: [], more: false, services: list, openFrom: null, prices: [], revisions: [] };
  const houses = await housesByIds(db, await housesOfIssuer(db, [organizationId]));
  const days = await openDays(db, organizationId);
  const prices = await pricesOf(db, kind, { organizationId, regions: [...new Set(houses.map(({ region }) => region))] });
  const addresses = new Map(houses.map((house) => [house.houseId, shortAddress(house)]));
  const names = await serviceMap(db);
  const places = offered(
    [...addresses].map(([houseId, address]) => ({ houseId, address, openFrom: days.get(houseId) ?? null })),
    asked,
  );
  const shown = new Set(places.houses.map(({ houseId }) => houseId));
  return {
    organizationId,
    organizations,
    services: list,
    openFrom: openFrom(days, null),
    ...places,
    prices: prices
      .filter(({ houseId }) => houseId === null || shown.has(houseId))
      .map((price): ShownPrice => ({
        id: price.id,
        houseId: price.houseId,
        house: price.houseId === null ? null : (addresses.get(price.houseId) ?? ''),
        region: price.organizationId === null ? price.region : null,
        serviceCode: price.serviceCode,
        service: names.get(price.serviceCode)?.name ?? price.serviceCode,
        way: price.way as ShownPrice['way'],
        fromVolume: price.fromVolume,
        value: price.value,
        unit: price.unit,
        fromDay: price.fromDay,
        toDay: price.toDay,
        decision: price.decision,
        version: price.version,
        can: canChange(price, openFrom(days, price.houseId)),
      })),
    revisions: await shownRevisions(db, kind, organizationId),
  };
}

function canChange({ organizationId, fromDay, toDay }: Price, openDay: Day | null): ShownPrice['can'] {
  const isOwn = organizationId !== null;
  const isFree = isOwn && (openDay === null || fromDay >= openDay);
  return { change: isFree, end: isOwn && !isFree && (toDay === null || openDay === null || toDay >= openDay), remove: isFree };
}

async function shownRevisions(db: Db, kind: PriceKind, organizationId: string): Promise<AnswerOf<typeof getPrices>['revisions']> {
  const revisions = await revisionsOf(db, kind, organizationId, REVISIONS_SHOWN);
  const people = await personNames(
    db,
    revisions.flatMap(({ personId }) => personId ?? []),
  );
  const names = await serviceMap(db);
  return revisions.map(({ id, at, personId, action, before, after }) => {
    const code = (after ?? before)?.serviceCode ?? '';
    return {
      id,
      at: new Date(at).toISOString(),
      who: (personId !== null && people.get(personId)?.full) || 'Портал',
      action,
      service: names.get(code)?.name ?? code,
      before: before && inWords(before, kind),
      after: after && inWords(after, kind),
    };
  });
}

/** «52,4 ₽/м³ с 01.10.2026». */
export function inWords({ value, unit, way, fromDay, toDay }: Price, kind: PriceKind): string {
  const amount =
    kind === 'tariff' ? `${formatDecimal(value, { minDecimals: 2 })} ₽/${unit}` : `${formatDecimal(value)} ${unit} ${normBases[way as keyof typeof normBases]}`;
  const zone = kind === 'tariff' && way !== '' ? `, ${tariffZones[way as keyof typeof tariffZones]}` : '';
  return `${amount}${zone}, с ${formatDayDigits(fromDay)}${toDay === null ? '' : ` по ${formatDayDigits(toDay)}`}`;
}

export const plain = (value: string): string => decimalText(trimmed(decimal(value)));
const refuseField = (field: string, detail: string): never => refuseFields([{ pointer: `/${field}`, code: 'input.invalid', detail }]);

/** The organization within the actor's reach, its runs held; and the first open day of each house. */
async function reach(work: Work, organizationId: string): Promise<ReadonlyMap<string, Day>> {
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  return openDays(work.tx, organizationId);
}

/** Command: a new tariff or norm of the organization. Drafts of its months are to be counted anew. */
export async function addPrice(work: Work, kind: PriceKind, body: InputOf<typeof setEndpoint>['body']): Promise<AnswerOf<typeof setEndpoint>> {
  const { organizationId, houseId, serviceCode, way, fromVolume, ...force } = body;
  const days = await reach(work, organizationId);
  const houses = await housesByIds(work.tx, await housesOfIssuer(work.tx, [organizationId]));
  if (houseId !== null && !houses.some((house) => house.houseId === houseId)) refuseField('houseId', 'В этом доме у организации нет счетов');
  const service = (await serviceMap(work.tx)).get(serviceCode);
  if (!service || isBesideServices(serviceCode)) return refuseField('serviceCode', 'Выберите услугу из списка');
  if (service.toDay !== null && service.toDay < force.fromDay) refuseField('serviceCode', `Услуга действует по ${formatDayDigits(service.toDay)}`);
  if (!(way in (kind === 'tariff' ? tariffZones : normBases))) refuseField('way', 'Выберите из списка');
  const regions = [...new Set(houses.filter((house) => houseId === null || house.houseId === houseId).map(({ region }) => region))];
  if (kind === 'norm' && regions.length !== 1) refuseField('houseId', 'Дома в разных регионах: выберите дом');
  const series = { houseId, region: kind === 'norm' ? regions[0]! : '', serviceCode, way, fromVolume: kind === 'tariff' ? plain(fromVolume) : '0' };
  const made = await setPrice(
    work,
    { kind, organizationId, openFrom: openFrom(days, houseId) },
    { ...series, ...force, value: plain(force.value), unit: service.unit },
  );
  await staleRuns(work, { organizationId, houseId, from: monthOf(force.fromDay) });
  return made;
}

type Key = { kind: PriceKind; id: string };

/** What a price of this id may be changed within; an unknown id is not found by the change itself. */
async function editing(work: Work, { kind, id }: Key, organizationId: string): Promise<Editing & { houseId: string | null }> {
  const days = await reach(work, organizationId);
  const price = (await pricesOf(work.tx, kind, { organizationId, regions: [] })).find((one) => one.id === id);
  return { kind, organizationId, openFrom: openFrom(days, price?.houseId ?? null), houseId: price?.houseId ?? null };
}

/** Command: another value, days or decision; of a price that posted months have used only its last day. */
export async function editPrice(
  work: Work,
  key: Key,
  { organizationId, value, ...wanted }: InputOf<typeof changeEndpoint>['body'],
): Promise<AnswerOf<typeof changeEndpoint>> {
  const within = await editing(work, key, organizationId);
  const { version, fromDay } = await changePrice(work, within, { id: key.id, value: plain(value), ...wanted });
  await staleRuns(work, { organizationId, houseId: within.houseId, from: monthOf(fromDay) });
  return { version };
}

/** Command: takes a price away that no posted month has used. */
export async function dropPrice(
  work: Work,
  key: Key,
  { organizationId, version }: InputOf<typeof removeEndpoint>['body'],
): Promise<AnswerOf<typeof removeEndpoint>> {
  const within = await editing(work, key, organizationId);
  const { fromDay } = await removePrice(work, within, { id: key.id, version });
  await staleRuns(work, { organizationId, houseId: within.houseId, from: monthOf(fromDay) });
  return { id: key.id };
}
