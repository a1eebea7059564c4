// Work done by the clock: the nightly proof of the ledger, and requests that an organization has left unanswered.
import type { Job } from '#platform/module';
import { checkLedger, INVARIANTS } from './check-ledger.ts';

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
