// Whether the extract was signed by whom the portal trusts: the detached CMS of exactly these bytes, its chain and revocation (SIGN-3). A technical check.
import type { OutsideTrust } from '#modules/signing';
import { readDetachedCms } from '#platform/cms';
import { chainFault, mayProve } from '#platform/x509';
import type { SignatureState } from './compare-claim.ts';

const DOCUMENTS = ['1.3.6.1.5.5.7.3.4'];

/** Never throws for the bytes. `signature` null: none was given. */
export async function signatureState(
  trust: OutsideTrust,
  { extract, signature, now }: { extract: Uint8Array; signature: Uint8Array | null; now: Date },
): Promise<SignatureState> {
  if (signature === null) return 'missing';
  const read = readDetachedCms(signature, extract);
  if (!read.ok) return read.fault;
  const known = { roots: trust.roots, others: [...trust.others, ...read.others] };
  const fault = chainFault(read.certificate, { ...known, lists: await trust.lists(now), at: now });
  // What led to the root when it was issued has an authority between whose own term is over.
  if (fault === 'untrusted' && chainFault(read.certificate, { ...known, lists: 'elsewhere', at: read.certificate.notBefore }) === null) return 'issuerExpired';
  if (fault !== null) return fault;
  return mayProve(read.certificate, DOCUMENTS) ? 'valid' : 'untrusted';
}
