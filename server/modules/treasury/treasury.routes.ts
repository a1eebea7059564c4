import { addStateDocument, findStateBill, getStateBills, payStateBills, refreshStateBills, removeStateDocument } from '#contract/state-bills';
import { exportStateNotices, listStateNotices, sendStateNotice } from '#contract/state-notices';
import { lookAtPayers, payerOf } from '#modules/payments';
import { refuse } from '#platform/errors';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { command, flow, only, query, type Route, secured } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { readStateBills } from './bills.queries.ts';
import { lookUpBills } from './look-up-bills.ts';
import { findBill, payBills } from './pay-state-bills.ts';
import { addDocument, removeDocument } from './payer-documents.ts';
import { NOTICE_KEEPER, sendAgain, stateNoticeList } from './state-notices.ts';
import type { StatePayments } from './state-payments.ts';

/** The routes of treasury: contract entry, who may call, one call each. */
export const treasuryRoutes = (port: StatePayments, typesetter: Typesetter): Route[] => [
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
  query(listStateNotices, only(NOTICE_KEEPER), async (reading, input, ground) => {
    const page = await readList(reading.db, stateNoticeList, null, input.query);
    await lookAtPayers({ ...reading, ground }, page.rows);
    return page;
  }),
  exportRoute(exportStateNotices, only(NOTICE_KEEPER), { list: stateNoticeList, scope: () => null, seen: lookAtPayers, typesetter }),
  command(sendStateNotice, only(NOTICE_KEEPER), (work, { params }) => sendAgain(work, params.id)),
];
