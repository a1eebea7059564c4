// Ids. The Idempotency-Key is the id of the command; ids of what it makes derive from it, so a repeated command makes the same rows.
import { hash, randomBytes } from 'node:crypto';

/** `…-…` form of 16 bytes in hexadecimal, with version and variant bits set (RFC 9562). */
function uuidOf(hex: string, version: number): string {
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of the part called `name` of the object `id`: the same every time (UUID version 8, SHA-256). A run derives two for each line: one call of the hash. */
export const deriveId = (id: string, name: string): string => uuidOf(hash('sha256', `${id}\0${name}`), 8);

/** A time-ordered id (UUID version 7) for rows that no command's key stands behind. Never sort or page by it alone. */
export function newId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return uuidOf(bytes.toString('hex'), 7);
}

/** The moment of a time-ordered id (UUID version 7), to the millisecond. */
export const momentOfId = (id: string): Date => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID of any version. */
export const isUuid = (text: string): boolean => UUID.test(text);
