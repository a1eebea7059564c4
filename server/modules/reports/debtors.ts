// Debtors with ageing: every open debt by the days since its last day to pay.
import { type RawBuilder, sql } from 'kysely';
import type { ListRow } from '#contract/list';
import { debtorColumns } from '#contract/reports';
import { dueDay } from '#modules/billing';
import { housesByIds, ownersOf, premisesOf, shortAddress } from '#modules/housing';
import { housesOfIssuer, lookAtAccounts, openItems } from '#modules/ledger';
import { organizationsOf } from '#platform/actor';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, type Day, dayIn, type Month, monthOf } from '#platform/time';
import type { Ground } from '#platform/work';

export const REPORT_STAFF = ['accountant', 'manager'] as const;
const MOSCOW = 'Europe/Moscow';
/** Older debts are past 90 days whatever their day was. */
const MONTHS_BACK = 12;

type Due = { readonly month: Month; readonly day: Day };
export type ReportHouse = { readonly id: string; readonly name: string };
export type DebtorScope = {
  readonly organizationIds: readonly string[];
  readonly houses: readonly ReportHouse[];
  readonly today: Day;
  readonly due: readonly Due[];
};

/** Houses where the organizations keep accounts, by their short addresses. Two statements. */
export const reportHouses = async (db: Db, organizationIds: readonly string[]): Promise<ReportHouse[]> =>
  (await housesByIds(db, await housesOfIssuer(db, organizationIds))).map((house) => ({ id: house.houseId, name: shortAddress(house) }));

/** Two statements. */
export async function debtorScope({ db, actor, now }: Reading): Promise<DebtorScope> {
  const today = dayIn(MOSCOW, now);
  const due = Array.from({ length: MONTHS_BACK + 2 }, (_, n) => addMonths(monthOf(today), 1 - n)).map((month) => ({ month, day: dueDay(month) }));
  const organizationIds = organizationsOf(actor, REPORT_STAFF);
  return { organizationIds, houses: await reportHouses(db, organizationIds), today, due };
}

const debtorRows = ({ organizationIds, houses, today, due }: DebtorScope): RawBuilder<unknown> => sql`(
  select house_id, account_id, premises_id, number, min(period) as oldest, sum(kopecks)::bigint as total, coalesce(sum(kopecks) filter (where service_code = 'penalty'), 0)::bigint as penalty,
    coalesce(sum(kopecks) filter (where days <= 0), 0)::bigint as not_due, coalesce(sum(kopecks) filter (where days between 1 and 30), 0)::bigint as up_to_30, coalesce(sum(kopecks) filter (where days between 31 and 60), 0)::bigint as up_to_60,
    coalesce(sum(kopecks) filter (where days between 61 and 90), 0)::bigint as up_to_90, coalesce(sum(kopecks) filter (where days > 90), 0)::bigint as over_90,
    case when max(days) <= 0 then 'notDue' when max(days) <= 30 then 'days30' when max(days) <= 60 then 'days60' when max(days) <= 90 then 'days90' else 'over90' end as age
  from (select o.*, case when o.period < ${due.at(-1)!.month + '-01'}::date then 1000 else coalesce(${today}::date - d.day, 0) end as days from ${openItems(organizationIds)} o
    left join unnest(${due.map(({ month }) => `${month}-01`)}::date[], ${due.map(({ day }) => day)}::date[]) d (period, day) on d.period = o.period) o
  group by 1, 2, 3, 4) o join unnest(${houses.map(({ id }) => id)}::uuid[], ${houses.map(({ name }) => name)}::text[]) h (id, name) on h.id = o.house_id`;

/** Flat and owners come by `tellDebtors`. */
export const debtorList = list({
  columns: debtorColumns,
  name: 'Должники',
  values: {
    number: sql`o.number`,
    house: sql`h.name`,
    flat: sql`''::text`,
    owners: sql`''::text`,
    age: sql`o.age`,
    oldest: sql`o.oldest`,
    totalKopecks: sql`o.total`,
    penaltyKopecks: sql`o.penalty`,
    notDueKopecks: sql`o.not_due`,
    upTo30Kopecks: sql`o.up_to_30`,
    upTo60Kopecks: sql`o.up_to_60`,
    upTo90Kopecks: sql`o.up_to_90`,
    over90Kopecks: sql`o.over_90`,
    houseId: sql`o.house_id`,
    premisesId: sql`o.premises_id`,
  },
  id: { value: sql`o.account_id`, type: 'uuid' },
  // The page and its totals stand on the same sums over all accounts.
  isKept: true,
  from: debtorRows,
  where: () => sql`true`,
  sort: '-totalKopecks',
});

type Row = ListRow<typeof debtorColumns>;

/** Those whom the accounts concern find in their journals that staff saw their debts (AUD-1). */
export const lookAtDebtors = ({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly Row[]): Promise<void> =>
  lookAtAccounts(ground, reading, {
    accounts: rows.map(({ id, houseId, premisesId }) => ({ accountId: id, houseId, premisesId })),
    object: { kind: 'debtors' },
    what: 'список должников',
  });

/** Flats and owners' names. Two statements for any number of rows. */
export async function tellDebtors(db: Db, { today }: DebtorScope, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return [];
  const flats = new Map((await premisesOf(db, rows)).map((one) => [one.premisesId, one.number]));
  const owners = Map.groupBy(
    await ownersOf(
      db,
      [...new Set(rows.map((row) => row.houseId))],
      rows.map((row) => row.premisesId),
      today,
    ),
    (owner) => owner.premisesId,
  );
  return rows.map((row) => ({
    ...row,
    flat: flats.get(row.premisesId) ?? '',
    owners: (owners.get(row.premisesId) ?? []).map((owner) => owner.name).join(', '),
  }));
}
