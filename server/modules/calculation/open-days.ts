// What posted months have used is never changed in the past; what is counted and not posted is counted anew after a change.
import { type RawBuilder, sql } from 'kysely';
import { billedThrough } from '#modules/billing';
import { housesOfIssuer } from '#modules/ledger';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { addMonths, firstDay, type Day, type Month } from '#platform/time';
import type { Work } from '#platform/work';
import './calculation.events.ts';
import './calculation.tables.ts';

/** By house, the first day that no posted month of the organization has used. Houses that it never billed are not there. Three statements. */
export async function openDays(db: Db, organizationId: string): Promise<ReadonlyMap<string, Day>> {
  const last = new Map(await billedThrough(db, organizationId, await housesOfIssuer(db, [organizationId])));
  const posting = await db
    .selectFrom('calculation.run')
    .select(['house_id as houseId', 'period'])
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'posting')
    .execute();
  for (const { houseId, period } of posting) if (period.slice(0, 7) > (last.get(houseId) ?? '')) last.set(houseId, period.slice(0, 7));
  return new Map([...last].map(([houseId, month]) => [houseId, firstDay(addMonths(month, 1))]));
}

/** The first day open for a price of the house, or of all houses (null): the latest of them. Null where nothing was posted. */
export const openFrom = (days: ReadonlyMap<string, Day>, houseId: string | null): Day | null =>
  houseId === null ? ([...days.values()].sort().at(-1) ?? null) : (days.get(houseId) ?? null);

/**
 * Holds the organization's runs, so that none is posted while what it was counted from changes; to be called before the open days are
 * read. A counting or posting under way is waited for.
 */
export async function holdRuns(work: Work, organizationId: string): Promise<void> {
  await work.tx
    .selectFrom('calculation.run')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('status', 'in', ['counting', 'draft', 'checked', 'posting'])
    .orderBy('house_id')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** The same for the runs of one house, whoever counts it. */
export async function holdRunsOfHouse(work: Work, houseId: string): Promise<void> {
  await work.tx
    .selectFrom('calculation.run')
    .select('id')
    .where('house_id', '=', houseId)
    .where('status', 'in', ['counting', 'draft', 'checked', 'posting'])
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Refuses run.notReady while a run of the house is being posted: of the organization, or of anybody's. To be called with the runs held. */
export async function refuseWhilePosting(work: Work, { houseId, organizationId }: { houseId: string; organizationId?: string }): Promise<void> {
  const posting = await work.tx
    .selectFrom('calculation.run')
    .select('id')
    .where('house_id', '=', houseId)
    .$if(organizationId !== undefined, (query) => query.where('organization_id', '=', organizationId!))
    .where('status', '=', 'posting')
    .limit(1)
    .executeTakeFirst();
  if (posting) refuse('run.notReady');
}

/** Drafts of the month and later ones must be counted anew: the change is told on them. `houseId` null: in every house. */
export const staleRuns = (work: Work, { organizationId, houseId, from }: { organizationId: string; houseId: string | null; from: Month }): Promise<void> =>
  makeStale(work, from, sql`organization_id = ${organizationId} and (${houseId}::uuid is null or house_id = ${houseId}::uuid)`);

/** The same for whoever counts the house. */
export const staleRunsOfHouse = (work: Work, { houseId, from }: { houseId: string; from: Month }): Promise<void> =>
  makeStale(work, from, sql`house_id = ${houseId}`);

async function makeStale(work: Work, from: Month, which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ houseId: string; runId: string; organizationId: string }>`
    update calculation.run set stale = true, status = 'draft', version = version + 1, note = 'После подсчёта изменились тарифы, решения, сведения о счётчике или порог разницы. Посчитайте заново'
    where ${which} and status in ('draft', 'checked') and period >= ${`${from}-01`}::date
    returning house_id as "houseId", id as "runId", organization_id as "organizationId"`.execute(work.tx);
  for (const { organizationId, ...run } of rows) work.emit('run.changed', run, [`organization:${organizationId}`]);
}
