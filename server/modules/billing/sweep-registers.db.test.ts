import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { jobContext, openDesk } from '#test/factories/registers';
import { TEST_KEYS, useWorld } from '#test/world';
import { openSealedFiles } from './sealed-files.ts';
import { sweepRegistersJob } from './sweep-registers.ts';

const world = useWorld();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-swept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('CHG-5, X-10: files go when their time is over and the registers stay; orphans go after a day; what is young or on its way stays', async () => {
  const house = await makeHouse(world, { flats: 1 });
  const { number } = await makeAccount(world, { house, premisesId: house.premises[0]!.premisesId });
  const desk = openDesk(world, house.managerId);
  const upload = (sum: string) => desk.upload(`Лицевой счёт;Период;Услуга;Начислено\n${number};10.2026;Газ;${sum}\n${number};10.2026;Веники;1\n`);
  const [loaded, waiting, young] = [await upload('1,00'), await upload('2,00'), await upload('3,00')];
  await desk.load(loaded.id, 'good');
  const orphan = newId(world.now);
  await desk.files.write(orphan, Readable.from([Buffer.from('cut off')]));
  const sweepOn = async (day: string) => sweepRegistersJob(desk.files).run({ ...jobContext(world), now: () => new Date(`${day}T12:00:00Z`) }, {});
  const kept = async (): Promise<boolean[]> =>
    Promise.all(
      [loaded.file_id, waiting.file_id, young.file_id, orphan].map((id) =>
        desk.files.open(id).then(
          async (file) => (await file.close(), true),
          () => false,
        ),
      ),
    );
  await world.db.updateTable('billing.register_load').set({ status: 'draft' }).where('id', '=', young.id).execute();

  const today = world.now.toISOString().slice(0, 10);
  await sweepOn(today);
  expect(await kept()).toEqual([true, true, true, true]);
  await sweepOn('2027-03-01');
  expect(await kept()).toEqual([true, false, true, false]);
  expect(await desk.state(waiting.id)).toMatchObject({ status: 'taken_back', row_count: 1n });
  expect(await desk.errors(waiting.id)).toEqual([]);
  await sweepOn('2031-12-31');
  expect(await kept()).toEqual([true, false, true, false]);
  await sweepOn('2032-01-01');
  expect(await kept()).toEqual([false, false, true, false]);
  expect((await desk.state(loaded.id)).status).toBe('loaded');
  expect((await desk.takeBack(loaded.id)).status).toBe('taken_back');
});

test('X-10: after a change of the master key every file of registers opens with the new key alone', async () => {
  const [[version, old]] = [...TEST_KEYS.keys] as [[number, Buffer]];
  const next = randomBytes(32);
  const ring = (current: number, ...keys: [number, Buffer][]) => openSealedFiles(folder, { current, keys: new Map(keys) });
  await ring(version, [version, old]).write(newId(world.now), Readable.from([Buffer.from('реестр')]));
  const both = ring(version + 1, [version, old], [version + 1, next]);
  expect([await both.rekey(), await both.rekey()]).toEqual([1, 0]);
  const file = await ring(version + 1, [version + 1, next]).open(readdirSync(folder)[0]!);
  expect((await buffer(Readable.from(file.read(0, file.size)))).toString()).toBe('реестр');
  await file.close();
});
