// Tokens, keyed digests and encrypted values. Only what node:crypto offers, no construction of our own.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export type MasterKeys = ReadonlyMap<string, Buffer>;

/** 256 random bits as text, for cookies and keys. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How a token is kept: it has 256 bits of its own, so a plain digest cannot be turned back. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const derived = (master: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `identity ${purpose}`, 32));
const newest = (keys: MasterKeys): [string, Buffer] => keys.entries().next().value!;

/** A digest of a short code. Six digits would be found from a plain digest in a second, so the key never lies in the database. */
export const codeMac = (keys: MasterKeys, place: string, code: string): Buffer => macBy(newest(keys)[1], place, code);

const macBy = (master: Buffer, place: string, code: string): Buffer => createHmac('sha256', derived(master, 'code')).update(`${place}\0${code}`).digest();

/** The digests of the code under every key that is still known: a code outlives the change of keys. */
export const codeMacs = (keys: MasterKeys, place: string, code: string): Buffer[] => [...keys.values()].map((master) => macBy(master, place, code));

/** Whether it is the code of the digest, in constant time. */
export const isCode = (keys: MasterKeys, given: { place: string; code: string; mac: Buffer | null }): boolean =>
  given.mac !== null && codeMacs(keys, given.place, given.code).some((mac) => timingSafeEqual(mac, given.mac!));

/** AES-256-GCM under the newest key. `place` is bound in: copied to another row the value does not open. */
export function sealSecret(keys: MasterKeys, place: string, plain: string): Buffer {
  const [version, master] = newest(keys);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived(master, 'secret'), iv).setAAD(Buffer.from(`${version}\0${place}`));
  return Buffer.concat([Buffer.from([version.length]), Buffer.from(version), iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** The plain value. Throws when the key is missing or the bytes were changed. */
export function openSecret(keys: MasterKeys, place: string, sealed: Buffer): string {
  const version = sealed.subarray(1, 1 + sealed[0]!).toString();
  const master = keys.get(version);
  if (!master) throw new Error(`the encryption key ${version} is not among ENCRYPTION_KEYS`);
  const rest = sealed.subarray(1 + sealed[0]!);
  const decipher = createDecipheriv('aes-256-gcm', derived(master, 'secret'), rest.subarray(0, 12)).setAAD(Buffer.from(`${version}\0${place}`));
  decipher.setAuthTag(rest.subarray(-16));
  return decipher.update(rest.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}
