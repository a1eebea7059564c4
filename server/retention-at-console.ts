// `moidom retention [--dry-run]`: what is over its term, by which law; without the word it goes now and not at night.
import { countOverdue, sweepOverdue, termOn } from './platform/retention.ts';
import type { Ground } from './platform/work.ts';
import { retentionRules } from './retention-rules.ts';

export async function runRetention({ ground: { db, clock } }: { ground: Ground }, args: readonly string[]): Promise<number> {
  const isDry = args.includes('--dry-run');
  const now = clock();
  for (const rule of retentionRules) {
    const { days, law } = termOn(rule, now.toISOString().slice(0, 10));
    const count = isDry ? await countOverdue(db, rule, now) : await sweepOverdue(db, rule, now);
    console.log(`${rule.table}: ${count} ${isDry ? 'over their term' : rule.blank ? 'blanked' : 'deleted'} (${rule.what}, ${days} дн.; ${law})`);
  }
  return 0;
}
