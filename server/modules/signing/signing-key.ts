// Private keys at rest: PKCS#8 sealed under the key ring, bound to the row that keeps it.
import { openBytes, sealBytes, type FieldPlace } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Bytes } from './authority.ts';

const place = (keyId: string): FieldPlace => ({ table: 'signing.key', column: 'sealed', rowId: keyId });

/** What is stored for a private key with this id. */
export function sealPrivateKey(ring: KeyRing, keyId: string, privateKey: Bytes): Buffer {
  return sealBytes(ring, place(keyId), privateKey);
}

/** Throws CipherError when the bytes were changed or belong to another id. */
export function openPrivateKey(ring: KeyRing, keyId: string, sealed: Uint8Array): Bytes {
  return new Uint8Array(openBytes(ring, place(keyId), sealed));
}
