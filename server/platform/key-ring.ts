// Master keys by version: new things are sealed with the current one, older ones open what was sealed before.
// Keys never stand in the database or its backup: a passport has 10^10 values, and a blind index with a known key is reversed in minutes.
import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
const VERSION_AT_MOST = 255;

export type KeyRing = { readonly current: number; readonly keys: ReadonlyMap<number, Buffer> };

/** `keyRing`: the settings cannot be used. `noKey`: sealed under a version that the ring lacks. `damaged`: changed, cut, or taken from another place. */
export type CipherFault = 'keyRing' | 'noKey' | 'damaged';

export class CipherError extends Error {
  readonly fault: CipherFault;
  constructor(fault: CipherFault, message: string) {
    super(message);
    this.name = 'CipherError';
    this.fault = fault;
  }
}

/**
 * From settings: `{ "1": "<base64 of 32 bytes>", "2": … }`, versions 1 to 255. Without `current` the highest version seals.
 * Throws CipherError `keyRing`; the message never holds a key.
 */
export function openKeyRing(settings: { readonly keys: Readonly<Record<string, string>>; readonly current?: number }): KeyRing {
  const keys = new Map<number, Buffer>();
  for (const [name, text] of Object.entries(settings.keys)) {
    const version = Number(name);
    if (!/^\d{1,3}$/.test(name) || version < 1 || version > VERSION_AT_MOST) throw new CipherError('keyRing', `"${name}" is not a key version from 1 to ${VERSION_AT_MOST}`);
    const key = Buffer.from(text, 'base64');
    if (key.length !== KEY_BYTES || key.toString('base64') !== text.trim()) throw new CipherError('keyRing', `key ${version} is not ${KEY_BYTES} bytes in base64`);
    keys.set(version, key);
  }
  const current = settings.current ?? Math.max(0, ...keys.keys());
  if (!keys.has(current)) throw new CipherError('keyRing', 'the current key is not in the ring');
  return { current, keys };
}

/** A ring of one key: the key of one person, which erasure deletes. Kept sealed by the main ring. */
export function singleKeyRing(key: Buffer): KeyRing {
  return openKeyRing({ keys: { 1: key.toString('base64') } });
}

const derivedKeys = new WeakMap<Buffer, Map<string, Buffer>>();

/** A key for one purpose, so that what is sealed for one does not open for another. Kept, because deriving costs more than sealing a field. Throws CipherError `noKey`. */
export function deriveKey(ring: KeyRing, version: number, purpose: string): Buffer {
  const master = ring.keys.get(version);
  if (master === undefined) throw new CipherError('noKey', `no key of version ${version}`);
  let ofMaster = derivedKeys.get(master);
  if (ofMaster === undefined) derivedKeys.set(master, (ofMaster = new Map()));
  let key = ofMaster.get(purpose);
  if (key === undefined) ofMaster.set(purpose, (key = Buffer.from(hkdfSync('sha256', master, '', purpose, KEY_BYTES))));
  return key;
}
