// TLS at the portal's own door (PRIV-4): versions 1.2 and 1.3 alone, with forward secrecy. Behind a proxy that ends it none of this is set.
import fs from 'node:fs';
import type { SecureContextOptions, Server } from 'node:tls';

export type TlsFiles = { readonly certificateFile: string; readonly keyFile: string };

const LOOK_EVERY_MS = 60_000;
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/** What the files give. Throws when one is not there. */
export const readTls = ({ certificateFile, keyFile }: TlsFiles): SecureContextOptions => ({
  cert: fs.readFileSync(certificateFile),
  key: fs.readFileSync(keyFile),
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS,
});

/** A renewed certificate is taken up without a restart; one that does not fit its key leaves the old in force. Answers whether it was taken. */
export function renewTls(server: Pick<Server, 'setSecureContext'>, files: TlsFiles, failed: (error: unknown) => void): boolean {
  try {
    server.setSecureContext(readTls(files));
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Looks at the files every minute; answers how to stop. */
export function watchTls(server: Pick<Server, 'setSecureContext'>, files: TlsFiles, failed: (error: unknown) => void): () => void {
  const renew = (): void => void renewTls(server, files, failed);
  for (const file of [files.certificateFile, files.keyFile]) fs.watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, renew);
  return () => {
    for (const file of [files.certificateFile, files.keyFile]) fs.unwatchFile(file, renew);
  };
}
