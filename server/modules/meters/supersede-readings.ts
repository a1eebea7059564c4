// What a new reading of the same month replaces. Nothing is deleted and no value changes.
import { sql } from 'kysely';
import type { Work } from '#platform/work';
import './meters.tables.ts';

type Replaced = { readonly id: string; readonly submissionId: string | null };

/** The active readings of the same months give way, and so does a submission of which nothing is left. */
export async function supersede(work: Work, houseId: string, old: readonly Replaced[]): Promise<void> {
  if (old.length === 0) return;
  const submissionIds = [...new Set(old.flatMap(({ submissionId }) => submissionId ?? []))];
  // Submissions before readings, as a decision takes them: two at once wait and do not lock each other.
  await work.tx
    .selectFrom('meters.submission')
    .select('id')
    .where('house_id', '=', houseId)
    .where('id', '=', sql<string>`any(${submissionIds}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  await work.tx
    .updateTable('meters.reading')
    .set({ status: 'superseded' })
    .where('house_id', '=', houseId)
    .where('id', '=', sql<string>`any(${old.map(({ id }) => id)}::uuid[])`)
    .where('status', '=', 'active')
    .execute();
  // Its content changed, so whoever decides must look again.
  await sql`update meters.submission s set version = version + 1,
      status = case when exists (select 1 from meters.reading r where r.house_id = s.house_id and r.submission_id = s.id and r.status = 'active') then s.status else 'replaced' end
    where s.house_id = ${houseId} and s.id = any(${submissionIds}::uuid[]) and s.status in ('sent', 'accepted')`.execute(work.tx);
}
