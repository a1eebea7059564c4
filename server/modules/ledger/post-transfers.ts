// The only writer of transfers and balances: every movement of money goes through here, under the lock of its account.
import { sql } from 'kysely';
import { refuse } from '#platform/errors';
import { freshPlans } from '#platform/insert-rows';
import type { Tx } from '#platform/tables';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import './ledger.tables.ts';

export type AccountKey = { houseId: string; accountId: string };
/** The kinds of accounts of double entry. */
export type Side = 'receivable' | 'advance' | 'income' | 'acquirer' | 'bank' | 'fee' | 'opening';
export type TransferKind =
  | 'charge'
  | 'charge_reversal'
  | 'payment'
  | 'refund'
  | 'advance_used'
  | 'advance_freed'
  | 'settlement'
  | 'acquirer_fee'
  | 'opening'
  | 'penalty';
/** One transfer to be: `kopecks` above zero; a receivable has a month and a service. */
export type Movement = AccountKey & {
  kind: TransferKind;
  debit: Side;
  credit: Side;
  kopecks: bigint;
  serviceCode: string;
  period: Month | null;
  sourceKind: string;
  sourceId: string;
  happenedOn: Day;
  note?: string;
};
export type LockedAccount = AccountKey & { premisesId: string; organizationId: string };

/** The key of the advance's row, which is also the lock of the account. */
export const ADVANCE_PERIOD = '0001-01-01';

/** What an account brought along has no payment: its own id stands for it. */
export const OPENING_SOURCE = 'opening';

/** The houses of the accounts. Named in every condition of a batch: whatever way of joining the planner takes, it reads these houses and no others. */
export const housesOf = (accounts: readonly { houseId: string }[]) => sql<string>`any(${[...new Set(accounts.map((one) => one.houseId))]}::uuid[])`;

/** Condition on (house_id, account_id) of a table: one of the accounts. */
export const amongAccounts = (accounts: readonly AccountKey[], houseColumn = 'house_id', accountColumn = 'account_id') =>
  sql<boolean>`(${sql.ref(houseColumn)} = ${housesOf(accounts)} and (${sql.ref(houseColumn)}, ${sql.ref(accountColumn)}) in (select * from unnest(${accounts.map((one) => one.houseId)}::uuid[], ${accounts.map((one) => one.accountId)}::uuid[])))`;

/**
 * Takes the accounts for this transaction, in the order of their ids, so that parallel commands wait and never deadlock. The
 * row may not exist yet: it is made empty first. Refuses object.notFound when an account is unknown. Two statements, for bulk three.
 */
export async function lockAccounts(tx: Tx, accounts: readonly AccountKey[]): Promise<LockedAccount[]> {
  const wanted = [...new Map(accounts.map((account) => [account.accountId, account])).values()];
  if (wanted.length === 0) return [];
  await freshPlans(tx, accounts.length);
  await sql`insert into ledger.balance (house_id, account_id, service_code, period, kopecks)
    select house_id, id, '', ${ADVANCE_PERIOD}, 0 from ledger.account where ${amongAccounts(wanted, 'house_id', 'id')} order by house_id, id
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<LockedAccount>`
    select b.house_id as "houseId", b.account_id as "accountId", a.premises_id as "premisesId", a.organization_id as "organizationId"
    from ledger.balance b join ledger.account a on a.house_id = b.house_id and a.id = b.account_id
    where b.service_code = '' and b.period = ${ADVANCE_PERIOD} and ${amongAccounts(wanted, 'b.house_id', 'b.account_id')}
    order by b.house_id, b.account_id for update of b`.execute(tx);
  if (rows.length !== wanted.length) refuse('object.notFound');
  return rows;
}

// An account of double entry is found by what it is for, so that parallel commands make the same one.
const bookId = (side: 'debit' | 'credit') => sql`encode(substr(sha256(convert_to(concat_ws(' ', g.house_id,
  case when g.${sql.raw(side)} in ('receivable', 'advance') then a.id else a.organization_id end, g.${sql.raw(side)},
  case when g.${sql.raw(side)} in ('receivable', 'income') then g.service_code else '' end), 'UTF8')), 1, 16), 'hex')::uuid`;

/** UUIDv7 made where the rows are made: the command's millisecond and chance. */
const newRowId = (now: Date) =>
  sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send(${now.getTime()}::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * Writes transfers and moves the balances and sums with them, by one statement for any number. The accounts must be locked. What is
 * debited is owed more, what is credited less; a charge changes what was charged, all else what was paid.
 */
export async function postTransfers(work: Work, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  const column = <Value>(pick: (movement: Movement) => Value): Value[] => movements.map(pick);
  await sql`
    with given as (
      select * from unnest(${column((m) => m.houseId)}::uuid[], ${column((m) => m.accountId)}::uuid[], ${column((m) => m.kind)}::text[], ${column((m) => m.debit)}::text[], ${column((m) => m.credit)}::text[],
        ${column((m) => m.kopecks)}::bigint[], ${column((m) => m.serviceCode)}::text[], ${column((m) => (m.period === null ? null : `${m.period}-01`))}::date[], ${column((m) => m.sourceKind)}::text[],
        ${column((m) => m.sourceId)}::uuid[], ${column((m) => m.happenedOn)}::date[], ${column((m) => m.note ?? null)}::text[])
        as g(house_id, account_id, kind, debit, credit, kopecks, service_code, period, source_kind, source_id, happened_on, note)
    ), booked as (
      select g.*, a.organization_id, a.kind as account_kind, ${bookId('debit')} as debit_book, ${bookId('credit')} as credit_book
      from given g join ledger.account a on a.house_id = ${housesOf(movements)} and a.house_id = g.house_id and a.id = g.account_id
    ), sides as (
      select house_id, account_id, organization_id, account_kind, debit_book as book, debit as side, kopecks as delta, kind, service_code, period from booked
      union all
      select house_id, account_id, organization_id, account_kind, credit_book, credit, -kopecks, kind, service_code, period from booked
    ), books as (
      insert into ledger.book (house_id, id, kind, account_id, organization_id, service_code)
      select distinct house_id, book, side, case when side in ('receivable', 'advance') then account_id end, organization_id, case when side in ('receivable', 'income') then service_code else '' end
      from sides order by house_id, book
      on conflict do nothing
    ), sums as (
      insert into ledger.account_sum (house_id, id, organization_id, account_kind, due_kopecks, advance_kopecks)
      select house_id, ${newRowId(work.now)}, organization_id, account_kind, coalesce(sum(delta) filter (where side = 'receivable'), 0), coalesce(-sum(delta) filter (where side = 'advance'), 0)
      from sides where side in ('receivable', 'advance') group by house_id, organization_id, account_kind
    ), transfers as (
      insert into ledger.transfer (house_id, id, debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, source_id, posted_at, happened_on, note)
      select house_id, ${newRowId(work.now)}, debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, source_id, ${work.now.toISOString()}::timestamptz, happened_on, note from booked
    )
    insert into ledger.balance as b (house_id, account_id, service_code, period, kopecks, charged_kopecks, paid_kopecks)
    select house_id, account_id, case side when 'receivable' then service_code else '' end, case side when 'receivable' then period else ${ADVANCE_PERIOD}::date end, sum(delta),
      coalesce(sum(delta) filter (where kind in ('charge', 'charge_reversal', 'penalty', 'opening')), 0), coalesce(-sum(delta) filter (where kind not in ('charge', 'charge_reversal', 'penalty', 'opening')), 0)
    from sides where side in ('receivable', 'advance') group by 1, 2, 3, 4
    on conflict (house_id, account_id, period, service_code) do update
    set kopecks = b.kopecks + excluded.kopecks, charged_kopecks = b.charged_kopecks + excluded.charged_kopecks, paid_kopecks = b.paid_kopecks + excluded.paid_kopecks`.execute(
    work.tx,
  );
}
