// The inner OpenID provider with the state system's addresses. Its fixed secret is put in by the gate, which alone knows it.
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { memoryAdapter } from '../memory-adapter.ts';
import { type IdentityFaults, takeFault } from './identity-faults.ts';
import type { Persona } from './personas.ts';

export const AUTHORIZE = '/aas/oauth2/v2/ac';
export const TOKEN = '/aas/oauth2/v3/te';
export const INNER_SECRET = 'known-only-behind-the-gate-of-this-process';
const SCOPES = ['openid', 'fullname', 'birthdate', 'gender', 'snils', 'inn', 'id_doc', 'addresses', 'mobile', 'email', 'contacts', 'usr_org'];

export type Client = { readonly clientId: string; readonly redirectUris: readonly string[] };
export type Tokens = {
  /** The real access token is a JWT with the number of the account; ours carries the inner token as its id. */
  accessToken(inner: string): Promise<string>;
  /** The account behind such a token. */
  accountOf(authorization: string): Promise<string | undefined>;
  /** An identity token, spoilt when a fault is due. */
  identityToken(token: string, faults: IdentityFaults): string;
};

export function makeProvider(
  issuer: string,
  client: Client,
  given: { privateKey: KeyObject; publicKey: KeyObject; personas: ReadonlyMap<string, Persona> },
): { provider: Provider; tokens: Tokens } {
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: INNER_SECRET,
        redirect_uris: [...client.redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    adapter: memoryAdapter(),
    routes: { authorization: AUTHORIZE, token: TOKEN },
    scopes: SCOPES,
    claims: { openid: ['sub', 'urn:esia:sbj', 'urn:esia:amd'] },
    jwks: { keys: [{ ...given.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'state' }] },
    // The portal stands on the same host, and cookies know no ports.
    cookies: { keys: ['stand-in'], names: { session: 'state_session', interaction: 'state_interaction', resume: 'state_resume' } },
    ttl: { Interaction: 600, Grant: 3600, Session: 3600, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60 },
    pkce: { required: () => false },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
    findAccount: (_ctx, oid) => ({
      accountId: oid,
      claims: () => ({
        sub: oid,
        'urn:esia:sbj': { 'urn:esia:sbj:typ': 'P', 'urn:esia:sbj:oid': Number(oid), 'urn:esia:sbj:is_tru': given.personas.get(oid)?.person.trusted ?? false },
        'urn:esia:amd': 'PWD',
      }),
    }),
    // The scopes were agreed with the operator: nobody is asked.
    async loadExistingGrant(ctx: KoaContextWithOIDC) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope(String(ctx.oidc.params?.['scope']));
      await grant.save();
      return grant;
    },
  });
  return { provider, tokens: tokensOf(provider, given) };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const partOf = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;

function tokensOf(provider: Provider, { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Tokens {
  const signed = (header: object, payload: object, key: KeyObject): string => {
    const text = `${part(header)}.${part(payload)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  return {
    async accessToken(inner) {
      const token = await provider.AccessToken.find(inner);
      return signed(
        { alg: 'RS256', typ: 'JWT', ver: 1 },
        { jti: inner, 'urn:esia:sbj_id': Number(token?.accountId), scope: token?.scope, exp: token?.exp, client_id: token?.clientId },
        privateKey,
      );
    },
    async accountOf(authorization) {
      const [header = '', payload = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.');
      if (!verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))) return undefined;
      const { jti } = partOf(authorization, 1);
      return (await provider.AccessToken.find(String(jti)))?.accountId;
    },
    identityToken(token, faults) {
      const isForged = takeFault(faults, 'forgedToken');
      if (!isForged && !takeFault(faults, 'otherAudience')) return token;
      const key = isForged ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : privateKey;
      return signed(partOf(token, 0), { ...partOf(token, 1), ...(!isForged && { aud: 'ANOTHER_SYSTEM' }) }, key);
    },
  };
}
