// A passkey in software: makes the answers that a browser would send, right ones and forged ones.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

type Options = { challenge: string; rp?: { id?: string }; rpId?: string; user?: { id: string } };
/** What differs from an honest browser and device. */
type Forged = { origin?: string; isVerified?: boolean; counter?: number; challenge?: string; rpId?: string; userHandle?: string };

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const base64 = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url');

export type SoftPasskey = { make(options: string, forged?: Forged): string; answer(options: string, forged?: Forged): string };

/** `origin`: the page on which it is used. */
export function softPasskey(origin = 'http://localhost:8080'): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  let handle = '';
  const key = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x!, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y!, 'base64url'))],
    ]),
  );
  const clientData = (type: string, { challenge }: Options, forged: Forged): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge: forged.challenge ?? challenge, origin: forged.origin ?? origin, crossOrigin: false }));
  const authData = (rpId: string, { forged, attested }: { forged: Forged; attested?: Buffer }): Buffer => {
    const flags = PRESENT | (forged.isVerified === false ? 0 : VERIFIED) | (attested ? WITH_KEY : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(forged.counter ?? (counter += 1));
    return Buffer.concat([sha256(forged.rpId ?? rpId), Buffer.from([flags]), count, ...(attested ? [attested] : [])]);
  };
  return {
    make(text, forged = {}) {
      const options = JSON.parse(text) as Options;
      handle = options.user!.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(key)]);
      const attestation = isoCBOR.encode(
        new Map<string, string | Map<string, never> | Uint8Array>([
          ['fmt', 'none'],
          ['attStmt', new Map<string, never>()],
          ['authData', new Uint8Array(authData(options.rp!.id!, { forged, attested }))],
        ]),
      );
      const response = {
        clientDataJSON: base64(clientData('webauthn.create', options, forged)),
        attestationObject: base64(attestation),
        transports: ['internal'],
      };
      return JSON.stringify({ id: base64(id), rawId: base64(id), type: 'public-key', clientExtensionResults: {}, response });
    },
    answer(text, forged = {}) {
      const options = JSON.parse(text) as Options;
      const [data, auth] = [clientData('webauthn.get', options, forged), authData(options.rpId!, { forged })];
      const signature = sign('sha256', Buffer.concat([auth, sha256(data)]), privateKey);
      const response = { clientDataJSON: base64(data), authenticatorData: base64(auth), signature: base64(signature), userHandle: forged.userHandle ?? handle };
      return JSON.stringify({ id: base64(id), rawId: base64(id), type: 'public-key', clientExtensionResults: {}, response });
    },
  };
}
