import * as contract from '#contract/signing';
import { confirmed, isFreshlyProven } from '#modules/identity';
import { newId } from '#platform/ids';
import { openLimits } from '#platform/limits';
import { anyone, command, only, query, type Route, secured, signedIn, stream } from '#platform/route';
import { system } from '#platform/actor';
import { runOnce } from '#platform/work';
import { readAuthority } from './authority.queries.ts';
import type { Examiner } from './examiner.ts';
import type { OutsideTrust } from './outside-trust.ts';
import { ownSignature } from './own-signature.ts';
import { certifyKey, ownKeys, revokeOwnKey } from './person-keys.ts';
import { openPortalKey } from './portal-authority.ts';
import { revocationList } from './revocation-list.ts';
import { askRevocation, revokeByNumber } from './revoke-certificate.ts';
import { rootsPem } from './sign-document.ts';
import { readExamined, takeExamination } from './take-examination.ts';
import { answerTimeStamp } from './time-stamp.ts';

/** Seconds for which a list may be kept by whoever asked. */
const LIST_KEPT = 600;

/** Checks of signatures from one address: each may cost seconds of a process. */
const CHECKS = { perSecond: 0.5, burst: 30 };

export function signingRoutes({ origin, trust, examiner }: { origin: string; trust: OutsideTrust; examiner: Examiner }): readonly Route[] {
  const gate = openLimits(() => new Date(performance.timeOrigin + performance.now()), CHECKS);
  return [
    stream(contract.getSigningRoots, anyone, async ({ db }, _request, reply) =>
      reply
        .type('application/x-pem-file')
        .header('content-disposition', 'attachment; filename="moidom-root.pem"')
        .send(await rootsPem(db)),
    ),
    stream(contract.getRevocationList, anyone, async (streaming, request, reply) => {
      const { number, der } = await revocationList(streaming, streaming.input.params.issuingId);
      const etag = `"${number}"`;
      reply.headers({
        etag,
        'cache-control': `public, max-age=${LIST_KEPT}`,
        'content-type': 'application/pkix-crl',
        'content-disposition': 'attachment; filename="moidom.crl"',
      });
      return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(der);
    }),
    stream(contract.stampTime, { ...anyone, accepts: 'raw' }, async ({ ground, now }, request, reply) => {
      const service = await runOnce(ground, { actor: system('signing.stamp'), id: newId(now), now }, (work) => openPortalKey(work, 'stamp'));
      const asked = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return reply.type('application/timestamp-reply').send(Buffer.from(await answerTimeStamp(asked, service, now)));
    }),
    stream(contract.examineSignature, { ...anyone, accepts: 'multipart' }, (streaming, request, reply) =>
      takeExamination(streaming, { request, reply }, { trust, examiner, gate }),
    ),
    query(contract.getExamined, anyone, ({ db, now }, { params }, { masterKeys }) => readExamined(db, masterKeys, { checkId: params.checkId, now })),
    query(contract.listSigningKeys, signedIn, (reading) => ownKeys(reading, { isProven: isFreshlyProven(reading.actor, reading.now), origin })),
    stream(contract.getOwnSignature, signedIn, async ({ input: { params }, ...reading }, _request, reply) =>
      reply
        .type('application/pkcs7-signature')
        .header('content-disposition', `attachment; filename="signature-${params.signatureId.slice(-8)}.p7s"`)
        .header('cache-control', 'private, no-store')
        .send(await ownSignature(reading, params.signatureId)),
    ),
    command(contract.addSigningKey, secured, (work, { body }) => certifyKey(work, body)),
    command(contract.revokeSigningKey, secured, (work, { params, body }) => revokeOwnKey(work, params.keyId, body.why)),
    query(contract.getAuthority, only('administrator', 'auditor'), (reading, { query: asked }, ground) => readAuthority(reading, asked, ground)),
    command(contract.askRevocationCode, only('administrator'), (work, { body }) => askRevocation(work, body)),
    confirmed(contract.revokeCertificate, only('administrator'), (work, { body }) => revokeByNumber(work, body)),
  ];
}
