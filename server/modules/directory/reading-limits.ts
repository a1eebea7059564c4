// What no flat uses in a month: the portal's operator sets it for everybody from a day on, an organization's accountant a lower one for its own meters.
import { type RawBuilder, sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { METERED_SERVICES, type MeteredService } from '#contract/meter-words';
import { type getReadingLimits, LIMIT_BOUNDS, type ReadingLimits, type setReadingLimit as setEndpoint } from '#contract/reading-limits';
import { formatDecimal } from '#contract/russian';
import { organizationsByIds } from '#modules/housing';
import { personNames } from '#modules/identity';
import { type Actor, organizationsOf, personIdOf } from '#platform/actor';
import { compare, decimal, decimalText, trimmed } from '#platform/decimal';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { serviceMap } from './directory.queries.ts';
import { readingLimitOn, type SetReadingLimit } from './reading-limit-on.ts';
import './directory.tables.ts';

export const LIMIT_KEEPER = 'operator';
const SHOWN = 20;
const SERVICES = Object.keys(METERED_SERVICES) as MeteredService[];

const isKeeper = (actor: Actor): boolean => actor.kind === 'person' && actor.grants.some(({ role }) => role === LIMIT_KEEPER);

/** All that was set for a service and an organization, the newest first, as a JSON value that another module may select beside its meters. */
export const readingLimitsSet = (service: RawBuilder<unknown>, organization: RawBuilder<unknown>): RawBuilder<readonly SetReadingLimit[]> =>
  sql<
    readonly SetReadingLimit[]
  >`coalesce((select json_agg(json_build_object('isOwn', limits.organization_id is not null, 'fromDay', limits.from_day, 'value', trim_scale(limits.value)::text) order by limits.number desc)
    from directory.reading_limit limits where limits.service_code = ${service} and (limits.organization_id is null or limits.organization_id = ${organization})), '[]')`;

type Row = Awaited<ReturnType<typeof limitRows>>[number];
const limitRows = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('directory.reading_limit')
    .selectAll()
    .where((on) => on.or([on('organization_id', 'is', null), on('organization_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`)]))
    .orderBy('set_at', 'desc')
    .orderBy('number', 'desc')
    .orderBy('service_code')
    .execute();

const plain = (value: string): string => decimalText(trimmed(decimal(value)));
const ofService = (rows: readonly Row[], { organizationId, service }: { organizationId: string | null; service: string }): Row[] =>
  rows.filter((row) => row.organization_id === organizationId && row.service_code === service).sort((a, b) => b.number - a.number);
const asSet = (rows: readonly Row[]): SetReadingLimit[] =>
  rows.map((row) => ({ isOwn: row.organization_id !== null, fromDay: row.from_day, value: plain(row.value) }));

/** Query: four statements. */
export async function readReadingLimits({ db, actor, now }: Reading): Promise<AnswerOf<typeof getReadingLimits>> {
  const organizationIds = organizationsOf(actor, ['accountant']);
  const organizations = (await organizationsByIds(db, organizationIds)).sort((a, b) => a.shortName.localeCompare(b.shortName, 'ru'));
  const rows = await limitRows(db, organizationIds);
  const people = await personNames(
    db,
    rows.flatMap((row) => row.set_by ?? []),
  );
  const services = await serviceMap(db);
  const today = dayIn('Europe/Moscow', now);
  const unitOf = (service: string): string => services.get(service)?.unit ?? '';
  const listOf = (organizationId: string | null, organization: string | null, canSet: boolean): ReadingLimits => ({
    organizationId,
    organization,
    can: { set: canSet },
    limits: SERVICES.map((service) => {
      const set = ofService(rows, { organizationId, service });
      const holds = set.find(({ from_day: fromDay }) => fromDay <= today);
      return {
        service,
        name: METERED_SERVICES[service],
        unit: unitOf(service),
        value: holds ? plain(holds.value) : null,
        fromDay: holds?.from_day ?? null,
        version: set.length + 1,
      };
    }),
    // What the portal began with nobody set.
    set: rows
      .filter((row) => row.organization_id === organizationId && row.set_by !== null)
      .slice(0, SHOWN)
      .map((row) => ({
        at: new Date(row.set_at).toISOString(),
        who: people.get(row.set_by!)?.full ?? 'Портал',
        service: METERED_SERVICES[row.service_code as MeteredService],
        unit: unitOf(row.service_code),
        fromDay: row.from_day,
        value: plain(row.value),
        reason: row.reason,
      })),
  });
  return { lists: [listOf(null, null, isKeeper(actor)), ...organizations.map(({ id, shortName }) => listOf(id, shortName, true))] };
}

/** Why the value cannot be; an organization may only be stricter than everybody. */
function wrongValue(value: string, general: string | null): string | null {
  if (compare(value, BigInt(LIMIT_BOUNDS.least)) < 0 || compare(value, BigInt(LIMIT_BOUNDS.most)) > 0) return 'Введите число от 1 до 1 000 000';
  return general !== null && compare(value, general) > 0 ? `Свой предел не выше общего. Общий с этого дня ${formatDecimal(general)}` : null;
}

/** Command: for readings of the day and all after it, whatever was set for them before. Refuses object.notFound, object.changed, by field. Readings that were taken stay. */
export async function setReadingLimit(
  work: Work,
  { body: { organizationId, service, version, fromDay, value, reason } }: InputOf<typeof setEndpoint>,
): Promise<AnswerOf<typeof setEndpoint>> {
  found((organizationId === null ? isKeeper(work.actor) : organizationsOf(work.actor, ['accountant']).includes(organizationId)) || undefined);
  await lockName(work.tx, 'directory.reading_limit');
  const rows = await limitRows(work.tx, organizationId === null ? [] : [organizationId]);
  const [set, general] = [
    ofService(rows, { organizationId, service }),
    organizationId === null ? null : readingLimitOn(asSet(ofService(rows, { organizationId: null, service })), fromDay),
  ];
  if (set.length + 1 !== version) refuseChanged({ value: set[0] ? plain(set[0].value) : null, version: set.length + 1 });
  const wrong = wrongValue(value, general);
  if (wrong !== null) refuseFields([{ pointer: '/value', code: 'input.invalid', detail: wrong }]);
  await work.tx
    .insertInto('directory.reading_limit')
    .values({
      id: deriveId(work.id, 'reading limit'),
      organization_id: organizationId,
      service_code: service,
      number: version,
      from_day: fromDay,
      value,
      reason: reason.trim(),
      set_at: work.now.toISOString(),
      set_by: personIdOf(work.actor),
    })
    .execute();
  const at =
    organizationId === null
      ? ({ stream: 'portal:directory', object: { kind: 'readingLimit' } } as const)
      : ({ stream: `organization:${organizationId}`, object: { kind: 'organization', id: organizationId }, organizationId } as const);
  work.journal({ ...at, action: 'readingLimit.set', facts: { what: METERED_SERVICES[service], fromDay, value, reason: reason.trim() } });
  return { version: version + 1 };
}
