// What the state system checks of every request: its time, its one-time state and the fresh signature of its own fields, in both generations.
// The signed texts are written here once more on purpose: shared with the client they could be wrong in both places.
import { readDetachedCms } from '#platform/cms';
import { type Certificate, isSignedByKey, SHA256 } from '#platform/x509';
import { streebog } from '#platform/streebog';

export type Generation = 'cms' | 'raw';
const LARGEST_SKEW_MS = 5 * 60_000;

/** Of the DER, not of the PEM text: a hash of the PEM is the most frequent mistake. */
const certificateHash = ({ der }: Certificate): string => Buffer.from(streebog(256, der)).toString('hex');

/** A check of requests of one client. It answers with the code of the error, or undefined for a right request, whose state is then used up. */
export function openRequestCheck(client: Certificate): (fields: URLSearchParams, generation: Generation, hasCode: boolean) => string | undefined {
  const usedStates = new Set<string>();
  return (fields, generation, hasCode) => {
    const field = (name: string): string => fields.get(name) ?? '';
    const [date = '', time = ''] = field('timestamp').split(' ');
    const sentAt = Date.parse(`${date.replaceAll('.', '-')}T${time}Z`);
    if (!(Math.abs(Date.now() - sentAt) < LARGEST_SKEW_MS)) return 'ESIA-007004';
    const state = field('state');
    if (!/^[0-9a-f-]{36}$/.test(state) || usedStates.has(state)) return 'ESIA-007003';
    const cms = field('scope') + field('timestamp') + field('client_id') + state;
    const raw = field('client_id') + field('scope') + field('timestamp') + state + field('redirect_uri') + (hasCode ? field('code') : '');
    const signature = Buffer.from(field('client_secret'), 'base64url');
    if (generation === 'raw' && field('client_certificate_hash').toLowerCase() !== certificateHash(client)) return 'ESIA-007053';
    if (!(generation === 'cms' ? isCmsOf(client, cms, signature) : isRawOf(client, raw, signature))) return 'ESIA-007005';
    usedStates.add(state);
    return undefined;
  };
}

const isRawOf = (client: Certificate, text: string, signature: Buffer): boolean =>
  signature.length === 64 && isSignedByKey(client.publicKey, { data: Buffer.from(text), signature, algorithm: SHA256, isPlain: true });

function isCmsOf(client: Certificate, text: string, signature: Buffer): boolean {
  const read = readDetachedCms(signature, Buffer.from(text));
  return read.ok && read.certificate.der.equals(client.der);
}
