// Every page that the suite looks at, by who looks. A new page of web/app/routes.ts gets a line here: a test compares the two.
import type { PersonKey } from './people.ts';

/** A route of web/app/routes.ts; one with parameters is found as a link on the page `from`, or made `via` another link there. `status` when it is not 200. */
export type Sight = { who: 'guest' | PersonKey; route: string; from?: string; via?: readonly [RegExp, string]; address?: string; status?: number };

const guest = (route: string, more: Partial<Sight> = {}): Sight => ({ who: 'guest', route, ...more });
const resident = (route: string, from?: string): Sight => ({ who: 'galina', route, ...(from && { from }) });
const accountant = (route: string, from?: string): Sight => ({ who: 'accountantA', route, ...(from && { from }) });

export const sights: readonly Sight[] = [
  guest(''),
  guest('ui'),
  guest('*', { address: '/no-such-page', status: 404 }),
  guest('sign-in'),
  guest('demo/outbox'),
  guest('receipts/:code?', { address: '/receipts' }),
  guest('acts/:code?', { address: '/acts' }),
  resident(''),
  resident('home'),
  resident('homes'),
  { who: 'galina', route: 'houses/:houseId', from: '/accounts', via: [/^\/accounts\/([^/]+)\/[^/]+$/, '/houses/$1'] },
  resident('pay'),
  resident('pay/qr', '/pay'),
  resident('payments'),
  resident('payments/methods'),
  { who: 'artyom', route: 'accounts/:houseId/:accountId/autopayment', from: '/accounts', via: [/^(\/accounts\/[^/]+\/[^/]+)$/, '$1/autopayment'] },
  resident('payments/:id', '/payments'),
  resident('accounts'),
  resident('accounts/add'),
  resident('accounts/:houseId/:accountId', '/accounts'),
  { who: 'galina', route: 'accounts/:houseId/:accountId/settings', from: '/accounts', via: [/^(\/accounts\/[^/]+\/[^/]+)$/, '$1/settings'] },
  { who: 'galina', route: 'cases/new', from: '/accounts', via: [/^\/accounts\/([^/]+)\/([^/]+)$/, '/cases/new?house=$1&account=$2'] },
  resident('cases'),
  resident('charges'),
  resident('bills'),
  resident('bills/:houseId/:billId', '/bills'),
  resident('meters'),
  resident('meters/history'),
  resident('meters/acts'),
  resident('meters/:houseId/:meterId', '/meters'),
  { who: 'galina', route: 'meters/:houseId/:meterId/photo', from: '/meters', via: [/^\/meters\/([^/]+)\/([^/]+)$/, '/meters/$1/$2/photo'] },
  resident('notices'),
  resident('journal'),
  resident('profile'),
  resident('profile/notices'),
  resident('profile/password'),
  resident('profile/authenticator'),
  resident('profile/recovery-codes'),
  accountant(''),
  accountant('work'),
  accountant('work/accounts'),
  accountant('work/accounts/:houseId/:accountId', '/work/accounts'),
  accountant('work/links'),
  accountant('work/payments'),
  accountant('work/payments/:id', '/work/payments'),
  accountant('work/cases'),
  accountant('work/debtors'),
  accountant('work/reports'),
  accountant('work/unmatched'),
  accountant('work/reconciliation'),
  accountant('work/reconciliation/:organizationId/:day', '/work/reconciliation'),
  accountant('work/registers'),
  accountant('work/runs'),
  accountant('work/decisions'),
  { who: 'accountantA', route: 'work/directories/:kind?', address: '/work/directories/tariff' },
  accountant('work/readings'),
  accountant('work/readings/all'),
  accountant('work/meters'),
  accountant('work/meters/new'),
  accountant('work/meters/:houseId/:meterId', '/work/meters'),
  accountant('work/missing'),
  accountant('work/intakes'),
  accountant('work/replacements'),
];

/** Routes that show no page of their own, pages that a story walks through, and (the last) one that the town as filled has nothing to show on. */
export const elsewhere: readonly string[] = ['view', 'choose-home', 'sign-out', 'demo/outbox.json', 'sign-in/code', 'pay/:id', 'pay/:id/result', 'work/registers/:id', 'work/intakes/:id', 'work/runs/:houseId/:runId', 'work/unmatched/:id', 'cases/:houseId/:caseId', 'work/cases/:houseId/:caseId'];
