// Personal values in columns (passport, insurance number, health notes): sealed, and still found by exact value.
//
//   version 1 | nonce 12 | ciphertext | tag 16        40 bytes for a passport number
//
// Two keys for two uses: one seals (AES-256-GCM), one makes the blind index (a keyed digest of the normalised value, in a column of its own).
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { CipherError, deriveKey, type KeyRing } from './key-ring.ts';

const NONCE = 12;
const TAG = 16;
const INDEX_BYTES = 16;

/** Where the value lives. It is bound in: a value copied into another row or column does not open. `table` with its schema. */
export type FieldPlace = { readonly table: string; readonly column: string; readonly rowId: string };

/** Bytes sealed for their place under the current key. */
export function sealBytes(ring: KeyRing, place: FieldPlace, value: Uint8Array): Buffer {
  const version = Buffer.from([ring.current]);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', placeKey(ring, ring.current, place), nonce).setAAD(additionalData(version, place));
  return Buffer.concat([version, nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed. Throws CipherError: `damaged` for changed or cut bytes and for another place, `noKey` for a version the ring lacks. */
export function openBytes(ring: KeyRing, place: FieldPlace, stored: Uint8Array): Buffer {
  if (stored.length < 1 + NONCE + TAG) throw new CipherError('damaged', 'a sealed field is cut short');
  const version = stored.subarray(0, 1);
  const key = placeKey(ring, version[0] ?? 0, place);
  const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(1, 1 + NONCE), { authTagLength: TAG }).setAAD(additionalData(version, place));
  decipher.setAuthTag(stored.subarray(-TAG));
  const plain = decipher.update(stored.subarray(1 + NONCE, -TAG));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    throw new CipherError('damaged', 'a sealed field does not open at its place');
  }
}

/** Text for a `bytea` column. */
export function sealField(ring: KeyRing, place: FieldPlace, value: string): Buffer {
  return sealBytes(ring, place, Buffer.from(value, 'utf8'));
}

/** Throws CipherError, see openBytes. */
export function openField(ring: KeyRing, place: FieldPlace, stored: Uint8Array): string {
  return openBytes(ring, place, stored).toString('utf8');
}

/** To be sealed anew under the current key by a background job; reading works meanwhile. */
export function needsNewKey(ring: KeyRing, stored: Uint8Array): boolean {
  return stored[0] !== ring.current;
}

/** A column that is looked up by value; `normalise` belongs to it: "45 10 123456" and "4510 123456" are one passport. */
export type IndexedColumn = { readonly table: string; readonly column: string; readonly normalise: (value: string) => string };

/** The index value to be written, 17 bytes. */
export function blindIndex(ring: KeyRing, indexed: IndexedColumn, value: string): Buffer {
  return indexUnder(ring, indexed, value, ring.current);
}

/** All values to look for (`= any($1)`): while a rotation runs rows of both versions exist. */
export function blindIndexes(ring: KeyRing, indexed: IndexedColumn, value: string): Buffer[] {
  return Array.from(ring.keys.keys(), (version) => indexUnder(ring, indexed, value, version));
}

function indexUnder(ring: KeyRing, { table, column, normalise }: IndexedColumn, value: string, version: number): Buffer {
  const digest = createHmac('sha256', deriveKey(ring, version, `index ${table}.${column}`))
    .update(normalise(value))
    .digest();
  return Buffer.concat([Buffer.from([version]), digest.subarray(0, INDEX_BYTES)]);
}

/** A key per column, so that equal values in two columns cannot be matched. */
function placeKey(ring: KeyRing, version: number, { table, column }: FieldPlace): Buffer {
  return deriveKey(ring, version, `seal ${table}.${column}`);
}

/** A zero byte between the parts: names hold none, so "a" + "bc" and "ab" + "c" stay different. */
function additionalData(version: Uint8Array, place: FieldPlace): Buffer {
  return Buffer.concat([version, Buffer.from([place.table, place.column, place.rowId].join('\0'))]);
}
