// Words and papers of the state identity system: what is signed, how its tokens and person data are read. Pure.
//
// Two generations are in use, and they sign different texts in different forms.
//   cms: scope + timestamp + client_id + state                                          detached CMS
//   raw: client_id + scope + timestamp + state + redirect_uri (+ code at the token)     64 bytes, and the certificate named by its hash
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { checkInsuranceNumber, checkTaxNumber } from '#contract/identifiers';
import { parsePhone } from '#contract/phone';
import { isSignedByKey, readPem } from '#platform/x509';
import type { OutsidePerson } from './ports.ts';

export type Generation = 'cms' | 'raw';
export const PATHS = {
  cms: { authorize: '/aas/oauth2/ac', token: '/aas/oauth2/te' },
  raw: { authorize: '/aas/oauth2/v2/ac', token: '/aas/oauth2/v3/te' },
} as const satisfies Record<Generation, object>;

/** «2026.11.21 09:30:00 +0000» */
export const stateTimestamp = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll('-', '.').replace('T', ' ')} +0000`;

export type SignedFields = { clientId: string; scope: string; timestamp: string; state: string; redirectUri: string; code: string };

/** The text whose signature is the request's `client_secret`. */
export const textToSign = (generation: Generation, { clientId, scope, timestamp, state, redirectUri, code }: SignedFields): string =>
  generation === 'cms' ? scope + timestamp + clientId + state : clientId + scope + timestamp + state + redirectUri + code;

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** The system's own certificate, or its public key, from settings: there is no set of keys to be fetched. */
export type SystemKey = { readonly alg: 'RS256' | 'ES256' | 'GOST3410_2012_256'; isSigned(text: string, signature: Buffer): boolean };

/** Throws when the PEM holds neither. */
export function readSystemKey(pem: string): SystemKey {
  const [certificate] = readPem(pem);
  if (certificate && certificate.keyAlgorithm.startsWith('1.2.643.'))
    return {
      alg: 'GOST3410_2012_256',
      isSigned: (text, signature) => isSignedByKey(certificate.publicKey, { data: Buffer.from(text), signature, algorithm: '' }),
    };
  const key: KeyObject = createPublicKey(pem);
  const alg = key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
  return { alg, isSigned: (text, signature) => verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature) };
}

export type Claims = Readonly<Record<string, unknown>>;
const SKEW_SECONDS = 120;

/**
 * What a token of the system says; a text saying what is wrong with it otherwise. The algorithm is the configured key's:
 * what the token names is compared, never obeyed.
 */
export function readToken(token: string, { key, now }: { key: SystemKey; now: Date }): Claims | string {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const named = jsonOf(header);
  const claims = jsonOf(payload);
  if (more.length > 0 || !named || !claims) return 'unreadable token';
  if (named['alg'] !== key.alg || !key.isSigned(`${header}.${payload}`, Buffer.from(signature, 'base64url'))) return 'token signature';
  const seconds = now.getTime() / 1000;
  if (typeof claims['exp'] !== 'number' || claims['exp'] < seconds - SKEW_SECONDS) return 'token out of date';
  for (const since of ['iat', 'nbf']) if (typeof claims[since] === 'number' && claims[since] > seconds + SKEW_SECONDS) return 'token of the future';
  return claims;
}

function jsonOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with an identity token for this very request, or null. */
export function tokenFault(claims: Claims, { clientId, issuer, nonce }: { clientId: string; issuer: string; nonce: string | null }): string | null {
  const audience = [claims['aud']].flat();
  if (!audience.includes(clientId) || (audience.length > 1 && claims['azp'] !== clientId)) return 'token for another client';
  if (claims['iss'] !== issuer) return 'token of another issuer';
  // The old generation knows no nonce; where one was sent it must come back.
  if (nonce !== null && claims['nonce'] !== nonce) return 'token of another request';
  return typeof claims['sub'] === 'string' && /^\d{1,20}$/.test(claims['sub']) ? null : 'token without an account';
}

type Loose = Readonly<Record<string, unknown>>;
export type PersonPapers = {
  readonly person: Loose;
  readonly contacts: readonly Loose[];
  readonly documents: readonly Loose[];
  readonly addresses: readonly Loose[];
  readonly roles: readonly Loose[];
};

const text = (from: Loose | undefined, name: string): string | null =>
  typeof from?.[name] === 'string' && from[name].trim() !== '' ? from[name].trim() : null;
const dayOf = (russian: string | null): string | null => (/^\d{2}\.\d{2}\.\d{4}$/.test(russian ?? '') ? russian!.split('.').reverse().join('-') : null);

/** The person of these papers; undefined without a name. What the system did not verify is left out, and numbers that do not hold. */
export function readPerson(subject: string, { person, contacts, documents, addresses, roles }: PersonPapers): OutsidePerson | undefined {
  const [lastName, firstName] = [text(person, 'lastName'), text(person, 'firstName')];
  if (lastName === null || firstName === null) return undefined;
  const isTrusted = person['trusted'] === true;
  const verified = (list: readonly Loose[], type: string): Loose | undefined => list.find((one) => one['type'] === type && one['vrfStu'] === 'VERIFIED');
  const [snils, inn] = [checkInsuranceNumber(text(person, 'snils') ?? ''), checkTaxNumber(text(person, 'inn') ?? '', 'person')];
  const passport = verified(documents, 'RF_PASSPORT');
  const registered = addresses.find((one) => one['type'] === 'PLV') ?? addresses.find((one) => one['type'] === 'PRG');
  return {
    subject,
    isTrusted,
    lastName,
    firstName,
    middleName: text(person, 'middleName'),
    birthDay: dayOf(text(person, 'birthDate')),
    phone: parsePhone(text(verified(contacts, 'MBT'), 'value') ?? ''),
    email: text(verified(contacts, 'EML'), 'value')?.toLowerCase() ?? null,
    snils: snils.ok ? snils.value : null,
    inn: inn.ok ? inn.value : null,
    passport: passport ? [text(passport, 'series'), text(passport, 'number')].filter(Boolean).join(' ') || null : null,
    address: text(registered, 'addressStr'),
    heads: roles.flatMap((role) =>
      role['chief'] === true && role['active'] !== false && text(role, 'ogrn')
        ? [{ ogrn: text(role, 'ogrn')!, name: text(role, 'shortName') ?? text(role, 'fullName') ?? '' }]
        : [],
    ),
  };
}
