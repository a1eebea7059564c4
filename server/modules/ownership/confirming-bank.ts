// The port to a bank whose customers confirm in its application, and its client: OpenID Connect, Client-Initiated Backchannel Authentication (CIBA),
// by asking again (poll). Whatever does not come, or cannot be read, is `silent`. Never throws.
import type * as openid from 'openid-client';

export type BankCustomer = { readonly subject: string; readonly name: string; readonly birthDay: string | null; readonly phone: string | null };
export type BankAsked =
  | { readonly kind: 'asked'; readonly bankId: string; readonly seconds: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'silent' };
export type BankSaid =
  | { readonly kind: 'pending' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'confirmed'; readonly customer: BankCustomer; /** The identity token, signed by the bank. */ readonly answer: string };
export type ConfirmingBank = {
  readonly name: string;
  /** Where its application opens; null: the person knows. */
  readonly appUrl: string | null;
  /** `message` is shown there beside the portal's name. */
  ask(given: { phone: string; message: string; seconds: number }): Promise<BankAsked>;
  said(bankId: string): Promise<BankSaid>;
};
export type ConfirmingBankSettings = {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appUrl?: string;
};

const CIBA = 'urn:openid:params:grant-type:ciba';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const UNKNOWN = new Set(['unknown_user_id', 'invalid_request', 'unauthorized_client']);

/** The bank is looked up with the first request, and again until it answers. Throws for one without https. */
export function openConfirmingBank(
  { name, appUrl, issuer, clientId, clientSecret }: ConfirmingBankSettings,
  { timeoutMs }: { timeoutMs: number },
): ConfirmingBank {
  const address = new URL(issuer);
  const isPlain = address.protocol === 'http:';
  if (isPlain && !LOOPBACK.has(address.hostname)) throw new Error(`the bank «${name}» must be reached by https`);
  let known: { client: typeof openid; configuration: openid.Configuration } | undefined;
  const ready = async () => {
    if (known) return known;
    const client = await import('openid-client'); // loaded with the first person who uses it
    const configuration = await client.discovery(address, clientId, clientSecret, undefined, {
      timeout: timeoutMs / 1000,
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
    configuration.timeout = timeoutMs / 1000;
    client.enableNonRepudiationChecks(configuration); // the token is kept as evidence: its signature is checked too
    return (known = { client, configuration });
  };
  return {
    name,
    appUrl: appUrl ?? null,
    async ask({ phone, message, seconds }) {
      try {
        const { client, configuration } = await ready();
        const { auth_req_id, expires_in } = await client.initiateBackchannelAuthentication(configuration, {
          scope: 'openid profile phone',
          login_hint: phone,
          binding_message: message,
          requested_expiry: String(seconds),
        });
        return { kind: 'asked', bankId: auth_req_id, seconds: expires_in };
      } catch (error) {
        return UNKNOWN.has(codeOf(error) ?? '') ? { kind: 'unknown' } : { kind: 'silent' };
      }
    },
    async said(bankId) {
      try {
        return await customerOf(await ready(), bankId);
      } catch (error) {
        const code = codeOf(error);
        if (code === 'authorization_pending' || code === 'slow_down') return { kind: 'pending' };
        if (code === 'access_denied' || code === 'transaction_failed') return { kind: 'denied' };
        return code === 'expired_token' || code === 'invalid_grant' ? { kind: 'lapsed' } : { kind: 'silent' };
      }
    },
  };
}

/** What the bank itself answered, by its protocol. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && error.name === 'ResponseBodyError' ? (error as Error & { error?: string }).error : undefined;

async function customerOf({ client, configuration }: { client: typeof openid; configuration: openid.Configuration }, bankId: string): Promise<BankSaid> {
  const tokens = await client.genericGrantRequest(configuration, CIBA, { auth_req_id: bankId });
  const [claims, answer] = [tokens.claims(), tokens.id_token];
  if (!claims || answer === undefined) return { kind: 'silent' };
  const said = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  const text = (one: string): string | null => (typeof said[one] === 'string' && said[one].trim() !== '' ? said[one].trim() : null);
  const name = [text('family_name'), text('given_name'), text('middle_name')].filter((part) => part !== null).join(' ');
  return {
    kind: 'confirmed',
    answer,
    customer: { subject: claims.sub, name, birthDay: text('birthdate'), phone: said.phone_number_verified === true ? text('phone_number') : null },
  };
}
