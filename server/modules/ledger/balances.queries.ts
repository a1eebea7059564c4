// What accounts owe, have ahead and have reserved; how each charge stands.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day, Month } from '#platform/time';
import type { Account } from './accounts.queries.ts';
import { type AccountKey, ADVANCE_PERIOD, amongAccounts } from './post-transfers.ts';

export type Balance = AccountKey & {
  /** All open debts. */
  dueKopecks: bigint;
  /** Of them penalties. */
  penaltyKopecks: bigint;
  /** Payments under way: they close the debt when they arrive. */
  reservedKopecks: bigint;
  advanceKopecks: bigint;
  /** The oldest month with a debt. */
  oldestDebt: Month | null;
};

// Of ledger.account a, with b of BALANCE_OF_ACCOUNT.
const BALANCE_COLUMNS = sql`a.house_id as "houseId", a.id as "accountId", coalesce(b.due, 0) as "dueKopecks", coalesce(b.penalty, 0) as "penaltyKopecks", coalesce(b.advance, 0) as "advanceKopecks",
  to_char(b.oldest, 'YYYY-MM') as "oldestDebt", coalesce((select sum(r.kopecks) from ledger.reserve r where r.house_id = a.house_id and r.account_id = a.id), 0)::bigint as "reservedKopecks"`;
const BALANCE_OF_ACCOUNT = sql`left join lateral (
  select coalesce(sum(kopecks) filter (where kopecks > 0), 0)::bigint as due, coalesce(sum(kopecks) filter (where kopecks > 0 and service_code = 'penalty'), 0)::bigint as penalty,
    coalesce(-sum(kopecks) filter (where kopecks < 0), 0)::bigint as advance, min(period) filter (where kopecks > 0 and period > ${ADVANCE_PERIOD}) as oldest
  from ledger.balance b where b.house_id = a.house_id and b.account_id = a.id and b.kopecks <> 0) b on true`;

/** Balances of the accounts, one for each that exists, in no order. One statement. */
export async function balances(db: Db, accounts: readonly AccountKey[]): Promise<Balance[]> {
  if (accounts.length === 0) return [];
  const { rows } =
    await sql<Balance>`select ${BALANCE_COLUMNS} from ledger.account a ${BALANCE_OF_ACCOUNT} where ${amongAccounts(accounts, 'a.house_id', 'a.id')}`.execute(
      db,
    );
  return rows;
}

/** The accounts that a person sees with what is on them, by premises: a query that another module may join as a table, or execute as it is. */
export const linkedBalances = (personId: string) => sql<Account & Balance>`
  select ${BALANCE_COLUMNS}, a.premises_id as "premisesId", a.organization_id as "organizationId", a.number, a.unified_number as "unifiedNumber", a.housing_service_id as "housingServiceId",
    a.kind, a.contract, a.opened_on as "openedOn", a.closed_on as "closedOn", a.version
  from ledger.account_link l join ledger.account a on a.house_id = l.house_id and a.id = l.account_id ${BALANCE_OF_ACCOUNT}
  where l.person_id = ${personId} and l.status = 'linked' order by a.premises_id, a.id`;

/** What stands on a month and a service: charged less paid is owed. */
export type ChargeState = AccountKey & { period: Month; serviceCode: string; chargedKopecks: bigint; paidKopecks: bigint; kopecks: bigint };

/**
 * The state of the charges of accounts from one month to another, as a query that another module may join as a table:
 * `db.with('state', (with) => chargeStates(with, accounts, span))`, or execute as it is. `period` is the first day of the month.
 */
export const chargeStates = (db: Pick<Db, 'selectFrom'>, accounts: readonly AccountKey[], { from, to }: { from: Month; to: Month }) =>
  db
    .selectFrom('ledger.balance')
    .select([
      'house_id as houseId',
      'account_id as accountId',
      'period',
      'service_code as serviceCode',
      'charged_kopecks as chargedKopecks',
      'paid_kopecks as paidKopecks',
      'kopecks',
    ])
    .where(amongAccounts(accounts))
    .where('period', '>=', `${from}-01`)
    .where('period', '<=', `${to}-01`)
    .where('period', '>', ADVANCE_PERIOD);

/** How each month and service of the accounts stands, the newest month first. */
export async function chargeStatesOf(db: Db, accounts: readonly AccountKey[], span: { from: Month; to: Month }): Promise<ChargeState[]> {
  if (accounts.length === 0) return [];
  const rows = await chargeStates(db, accounts, span).orderBy('period', 'desc').orderBy('account_id').orderBy('service_code').execute();
  return rows.map((row) => ({ ...row, period: row.period.slice(0, 7) }));
}

/** Open debts by month and service, for penalties and debt lists: the oldest first. */
export async function openDebts(db: Db, accounts: readonly AccountKey[]): Promise<(AccountKey & { period: Month; serviceCode: string; kopecks: bigint })[]> {
  if (accounts.length === 0) return [];
  const rows = await db
    .selectFrom('ledger.balance')
    .select(['house_id as houseId', 'account_id as accountId', 'period', 'service_code as serviceCode', 'kopecks'])
    .where(amongAccounts(accounts))
    .where('kopecks', '>', 0n)
    .where('period', '>', ADVANCE_PERIOD)
    .orderBy('period')
    .orderBy('account_id')
    .orderBy('service_code')
    .execute();
  return rows.map((row) => ({ ...row, period: row.period.slice(0, 7) }));
}

export type MonthOfAccount = { period: Month; chargedKopecks: bigint; paidKopecks: bigint; kopecks: bigint };

/** An account month by month, the newest first. */
export async function monthsOf(db: Db, { houseId, accountId }: AccountKey, limit = 36): Promise<MonthOfAccount[]> {
  const { rows } = await sql<MonthOfAccount>`
    select to_char(period, 'YYYY-MM') as period, sum(charged_kopecks)::bigint as "chargedKopecks", sum(paid_kopecks)::bigint as "paidKopecks", sum(kopecks)::bigint as kopecks
    from ledger.balance where house_id = ${houseId} and account_id = ${accountId} and period > ${ADVANCE_PERIOD} group by ledger.balance.period order by ledger.balance.period desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

export const OPERATIONS = ['charge', 'charge_reversal', 'penalty', 'payment', 'refund', 'opening'] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** One operation as people see it: all transfers of one cause, kind and month together. Above zero the debt grew, below zero it went down. */
export type Operation = {
  happenedOn: Day;
  postedAt: string;
  kind: OperationKind;
  sourceKind: string;
  sourceId: string;
  period: Month | null;
  kopecks: bigint;
  services: string[];
  note: string | null;
};
/** `balanceKopecks`: what was owed after it, below zero what lay ahead; by all operations, whichever are shown. */
export type BalancedOperation = Operation & { balanceKopecks: bigint };
export type OperationFilter = { from?: Day; to?: Day; kinds?: readonly OperationKind[] };
/** Where the next page begins: the members of the last operation that give its place. */
export type OperationCursor = Pick<Operation, 'happenedOn' | 'postedAt' | 'sourceId' | 'kind' | 'period'>;

// Moves between the advance and the debts of one account change nothing in what it owes: they are no operations of people's.
const operationRows = ({ houseId, accountId }: AccountKey, { from, to, kinds = OPERATIONS }: OperationFilter) => sql`
  select t.happened_on, t.posted_at, t.source_id, t.kind, case when t.kind in ('payment', 'refund') then null else t.period end as period, t.source_kind,
    sum(case when d.account_id is not null then t.kopecks else -t.kopecks end)::bigint as kopecks, array_agg(distinct t.service_code) filter (where t.service_code <> '') as services, max(t.note) as note
  from ledger.transfer t join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book
  where t.house_id = ${houseId} and t.account_id = ${accountId} and t.kind = any(${[...kinds]}::text[])
    and t.happened_on >= ${from ?? '0001-01-01'}::date and t.happened_on <= ${to ?? '9999-12-31'}::date
  group by 1, 2, 3, 4, 5, 6`;
const operationColumns = sql`happened_on as "happenedOn", posted_at as "postedAt", kind, source_kind as "sourceKind", source_id as "sourceId", to_char(period, 'YYYY-MM') as period, kopecks, coalesce(services, '{}') as services, note`;

const PLACE = ['happened_on', 'posted_at', 'source_id', 'kind', `coalesce(period, '0001-01-01')`] as const;
const inOrder = (way: 'asc' | 'desc') => sql.raw(PLACE.map((member) => `${member} ${way}`).join(', '));

/** The operations of an account, the newest first: at most `limit` after the cursor. */
export async function history(
  db: Db,
  account: AccountKey,
  { after, limit = 50, from, to, kinds = OPERATIONS }: OperationFilter & { after?: OperationCursor; limit?: number },
): Promise<BalancedOperation[]> {
  const beyond = after
    ? sql`and (${sql.raw(PLACE.join(', '))}) < (${after.happenedOn}::date, ${after.postedAt}::timestamptz, ${after.sourceId}::uuid, ${after.kind}, ${after.period === null ? ADVANCE_PERIOD : `${after.period}-01`}::date)`
    : sql``;
  const { rows } = await sql<BalancedOperation>`select ${operationColumns}, balance as "balanceKopecks"
    from (select o.*, (sum(kopecks) over (order by ${inOrder('asc')}))::bigint as balance from (${operationRows(account, { to })}) o) o
    where kind = any(${[...kinds]}::text[]) and happened_on >= ${from ?? '0001-01-01'}::date ${beyond} order by ${inOrder('desc')} limit ${limit}`.execute(db);
  return rows;
}

/** What was owed before the span (`kind` null), then its operations, the oldest first: one statement, for a cursor. */
export type StatementLine = Pick<Operation, 'kopecks' | 'period' | 'services' | 'note'> & ({ kind: null } | Pick<Operation, 'kind' | 'happenedOn'>);
export const statementLines = (account: AccountKey, { from, to }: { from: Day; to: Day }): RawBuilder<StatementLine> => sql`
  select 0 as place, null::date as "happenedOn", null::timestamptz as "postedAt", null as kind, null as "sourceKind", null::uuid as "sourceId", null as period, coalesce(sum(kopecks), 0)::bigint as kopecks, '{}'::text[] as services, null as note
  from (${operationRows(account, { to: from })}) o where happened_on < ${from}::date
  union all select 1, ${operationColumns} from (${operationRows(account, { from, to })}) o order by 1, 2, 3, 6, 4, 7`;
