// The door of federation: outside systems that people sign in by, and what they tell of a person.
import type { Module } from '#platform/module';
import { forgetAttempts } from './attempts.ts';
import type { Systems } from './enter-from-outside.ts';
import { federationRoutes } from './federation.routes.ts';
import './federation.tables.ts';

export { factsInFull, personBySnils, putFact, SNILS_INDEX } from './facts.ts';
export { federationPersonal } from './federation.personal.ts';
export { openOutsideSystems } from './open-systems.ts';

/** `systems`: as the installation is connected; none is no fault. */
export const federationModule = (given: { systems: Systems; publicUrl: URL }): Module => ({
  name: 'federation',
  routes: federationRoutes(given),
  jobs: { 'federation.clean-up': { run: ({ db, now }) => forgetAttempts(db, now()) } },
  every: [{ task: 'federation.clean-up', seconds: 3_600 }],
});
