import { addStateDocument, findStateBill, getStateBills, payStateBills, refreshStateBills, removeStateDocument } from '#contract/state-bills';
import { payerOf } from '#modules/payments';
import { refuse } from '#platform/errors';
import { command, flow, query, type Route, secured } from '#platform/route';
import { readStateBills } from './bills.queries.ts';
import { lookUpBills } from './look-up-bills.ts';
import { findBill, payBills } from './pay-state-bills.ts';
import { addDocument, removeDocument } from './payer-documents.ts';
import type { StatePayments } from './state-payments.ts';

/** The routes of treasury: contract entry, who may call, one call each. */
export const treasuryRoutes = (port: StatePayments): Route[] => [
  query(getStateBills, secured, (reading) => readStateBills(reading)),
  flow(findStateBill, secured, (flow, { body }) => findBill(port, flow, body)),
  flow(refreshStateBills, secured, async (flow) => {
    const { reached } = await lookUpBills(port, flow.ground, payerOf(flow.actor).personId);
    return reached ? readStateBills(flow) : refuse('stateBills.away');
  }),
  command(addStateDocument, secured, async (work, { body }) => {
    await addDocument(work, payerOf(work.actor).personId, body);
    return readStateBills({ db: work.tx, actor: work.actor, now: work.now });
  }),
  command(removeStateDocument, secured, async (work, { params }) => {
    await removeDocument(work, payerOf(work.actor).personId, params.id);
    return readStateBills({ db: work.tx, actor: work.actor, now: work.now });
  }),
  flow(payStateBills, secured, (flow, { body }) => payBills(port, flow, body)),
];
