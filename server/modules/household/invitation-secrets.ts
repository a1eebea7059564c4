// The two halves of an invitation: the token of the link, which goes to the invited person alone, and the code, which the owner tells.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, type KeyRing } from '#platform/key-ring';

/** 128 random bits as text: short enough for an SMS. */
export const newInvitationToken = (): string => randomBytes(16).toString('base64url');
export const invitationHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const codeBy = (keys: KeyRing, version: number, id: string): string =>
  String(
    createHmac('sha256', deriveKey(keys, version, 'household invitation'))
      .update(id)
      .digest()
      .readUInt32BE(0) % 1_000_000,
  ).padStart(6, '0');

/** The six digits of an invitation: made from its id by a key, so that they lie nowhere and the owner may read them again. */
export const invitationCode = (keys: KeyRing, id: string): string => codeBy(keys, keys.current, id);

/** Whether it is the code, in constant time, under any key still known. */
export function isInvitationCode(keys: KeyRing, id: string, typed: string): boolean {
  const digits = Buffer.from(typed.replaceAll(/\s/g, '').padEnd(6).slice(0, 12));
  return [...keys.keys.keys()].some((version) => {
    const right = Buffer.from(codeBy(keys, version, id));
    return right.length === digits.length && timingSafeEqual(right, digits);
  });
}
