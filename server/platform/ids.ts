// Ids. The Idempotency-Key is the id of the command; ids of what it makes derive from it, so a repeated command makes the same rows.
import { createHash, randomBytes } from 'node:crypto';

/** `…-…` form of 16 bytes with version and variant bits set (RFC 9562). */
function uuidOf(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The id of the part called `name` of the object `id`: the same every time (UUID version 8, SHA-256). */
export function deriveId(id: string, name: string): string {
  return uuidOf(createHash('sha256').update(id).update('\0').update(name).digest(), 8);
}

/** A time-ordered id (UUID version 7) for rows that no command's key stands behind. Never sort or page by it alone. */
export function newId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return uuidOf(bytes, 7);
}

/** The moment of a time-ordered id (UUID version 7), to the millisecond. */
export const momentOfId = (id: string): Date => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID of any version. */
export const isUuid = (text: string): boolean => UUID.test(text);
