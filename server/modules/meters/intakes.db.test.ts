import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { openTestFiles } from '#test/factories/registers';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { refusalOf, useWorld } from '#test/world';
import { checkIntakeJob } from './check-intake.ts';
import { readIntake, readIntakes } from './intakes.queries.ts';
import { loadIntake, loadIntakeJob, takeBackIntake, takeBackIntakeJob } from './load-intake.ts';
import { receiveIntake } from './receive-intake.ts';
import { sendReadings } from './send-readings.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const files = openTestFiles();
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', async () => (await refusalOf(work)).code);
const context = () => ({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } });
const check = (intakeId: string) => checkIntakeJob(files).run(context(), { intakeId });
const serialOf = async (home: MeteredHome, meterId: string) => (await world.db.selectFrom('meters.meter').select('serial').where('house_id', '=', home.houseId).where('id', '=', meterId).executeTakeFirstOrThrow()).serial;
const active = (home: MeteredHome, meterId: string) => world.db.selectFrom('meters.reading').select(['value', 'source']).where('house_id', '=', home.houseId).where('meter_id', '=', meterId).where('period', '=', '2026-11-01').where('status', '=', 'active').execute();

async function receive(actor: Actor, text: string, { key = newId(world.now) } = {}): Promise<{ id: string; repeated: boolean }> {
  const fileId = randomUUID();
  const written = await files.write(fileId, Readable.from([Buffer.from(text)]));
  return world.run(actor, (work) => receiveIntake(work, { organizationId: undefined, name: 'readings.csv', fileId, ...written }), key, text);
}
const decide = (actor: Actor, id: string, { choice = 'all', unusual = false, version = 2, key = newId(world.now) }: { choice?: 'all' | 'good'; unusual?: boolean; version?: number; key?: string } = {}) => world.run(actor, (work) => loadIntake(work, { id, choice, unusual, version }), key);

test('MTR-8, X-2, X-7: a file is checked, its good rows loaded by a job, the same file changes nothing, and it is taken back', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const [cold, hot] = [await serialOf(home, home.cold), await serialOf(home, home.hot)];
  await world.run(home.owner, (work) => submitReadings(work, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: {}, body: { readings: [{ meterId: home.cold, zone: '', value: '255' }] } }));
  const text = `Адрес;Номер ПУ в ГИС ЖКХ;Вид коммунального ресурса;Период;Показание Т1;Дата снятия показания\n;${cold};Холодная вода;11.2026;256,4;21.11.2026\n;${hot};Холодная вода;11.2026;190;\n;${hot};Горячая вода;11.2026;100;\n;нет-такого;;11.2026;5;\n;${cold};;11.2026;257;21.11.2026\n`;
  const { id } = await receive(staff, text);
  await check(id);
  await check(id);
  const seen = await readIntake(reading(staff), id);
  expect(seen).toMatchObject({ status: 'checked', rows: 1, same: 0, unusual: 0, errors: 4, can: { loadAll: false, loadGood: true } });
  expect(new Set(seen.problems.map(({ row }) => row))).toEqual(new Set([3, 4, 5, 6]));
  for (const actor of [await makeActor(world, [{ role: 'accountant', organizationId: home.powerId }]), home.owner]) {
    expect(await codeOf(readIntake(reading(actor), id))).toBe('object.notFound');
    expect(await codeOf(decide(actor, id, { choice: 'good' }))).toBe('object.notFound');
  }
  expect(await codeOf(decide(staff, id))).toBe('register.hasErrors');
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(decide(staff, id, { choice: 'good' }))));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  for (let n = 0; n < 2; n += 1) await loadIntakeJob(files).run(context(), { intakeId: id });
  expect(await active(home, home.cold)).toMatchObject([{ source: 'organization', value: expect.stringContaining('256.4') }]);
  expect((await receive(staff, text)).repeated).toBe(true);
  const { version } = await readIntake(reading(staff), id);
  await world.run(staff, (work) => takeBackIntake(work, { id, version }));
  for (let n = 0; n < 2; n += 1) await takeBackIntakeJob.run(context(), { intakeId: id });
  expect(await active(home, home.cold)).toMatchObject([{ source: 'resident', value: expect.stringContaining('255') }]);
  expect(await world.db.selectFrom('meters.submission').select('status').where('house_id', '=', home.houseId).execute()).toEqual([{ status: 'sent' }]);
  expect((await readIntakes(reading(staff), {})).list.rows).toMatchObject([{ status: 'taken_back', errors: 4 }]);
});

test('MTR-8: unusual rows wait for a confirmation, and rows that a resident has overtaken send the file back to the check', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const { id } = await receive(staff, `Номер счётчика;Т1\n${await serialOf(home, home.cold)};330\n${await serialOf(home, home.hot)};190\n`);
  await check(id);
  expect(await readIntake(reading(staff), id)).toMatchObject({ rows: 2, unusual: 1, errors: 0, problems: [{ row: 2, isUnusual: true }] });
  expect(await codeOf(decide(staff, id))).toBe('meters.confirmWarnings');
  await decide(staff, id, { unusual: true });
  await world.run(home.owner, (work) => submitReadings(work, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: {}, body: { readings: [{ meterId: home.cold, zone: '', value: '255' }] } }));
  await loadIntakeJob(files).run(context(), { intakeId: id });
  const again = await readIntake(reading(staff), id);
  expect(again).toMatchObject({ status: 'draft', note: expect.stringContaining('заново') });
  await check(id);
  const { version } = await readIntake(reading(staff), id);
  await decide(staff, id, { unusual: true, version });
  await loadIntakeJob(files).run(context(), { intakeId: id });
  expect((await active(home, home.cold)).map(({ source }) => source)).toEqual(['organization']);
  expect(await active(home, home.hot)).toHaveLength(1);
});

test('MTR-8, X-4: a program sends a batch: good ones are kept, the rest answered one by one, the same again changes nothing', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.powerId }]);
  const power = await serialOf(home, home.power);
  const send = (readings: { meter: string; values: string[]; takenOn?: string }[], key = newId(world.now)) => world.run(staff, (work) => sendReadings(work, { readings }), key, readings);
  const batch = [{ meter: power, values: ['8500', '4180'] }, { meter: power, values: ['8501', '4181'] }, { meter: power, values: ['8500'] }, { meter: 'нет', values: ['1'] }, { meter: power, values: ['много', '1'] }];
  const key = newId(world.now);
  const first = await send(batch, key);
  expect(first).toMatchObject({ kept: 2, same: 0 });
  expect(first.refused.map(({ index, code }) => [index, code])).toEqual(expect.arrayContaining([[1, 'reading.twice'], [2, 'reading.zones'], [3, 'meter.unknown'], [4, 'reading.notNumber']]));
  expect(await send(batch, key)).toEqual(first);
  expect(await send([{ meter: 'нет', values: ['<а1-,'] }, { meter: ',0', values: ['-'] }])).toMatchObject({ kept: 0, refused: [{ code: 'meter.unknown' }, { code: 'meter.unknown' }] });
  expect(await send(batch.slice(0, 1))).toMatchObject({ kept: 0, same: 1, refused: [] });
  expect((await active(home, home.power)).map(({ source }) => source)).toEqual(['organization', 'organization']);
});
