// The door of reports: what an accountant reads of the ledger and bills. It owns the sheets that were counted in the background.
import { exportDebtors, exportTurnover, getDebtors, getTurnover, getTurnoverSheet, orderTurnoverSheet } from '#contract/reports';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import type { Module } from '#platform/module';
import { command, only, query, type Route } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { debtorList, debtorScope, lookAtDebtors, REPORT_STAFF, tellDebtors } from './debtors.ts';
import { makeSheetJob, orderSheet, readSheet } from './kept-sheet.ts';
import { turnoverList, turnoverScope } from './turnover.ts';

const staff = only(...REPORT_STAFF);

const reportsRoutes = ({ typesetter }: { typesetter: Typesetter }): Route[] => [
  query(getDebtors, staff, async (reading, input, ground) => {
    const scope = await debtorScope(reading);
    const page = await readList(reading.db, debtorList, scope, input.query);
    await lookAtDebtors({ ground, ...reading }, page.rows);
    return { ...page, rows: await tellDebtors(reading.db, scope, page.rows) };
  }),
  exportRoute(exportDebtors, staff, { list: debtorList, scope: debtorScope, seen: lookAtDebtors, typesetter, tell: tellDebtors }),
  query(getTurnover, staff, async (reading, input) => readList(reading.db, turnoverList, await turnoverScope(reading, input.params), input.query)),
  query(getTurnoverSheet, staff, (reading, { params }) => readSheet(reading, params)),
  command(orderTurnoverSheet, staff, (work, { params }) => orderSheet(work, params)),
  exportRoute(exportTurnover, staff, {
    list: turnoverList,
    scope: (reading) => turnoverScope(reading, reading.input.params as { from: string; to: string }),
    typesetter,
  }),
];

export const reportsModule = (ports: { typesetter: Typesetter }): Module => ({
  name: 'reports',
  routes: reportsRoutes(ports),
  jobs: { 'reports.turnover': makeSheetJob },
});
