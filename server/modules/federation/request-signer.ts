// Signers of requests to the state system: openssl with the GOST engine, or a key of P-256 where there is no engine. A certified tool is a third one.
import { execFile } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import path from 'node:path';
import { signDetached } from '#modules/signing';
import type { Certificate } from '#platform/x509';
import { streebog } from '#platform/streebog';
import type { RequestSigner } from './ports.ts';

const hashOf = ({ der }: Certificate): string => Buffer.from(streebog(256, der)).toString('hex');

/** ECDSA P-256 in this process: for the demo and for systems that take it. Throws when the key is none. */
export function openSoftwareSigner({ keyPem, certificate, clock }: { keyPem: string; certificate: Certificate; clock: () => Date }): RequestSigner {
  const key = createPrivateKey(keyPem);
  const signer = { certificate: new Uint8Array(certificate.der), privateKey: new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })) };
  return {
    certificateHash: hashOf(certificate),
    raw: async (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }),
    cms: async (text) => Buffer.from(await signDetached({ bytes: new Uint8Array(Buffer.from(text)), signer, chain: [], at: clock() })),
  };
}

/** GOST R 34.10-2012 by `openssl` with its engine. Files as it takes them; each signature is a process of its own, which is right for sign-ins. */
export function openGostSigner({
  keyFile,
  certificateFile,
  certificate,
}: {
  keyFile: string;
  certificateFile: string;
  certificate: Certificate;
}): RequestSigner {
  const files = ['-signer', certificateFile, '-inkey', keyFile];
  return {
    certificateHash: hashOf(certificate),
    raw: (text) => openssl(['dgst', '-md_gost12_256', '-sign', keyFile], text),
    cms: (text) => openssl(['cms', '-sign', '-binary', '-nosmimecap', '-md', 'md_gost12_256', ...files, '-outform', 'DER'], text),
  };
}

function openssl(args: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, OPENSSL_CONF: path.join(import.meta.dirname, 'gost-openssl.cnf') };
    const child = execFile('openssl', [...args], { env, encoding: 'buffer', timeout: 10_000 }, (error, stdout) =>
      error ? reject(new Error(`openssl ${args[0]}: ${error.code ?? 'failed'}`)) : resolve(stdout),
    );
    child.stdin?.on('error', () => {}); // it ended before it read: the callback says why
    child.stdin?.end(input);
  });
}
