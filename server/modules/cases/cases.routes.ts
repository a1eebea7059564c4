// The routes of cases.
import {
  closeCase as closeEndpoint,
  decideCase as decideEndpoint,
  exportWorkCases,
  getCase,
  getCases,
  getWorkCases,
  openCase as openEndpoint,
  openHouseCase as houseEndpoint,
  writeInCase as writeEndpoint,
} from '#contract/cases';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { command, only, query, type Route, within } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { CASE_STAFF } from './case-row.ts';
import { closeCase, decideCase, writeInCase } from './carry-on-case.ts';
import { caseList, lookAtAskers, ownScope, readCase, tellPeople, workCaseList, workScope } from './cases.queries.ts';
import { openCase, openHouseCase } from './open-case.ts';

const staff = only(...CASE_STAFF);

export const casesRoutes = ({ typesetter }: { typesetter: Typesetter }): Route[] => [
  query(getCases, within('bills'), (reading, input) => readList(reading.db, caseList, ownScope(reading), input.query)),
  query(getCase, within('appeals'), (reading, { params }, ground) => readCase(ground, reading, params)),
  command(openEndpoint, within('appeals'), (work, { body }) => openCase(work, body)),
  command(houseEndpoint, within('appeals'), (work, { params, body }) => openHouseCase(work, params, body)),
  command(writeEndpoint, within('appeals'), (work, { params, body }) => writeInCase(work, params, body)),
  command(closeEndpoint, within('appeals'), (work, { params, body }) => closeCase(work, params, body)),
  query(getWorkCases, staff, async (reading, input, ground) => {
    const page = await readList(reading.db, workCaseList, workScope(reading), input.query);
    await lookAtAskers({ ground, ...reading }, page.rows);
    return { ...page, rows: await tellPeople(reading.db, page.rows) };
  }),
  exportRoute(exportWorkCases, staff, {
    list: workCaseList,
    scope: workScope,
    seen: lookAtAskers,
    typesetter,
    tell: (db, _scope, rows) => tellPeople(db, rows),
  }),
  command(decideEndpoint, only('accountant'), (work, { params, body }) => decideCase(work, params, body)),
];
