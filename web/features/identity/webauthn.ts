// Asks the browser for a passkey. The portal and the browser speak JSON; browsers that cannot yet read it get bytes.

/** Whether this browser can, on this page. */
export const canUsePasskeys = (): boolean => globalThis.isSecureContext && typeof globalThis.PublicKeyCredential === 'function';

/** Whether the browser offers passkeys among the names of the sign-in field. */
export const canSuggestPasskeys = async (): Promise<boolean> => canUsePasskeys() && ((await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);

/** Makes a passkey by the options; answers the JSON text to send. Throws what the browser throws: NotAllowedError when the person refused. */
export async function makePasskey(options: string): Promise<string> {
  const json = JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON;
  return jsonOf(await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? inBytes(json) }));
}

/** Signs the challenge of the options. `suggest`: the browser shows the passkeys in the field of the name and waits. */
export async function showPasskey(options: string, { suggest = false, signal }: { suggest?: boolean; signal?: AbortSignal } = {}): Promise<string> {
  const json = JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? inBytes(json);
  return jsonOf(await navigator.credentials.get({ publicKey, ...(suggest && { mediation: 'conditional' as const }), ...(signal && { signal }) }));
}

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.codePointAt(0)!);
const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCodePoint(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

type Named = { id: string };
type Json = { challenge: string; user?: Named; allowCredentials?: Named[]; excludeCredentials?: Named[] };

/** The options with bytes where the JSON has text. */
function inBytes(json: object): never {
  const { challenge, user, allowCredentials, excludeCredentials, ...rest } = json as Json;
  const named = (one: Named): object => ({ ...one, id: toBytes(one.id) });
  return {
    ...rest,
    challenge: toBytes(challenge),
    ...(user && { user: named(user) }),
    ...(allowCredentials && { allowCredentials: allowCredentials.map(named) }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(named) }),
  } as never;
}

function jsonOf(credential: Credential | null): string {
  const made = credential as PublicKeyCredential;
  if (typeof made.toJSON === 'function') return JSON.stringify(made);
  const { response } = made;
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const;
  const bytes = parts.flatMap((part) => {
    const value = (response as Partial<Record<(typeof parts)[number], ArrayBuffer | null>>)[part];
    return value ? [[part, toText(value)]] : [];
  });
  const transports = response instanceof AuthenticatorAttestationResponse ? response.getTransports?.() : undefined;
  return JSON.stringify({
    id: made.id,
    rawId: made.id,
    type: made.type,
    clientExtensionResults: made.getClientExtensionResults(),
    response: { ...Object.fromEntries(bytes), ...(transports && { transports }) },
  });
}
