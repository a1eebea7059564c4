// Master keys by version: new things are sealed with the current one, older ones open what was sealed before.
// Keys never stand in the database or its backup: a passport has 10^10 values, and a blind index with a known key is reversed in minutes.
import { hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';

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
    if (!/^\d{1,3}$/.test(name) || version < 1 || version > VERSION_AT_MOST)
      throw new CipherError('keyRing', `"${name}" is not a key version from 1 to ${VERSION_AT_MOST}`);
    const key = Buffer.from(text, 'base64');
    if (key.length !== KEY_BYTES || key.toString('base64') !== text.trim())
      throw new CipherError('keyRing', `key ${version} is not ${KEY_BYTES} bytes in base64`);
    keys.set(version, key);
  }
  const current = settings.current ?? Math.max(0, ...keys.keys());
  if (!keys.has(current)) throw new CipherError('keyRing', 'the current key is not in the ring');
  return { current, keys };
}

/** Settings as they stand in ENCRYPTION_KEYS and in the key file: `{"1": "…", "2": "…", "current": 1}`; without `current` the highest version seals. */
export function readKeyRing(text: string): KeyRing {
  const { current, ...keys } = JSON.parse(text) as Record<string, string | number>;
  return openKeyRing({ keys: keys as Record<string, string>, ...(typeof current === 'number' && { current }) });
}

/** How often a process looks into the key file for a new key. */
export const KEY_FILE_READ_MS = 1_000;

/** The ring of the portal's own key file. A running process hears of a new key within a second, so that a rotation stops nobody. */
export function openKeyFile(file: string): KeyRing {
  let text = fs.readFileSync(file, 'utf8');
  let ring = readKeyRing(text);
  let readAt = performance.now();
  const fresh = (): KeyRing => {
    if (performance.now() - readAt < KEY_FILE_READ_MS) return ring;
    readAt = performance.now();
    const now = fs.readFileSync(file, 'utf8');
    if (now !== text) [text, ring] = [now, readKeyRing(now)];
    return ring;
  };
  return {
    get current() {
      return fresh().current;
    },
    get keys() {
      return fresh().keys;
    },
  };
}

/** Puts a new key into the file, which does not seal yet; one that waits already is taken. Answers its version. */
export function addKeyToFile(file: string): number {
  const { current } = readKeyRing(fs.readFileSync(file, 'utf8'));
  const known = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string | number>;
  const highest = Math.max(
    ...Object.keys(known)
      .filter((name) => name !== 'current')
      .map(Number),
  );
  if (highest > current) return highest;
  writeKeyFile(file, { ...known, [highest + 1]: randomBytes(KEY_BYTES).toString('base64'), current });
  return highest + 1;
}

/** From now on the version seals. */
export const useKeyOfFile = (file: string, version: number): void =>
  writeKeyFile(file, { ...(JSON.parse(fs.readFileSync(file, 'utf8')) as object), current: version });

/** Whole or not at all: half a key file would be the loss of everything. */
function writeKeyFile(file: string, content: object): void {
  const aside = `${file}.new`;
  fs.writeFileSync(aside, JSON.stringify(content), { mode: 0o600, flush: true });
  fs.renameSync(aside, file);
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
