// The routes of meters: contract entry, who may call, one call each.
import { checkAct as checkEndpoint, getAct, getActSignature, getMeter, getMeters, getUsage, listSubmissions, requestReplacement as replacementEndpoint, submitReadings as submitEndpoint } from '#contract/meters';
import { addMeter as addEndpoint, decideSubmissions as decideEndpoint, declineReplacement as declineEndpoint, exportWorkReadings, listWorkReadings, listWorkReplacements, listWorkSubmissions, replaceMeter as replaceEndpoint } from '#contract/meters-work';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { anyone, command, only, query, type Reading, type Route, secured, stream } from '#platform/route';
import { housesOfManagers } from '#modules/housing';
import { addMeter, replaceMeter } from './change-meter.ts';
import { decideSubmissions } from './decide-submissions.ts';
import { HAND_IN_ROLES, METER_STAFF, organizationsInReach } from './meters.policy.ts';
import { readMeter, readMeters } from './meters.queries.ts';
import type { MetersPorts } from './ports.ts';
import { checkAct, serveAct } from './read-act.ts';
import { declineReplacement, requestReplacement } from './request-replacement.ts';
import { readSubmissions } from './submissions.queries.ts';
import { submitReadings } from './submit-readings.ts';
import { readUsage } from './usage.queries.ts';
import { type ReadingsScope, workReadings, workReplacements, workSubmissions } from './work-lists.ts';

const residents = only(...HAND_IN_ROLES);
const staff = only(...METER_STAFF);

/** Own readings as a supplier, and those of the houses that the organizations manage. */
async function readingsScope({ db, actor }: Reading): Promise<ReadingsScope> {
  const organizationIds = organizationsInReach(actor);
  const managed = await housesOfManagers(db, organizationIds);
  return { organizationIds, houseIds: managed.map((house) => house.houseId) };
}

export const metersRoutes = (ports: MetersPorts): Route[] => [
  query(getMeters, secured, (reading, { params }) => readMeters(reading, params)),
  query(getMeter, secured, (reading, { params }) => readMeter(reading, params)),
  query(listSubmissions, secured, (reading, { params, query: asked }) => readSubmissions(reading, params, asked)),
  query(getUsage, secured, (reading, { params, query: asked }) => readUsage(reading, params, asked.month)),
  query(checkEndpoint, anyone, (reading, { params }) => checkAct(reading, params.code)),
  stream(getAct, secured, (streaming, request, reply) => serveAct(ports, streaming, 'act', { request, reply })),
  stream(getActSignature, secured, (streaming, request, reply) => serveAct(ports, streaming, 'signature', { request, reply })),
  command(submitEndpoint, residents, (work, input) => submitReadings(work, input)),
  command(replacementEndpoint, residents, (work, { params, body }) => requestReplacement(work, params, body)),
  query(listWorkReadings, staff, async (reading, input) => readList(reading.db, workReadings, await readingsScope(reading), input.query)),
  exportRoute(exportWorkReadings, staff, { list: workReadings, scope: readingsScope, typesetter: ports.typesetter }),
  query(listWorkSubmissions, staff, ({ db, actor }, input) => readList(db, workSubmissions, { organizationIds: organizationsInReach(actor) }, input.query)),
  query(listWorkReplacements, staff, ({ db, actor }, input) => readList(db, workReplacements, { organizationIds: organizationsInReach(actor) }, input.query)),
  command(decideEndpoint, staff, (work, { body }) => decideSubmissions(work, body)),
  command(addEndpoint, staff, (work, { body }) => addMeter(work, body)),
  command(replaceEndpoint, staff, (work, { params, body }) => replaceMeter(work, params, body)),
  command(declineEndpoint, staff, (work, { params, body }) => declineReplacement(work, params, body)),
];
