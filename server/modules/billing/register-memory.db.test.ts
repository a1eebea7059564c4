// A register of any size takes the memory of a batch: what is still held on to does not grow while it is read, loaded and taken back.
import { expect, test } from 'vitest';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { jobContext, openDesk } from '#test/factories/registers';
import { FLAT_BYTES, growth } from '#test/held-memory';
import { portal, useWorld } from '#test/world';
import { stage } from './check-register.ts';
import { loadRegister, postRegister } from './load-register.ts';
import type { RegisterRow } from './register-format.ts';
import { readRegister } from './register-read.ts';
import { reverseRegister, takeBackRegister } from './take-back-register.ts';

const world = useWorld();
const HOUSES = 24;
const ACCOUNTS = 10;
const SERVICES = ['Газ', 'Отопление', 'Обращение с ТКО', 'ХВС', 'ГВС', 'Водоотведение', 'Электроэнергия', 'Содержание жилья', 'Капитальный ремонт', 'Домофон'];
const MONTHS = Array.from({ length: 24 }, (_, n) => `${String((n % 12) + 1).padStart(2, '0')}.${n < 12 ? 2024 : 2025}`);
const ROWS = HOUSES * ACCOUNTS * SERVICES.length * MONTHS.length;

const registerOf = (numbers: readonly string[]): Buffer => {
  const rows = numbers.flatMap((number) => MONTHS.flatMap((month) => SERVICES.map((service) => `${number};${month};${service};100,00;;100,00`)));
  return Buffer.from(`Лицевой счёт;Период;Услуга;Начислено;Перерасчёт;К оплате\r\n${rows.join('\r\n')}\r\n`);
};

test('CHG-5: a register of many batches is read, loaded and taken back in the memory of one', async () => {
  const managerId = await makeOrganization(world);
  const accounts: MadeAccount[] = [];
  for (let n = 0; n < HOUSES; n += 1) {
    const house = await makeHouse(world, { flats: ACCOUNTS, managerId });
    for (const { premisesId } of house.premises) accounts.push(await makeAccount(world, { house, premisesId }));
  }
  const desk = openDesk(world, managerId);
  const { id, version } = await desk.upload(registerOf(accounts.map(({ number }) => number)));
  const load = await desk.state(id);
  expect(Number(load.row_count)).toBe(ROWS);
  const read = await growth((look) => stage(jobContext(world), desk.files, load, look));
  await world.run(desk.actor, (work) => loadRegister(work, { loadId: id, choice: 'all', version }));
  const loaded = await growth((look) => world.run(portal, (work) => postRegister(work, id, look)));
  await world.run(desk.actor, (work) => takeBackRegister(work, { loadId: id, version: version + 2 }));
  const takenBack = await growth((look) => world.run(portal, (work) => reverseRegister(work, id, look)));
  expect((await desk.state(id)).status).toBe('taken_back');
  for (const grown of [read, loaded, takenBack]) expect(grown).toBeLessThan(FLAT_BYTES);
}, 120_000);

test('planted: a reading that keeps its rows is seen', async () => {
  const bytes = registerOf(Array.from({ length: HOUSES * ACCOUNTS }, (_, n) => String(10_000_000 + n)));
  const kept: RegisterRow[] = [];
  const grown = await growth(async (look) => {
    const source = {
      size: bytes.length,
      async *read(start: number, end: number) {
        for (let at = start; at < end; at += 65_536) {
          await look();
          yield bytes.subarray(at, Math.min(at + 65_536, end));
        }
      },
    };
    for await (const item of readRegister(source)) if ('row' in item) kept.push(item.row);
  });
  expect(kept).toHaveLength(ROWS);
  expect(grown).toBeGreaterThan(FLAT_BYTES);
}, 60_000);
