// The authority at the administrator's desk: certificates found, one revoked by a code, the list published with it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { tryConfirmation } from '#modules/identity';
import type { Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { readRevocationList } from '#platform/x509';
import { makeOrganization } from '#test/factories/housing';
import { makeActor, withCode } from '#test/factories/identity';
import { makeSigningKey, type TestKey } from '#test/factories/signing';
import { portal, refusalOf, useWorld } from '#test/world';
import { acceptSignature } from './accept-signature.ts';
import { certificatePem } from './authority.ts';
import { readAuthority } from './authority.queries.ts';
import { ensureOrganizationKey } from './organization-keys.ts';
import { revokeOwnKey } from './person-keys.ts';
import { revocationList } from './revocation-list.ts';
import { askRevocation, revokeByNumber } from './revoke-certificate.ts';
import { rootsPem } from './sign-document.ts';
import './signing.tables.ts';

const world = useWorld('2026-11-22T09:00:00Z');
let [administrator, anna]: Person[] = [];
beforeAll(async () => {
  administrator = await makeActor(world, [{ role: 'administrator' }]);
  anna = await makeActor(world, [], { confirmed: true, lastName: 'Сертификатова' });
});

const numberOf = async ({ keyId }: TestKey): Promise<string> =>
  (await world.db.selectFrom('signing.person_key').select('certificate_number').where('id', '=', keyId).executeTakeFirstOrThrow()).certificate_number;
async function codeFor(actor: Person, body: { certificateNumber: string; reason: string }): Promise<{ confirmationId: string; code: string }> {
  const asked = await world.run(actor, (work) => withCode(work, (inner) => askRevocation(inner, body)));
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, actor, given);
  return given;
}
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusalOf(work)).code;
const authority = (find?: string, actor = administrator!) =>
  readAuthority({ db: world.db, actor, now: world.now }, find === undefined ? {} : { find }, world.ground);
const listed = async (): Promise<ReadonlySet<string>> => {
  const { der } = await world.db.selectFrom('signing.revocation_list').select('der').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
  return new Set(readRevocationList(der)!.revoked.keys());
};
const linesOf = async (action: string, personId: string) =>
  (await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', action).where('person_id', '=', personId).execute()).map(
    ({ facts }) => facts,
  );

test('SIGN-1, CONF-1: revoked by a code for this certificate and reason, listed at once, journalled; for another it does nothing; again and by others it is refused', async () => {
  const key = await makeSigningKey(world, anna!);
  const other = await makeSigningKey(world, anna!);
  const body = { certificateNumber: await numberOf(key), reason: 'По решению суда' };
  const given = await codeFor(administrator!, body);
  const revoke = (change: object = {}, id = newId(world.now)) =>
    world.run(administrator!, (work) => revokeByNumber(work, { ...body, ...given, ...change }), id);
  expect(await codeOf(revoke({ certificateNumber: await numberOf(other) }))).toBe('confirm.otherContent');
  expect(await codeOf(revoke({ reason: 'По просьбе' }))).toBe('confirm.otherContent');
  expect(await codeOf(world.run(administrator!, (work) => askRevocation(work, { certificateNumber: 'ABCDEF', reason: 'x' })))).toBe('object.notFound');
  const id = newId(world.now);
  await revoke({}, id);
  await revoke({}, id);
  expect(await codeOf(revoke())).toBe('confirm.used');
  expect(await codeOf(world.run(administrator!, (work) => askRevocation(work, body)))).toBe('signing.revokedAlready');
  expect((await listed()).has(body.certificateNumber)).toBe(true);
  expect(await linesOf('signing.personKeyRevoked', anna!.personId)).toEqual([{ certificateNumber: body.certificateNumber, why: 'По решению суда' }]);
  const content = Buffer.from('Договор');
  expect(
    await codeOf(world.run(anna!, async (work) => acceptSignature(work, { purpose: 'x', what: 'x', content, given: { cms: await key.sign(content) } }))),
  ).toBe('signature.revoked');
});

test('SIGN-1: ten administrators, twenty owners and the list at once: each certificate is revoked once, and the last list names all', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => makeActor(world, [], { confirmed: true })));
  const keys = await Promise.all(people.map((person) => makeSigningKey(world, person)));
  const certificateNumber = await numberOf(await makeSigningKey(world, anna!));
  const administrators = await Promise.all(Array.from({ length: 10 }, () => makeActor(world, [{ role: 'administrator' }])));
  const body = { certificateNumber, reason: 'Сразу все' };
  const codes = await Promise.all(administrators.map((one) => codeFor(one, body)));
  const raced = await Promise.allSettled(
    administrators.flatMap((one, n) => [
      world.run(one, (work) => revokeByNumber(work, { ...body, ...codes[n]! })),
      ...[0, 1].map((half) => world.run(people[2 * n + half]!, (work) => revokeOwnKey(work, keys[2 * n + half]!.keyId, 'lost'))),
    ]),
  );
  const faults = raced.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
  expect(faults).toEqual(Array.from({ length: 9 }, () => 'signing.revokedAlready'));
  const all = await listed();
  expect([certificateNumber, ...(await Promise.all(keys.map(numberOf)))].filter((number) => !all.has(number))).toEqual([]);
  expect(await linesOf('signing.personKeyRevoked', anna!.personId)).toContainEqual({ certificateNumber, why: 'Сразу все' });
});

test('SIGN-1, AUD-1: certificates by a part of the number, a surname, an organization; whoever is shown is told; the auditor revokes nothing', async () => {
  const key = await makeSigningKey(world, anna!);
  const number = await numberOf(key);
  const organizationId = await makeOrganization(world, { name: 'ООО «Берёзовый двор»' });
  const own = await world.run(portal, (work) => ensureOrganizationKey(work, organizationId));
  expect(await authority()).toMatchObject({ certificates: [], issuing: [{ list: { number: expect.any(Number) } }], can: { revoke: true } });
  const printed = (
    await authority(
      number
        .slice(-8)
        .toLowerCase()
        .replace(/(.{4})/, '$1 '),
    )
  ).certificates;
  expect(printed).toMatchObject([{ number, holder: expect.stringContaining('Сертификатова'), state: 'active', kind: 'person' }]);
  expect((await authority('Сертификатова')).certificates.map((one) => one.number)).toContain(number);
  expect((await authority('берёзовый')).certificates).toMatchObject([{ number: own.certificateNumber, holder: 'ООО «Берёзовый двор»', kind: 'organization' }]);
  expect((await authority('Никого такого')).certificates).toEqual([]);
  expect(await linesOf('journal.looked', anna!.personId)).toEqual([{ what: 'сертификаты подписи' }]);
  const auditor = await makeActor(world, [{ role: 'auditor' }]);
  expect((await authority('Сертификатова', auditor)).can.revoke).toBe(false);
  const body = { certificateNumber: own.certificateNumber, reason: 'Организация закрыта' };
  const given = await codeFor(administrator!, body);
  await world.run(administrator!, (work) => revokeByNumber(work, { ...body, ...given }));
  expect((await authority('берёзовый')).certificates).toMatchObject([{ state: 'revoked' }]);
  expect((await listed()).has(own.certificateNumber)).toBe(true);
});

test('SIGN-1: an issuing certificate is revoked with every key under it, by its root’s list; what is issued next is under a new one of the same root, and openssl asks the lists that certificates name', async () => {
  // What is made now is newer than what the tests before made.
  world.now = new Date(world.now.getTime() + 60_000);
  const [person, late] = [await makeActor(world, [], { confirmed: true }), await makeActor(world, [], { confirmed: true })];
  const key = await makeSigningKey(world, person);
  const organizationId = await makeOrganization(world);
  const own = await world.run(portal, (work) => ensureOrganizationKey(work, organizationId));
  const [before] = (await authority()).issuing;
  const body = { certificateNumber: before!.number, reason: 'Ключ центра утерян' };
  const codes = await Promise.all(
    Array.from({ length: 5 }, async () => makeActor(world, [{ role: 'administrator' }])).map(async (making) => {
      const actor = await making;
      return { actor, given: await codeFor(actor, body) };
    }),
  );
  const raced = await Promise.allSettled([
    ...codes.map(({ actor, given }) => world.run(actor, (work) => revokeByNumber(work, { ...body, ...given }))),
    ...Array.from({ length: 5 }, () => makeSigningKey(world, late)),
  ]);
  expect(raced.slice(0, 5).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const underOld = await world.db.selectFrom('signing.person_key').select('revoked_at').where('issuing_id', '=', before!.id).execute();
  expect(
    underOld.filter((row) => row.revoked_at === null),
    'nor one that was issued meanwhile',
  ).toEqual([]);
  const content = Buffer.from('Договор');
  expect(
    await codeOf(world.run(person, async (work) => acceptSignature(work, { purpose: 'x', what: 'x', content, given: { cms: await key.sign(content) } }))),
  ).toBe('signature.revoked');
  expect(await linesOf('signing.personKeyRevoked', person.personId)).toEqual([{ certificateNumber: await numberOf(key), why: 'Ключ центра утерян' }]);
  const next = await world.run(portal, (work) => ensureOrganizationKey(work, organizationId));
  expect(next.keyId).not.toBe(own.keyId);
  const { issuing } = await authority();
  expect(issuing).toMatchObject([
    { rootId: before!.rootId, revokedAt: null },
    { id: before!.id, revokedAt: expect.any(String) },
  ]);
  const reading = { ground: world.ground, db: world.db, now: world.now };
  const rootList = readRevocationList((await revocationList(reading, before!.rootId)).der)!;
  expect([...rootList.revoked.keys()]).toEqual([before!.number]);
  const certificateOf = async (number: string): Promise<Buffer> =>
    (await world.db.selectFrom('signing.organization_key').select('certificate').where('certificate_number', '=', number).executeTakeFirstOrThrow())
      .certificate;
  const issuingOf = async (id: string): Promise<Buffer> =>
    (await world.db.selectFrom('signing.authority').select('certificate').where('id', '=', id).executeTakeFirstOrThrow()).certificate;
  expect((await certificateOf(next.certificateNumber)).includes(`http://localhost:8080/api/v1/signing/revoked/${issuing[0]!.id}`)).toBe(true);
  expect((await issuingOf(issuing[0]!.id)).includes(`http://localhost:8080/api/v1/signing/revoked/${before!.rootId}`)).toBe(true);
  if (spawnSync('openssl', ['version']).error !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'root-list-'));
  writeFileSync(join(folder, 'root.pem'), await rootsPem(world.db));
  const verify = async (number: string, issuingId: string): Promise<string> => {
    const lists = await Promise.all([issuingId, before!.rootId].map(async (id) => (await revocationList(reading, id)).der));
    writeFileSync(join(folder, 'lists.pem'), lists.map((der) => `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`).join(''));
    for (const [name, der] of [
      ['leaf.pem', await certificateOf(number)],
      ['issuing.pem', await issuingOf(issuingId)],
    ] as const)
      writeFileSync(join(folder, name), certificatePem(new Uint8Array(der)));
    const { stdout, stderr } = spawnSync(
      'openssl',
      [
        'verify',
        '-crl_check_all',
        '-attime',
        String(world.now.getTime() / 1000),
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        '-CRLfile',
        'lists.pem',
        'leaf.pem',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    return stdout + stderr;
  };
  expect(await verify(next.certificateNumber, issuing[0]!.id)).toContain('leaf.pem: OK');
  expect(await verify(own.certificateNumber, before!.id)).toContain('certificate revoked');
  rmSync(folder, { recursive: true });
});
