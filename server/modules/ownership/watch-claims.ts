// Terms of reviewers are watched (OWN-3), and copies of papers go when the check is over (OWN-1).
import { addDays } from '#platform/time';
import { personsWithRole } from '#modules/identity';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { runAsSystem, type Work } from '#platform/work';
import { type ClaimKey, type ClaimRow, tellClaim, todayOf } from './claim-row.ts';
import { forgetPapers } from './start-claim.ts';
import './ownership.tables.ts';

const AT_ONCE = 200;
/** A refused claim is mended, or a draft finished, within this; after it the copies go. */
const KEPT_DAYS = 30;

/** A claim that is not decided in time is told, once, to those who answer for the reviewers: the operators of the portal. */
export const escalateJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db
      .selectFrom('ownership.claim')
      .select(['house_id as houseId', 'id as claimId', 'version'])
      .where('status', '=', 'reviewer')
      .where('decide_by', '<', todayOf(now()))
      .where('escalated_at', 'is', null)
      .orderBy('decide_by')
      .limit(AT_ONCE)
      .execute();
    for (const { version, ...key } of rows) await runAsSystem(ground, 'ownership.escalate', `${key.claimId} ${version}`, (work) => escalate(work, key));
  },
};

async function escalate(work: Work, { houseId, claimId }: ClaimKey): Promise<null> {
  const row = (await work.tx
    .updateTable('ownership.claim')
    .set({ escalated_at: work.now.toISOString() })
    .where('house_id', '=', houseId)
    .where('id', '=', claimId)
    .where('status', '=', 'reviewer')
    .where('escalated_at', 'is', null)
    .returningAll()
    .executeTakeFirst()) as ClaimRow | undefined;
  if (!row) return null;
  await tellClaim(work, row, 'claim.escalated');
  const heads = await personsWithRole(work.tx, { roles: ['operator', 'reviewer'] }, work.now);
  const personIds = [...new Set(heads.map(({ personId }) => personId))];
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(claimId, `late ${row.version}`),
        personIds,
        kind: 'work.claimLate',
        facts: { address: row.address, byDay: row.decide_by },
        link: '/work/claims',
      },
    });
  return null;
}

/** What came to nothing is kept while it may be disputed (PRIV-2; Civil Code, article 196). A confirmed claim stays with the record of the owner, whose ground it is. */
const CAME_TO_NOTHING_DAYS = 1_096;

/** Copies of confirmed claims, and of those nobody has touched for a month; and claims that came to nothing three years ago. */
export const forgetJob: Job = {
  async run({ ground, db, now }) {
    const old = addDays(todayOf(now()), -KEPT_DAYS);
    const rows = await db
      .selectFrom('ownership.paper as p')
      .innerJoin('ownership.claim as c', (on) => on.onRef('c.house_id', '=', 'p.house_id').onRef('c.id', '=', 'p.claim_id'))
      .select(['p.house_id as houseId', 'p.claim_id as claimId', 'c.version'])
      .distinct()
      .where('p.file_id', 'is not', null)
      .where((eb) => eb.or([eb('c.status', '=', 'confirmed'), eb.and([eb('c.status', 'in', ['refused', 'draft']), eb('c.changed_at', '<', old)])]))
      .limit(AT_ONCE)
      .execute();
    for (const { version, ...key } of rows)
      await runAsSystem(ground, 'ownership.forget', `${key.claimId} ${version}`, async (work) => (await forgetPapers(work, key), null));
    await db
      .deleteFrom('ownership.claim')
      .where('status', 'in', ['refused', 'withdrawn'])
      .where('changed_at', '<', addDays(todayOf(now()), -CAME_TO_NOTHING_DAYS))
      .execute();
  },
};
