import { sql } from 'kysely';
import { personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Work } from '#platform/work';

/** Marks the person's named notices as read, or all. Others' ids change nothing. Answers how many are left unread. */
export async function readNotices(work: Work, ids: readonly string[] | undefined): Promise<{ unread: number }> {
  const personId = found(personIdOf(work.actor));
  const { numUpdatedRows } = await work.tx
    .updateTable('notifications.notice')
    .set({ read_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .$if(ids !== undefined, (update) => update.where('id', '=', sql<string>`any(${ids ?? []}::uuid[])`))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) work.emit('notice.read', { personId }, [`person:${personId}`]);
  const { count } = await work.tx
    .selectFrom('notifications.notice')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { unread: Number(count) };
}
