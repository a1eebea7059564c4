// Proves the ledger: every balance is the sum of its transfers, and every transfer lies where its kind says (ACC-1).
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import { OPENING_SOURCE } from './post-transfers.ts';
import './ledger.tables.ts';

export const INVARIANTS = {
  balance: 'a balance is not the sum of its transfers',
  sums: 'the sum of all accounts of an organization is not the sum of their balances',
  foreignBook: 'a transfer moves money of another account or organization',
  kind: 'a transfer lies in books that its kind does not know',
  service: 'a receivable or an income of another service than the transfer, or without a month',
  order: 'an account has debts and an advance at once, or money ahead on a month',
  refund: 'more was refunded than the payment had, or than the account had brought along',
  reserve: 'a reserve of a payment that has arrived',
  settlement: 'more was handed over than the acquirer had of a payment, or held back than was refunded',
  payee: 'more was handed over to a payee than was taken in for it',
} as const;
export type Invariant = keyof typeof INVARIANTS;
export type LedgerFault = { invariant: Invariant; houseId: string | null; accountId: string | null; what: string };
export type LedgerCheck = { houses: number; transfers: number; faults: LedgerFault[] };

const HOUSES_AT_ONCE = 200;
const houses = (ids: string[], column: string) => sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`;

/** Computes everything anew, so many houses at a time; answers every fault (at most a hundred of each kind in a batch). */
export async function checkLedger(db: Db): Promise<LedgerCheck> {
  const faults: LedgerFault[] = await findOverpaidPayees(db);
  let checked = 0;
  let transfers = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{
      houseId: string;
    }>`select distinct house_id as "houseId" from ledger.account where house_id > ${after} order by 1 limit ${HOUSES_AT_ONCE}`.execute(db);
    if (rows.length === 0) return { houses: checked, transfers, faults };
    const ids = rows.map((row) => row.houseId);
    await db.transaction().execute(async (tx) => {
      // Few and large statements that read everything once: hash joins are right for them whatever the statistics say. Right after a
      // bulk load the statistics are those of small tables, and a join in loops took half a minute for 31,000 transfers.
      for (const setting of ['plan_cache_mode = force_custom_plan', 'enable_nestloop = off', 'enable_mergejoin = off'])
        await sql.raw(`set local ${setting}`).execute(tx);
      const count = await sql<{ n: number }>`select count(*)::int as n from ledger.transfer where ${houses(ids, 'house_id')}`.execute(tx);
      transfers += count.rows[0]!.n;
      for (const find of [
        findWrongBalances,
        findWrongSums,
        findForeignBooks,
        findWrongKinds,
        findWrongOrder,
        findLargeRefunds,
        findLargeOpeningRefunds,
        findStaleReserves,
        findLargeSettlements,
      ])
        faults.push(...(await find(tx, ids)));
    });
    checked += ids.length;
    after = ids.at(-1)!;
  }
}

async function findWrongBalances(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    with sides as (
      select t.house_id, b.account_id, b.kind as book, t.service_code, t.period, t.kind, t.kopecks as delta from ledger.transfer t join ledger.book b on b.house_id = t.house_id and b.id = t.debit_book where b.account_id is not null and ${houses(ids, 't.house_id')}
      union all
      select t.house_id, b.account_id, b.kind, t.service_code, t.period, t.kind, -t.kopecks from ledger.transfer t join ledger.book b on b.house_id = t.house_id and b.id = t.credit_book where b.account_id is not null and ${houses(ids, 't.house_id')}
    ), sums as (
      select house_id, account_id, case book when 'receivable' then service_code else '' end as service_code, case book when 'receivable' then period else '0001-01-01'::date end as period, sum(delta) as kopecks,
        coalesce(sum(delta) filter (where kind in ('charge', 'charge_reversal', 'penalty', 'opening')), 0) as charged, coalesce(-sum(delta) filter (where kind not in ('charge', 'charge_reversal', 'penalty', 'opening')), 0) as paid
      from sides group by 1, 2, 3, 4
    ), kept as (select * from ledger.balance where ${houses(ids, 'house_id')})
    select 'balance' as invariant, house_id as "houseId", account_id as "accountId",
      format('%s %s: balance %s (charged %s, paid %s), transfers give %s (%s, %s)', period, service_code, k.kopecks, k.charged_kopecks, k.paid_kopecks, s.kopecks, s.charged, s.paid) as what
    from kept k full join sums s using (house_id, account_id, service_code, period)
    where (coalesce(k.kopecks, 0), coalesce(k.charged_kopecks, 0), coalesce(k.paid_kopecks, 0)) <> (coalesce(s.kopecks, 0), coalesce(s.charged, 0), coalesce(s.paid, 0))
      or k.kopecks <> k.charged_kopecks - k.paid_kopecks limit 100`.execute(db);
  return rows;
}

async function findWrongSums(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    with kept as (select house_id, organization_id, account_kind, sum(due_kopecks) as due, sum(advance_kopecks) as advance from ledger.account_sum where ${houses(ids, 'house_id')} group by 1, 2, 3),
    owed as (select a.house_id, a.organization_id, a.kind as account_kind, coalesce(sum(b.kopecks) filter (where b.period > '0001-01-01'), 0) as due, coalesce(-sum(b.kopecks) filter (where b.period = '0001-01-01'), 0) as advance
      from ledger.balance b join ledger.account a on a.house_id = b.house_id and a.id = b.account_id where ${houses(ids, 'b.house_id')} and b.kopecks <> 0 group by 1, 2, 3)
    select 'sums' as invariant, house_id as "houseId", null as "accountId", format('%s: due %s, ahead %s, balances give %s, %s', account_kind, k.due, k.advance, o.due, o.advance) as what
    from kept k full join owed o using (house_id, organization_id, account_kind)
    where (coalesce(k.due, 0), coalesce(k.advance, 0)) <> (coalesce(o.due, 0), coalesce(o.advance, 0)) limit 100`.execute(db);
  return rows;
}

const transfersWithBooks = sql`ledger.transfer t join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book join ledger.book c on c.house_id = t.house_id and c.id = t.credit_book
  join ledger.account a on a.house_id = t.house_id and a.id = t.account_id`;

async function findForeignBooks(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'foreignBook' as invariant, t.house_id as "houseId", t.account_id as "accountId", format('transfer %s', t.id) as what from ${transfersWithBooks}
    where ${houses(ids, 't.house_id')} and (coalesce(d.account_id, t.account_id) <> t.account_id or coalesce(c.account_id, t.account_id) <> t.account_id or d.organization_id <> a.organization_id or c.organization_id <> a.organization_id)
    limit 100`.execute(db);
  return rows;
}

// Which book is debited and which is credited by each kind of transfer.
const KNOWN_KINDS = sql`(t.kind, d.kind, c.kind) in (
  ('charge', 'receivable', 'income'), ('penalty', 'receivable', 'income'), ('charge_reversal', 'income', 'receivable'), ('opening', 'receivable', 'opening'), ('opening', 'opening', 'receivable'),
  ('payment', 'acquirer', 'receivable'), ('payment', 'bank', 'receivable'), ('payment', 'acquirer', 'advance'), ('payment', 'bank', 'advance'),
  ('refund', 'receivable', 'acquirer'), ('refund', 'receivable', 'bank'), ('refund', 'advance', 'acquirer'), ('refund', 'advance', 'bank'),
  ('advance_used', 'advance', 'receivable'), ('advance_freed', 'receivable', 'advance'), ('settlement', 'bank', 'acquirer'), ('settlement', 'acquirer', 'bank'), ('acquirer_fee', 'fee', 'acquirer'))`;

async function findWrongKinds(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select case when not ${KNOWN_KINDS} then 'kind' else 'service' end as invariant,
      t.house_id as "houseId", t.account_id as "accountId", format('transfer %s: %s from %s to %s', t.id, t.kind, c.kind, d.kind) as what
    from ${transfersWithBooks} where ${houses(ids, 't.house_id')} and (
      not ${KNOWN_KINDS}
      or (d.kind = 'receivable' and d.service_code <> t.service_code) or (c.kind = 'receivable' and c.service_code <> t.service_code)
      or (d.kind = 'income' and d.service_code <> t.service_code) or (c.kind = 'income' and c.service_code <> t.service_code)
      or ((d.kind = 'receivable' or c.kind = 'receivable') and t.period is null)) limit 100`.execute(db);
  return rows;
}

async function findWrongOrder(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'order' as invariant, house_id as "houseId", account_id as "accountId", format('debts %s, ahead on months %s, advance %s', owed, ahead, advance) as what
    from (select house_id, account_id, coalesce(sum(kopecks) filter (where kopecks > 0), 0) as owed, coalesce(sum(kopecks) filter (where kopecks < 0 and period > '0001-01-01'), 0) as ahead,
        coalesce(sum(kopecks) filter (where period = '0001-01-01'), 0) as advance from ledger.balance where ${houses(ids, 'house_id')} and kopecks <> 0 group by 1, 2) x
    where ahead < 0 or advance > 0 or (owed > 0 and advance < 0) limit 100`.execute(db);
  return rows;
}

async function findLargeRefunds(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'refund' as invariant, house_id as "houseId", account_id as "accountId", format('%s %s', source_kind, source_id) as what from ledger.transfer
    where ${houses(ids, 'house_id')} and kind in ('payment', 'refund') and source_kind <> ${OPENING_SOURCE} group by house_id, account_id, source_kind, source_id
    having sum(case kind when 'payment' then kopecks else -kopecks end) < 0 limit 100`.execute(db);
  return rows;
}

/** All that ever came with the account ahead bounds it: a register taken back reverses its openings, money that went back stays so. */
async function findLargeOpeningRefunds(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'refund' as invariant, t.house_id as "houseId", t.account_id as "accountId", ${OPENING_SOURCE} as what from ledger.transfer t join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book
    where ${houses(ids, 't.house_id')} and ((t.kind = 'opening' and d.kind = 'opening') or (t.kind = 'refund' and t.source_kind = ${OPENING_SOURCE})) group by 2, 3
    having sum(case t.kind when 'opening' then t.kopecks else -t.kopecks end) < 0 limit 100`.execute(db);
  return rows;
}

async function findOverpaidPayees(db: Db): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'payee' as invariant, null as "houseId", null as "accountId", format('payment %s, bill %s', payment_id, number) as what from ledger.payee_transfer
    group by person_id, payment_id, number, payee_inn having sum(case kind when 'payment' then kopecks else -kopecks end) < 0 limit 100`.execute(db);
  return rows;
}

async function findStaleReserves(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'reserve' as invariant, r.house_id as "houseId", r.account_id as "accountId", format('payment %s', r.payment_id) as what from ledger.reserve r
    where ${houses(ids, 'r.house_id')} and exists (select 1 from ledger.transfer t where t.house_id = r.house_id and t.source_kind = 'payment' and t.source_id = r.payment_id and t.account_id = r.account_id) limit 100`.execute(
    db,
  );
  return rows;
}

async function findLargeSettlements(db: Db, ids: string[]): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`
    select 'settlement' as invariant, t.house_id as "houseId", t.account_id as "accountId", format('payment %s', case when t.source_kind = 'settlement' then t.note else t.source_id::text end) as what
    from ${transfersWithBooks} where ${houses(ids, 't.house_id')} and 'acquirer' in (d.kind, c.kind)
    group by t.house_id, t.account_id, case when t.source_kind = 'settlement' then t.note else t.source_id::text end
    having coalesce(sum(t.kopecks) filter (where t.kind in ('settlement', 'acquirer_fee') and c.kind = 'acquirer'), 0) > coalesce(sum(t.kopecks) filter (where t.kind = 'payment'), 0)
      or coalesce(sum(t.kopecks) filter (where t.kind = 'settlement' and d.kind = 'acquirer'), 0) > coalesce(sum(t.kopecks) filter (where t.kind = 'refund'), 0) limit 100`.execute(
    db,
  );
  return rows;
}
