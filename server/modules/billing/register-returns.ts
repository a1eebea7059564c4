// Returns of a bank (rows below zero): each is the one that the accountant noted, or gives back one payment of the same account and sum, made on its day or before.
import { type RawBuilder, sql } from 'kysely';
import { type PaymentPosting, postPayments, refundPayments } from '#modules/ledger';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import { addDays, type Day } from '#platform/time';
import type { Work } from '#platform/work';
import { keptByOthers, nameKnownReturns, waitingKeptByOthers } from './register-named.ts';
import { dropRows, tellWrong, type WrongRow } from './register-known.ts';
import { noteReturns, type WaitingReturn } from './register-waiting-returns.ts';
import { writeKopecks } from './register-values.ts';
import './billing.tables.ts';

const AT_ONCE = 2_000;
const SOURCE = { book: 'bank', sourceKind: 'register' } as const;
type Load = { loadId: string; organizationId: string };

/**
 * A bank dates a return by the day of its order or of its carrying out; the accountant writes one of them down. A constant: neither a law nor a
 * contract gives it, it only tells which two records are of one return.
 */
const NOTED_WITHIN_DAYS = 7;

/** The accountant noted the staged return already (an advance given back): of the same account and sum, about that day, and no register has named it yet. */
const notedReturns = (organizationId: RawBuilder<unknown>, row: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select from billing.advance_return a where a.organization_id = ${organizationId} and a.house_id = ${row}.house_id and a.account_id = ${row}.account_id and a.kopecks = -${row}.total_kopecks
    and abs(a.returned_on - ${row}.paid_on) <= ${NOTED_WITHIN_DAYS}::int and not exists (select 1 from billing.register_payment n where n.payment_id = a.id)`;

/** Payments of registers that their bank did not give back. */
export const unreturned = sql`p.kopecks > 0 and not exists (select 1 from billing.register_payment r where r.payment_id = p.payment_id and r.kopecks < 0)`;

/** Staged returns of which the nth has not n payments before it close what waits without an account, or become errors. One statement where there are none. */
export async function dropUnknownReturns(tx: Db, loadId: string): Promise<void> {
  const { rows } = await sql<WaitingReturn>`
    with returns as (
      select row, house_id, account_id, operation_id, account_number, paid_on, total_kopecks, -total_kopecks as kopecks, row_number() over (partition by account_id, total_kopecks order by paid_on, row) as n
      from billing.load_row r where load_id = ${loadId} and total_kopecks < 0 and operation_id is not null
        and not exists (select 1 from billing.register_payment k join billing.register_load l on l.id = ${loadId} where k.organization_id = l.organization_id and k.operation_id = r.operation_id))
    select r.row, r.kopecks, r.operation_id as "operationId", r.account_number as "accountNumber", r.account_id as "accountId", r.paid_on as "paidOn" from returns r
    where r.n > (select count(*) from billing.load_row i where i.load_id = ${loadId} and i.house_id = r.house_id and i.account_id = r.account_id and i.total_kopecks = r.kopecks and i.paid_on <= r.paid_on
        and not exists (select 1 from billing.register_payment k join billing.register_load l on l.id = ${loadId} where k.organization_id = l.organization_id and k.operation_id = i.operation_id))
      + (select count(*) from billing.register_payment p join billing.register_load l on l.id = ${loadId} where p.organization_id = l.organization_id and p.account_id = r.account_id and p.kopecks = r.kopecks and p.paid_on <= r.paid_on and p.returned_kopecks = 0 and ${unreturned})
      + (select count(*) from (${notedReturns(sql`(select organization_id from billing.register_load where id = ${loadId})`, sql`r`)}) m)`.execute(tx);
  await dropRows(tx, loadId, (await noteReturns(tx, loadId, rows)).map(unknownReturn));
}

const unknownReturn = ({ row, kopecks }: { row: number; kopecks: bigint }): WrongRow => ({
  row,
  code: 'operation.returnUnknown',
  column: 'Сумма',
  facts: { kopecks: writeKopecks(kopecks) },
});

type Return = { operationId: string; houseId: string; accountId: string; kopecks: bigint; paidOn: Day; row: number };

/** Gives back what the staged returns name, after the payments of the same register. Answers the houses. Thirteen statements for each batch. */
export async function postReturns(work: Work, load: Load): Promise<string[]> {
  const houses: string[] = [];
  let after = 0;
  await nameKnownReturns(work, load);
  for (;;) {
    const { rows } = await sql<Return>`
      select r.operation_id as "operationId", r.house_id as "houseId", r.account_id as "accountId", -r.total_kopecks as kopecks, r.paid_on as "paidOn", r.row from billing.load_row r
      where r.load_id = ${load.loadId} and r.total_kopecks < 0 and r.row > ${after} and not exists (select 1 from billing.register_payment p where p.organization_id = ${load.organizationId} and p.operation_id = r.operation_id)
      order by r.row limit ${AT_ONCE}`.execute(work.tx);
    if (rows.length === 0) return houses;
    after = rows.at(-1)!.row;
    houses.push(...new Set(rows.map(({ houseId }) => houseId)));
    await giveBack(work, load, rows);
    await work.flush();
  }
}

async function giveBack(work: Work, { loadId, organizationId }: Load, returns: readonly Return[]): Promise<void> {
  const inOrder = returns.toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  const noted = paired(
    inOrder,
    await notedOf(work.tx, organizationId, returns),
    (one, { day }) => day >= addDays(one.paidOn, -NOTED_WITHIN_DAYS) && day <= addDays(one.paidOn, NOTED_WITHIN_DAYS),
  );
  const paid = paired(noted.unknown, await paymentsOf(work.tx, organizationId, returns), (one, { day }) => day <= one.paidOn);
  await tellWrong(work.tx, loadId, paid.unknown.map(unknownReturn)); // its payment went back after the check
  await insertRows(
    work.tx,
    'billing.register_payment',
    [...noted.pairs, ...paid.pairs].map((one) => ({
      organization_id: organizationId,
      operation_id: one.operationId,
      load_id: loadId,
      payment_id: one.id,
      house_id: one.houseId,
      account_id: one.accountId,
      kopecks: -one.kopecks,
      paid_on: one.paidOn,
    })),
  );
  await refundPayments(
    work,
    paid.pairs.map(({ id, houseId, accountId, kopecks, paidOn }) => ({
      ...SOURCE,
      paymentId: id,
      parts: [{ houseId, accountId, kopecks }],
      happenedOn: paidOn,
      note: 'Возврат банка',
    })),
  );
}

/** What the returns may be of: returns that the accountant noted, payments; the newest first. */
type Counterpart = { id: string; accountId: string; kopecks: bigint; day: Day };

const notedOf = async (db: Db, organizationId: string, returns: readonly Return[]): Promise<Counterpart[]> =>
  (
    await sql<Counterpart>`
    select a.id, a.account_id as "accountId", a.kopecks, a.returned_on as day from billing.advance_return a
    where a.organization_id = ${organizationId} and a.account_id = any(${returns.map(({ accountId }) => accountId)}::uuid[]) and not exists (select 1 from billing.register_payment n where n.payment_id = a.id) order by a.returned_on desc, a.id`.execute(
      db,
    )
  ).rows;

const paymentsOf = async (db: Db, organizationId: string, returns: readonly Return[]): Promise<Counterpart[]> =>
  (
    await sql<Counterpart>`
    select p.payment_id as id, p.account_id as "accountId", p.kopecks, p.paid_on as day from billing.register_payment p
    where p.organization_id = ${organizationId} and p.account_id = any(${returns.map(({ accountId }) => accountId)}::uuid[]) and p.returned_kopecks = 0 and ${unreturned} order by p.paid_on desc, p.operation_id`.execute(
      db,
    )
  ).rows;

/** Each return with the first of its account and sum that fits and is not taken yet. Pure. */
function paired(
  returns: readonly Return[],
  counterparts: readonly Counterpart[],
  fits: (one: Return, other: Counterpart) => boolean,
): { pairs: (Return & { id: string })[]; unknown: Return[] } {
  const free = Map.groupBy(counterparts, ({ accountId, kopecks }) => `${accountId} ${kopecks}`);
  const unknown: Return[] = [];
  const pairs = returns.flatMap((one) => {
    const others = free.get(`${one.accountId} ${one.kopecks}`) ?? [];
    const place = others.findIndex((other) => fits(one, other));
    if (place < 0) unknown.push(one);
    return place < 0 ? [] : [{ ...one, id: others.splice(place, 1)[0]!.id }];
  });
  return { pairs, unknown };
}

/** The file of a later load that has given back payments which this one alone names. */
export async function returnedBy(work: Work, loadId: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select l.file_name as name from billing.register_payment p join billing.register_payment r on r.payment_id = p.payment_id and r.kopecks < 0 and r.load_id <> p.load_id join billing.register_load l on l.id = r.load_id
    where p.load_id = ${loadId} and p.kopecks > 0 and not exists (${keptByOthers(sql`p`)}) limit 1`.execute(work.tx);
  if (rows[0]) return rows[0].name;
  const { rows: closed } = await sql<{ name: string }>`
    select l.file_name as name from billing.unmatched_payment u join billing.register_load l on l.id = u.return_load_id
    where u.load_id = ${loadId} and u.return_load_id <> ${loadId} and not exists (${waitingKeptByOthers(sql`u`)}) limit 1`.execute(work.tx);
  return closed[0]?.name;
}

/** Takes the returns of a load back: what it paid and gave back itself is gone with both, payments of others are posted again under a new id. Answers the houses. */
export async function takeBackReturns(work: Work, loadId: string): Promise<string[]> {
  await sql`delete from billing.register_payment p where p.load_id = ${loadId} and exists (select 1 from billing.register_payment o where o.payment_id = p.payment_id and o.load_id = ${loadId} and o.operation_id <> p.operation_id)`.execute(
    work.tx,
  );
  const houses: string[] = [];
  for (;;) {
    const { rows } = await sql<{ paymentId: string }>`
      delete from billing.register_payment where (organization_id, operation_id) in (select organization_id, operation_id from billing.register_payment where load_id = ${loadId} and kopecks < 0 limit ${AT_ONCE}) returning payment_id as "paymentId"`.execute(
      work.tx,
    );
    if (rows.length === 0) return houses;
    const again = rows.map(({ paymentId }) => ({ old: paymentId, fresh: deriveId(loadId, `again ${paymentId}`) }));
    const { rows: paid } = await sql<{ paymentId: string; houseId: string; accountId: string; kopecks: bigint; paidOn: Day }>`
      update billing.register_payment p set payment_id = g.fresh from unnest(${again.map(({ old }) => old)}::uuid[], ${again.map(({ fresh }) => fresh)}::uuid[]) g (old, fresh) where p.payment_id = g.old
      returning p.payment_id as "paymentId", p.house_id as "houseId", p.account_id as "accountId", p.kopecks, p.paid_on as "paidOn"`.execute(work.tx);
    await postPayments(
      work,
      paid.map(({ paymentId, paidOn, ...part }): PaymentPosting => ({ ...SOURCE, paymentId, parts: [part], happenedOn: paidOn })),
    );
    houses.push(...new Set(paid.map(({ houseId }) => houseId)));
    await work.flush();
  }
}
