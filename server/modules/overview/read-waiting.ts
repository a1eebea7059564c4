// What waits for staff, area by area: the start page and the workplace say the same, because both ask here.
import type { WorkWaiting } from '#contract/overview';
import { countWaitingForBookkeeper } from '#modules/billing';
import { countWaitingAbsences } from '#modules/calculation';
import { countOpenCases } from '#modules/cases';
import { countWaitingPapers } from '#modules/identity';
import { countWaitingLinks } from '#modules/ledger';
import { countWaitingForStaff } from '#modules/meters';
import { countOpenAlerts, countOpenRequests } from '#modules/privacy';
import { countDifferingDays } from '#modules/reconciliation';
import { countWaitingClaims } from '#modules/ownership';
import { countWaitingResets } from '#modules/people';
import { countRefusedNotices } from '#modules/treasury';
import { organizationsOf } from '#platform/actor';
import type { Reading } from '#platform/route';

const NOTHING: WorkWaiting = {
  links: null,
  cases: null,
  absences: null,
  submissions: null,
  replacements: null,
  registers: null,
  unmatched: null,
  differing: null,
  notices: null,
  dataRequests: null,
  alerts: null,
  claims: null,
  powers: null,
  resets: null,
};

/** Counts alone, so that nobody's data are looked at. Only what the roles open is asked for: none for a resident, nine statements for an accountant. */
export async function readWaiting({ db, actor, now }: Pick<Reading, 'db' | 'actor' | 'now'>): Promise<WorkWaiting> {
  const isBookkeeper = organizationsOf(actor, ['accountant']).length > 0;
  const isStaff = organizationsOf(actor, ['accountant', 'manager']).length > 0;
  const isReviewer = actor.kind === 'person' && actor.grants.some(({ role }) => role === 'reviewer');
  const isSupport = actor.kind === 'person' && actor.grants.some(({ role }) => role === 'support' || role === 'administrator');
  const isOperator = actor.kind === 'person' && actor.grants.some(({ role }) => role === 'operator');
  return {
    ...NOTHING,
    ...(isStaff && { links: await countWaitingLinks(db, actor, now), cases: await countOpenCases(db, actor), ...(await countWaitingForStaff(db, actor)) }),
    ...(isBookkeeper && { absences: await countWaitingAbsences(db, actor), ...(await countWaitingForBookkeeper(db, actor)) }),
    ...((isBookkeeper || isOperator) && { differing: await countDifferingDays(db, actor) }),
    ...(isOperator && { notices: await countRefusedNotices(db), dataRequests: await countOpenRequests(db), alerts: await countOpenAlerts(db) }),
    ...(isSupport && { resets: await countWaitingResets({ db, actor, now }) }),
    ...(isReviewer && { claims: await countWaitingClaims(db, actor), powers: await countWaitingPapers(db, actor) }),
  };
}
