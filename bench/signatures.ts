// Signatures checked as «Проверить подпись» does it: parsed, content digested, chain to the root, a time stamp or a revocation list. The limit is one bare
// check of a signature, by the program's own library and by ours.
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import {
  issueOrganizationCertificate,
  issuePortalKey,
  type KeyWithCertificate,
  makeAuthority,
  makeRevocationList,
} from '../server/modules/signing/authority.ts';
import { signDetached } from '../server/modules/signing/detached-signature.ts';
import { examineSignatures, type Trusted } from '../server/modules/signing/examine-signatures.ts';
import { stampSignature } from '../server/modules/signing/time-stamp.ts';
import { readCertificate, readPem, readRevocationList } from '../server/platform/x509.ts';
import { costOf, type Row } from './ratio.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const CADES = 100;
/** As many as are checked in all rounds: no certificate of a signer was seen before. */
const SIGNERS = 600;
const GOST = 20;
const document = Buffer.from('Договор найма № 7\n'.repeat(500));
const aSecond = (cpuUs: number): string => (1e6 / cpuUs).toFixed(0);

/** CAdES-T of the portal's authority; CMS of GOST by an outside one with its list. */
export async function benchSignatures(): Promise<Row[]> {
  const authority = await makeAuthority({ name: 'Проба', at: AT });
  const chain = [authority.issuing.certificate];
  const stamp = await issuePortalKey(authority.issuing, { kind: 'stamp', name: 'Отметка времени' }, { at: AT, years: 3 });
  const signedBy = async (name: string): Promise<Buffer> => {
    const signer = await issueOrganizationCertificate(authority.issuing, { name, inn: '6671000000', ogrn: null }, { at: AT });
    return Buffer.from(
      await stampSignature(await signDetached({ bytes: new Uint8Array(document), signer, chain, at: AT }), { signer: stamp, chain }, { at: AT }),
    );
  };
  const cades: Buffer[] = [];
  let next = 0;
  for (let n = 0; n < SIGNERS; n++) cades.push(await signedBy(`ООО «Проба ${n}»`));
  const state = gostAuthority();
  const gost = Buffer.from(state.sign(document, { at: AT }));
  const listBy = async (by: KeyWithCertificate) =>
    readRevocationList(await makeRevocationList(by, [], { number: 1, at: AT, until: new Date(AT.getTime() + 86_400_000) }))!;
  const trusted: Trusted = {
    portal: { roots: [readCertificate(authority.root.certificate)!], others: [], lists: await Promise.all([authority.root, authority.issuing].map(listBy)) },
    outside: { roots: readPem(state.rootPem), others: [], lists: [readRevocationList(state.list(AT))!] },
    now: AT,
  };
  const check = (signature: Buffer): void => {
    const found = examineSignatures({ document, signature }, trusted);
    if (typeof found === 'string' || found.signatures[0]!.verdict !== 'valid') throw new Error(`a good signature was not taken: ${JSON.stringify(found)}`);
  };
  const times =
    (work: () => void) =>
    (units: number): Promise<void> => {
      for (let n = 0; n < units; n++) work();
      return Promise.resolve();
    };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const value = sign('sha256', document, privateKey);
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  const bare = await costOf(
    200,
    times(() => void verify('sha256', document, key, value)),
  );
  const [withStamp, byGost] = [
    await costOf(
      CADES,
      times(() => check(cades[next++ % SIGNERS]!)),
    ),
    await costOf(
      GOST,
      times(() => check(gost)),
    ),
  ];
  return [
    {
      what: `a CAdES-T with its chain and stamp: ${aSecond(withStamp.cpuUs)} for a second of CPU (100 wanted)`,
      cost: withStamp,
      limit: 'one bare ECDSA check',
      limitCost: bare,
    },
    {
      what: `a CMS of GOST R 34.10-2012 with its chain and list: ${aSecond(byGost.cpuUs)} for a second of CPU (30 wanted)`,
      cost: byGost,
      limit: 'one bare ECDSA check',
      limitCost: bare,
    },
  ];
}
