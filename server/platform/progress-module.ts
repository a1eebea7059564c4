// Long work over the API: watched by its owner, whoever does the work.
import { cancelProgress, getProgress, listProgress } from '#contract/progress';
import type { Module } from './module.ts';
import { askToCancel, progressOf, recentProgress, sweepProgress } from './progress.ts';
import { command, query, secured } from './route.ts';

export const progressModule = (): Module => ({
  name: 'progress',
  routes: [
    query(getProgress, secured, ({ db, actor }, { params }) => progressOf(db, actor, params.id)),
    query(listProgress, secured, async ({ db, actor }) => ({ works: await recentProgress(db, actor) })),
    command(cancelProgress, secured, (work, { params }) => askToCancel(work, params.id)),
  ],
  jobs: {
    'progress.sweep': { run: async ({ ground }) => void (await sweepProgress(ground)) },
  },
  every: [{ task: 'progress.sweep', seconds: 30 }],
});
