// The door of reconciliation: every night our payments, the acquirer's lists and the bank's transfers are compared.
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { checkBooksJob } from './check-books.ts';
import { daysDue, reconcileDay, type ReconcilePorts } from './reconcile-day.ts';
import { reconciliationRoutes } from './reconciliation.routes.ts';
import type { StatementPorts } from './take-statement.ts';
import './reconciliation.events.ts';
import './reconciliation.tables.ts';

export { type BookFault, checkBooks } from './check-books.ts';
export { reconcileDay } from './reconcile-day.ts';
export { countDifferingDays } from './reconciliation.queries.ts';
export { recordPastDays } from './record-past-days.ts';
export { settleDays } from './settle-days.ts';
export { reportDay } from './report-day.ts';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

export const reconciliationModule = (ports: ReconcilePorts & StatementPorts & { typesetter: Typesetter }): Module => ({
  name: 'reconciliation',
  routes: reconciliationRoutes(ports),
  jobs: {
    'reconciliation.books': checkBooksJob,
    'reconciliation.day': {
      deadlineSeconds: HOUR_SECONDS,
      run: async ({ ground }, payload) => {
        if (!(await reconcileDay(ports, ground, (payload as { day: string }).day))) throw new Error('another is at the day');
      },
    },
    // What failed or was cut off is due an hour later again.
    'reconciliation.night': {
      deadlineSeconds: HOUR_SECONDS,
      attempts: 2,
      run: async ({ ground }) => {
        for (const day of await daysDue(ground)) await reconcileDay(ports, ground, day);
      },
    },
  },
  every: [
    { task: 'reconciliation.night', seconds: HOUR_SECONDS },
    { task: 'reconciliation.books', seconds: DAY_SECONDS },
  ],
});
