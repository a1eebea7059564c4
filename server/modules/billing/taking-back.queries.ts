// What the taking back of a register of payments will do, told before it is done (PAY-7).
import { sql } from 'kysely';
import type { Register } from '#contract/registers';
import { kopecksToJson } from '#platform/money';
import type { Db } from '#platform/tables';
import { FIRST_LOADED, keptByOthers, waitingKeptByOthers } from './register-named.ts';
import './billing.tables.ts';

/** Payments that leave their accounts, returns that are undone, what waits no more, and what stays by which registers. Two statements. */
export async function readTakingBack(db: Db, loadId: string): Promise<NonNullable<Register['takesBack']>> {
  type Part = { heir: string | null; file: string | null; payments: bigint; returns: bigint; kopecks: bigint };
  const { rows } = await sql<Part>`
    select k.load_id as heir, l.file_name as file, count(*) filter (where p.kopecks > 0) as payments, count(*) filter (where p.kopecks < 0) as returns,
      coalesce(sum(p.kopecks - p.returned_kopecks) filter (where p.kopecks > 0), 0)::bigint as kopecks
    from billing.register_payment p left join lateral (select * from (${keptByOthers(sql`p`)}) k ${FIRST_LOADED}) k on true left join billing.register_load l on l.id = k.load_id
    where p.load_id = ${loadId} group by 1, 2 order by payments desc, file`.execute(db);
  const { rows: waiting } = await sql<{ n: bigint; closed: bigint }>`
    select count(*) as n, (select count(*) from billing.unmatched_payment where return_load_id = ${loadId}) as closed from billing.unmatched_payment u where u.load_id = ${loadId} and u.status = 'open' and not exists (${waitingKeptByOthers(sql`u`)})`.execute(
    db,
  );
  const goes = rows.find(({ heir }) => heir === null);
  return {
    payments: Number(goes?.payments ?? 0n),
    kopecks: kopecksToJson(goes?.kopecks ?? 0n),
    returns: Number((goes?.returns ?? 0n) + waiting[0]!.closed),
    waiting: Number(waiting[0]!.n),
    stay: rows.flatMap(({ heir, file, payments }) => (heir !== null && payments > 0n ? [{ id: heir, file: file ?? '', payments: Number(payments) }] : [])),
  };
}
