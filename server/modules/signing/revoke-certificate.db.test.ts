// The authority at the administrator's desk: certificates found, one revoked by a code, the list published with it.
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
import { readAuthority } from './authority.queries.ts';
import { ensureOrganizationKey } from './organization-keys.ts';
import { revokeOwnKey } from './person-keys.ts';
import { askRevocation, revokeByNumber } from './revoke-certificate.ts';
import './signing.tables.ts';

const world = useWorld('2026-11-22T09:00:00Z');
let [administrator, anna]: Person[] = [];
beforeAll(async () => {
  administrator = await makeActor(world, [{ role: 'administrator' }]);
  anna = await makeActor(world, [], { confirmed: true, lastName: 'Сертификатова' });
});

const numberOf = async ({ keyId }: TestKey): Promise<string> => (await world.db.selectFrom('signing.person_key').select('certificate_number').where('id', '=', keyId).executeTakeFirstOrThrow()).certificate_number;
async function codeFor(actor: Person, body: { certificateNumber: string; reason: string }): Promise<{ confirmationId: string; code: string }> {
  const asked = await world.run(actor, (work) => withCode(work, (inner) => askRevocation(inner, body)));
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, actor, given);
  return given;
}
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusalOf(work)).code;
const authority = (find?: string, actor = administrator!) => readAuthority({ db: world.db, actor, now: world.now }, find === undefined ? {} : { find }, world.ground);
const listed = async (): Promise<ReadonlySet<string>> => {
  const { der } = await world.db.selectFrom('signing.revocation_list').select('der').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
  return new Set(readRevocationList(der)!.revoked.keys());
};
const linesOf = async (action: string, personId: string) => (await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', action).where('person_id', '=', personId).execute()).map(({ facts }) => facts);

test('SIGN-1, CONF-1: revoked by a code for this certificate and reason, listed at once, journalled; for another it does nothing; again and by others it is refused', async () => {
  const key = await makeSigningKey(world, anna!);
  const other = await makeSigningKey(world, anna!);
  const body = { certificateNumber: await numberOf(key), reason: 'По решению суда' };
  const given = await codeFor(administrator!, body);
  const revoke = (change: object = {}, id = newId(world.now)) => world.run(administrator!, (work) => revokeByNumber(work, { ...body, ...given, ...change }), id);
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
  expect(await codeOf(world.run(anna!, async (work) => acceptSignature(work, { purpose: 'x', what: 'x', content, given: { cms: await key.sign(content) } })))).toBe('signature.revoked');
});

test('SIGN-1: ten administrators, twenty owners and the list at once: each certificate is revoked once, and the last list names all', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => makeActor(world, [], { confirmed: true })));
  const keys = await Promise.all(people.map((person) => makeSigningKey(world, person)));
  const certificateNumber = await numberOf(await makeSigningKey(world, anna!));
  const administrators = await Promise.all(Array.from({ length: 10 }, () => makeActor(world, [{ role: 'administrator' }])));
  const body = { certificateNumber, reason: 'Сразу все' };
  const codes = await Promise.all(administrators.map((one) => codeFor(one, body)));
  const raced = await Promise.allSettled(administrators.flatMap((one, n) => [
    world.run(one, (work) => revokeByNumber(work, { ...body, ...codes[n]! })),
    ...[0, 1].map((half) => world.run(people[2 * n + half]!, (work) => revokeOwnKey(work, keys[2 * n + half]!.keyId, 'lost'))),
  ]));
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
  const printed = (await authority(number.slice(-8).toLowerCase().replace(/(.{4})/, '$1 '))).certificates;
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
