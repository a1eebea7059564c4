// Every night: what is kept longer than its term goes, table by table.
import type { Job } from '#platform/module';
import { type RetentionRule, sweepOverdue } from '#platform/retention';

export const retentionJob = (rules: readonly RetentionRule[]): Job => ({
  deadlineSeconds: 3_600,
  async run({ db, now, log }) {
    for (const rule of rules) {
      const swept = await sweepOverdue(db, rule, now());
      if (swept > 0) log.info({ table: rule.table, swept }, 'what was over its term is gone');
    }
  },
});
