// The client of the state identity system (ЕСИА). It is OpenID Connect with a difference: there is no fixed client secret, every request carries a fresh
// signature of its own fields. Addresses are fixed, nothing is discovered.
import { randomUUID } from 'node:crypto';
import type { Attempt, OutsideIdentity, OutsidePerson, RequestSigner, Told } from './ports.ts';
import {
  challengeOf,
  type Generation,
  PATHS,
  type PersonPapers,
  readPerson,
  readToken,
  stateTimestamp,
  type SystemKey,
  textToSign,
  tokenFault,
} from './state-wire.ts';

export type StateSettings = {
  readonly url: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly issuer: string;
  readonly generation: Generation;
  readonly signer: RequestSigner;
  readonly systemKey: SystemKey;
  readonly timeoutMs: number;
  readonly clock: () => Date;
};

const refused = (why: string) => ({ kind: 'refused', why }) as const;
const away = (why: string) => ({ kind: 'away', why }) as const;
const ok = <Value>(value: Value) => ({ kind: 'ok', value }) as const;

/** The state system by its protocol. PKCE and nonce go with the current generation; the old one knows neither. */
export function openStateIdentity(settings: StateSettings): OutsideIdentity {
  return {
    id: 'state',
    kind: 'state',
    name: 'Госуслуги',
    begin: (attempt) => begin(settings, attempt),
    callbackOf: (search) => new URL(search, settings.redirectUri),
    finish: (attempt, callback) => finish(settings, attempt, callback),
    leaveUrl: (back) => `${settings.url}/idp/ext/Logout?${new URLSearchParams({ client_id: settings.clientId, redirect_url: back.href }).toString()}`,
  };
}

async function signedFields(
  { clientId, scope, redirectUri, generation, signer, clock }: StateSettings,
  { state, code }: { state: string; code: string },
): Promise<Record<string, string>> {
  const timestamp = stateTimestamp(clock());
  const text = textToSign(generation, { clientId, scope, timestamp, state, redirectUri, code });
  const signature = await (generation === 'cms' ? signer.cms(text) : signer.raw(text));
  return {
    client_id: clientId,
    scope,
    redirect_uri: redirectUri,
    state,
    timestamp,
    client_secret: signature.toString('base64url'),
    ...(generation === 'raw' && { client_certificate_hash: signer.certificateHash }),
  };
}

async function begin(settings: StateSettings, { state, nonce, verifier }: Attempt): Promise<Told<string>> {
  try {
    const fields = await signedFields(settings, { state, code: '' });
    const newer: Record<string, string> = settings.generation === 'raw' ? { nonce, code_challenge: challengeOf(verifier), code_challenge_method: 'S256' } : {};
    const query = new URLSearchParams({ ...fields, ...newer, response_type: 'code', access_type: 'online' });
    return ok(`${settings.url}${PATHS[settings.generation].authorize}?${query.toString()}`);
  } catch (error) {
    return away(`signing failed: ${messageOf(error)}`);
  }
}

async function finish(settings: StateSettings, attempt: Attempt, callback: URL): Promise<Told<OutsidePerson>> {
  const answer = callback.searchParams;
  if (answer.get('state') !== attempt.state) return refused('foreign state');
  const code = answer.get('code');
  if (code === null || answer.has('error'))
    return refused(`answered ${answer.get('error') ?? 'no code'}: ${(answer.get('error_description') ?? '').slice(0, 80)}`);
  const tokens = await exchange(settings, attempt, code);
  if (tokens.kind !== 'ok') return tokens;
  const { oid, accessToken } = tokens.value;
  return personOf(settings, oid, accessToken);
}

async function exchange(settings: StateSettings, { nonce, verifier }: Attempt, code: string): Promise<Told<{ oid: string; accessToken: string }>> {
  const { clientId, issuer, generation, systemKey, clock } = settings;
  const state = randomUUID(); // the second request has a state of its own
  try {
    const fields = await signedFields(settings, { state, code });
    const body = new URLSearchParams({
      ...fields,
      code,
      grant_type: 'authorization_code',
      token_type: 'Bearer',
      ...(generation === 'raw' && { code_verifier: verifier }),
    });
    const response = await ask(settings, PATHS[generation].token, { method: 'POST', body });
    if (response.status >= 500) return away(`token: ${response.status}`);
    const answer = (await response.json()) as Record<string, unknown>;
    const { id_token: idToken, access_token: accessToken } = answer;
    if (!response.ok || typeof idToken !== 'string' || typeof accessToken !== 'string')
      return refused(`token: ${typeof answer['error_description'] === 'string' ? answer['error_description'].slice(0, 80) : response.status}`);
    if (answer['state'] !== state) return refused('token: the answer belongs to another request');
    const claims = readToken(idToken, { key: systemKey, now: clock() });
    if (typeof claims === 'string') return refused(claims);
    const fault = tokenFault(claims, { clientId, issuer, nonce: generation === 'raw' ? nonce : null });
    if (fault !== null) return refused(fault);
    const access = readToken(accessToken, { key: systemKey, now: clock() });
    if (typeof access === 'string' || String(access['urn:esia:sbj_id']) !== claims['sub']) return refused('access token of another account');
    return ok({ oid: claims.sub, accessToken });
  } catch (error) {
    return away(messageOf(error));
  }
}

/** Person data by the back channel. A list that was not agreed with the operator (403, 404) is empty. */
async function personOf(settings: StateSettings, oid: string, accessToken: string): Promise<Told<OutsidePerson>> {
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await ask(settings, `/rs/prns/${oid}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
    if (path !== '' && (response.status === 403 || response.status === 404)) return {};
    if (!response.ok) throw new Error(`person data: ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const list = async (name: string): Promise<PersonPapers['contacts']> => {
    const { elements } = await get(`/${name}?embed=(elements)`);
    return Array.isArray(elements) ? (elements as unknown[]).filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null) : [];
  };
  try {
    const [person, contacts, documents, addresses, roles] = await Promise.all([get(''), list('ctts'), list('docs'), list('addrs'), list('roles')]);
    const read = readPerson(oid, { person, contacts, documents, addresses, roles });
    return read ? ok(read) : refused('person data without a name');
  } catch (error) {
    return away(messageOf(error));
  }
}

const ask = ({ url, timeoutMs }: StateSettings, path: string, init: RequestInit): Promise<Response> =>
  fetch(url + path, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');
