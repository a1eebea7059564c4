import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { recordAnswers } from '#modules/privacy';
import { type Actor, personIdOf } from '#platform/actor';
import { type FileStore, receiveFile } from '#platform/files';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { portal, refusalOf, useWorld } from '#test/world';
import { chances, drawDial } from './dial.fixture.ts';
import { forgetUnusedPhotos, keepPhoto, readPhoto, readPhotos } from './meter-photos.ts';
import { readWorkMeter } from './meter-park.queries.ts';
import type { MetersPorts } from './ports.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-photos-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const files = (): FileStore => ({ dir, ring: world.ground.masterKeys, clock: () => world.now });
const ports = () => ({ files: files() }) as MetersPorts;
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const job = () => ({ ground: world.ground, db: world.db, now: () => world.now }) as Parameters<typeof readPhoto>[1];

async function photograph(home: MeteredHome, { key = newId(world.now), zone = '', meterId = home.cold } = {}): Promise<string> {
  const { picture } = await drawDial({ kind: 'drum', digits: 5, decimals: 3, isHard: false }, chances(5));
  const file = await receiveFile(files(), Readable.from([picture]), { name: 'dial.jpg', mediaType: 'image/jpeg' }, { accepts: ['jpeg'], mostBytes: 1e7 });
  await world.run(portal, (work) => recordAnswers(work, [{ personId: personIdOf(home.owner)!, purposes: ['photos'] }]));
  return (await world.run(home.owner, (work) => keepPhoto(work, { houseId: home.houseId, premisesId: home.premisesId, meterId, zone }, file), key)).photoId;
}
const submit = (home: MeteredHome, more: object, actor = home.owner) =>
  world.run(actor, (work) =>
    submitReadings(work, {
      params: { houseId: home.houseId, premisesId: home.premisesId },
      query: {},
      body: { readings: [{ meterId: home.cold, zone: '', value: '256,4', ...more }] },
    }),
  );

test('MTR-4, X-8: a photograph is read by a job that may run twice, and is bound to the reading handed in with it', async () => {
  const home = await makeMeteredHome(world);
  const key = newId(world.now);
  const photoId = await photograph(home, { key });
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => photograph(home, { key }))))).toEqual(new Set([photoId]));
  const seen = async () => (await readPhotos(reading(home.owner), { houseId: home.houseId, meterId: home.cold })).photos;
  expect(await seen()).toMatchObject([{ photoId, status: 'reading', suggestion: null }]);
  await readPhoto(ports(), job(), { houseId: home.houseId, photoId });
  await readPhoto(ports(), job(), { houseId: home.houseId, photoId });
  // What stands on the picture is no number that can follow 251,04, so nothing is suggested.
  expect(await seen()).toMatchObject([{ photoId, status: 'unread', suggestion: null }]);
  const stranger = await makeActor(world);
  expect((await refusalOf(readPhotos(reading(stranger), { houseId: home.houseId, meterId: home.cold }))).code).toBe('object.notFound');
  await submit(home, { photoId });
  expect(await seen()).toEqual([]);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  expect((await readWorkMeter(world.ground, reading(staff), { houseId: home.houseId, meterId: home.cold })).readings[0]).toMatchObject({
    value: '256.4',
    photoId,
  });
  // The same number again keeps its proof; another reading may not take it.
  await submit(home, { photoId });
  expect((await refusalOf(submit(home, { photoId, value: '256,5' }))).code).toBe('object.notFound');
});

test('MTR-4: a photograph of another meter or zone is no proof, and the same key keeps one', async () => {
  const [home, other] = [await makeMeteredHome(world), await makeMeteredHome(world)];
  const photoId = await photograph(other);
  expect((await refusalOf(submit(home, { photoId }))).code).toBe('object.notFound');
  expect((await refusalOf(photograph(home, { zone: 'T1' }))).code).toBe('object.notFound');
  const key = newId(world.now);
  expect(await photograph(home, { key })).toBe(await photograph(home, { key }));
  const { count } = await world.db
    .selectFrom('meters.photo')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('house_id', '=', home.houseId)
    .executeTakeFirstOrThrow();
  expect(count).toBe(1n);
});

test('MTR-4: photographs that nobody handed in go after a day with their files, proofs stay', async () => {
  const home = await makeMeteredHome(world);
  const [proof, unused] = [await photograph(home), await photograph(home)];
  await submit(home, { photoId: proof });
  world.now = new Date('2026-11-23T10:00:00Z');
  await forgetUnusedPhotos(job());
  world.now = new Date('2026-11-22T09:00:00Z');
  const left = await world.db.selectFrom('meters.photo').select('id').where('house_id', '=', home.houseId).execute();
  expect(left.map(({ id }) => id)).toEqual([proof]);
  expect(unused).not.toBe(proof);
});
