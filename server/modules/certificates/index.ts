// The door of certificates: keys by which people sign in.
import type { Module } from '#platform/module';
import { certificatesRoutes } from './certificates.routes.ts';
import './certificates.tables.ts';
import { forgetChallenges } from './challenges.ts';
import type { OutsideTrust } from '#modules/signing';

export { certificatesPersonal } from './certificates.personal.ts';

/** `trust`: outside authorities whose certificates are taken; none is no fault. */
export const certificatesModule = ({ publicUrl, trust }: { publicUrl: URL; trust: OutsideTrust }): Module => ({
  name: 'certificates',
  routes: certificatesRoutes({ origin: publicUrl.origin, trust }),
  jobs: { 'certificates.clean-up': { run: ({ db, now }) => forgetChallenges(db, now()) } },
  every: [{ task: 'certificates.clean-up', seconds: 3_600 }],
});
