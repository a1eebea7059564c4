// The door of the journal: what was done, shown to whom it concerns, and the jobs that chain and check it.
import { sealJournal, verifyJournal } from '#platform/journal';
import type { KeyRing } from '#platform/key-ring';
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { journalRoutes } from './journal.routes.ts';

const SEALED_AT_ONCE = 5_000;

export const journalModule = (ports: { masterKeys: KeyRing; typesetter: Typesetter }): Module => ({
  name: 'journal',
  routes: journalRoutes(ports),
  jobs: {
    'journal.seal': {
      async run({ db }) {
        while ((await sealJournal(db, SEALED_AT_ONCE)) === SEALED_AT_ONCE);
      },
    },
    'journal.verify': {
      async run({ db, log }) {
        const { lines, faults } = await verifyJournal(db);
        if (faults.length > 0)
          log.error(
            { lines, faults: faults.map(({ stream, number, lineId }) => `${stream} ${number} ${lineId}`) },
            'THE JOURNAL WAS CHANGED: its chain does not verify',
          );
        else log.info({ lines }, 'the chain of the journal verifies');
      },
      deadlineSeconds: 3_600,
    },
  },
  every: [
    { task: 'journal.seal', seconds: 2 },
    { task: 'journal.verify', seconds: 86_400 },
  ],
});
