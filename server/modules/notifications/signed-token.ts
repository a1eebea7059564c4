// Words of ours that come back from outside: the receipt of a push, the address in a letter. Signed, so that nobody makes up their own.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey, type KeyRing } from '#platform/key-ring';

type Purpose = 'push receipt' | 'unsubscribe';
const MAC_BYTES = 16;

const macBy = (ring: KeyRing, version: number, purpose: Purpose, value: string): Buffer =>
  createHmac('sha256', deriveKey(ring, version, `notifications ${purpose}`))
    .update(value)
    .digest()
    .subarray(0, MAC_BYTES);

/** `value` with a signature for the purpose, safe within an address when the value is. */
export const signedToken = (ring: KeyRing, purpose: Purpose, value: string): string =>
  `${value}.${macBy(ring, ring.current, purpose, value).toString('base64url')}`;

/** The value, when it was signed for this purpose under any key that is still known. */
export function openToken(ring: KeyRing, purpose: Purpose, token: string): string | undefined {
  const end = token.lastIndexOf('.');
  const [value, mac] = [token.slice(0, Math.max(end, 0)), Buffer.from(token.slice(end + 1), 'base64url')];
  if (mac.length !== MAC_BYTES) return undefined;
  return [...ring.keys.keys()].some((version) => timingSafeEqual(macBy(ring, version, purpose, value), mac)) ? value : undefined;
}
