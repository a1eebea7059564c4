// The door of ownership: claims of people that a home is theirs.
import type { OutsideTrust } from '#modules/signing';
import type { FileStore } from '#platform/files';
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { bankJob } from './ask-bank.ts';
import { checkClaims } from './check-claims.ts';
import type { Examine } from './check-papers.ts';
import type { ClaimKey } from './claim-row.ts';
import type { ConfirmingBank } from './confirming-bank.ts';
import { makeCertificate } from './make-certificate.ts';
import { ownershipRoutes } from './ownership.routes.ts';
import { dealsJob } from './record-deals.ts';
import type { RegisterFeed, Registers } from './registers.ts';
import { lapseJob } from './shares.ts';
import { escalateJob, forgetJob } from './watch-claims.ts';
import './ownership.events.ts';
import './ownership.tables.ts';

export { countWaitingClaims } from './claims.queries.ts';
export { openConfirmingBank } from './confirming-bank.ts';
export { giveClaim } from './give-claim.ts';
export { openRegisters, type RegisterAnswer, type Registers } from './registers.ts';
export { ownershipPersonal } from './ownership.personal.ts';

/** `trust`: authorities by which signatures of extracts are checked; none: every extract goes to a reviewer. `bank`: whose customers may confirm in its application. `examine`: who signed a paper inside. */
export const ownershipModule = (ports: {
  registers: Registers & RegisterFeed;
  trust: OutsideTrust;
  bank: ConfirmingBank | null;
  examine: Examine;
  files: FileStore;
  typesetter: Typesetter;
  publicUrl: URL;
}): Module => ({
  name: 'ownership',
  routes: ownershipRoutes(ports),
  jobs: {
    'ownership.check': { run: (context) => checkClaims(ports, context), attempts: 2 },
    'ownership.bank': bankJob(ports.bank),
    'ownership.certificate': { run: (context, payload) => makeCertificate(ports, context, payload as ClaimKey) },
    'ownership.deals': dealsJob(ports.registers),
    'ownership.escalate': escalateJob,
    'ownership.forget': forgetJob,
    'ownership.lapse': lapseJob,
  },
  every: [
    { task: 'ownership.bank', seconds: 5 },
    { task: 'ownership.check', seconds: 30 },
    { task: 'ownership.deals', seconds: 60 },
    { task: 'ownership.escalate', seconds: 1_800 },
    { task: 'ownership.forget', seconds: 3_600 },
    { task: 'ownership.lapse', seconds: 3_600 },
  ],
});
