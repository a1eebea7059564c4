// The portal's own seal under bytes: where a person signs by a code, the seal says that the code was given for these very bytes.
import type { Work } from '#platform/work';
import { type Signer, signDetached } from './detached-signature.ts';
import { openPortalKey } from './portal-authority.ts';
import { stampSignature } from './time-stamp.ts';

/** A detached CAdES-T of the bytes by the portal's seal. Command. */
export async function sealDocument(work: Work, bytes: Uint8Array): Promise<Buffer> {
  const seal: Signer = await openPortalKey(work, 'seal');
  const cms = await signDetached({ ...seal, bytes: new Uint8Array(bytes), at: null });
  return stampedSignature(work, cms);
}

/** The signature with the portal's time stamp in it (CAdES-T). Command. */
export const stampedSignature = async (work: Work, cms: Uint8Array): Promise<Buffer> =>
  Buffer.from(await stampSignature(cms, await openPortalKey(work, 'stamp'), { at: work.now }));
