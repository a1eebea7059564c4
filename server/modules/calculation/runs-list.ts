// Runs of the accountant's organizations as a list (X-1), and where a run may be opened.
import { sql } from 'kysely';
import { type getRunPlaces, runColumns } from '#contract/calculation';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { ListRow } from '#contract/list';
import { atWords, housesByIds, offered, organizationsByIds, shortAddress } from '#modules/housing';
import { housesOfIssuer } from '#modules/ledger';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, monthIn } from '#platform/time';
import { runOrganizations } from './calculation.policy.ts';
import './calculation.tables.ts';

const ZONE_OF_WORK = 'Europe/Moscow';

/** `houseIds`: null where no house is sought. */
type Scope = { readonly organizationIds: readonly string[]; readonly houseIds: readonly string[] | null };

/** The posted run of the month before, where there is one. */
export const postedBefore = sql<bigint>`coalesce((select p.total_kopecks from calculation.run p where p.house_id = r.house_id and p.organization_id = r.organization_id and p.period = r.period - interval '1 month' and p.status = 'posted'), 0)`;

/** Addresses and organizations come by `tellRuns`. */
export const runList = list({
  columns: runColumns,
  name: 'Расчёты начислений',
  values: {
    period: sql`r.period`,
    address: sql`''::text`,
    organization: sql`''::text`,
    status: sql`r.status`,
    lines: sql`r.line_count`,
    totalKopecks: sql`r.total_kopecks`,
    beforeKopecks: postedBefore,
    exceptions: sql`r.exception_count`,
    openedAt: sql`r.opened_at`,
    postedAt: sql`r.posted_at`,
    houseId: sql`r.house_id`,
    organizationId: sql`r.organization_id`,
  },
  id: { value: sql`r.id`, type: 'uuid' },
  from: () => sql`calculation.run r`,
  where: ({ organizationIds, houseIds }: Scope) =>
    sql`r.organization_id = any(${[...organizationIds]}::uuid[]) and ${houseIds === null ? sql`true` : sql`r.house_id = any(${[...houseIds]}::uuid[])`}`,
  sort: '-period',
});

/** Of the houses where the organizations keep accounts those whose address holds the words. None asked for: no statement. */
export async function runScope(reading: Reading & { input: Pick<InputOf<typeof getRunPlaces>, 'query'> | { query: unknown } }): Promise<Scope> {
  const { q = '' } = reading.input.query as { q?: string };
  const houseIds = q.trim() === '' ? null : [...new Set(atWords(await runPlaces(reading), q).map(({ houseId }) => houseId))];
  return { organizationIds: runOrganizations(reading.actor), houseIds };
}

/** Two statements for any number of rows. */
export async function tellRuns(db: Db, { organizationIds }: Scope, rows: readonly ListRow<typeof runColumns>[]): Promise<ListRow<typeof runColumns>[]> {
  const organizations = new Map((await organizationsByIds(db, organizationIds)).map(({ id, shortName }) => [id, shortName]));
  const houses = new Map((await housesByIds(db, [...new Set(rows.map((row) => row.houseId))])).map((house) => [house.houseId, shortAddress(house)]));
  return rows.map((row) => ({ ...row, address: houses.get(row.houseId) ?? '', organization: organizations.get(row.organizationId) ?? '' }));
}

type Place = AnswerOf<typeof getRunPlaces>['places'][number];

/** Where the actor's organizations keep accounts. Two statements and one for each organization. */
export async function runPlaces({ db, actor }: Reading): Promise<Place[]> {
  const organizationIds = runOrganizations(actor);
  const organizations = new Map((await organizationsByIds(db, organizationIds)).map(({ id, shortName }) => [id, shortName]));
  const issued = await Promise.all(organizationIds.map(async (organizationId) => ({ organizationId, houseIds: await housesOfIssuer(db, [organizationId]) })));
  const houses = new Map(
    (
      await housesByIds(
        db,
        issued.flatMap(({ houseIds }) => houseIds),
      )
    ).map((house) => [house.houseId, shortAddress(house)]),
  );
  return issued.flatMap(({ organizationId, houseIds }) =>
    houseIds.map((houseId) => ({ organizationId, houseId, organization: organizations.get(organizationId) ?? '', address: houses.get(houseId) ?? '' })),
  );
}

/** The month that is to be computed next. */
export const nextPeriodOf = (now: Date): string => addMonths(monthIn(ZONE_OF_WORK, now), -1);

/** Query: as many places as a person can choose from. */
export async function readRunPlaces(reading: Reading, { q }: InputOf<typeof getRunPlaces>['query']): Promise<AnswerOf<typeof getRunPlaces>> {
  const { houses: places, more } = offered(await runPlaces(reading), { q });
  return { places, more, nextPeriod: nextPeriodOf(reading.now) };
}
