// A signed challenge: whose key it was, and whether that may be relied on. Bytes from outside: refused by name, never a fault.
import { createHash } from 'node:crypto';
import type { OutsideTrust } from '#modules/signing';
import { refuse } from '#platform/errors';
import { readDetachedCms } from '#platform/cms';
import { chainFault, isSignedByKey, mayProve, SHA256, subjectPart } from '#platform/x509';

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const SNILS = '1.2.643.100.3';
const COMMON_NAME = '2.5.4.3';

export const keyHashOf = (spki: Uint8Array): Buffer => createHash('sha256').update(spki).digest();

export type OutsideKey = {
  readonly keyHash: Buffer;
  readonly der: Buffer;
  readonly serial: string;
  readonly expiresAt: string;
  readonly name: string;
  readonly snils: string | null;
};

/** The key of an outside certificate that signed this text: chain, dates, lists and purpose hold. */
export async function provenOutside(trust: OutsideTrust, { cms, text, now }: { cms: string; text: string; now: Date }): Promise<OutsideKey> {
  if (trust.roots.length === 0) refuse('certificate.notTaken');
  const read = readDetachedCms(bytesOf(cms), Buffer.from(text));
  if (!read.ok)
    return refuse(({ unreadable: 'certificate.unreadable', changed: 'certificate.otherText', signature: 'certificate.signature' } as const)[read.fault]);
  const { certificate, others } = read;
  const fault = chainFault(certificate, { roots: trust.roots, others: [...trust.others, ...others], lists: await trust.lists(now), at: now });
  if (fault !== null) refuse(`certificate.${fault}`);
  if (!mayProve(certificate, [CLIENT_AUTHENTICATION])) refuse('certificate.purpose');
  return {
    keyHash: keyHashOf(certificate.publicKey),
    der: certificate.der,
    expiresAt: certificate.notAfter.toISOString(),
    snils: subjectPart(certificate, SNILS),
    name: subjectPart(certificate, COMMON_NAME) ?? 'Сертификат',
    serial: certificate.number,
  };
}

/** Base64 with or without the lines of PEM. */
const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll(/-----[^-]+-----/g, '').replaceAll(/\s/g, ''), 'base64');

/** Refuses with certificate.signature unless the key of the browser signed the text. */
export function demandSigned(spki: Uint8Array, { text, signature }: { text: string; signature: string | undefined }): void {
  const isSigned =
    signature !== undefined && isSignedByKey(spki, { data: Buffer.from(text), signature: Buffer.from(signature, 'base64'), algorithm: SHA256, isPlain: true });
  if (!isSigned) refuse('certificate.signature');
}
