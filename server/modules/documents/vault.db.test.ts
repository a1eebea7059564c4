import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import type { Actor, Person } from '#platform/actor';
import { type FileStore, findFile, receiveFile } from '#platform/files';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { changeDocument, removeDocument } from './change-document.ts';
import { readDocument, readDocuments } from './documents.queries.ts';
import type { Vault } from './keep-document.ts';
import { remindTerms } from './remind-terms.ts';
import { revokeShare, shareDocument } from './share-document.ts';
import { keepUpload, keepVersion, VAULT_RULES } from './upload-documents.ts';
import { reachVault } from './vault.policy.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-vault-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const receive = (name: string, text = 'Договор управления домом') =>
  receiveFile(files, Readable.from([Buffer.from(text)]), { name, mediaType: 'text/plain' }, VAULT_RULES);
const put = async (actor: Actor, vault: Vault, name: string): Promise<string> => {
  const file = await receive(name);
  return (await world.run(actor, (work) => keepUpload(work, vault, file))).documentId;
};
const list = (actor: Actor, asked = {}) => readDocuments({ db: world.db, actor, now: world.now }, asked);
const names = async (actor: Actor, asked = {}) => (await list(actor, asked)).documents.map(({ name }) => name).sort();
const read = (actor: Actor, id: string) => readDocument({ db: world.db, actor, now: world.now }, id);
const own = (actor: Person): Vault => ({ personId: actor.personId });

test('DOCS-1, DOCS-4, ROLE-2: a person sees their own papers, those of their homes and of their houses, and nobody else’s', async () => {
  const house = await makeHouse(world);
  const [first, second] = house.premises as [(typeof house.premises)[0], (typeof house.premises)[0]];
  const owner = await makeActor(world, [{ role: 'owner', houseId: first.houseId, premisesId: first.premisesId }]);
  const neighbour = await makeActor(world, [{ role: 'owner', houseId: second.houseId, premisesId: second.premisesId }]);
  const tenant = await makeActor(world, [{ role: 'tenant', houseId: first.houseId, premisesId: first.premisesId }]);
  const manager = await makeActor(world, [{ role: 'manager', organizationId: house.managerId }]);
  const stranger = await makeActor(world);
  const mine = await put(owner, own(owner), 'Моё.txt');
  const home = await put(owner, await reachVault(world.db, owner, `${first.houseId}/${first.premisesId}`), 'Квартира.txt');
  const minutes = await put(manager, await reachVault(world.db, manager, `${house.houseId}/`), 'Протокол.txt');
  expect(await names(owner)).toEqual(['Квартира', 'Моё', 'Протокол']);
  expect(await names(owner, { place: 'home' })).toEqual(['Квартира']);
  expect(await names(neighbour)).toEqual(['Протокол']);
  expect(await names(tenant)).toEqual([]);
  for (const other of [neighbour, tenant, stranger, manager])
    for (const id of [mine, home]) expect((await refusalOf(read(other, id))).code).toBe('object.notFound');
  expect((await read(neighbour, minutes)).can).toEqual({ change: false, share: false, withdraw: false });
  expect((await read(manager, minutes)).can).toEqual({ change: true, share: false, withdraw: true });
  for (const asked of [`${second.houseId}/${second.premisesId}`, `${house.houseId}/`, 'x', '/'])
    expect((await refusalOf(reachVault(world.db, owner, asked))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(neighbour, (work) => removeDocument(work, minutes, { version: 1 })))).code).toBe('access.denied');
});

test('DOCS-1: papers are found by words of the name in any form, also half typed, and put under kinds; marks of pages are checked', async () => {
  const actor = await makeActor(world);
  for (const name of ['Договоры управления.txt', 'Справка о составе семьи.txt', 'Акт осмотра 12-34.txt']) await put(actor, own(actor), name);
  expect(await names(actor, { q: 'договор' })).toEqual(['Договоры управления']);
  expect(await names(actor, { q: 'управлен' })).toEqual(['Договоры управления']);
  expect(await names(actor, { q: 'СЕМЬЯ справки' })).toEqual(['Справка о составе семьи']);
  for (const q of ['и', "'; drop", 'нет такого', ':*', '&|!()', '\u0000']) await list(actor, { q });
  expect(await names(actor, { q: 'и' })).toEqual([]);
  const page = await list(actor, { limit: 2 });
  expect(page.folders).toEqual([{ kind: 'other', count: 3 }]);
  expect((await list(actor, { after: page.next! })).documents).toHaveLength(1);
  for (const after of ['x', '2026-11-22T09:00:00.000Z x', `2026-99-22T09:00:00.000Z ${newId(world.now)}`])
    expect((await refusalOf(list(actor, { after }))).code).toBe('list.mark');
});

test('DOCS-1, DOCS-2, X-5: a kind is corrected by one tap, a term and a name are set, a stale version is refused, of twenty at once one is done', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, own(actor), 'Скан.txt');
  const change = (body: object) => world.run(actor, (work) => changeDocument(work, id, { version: 1, ...body }));
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => change({ kind: 'contract', name: 'Договор найма', expiresOn: '2027-12-31' })));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await read(actor, id)).toMatchObject({ kind: 'contract', sureness: null, name: 'Договор найма', expiresOn: '2027-12-31', version: 2 });
  expect(await names(actor, { q: 'найма' })).toEqual(['Договор найма']);
  expect(await names(actor, { q: 'скан' })).toEqual([]);
  expect((await refusalOf(change({ kind: 'act' }))).code).toBe('object.changed');
  for (const body of [{ name: '  ' }, { expiresOn: '2026-02-31' }, { expiresOn: 'завтра' }])
    expect((await refusalOf(change({ version: 2, ...body }))).fields?.[0]?.pointer).toBe(`/${Object.keys(body)[0]}`);
});

test('DOCS-1, X-8: versions stay beside each other; a removed paper goes with all its files', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, own(actor), 'Договор.txt');
  const newer = await receive('Договор 2.txt', 'новее');
  const key = newId(world.now);
  await Promise.all(Array.from({ length: 20 }, () => world.run(actor, (work) => keepVersion(work, id, newer), key)));
  const { versions, current, version } = await read(actor, id);
  expect([versions.map(({ number, fileName }) => [number, fileName]), current, version]).toEqual([
    [
      [2, 'Договор 2.txt'],
      [1, 'Договор.txt'],
    ],
    2,
    2,
  ]);
  const kept = await world.db.selectFrom('documents.version').select('file_id').where('document_id', '=', id).execute();
  await world.run(actor, (work) => removeDocument(work, id, { version }));
  expect((await refusalOf(read(actor, id))).code).toBe('object.notFound');
  for (const { file_id: fileId } of kept) expect(await findFile(world.db, fileId)).toBeUndefined();
});

test('DOCS-1, AUD-1: a paper is open to a telephone or an organization until the day or till it is closed; the look is told; an unknown telephone is answered as any', async () => {
  const house = await makeHouse(world);
  const [flat] = house.premises as [(typeof house.premises)[0]];
  const owner = await makeActor(world, [{ role: 'owner', houseId: flat.houseId, premisesId: flat.premisesId }]);
  const friend = await makeActor(world, [], { phone: '+79981234567' });
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]);
  const stranger = await makeActor(world);
  const id = await put(owner, own(owner), 'Договор.txt');
  const share = (body: { phone?: string; organizationId?: string; until?: string }, key?: string) =>
    world.run(owner, (work) => shareDocument(work, id, { until: '2026-12-01', ...body }), key);
  const key = newId(world.now);
  const [{ shareId }] = (await Promise.all(Array.from({ length: 20 }, () => share({ phone: '8 998 123 45 67' }, key)))) as [{ shareId: string }];
  await share({ organizationId: house.managerId });
  await share({ phone: '+7 998 000-00-00' });
  const { shares, organizations } = await read(owner, id);
  expect(shares.map(({ to }) => to.replaceAll(/\s/g, ' ')).sort()).toEqual(['+7 (998) •••-••-00', '+7 (998) •••-••-67', organizations[0]!.name]);
  expect(await list(friend, { place: 'shared' })).toMatchObject({ documents: [{ id, place: 'shared' }] });
  expect((await read(accountant, id)).can).toEqual({ change: false, share: false, withdraw: false });
  await readDocument({ db: world.db, actor: accountant, now: world.now }, id, world.ground);
  const looks = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', owner.personId)
    .where('action', '=', 'journal.looked')
    .execute();
  expect(looks).toHaveLength(1);
  expect((await refusalOf(read(stranger, id))).code).toBe('object.notFound');
  for (const actor of [friend, accountant])
    expect((await refusalOf(world.run(actor, (work) => removeDocument(work, id, { version: 1 })))).code).toBe('object.notFound');
  for (const [body, field] of [
    [{ phone: 'нет' }, '/phone'],
    [{ phone: '+79981234567', until: '2026-11-21' }, '/until'],
    [{ phone: '+79981234567', until: '2028-01-01' }, '/until'],
    [{ phone: '+79981234567', until: 'завтра' }, '/until'],
  ] as const)
    expect((await refusalOf(share(body))).fields[0]?.pointer).toBe(field);
  expect((await refusalOf(share({ organizationId: newId(world.now) }))).code).toBe('object.notFound');
  for (let n = 0; n < 2; n++) await world.run(owner, (work) => revokeShare(work, { documentId: id, shareId }));
  expect((await refusalOf(read(friend, id))).code).toBe('object.notFound');
  world.now = new Date('2026-12-02T09:00:00Z');
  expect((await refusalOf(read(accountant, id))).code).toBe('object.notFound');
  world.now = new Date('2026-11-22T09:00:00Z');
});

test('DOCS-1: a term is told of 30, 7 days and a day before, each once, to the owner of the paper', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, own(actor), 'Аренда.txt');
  await world.run(actor, (work) => changeDocument(work, id, { version: 1, expiresOn: '2026-12-20' }));
  const remind = async (day: string): Promise<number> => remindTerms({ ground: world.ground, db: world.db, now: () => new Date(`${day}T09:00:00Z`) });
  const told: number[] = [];
  for (const day of ['2026-11-19', '2026-11-20', '2026-11-20', '2026-12-12', '2026-12-13', '2026-12-19', '2026-12-20', '2026-12-21'])
    told.push(await remind(day));
  expect(told).toEqual([0, 1, 0, 0, 1, 1, 0, 0]);
});
