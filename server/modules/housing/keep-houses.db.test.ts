import { expect, test } from 'vitest';
import type { HouseField } from '#contract/house-keeping';
import { newId } from '#platform/ids';
import { addDays, dayIn } from '#platform/time';
import { makeHouse, makeOrganization, makeOwner } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { correctionsOf } from './corrections.ts';
import { addCouncilMember, endCouncilMember, readCouncil } from './council.ts';
import { addHouseWork, checkHouseWork, readHouseWorks, saveHouseWork } from './house-works.ts';
import { housesByIds } from './housing.queries.ts';
import { createHouse, saveHouse } from './keep-houses.ts';
import { readWorkHouse, readWorkHouses } from './work-houses.ts';

const world = useWorld();
let made = 0;
const typed = (more: Partial<Record<HouseField, string>> = {}): Record<HouseField, string> => ({
  region: 'Свердловская область',
  district: 'нет',
  city: 'Липовск',
  street: 'улица Новая',
  number: String((made += 1)),
  building: 'нет',
  postalCode: 'нет',
  timeZone: 'Asia/Yekaterinburg',
  cadastralNumber: 'нет',
  yearBuilt: '1984',
  floors: '9',
  entrances: '4',
  flats: '144',
  areaTotal: '7452,60',
  areaCommon: '912,40',
  series: 'нет',
  walls: 'панель',
  energyClass: 'нет',
  lifts: '4',
  condition: 'удовлетворительное',
  heating: 'norm',
  repairAccount: 'regional',
  ...more,
});

async function setting() {
  const { houseId, managerId, premises } = await makeHouse(world, { flats: 2 });
  const [home] = premises;
  await makeOwner(world, home!, { name: 'Ветрова Алёна Сергеевна' });
  return {
    houseId,
    managerId,
    home: home!,
    manager: await makeActor(world, [{ role: 'manager', organizationId: managerId }]),
    accountant: await makeActor(world, [{ role: 'accountant', organizationId: managerId }]),
    owner: await makeActor(world, [{ role: 'owner', ...home! }]),
    foreign: await makeActor(world, [{ role: 'manager', organizationId: await makeOrganization(world) }]),
  };
}
type Caller = Awaited<ReturnType<typeof setting>>['owner'];
const reading = (actor: Caller) => ({ db: world.db, actor, now: world.now });
const lines = (houseId: string, action: string) =>
  world.db.selectFrom('platform.journal_line').select('facts').where('house_id', '=', houseId).where('action', '=', action).execute();

test('HOME-1, X-8: the manager opens a house once, by its format; one address is one house, also of twenty at once', async () => {
  const { managerId, manager, accountant, owner, foreign } = await setting();
  const create = (actor: Caller, more: object = {}, key?: string) =>
    world.run(actor, (work) => createHouse(work, { organizationId: managerId, ...typed(), ...more }), key);
  for (const actor of [owner, accountant, foreign]) expect((await refusalOf(create(actor))).code).toBe('object.notFound');
  expect((await refusalOf(create(manager, { floors: 'много', city: '' }))).fields.map(({ pointer }) => pointer)).toEqual(['/city', '/floors']);
  const [key, address] = [newId(world.now), { street: 'улица Садовая', number: '7' }];
  const { houseId } = await create(manager, address, key);
  expect(await create(manager, address, key), 'the same press').toEqual({ houseId });
  expect((await refusalOf(create(manager, { street: 'Улица садовая', number: '7' }))).code).toBe('houses.known');
  expect((await housesByIds(world.db, [houseId]))[0]).toMatchObject({ managerId, building: null, floors: 9, areaTotal: '7452.60' });
  const raced = await Promise.allSettled(Array.from({ length: 20 }, () => create(manager, { street: 'улица Общая', number: '1' })));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await readWorkHouses(reading(manager))).houses.filter(({ fullAddress }) => fullAddress.includes('Общая'))).toHaveLength(1);
  expect(await readWorkHouses(reading(accountant))).toMatchObject({ organizations: [] });
});

test('HOME-5, X-5: a passport is corrected by the version that was seen, what stood before is kept; of twenty at once one is first', async () => {
  const { houseId, manager, accountant, foreign } = await setting();
  const { card, version } = await readWorkHouse(reading(manager), houseId, '');
  const save = (actor: Caller, more: object, key?: string) => world.run(actor, (work) => saveHouse(work, houseId, { version, ...card, ...more }), key);
  for (const actor of [accountant, foreign]) expect((await refusalOf(save(actor, {}))).code).toBe('object.notFound');
  expect(await save(manager, {}), 'nothing changed').toEqual({ version });
  expect((await refusalOf(save(manager, { entrances: '0', condition: '' }))).fields.map(({ pointer }) => pointer)).toEqual(['/entrances', '/condition']);
  const key = newId(world.now);
  expect(await save(manager, { condition: 'крыша протекает', lifts: '3' }, key)).toEqual({ version: version + 1 });
  expect(await save(manager, { condition: 'крыша протекает', lifts: '3' }, key), 'the same press').toEqual({ version: version + 1 });
  expect((await refusalOf(save(manager, { lifts: '2' }))).code).toBe('object.changed');
  expect(await correctionsOf(world.db, houseId, null)).toMatchObject([
    {
      changes: [
        { name: 'лифтов', before: '4', after: '3' },
        { name: 'техническое состояние', before: 'удовлетворительное', after: 'крыша протекает' },
      ],
    },
  ]);
  expect(await lines(houseId, 'house.changed')).toHaveLength(1);
  const raced = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => save(manager, { version: version + 1, flats: String(10 + n) })));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('HOME-5, X-11: everybody sees what is planned and done with assignee and term, and no person in it', async () => {
  const { houseId, manager, accountant, foreign } = await setting();
  const today = dayIn('Asia/Yekaterinburg', world.now);
  const one = {
    kind: 'current',
    title: 'Замена стояков, подъезд 2',
    assignee: 'Бригада сантехников',
    fromDay: addDays(today, -5),
    toDay: addDays(today, 5),
    state: 'going',
    doneOn: '',
  };
  const add = (actor: Caller, more: object = {}, key?: string) => world.run(actor, (work) => addHouseWork(work, houseId, { ...one, ...more }), key);
  for (const actor of [accountant, foreign]) expect((await refusalOf(add(actor))).code).toBe('object.notFound');
  expect((await refusalOf(add(manager, { assignee: 'Слесарь Иванов Пётр Ильич', toDay: 'завтра' }))).fields.map(({ pointer }) => pointer)).toEqual([
    '/assignee',
    '/toDay',
  ]);
  const key = newId(world.now);
  const { workId } = await add(manager, {}, key);
  expect(await add(manager, {}, key), 'the same press').toEqual({ workId });
  await add(manager, { title: 'Осмотр вентиляции', state: 'planned', toDay: addDays(today, -1) });
  const save = (more: object) => world.run(manager, (work) => saveHouseWork(work, { houseId, workId }, { version: 1, ...one, ...more }));
  expect((await refusalOf(save({ state: 'done', doneOn: addDays(today, 1) }))).fields).toMatchObject([{ pointer: '/doneOn' }]);
  const raced = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => save({ state: 'done', doneOn: addDays(today, -(n % 5)) })));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await readHouseWorks(reading(foreign), houseId)).works).toMatchObject([
    { title: 'Осмотр вентиляции', state: 'planned', isLate: true },
    { title: 'Замена стояков, подъезд 2', assignee: 'Бригада сантехников', state: 'done', isLate: false },
  ]);
  expect(await lines(houseId, 'house.workChanged')).toHaveLength(1);
});

test('HOME-5: names and telephones are not taken for an assignee, organizations and posts are', () => {
  const wrong = (assignee: string): boolean => {
    const checked = checkHouseWork(
      { kind: 'care', title: 'Осмотр вентиляции', assignee, fromDay: '2026-11-01', toDay: '2026-11-02', state: 'planned', doneOn: '' },
      '2026-11-01',
    );
    return !checked.ok && checked.fields[0]!.pointer === '/assignee';
  };
  for (const person of ['Иванов И. П.', 'И.П. Иванов', 'мастер Петрова-Водкина Анна Ильинична', 'Бригада, +7 912 345-67-89', ''])
    expect(wrong(person), person).toBe(true);
  for (const organization of [
    'ООО «Липовый дом»',
    'ИП Иванов И. П.',
    'Мастер участка',
    'Фонд капитального ремонта Свердловской области',
    'Подрядчик по договору № 12 от 01.02.2026',
  ])
    expect(wrong(organization), organization).toBe(false);
});

test('HOME-5, X-8: only an owner of the house is written into its council, one chair, and only those of the house see it', async () => {
  const { houseId, home, manager, accountant, owner, foreign } = await setting();
  const member = { premises: home.number, name: 'ветрова алена  Сергеевна', isChair: true, fromDay: '2026-03-01', minutes: '№ 3 от 01.03.2026' };
  const add = (actor: Caller, more: object = {}, key?: string) => world.run(actor, (work) => addCouncilMember(work, houseId, { ...member, ...more }), key);
  for (const actor of [accountant, foreign]) expect((await refusalOf(add(actor))).code).toBe('object.notFound');
  expect((await refusalOf(add(manager, { name: 'Чужой Человек', fromDay: '2026-02-30', minutes: '' }))).fields.map(({ pointer }) => pointer)).toEqual([
    '/name',
    '/fromDay',
    '/minutes',
  ]);
  expect((await refusalOf(add(manager, { premises: '404' }))).fields).toMatchObject([{ pointer: '/premises' }]);
  const raced = await Promise.allSettled(Array.from({ length: 20 }, () => add(manager)));
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await makeOwner(world, { houseId, premisesId: (await readWorkHouse(reading(manager), houseId, '2')).premises[0]!.premisesId }, { name: 'Клёнов Пётр Ильич' });
  expect((await refusalOf(add(manager, { premises: '2', name: 'Кленов Пётр Ильич' }))).code).toBe('houses.chair');
  const key = newId(world.now);
  const second = await add(manager, { premises: '2', name: 'Кленов Пётр Ильич', isChair: false }, key);
  expect(await add(manager, { premises: '2', name: 'Кленов Пётр Ильич', isChair: false }, key), 'the same press').toEqual(second);
  for (const actor of [owner, accountant])
    expect((await readCouncil(reading(actor), houseId)).members).toMatchObject([
      { name: 'Ветрова Алёна Сергеевна', isChair: true, premises: home.number },
      { name: 'Клёнов Пётр Ильич', isChair: false },
    ]);
  expect((await refusalOf(readCouncil(reading(foreign), houseId))).code).toBe('object.notFound');
  expect(JSON.stringify(await lines(houseId, 'house.councilChosen')), 'no name in the journal').not.toContain('Ветрова');
  const end = (lastDay: string, actor = manager) => world.run(actor, (work) => endCouncilMember(work, { houseId, memberId: second.memberId }, { lastDay }));
  expect((await refusalOf(end('2026-04-01', accountant))).code).toBe('object.notFound');
  expect((await refusalOf(end('2020-01-01'))).fields).toMatchObject([{ pointer: '/lastDay' }]);
  expect(await end('2026-04-01')).toEqual({ ended: true });
  expect(await end('2026-04-01'), 'ended once').toEqual({ ended: false });
  expect((await readCouncil(reading(owner), houseId)).members).toHaveLength(1);
});
