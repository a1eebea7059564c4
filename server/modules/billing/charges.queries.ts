// Charges that a person sees (CHG-1): the accounts come from the ledger's links, each charge with its status and last year's sum.
import { type RawBuilder, sql } from 'kysely';
import { chargeColumns, purposes } from '#contract/billing';
import { compareRussian } from '#contract/russian';
import { type Service, services } from '#modules/directory';
import { type Organization, organizationRows, premisesOfRow, type PremisesRow, premisesRows } from '#modules/housing';
import { type Account, chargeStates, linkedBalances } from '#modules/ledger';
import { keptStatement } from '#platform/kept-statement';
import { list } from '#platform/lists';
import { onceAPage } from '#platform/page-reads';
import { personIdOf } from '#platform/actor';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import './billing.tables.ts';

export type SeenAccount = Account & {
  address: string;
  timeZone: string;
  organization: Organization;
  reservedKopecks: bigint;
  dueKopecks: bigint;
  advanceKopecks: bigint;
};
export type ChargeScope = { db: Db; accounts: readonly SeenAccount[]; services: readonly Service[]; today: Day; timeZone: string };

type SeenRow = Account & Pick<SeenAccount, 'organization' | 'reservedKopecks' | 'dueKopecks' | 'advanceKopecks'> & { home: PremisesRow };

/** The accounts that the caller sees, by address, with organization and what is on its way. One statement. */
export async function seenAccounts(reading: Pick<Reading, 'db' | 'actor' | 'page'>): Promise<readonly SeenAccount[]> {
  const personId = personIdOf(reading.actor);
  return personId === null ? [] : onceAPage(reading, `billing.accounts ${personId}`, () => accountsSeenBy(reading.db, personId));
}

async function accountsSeenBy(db: Db, personId: string): Promise<SeenAccount[]> {
  const rows = await readSeen(db, { personId });
  const seen = rows.map(({ home, ...account }): SeenAccount => ({ ...account, address: premisesOfRow(home).address, timeZone: home.timeZone }));
  return seen.sort(
    (a, b) =>
      compareRussian(a.address, b.address) || a.organization.shortName.localeCompare(b.organization.shortName, 'ru') || (a.accountId < b.accountId ? -1 : 1),
  );
}

const readSeen = keptStatement(
  ({ personId }: { personId: string }, db) => sql<SeenRow>`
    select a.*, to_jsonb(p) as home, to_jsonb(o) as organization from (${linkedBalances(personId)}) a
    join (${premisesRows(db)}) p on p."houseId" = a."houseId" and p."premisesId" = a."premisesId" join (${organizationRows(db)}) o on o.id = a."organizationId"`,
);

/** Where the list of charges reads: the caller's accounts, and today by the clock of the first home. */
export async function chargeScope({ now, ...reading }: Reading): Promise<ChargeScope> {
  const { db } = reading;
  const accounts = await seenAccounts(reading);
  const timeZone = accounts[0]?.timeZone ?? 'Europe/Moscow';
  return { db, accounts, services: await services(db), today: dayIn(timeZone, now), timeZone };
}

const FIRST_MONTH = '2000-01';
const LAST_MONTH = '2100-12';

/**
 * Charges in force with their money. What is on its way closes the oldest debts first, as it will when it arrives. The words of the
 * status follow charge-status.ts, line by line: a test holds the two together.
 */
function chargesFrom({ db, accounts, services: known, today }: ChargeScope): RawBuilder<unknown> {
  const column = <Value>(pick: (account: SeenAccount) => Value): Value[] => accounts.map(pick);
  return sql`(
    select c.*, a.address, a.organization, s.name as service, s.purpose, s.sort, y.total_kopecks as year_ago_kopecks,
      case when c.rest < 0 then 'overpaid' when c.rest = 0 then 'paid' when c.pending >= c.rest then 'processing' when ${today}::date > c.due_on then 'overdue'
        when c.pending > 0 then 'processing' when c.total_kopecks > c.rest then 'partlyPaid' else 'unpaid' end as status
    from (
      select c.*, coalesce(st.kopecks, 0) as rest,
        least(greatest(coalesce(st.kopecks, 0), 0), greatest(a.reserved - coalesce(sum(greatest(coalesce(st.kopecks, 0), 0)) over (partition by c.account_id order by c.period, c.service_code rows between unbounded preceding and 1 preceding), 0), 0)) as pending
      from unnest(${column((one) => one.houseId)}::uuid[], ${column((one) => one.accountId)}::uuid[], ${column((one) => one.reservedKopecks)}::bigint[]) a (house_id, account_id, reserved)
      join billing.charge c on c.house_id = a.house_id and c.account_id = a.account_id and c.ended_by is null
      left join (${chargeStates(db, accounts, { from: FIRST_MONTH, to: LAST_MONTH })}) st on st."accountId" = c.account_id and st.period = c.period and st."serviceCode" = c.service_code
    ) c
    join unnest(${column((one) => one.accountId)}::uuid[], ${column((one) => one.address)}::text[], ${column((one) => one.organization.shortName)}::text[]) a (account_id, address, organization) on a.account_id = c.account_id
    join unnest(${known.map((one) => one.code)}::text[], ${known.map((one) => one.name)}::text[], ${known.map((one) => (one.purpose in purposes ? one.purpose : 'service'))}::text[], ${known.map((one) => one.sort)}::int[]) s (code, name, purpose, sort) on s.code = c.service_code
    left join billing.charge y on y.house_id = c.house_id and y.account_id = c.account_id and y.service_code = c.service_code and y.period = c.period - interval '1 year' and y.ended_by is null
  ) c`;
}

export const chargeList = list({
  columns: chargeColumns,
  name: 'Начисления',
  values: {
    period: sql`c.period`,
    address: sql`c.address`,
    organization: sql`c.organization`,
    purpose: sql`c.purpose`,
    service: sql`c.service`,
    totalKopecks: sql`c.total_kopecks`,
    yearAgoKopecks: sql`c.year_ago_kopecks`,
    status: sql`c.status`,
    madeOn: sql`c.made_on`,
    dueOn: sql`c.due_on`,
    serviceCode: sql`c.service_code`,
    houseId: sql`c.house_id`,
    accountId: sql`c.account_id`,
  },
  id: { value: sql`c.id`, type: 'uuid' },
  from: chargesFrom,
  where: () => sql`true`,
  sort: '-period',
  isKept: true,
  timeZone: (scope) => scope.timeZone,
});

export type MonthSum = { month: string; totalKopecks: number | null; yearAgoKopecks: number | null };

/** Sums of 13 months up to `last` beside those of the year before; null where nothing was charged. */
export async function monthSums(db: Db, accounts: readonly SeenAccount[], last: string): Promise<MonthSum[]> {
  const rows = await readSums(db, {
    houseIds: accounts.map(({ houseId }) => houseId),
    accountIds: accounts.map(({ accountId }) => accountId),
    last: `${last}-01`,
  });
  return rows.map(({ month, total, before }) => ({
    month,
    totalKopecks: total === null ? null : Number(total),
    yearAgoKopecks: before === null ? null : Number(before),
  }));
}

type SumRow = { month: string; total: bigint | null; before: bigint | null };
const readSums = keptStatement(
  ({ houseIds, accountIds, last }: { houseIds: string[]; accountIds: string[]; last: Day }) => sql<SumRow>`
    with sums as (
      select c.period, sum(c.total_kopecks)::bigint as total from unnest(${houseIds}::uuid[], ${accountIds}::uuid[]) a (house_id, account_id)
      join billing.charge c on c.house_id = a.house_id and c.account_id = a.account_id and c.ended_by is null and c.period > ${last}::date - interval '26 months' group by 1)
    select to_char(m, 'YYYY-MM') as month, n.total, b.total as before from generate_series(${last}::date - interval '12 months', ${last}::date, interval '1 month') m
    left join sums n on n.period = m left join sums b on b.period = m - interval '1 year' order by m`,
);
