// Use by month (MTR-7): thirteen months of each meter against the year before, the norm and the average of the house.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getUsage } from '#contract/meters';
import { usageColumns } from '#contract/usage';
import { volumeMethods } from '#modules/billing';
import { accountsOfPremises } from '#modules/ledger';
import { decimal, decimalText, roundedText, total, trimmed } from '#platform/decimal';
import { found } from '#platform/errors';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, firstDay, type Month, monthsFrom } from '#platform/time';
import { type HomeMeter, loadHomeMeters } from './home-meters.ts';
import { serviceName } from './meter-words.ts';
import { type Home, homeInReach } from './meters.policy.ts';
import { shortText, useOfMonth } from './usage-history.ts';
import './meters.tables.ts';

type Answer = AnswerOf<typeof getUsage>;
type Point = Answer['meters'][number]['points'][number];
const MONTHS = 13;
/** Of fewer homes an average would tell of the neighbours. */
const AVERAGE_NEEDS_HOMES = 5;

/** Query: thirteen statements. `month`: the last of the thirteen; by default this one. */
export async function readUsage({ db, actor, now }: Reading, asked: Home, given: Month | undefined): Promise<Answer> {
  const home = found(await loadHomeMeters(db, found(homeInReach(actor, asked)), { now, removed: true }));
  const month = given ?? home.today.slice(0, 7);
  const months = monthsFrom(addMonths(month, 1 - MONTHS), month);
  const standing = home.meters.filter(({ removedOn }) => removedOn === null);
  const averages = await houseAverages(db, home.houseId, { services: standing.map(({ serviceCode }) => serviceCode), from: months[0]!, to: month });
  const accounts = await accountsOfPremises(db, [{ houseId: home.houseId, premisesId: home.premisesId! }]);
  const billed = new Map(
    (await volumeMethods(db, accounts, { from: months[0]!, to: month })).map(({ serviceCode, month: of, method }) => [`${serviceCode} ${of}`, method]),
  );
  const meters = standing.map((meter): Answer['meters'][number] => {
    const line = [meter, ...predecessors(home.meters, meter.id)];
    const point = (of: Month): Point => {
      const readings = line.flatMap(({ registers }) => registers.flatMap(({ points }) => points.filter(({ period }) => period === of)));
      const own = meter.registers.length === 1 ? readings[0] : undefined;
      return {
        month: of,
        use: useOf(line, of),
        lastYear: useOf(line, addMonths(of, -12)),
        houseAverage: averages.get(`${meter.serviceCode} ${of}`) ?? null,
        value: own?.value ?? null,
        takenOn: readings[0]?.takenOn ?? null,
        estimated: readings.some(({ source }) => source === 'estimated'),
        billedBy: billedBy(billed.get(`${meter.serviceCode} ${of}`)),
      };
    };
    return {
      meterId: meter.id,
      service: meter.serviceCode as Answer['meters'][number]['service'],
      serviceName: serviceName(meter.serviceCode),
      serial: meter.serial,
      place: meter.place,
      unit: meter.unit,
      decimals: meter.decimals,
      normMonth: meter.normMonth,
      persons: home.persons,
      points: months.map(point),
    };
  });
  return { month, meters };
}

const billedBy = (method: string | null | undefined): Point['billedBy'] => (method === 'average' || method === 'norm' ? method : null);

type UsageScope = { readonly rows: readonly object[] };
/** The same months as a list, for its files. */
export const usageList = list({
  columns: usageColumns,
  name: 'Расход по месяцам',
  values: {
    month: sql`u.month`,
    service: sql`u.service`,
    serial: sql`u.serial`,
    value: sql`u.value`,
    takenOn: sql`u."takenOn"`,
    use: sql`u.use`,
    unit: sql`u.unit`,
    billedBy: sql`u."billedBy"`,
    lastYear: sql`u."lastYear"`,
    norm: sql`u.norm`,
    houseAverage: sql`u."houseAverage"`,
    houseId: sql`u."houseId"`,
    premisesId: sql`u."premisesId"`,
  },
  id: { value: sql`u.id`, type: 'text' },
  from: ({ rows }: UsageScope) =>
    sql`json_to_recordset(${JSON.stringify(rows)}::json) u (id text, month date, service text, serial text, value numeric, "takenOn" date, use numeric, unit text, "billedBy" text, "lastYear" numeric, norm numeric, "houseAverage" numeric, "houseId" uuid, "premisesId" uuid)`,
  where: () => sql`true`,
  sort: '-month',
});

/** The months of the home that was asked for; refuses object.notFound without one in reach. */
export async function usageScope(reading: Reading & { input: { query: unknown } }): Promise<UsageScope> {
  const { houseId = '', premisesId = '' } = reading.input.query as Partial<Home>;
  const { meters } = await readUsage(reading, { houseId, premisesId }, undefined);
  return {
    rows: meters.flatMap(({ meterId, service, serial, unit, normMonth: norm, points }) =>
      points.map(({ month, ...point }) => ({ ...point, id: `${meterId} ${month}`, month: firstDay(month), service, serial, unit, norm, houseId, premisesId })),
    ),
  };
}

/** The meters that stood in its place before, so that a replacement does not cut the history. */
function predecessors(meters: readonly HomeMeter[], meterId: string): HomeMeter[] {
  return meters.filter(({ replacedBy }) => replacedBy === meterId).flatMap((meter) => [meter, ...predecessors(meters, meter.id)]);
}

/** Use of the month by all zones and by both meters of a month in which one replaced the other. */
function useOf(line: readonly HomeMeter[], month: Month): string | null {
  const uses = line.flatMap((meter) => meter.registers.map(({ points }) => useOfMonth(points, month, meter.decimals))).filter((use) => use !== null);
  return uses.length === 0 ? null : shortText(roundedText(total(uses), Math.max(...uses.map((use) => decimal(use).scale))));
}

/** Average use of a home of the house by service and month, where at least five homes have a reading. One statement. */
async function houseAverages(
  db: Db,
  houseId: string,
  { services, from, to }: { services: readonly string[]; from: Month; to: Month },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ service: string; month: Month; average: string }>`
    with step as (
      select m.service_code, m.premises_id,
        r.value - lag(r.value, 1, g.initial_value) over w as delta, lag(r.value, 1, g.initial_value) over w as previous, r.value, r.source, m.digits,
        r.period, lag(r.period, 1, date_trunc('month', m.installed_on)::date) over w as before
      from meters.meter m join meters.meter_register g on g.house_id = m.house_id and g.meter_id = m.id
      join meters.reading r on r.house_id = g.house_id and r.meter_id = g.meter_id and r.zone = g.zone and r.status = 'active'
      where m.house_id = ${houseId} and m.premises_id is not null and m.service_code = any(${[...new Set(services)]}::text[])
      window w as (partition by r.meter_id, r.zone order by r.period)),
    home as (
      select service_code, premises_id, period, sum((case when delta < 0 and not (source = 'control' and (previous <= 0.9 * power(10::numeric, digits) or value >= 0.1 * power(10::numeric, digits))) then delta + power(10::numeric, digits) else delta end)
        / greatest(1, extract(year from age(period, before)) * 12 + extract(month from age(period, before)))) as used
      from step where age(period, before) <= interval '6 months' group by 1, 2, 3)
    select service_code as service, to_char(period, 'YYYY-MM') as month, round(avg(used), 2)::text as average
    from home where period between ${firstDay(from)}::date and ${firstDay(to)}::date group by 1, 2 having count(*) >= ${AVERAGE_NEEDS_HOMES}`.execute(db);
  return new Map(rows.map(({ service, month, average }) => [`${service} ${month}`, decimalText(trimmed(decimal(average)))]));
}
