// A certification authority made by openssl, which judges ours: keys, certificates of people, revocation lists, detached signatures.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GOST = 'openssl_conf = main\n[main]\nengines = engines\n[engines]\ngost = gost\n[gost]\nengine_id = gost\ndefault_algorithms = ALL\n';
const REST = `[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[person]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = clientAuth,emailProtection
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[encipher]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
[ca]
default_ca = own
[own]
database = index.txt
default_md = DIGEST
crlnumber = crlnumber
`;

export type KeyKind = 'ec' | 'rsa' | 'gost';
const KEYS: Readonly<Record<KeyKind, { args: string[]; digest: string }>> = {
  ec: { args: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], digest: 'sha256' },
  rsa: { args: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], digest: 'sha256' },
  gost: { args: ['-algorithm', 'gost2012_256', '-pkeyopt', 'paramset:A'], digest: 'md_gost12_256' },
};

/** Whether this machine's openssl can do GOST: the judge is then at hand. */
export const hasGostEngine: boolean = spawnSync('openssl', ['engine', 'gost'], { stdio: 'ignore' }).status === 0;

export type Issued = { readonly pem: string; readonly keyPem: string; readonly name: string };
export type OpensslAuthority = {
  readonly dir: string;
  readonly rootPem: string;
  run(args: readonly string[], input?: string | Buffer): Buffer;
  /** `purpose`: a section above. */
  issue(name: string, given?: { purpose?: 'person' | 'server' | 'encipher' | 'root'; snils?: string; days?: number; by?: string }): Issued;
  revoke(name: string): void;
  /** The revocation list in DER, good for so many days. */
  list(days?: number): Buffer;
  /** A detached signature of these bytes. */
  sign(name: string, content: string | Buffer): Buffer;
};

export function opensslAuthority(kind: KeyKind = 'ec', name = 'Учебный УЦ'): OpensslAuthority {
  const dir = mkdtempSync(join(tmpdir(), 'authority-'));
  const { args, digest } = KEYS[kind];
  const config = join(dir, 'openssl.cnf');
  writeFileSync(config, (kind === 'gost' ? GOST : '') + REST.replace('DIGEST', digest));
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(join(dir, 'crlnumber'), '01\n');
  const run = (given: readonly string[], input?: string | Buffer): Buffer =>
    execFileSync('openssl', [...given], { cwd: dir, env: { ...process.env, OPENSSL_CONF: config }, stdio: 'pipe', ...(input !== undefined && { input }) });
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  const key = (file: string): Buffer => run(['genpkey', ...args, '-out', file]);
  key('root.key');
  run([
    'req',
    '-new',
    '-x509',
    '-utf8',
    `-${digest}`,
    '-key',
    'root.key',
    '-subj',
    `/C=RU/CN=${name}`,
    '-days',
    '3650',
    '-extensions',
    'root',
    '-out',
    'root.pem',
  ]);
  return {
    dir,
    rootPem: read('root.pem'),
    run,
    issue(whose, { purpose = 'person', snils, days = 30, by = 'root' } = {}) {
      key(`${whose}.key`);
      run([
        'req',
        '-new',
        '-utf8',
        `-${digest}`,
        '-key',
        `${whose}.key`,
        '-subj',
        `/C=RU/CN=${whose}${snils === undefined ? '' : `/SNILS=${snils}`}`,
        '-out',
        `${whose}.csr`,
      ]);
      run([
        'x509',
        '-req',
        `-${digest}`,
        '-in',
        `${whose}.csr`,
        '-CA',
        `${by}.pem`,
        '-CAkey',
        `${by}.key`,
        '-CAcreateserial',
        '-days',
        String(days),
        '-extfile',
        config,
        '-extensions',
        purpose,
        '-out',
        `${whose}.pem`,
      ]);
      return { pem: read(`${whose}.pem`), keyPem: read(`${whose}.key`), name: whose };
    },
    revoke: (whose) => void run(['ca', '-config', config, '-keyfile', 'root.key', '-cert', 'root.pem', '-revoke', `${whose}.pem`]),
    list(days = 1) {
      run(['ca', '-config', config, '-keyfile', 'root.key', '-cert', 'root.pem', '-gencrl', '-crldays', String(days), '-out', 'list.pem']);
      return run(['crl', '-in', 'list.pem', '-outform', 'DER']);
    },
    sign: (whose, content) =>
      run(['cms', '-sign', '-binary', '-nosmimecap', '-md', digest, '-signer', `${whose}.pem`, '-inkey', `${whose}.key`, '-outform', 'DER'], content),
  };
}
