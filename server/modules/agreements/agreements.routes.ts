import * as contract from '#contract/agreements';
import { found } from '#platform/errors';
import { findFile } from '#platform/files';
import { command, flow, query, type Route, secured, stream } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import { findAgreement } from './agreement-row.ts';
import { readAgreement, readAgreements } from './agreements.queries.ts';
import { draftFromTemplate, uploadDraft } from './draft-agreement.ts';
import { refuseToSign, remind, withdraw } from './end-agreement.ts';
import type { AgreementsPorts } from './ports.ts';
import { send } from './send-agreement.ts';
import { askCode, sign, toSign } from './sign-agreement.ts';

export const agreementsRoutes = (ports: AgreementsPorts): Route[] => [
  query(contract.listAgreements, secured, readAgreements),
  flow(contract.draftAgreement, secured, (given, { body }) => draftFromTemplate(ports, given, body)),
  stream(contract.uploadAgreement, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadDraft(ports, streaming, { request, reply })),
  query(contract.getAgreement, secured, (reading, { params }) => readAgreement(reading, params.agreementId)),
  stream(contract.getAgreementFile, secured, async ({ db, actor, input }, request, reply) => {
    const { row } = await findAgreement(db, actor, input.params.agreementId);
    return serveFile(ports.files, found(await findFile(db, row.file_id)), { request, reply });
  }),
  stream(contract.getAgreementToSign, secured, async ({ input, ...reading }, _request, reply) =>
    reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(await toSign(ports, reading, { agreementId: input.params.agreementId, at: input.query.at })),
  ),
  flow(contract.sendAgreement, secured, (given, { params, body }) => send(ports, given, { ...params, body })),
  flow(contract.askAgreementCode, secured, (given, { params, body }) => askCode(ports, given, { ...params, body })),
  flow(contract.signAgreement, secured, (given, { params, body }) => sign(ports, given, { ...params, body })),
  command(contract.refuseAgreement, secured, (work, { params, body }) => refuseToSign(work, params.agreementId, body.reason)),
  command(contract.withdrawAgreement, secured, (work, { params }) => withdraw(work, params.agreementId)),
  command(contract.remindOfAgreement, secured, (work, { params }) => remind(work, params.agreementId)),
];
