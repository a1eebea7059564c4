// Routes of money that came by the bank's registers and is nobody's debt: unmatched and misplaced payments, advances.
import { getAdvance, returnAdvance as returnAdvanceEndpoint } from '#contract/advances';
import {
  exportUnmatched,
  getBankPayments,
  getUnmatched,
  listUnmatched,
  resolveUnmatched as resolveEndpoint,
  returnUnmatched as returnEndpoint,
  takePaymentOff as takeOffEndpoint,
} from '#contract/unmatched';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { command, only, query, type Route } from '#platform/route';
import type { BillingPorts } from './ports.ts';
import { readBankPayments, takePaymentOff } from './misplaced-payments.ts';
import { readAdvance, returnAdvance } from './return-advance.ts';
import { openUnmatched, unmatchedList, unmatchedScope } from './unmatched.queries.ts';
import { resolveUnmatched, returnUnmatched } from './unmatched-payments.ts';

const bookkeeper = only('accountant');

export const unmatchedRoutes = ({ typesetter, refundsUnderWay }: BillingPorts): Route[] => [
  query(listUnmatched, bookkeeper, ({ db, actor }, input) => readList(db, unmatchedList, unmatchedScope(actor), input.query)),
  exportRoute(exportUnmatched, bookkeeper, { list: unmatchedList, scope: async ({ actor }) => unmatchedScope(actor), typesetter }),
  query(getUnmatched, bookkeeper, (reading, { params }, ground) => openUnmatched(ground, reading, params.id)),
  command(resolveEndpoint, bookkeeper, (work, input) => resolveUnmatched(work, input)),
  command(returnEndpoint, bookkeeper, (work, input) => returnUnmatched(work, input)),
  query(getBankPayments, only('accountant', 'manager'), (reading, { params }, ground) => readBankPayments(ground, reading, params)),
  command(takeOffEndpoint, bookkeeper, (work, input) => takePaymentOff(work, input)),
  query(getAdvance, bookkeeper, (reading, { params }, ground) => readAdvance({ ground, refundsUnderWay }, reading, params)),
  command(returnAdvanceEndpoint, bookkeeper, (work, input) => returnAdvance(work, input, { refundsUnderWay })),
];
