// The routes of reconciliation: contract entry, who may call, one call each.
import {
  exportDifferences,
  exportReconciled,
  getReconciledDay,
  listDifferences,
  listReconciled,
  noteDifference as noteEndpoint,
  orderReconciliation as orderEndpoint,
  settleDays as settleEndpoint,
  settlePart as settlePartEndpoint,
  uploadStatement as uploadEndpoint,
} from '#contract/reconciliation';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { lookAtPayers } from '#modules/payments';
import { command, only, query, type Route, stream } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { noteDifference } from './note-difference.ts';
import { orderReconciliation } from './reconcile-day.ts';
import { RECONCILERS, reconciliationScope } from './reconciliation.policy.ts';
import { differenceList, readReconciledDay, reconciledList } from './reconciliation.queries.ts';
import { settleOwnDays } from './settle-days.ts';
import { settlePart } from './settle-part.ts';
import { type StatementPorts, uploadStatement } from './take-statement.ts';

const reconciler = only(...RECONCILERS);

export const reconciliationRoutes = (ports: StatementPorts & { typesetter: Typesetter }): Route[] => [
  query(listReconciled, reconciler, ({ db, actor }, input) => readList(db, reconciledList, reconciliationScope(actor), input.query)),
  exportRoute(exportReconciled, reconciler, { list: reconciledList, scope: ({ actor }) => reconciliationScope(actor), typesetter: ports.typesetter }),
  query(listDifferences, reconciler, async ({ db, actor }, input, ground) => {
    const page = await readList(db, differenceList, reconciliationScope(actor), input.query);
    await lookAtPayers({ ground, db, actor }, page.rows);
    return page;
  }),
  exportRoute(exportDifferences, reconciler, {
    list: differenceList,
    scope: ({ actor }) => reconciliationScope(actor),
    seen: lookAtPayers,
    typesetter: ports.typesetter,
  }),
  query(getReconciledDay, reconciler, (reading, { params, query: asked }, ground) => readReconciledDay(ground, reading, { ...params, ...asked })),
  command(noteEndpoint, reconciler, (work, input) => noteDifference(work, input)),
  command(orderEndpoint, reconciler, (work, { body }) => orderReconciliation(work, body)),
  command(settleEndpoint, only('accountant'), (work, { body }) => settleOwnDays(work, body)),
  command(settlePartEndpoint, only('accountant'), (work, input) => settlePart(work, input)),
  stream(uploadEndpoint, { ...only('accountant'), accepts: 'multipart' }, (streaming, request, reply) => uploadStatement(ports, streaming, request, reply)),
];
