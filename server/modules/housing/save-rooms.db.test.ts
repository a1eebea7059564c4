import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { personActor, refusalOf, useWorld } from '#test/world';
import { readCommunalFlats, saveRooms } from './save-rooms.ts';

const world = useWorld();
const staff = (organizationId: string) => personActor(newId(world.now), [{ role: 'accountant', premisesId: null, houseId: null, organizationId }]);
const room = (number: string, area: string, flat = '2') => ({ flat, number, area });

test("CALC-1: rooms are added and changed as a list, told to the journal, and seen by the house's organization alone", async () => {
  const { houseId, managerId } = await makeHouse(world);
  const accountant = staff(managerId);
  const read = async (who = accountant) =>
    (await readCommunalFlats({ db: world.db, actor: who, now: world.now })).flats.map(({ number, rooms }) => [
      number,
      ...rooms.map((one) => `${one.number} ${one.area}`),
    ]);
  expect(await world.run(accountant, (work) => saveRooms(work, houseId, [room('2-1', '20.5'), room('2-2', '30')]))).toEqual({ added: 2, changed: 0 });
  expect(await world.run(accountant, (work) => saveRooms(work, houseId, [room('2-2', '10'), room('2-3', '12.3')]))).toEqual({ added: 1, changed: 1 });
  expect(await read()).toEqual([['2', '2-1 20.50', '2-2 10.00', '2-3 12.30']]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('house_id', '=', houseId)
    .where('action', '=', 'rooms.saved')
    .execute();
  expect(lines).toHaveLength(2);
  const stranger = staff((await makeHouse(world)).managerId);
  expect((await refusalOf(world.run(stranger, (work) => saveRooms(work, houseId, [room('2-4', '1')])))).code).toBe('object.notFound');
  expect(await read(stranger)).toEqual([]);
  const resident = personActor(newId(world.now), []);
  expect((await refusalOf(world.run(resident, (work) => saveRooms(work, newId(world.now), [room('2-4', '1')])))).code).toBe('object.notFound');
});

test('CALC-1: of a list with a wrong row nothing is written, and each row says what is wrong', async () => {
  const { houseId, managerId } = await makeHouse(world);
  const accountant = staff(managerId);
  const rooms = [room('2-1', '20', '99'), room('3', '10'), room('1-1', '10', '1'), room('1-1', '10', '1'), room('2-2', '0'), room('2-3', '54.31')];
  const refusal = await refusalOf(world.run(accountant, (work) => saveRooms(work, houseId, rooms)));
  expect(refusal.fields.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
    '/rooms/0/flat В доме нет квартиры 99',
    '/rooms/1/number Номер 3 уже занят другим помещением',
    '/rooms/3/number Комната 1-1 есть в списке выше',
    '/rooms/4/area Площадь больше нуля',
    '/rooms/5/area Комнаты вместе больше квартиры 2: в ней 54,30 м²',
  ]);
  expect((await readCommunalFlats({ db: world.db, actor: accountant, now: world.now })).flats).toEqual([]);
  expect(await world.run(accountant, (work) => saveRooms(work, houseId, [room('2-3', '54.30')]))).toEqual({ added: 1, changed: 0 });
});

test('CALC-1, X-8: twenty lists of one room at once make it once', async () => {
  const { houseId, managerId } = await makeHouse(world);
  const accountant = staff(managerId);
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, n) => world.run(accountant, (work) => saveRooms(work, houseId, [room('2-1', String(10 + n))]))),
  );
  expect(done.reduce((sum, { added }) => sum + added, 0)).toBe(1);
});
