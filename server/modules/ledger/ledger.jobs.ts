// Work done by the clock: the nightly proof of the ledger, sums put together, and requests that an organization has left unanswered.
import { homesOfEndedTerms } from '#modules/identity';
import type { Job } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { foldAccountSums } from './account-sums.ts';
import { checkLedger, INVARIANTS } from './check-ledger.ts';
import { followRights, ROLES_OF_PAYERS } from './follow-rights.ts';
import './ledger.events.ts';
import './ledger.tables.ts';

/** Proves the ledger every night and writes the outcome; a fault fails the job, so that the operator's monitoring sees it. */
export const checkJob: Job = {
  attempts: 2,
  deadlineSeconds: 3600,
  async run({ db, log }) {
    const { houses, transfers, faults } = await checkLedger(db);
    if (faults.length === 0) return log.info({ houses, transfers }, 'the ledger is proven: every balance is the sum of its transfers');
    for (const fault of faults) log.error({ ...fault }, INVARIANTS[fault.invariant]);
    throw new Error(`the ledger has ${faults.length} faults`);
  },
};

/** Puts the sums of houses together that many postings have changed. */
export const foldJob: Job = {
  async run({ db }) {
    while ((await foldAccountSums(db)) > 0);
  },
};

const MOSCOW = 'Europe/Moscow';
const AT_ONCE = 200;

/** Requests whose five working days are over are told to the organization once more and stand in its journal (ACC-2). */
export const overdueJob: Job = {
  async run({ ground, db, now }) {
    const today = dayIn(MOSCOW, now());
    const rows = await db
      .selectFrom('ledger.link_request')
      .select('id')
      .where('status', '=', 'waiting')
      .where('decide_by', '<', today)
      .where('escalated_at', 'is', null)
      .orderBy('decide_by')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of rows) await runAsSystem(ground, 'ledger.links.overdue', id, (work) => escalate(work, id));
  },
};

/** So many days back, for a portal that slept. */
const DAYS_BACK = 7;

/** A tenant whose term has ended sees the accounts of the home no more. */
export const endedTermsJob: Job = {
  async run({ ground, db, now }) {
    const today = dayIn(MOSCOW, now());
    const homes = await homesOfEndedTerms(db, { roles: ROLES_OF_PAYERS, from: addDays(today, -DAYS_BACK), to: addDays(today, -1) });
    for (const home of homes)
      await runAsSystem(ground, 'ledger.links.ended-terms', `${home.premisesId} ${today}`, (work) => followRights(work, { data: home }).then(() => null));
  },
};

async function escalate(work: Work, id: string): Promise<{ escalated: boolean }> {
  const request = await work.tx
    .updateTable('ledger.link_request')
    .set({ escalated_at: work.now.toISOString() })
    .where('id', '=', id)
    .where('status', '=', 'waiting')
    .where('escalated_at', 'is', null)
    .returning(['organization_id', 'person_id', 'decide_by'])
    .executeTakeFirst();
  if (!request) return { escalated: false };
  const { organization_id: organizationId, person_id: personId } = request;
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'link.overdue',
    object: { kind: 'linkRequest', id },
    personId,
    organizationId,
    facts: { decideBy: request.decide_by },
  });
  work.emit('link.overdue', { requestId: id, organizationId }, [`organization:${organizationId}`, `person:${personId}`]);
  return { escalated: true };
}
