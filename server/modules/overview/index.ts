// The door of the overview: what a person sees first. It stands last and owns no table.
import { getMe } from '#contract/me';
import { getStart, getWorkWaiting } from '#contract/overview';
import type { Module } from '#platform/module';
import { anyone, query, secured } from '#platform/route';
import { readMe } from './read-me.ts';
import { readStart } from './read-start.ts';
import { readWaiting } from './read-waiting.ts';

/** Public for the shell: a guest is answered with nobody. */
export const overviewModule = (): Module => ({
  name: 'overview',
  routes: [query(getMe, anyone, readMe), query(getStart, secured, readStart), query(getWorkWaiting, secured, readWaiting)],
});
