import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensureOrganizationKey, revokeOrganizationKey, signDocument, verifyDocument } from '#modules/signing';
import { newId } from '#platform/ids';
import { makeOrganization } from '#test/factories/housing';
import { portal, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { rootsPem } from './sign-document.ts';

const world = useWorld();
const bytes = new TextEncoder().encode('Акт о передаче показаний');
const folder = mkdtempSync(join(tmpdir(), 'signing-db-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ensure = (organizationId: string) => world.run(portal, (work) => ensureOrganizationKey(work, organizationId));
const sign = async (organizationId: string) => signDocument(world.db, TEST_KEYS, { key: await ensure(organizationId), bytes, at: world.now });

test('MTR-3, SIGN-1: twenty at once make one authority and one key; the key lies sealed', async () => {
  const organizationId = await makeOrganization(world);
  const keys = await Promise.all(Array.from({ length: 20 }, () => ensure(organizationId)));
  expect(new Set(keys.map((key) => key.keyId)).size).toBe(1);
  expect(await world.db.selectFrom('signing.authority').select('role').orderBy('role').execute()).toEqual([{ role: 'issuing' }, { role: 'root' }]);
  const row = await world.db.selectFrom('signing.organization_key').selectAll().where('organization_id', '=', organizationId).executeTakeFirstOrThrow();
  expect(row.sealed.length).toBeGreaterThan(100);
  expect(row.sealed.toString('latin1')).not.toContain('\x2a\x86\x48\xce\x3d'); // the algorithm's id, which stands in every open private key
  expect(keys[0]!.certificateNumber).toBe(row.certificate_number);
});

test('MTR-3: what an organization signed is verified by the portal and by openssl, a changed byte is refused', async () => {
  const name = 'ООО «УК Липовый двор»';
  const organizationId = await makeOrganization(world, { name });
  const signature = await sign(organizationId);
  expect(await verifyDocument(world.db, { bytes, signature })).toMatchObject({ valid: true, by: { organization: name } });
  expect(await verifyDocument(world.db, { bytes: bytes.with(3, 0), signature })).toEqual({ valid: false, problem: 'changed' });
  expect(await verifyDocument(world.db, { bytes, signature: new Uint8Array([1, 2]) })).toEqual({ valid: false, problem: 'unreadable' });
  if (spawnSync('openssl', ['version']).error !== undefined) return;
  for (const [file, content] of Object.entries({ 'root.pem': await rootsPem(world.db), content: bytes, signature })) writeFileSync(join(folder, file), content);
  const time = String(Math.floor(world.now.getTime() / 1000));
  execFileSync(
    'openssl',
    [
      'cms',
      '-verify',
      '-binary',
      '-cades',
      '-attime',
      time,
      '-inform',
      'DER',
      '-in',
      'signature',
      '-content',
      'content',
      '-CAfile',
      'root.pem',
      '-out',
      'verified',
    ],
    { cwd: folder, stdio: 'pipe' },
  );
});

test('SIGN-1: a key in its last month gives way to a new one, and what the old one signed stays valid', async () => {
  const organizationId = await makeOrganization(world);
  const start = world.now;
  const signature = await sign(organizationId);
  const first = await ensure(organizationId);
  world.now = new Date('2029-10-25T00:00:00Z');
  const second = await ensure(organizationId);
  world.now = start;
  expect(second.keyId).not.toBe(first.keyId);
  expect(await verifyDocument(world.db, { bytes, signature })).toMatchObject({ valid: true, by: { certificateNumber: first.certificateNumber } });
});

test('SIGN-1: with a revoked key nothing is signed, what it signed before stays valid, later signatures are refused', async () => {
  const organizationId = await makeOrganization(world);
  const before = await sign(organizationId);
  const key = await ensure(organizationId);
  const later = await signDocument(world.db, TEST_KEYS, { key, bytes, at: new Date(world.now.getTime() + 60_000) });
  world.now = new Date(world.now.getTime() + 30_000);
  expect(await world.run(portal, (work) => revokeOrganizationKey(work, key))).toBe(true);
  expect(await world.run(portal, (work) => revokeOrganizationKey(work, key))).toBe(false);
  await expect(signDocument(world.db, TEST_KEYS, { key, bytes, at: world.now })).rejects.toThrow('not in force');
  expect(await verifyDocument(world.db, { bytes, signature: before })).toMatchObject({ valid: true });
  expect(await verifyDocument(world.db, { bytes, signature: later })).toEqual({ valid: false, problem: 'revoked' });
  expect((await ensure(organizationId)).keyId).not.toBe(key.keyId);
});

test('SIGN-1: an unknown organization has no key', async () => {
  expect((await refusalOf(ensure(newId(world.now)))).code).toBe('object.notFound');
});
