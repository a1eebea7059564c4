import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '#platform/actor';
import { type FileStore, receiveFile } from '#platform/files';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { openPortal, type Portal } from '#test/matrix/portal';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { checkVersion } from './check-viruses.ts';
import { changeDocument, removeDocument } from './change-document.ts';
import { readDocument, readDocuments } from './documents.queries.ts';
import { keepHousePaper, withdrawHousePaper } from './house-papers.ts';
import { remindTerms } from './remind-terms.ts';
import { keepVersion, VAULT_RULES } from './upload-documents.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-house-papers-'));
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const callers = new Map<string, Actor>();
let site: Portal;
beforeAll(async () => {
  site = await openPortal(world, (name) => callers.get(name));
});
afterAll(async () => {
  await site.close();
  rmSync(dir, { recursive: true, force: true });
});

const receive = (name: string, text: string) => receiveFile(files, Readable.from([Buffer.from(text)]), { name, mediaType: '' }, VAULT_RULES);
const names = async (actor: Actor) => (await readDocuments({ db: world.db, actor, now: world.now }, {})).documents.map(({ name }) => name).sort();
const show = (actor: Actor, id: string) => readDocument({ db: world.db, actor, now: world.now }, id);

async function makePlace() {
  const [first, second, foreign] = [await makeHouse(world), await makeHouse(world), await makeHouse(world)];
  await world.db.updateTable('housing.house').set({ manager_id: first.managerId }).where('house_id', '=', second.houseId).execute();
  const manager = await makeActor(world, [{ role: 'manager', organizationId: first.managerId }]);
  const at = (house: typeof first, role: 'owner' | 'tenant') => makeActor(world, [{ role, houseId: house.houseId, premisesId: house.premises[0]!.premisesId }]);
  return {
    first,
    second,
    foreign,
    manager,
    owner: await at(first, 'owner'),
    farOwner: await at(second, 'owner'),
    tenant: await at(first, 'tenant'),
    stranger: await at(foreign, 'owner'),
  };
}
type Place = Awaited<ReturnType<typeof makePlace>>;
const put = async ({ manager, first, second }: Place, { name = 'Протокол.txt', forTenants = false } = {}): Promise<string[]> => {
  const file = await receive(name, `Протокол общего собрания ${newId(world.now)}`);
  return (await world.run(manager, (work) => keepHousePaper(work, { houseIds: [first.houseId, second.houseId], kind: 'minutes', forTenants }, file)))
    .documentIds;
};
const toldOf = async ({ personId }: Person): Promise<number> =>
  (await world.pool.query(`select 1 from platform.outbox where jobs::text like '%documents.house%' and jobs::text like $1`, [`%${personId}%`])).rowCount!;

test('DOCS-4: one file goes into several houses: their owners see it and are told, tenants where it is for them, others never', async () => {
  const place = await makePlace();
  await put(place);
  expect([await toldOf(place.owner), await toldOf(place.farOwner), await toldOf(place.tenant), await toldOf(place.stranger)]).toEqual([1, 1, 0, 0]);
  await put(place, { name: 'Памятка.txt', forTenants: true });
  expect([await toldOf(place.owner), await toldOf(place.tenant)]).toEqual([2, 1]);
  for (const owner of [place.owner, place.farOwner, place.manager]) expect(await names(owner)).toEqual(expect.arrayContaining(['Памятка', 'Протокол']));
  expect([await names(place.tenant), await names(place.stranger)]).toEqual([['Памятка'], []]);
  const [id] = await put(place, { name: 'Акт.txt' });
  expect((await show(place.manager, id!)).can).toEqual({ change: true, share: false, withdraw: true });
  for (const other of [place.tenant, place.stranger]) expect((await refusalOf(show(other, id!))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(place.manager, (work) => removeDocument(work, id!, { version: 1 })))).code).toBe('access.denied');
});

test('DOCS-4, X-5: a newer version goes to all houses, also when twenty come at once; a withdrawn paper is closed to residents and keeps its line', async () => {
  const place = await makePlace();
  const [one, two] = (await put(place)) as [string, string];
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const file = await receive('Протокол.txt', `Исправленный протокол ${n}`);
      return world.run(place.manager, (work) => keepVersion(work, n % 2 === 0 ? one : two, file));
    }),
  );
  for (const id of [one, two]) expect((await show(place.manager, id)).current).toBe(21);
  const { version } = await show(place.manager, one);
  const withdraw = (actor: Actor, given = { version, reason: 'Опечатка в повестке' }) => world.run(actor, (work) => withdrawHousePaper(work, one, given));
  expect((await refusalOf(withdraw(place.owner))).code).toBe('access.denied');
  expect((await refusalOf(withdraw(place.stranger))).code).toBe('object.notFound');
  expect((await refusalOf(withdraw(place.manager, { version, reason: ' ' }))).code).toBe('input.invalid');
  expect((await refusalOf(withdraw(place.manager, { version: 1, reason: 'x' }))).code).toBe('object.changed');
  const done = await Promise.all(Array.from({ length: 20 }, () => withdraw(place.manager)));
  expect(done.filter(({ withdrawn }) => withdrawn > 0)).toEqual([{ withdrawn: 2 }]);
  for (const [actor, id] of [
    [place.owner, one],
    [place.farOwner, two],
  ] as const) {
    expect(await show(actor, id)).toMatchObject({ withdrawnWhy: 'Опечатка в повестке', can: { change: false, withdraw: false } });
    callers.set('resident', actor);
    const file = await site.app.inject({ method: 'GET', url: `/api/v1/documents/${id}/versions/1/file`, headers: { cookie: 'sid=resident' } });
    expect([file.statusCode, file.json<{ code: string }>().code]).toEqual([409, 'documents.withdrawn']);
  }
  const late = await receive('Протокол.txt', 'Поздно');
  expect((await refusalOf(world.run(place.manager, (work) => keepVersion(work, one, late)))).code).toBe('documents.withdrawn');
});

test('DOCS-1, DOCS-4: of the term of a paper of the house its managers are told once, of a withdrawn one nobody', async () => {
  const place = await makePlace();
  const ids = [(await put(place))[0]!, (await put(place))[0]!] as const;
  for (const id of ids) await world.run(place.manager, (work) => changeDocument(work, id, { version: 1, expiresOn: '2026-11-25' }));
  await world.run(place.manager, (work) => withdrawHousePaper(work, ids[1], { version: 2, reason: 'Не тот' }));
  const remind = () => remindTerms({ ground: world.ground, db: world.db, now: () => world.now });
  expect([await remind(), await remind()]).toEqual([1, 0]);
  const { rowCount } = await world.pool.query(`select 1 from platform.outbox where jobs::text like '%documents.expiring%' and jobs::text like $1`, [
    `%${place.manager.personId}%`,
  ]);
  expect(rowCount).toBe(1);
});

test('DOCS-4, X-10: a file with a virus is taken out of all houses by one check', async () => {
  const place = await makePlace();
  const file = await receive('Смета.txt', 'Смета');
  const { documentIds } = await world.run(place.manager, (work) =>
    keepHousePaper(work, { houseIds: [place.first.houseId, place.second.houseId], kind: 'other', forTenants: false }, { ...file, isUnchecked: true }),
  );
  let asked = 0;
  const virusCheck = async (): Promise<string> => {
    asked += 1;
    return 'Eicar';
  };
  for (const documentId of documentIds)
    await checkVersion({ files, virusCheck }, { ground: world.ground, db: world.db, now: () => world.now }, { documentId, number: 1 });
  expect(asked).toBe(1);
  for (const id of documentIds) expect(await show(place.manager, id)).toMatchObject({ state: 'infected' });
});

test('DOCS-4, X-4: the form names its houses before the files: none, foreign ones and strangers are refused, a press twice puts once', async () => {
  const place = await makePlace();
  callers.set('manager', place.manager);
  callers.set('owner', place.owner);
  const key = newId(world.now);
  const send = (houses: readonly string[], caller = 'manager') => {
    const fields = [...houses.map((houseId) => ['houses', houseId]), ['kind', 'act']]
      .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    const payload = `${fields}--x\r\ncontent-disposition: form-data; name="papers"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nАкт осмотра\r\n--x--\r\n`;
    return site.app.inject({
      method: 'POST',
      url: '/api/v1/work/house-papers',
      headers: { origin: 'http://localhost:8080', cookie: `sid=${caller}`, 'idempotency-key': key, 'content-type': 'multipart/form-data; boundary=x' },
      payload,
    });
  };
  expect((await send([])).json()).toMatchObject({ code: 'documents.noHouse' });
  expect((await send([place.first.houseId, place.foreign.houseId])).json()).toMatchObject({ code: 'object.notFound' });
  expect((await send([place.first.houseId], 'owner')).json()).toMatchObject({ code: 'access.denied' });
  const answers = [await send([place.first.houseId, place.second.houseId]), await send([place.first.houseId, place.second.houseId])];
  expect(answers.map((answer) => answer.json<{ documents: string[] }>().documents.length)).toEqual([2, 2]);
  expect(await names(place.owner)).toEqual(['a']);
});
