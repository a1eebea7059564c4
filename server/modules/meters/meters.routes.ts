// The routes of meters: contract entry, who may call, one call each.
import {
  askActCode as askCodeEndpoint,
  checkAct as checkEndpoint,
  countersignAct as countersignEndpoint,
  getAct,
  getActSignature,
  getMeter,
  getMeters,
  getUsage,
  listSubmissions,
  requestReplacement as replacementEndpoint,
  submitReadings as submitEndpoint,
} from '#contract/meters';
import { getMeterPhotos, getMeterPicture, uploadMeterPhoto } from '#contract/meter-photos';
import {
  addMeter as addEndpoint,
  decideSubmissions as decideEndpoint,
  declineReplacement as declineEndpoint,
  exportWorkReadings,
  exportWorkReplacements,
  listWorkReadings,
  listWorkReplacements,
  listWorkSubmissions,
  replaceMeter as replaceEndpoint,
} from '#contract/meters-work';
import {
  enterReadings as enterEndpoint,
  exportWorkMeters,
  getMeterPlaces,
  getWorkMeter,
  listWorkMeters,
  setVerification as verificationEndpoint,
} from '#contract/meters-park';
import {
  getIntake,
  getIntakeErrors,
  getIntakes,
  loadIntake as loadIntakeEndpoint,
  sendReadings as sendEndpoint,
  takeBackIntake as takeBackEndpoint,
  uploadIntake as uploadEndpoint,
} from '#contract/reading-intakes';
import { exportUsage } from '#contract/usage';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import type { Ground } from '#platform/work';
import { anyone, command, only, query, type Reading, type Route, stream, within } from '#platform/route';
import { housesOfManagers } from '#modules/housing';
import { confirmed } from '#modules/identity';
import { lookAtHomes } from '#modules/ledger';
import { needsConsent } from '#modules/privacy';
import { addMeter, replaceMeter } from './change-meter.ts';
import { askActCode, countersignAct } from './countersign-act.ts';
import { decideSubmissions } from './decide-submissions.ts';
import { readPhotos, servePicture, uploadPhoto } from './meter-photos.ts';
import { enterReadings } from './enter-readings.ts';
import { READINGS_OPERATION } from './intake.policy.ts';
import { readIntake, readIntakes, serveErrors } from './intakes.queries.ts';
import { loadIntake, takeBackIntake } from './load-intake.ts';
import { uploadIntake } from './receive-intake.ts';
import { sendReadings } from './send-readings.ts';
import { readMeterPlaces, readWorkMeter, workMeters } from './meter-park.queries.ts';
import { HAND_IN_ROLES, METER_STAFF, organizationsInReach } from './meters.policy.ts';
import { readMeter, readMeters } from './meters.queries.ts';
import type { MetersPorts } from './ports.ts';
import { checkAct, serveAct } from './read-act.ts';
import { declineReplacement, requestReplacement } from './request-replacement.ts';
import { setVerification } from './set-verification.ts';
import { readSubmissions } from './submissions.queries.ts';
import { submitReadings } from './submit-readings.ts';
import { readUsage, usageList, usageScope } from './usage.queries.ts';
import { type ReadingsScope, type WorkScope, workReadings, workReplacements, workSubmissions } from './work-lists.ts';

const residents = { ...only(...HAND_IN_ROLES), area: 'readings' } as const;
const staff = only(...METER_STAFF);
const registrar = only('accountant', `machine:${READINGS_OPERATION}`);

const workScope = ({ actor }: Reading): WorkScope => ({ organizationIds: organizationsInReach(actor) });
/** Own readings as a supplier, and those of the houses that the organizations manage. */
async function readingsScope({ db, actor }: Reading): Promise<ReadingsScope> {
  const organizationIds = organizationsInReach(actor);
  const managed = await housesOfManagers(db, organizationIds);
  return { organizationIds, houseIds: managed.map((house) => house.houseId) };
}

/** A page of a list, told to those whom its rows concern. */
async function looked<Page extends { rows: Parameters<typeof lookAtHomes>[1] }>(ground: Ground, reading: Reading, page: Page): Promise<Page> {
  await lookAtHomes({ ground, ...reading }, page.rows);
  return page;
}

export const metersRoutes = (ports: MetersPorts): Route[] => [
  query(getMeters, within('meters'), (reading, { params }) => readMeters(reading, params)),
  query(getMeter, within('meters'), (reading, { params }, ground) => readMeter(ground, reading, params)),
  query(listSubmissions, within('meters'), (reading, { params, query: asked }) => readSubmissions(reading, params, asked)),
  query(getUsage, within('meters'), (reading, { params, query: asked }) => readUsage(reading, params, asked.month)),
  query(checkEndpoint, anyone, (reading, { params }) => checkAct(reading, params.code)),
  exportRoute(exportUsage, within('documents'), { list: usageList, scope: usageScope, typesetter: ports.typesetter }),
  stream(getAct, within('documents'), (streaming, request, reply) => serveAct(ports, streaming, 'act', { request, reply })),
  stream(getActSignature, within('documents'), (streaming, request, reply) => serveAct(ports, streaming, 'signature', { request, reply })),
  command(askCodeEndpoint, residents, (work, { params }) => askActCode(ports, work, params)),
  confirmed(countersignEndpoint, residents, (work, input) => countersignAct(ports, work, input)),
  needsConsent(
    'photos',
    stream(uploadMeterPhoto, { ...residents, accepts: 'multipart' }, (streaming, request, reply) => uploadPhoto(ports, streaming, { request, reply })),
  ),
  query(getMeterPhotos, within('readings'), (reading, { params }) => readPhotos(reading, params)),
  stream(getMeterPicture, within('readings'), (streaming, request, reply) => servePicture(ports, streaming, { request, reply })),
  command(submitEndpoint, residents, (work, input) => submitReadings(work, input)),
  command(replacementEndpoint, residents, (work, { params, body }) => requestReplacement(work, params, body)),
  query(listWorkReadings, staff, async (reading, input, ground) =>
    looked(ground, reading, await readList(reading.db, workReadings, await readingsScope(reading), input.query)),
  ),
  exportRoute(exportWorkReadings, staff, { list: workReadings, scope: readingsScope, seen: lookAtHomes, typesetter: ports.typesetter }),
  query(listWorkSubmissions, staff, async (reading, input, ground) =>
    looked(ground, reading, await readList(reading.db, workSubmissions, workScope(reading), input.query)),
  ),
  query(listWorkReplacements, staff, async (reading, input, ground) =>
    looked(ground, reading, await readList(reading.db, workReplacements, workScope(reading), input.query)),
  ),
  exportRoute(exportWorkReplacements, staff, { list: workReplacements, scope: workScope, seen: lookAtHomes, typesetter: ports.typesetter }),
  query(listWorkMeters, staff, async (reading, input, ground) =>
    looked(ground, reading, await readList(reading.db, workMeters, workScope(reading), input.query)),
  ),
  exportRoute(exportWorkMeters, staff, { list: workMeters, scope: workScope, seen: lookAtHomes, typesetter: ports.typesetter }),
  query(getMeterPlaces, staff, (reading, input) => readMeterPlaces(reading, input.query)),
  query(getWorkMeter, staff, (reading, { params }, ground) => readWorkMeter(ground, reading, params)),
  command(decideEndpoint, staff, (work, { body }) => decideSubmissions(work, body)),
  command(addEndpoint, staff, (work, { body }) => addMeter(work, body)),
  command(replaceEndpoint, staff, (work, { params, body }) => replaceMeter(work, params, body)),
  command(enterEndpoint, staff, (work, input) => enterReadings(work, input)),
  command(verificationEndpoint, staff, (work, input) => setVerification(work, input)),
  query(getIntakes, registrar, (reading, input) => readIntakes(reading, input.query)),
  stream(uploadEndpoint, { ...registrar, accepts: 'multipart' }, (streaming, request, reply) => uploadIntake(ports.files, streaming, { request, reply })),
  query(getIntake, registrar, (reading, { params }) => readIntake(reading, params.id)),
  stream(getIntakeErrors, registrar, (streaming, _request, reply) => serveErrors(ports.files, streaming, reply)),
  command(loadIntakeEndpoint, registrar, (work, { params, body }) => loadIntake(work, { id: params.id, ...body })),
  command(takeBackEndpoint, registrar, (work, { params, body }) => takeBackIntake(work, { id: params.id, ...body })),
  command(sendEndpoint, registrar, (work, { body }) => sendReadings(work, body)),
  command(declineEndpoint, staff, (work, { params, body }) => declineReplacement(work, params, body)),
];
