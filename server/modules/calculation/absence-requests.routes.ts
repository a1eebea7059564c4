// The routes of applications for absence, of key rates and of benefits: contract entry, who may call, one call each.
import {
  addAbsenceProof,
  askAbsence,
  decideAbsence,
  exportWorkAbsences,
  getAbsenceProof,
  getAbsences,
  getWorkAbsence,
  listWorkAbsences,
} from '#contract/absences';
import { addKeyRate as addRateEndpoint, exportBenefits, getKeyRates, importKeyRates, listBenefits, previewKeyRates } from '#contract/rates';
import type { FileStore } from '#platform/files';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { command, flow, only, query, type Route, secured, stream } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import type { Typesetter } from '#platform/typst-pool';
import { askForAbsence, decideRequest, uploadProof } from './absence-requests.ts';
import { absenceList, absenceScope, lookAtAbsences, proofFile, readAbsences, readWorkAbsence } from './absence-requests.queries.ts';
import { benefitList, benefitScope, lookAtBenefits } from './benefit-list.ts';
import { RUN_STAFF } from './calculation.policy.ts';
import { importRates, previewRates } from './import-key-rates.ts';
import { addKeyRate, RATE_KEEPER, readKeyRates } from './key-rates.ts';

export type AbsencePorts = { readonly files: FileStore; readonly typesetter: Typesetter };
const staff = only(...RUN_STAFF);

export const absenceRoutes = ({ files, typesetter }: AbsencePorts): Route[] => [
  query(getAbsences, secured, (reading, { params }) => readAbsences(reading, params)),
  command(askAbsence, secured, (work, { params, body }) => askForAbsence(work, params, body)),
  stream(addAbsenceProof, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadProof(files, streaming, { request, reply })),
  stream(getAbsenceProof, secured, async (streaming, request, reply) =>
    serveFile(files, await proofFile(streaming.ground, streaming, streaming.input.params), { request, reply }),
  ),
  query(listWorkAbsences, staff, async (reading, input, ground) => {
    const page = await readList(reading.db, absenceList, absenceScope(reading.actor), input.query);
    await lookAtAbsences({ ...reading, ground }, page.rows);
    return page;
  }),
  exportRoute(exportWorkAbsences, staff, { list: absenceList, scope: ({ actor }) => absenceScope(actor), seen: lookAtAbsences, typesetter }),
  query(getWorkAbsence, staff, (reading, { params }, ground) => readWorkAbsence(ground, reading, params)),
  query(getKeyRates, only(...RUN_STAFF, RATE_KEEPER), (reading) => readKeyRates(reading)),
  command(addRateEndpoint, only(RATE_KEEPER), (work, { body }) => addKeyRate(work, body)),
  flow(previewKeyRates, only(RATE_KEEPER), ({ db }, { body }) => previewRates(db, body)),
  command(importKeyRates, only(RATE_KEEPER), (work, { body }) => importRates(work, body)),
  query(listBenefits, staff, async (reading, input, ground) => {
    const page = await readList(reading.db, benefitList, benefitScope(reading.actor), input.query);
    await lookAtBenefits({ ...reading, ground }, page.rows);
    return page;
  }),
  exportRoute(exportBenefits, staff, { list: benefitList, scope: ({ actor }) => benefitScope(actor), seen: lookAtBenefits, typesetter }),
  command(decideAbsence, staff, (work, { params, body }) => decideRequest(work, params, body)),
];
