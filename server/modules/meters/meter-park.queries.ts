// The meters of an organization as its people see them.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type getMeterPlaces, type getWorkMeter, workMeterColumns } from '#contract/meters-park';
import { housesByIds, housesOfManagers, offered, organizationsByIds, premisesOfHouse, shortAddress } from '#modules/housing';
import { housesOfIssuer, lookAtHomes } from '#modules/ledger';
import { found } from '#platform/errors';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import { addMonths, dayIn, firstDay } from '#platform/time';
import type { Ground } from '#platform/work';
import { loadHomeMeters } from './home-meters.ts';
import { zoneName } from './meter-words.ts';
import { organizationsInReach } from './meters.policy.ts';
import { meterView } from './meters.queries.ts';
import type { WorkScope } from './work-lists.ts';
import './meters.tables.ts';

export const workMeters = list({
  columns: workMeterColumns,
  name: 'Счётчики',
  values: {
    address: sql`m.address`,
    kind: sql`case when m.premises_id is null then 'house' else 'flat' end`,
    service: sql`m.service_code`,
    serial: sql`m.serial`,
    stateNumber: sql`m.state_number`,
    place: sql`m.place`,
    verifiedUntil: sql`m.next_verification_on`,
    readOn: sql`(select max(r.taken_on) from meters.reading r where r.house_id = m.house_id and r.meter_id = m.id and r.status = 'active')`,
    houseId: sql`m.house_id`,
    premisesId: sql`m.premises_id`,
  },
  id: { value: sql`m.id`, type: 'uuid' },
  from: () => sql`meters.meter m`,
  where: ({ organizationIds }: WorkScope) => sql`m.organization_id = any(${[...organizationIds]}::uuid[]) and m.removed_on is null`,
  sort: 'serial',
});

/** Query: where a meter may be put in. Five statements. */
export async function readMeterPlaces({ db, actor, now }: Reading, { houseId, q }: { houseId?: string; q?: string }): Promise<AnswerOf<typeof getMeterPlaces>> {
  const organizationIds = organizationsInReach(actor);
  const organizations = (await organizationsByIds(db, organizationIds)).map(({ id, shortName }) => ({ id, name: shortName }));
  const managed = (await housesOfManagers(db, organizationIds)).map((house) => house.houseId);
  const houses = (await housesByIds(db, [...managed, ...(await housesOfIssuer(db, organizationIds))])).map((house) => ({
    houseId: house.houseId,
    address: shortAddress(house),
  }));
  const premises = houseId !== undefined && houses.some((house) => house.houseId === houseId) ? await premisesOfHouse(db, houseId) : [];
  return {
    today: dayIn('Europe/Moscow', now),
    organizations,
    ...offered(houses, { q, houseId }),
    premises: premises.map(({ premisesId, number }) => ({ premisesId, number })),
  };
}

const MONTHS_SHOWN = 24;

/** Query: one meter for staff. Some fourteen statements. */
export async function readWorkMeter(
  ground: Ground,
  reading: Reading,
  { houseId, meterId }: { houseId: string; meterId: string },
): Promise<AnswerOf<typeof getWorkMeter>> {
  const { db, actor, now } = reading;
  const row = await db
    .selectFrom('meters.meter')
    .select(['premises_id as premisesId', 'organization_id as organizationId', 'state_number as stateNumber'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirst();
  const { premisesId, stateNumber } = found(row && organizationsInReach(actor).includes(row.organizationId) ? row : undefined);
  await lookAtHomes({ ground, ...reading }, [{ houseId, premisesId }]);
  const site = found(await loadHomeMeters(db, { houseId, premisesId }, { now, removed: true }));
  const meter = found(site.meters.find(({ id }) => id === meterId));
  const requests = await db
    .selectFrom('meters.replacement_request')
    .select(['id', 'at', 'reason', 'comment', 'status', 'answer', 'version'])
    .where('house_id', '=', houseId)
    .where('meter_id', '=', meterId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  const readings = await db
    .selectFrom('meters.reading as r')
    .select([
      sql<string>`to_char(period, 'YYYY-MM')`.as('month'),
      'zone',
      'taken_on as takenOn',
      sql<string>`trim_scale(value)::text`.as('value'),
      sql<string | null>`trim_scale(used)::text`.as('use'),
      'source',
      'status',
      'confirmed',
      'submitted_at as at',
      sql<string | null>`(select p.id from meters.photo p where p.house_id = r.house_id and p.reading_id = r.id order by p.at desc limit 1)`.as('photoId'),
    ])
    .where('house_id', '=', houseId)
    .where('meter_id', '=', meterId)
    .where('period', '>=', firstDay(addMonths(site.today.slice(0, 7), -MONTHS_SHOWN)))
    .orderBy('period', 'desc')
    .orderBy('zone')
    .orderBy('submitted_at', 'desc')
    .orderBy('id')
    .execute();
  const derived = new Map(meter.registers.flatMap(({ zone, points }) => points.map(({ period, use }) => [`${period} ${zone}`, use] as const)));
  type Answer = AnswerOf<typeof getWorkMeter>;
  return {
    ...meterView(meter, { home: site, actor, openRequests: new Set() }),
    address: site.address,
    timeZone: site.timeZone,
    today: site.today,
    isOfHouse: premisesId === null,
    stateNumber,
    removedOn: meter.removedOn,
    replacedBy: meter.replacedBy,
    version: meter.version,
    faults: meter.faults.flatMap(({ kind, fromDay, toDay, act }) => (toDay === null ? [] : [{ kind, fromDay, toDay, act }])),
    requests: requests.map((one) => ({ ...one, at: new Date(one.at).toISOString() })) as Answer['requests'],
    readings: readings.map((one) => ({
      ...one,
      use: one.status === 'active' ? (derived.get(`${one.month} ${one.zone}`) ?? one.use) : one.use,
      zoneName: zoneName(one.zone, meter.registers.length),
      at: new Date(one.at).toISOString(),
    })) as Answer['readings'],
  };
}
