// The managing organization opens houses and keeps their passports (HOME-1, HOME-5).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import {
  type createHouse as createEndpoint,
  heatingWords,
  houseCardWords,
  type HouseField,
  repairAccountWords,
  type saveHouse as saveEndpoint,
  timeZoneWords,
} from '#contract/house-keeping';
import { organizationsOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { changesOf, changesText, noteCorrection } from './corrections.ts';
import { type HouseCard, checkHouse } from './house-card.ts';
import { createHouses } from './housing.commands.ts';
import { type House, housesAt, housesByIds, organizationsByIds, premisesReach } from './housing.queries.ts';
import './housing.events.ts';

/** Houses and their plans are the manager's; accountants keep premises. */
export const keepers = ['manager'] as const;

const columns = {
  region: 'region',
  district: 'district',
  city: 'city',
  street: 'street',
  number: 'number',
  building: 'building',
  postalCode: 'postal_code',
  timeZone: 'time_zone',
  cadastralNumber: 'cadastral_number',
  yearBuilt: 'year_built',
  floors: 'floors',
  entrances: 'entrances',
  flats: 'flats',
  areaTotal: 'area_total',
  areaCommon: 'area_common',
  series: 'series',
  walls: 'walls',
  energyClass: 'energy_class',
  lifts: 'lifts',
  condition: 'condition',
  heating: 'heating',
  repairAccount: 'repair_account',
} as const satisfies Record<HouseField, string>;

/** A house of an organization where the caller is the manager; anything else is like unknown. */
export async function keptHouse(work: Work, houseId: string): Promise<House> {
  const [house] = await housesByIds(work.tx, [houseId]);
  return found(house && organizationsOf(work.actor, keepers).includes(house.managerId) ? house : undefined);
}

const thisYear = (work: Work): number => Number(dayIn('Europe/Moscow', work.now).slice(0, 4));

/** One address is one house: of two who open it at once the second is refused. */
async function refuseKnown(work: Work, card: HouseCard, houseId?: string): Promise<void> {
  await lockName(work.tx, `housing.address ${[card.region, card.city, card.street, card.number, card.building].join('|').toLowerCase()}`);
  const known = (await housesAt(work.tx, card)).find((one) => one.houseId !== houseId);
  if (!known) return;
  const [manager] = await organizationsByIds(work.tx, [known.managerId]);
  refuse('houses.known', { manager: manager?.shortName });
}

/** Command: opens a house of the caller's organization. Refuses by field, and an address that is known. */
export async function createHouse(work: Work, { organizationId, ...typed }: BodyOf<typeof createEndpoint>): Promise<AnswerOf<typeof createEndpoint>> {
  const [organization] = organizationsOf(work.actor, keepers).includes(organizationId) ? await organizationsByIds(work.tx, [organizationId]) : [];
  if (!['manager', 'association'].includes(found(organization).kind)) refuse('object.notFound');
  const checked = checkHouse(typed, { year: thisYear(work) });
  if (!checked.ok) refuseFields(checked.fields);
  await refuseKnown(work, checked.card);
  const [houseId] = await createHouses(work, [{ ...checked.card, managerId: organizationId }]);
  work.emit('house.changed', { houseId: houseId! }, [`organization:${organizationId}`]);
  return { houseId: houseId! };
}

/** Command: corrects the passport; what stood before is kept. Refuses by field, and object.changed when it was written meanwhile. The same values again change nothing. */
export async function saveHouse(work: Work, houseId: string, { version, ...typed }: BodyOf<typeof saveEndpoint>): Promise<{ version: number }> {
  const { managerId } = await keptHouse(work, houseId);
  const before = await work.tx
    .selectFrom('housing.house')
    .select(Object.values(columns))
    .select('version')
    .where('house_id', '=', houseId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const checked = checkHouse(typed, { year: thisYear(work), within: await premisesReach(work.tx, houseId) });
  if (!checked.ok) refuseFields(checked.fields);
  if (before.version !== version) refuseChanged({ version: before.version });
  const { card } = checked;
  const stood = Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, before[column]])) as Record<HouseField, string | number | null>;
  const changes = changesOf(stood, card, {
    names: houseCardWords,
    words: { heating: heatingWords, repairAccount: repairAccountWords, timeZone: timeZoneWords },
  });
  if (changes.length === 0) return { version };
  await refuseKnown(work, card, houseId);
  await work.tx
    .updateTable('housing.house')
    .set({ ...Object.fromEntries(changes.map(({ field }) => [columns[field], card[field]])), version: version + 1 })
    .where('house_id', '=', houseId)
    .execute();
  await noteCorrection(work, { houseId, changes });
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.changed',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId: managerId,
    facts: { what: changesText(changes) },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { version: version + 1 };
}
