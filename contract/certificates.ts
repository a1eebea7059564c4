// Signing in by a certificate (AUTH-4): a key that the browser keeps, or one of an outside authority on a card or in a file.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { SignInStep } from './identity.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** `text` is signed as it stands, byte by byte. */
const Challenge = obj({
  challengeId: Id,
  text: Type.String(),
  until: Instant,
  takesOutside: Type.Boolean({ description: 'Certificates of outside authorities are taken here' }),
});
const KeyHash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the public key (SubjectPublicKeyInfo), hex' });
const Plain = Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$', description: 'ECDSA signature, r and s, base64' });
const Cms = Type.String({ minLength: 1, maxLength: 60_000, description: 'Detached CMS of the text, base64 or PEM' });
const PROOF_ERRORS = [
  'certificate.over',
  'certificate.unreadable',
  'certificate.otherText',
  'certificate.signature',
  'certificate.purpose',
  'certificate.expired',
  'certificate.untrusted',
  'certificate.revoked',
  'certificate.revocationUnknown',
  'certificate.notTaken',
] as const;

export const challengeToEnter = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/certificate/challenge',
  summary: 'A text to sign with a certificate’s key: one use, ten minutes',
  answer: Challenge,
});
export const getChallengeFile = endpoint({
  method: 'GET',
  url: '/api/v1/sign-in/certificate/challenge/:challengeId',
  summary: 'The text to sign as a file',
  params: obj({ challengeId: Id }),
  answer: Type.Unknown(),
});
export const enterByCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/certificate',
  summary: 'Sign in by a signed challenge: a key of the browser (`keyHash`, `signature`) or an outside certificate (`cms`)',
  body: obj({ challengeId: Id, keyHash: Type.Optional(KeyHash), signature: Type.Optional(Plain), cms: Type.Optional(Cms) }),
  answer: SignInStep,
  errors: [...PROOF_ERRORS, 'certificate.unknown', 'signIn.stopped', 'confirm.noChannel', 'limit.exceeded'],
});

const Certificate = obj({
  id: Id,
  kind: OneOf(['browser', 'outside']),
  name: Text(100),
  serial: Type.String(),
  addedAt: Instant,
  expiresAt: Instant,
  isExpired: Type.Boolean(),
  lastUsedAt: Nullable(Instant),
});
export const listCertificates = endpoint({
  method: 'GET',
  url: '/api/v1/certificates',
  summary: 'Certificates by which the person signs in',
  answer: obj({
    certificates: Type.Array(Certificate),
    takesOutside: Type.Boolean(),
    can: obj({ change: Type.Boolean({ description: 'A second proof was shown in the last ten minutes' }) }),
  }),
});
export const challengeToEnrol = endpoint({
  method: 'POST',
  url: '/api/v1/certificates/challenge',
  summary: 'A text to sign with the key that is to be added',
  answer: Challenge,
  errors: ['auth.secondFactor'],
});
export const addCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/certificates',
  summary: 'Add a key of this browser (a certificate is issued for `publicKey`) or an outside certificate (`cms`); a second proof must be fresh',
  body: obj({
    challengeId: Id,
    name: Text(100, 1),
    publicKey: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]{120,128}={0,2}$', description: 'SubjectPublicKeyInfo of P-256, base64' })),
    signature: Type.Optional(Plain),
    cms: Type.Optional(Cms),
  }),
  answer: obj({ id: Id }),
  errors: [...PROOF_ERRORS, 'certificate.taken', 'certificate.tooMany', 'auth.secondFactor'],
});
export const removeCertificate = endpoint({
  method: 'POST',
  url: '/api/v1/certificates/:certificateId/remove',
  summary: 'Remove a certificate: it opens nothing from then on',
  params: obj({ certificateId: Id }),
  answer: obj({}),
  errors: ['auth.secondFactor'],
});
