import * as contract from '#contract/certificates';
import { proven } from '#modules/identity';
import { anyone, command, flow, once, query, type Route, secured, signedIn, stream } from '#platform/route';
import { runOnce } from '#platform/work';
import { giveChallenge, waitingText } from './challenges.ts';
import { enter } from './enter-by-certificate.ts';
import { addOwn, type Here, ownCertificates, removeOwn } from './own-certificates.ts';

export const certificatesRoutes = (here: Here): Route[] => [
  once(contract.challengeToEnter, anyone, async ({ ground, actor, id, now }) => ({
    ...(await runOnce(ground, { actor, id, now }, (work) => giveChallenge(work, { purpose: 'enter', personId: null }, here.origin))),
    takesOutside: here.trust.roots.length > 0,
  })),
  stream(contract.getChallengeFile, anyone, async ({ db, now, input }, _request, reply) =>
    reply
      .type('application/octet-stream')
      .header('content-disposition', 'attachment; filename="moidom-challenge.txt"')
      .send(await waitingText(db, input.params.challengeId, { origin: here.origin, now })),
  ),
  once(contract.enterByCertificate, anyone, (given, { body }, cookies) => enter(given, here, body, cookies)),
  query(contract.listCertificates, signedIn, (reading) => ownCertificates(reading, here)),
  once(contract.challengeToEnrol, secured, async ({ ground, actor, id, now }) => {
    const { personId } = proven(actor, now);
    return {
      ...(await runOnce(ground, { actor, id, now }, (work) => giveChallenge(work, { purpose: 'enrol', personId }, here.origin))),
      takesOutside: here.trust.roots.length > 0,
    };
  }),
  flow(contract.addCertificate, secured, (given, { body }) => addOwn(given, here, body)),
  command(contract.removeCertificate, secured, (work, { params }) => removeOwn(work, params.certificateId)),
];
