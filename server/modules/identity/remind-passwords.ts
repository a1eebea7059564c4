// A password of half a year (AUTH-8): its owner is reminded once by a notice, and never made to change it.
import { sql } from 'kysely';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { runAsSystem } from '#platform/work';
import './identity.tables.ts';

export const PASSWORD_OLD_DAYS = 180;
const DAY_MS = 86_400_000;
/** Whoever a day without the job would have passed over is found by a later one: the notice has one id for one password. */
const LATE_DAYS = 3;
const AT_ONCE = 500;

/** Daily. A child's password is its parent's to set. */
export const remindPasswords: Job = {
  async run({ ground, db, now }) {
    const before = (days: number): string => new Date(now().getTime() - days * DAY_MS).toISOString();
    for (let after: string | undefined; ;) {
      const rows = await db
        .selectFrom('identity.person')
        .select(['id', 'password_set_at'])
        .where('password_set_at', '<=', before(PASSWORD_OLD_DAYS))
        .where('password_set_at', '>', before(PASSWORD_OLD_DAYS + LATE_DAYS))
        .where('blocked_at', 'is', null)
        .where(sql<boolean>`not exists (select from identity.child c where c.person_id = identity.person.id)`)
        .$if(after !== undefined, (query) => query.where('id', '>', after!))
        .orderBy('id')
        .limit(AT_ONCE)
        .execute();
      if (rows.length === 0) return;
      await runAsSystem(ground, 'identity.remind-passwords', `${now().toISOString()} ${rows[0]!.id}`, async (work) => {
        for (const { id, password_set_at: setAt } of rows) {
          const notice = deriveId(id, `old password ${setAt}`);
          work.order({
            task: 'notifications.notify',
            key: notice,
            payload: { id: notice, personIds: [id], kind: 'identity.passwordOld', facts: { setAt }, link: '/profile/password' },
          });
        }
        return null;
      });
      after = rows.at(-1)!.id;
    }
  },
};
