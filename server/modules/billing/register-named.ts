// Operations that a register names and another one has brought (PAY-7): remembered, so that they stay with those that still name them when the register
// that brought them is taken back. An operation on another account than the register says is no longer its own, unless a person has put it there.
import { type RawBuilder, sql } from 'kysely';
import type { Work } from '#platform/work';
import { otherwiseKnown, tellWrong } from './register-known.ts';
import './billing.tables.ts';

type Load = { loadId: string; organizationId: string };

/** Remembers what of the staged rows the load has not brought itself; what it says otherwise than is known becomes an error. Two statements, none where all is new. */
export async function nameKnown(work: Work, { loadId, organizationId }: Load, rows: readonly number[]): Promise<void> {
  if (rows.length === 0) return;
  const wrong = await otherwiseKnown(work.tx, loadId, rows); // another register was loaded after the check
  await tellWrong(work.tx, loadId, wrong);
  const told = new Set(wrong.map(({ row }) => row));
  await sql`insert into billing.register_named (organization_id, operation_id, load_id, row, account_id)
    select ${organizationId}::uuid, r.operation_id, r.load_id, r.row, r.account_id from billing.load_row r
    where r.load_id = ${loadId} and r.row = any(${rows.filter((row) => !told.has(row))}::int[])`.execute(work.tx);
}

/** The same of returns, before those that are new are posted. One statement. */
export async function nameKnownReturns(work: Work, { loadId, organizationId }: Load): Promise<void> {
  await sql`insert into billing.register_named (organization_id, operation_id, load_id, row, account_id)
    select ${organizationId}::uuid, r.operation_id, r.load_id, r.row, r.account_id from billing.load_row r
    join billing.register_payment k on k.organization_id = ${organizationId} and k.operation_id = r.operation_id and k.kopecks = r.total_kopecks and k.account_id = r.account_id
    where r.load_id = ${loadId} and r.total_kopecks < 0`.execute(work.tx);
}

/** The same of rows whose account was not found, before those that are new are set aside. One statement. */
export async function nameKnownWithoutAccount(work: Work, { loadId, organizationId }: Load): Promise<void> {
  await sql`insert into billing.register_named (organization_id, operation_id, load_id, row)
    select ${organizationId}::uuid, o.operation->>'operationId', o.load_id, o.row from billing.load_error o
    where o.load_id = ${loadId} and o.operation is not null
      and (exists (select from billing.register_payment p where p.organization_id = ${organizationId} and p.operation_id = o.operation->>'operationId' and p.kopecks = (o.operation->>'kopecks')::bigint)
        or exists (select from billing.unmatched_payment u where u.organization_id = ${organizationId} and u.operation_id = o.operation->>'operationId' and u.kopecks = (o.operation->>'kopecks')::bigint and u.status <> 'taken_back'))
    on conflict do nothing`.execute(work.tx);
}

/** Of the operations `of`: namings by other registers that are loaded, `l` of them the register. One that goes back itself may still be stopped, and then names them. */
export const othersNaming = (of: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  billing.register_named n join billing.register_load l on l.id = n.load_id and l.status in ('loaded', 'taking_back')
  where n.organization_id = ${of}.organization_id and n.operation_id = ${of}.operation_id and n.load_id <> ${of}.load_id`;

/** A person has put the payment onto its account: it waited in the register that brings it now. */
const putByHand = (payment: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select from billing.unmatched_payment h where h.organization_id = ${payment}.organization_id and h.operation_id = ${payment}.operation_id and h.load_id = ${payment}.load_id
    and h.status = 'resolved' and h.account_id = ${payment}.account_id`;

/** The registers that the payment stays with when its own is taken back. */
export const keptByOthers = (payment: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select n.load_id, l.loaded_at from ${othersNaming(payment)} and (n.account_id = ${payment}.account_id or exists (${putByHand(payment)}))`;

/** The registers that name what waits without an account; the one that has put it onto an account since is not asked. */
export const waitingKeptByOthers = (waiting: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select n.load_id, l.loaded_at from ${othersNaming(waiting)}
    and not exists (select from billing.register_payment s where s.organization_id = n.organization_id and s.operation_id = n.operation_id and s.load_id = n.load_id)`;

/** The first loaded of the registers `k`. */
export const FIRST_LOADED = sql`order by k.loaded_at, k.load_id limit 1`;

/**
 * Before a register is taken back: what others name stays where it is and is theirs from now on, the first loaded of them.
 * Three statements.
 */
export async function handOver(work: Work, { loadId, organizationId }: Load): Promise<void> {
  const { tx } = work;
  // Decisions of people go with their payments: both lie at the same register.
  await sql`
    with heir as (
      select u.operation_id, k.load_id, u.account_id, u.status from billing.unmatched_payment u cross join lateral (select * from (${waitingKeptByOthers(sql`u`)}) k ${FIRST_LOADED}) k
      where u.load_id = ${loadId} and u.status in ('open', 'resolved', 'returned')),
    no_longer_named as (delete from billing.register_named n using heir where n.organization_id = ${organizationId} and n.operation_id = heir.operation_id and n.load_id = heir.load_id),
    paid as (
      update billing.register_payment p set load_id = heir.load_id from heir
      where p.organization_id = ${organizationId} and p.operation_id = heir.operation_id and p.load_id = ${loadId} and heir.status = 'resolved' and p.account_id = heir.account_id)
    update billing.unmatched_payment u set load_id = heir.load_id from heir where u.organization_id = ${organizationId} and u.operation_id = heir.operation_id`.execute(
    tx,
  );
  const handed = (which: RawBuilder<unknown>) =>
    sql`
    with heir as (
      select p.operation_id, k.load_id from billing.register_payment p cross join lateral (select * from (${keptByOthers(sql`p`)}) k ${FIRST_LOADED}) k where p.load_id = ${loadId} and ${which}),
    no_longer_named as (delete from billing.register_named n using heir where n.organization_id = ${organizationId} and n.operation_id = heir.operation_id and n.load_id = heir.load_id)
    update billing.register_payment p set load_id = heir.load_id from heir where p.organization_id = ${organizationId} and p.operation_id = heir.operation_id`.execute(
      tx,
    );
  await handed(sql`p.kopecks > 0`);
  // A return stays with its payment: where that one goes, it goes too.
  await handed(
    sql`p.kopecks < 0 and not exists (select from billing.register_payment o where o.payment_id = p.payment_id and o.kopecks > 0 and o.load_id = ${loadId})`,
  );
}
