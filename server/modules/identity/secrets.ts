// Tokens and keyed digests of short codes. Only what node:crypto offers, no construction of our own.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, type KeyRing } from '#platform/key-ring';

/** 256 random bits as text, for cookies and keys. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How a token is kept: it has 256 bits of its own, so a plain digest cannot be turned back. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const macBy = (keys: KeyRing, version: number, { place, code }: { place: string; code: string }): Buffer =>
  createHmac('sha256', deriveKey(keys, version, 'identity code'))
    .update(`${place}\0${code}`)
    .digest();

/** A digest of a short code. Six digits would be found from a plain digest in a second, so the key never lies in the database. */
export const codeMac = (keys: KeyRing, place: string, code: string): Buffer => macBy(keys, keys.current, { place, code });

/** The digests of the code under every key that is still known: a code outlives the change of keys. */
export const codeMacs = (keys: KeyRing, place: string, code: string): Buffer[] => [...keys.keys.keys()].map((version) => macBy(keys, version, { place, code }));

/** Whether it is the code of the digest, in constant time: where there is none (nobody has the contact) as well. */
export function isCode(keys: KeyRing, { place, code, mac }: { place: string; code: string; mac: Buffer | null }): boolean {
  const macs = codeMacs(keys, place, code);
  return mac !== null && macs.some((one) => timingSafeEqual(one, mac));
}
