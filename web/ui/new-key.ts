/** A random UUID. Not crypto.randomUUID(): a browser has that one only over TLS or on its own machine. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A UUID that is the same for the same seed and place, so that the server and the browser show one form with one key. */
export function keyFor(seed: string, place: string): string {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const char of place) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return seed.slice(0, -8) + hash.toString(16).padStart(8, '0');
}
