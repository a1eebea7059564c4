import { expect, test } from 'vitest';
import { countOverdue, sweepOverdue } from '#platform/retention';
import { useWorld } from '#test/world';
import { retentionRules } from './retention-rules.ts';

const world = useWorld();

test('PRIV-2: every rule of keeping names a table, a column and values that are there, and may be carried out by the application', async () => {
  for (const rule of retentionRules) expect([rule.table, await countOverdue(world.db, rule, world.now), await sweepOverdue(world.db, rule, world.now)]).toEqual([rule.table, 0, 0]);
  expect(retentionRules.flatMap(({ terms }) => terms).every(({ law, days }) => law !== '' && days > 0)).toBe(true);
});
