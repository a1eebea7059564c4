// Keys of people as their browsers keep them, and signatures by them: the browser's own writer under Node's WebCrypto.
import { type Bytes, type Certified, signCades } from '#features/signing/cades.ts';
import { certifyKey, keyProofText, ownKeys } from '#modules/signing';
import type { Person } from '#platform/actor';
import type { World } from '#test/world';

export type TestKey = {
  readonly keyId: string;
  readonly certified: Certified;
  /** A detached CAdES of the content, base64; `at`: what the browser's clock says, by default the world's. */
  sign(content: Uint8Array, at?: Date | null): Promise<string>;
};

const ORIGIN = 'http://localhost:8080';

/** A key of the person with the portal's certificate. The person must be confirmed. */
export async function makeSigningKey(world: World, person: Person): Promise<TestKey> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const sign = (bytes: Bytes) => crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, bytes);
  const text = keyProofText(ORIGIN, person.personId);
  const body = {
    name: 'Проба',
    publicKey: base64(await crypto.subtle.exportKey('spki', keys.publicKey)),
    signature: base64(await sign(new TextEncoder().encode(text))),
  };
  const proven = { ...person, steppedUpUntil: new Date(world.now.getTime() + 60_000).toISOString() };
  const { id } = await world.run(proven, (work) => certifyKey(work, body));
  const { signs } = (await ownKeys({ db: world.db, actor: proven, now: world.now }, { isProven: true, origin: ORIGIN })).keys.find((key) => key.id === id)!;
  const der = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64'));
  const certified = { certificates: signs!.certificates.map(der), issuer: der(signs!.issuer), serial: der(signs!.serial) };
  return {
    keyId: id,
    certified,
    sign: async (content, at = world.now) => base64(await signCades({ ...certified, content: Uint8Array.from(content), at, sign })),
  };
}

const base64 = (bytes: ArrayBuffer | Bytes): string => Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes).toString('base64');
