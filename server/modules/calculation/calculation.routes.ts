// The routes of calculation: contract entry, who may call, one call each.
import { addSum as addSumEndpoint, exportAddedSums, getAddedSumChoices, listAddedSums, withdrawSum as withdrawSumEndpoint } from '#contract/added-sums';
import {
  addRecalculation as addEndpoint,
  cancelRun,
  checkRun,
  countRun,
  exportRuns,
  getRecalculations,
  getRun,
  getRunPlaces,
  listRuns,
  openRun as openEndpoint,
  postRun,
  workException as workEndpoint,
} from '#contract/calculation';
import { getAccountShare, setAccountShare as setShareEndpoint } from '#contract/account-shares';
import { changePrice, getPrices, importPrices as importEndpoint, previewImport, previewPrice, removePrice, setPrice } from '#contract/directories';
import { setOverNorm } from '#contract/house-keeping';
import { setOwnHeating } from '#contract/housing';
import { getCommonPayment, setCommonPayment as setCommonEndpoint } from '#contract/common-payment';
import {
  endInstalment as endInstalmentEndpoint,
  exportInstalments,
  getInstalmentChoices,
  listInstalments,
  makeInstalment as makeInstalmentEndpoint,
} from '#contract/instalments';
import { getHeatingPayment, setHeatingPayment as setHeatingEndpoint } from '#contract/heating-payment';
import { getDecisions, makeDecision, previewDecision, withdrawDecision } from '#contract/decisions';
import { getJumpLimits, setJumpLimit as setJumpEndpoint } from '#contract/jump-limits';
import { endFault, noteFault, noteTampering, previewTampering } from '#contract/meter-faults';
import { enterControl } from '#contract/meters-park';
import { exportMissingReadings, getMissingReadings } from '#contract/missing-readings';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { command, flow, only, query, type Route, stream } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { readAccountShare, setAccountShare } from './account-share.ts';
import { addRecalculation } from './add-recalculation.ts';
import { addedSumList, addedSumScope, lookAtAddedSums, readAddedSumChoices } from './added-sum-list.ts';
import { addSum, withdrawSum } from './added-sums.ts';
import { RUN_STAFF } from './calculation.policy.ts';
import { readRecalculations, readRun } from './calculation.queries.ts';
import { decide, withdraw } from './decide.ts';
import { readDecisions } from './decisions.queries.ts';
import { readCommonPayment, setCommonPayment } from './common-payment.ts';
import { instalmentList, instalmentScope, lookAtInstalments, readInstalmentChoices } from './instalment-list.ts';
import { endInstalment } from './end-instalment.ts';
import { makeInstalment } from './make-instalment.ts';
import { readHeatingPayment, setHeatingPayment } from './heating-payment.ts';
import { importPrices, previewPrices } from './import-prices.ts';
import { readJumpLimits, setJumpLimit } from './jump-limits.ts';
import { tellOverNorm } from './over-norm.ts';
import { tellOwnHeating } from './own-heating.ts';
import { readMissing, serveMissing } from './missing-readings.ts';
import { moveRun, openRun } from './open-run.ts';
import { readDecisionEffect } from './preview-decision.ts';
import { readPreview } from './preview-price.ts';
import { addPrice, dropPrice, editPrice, readPrices } from './prices.ts';
import { readRunPlaces, runList, runScope, tellRuns } from './runs-list.ts';
import { readTamperingEffect } from './preview-tampering.ts';
import { tellControl, tellFault, tellFaultEnd, tellTampering } from './tell-meters.ts';
import { workException } from './work-exception.ts';

const staff = only(...RUN_STAFF);

export const calculationRoutes = ({ typesetter }: { typesetter: Typesetter }): Route[] => [
  query(listRuns, staff, async (reading, input) => {
    const scope = await runScope({ ...reading, input });
    const page = await readList(reading.db, runList, scope, input.query);
    return { ...page, rows: await tellRuns(reading.db, scope, page.rows) };
  }),
  exportRoute(exportRuns, staff, { list: runList, scope: runScope, tell: tellRuns, typesetter }),
  query(getRunPlaces, staff, (reading, input) => readRunPlaces(reading, input.query)),
  query(getRun, staff, (reading, { params, query: asked }, ground) => readRun(ground, reading, params, asked)),
  command(openEndpoint, staff, (work, { body }) => openRun(work, body)),
  command(countRun, staff, (work, { params, body }) => moveRun(work, 'count', { ...params, ...body })),
  command(checkRun, staff, (work, { params, body }) => moveRun(work, 'check', { ...params, ...body })),
  command(postRun, staff, (work, { params, body }) => moveRun(work, 'post', { ...params, ...body })),
  command(cancelRun, staff, (work, { params, body }) => moveRun(work, 'cancel', { ...params, ...body })),
  command(workEndpoint, staff, workException),
  query(getJumpLimits, staff, readJumpLimits),
  command(setJumpEndpoint, staff, setJumpLimit),
  query(getAccountShare, staff, (reading, { params }, ground) => readAccountShare(ground, reading, params)),
  command(setShareEndpoint, staff, setAccountShare),
  query(getMissingReadings, staff, (reading, input, ground) => readMissing({ ground, ...reading }, input.query)),
  stream(exportMissingReadings, staff, (streaming, _request, reply) => serveMissing(streaming, reply)),
  query(getRecalculations, staff, (reading, _input, ground) => readRecalculations(ground, reading)),
  command(addEndpoint, staff, (work, { body }) => addRecalculation(work, body)),
  query(getDecisions, staff, (reading, input, ground) => readDecisions(ground, reading, input.query)),
  flow(previewDecision, staff, (flow, { body }) => readDecisionEffect(flow, body)),
  command(makeDecision, staff, (work, { body }) => decide(work, body)),
  command(withdrawDecision, staff, (work, { params }) => withdraw(work, params)),
  query(listInstalments, staff, async (reading, input, ground) => {
    const page = await readList(reading.db, instalmentList, instalmentScope(reading.actor), input.query);
    await lookAtInstalments({ ground, ...reading }, page.rows);
    return page;
  }),
  exportRoute(exportInstalments, staff, { list: instalmentList, scope: ({ actor }) => instalmentScope(actor), seen: lookAtInstalments, typesetter }),
  query(getInstalmentChoices, staff, readInstalmentChoices),
  command(makeInstalmentEndpoint, staff, makeInstalment),
  command(endInstalmentEndpoint, staff, endInstalment),
  query(listAddedSums, staff, async (reading, input, ground) => {
    const page = await readList(reading.db, addedSumList, addedSumScope(reading.actor), input.query);
    await lookAtAddedSums({ ground, ...reading }, page.rows);
    return page;
  }),
  exportRoute(exportAddedSums, staff, { list: addedSumList, scope: ({ actor }) => addedSumScope(actor), seen: lookAtAddedSums, typesetter }),
  query(getAddedSumChoices, staff, readAddedSumChoices),
  command(addSumEndpoint, staff, addSum),
  command(withdrawSumEndpoint, staff, withdrawSum),
  query(getHeatingPayment, staff, (reading, input) => readHeatingPayment(reading, input.query)),
  command(setHeatingEndpoint, staff, setHeatingPayment),
  query(getCommonPayment, staff, (reading, input) => readCommonPayment(reading, input.query)),
  command(setCommonEndpoint, staff, setCommonPayment),
  command(setOverNorm, only('manager', 'accountant'), tellOverNorm),
  command(setOwnHeating, only('manager', 'accountant'), tellOwnHeating),
  command(enterControl, only('manager', 'accountant'), tellControl),
  command(noteFault, only('manager', 'accountant'), tellFault),
  command(noteTampering, only('manager', 'accountant'), tellTampering),
  flow(previewTampering, only('manager', 'accountant'), readTamperingEffect),
  command(endFault, only('manager', 'accountant'), tellFaultEnd),
  query(getPrices, staff, (reading, { params, query: asked }) => readPrices(reading, params.kind, asked)),
  query(previewPrice, staff, (reading, { params, query: asked }, ground) => readPreview({ ground, ...reading }, params.kind, asked)),
  flow(previewImport, staff, (flow, { params, body }) => previewPrices(flow, params.kind, body)),
  command(importEndpoint, staff, (work, { params, body }) => importPrices(work, params.kind, body)),
  command(setPrice, staff, (work, { params, body }) => addPrice(work, params.kind, body)),
  command(changePrice, staff, (work, { params, body }) => editPrice(work, params, body)),
  command(removePrice, staff, (work, { params, body }) => dropPrice(work, params, body)),
];
