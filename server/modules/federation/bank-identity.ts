// Other systems that people sign in by, over plain OpenID Connect: a bank's, for one. Code flow with PKCE, state and nonce, all checked by openid-client.
import type * as openid from 'openid-client';
import { parsePhone } from '#contract/phone';
import type { Attempt, OutsideIdentity, OutsidePerson, Told } from './ports.ts';

/** As an installation names it in its settings. */
export type BankSettings = {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
};
type Opening = { readonly redirectUri: string; readonly timeoutMs: number };

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const away = (error: unknown) => ({ kind: 'away', why: error instanceof Error ? error.message : 'failed' }) as const;

/** The system is looked up when the first person comes, and again until it answers: one that is away at start is not lost. */
export function openBankIdentity(settings: BankSettings, { redirectUri, timeoutMs }: Opening): OutsideIdentity {
  const issuer = new URL(settings.issuer);
  const isPlain = issuer.protocol === 'http:';
  if (isPlain && !LOOPBACK.has(issuer.hostname)) throw new Error(`the OpenID provider «${settings.id}» must be reached by https`);
  let known: { client: typeof openid; configuration: openid.Configuration } | undefined;
  const ready = async () => {
    if (known) return known;
    const client = await import('openid-client'); // loaded with the first person who uses it
    const configuration = await client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      timeout: timeoutMs / 1000,
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
    configuration.timeout = timeoutMs / 1000;
    return (known = { client, configuration });
  };
  return {
    id: settings.id,
    kind: 'bank',
    name: settings.name,
    leaveUrl: () => null,
    callbackOf: (search) => new URL(search, redirectUri),
    async begin({ state, nonce, verifier }) {
      try {
        const { client, configuration } = await ready();
        const code_challenge = await client.calculatePKCECodeChallenge(verifier);
        return {
          kind: 'ok',
          value: client.buildAuthorizationUrl(configuration, {
            redirect_uri: redirectUri,
            scope: settings.scope ?? 'openid profile phone email',
            state,
            nonce,
            code_challenge,
            code_challenge_method: 'S256',
          }).href,
        };
      } catch (error) {
        return away(error);
      }
    },
    finish: async (attempt, callback) => {
      try {
        return await personBehind(await ready(), attempt, callback);
      } catch (error) {
        return isRefusal(error) ? { kind: 'refused', why: (error as Error).message } : away(error);
      }
    },
  };
}

async function personBehind(
  { client, configuration }: { client: typeof openid; configuration: openid.Configuration },
  { state, nonce, verifier }: Attempt,
  callback: URL,
): Promise<Told<OutsidePerson>> {
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  const said = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  const text = (name: string): string | null => (typeof said[name] === 'string' && said[name].trim() !== '' ? said[name].trim() : null);
  const [lastName, firstName] = [text('family_name'), text('given_name')];
  if (lastName === null || firstName === null) return { kind: 'refused', why: 'person without a name' };
  return {
    kind: 'ok',
    value: {
      subject: claims.sub,
      isTrusted: false,
      lastName,
      firstName,
      middleName: text('middle_name'),
      birthDay: text('birthdate'),
      phone: said.phone_number_verified === true ? parsePhone(text('phone_number') ?? '') : null,
      email: said.email_verified === true ? (text('email')?.toLowerCase() ?? null) : null,
      snils: null,
      inn: null,
      passport: null,
      address: null,
      heads: [],
    },
  };
}

/** What the library says of an answer that is wrong for good; the rest is the network's, or the bank's own trouble. */
const REFUSALS = new Set(['AuthorizationResponseError', 'ResponseBodyError', 'WWWAuthenticateChallengeError']);
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || (error.cause instanceof Response && error.cause.status >= 500)) return false;
  return REFUSALS.has(error.name) || /^OAUTH_(?!TIMEOUT)/.test(String((error as { code?: unknown }).code));
}
