// A certificate for localhost, made once and kept: push services are spoken to over TLS alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const { subtle } = globalThis.crypto;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const COMMON_NAME = '2.5.4.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
/** The kind of a general name (RFC 5280, 4.2.1.6). */
const DNS_NAME = 2;
const YEARS = 10;

const pem = (label: string, der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${label}-----\n`;

/** Signed by itself, so that its file is its authority's as well. */
export async function localCertificate(dir: string, at: Date): Promise<{ key: string; cert: string; file: string }> {
  const [keyFile, file] = [join(dir, 'push-key.pem'), join(dir, 'push-certificate.pem')];
  if (!existsSync(file)) {
    const { key, cert } = await make(at);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(keyFile, key, { mode: 0o600 });
    writeFileSync(file, cert, { mode: 0o600 });
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}

async function make(at: Date): Promise<{ key: string; cert: string }> {
  const keys = await subtle.generateKey(P256, true, ['sign', 'verify']);
  const name = new pkijs.RelativeDistinguishedNames({
    typesAndValues: [new pkijs.AttributeTypeAndValue({ type: COMMON_NAME, value: new asn1js.Utf8String({ value: 'localhost' }) })],
  });
  const names = new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: DNS_NAME, value: 'localhost' })] });
  const certificate = new pkijs.Certificate({ version: 2, serialNumber: new asn1js.Integer({ value: 1 }), subject: name, issuer: name });
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + YEARS);
  certificate.notBefore = new pkijs.Time({ value: at });
  certificate.notAfter = new pkijs.Time({ value: until });
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  certificate.extensions = [new pkijs.Extension({ extnID: SUBJECT_ALT_NAME, critical: false, extnValue: names.toSchema().toBER(false) })];
  await certificate.sign(keys.privateKey, 'SHA-256');
  return { key: pem('PRIVATE KEY', await subtle.exportKey('pkcs8', keys.privateKey)), cert: pem('CERTIFICATE', certificate.toSchema(true).toBER(false)) };
}
