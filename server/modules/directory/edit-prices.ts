// Tariffs and norms that an organization's accountant changes on the screen. Every change is a line of the journal and a revision that the
// screen shows. Callers check whose organization it is and say which days posted months have used (`openFrom`).
import { sql } from 'kysely';
import { personIdOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import { addDays, type Day } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { type PeriodProblem, placePeriod, refusalToBegin, refusalToChange } from './periods.ts';
import { planPrices, type PlannedPrice, type Series } from './plan-prices.ts';
import './directory.tables.ts';

export type PriceKind = 'tariff' | 'norm';
/** A tariff or a norm. `way`: the zone of a tariff, what a norm is for; `organizationId` null: the region's, for everybody. */
export type Price = {
  readonly id: string;
  readonly organizationId: string | null;
  readonly houseId: string | null;
  readonly region: string;
  readonly serviceCode: string;
  readonly way: string;
  readonly fromVolume: string;
  readonly value: string;
  readonly unit: string;
  readonly fromDay: Day;
  readonly toDay: Day | null;
  readonly decision: string;
  readonly version: number;
};
type Force = Pick<Price, 'value' | 'fromDay' | 'toDay' | 'decision'>;

const own = {
  tariff: sql`organization_id, house_id, '' as region, zone as way, from_volume`,
  norm: sql`organization_id, house_id, region, per as way, 0 as from_volume`,
};

/** Prices of the organization, and for norms those of its regions; the newest of each first. */
export async function pricesOf(db: Db, kind: PriceKind, { organizationId, regions }: { organizationId: string; regions: readonly string[] }): Promise<Price[]> {
  const whose =
    kind === 'tariff'
      ? sql`organization_id = ${organizationId}`
      : sql`(organization_id = ${organizationId} or (organization_id is null and region = any(${[...regions]}::text[])))`;
  const { rows } = await sql<Price>`
    select id, organization_id as "organizationId", house_id as "houseId", region, service_code as "serviceCode", way, trim_scale(from_volume)::text as "fromVolume", trim_scale(value)::text as value, unit,
      from_day as "fromDay", to_day as "toDay", decision, version
    from (select id, ${own[kind]}, service_code, value, unit, from_day, to_day, decision, version from ${sql.table(`directory.${kind}`)}) p where ${whose}
    order by service_code, house_id nulls first, way, p.from_volume, from_day desc, id`.execute(db);
  return rows;
}

const sameSeries =
  (a: Series) =>
  (b: Series): boolean =>
    a.houseId === b.houseId && a.region === b.region && a.serviceCode === b.serviceCode && a.way === b.way && a.fromVolume === b.fromVolume;
const wrong = ({ field, detail }: PeriodProblem): never => refuseFields([{ pointer: `/${field}`, code: 'input.invalid', detail }]);

export type Editing = {
  readonly kind: PriceKind;
  readonly organizationId: string;
  /** The first day that no posted month has used. */ readonly openFrom: Day | null;
};

/** The organization's own prices, its editing held by this command alone until it ends. */
async function lockedPrices(work: Work, { kind, organizationId }: Pick<Editing, 'kind' | 'organizationId'>): Promise<Price[]> {
  await lockName(work.tx, `directory ${organizationId}`);
  return (await pricesOf(work.tx, kind, { organizationId, regions: [] })).filter((price) => price.organizationId === organizationId);
}

export type NewPrice = Series & Force & { readonly unit: string };

/** A new price from a day on; the open one before it ends on the day before. Refuses by field what overlaps or begins in posted months. */
export async function setPrice(work: Work, editing: Editing, price: NewPrice): Promise<{ id: string }> {
  const id = deriveId(work.id, 'price');
  const planned = (await setPrices(work, editing, [{ ...price, id, openFrom: editing.openFrom }])).get(id)!;
  if (planned.state === 'same') return wrong({ field: 'fromDay', detail: 'Такое значение с этого дня уже есть' });
  return planned.state === 'wrong' ? wrong(planned.problem) : { id };
}

/** Many new prices: those that may stand are written in order of their days, of the others the plan says why not. */
export async function setPrices(
  work: Work,
  editing: Pick<Editing, 'kind' | 'organizationId'>,
  wishes: readonly (NewPrice & { id: string; openFrom: Day | null })[],
): Promise<ReadonlyMap<string, PlannedPrice>> {
  const prices = new Map((await lockedPrices(work, editing)).map((price) => [price.id, price]));
  const plan = planPrices([...prices.values()], wishes);
  for (const { openFrom: _, ...wish } of wishes.toSorted((a, b) => a.fromDay.localeCompare(b.fromDay))) {
    const planned = plan.get(wish.id)!;
    if (planned.state !== 'new') continue;
    const before = prices.get(planned.ends?.id ?? '');
    if (before && planned.ends) {
      const after = { ...before, toDay: planned.ends.toDay, version: before.version + 1 };
      await write(work, editing, { action: 'ended', before, after });
      prices.set(before.id, after);
    }
    const made: Price = { ...wish, organizationId: editing.organizationId, version: 1 };
    await insert(work, editing, made);
    prices.set(made.id, made);
  }
  return plan;
}

async function insert(work: Work, { kind, organizationId }: Pick<Editing, 'kind' | 'organizationId'>, made: Price): Promise<void> {
  const { id, houseId, region, serviceCode, way, fromVolume, value, unit, fromDay, toDay, decision } = made;
  const common = { id, organization_id: organizationId, house_id: houseId, service_code: serviceCode, value, unit, from_day: fromDay, to_day: toDay, decision };
  if (kind === 'tariff')
    await work.tx
      .insertInto('directory.tariff')
      .values({ ...common, zone: way, from_volume: fromVolume })
      .execute();
  else
    await work.tx
      .insertInto('directory.norm')
      .values({ ...common, region, per: way })
      .execute();
  await remember(work, { kind, organizationId }, { action: 'added', before: null, after: made });
}

/** Changes a price that no posted month has used; of a used one only its last day. */
export async function changePrice(
  work: Work,
  editing: Editing,
  { id, version, ...wanted }: Force & { id: string; version: number },
): Promise<{ version: number; fromDay: Day }> {
  const prices = await lockedPrices(work, editing);
  const old = found(prices.find((price) => price.id === id));
  if (old.version !== version) refuseChanged({ ...old });
  const sameValue = old.value === wanted.value && old.decision === wanted.decision;
  const problem =
    refusalToChange(old, { id, ...wanted, sameValue }, editing.openFrom) ?? heldBy(placePeriod(prices.filter(sameSeries(old)), { id, ...wanted }));
  if (problem) wrong(problem);
  await write(work, editing, { action: 'changed', before: old, after: { ...old, ...wanted } });
  return { version: version + 1, fromDay: old.fromDay < wanted.fromDay ? old.fromDay : wanted.fromDay };
}

const heldBy = (placed: ReturnType<typeof placePeriod>): PeriodProblem | null => ('field' in placed ? placed : null);

/** Takes away a price that no posted month has used; the one that it ended goes on in its place. */
export async function removePrice(work: Work, editing: Editing, { id, version }: { id: string; version: number }): Promise<{ id: string; fromDay: Day }> {
  const prices = await lockedPrices(work, editing);
  const old = found(prices.find((price) => price.id === id));
  if (old.version !== version) refuseChanged({ ...old });
  const problem = refusalToBegin(old.fromDay, editing.openFrom);
  if (problem) wrong(problem);
  await sql`delete from ${sql.table(`directory.${editing.kind}`)} where id = ${id}`.execute(work.tx);
  await remember(work, editing, { action: 'removed', before: old, after: null });
  const before = prices.find((price) => sameSeries(old)(price) && price.toDay === addDays(old.fromDay, -1));
  if (before) await write(work, editing, { action: 'reopened', before: before, after: { ...before, toDay: old.toDay } });
  return { id, fromDay: old.fromDay };
}

async function write(
  work: Work,
  editing: Pick<Editing, 'kind' | 'organizationId'>,
  { action, before, after }: Change & { before: Price; after: Price },
): Promise<void> {
  const { value, fromDay, toDay, decision } = after;
  await sql`update ${sql.table(`directory.${editing.kind}`)} set value = ${value}, from_day = ${fromDay}, to_day = ${toDay}, decision = ${decision}, version = version + 1 where id = ${before.id}`.execute(
    work.tx,
  );
  await remember(work, editing, { action, before, after });
}

type Change = { readonly action: 'added' | 'changed' | 'ended' | 'removed' | 'reopened'; readonly before: Price | null; readonly after: Price | null };

const ACTIONS = {
  tariff: { added: 'tariff.added', changed: 'tariff.changed', ended: 'tariff.ended', removed: 'tariff.removed', reopened: 'tariff.reopened' },
  norm: { added: 'norm.added', changed: 'norm.changed', ended: 'norm.ended', removed: 'norm.removed', reopened: 'norm.reopened' },
} as const satisfies Record<PriceKind, Record<Change['action'], string>>;

async function remember(work: Work, { kind, organizationId }: Pick<Editing, 'kind' | 'organizationId'>, { action, before, after }: Change): Promise<void> {
  const price = (after ?? before)!;
  const row = {
    id: deriveId(work.id, `${action} ${price.id}`),
    organization_id: organizationId,
    kind,
    entry_id: price.id,
    action,
    at: work.now.toISOString(),
    person_id: personIdOf(work.actor),
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
  };
  await work.tx.insertInto('directory.revision').values(row).execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: ACTIONS[kind][action],
    object: { kind, id: price.id },
    organizationId,
    ...(price.houseId !== null && { houseId: price.houseId }),
    facts: { service: price.serviceCode, value: price.value, from: price.fromDay, ...(price.toDay !== null && { to: price.toDay }) },
  });
}

export type Revision = {
  readonly id: string;
  readonly action: Change['action'];
  readonly at: string;
  readonly personId: string | null;
  readonly before: Price | null;
  readonly after: Price | null;
};

/** The last changes of the organization's prices, the newest first. */
export async function revisionsOf(db: Db, kind: PriceKind, organizationId: string, limit: number): Promise<Revision[]> {
  const rows = await db
    .selectFrom('directory.revision')
    .select(['id', 'action', 'at', 'person_id as personId', 'before', 'after'])
    .where('organization_id', '=', organizationId)
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, action: row.action as Change['action'], before: row.before as Price | null, after: row.after as Price | null }));
}
