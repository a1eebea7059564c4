// Signing in this browser: which of its keys the portal knows and still trusts, and a signature by one of them.
import type { AnswerOf } from '#contract/endpoint';
import type { listSigningKeys } from '#contract/signing';
import { keyStore } from '#features/identity/key-store.ts';
import { type Bytes, signCades } from './cades.ts';

export const signingKeys = keyStore('moidom-signing');
type Known = AnswerOf<typeof listSigningKeys>['keys'][number];
export type UsableKey = { readonly keyHash: string; readonly name: string; readonly signs: NonNullable<Known['signs']> };

/** Keys of this browser that are in force; an empty list where there is none. */
export async function usableKeys(): Promise<UsableKey[]> {
  const kept = await signingKeys.kept();
  if (kept.length === 0) return [];
  const answer = await fetch('/api/v1/signing/keys');
  if (!answer.ok) return [];
  const { keys } = (await answer.json()) as AnswerOf<typeof listSigningKeys>;
  return keys.flatMap(({ keyHash, name, signs }) => (signs !== null && kept.some((one) => one.keyHash === keyHash) ? [{ keyHash, name, signs }] : []));
}

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const toBase64 = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** The detached signature of the content, base64. `at`: null where the document names the time itself. */
export async function signByKey({ keyHash, signs }: UsableKey, content: Bytes, at: Date | null): Promise<string> {
  const certified = { certificates: signs.certificates.map(fromBase64), issuer: fromBase64(signs.issuer), serial: fromBase64(signs.serial) };
  return toBase64(await signCades({ ...certified, content, at, sign: (bytes) => signingKeys.sign(keyHash, bytes) }));
}
