// Checking of signatures by GOST R 34.10-2012: node:crypto has none of it, and the engine of openssl is not on every machine. It only checks: no
// secret goes through. A technical check; a binding answer about a qualified signature is given by a certified tool or the state's own one.
import { bitsOf, DerError, octetsOf, oidOf, partsOf, readDer, TAG, tagged } from './der.ts';
import { type Curve, CURVES, inverse, isOnCurve, modulo, sumOfMultiples } from './gost-curves.ts';
import { streebog } from './streebog.ts';

export type GostKey = { readonly curve: Curve; readonly bytes: Uint8Array };

const bigEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const littleEndian = (bytes: Uint8Array): bigint => bigEndian(Uint8Array.from(bytes).reverse());

/** The key of SubjectPublicKeyInfo in DER; undefined when it is none of GOST or of a curve that is not known. */
export function gostKeyOf(publicKey: Uint8Array): GostKey | undefined {
  try {
    const [algorithm, key] = partsOf(tagged(readDer(publicKey), TAG.sequence));
    const parameters = partsOf(tagged(algorithm, TAG.sequence))[1];
    const curve = parameters?.tag === TAG.sequence ? CURVES[oidOf(partsOf(parameters)[0])] : undefined;
    return curve && { curve, bytes: octetsOf(readDer(bitsOf(key))) };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

/**
 * Whether the signature is that of the message. Orders of bytes differ by part: a signature is s then r, big-endian; a key x then y,
 * little-endian; a digest little-endian.
 */
export function isGostSignature({ curve, bytes: key }: GostKey, message: Uint8Array, signature: Uint8Array): boolean {
  const { bytes, order } = curve;
  if (signature.length !== 2 * bytes || key.length !== 2 * bytes) return false;
  const [s, r] = [bigEndian(signature.subarray(0, bytes)), bigEndian(signature.subarray(bytes))];
  if (r === 0n || r >= order || s === 0n || s >= order) return false;
  const [x, y] = [littleEndian(key.subarray(0, bytes)), littleEndian(key.subarray(bytes))];
  if (!isOnCurve(curve, x, y)) return false;
  const digest = littleEndian(streebog(bytes === 32 ? 256 : 512, message));
  const inverted = inverse(modulo(digest, order) || 1n, order); // the standard: a zero digest counts as one
  const found = sumOfMultiples(curve, { first: modulo(s * inverted, order), second: modulo(-r * inverted, order), x, y });
  return found !== undefined && modulo(found, order) === r;
}
