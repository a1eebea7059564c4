import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { type FileStore, findFile, receiveFile, sweepFiles } from '#platform/files';
import { newId } from '#platform/ids';
import type { Work } from '#platform/work';
import { makeAccount } from '#test/factories/accounts';
import { jobContext, openDesk } from '#test/factories/registers';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { portal, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { checkIntakeJob } from './check-intake.ts';
import { readIntake, readIntakes } from './intakes.queries.ts';
import { loadIntake, loadIntakeJob, postIntake, reverseIntake, takeBackIntake, takeBackIntakeJob } from './load-intake.ts';
import { receiveIntake } from './receive-intake.ts';
import { sendReadings } from './send-readings.ts';
import { submitReadings } from './submit-readings.ts';
import { sweepIntakes } from './sweep-intakes.ts';
import { takeRegisterReadings } from './take-register-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-intakes-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    async () => (await refusalOf(work)).code,
  );
const context = () => jobContext(world);
const check = (intakeId: string) => checkIntakeJob(files).run(context(), { intakeId });
const serialOf = async (home: MeteredHome, meterId: string) =>
  (await world.db.selectFrom('meters.meter').select('serial').where('house_id', '=', home.houseId).where('id', '=', meterId).executeTakeFirstOrThrow()).serial;
const active = (home: MeteredHome, meterId: string) =>
  world.db
    .selectFrom('meters.reading')
    .select(['value', 'source'])
    .where('house_id', '=', home.houseId)
    .where('meter_id', '=', meterId)
    .where('period', '=', '2026-11-01')
    .where('status', '=', 'active')
    .execute();

async function receive(actor: Actor, text: string, { key = newId(world.now) } = {}): Promise<{ id: string; repeated: boolean }> {
  const file = await receiveFile(files, Readable.from([Buffer.from(text)]), { name: 'readings.csv', mediaType: '' }, { accepts: ['csv'], mostBytes: 1e6 });
  return world.run(actor, (work) => receiveIntake(work, undefined, file), key, text);
}
const decide = (
  actor: Actor,
  id: string,
  { choice = 'all', unusual = false, version = 2, key = newId(world.now) }: { choice?: 'all' | 'good'; unusual?: boolean; version?: number; key?: string } = {},
) => world.run(actor, (work) => loadIntake(work, { id, choice, unusual, version }), key);

test('MTR-8, X-2, X-7: a file is checked, its good rows loaded by a job, the same file changes nothing, and it is taken back', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const [cold, hot] = [await serialOf(home, home.cold), await serialOf(home, home.hot)];
  await world.run(home.owner, (work) =>
    submitReadings(work, {
      params: { houseId: home.houseId, premisesId: home.premisesId },
      query: {},
      body: { readings: [{ meterId: home.cold, zone: '', value: '255' }] },
    }),
  );
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
  const [key, ordered] = [newId(world.now), [] as unknown[]];
  const takeBack = (own: string) => codeOf(world.run(staff, (work) => takeBackIntake(work, { id, version }), own).then((answer) => ordered.push(answer)));
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => takeBack(key))))).toEqual(new Set(['done']));
  expect([ordered.length, new Set(ordered.map((answer) => JSON.stringify(answer))).size]).toEqual([20, 1]);
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => takeBack(newId(world.now)))))).toEqual(new Set(['register.takenBack']));
  for (let n = 0; n < 2; n += 1) await takeBackIntakeJob.run(context(), { intakeId: id });
  expect(await active(home, home.cold)).toMatchObject([{ source: 'resident', value: expect.stringContaining('255') }]);
  expect(await world.db.selectFrom('meters.submission').select('status').where('house_id', '=', home.houseId).execute()).toEqual([{ status: 'sent' }]);
  expect((await readIntakes(reading(staff), {})).list.rows).toMatchObject([{ status: 'taken_back', errors: 4 }]);
});

test('MTR-5, X-3: a file of a phone’s key-pad: the account with the meter’s place or its service; what names no meter or two is told by row', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const { number: account } = await makeAccount(world, { house: home.house, premisesId: home.premisesId, organizationId: home.supplierId });
  const { id } = await receive(
    staff,
    `Лицевой счёт;Клавиша;Услуга;Показание;Дата\n${account};1;;00256;21.11.2026\n${account};;гвс;190;21.11.2026\n${account};9;;5;21.11.2026\n${account};;;5;21.11.2026\n${account};;Домофон;5;21.11.2026\n${account};;Газ;5;21.11.2026\nнет-такого;;гвс;5;21.11.2026\n`,
  );
  await check(id);
  const seen = await readIntake(reading(staff), id);
  expect(seen).toMatchObject({ status: 'checked', rows: 2, unusual: 0, errors: 5 });
  expect(seen.problems.map(({ row, detail }) => `${row} ${detail}`)).toEqual([
    `4 Счётчиков по счёту ${account}: 2, а указан 9-й`,
    `5 Счётчиков по счёту ${account}: 2. Укажите, который: его номер или место по порядку`,
    '6 Услуги «Домофон» среди измеряемых нет. Проверьте название',
    `7 Ваших счётчиков по счёту ${account} на услугу «Газ» нет`,
    '8 Лицевого счёта нет-такого среди ваших нет. Проверьте номер',
  ]);
  await decide(staff, id, { choice: 'good' });
  await loadIntakeJob(files).run(context(), { intakeId: id });
  expect(await active(home, home.cold)).toMatchObject([{ source: 'organization', value: expect.stringContaining('256') }]);
  expect(await active(home, home.hot)).toMatchObject([{ source: 'organization', value: expect.stringContaining('190') }]);
});

test('MTR-8: unusual rows wait for a confirmation, and rows that a resident has overtaken send the file back to the check', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const { id } = await receive(staff, `Номер счётчика;Т1\n${await serialOf(home, home.cold)};330\n${await serialOf(home, home.hot)};190\n`);
  await check(id);
  expect(await readIntake(reading(staff), id)).toMatchObject({ rows: 2, unusual: 1, errors: 0, problems: [{ row: 2, isUnusual: true }] });
  expect(await codeOf(decide(staff, id))).toBe('meters.confirmWarnings');
  await decide(staff, id, { unusual: true });
  await world.run(home.owner, (work) =>
    submitReadings(work, {
      params: { houseId: home.houseId, premisesId: home.premisesId },
      query: {},
      body: { readings: [{ meterId: home.cold, zone: '', value: '255' }] },
    }),
  );
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
  const send = (readings: { meter: string; values: string[]; takenOn?: string }[], key = newId(world.now)) =>
    world.run(staff, (work) => sendReadings(work, { readings }), key, readings);
  const batch = [
    { meter: power, values: ['8500', '4180'] },
    { meter: power, values: ['8501', '4181'] },
    { meter: power, values: ['8500'] },
    { meter: 'нет', values: ['1'] },
    { meter: power, values: ['много', '1'] },
  ];
  const key = newId(world.now);
  const first = await send(batch, key);
  expect(first).toMatchObject({ kept: 2, same: 0 });
  expect(first.refused.map(({ index, code }) => [index, code])).toEqual(
    expect.arrayContaining([
      [1, 'reading.twice'],
      [2, 'reading.zones'],
      [3, 'meter.unknown'],
      [4, 'reading.notNumber'],
    ]),
  );
  expect(await Promise.all(Array.from({ length: 20 }, () => send(batch, key)))).toEqual(Array.from({ length: 20 }, () => first));
  expect(
    await send([
      { meter: 'нет', values: ['<а1-,'] },
      { meter: ',0', values: ['-'] },
    ]),
  ).toMatchObject({ kept: 0, refused: [{ code: 'meter.unknown' }, { code: 'meter.unknown' }] });
  expect(await send(batch.slice(0, 1))).toMatchObject({ kept: 0, same: 1, refused: [] });
  expect((await active(home, home.power)).map(({ source }) => source)).toEqual(['organization', 'organization']);
});

test('MTR-8: twenty batches of the same readings under keys of their own keep them once', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const meter = await serialOf(home, home.cold);
  const codes = await Promise.all(
    Array.from({ length: 20 }, () => codeOf(world.run(staff, (work) => sendReadings(work, { readings: [{ meter, values: ['256'] }] }), newId(world.now)))),
  );
  expect(new Set(codes)).toEqual(new Set(['done']));
  expect(await active(home, home.cold)).toHaveLength(1);
});

const handIn = (home: MeteredHome, value: string) => (work: Work) =>
  submitReadings(work, {
    params: { houseId: home.houseId, premisesId: home.premisesId },
    query: {},
    body: { readings: [{ meterId: home.cold, zone: '', value }] },
  });

/** Does the first work, begins the other before its commit and commits when the other waits for it; answers what became of the other. */
async function cutInto(actor: Actor, first: (work: Work) => Promise<unknown>, other: () => Promise<unknown>): Promise<string> {
  const second: Promise<string>[] = [];
  await world.run(actor, async (work) => {
    await first(work);
    second.push(codeOf(other()));
    await expect
      .poll(async () => (await world.pool.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount)
      .toBe(1);
    return null;
  });
  return second[0]!;
}

test('MTR-2, MTR-8: a resident hands in while a file of the same meter is loaded or taken back: one waits for the other, nobody meets a fault', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const { id } = await receive(staff, `Номер счётчика;Т1\n${await serialOf(home, home.cold)};256\n`);
  await check(id);
  await decide(staff, id);
  const load = () => loadIntakeJob(files).run(context(), { intakeId: id });
  expect(await cutInto(home.owner, handIn(home, '255'), load)).toBe('done');
  expect(await readIntake(reading(staff), id)).toMatchObject({ status: 'draft', note: expect.stringContaining('заново') });
  await check(id);
  await decide(staff, id, { version: (await readIntake(reading(staff), id)).version });
  expect(
    await cutInto(
      portal,
      (work) => postIntake(work, id),
      () => world.run(home.owner, handIn(home, '257')),
    ),
  ).toBe('done');
  expect(await active(home, home.cold)).toMatchObject([{ source: 'resident', value: expect.stringContaining('257') }]);

  const { id: later } = await receive(staff, `Номер счётчика;Т1\n${await serialOf(home, home.cold)};258\n`);
  await check(later);
  await decide(staff, later);
  await loadIntakeJob(files).run(context(), { intakeId: later });
  await world.run(staff, async (work) => takeBackIntake(work, { id: later, version: (await readIntake(reading(staff), later)).version }));
  expect(
    await cutInto(
      portal,
      (work) => reverseIntake(work, later),
      () => world.run(home.owner, handIn(home, '259')),
    ),
  ).toBe('done');
  expect(await active(home, home.cold)).toMatchObject([{ source: 'resident', value: expect.stringContaining('259') }]);
});

test('MTR-2, MTR-8: twenty hand in and send batches of the same meter at once: all are kept, one after another', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const meter = await serialOf(home, home.cold);
  const batch = (value: string) => (work: Work) => sendReadings(work, { readings: [{ meter, values: [value] }] });
  const codes = await Promise.all(
    Array.from({ length: 20 }, (_, n) => codeOf(n % 2 ? world.run(home.owner, handIn(home, `${252 + n / 10}`)) : world.run(staff, batch(`${252 + n / 10}`)))),
  );
  expect(new Set(codes)).toEqual(new Set(['done']));
  const kept = await world.db.selectFrom('meters.reading').select('status').where('meter_id', '=', home.cold).where('period', '=', '2026-11-01').execute();
  expect([kept.length, kept.filter(({ status }) => status === 'active').length]).toEqual([20, 1]);
});

test('MTR-8, PAY-7: readings of a payment register are an intake of their own: told twice taken once, good ones loaded, the rest shown with its reason', async () => {
  const home = await makeMeteredHome(world);
  const other = await makeMeteredHome(world, { house: home.house, flat: 1 });
  const { number } = await makeAccount(world, { house: home.house, premisesId: home.premisesId, organizationId: home.supplierId });
  const odd = await makeAccount(world, { house: home.house, premisesId: other.premisesId, organizationId: home.supplierId });
  await world.run(home.owner, (work) =>
    submitReadings(work, {
      params: { houseId: home.houseId, premisesId: home.premisesId },
      query: {},
      body: { readings: [{ meterId: home.hot, zone: '', value: '190' }] },
    }),
  );
  const desk = openDesk(world, home.supplierId);
  const load = await desk.upload(
    `Лицевой счёт;Операция;Сумма;Дата оплаты;Показания\n${number};op-1;100,00;21.11.2026;"1=256;2=195;3=7"\n${odd.number};op-2;50,00;21.11.2026;1=1\n${number};op-3;1,00;22.11.2026;${await serialOf(home, home.cold)}=100\n`,
    { name: 'sber.txt' },
  );
  await desk.load(load.id);
  const event = { data: { loadId: load.id, organizationId: home.supplierId } };
  await Promise.all(Array.from({ length: 5 }, () => world.run({ kind: 'system', task: 'test' } as Actor, (work) => takeRegisterReadings(work, event))));
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const { list } = await readIntakes(reading(staff), {});
  expect(list.rows).toMatchObject([{ name: 'Из платёжного реестра sber.txt', way: 'register', status: 'draft' }]);
  const { id } = list.rows[0]!;
  for (let n = 0; n < 2; n += 1) await check(id);
  for (let n = 0; n < 2; n += 1) await loadIntakeJob(files).run(context(), { intakeId: id });
  const seen = await readIntake(reading(staff), id);
  expect(seen).toMatchObject({ status: 'loaded', can: { takeBack: true } });
  expect(seen.problems.map(({ row, value, isUnusual, detail }) => [row, value, isUnusual, detail.split('. ')[0]])).toEqual([
    [2, '7', false, 'Такого вашего счётчика в этой квартире нет'],
    [3, '1', false, 'Такого вашего счётчика в этой квартире нет'],
    [4, '100', false, 'Холодная вода'],
    [2, '195', true, 'За ноябрь 2026 уже есть показание 190'],
  ]);
  expect(await active(home, home.cold)).toMatchObject([{ source: 'organization', value: expect.stringContaining('256') }]);
  expect(await active(home, home.hot)).toMatchObject([{ source: 'resident', value: expect.stringContaining('190') }]);
});

test('MTR-8, X-10: the file of an intake goes when its time is over, the intake stays; what is on its way keeps it', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const take = async (value: string) => {
    const { id } = await receive(staff, `Номер счётчика;Т1\n${await serialOf(home, home.cold)};${value}\nнет;1\n`);
    await check(id);
    return id;
  };
  const [waiting, loaded] = [await take('255'), await take('256')];
  await decide(staff, loaded, { choice: 'good' });
  const sweepOn = async (day: string) => {
    await sweepIntakes({ ...context(), now: () => new Date(`${day}T12:00:00Z`) });
    await sweepFiles({ ...files, clock: () => new Date('2033-01-01T00:00:00Z') }, world.db);
    return Promise.all(
      [waiting, loaded].map(async (id) => {
        const { file_id: fileId } = await world.db.selectFrom('meters.intake').select('file_id').where('id', '=', id).executeTakeFirstOrThrow();
        return fileId !== null && (await findFile(world.db, fileId)) !== undefined;
      }),
    );
  };
  expect(await sweepOn('2027-02-28')).toEqual([true, true]);
  expect(await sweepOn('2027-03-01')).toEqual([false, true]);
  expect(await readIntake(reading(staff), waiting)).toMatchObject({ status: 'taken_back', rows: 1, problems: [] });
  expect(await sweepOn('2032-01-01')).toEqual([false, true]);
  await loadIntakeJob(files).run(context(), { intakeId: loaded });
  expect(await sweepOn('2031-12-31')).toEqual([false, true]);
  expect(await sweepOn('2032-01-01')).toEqual([false, false]);
  expect(await readIntake(reading(staff), loaded)).toMatchObject({ status: 'loaded' });
});
