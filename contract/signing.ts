// Electronic signature (SIGN-1): keys of people, the public parts of the portal's authority, and the check of anybody's.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Base64, SignatureCode } from './signature-fields.ts';
import { certificateStates } from './statuses/identity.ts';
import { keysOf } from './statuses/standing.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

const CertificateNumber = Type.String({ pattern: '^[0-9A-F]{2,40}$', description: 'Number of a certificate, hex in capitals' });

/** `portal`: by this portal's own authority; `trusted`: by one that is configured; `test`: by one that calls itself so; `unknown`: by another. */
const Signed = obj({
  name: Type.String(),
  organization: Nullable(Type.String()),
  inn: Nullable(Type.String()),
  certificateNumber: Type.String(),
  issuer: Type.String(),
  validFrom: Instant,
  validUntil: Instant,
  algorithm: OneOf(['gost', 'rsa', 'ecdsa']),
  verdict: OneOf(['valid', 'unproven', 'broken']),
  why: Nullable(
    OneOf([
      'changed',
      'signature',
      'certificate',
      'unreadable',
      'algorithm',
      'expired',
      'issuerExpired',
      'untrusted',
      'revoked',
      'revocationUnknown',
      'purpose',
    ]),
  ),
  trust: OneOf(['portal', 'trusted', 'test', 'unknown']),
  claimedAt: Nullable(Instant),
  stampedAt: Nullable(Instant),
  addedAfter: Type.Boolean({ description: 'After this one' }),
  /** As far as its authority has told: a signature that was stamped before holds. */ revokedAt: Nullable(Instant),
});
const Examined = obj({
  id: Id,
  at: Instant,
  name: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  form: OneOf(['pdf', 'detached', 'attached']),
  addedAfter: Type.Boolean({ description: 'After a signature something was put into the PDF that who signed did not see' }),
  signatures: Type.Array(Signed),
});

export const examineSignature = endpoint({
  method: 'POST',
  url: '/api/v1/signing/verify',
  summary:
    'Who signed a document, when, by whose certificate, and whether it was changed: `document` and a detached `signature` (CMS in DER, PEM or base64), or a signed PDF alone. A technical check; the document is not kept',
  answer: Examined,
  errors: [
    'verify.noDocument',
    'verify.noSignature',
    'verify.unreadable',
    'verify.damagedPdf',
    'verify.encryptedPdf',
    'verify.tooMuch',
    'verify.notSigned',
    'verify.tooHard',
    'verify.busy',
    'file.tooLarge',
    'limit.exceeded',
  ],
});
export const getExamined = endpoint({
  method: 'GET',
  url: '/api/v1/signing/verify/:checkId',
  summary: 'What a check of signatures has found; for an hour',
  params: obj({ checkId: Id }),
  answer: Examined,
});

export const getSigningRoots = endpoint({
  method: 'GET',
  url: '/api/v1/signing/root.pem',
  summary: "The root certificates of the portal's authority as PEM, newest first",
  answer: Type.Any(),
});
export const getRevocationList = endpoint({
  method: 'GET',
  url: '/api/v1/signing/revoked/:issuingId',
  summary: 'The list of revoked certificates of an issuing authority of the portal (X.509 CRL, DER)',
  params: obj({ issuingId: Id }),
  answer: Type.Any(),
});
export const stampTime = endpoint({
  method: 'POST',
  url: '/api/v1/signing/time-stamp',
  summary: 'A time stamp by RFC 3161: the body is a TimeStampReq, the answer a TimeStampResp',
  answer: Type.Any(),
});

const Key = obj({
  id: Id,
  name: Text(100),
  certificateNumber: CertificateNumber,
  keyHash: Type.String({ description: 'SHA-256 of the public key (SubjectPublicKeyInfo), hex' }),
  issuedAt: Instant,
  expiresAt: Instant,
  revokedAt: Nullable(Instant),
  state: OneOf(keysOf(certificateStates)),
  signs: Nullable(obj({ certificates: Type.Array(Base64(8_000)), issuer: Base64(4_000), serial: Base64(100) })),
});
export const listSigningKeys = endpoint({
  method: 'GET',
  url: '/api/v1/signing/keys',
  summary: 'Keys by which the person signs, and the fifty newest signatures',
  answer: obj({
    proofText: Type.String({ description: 'What a new key signs to be given a certificate' }),
    keys: Type.Array(Key),
    signatures: Type.Array(obj({ id: Id, purpose: Type.String(), what: Type.String(), kind: OneOf(['key', 'code', 'bank']), at: Instant })),
    isConfirmed: Type.Boolean({ description: 'Who the person is was proven: a certificate is issued to nobody else' }),
    can: obj({ add: Type.Boolean({ description: 'Confirmed, and a second proof was shown in the last ten minutes' }) }),
  }),
});
export const getOwnSignature = endpoint({
  method: 'GET',
  url: '/api/v1/signing/signatures/:signatureId',
  summary: 'An own signature by a key as a file: a detached CMS with the time stamp, as it is kept',
  params: obj({ signatureId: Id }),
  answer: Type.Any(),
});
export const addSigningKey = endpoint({
  method: 'POST',
  url: '/api/v1/signing/keys',
  summary: 'A certificate for a signing key of this browser; a second proof must be fresh.',
  body: obj({
    name: Text(100, 1),
    publicKey: Type.String({ pattern: '^[A-Za-z0-9+/]{120,128}={0,2}$', description: 'SubjectPublicKeyInfo of P-256, base64' }),
    signature: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$', description: 'Of `proofText`; r and s, base64' }),
  }),
  answer: obj({ id: Id }),
  errors: ['auth.secondFactor', 'signature.notConfirmed', 'signature.broken', 'signature.keyTaken', 'signature.tooManyKeys', 'signature.forAnother'],
});
export const revokeSigningKey = endpoint({
  method: 'POST',
  url: '/api/v1/signing/keys/:keyId/revoke',
  summary: 'Revoke an own key: it signs nothing from then on',
  params: obj({ keyId: Id }),
  body: obj({ why: OneOf(['lost', 'unneeded']) }),
  answer: obj({}),
  errors: ['signature.forAnother'],
});

/** How many certificates one search shows. */
export const CERTIFICATES_MOST = 20;
const Issued = obj({
  number: CertificateNumber,
  kind: OneOf(['person', 'organization']),
  holder: Type.String(),
  issuedAt: Instant,
  expiresAt: Instant,
  revokedAt: Nullable(Instant),
  revokedWhy: Nullable(OneOf(['lost', 'unneeded', 'administrator'])),
  state: OneOf(keysOf(certificateStates)),
});
export const getAuthority = endpoint({
  method: 'GET',
  url: '/api/v1/work/authority',
  summary:
    "The portal's authority: its issuing certificates, their lists of the revoked, and issued certificates by a part of the number, a surname or an organization; people who are shown are told",
  query: obj({ find: Type.Optional(Text(100)) }),
  answer: obj({
    issuing: Type.Array(
      obj({
        id: Id,
        rootId: Id,
        number: CertificateNumber,
        issuedAt: Instant,
        expiresAt: Instant,
        revokedAt: Nullable(Instant),
        list: Nullable(obj({ number: Type.Integer(), madeAt: Instant, until: Instant, revoked: Type.Integer() })),
      }),
    ),
    certificates: Type.Array(Issued),
    isMore: Type.Boolean(),
    can: obj({ revoke: Type.Boolean() }),
  }),
});
// The members of a confirmation are written out: spread from another contract they would go to the browser with every page of meters.
const revocation = { certificateNumber: CertificateNumber, reason: Text(200, 3) };
export const askRevocationCode = endpoint({
  method: 'POST',
  url: '/api/v1/signing/revoke/code',
  summary: 'Send a code for revoking exactly this certificate',
  body: obj(revocation),
  answer: SignatureCode,
  errors: ['confirm.noChannel', 'limit.exceeded', 'signing.revokedAlready'],
});
export const revokeCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/signing/revoke',
  summary:
    "Revoke anybody's certificate by its number, or an issuing one with all under it, confirmed by the code; the list of the revoked is published at once",
  body: obj({ ...revocation, confirmationId: Id, code: Text(12, 1) }),
  answer: obj({}),
  errors: ['confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'signing.revokedAlready'],
});
