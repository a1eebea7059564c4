import { expect, test } from 'vitest';
import type { EventKind } from '#platform/work';
import { liveKinds, type LiveKind } from './live.ts';

/** Kinds that modules emit and no open page would hear. Kinds of «test.» are the platform's own, for its tests. */
type Unheard = Exclude<EventKind, LiveKind | `test.${string}`>;
const unheard: [Unheard] extends [never] ? [] : Unheard = [];

test('X-6: pages listen to every kind of event, each once', () => {
  expect(unheard).toEqual([]);
  expect(new Set(liveKinds).size).toBe(liveKinds.length);
  expect(liveKinds).toContain('reload');
});
