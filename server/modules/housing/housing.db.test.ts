import { expect, test } from 'vitest';
import {
  addOwnership,
  addResidence,
  endResidence,
  foundPremises,
  housesByIds,
  ownersOf,
  premisesByAddress,
  premisesByOwnerName,
  premisesOf,
  residentsOn,
  setOwnHeating,
} from '#modules/housing';
import { makeHouse, makeOrganization, makeOwner, makePremises } from '#test/factories/housing';
import type { Role } from '#platform/actor';
import { newId } from '#platform/ids';
import { guest, personActor, portal, refusalOf, useWorld } from '#test/world';
import { createPremises } from './housing.commands.ts';
import { readHouse, readOrganizations, readPremises } from './housing.pages.ts';
import { organizationsNamed } from './housing.queries.ts';

const world = useWorld();

test('HOME-1: a premises comes with its address in short and in full, its areas as exact texts', async () => {
  const { houseId, premises } = await makeHouse(world, { number: '14', flats: 2 });
  const [flat] = await premisesOf(world.db, [premises[1]!]);
  expect(flat).toMatchObject({
    houseId,
    number: '2',
    address: 'Липовая, 14, кв. 2',
    fullAddress: 'Свердловская область, г. Липовск, улица Липовая, д. 14, кв. 2',
    areaTotal: '54.30',
    areaLiving: '33.10',
    timeZone: 'Asia/Yekaterinburg',
  });
  expect(await premisesOf(world.db, [{ houseId, premisesId: houseId }])).toEqual([]);
  expect(await premisesOf(world.db, [])).toEqual([]);
});

test('HOME-5: a house tells its passport', async () => {
  const { houseId, managerId } = await makeHouse(world, { number: '15/2' });
  expect(await housesByIds(world.db, [houseId, houseId])).toMatchObject([
    { houseId, managerId, number: '15/2', yearBuilt: 1984, floors: 9, entrances: 4, areaTotal: '4812.60', energyClass: 'C', lifts: 4 },
  ]);
});

test('CALC-1, HOME-1: a room knows its communal flat with all its rooms, a flat without rooms has none, and only a room may be of a flat', async () => {
  const { houseId, managerId, premises } = await makeHouse(world, { flats: 1 });
  const [flat] = await makePremises(world, [{ houseId, number: '7', kind: 'flat', areaTotal: '62.10' }]);
  const room = (number: string, areaLiving: string | null) => ({
    houseId,
    number,
    kind: 'room' as const,
    areaTotal: '20.00',
    areaLiving,
    flatId: flat!.premisesId,
  });
  const [tenth, second] = await makePremises(world, [room('7-10', '14.50'), room('7-2', null)]);
  const accountant = personActor(newId(world.now), [{ role: 'accountant', premisesId: null, houseId: null, organizationId: managerId }]);
  const communalOf = async (one: { premisesId: string }) =>
    (await readPremises(world.ground, { db: world.db, actor: accountant, now: world.now }, { houseId, premisesId: one.premisesId })).communal;
  const rooms = [
    { premisesId: second!.premisesId, number: '7-2', area: '20.00' },
    { premisesId: tenth!.premisesId, number: '7-10', area: '14.50' },
  ];
  expect(await communalOf(second!)).toEqual({ premisesId: flat!.premisesId, number: '7', areaTotal: '62.10', rooms });
  expect(await communalOf(flat!)).toMatchObject({ number: '7', rooms });
  expect(await communalOf(premises[0]!)).toBeNull();
  await expect(makePremises(world, [{ ...room('8', null), kind: 'flat' }])).rejects.toThrow(/check/);
});

test('CALC-1: residents are those registered and temporary on the day; where nobody is registered, the owners are counted', async () => {
  const { houseId, premises } = await makeHouse(world);
  const [first, second] = premises;
  await makeOwner(world, first!, { registered: 2 });
  await world.run(portal, async (work) => {
    await addResidence(work, [{ ...pairOf(first!), registered: 0, temporary: 1, fromDay: '2026-10-10', toDay: '2026-10-20' }]);
    await addOwnership(
      work,
      ['Орлов Пётр', 'Орлова Нина'].map((ownerName) => ({ ...pairOf(second!), ownerName, share: { numerator: 1, denominator: 2 }, fromDay: '2021-05-01' })),
    );
  });
  const persons = async (day: string) =>
    Object.fromEntries(
      (await residentsOn(world.db, houseId, undefined, day)).map((row) => [premises.find((one) => one.premisesId === row.premisesId)!.number, row.persons]),
    );
  expect(await persons('2026-10-15')).toEqual({ 1: 3, 2: 2, 3: 0 });
  expect(await persons('2026-10-21')).toEqual({ 1: 2, 2: 2, 3: 0 });
  await endResidence(world.db, { ...pairOf(first!), lastDay: '2026-10-31' });
  expect(await persons('2026-11-01')).toEqual({ 1: 1, 2: 2, 3: 0 });
});

test('HOME-1: owners of a day are those whose records span it, the largest share first', async () => {
  const { houseId, premises } = await makeHouse(world);
  const home = pairOf(premises[0]!);
  await world.run(portal, (work) =>
    addOwnership(work, [
      { ...home, ownerName: 'Старый Хозяин', fromDay: '2001-01-01', toDay: '2019-12-31' },
      { ...home, ownerName: 'Яшин Олег', share: { numerator: 1, denominator: 3 }, fromDay: '2020-01-01' },
      { ...home, ownerName: 'Зимина Ёлка', share: { numerator: 2, denominator: 3 }, fromDay: '2020-01-01' },
    ]),
  );
  expect((await ownersOf(world.db, houseId, [home.premisesId], '2026-11-12')).map((owner) => owner.name)).toEqual(['Зимина Ёлка', 'Яшин Олег']);
  expect((await ownersOf(world.db, houseId, undefined, '2019-12-31')).map((owner) => owner.name)).toEqual(['Старый Хозяин']);
  const named = async (name: string, more: { day?: string; whole?: boolean } = {}) =>
    (await foundPremises(world.db, premisesByOwnerName([houseId], { name, day: '2026-11-12', ...more }), 10)).homes;
  for (const name of ['зимина елка', 'Ёлка', 'ЗИМ', 'яшин о', 'зим-ёлк', "зимина'; --"]) expect(await named(name), name).toEqual([home]);
  for (const name of ['имина', 'зимина олег', 'хозяин', '', ' — ', 'зим & !я:*(']) expect(await named(name), name).toEqual([]);
  expect([await named('старый', { day: '2019-12-31' }), await named('зим', { whole: true }), await named('зимина', { whole: true })]).toEqual([
    [home],
    [],
    [home],
  ]);
});

test('SCALE-2: ten thousand premises are written by one statement, a taken number rolls all of them back', async () => {
  const { houseId } = await makeHouse(world, { flats: 0 });
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ houseId, number: String(n + 1), kind: 'flat' as const, areaTotal: '40.00' }));
  expect(await world.run(portal, (work) => createPremises(work, rows))).toHaveLength(10_000);
  await expect(world.run(portal, (work) => createPremises(work, [{ houseId, number: 'новая', kind: 'flat', areaTotal: '1' }, rows[0]!]))).rejects.toThrow(
    /premises_house_id_number_key/,
  );
  const found = async (words: string[]) => (await foundPremises(world.db, premisesByAddress([houseId], words), 20_000)).homes.length;
  expect(await found(['новая'])).toBe(0);
  expect(await found(['липовая', '9999'])).toBe(1);
  expect(await found(['Липовая', '99'])).toBe(111); // 99, 990 to 999, 9900 to 9999
  expect(await found(['липовая'])).toBe(10_000);
  expect(await found(['липовая', '99', '98'])).toBe(0);
  const few = await foundPremises(world.db, premisesByAddress([houseId], ['липовая']), 100);
  expect([few.homes.length, few.isPart]).toEqual([100, true]);
});

test('ACC-2, X-1: organizations are offered the first by name, found by a part of it in any case or by the tax number; authorities are none of them', async () => {
  const mark = `ёж${String(process.pid)}`;
  for (let n = 0; n < 3; n++) await makeOrganization(world, { shortName: `ТЕПЛО ${mark.toUpperCase()} ${n}` });
  await makeOrganization(world, { shortName: `Надзор ${mark}`, kind: 'authority' });
  const read = async (q?: string) => (await readOrganizations({ db: world.db, actor: portal, now: world.now }, q)).organizations;
  const found = await read(`тепло еж${String(process.pid)}`);
  expect(found.map(({ shortName }) => shortName)).toEqual([0, 1, 2].map((n) => `ТЕПЛО ${mark.toUpperCase()} ${n}`));
  expect(await read(mark)).toHaveLength(3);
  expect((await read(found[1]!.inn)).map(({ id }) => id)).toContain(found[1]!.id);
  expect(await read('%_\\')).toEqual([]);
  expect((await organizationsNamed(world.db, { text: mark, limit: 1 })).length).toBe(2);
});

test('HOME-5: an organization of a known tax number is not registered twice', async () => {
  const inn = '7707083893';
  await makeOrganization(world, { inn });
  await expect(makeOrganization(world, { inn })).rejects.toThrow(/organization_inn/);
});

const pairOf = ({ houseId, premisesId }: { houseId: string; premisesId: string }) => ({ houseId, premisesId });

test("HOME-1: the card is for those who live there and the managing organization; owners' names are for owners and staff", async () => {
  const house = await makeHouse(world, { flats: 2 });
  const [home, next] = house.premises;
  await makeOwner(world, home!, { name: 'Зимина Ольга Петровна', registered: 3 });
  const actor = (role: Role, premises = home!) =>
    personActor(newId(world.now), [{ role, premisesId: premises.premisesId, houseId: house.houseId, organizationId: null }]);
  const read = (who: ReturnType<typeof personActor>) => readPremises(world.ground, { db: world.db, actor: who, now: world.now }, pairOf(home!));
  expect(await read(actor('owner'))).toMatchObject({
    kind: 'flat',
    number: '1',
    areaTotal: '54.30',
    areaLiving: '33.10',
    areaOther: '21.20',
    floor: 1,
    floorsInHouse: 9,
    yearBuilt: 1984,
    condition: 'resale',
    housingStatus: 'own',
    building: null,
    registered: 3,
    personsCounted: 3,
    owners: [{ name: 'Зимина Ольга Петровна', share: { numerator: 1, denominator: 1 } }],
    can: { seeOwners: true },
  });
  expect(await read(actor('tenant'))).toMatchObject({ owners: [], can: { seeOwners: false } });
  const staff = (organizationId: string, level: 1 | 2 = 2) =>
    personActor(newId(world.now), [{ role: 'accountant', premisesId: null, houseId: null, organizationId }], { level });
  expect((await read(staff(house.managerId))).owners).toHaveLength(1);
  await world.run(portal, (work) =>
    setOwnHeating(
      work,
      { ...home!, managerId: house.managerId },
      { version: 1, today: '2026-11-22', typed: { fromDay: '2026-05-12', toDay: '', paper: 'Акт № 7 от 12.05.2026' } },
    ),
  );
  expect(await read(actor('tenant'))).toMatchObject({
    ownHeating: { fromDay: '2026-05-12', toDay: null, paper: 'Акт № 7 от 12.05.2026' },
    can: { leaveHeating: false },
  });
  expect((await read(staff(house.managerId))).can.leaveHeating).toBe(true);
  for (const stranger of [actor('owner', next), staff(await makeOrganization(world)), staff(house.managerId, 1), personActor(newId(world.now))])
    expect((await refusalOf(read(stranger))).code).toBe('object.notFound');
});

test('HOME-5: the passport of a house is public and tells no person', async () => {
  const house = await makeHouse(world, { flats: 1, number: '21' });
  await makeOwner(world, house.premises[0]!, { name: 'Зимина Ольга Петровна' });
  const passport = await readHouse({ db: world.db, actor: guest, now: world.now }, house.houseId);
  expect(passport).toMatchObject({
    address: 'Липовая, 21',
    yearBuilt: 1984,
    floors: 9,
    entrances: 4,
    lifts: 4,
    energyClass: 'C',
    manager: { id: house.managerId, phone: '+73430000001' },
  });
  expect(JSON.stringify(passport)).not.toMatch(/Зимина|settlement|40702810138250123017/);
  expect((await refusalOf(readHouse({ db: world.db, actor: guest, now: world.now }, newId(world.now)))).code).toBe('object.notFound');
});
