// Who owes how much, through all that people see, page by page: for telling them in bulk.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Listener } from './accounts.queries.ts';
import './ledger.tables.ts';

export type LinkCursor = { readonly personId: string; readonly accountId: string } | null;
/** `leftKopecks`: the debt less what is being paid already. */
export type LinkedDebt = Listener & { readonly premisesId: string; readonly leftKopecks: bigint };

/** The next links after the cursor that are not suspended, with debts or without: at most `limit`, in one statement. */
export async function debtsByLink(db: Db, after: LinkCursor, limit: number): Promise<LinkedDebt[]> {
  const from = after ?? { personId: '00000000-0000-0000-0000-000000000000', accountId: '00000000-0000-0000-0000-000000000000' };
  const { rows } = await sql<Omit<LinkedDebt, 'without'> & { byEmail: boolean; bySms: boolean }>`
    select l.person_id as "personId", l.house_id as "houseId", l.account_id as "accountId", l.premises_id as "premisesId", l.by_email as "byEmail", l.by_sms as "bySms",
      (coalesce((select sum(b.kopecks) from ledger.balance b where b.house_id = l.house_id and b.account_id = l.account_id and b.kopecks > 0), 0)
        - coalesce((select sum(r.kopecks) from ledger.reserve r where r.house_id = l.house_id and r.account_id = l.account_id), 0))::bigint as "leftKopecks"
    from (select * from ledger.account_link where (person_id, account_id) > (${from.personId}::uuid, ${from.accountId}::uuid) and status = 'linked' and suspended_at is null
      order by person_id, account_id limit ${limit}) l
    order by l.person_id, l.account_id`.execute(db);
  return rows.map(({ byEmail, bySms, ...one }) => ({ ...one, without: [...(byEmail ? [] : ['email' as const]), ...(bySms ? [] : ['sms' as const])] }));
}
