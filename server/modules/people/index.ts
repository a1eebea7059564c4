// The door of people: who looks at a person of the portal, why, and what may be done then.
import type { Module } from '#platform/module';
import { resetDue } from './factor-resets.ts';
import { peopleRoutes } from './people.routes.ts';
import './people.tables.ts';

export { countWaitingResets } from './factor-resets.ts';
export { peoplePersonal } from './people.personal.ts';

export const peopleModule = (): Module => ({
  name: 'people',
  routes: peopleRoutes(),
  jobs: { 'people.reset-factors': resetDue },
  every: [{ task: 'people.reset-factors', seconds: 60 }],
});
