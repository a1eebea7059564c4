// The outside systems of this installation, from its settings.
import fs from 'node:fs';
import { readPem } from '#platform/x509';
import { type BankSettings, openBankIdentity } from './bank-identity.ts';
import type { OutsideIdentity } from './ports.ts';
import { openGostSigner, openSoftwareSigner } from './request-signer.ts';
import { openStateIdentity } from './state-identity.ts';
import { readSystemKey } from './state-wire.ts';

const SCOPE = 'openid fullname birthdate gender snils inn id_doc addresses mobile email contacts usr_org';

/** Files are PEM. `signer`: `gost` by openssl with its engine, `software` by a key of P-256. */
export type StateIdentitySettings = {
  readonly url: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly generation: 'cms' | 'raw';
  readonly signer: 'gost' | 'software';
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly systemKeyFile: string;
};
export type OutsideSettings = { readonly state: StateIdentitySettings | undefined; readonly banks: readonly BankSettings[] };
type Opening = { readonly publicUrl: URL; readonly timeoutMs: number; readonly clock: () => Date };

/** Throws at start when a file is missing or is no key: nobody should learn that from a person who cannot sign in. */
export function openOutsideSystems({ state, banks }: OutsideSettings, opening: Opening): OutsideIdentity[] {
  const { publicUrl, timeoutMs } = opening;
  const redirectUri = (id: string): string => new URL(`/sign-in/outside/${id}/back`, publicUrl).href;
  return [
    ...(state ? [openState(state, redirectUri('state'), opening)] : []),
    ...banks.map((bank) => openBankIdentity(bank, { redirectUri: redirectUri(bank.id), timeoutMs })),
  ];
}

function openState(
  { signer, keyFile, certificateFile, systemKeyFile, ...settings }: StateIdentitySettings,
  redirectUri: string,
  { timeoutMs, clock }: Opening,
): OutsideIdentity {
  const [certificate] = readPem(fs.readFileSync(certificateFile, 'utf8'));
  if (!certificate) throw new Error(`there is no certificate in ${certificateFile}`);
  return openStateIdentity({
    ...settings,
    redirectUri,
    scope: SCOPE,
    timeoutMs,
    clock,
    signer:
      signer === 'gost'
        ? openGostSigner({ keyFile, certificateFile, certificate })
        : openSoftwareSigner({ keyPem: fs.readFileSync(keyFile, 'utf8'), certificate, clock }),
    systemKey: readSystemKey(fs.readFileSync(systemKeyFile, 'utf8')),
  });
}
