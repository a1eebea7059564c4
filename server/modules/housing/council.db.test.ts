// Only owners sit in the council of a house (Housing Code, article 161.1): what becomes of a member who has sold.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeHouse, makeOwner } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, useWorld } from '#test/world';
import { addCouncilMember, endCouncilMember, readCouncil, recordCouncil } from './council.ts';
import { type NewRight, recordRights } from './record-rights.ts';
import { readWorkHouse } from './work-houses.ts';

const world = useWorld();
const TODAY = '2026-11-12';
type Home = Awaited<ReturnType<typeof makeHouse>>['premises'][number];
const rightOf = (ownerName: string, fromDay: string, personId: string | null = null): NewRight => ({
  personId,
  ownerName,
  ownerInn: null,
  share: { numerator: 1, denominator: 1 },
  fromDay,
  ground: 'sale',
  registrationNumber: null,
  registrationDay: fromDay,
  notes: null,
});
const sell = ({ houseId, premisesId }: Home, buyer: NewRight) =>
  world.run(portal, (work) => recordRights(work, { houseId, premisesId }, { rights: [buyer], isAll: true, today: TODAY }));
const orders = async (houseId: string) =>
  (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { task: string; payload: { id: string; kind: string; personIds: string[]; facts: object; link: string } }[])
    .filter(({ task, payload }) => task === 'notifications.notify' && payload.link.startsWith(`/work/houses/${houseId}`))
    .map(({ payload }) => payload);

async function setting() {
  const house = await makeHouse(world, { flats: 4 });
  const [first, second, third] = house.premises as [Home, Home, Home, Home];
  const { houseId, managerId } = house;
  const manager = await makeActor(world, [{ role: 'manager', organizationId: managerId }]);
  const neighbour = await makeActor(world, [{ role: 'owner', houseId, premisesId: third.premisesId }]);
  await makeOwner(world, first, { name: 'Ветрова Алёна Сергеевна' });
  await makeOwner(world, second, { name: 'Клёнов Пётр Ильич' });
  const add = (premises: string, name: string, isChair: boolean) =>
    world.run(manager, (work) => addCouncilMember(work, houseId, { premises, name, isChair, fromDay: '2026-03-01', minutes: '№ 3 от 01.03.2026' }));
  const { memberId } = await add('1', 'Ветрова Алёна Сергеевна', true);
  await add('2', 'Клёнов Пётр Ильич', false);
  const reading = { db: world.db, now: world.now };
  return {
    house,
    houseId,
    manager,
    memberId,
    first,
    second,
    third,
    seen: async (actor = neighbour) => (await readCouncil({ ...reading, actor }, houseId)).members.map(({ name }) => name),
    kept: async () => (await readWorkHouse({ ...reading, actor: manager }, houseId, '')).council.map(({ name, leftOn }) => [name, leftOn]),
  };
}

test('HOME-5, X-11: a member who has sold is not named to the house any more; the manager sees since when, is told once, and ends the term', async () => {
  const { houseId, manager, memberId, first, second, seen, kept } = await setting();
  expect(await seen()).toEqual(['Ветрова Алёна Сергеевна', 'Клёнов Пётр Ильич']);
  await sell(first, rightOf('Осинин Глеб Львович', '2026-11-02'));
  expect([await seen(), await seen(manager)]).toEqual([['Клёнов Пётр Ильич'], ['Клёнов Пётр Ильич']]);
  expect(await kept()).toEqual([
    ['Ветрова Алёна Сергеевна', '2026-11-01'],
    ['Клёнов Пётр Ильич', null],
  ]);
  expect(await orders(houseId)).toMatchObject([
    { kind: 'work.councilLeft', personIds: [manager.personId], facts: { number: '1' }, link: `/work/houses/${houseId}?edit=end&of=${memberId}` },
  ]);
  expect(JSON.stringify(await orders(houseId)), 'no name goes out').not.toContain('Ветрова');
  await sell(second, rightOf('Рябинин Олег Львович', '2026-11-10'));
  expect(new Set((await orders(houseId)).map(({ id }) => id)).size, 'one order of one id for each of the two').toBe(2);
  await world.run(manager, (work) => endCouncilMember(work, { houseId, memberId }, { lastDay: '2026-11-01' }));
  expect(await kept()).toEqual([['Клёнов Пётр Ильич', '2026-11-09']]);
});

test('HOME-5: a member who owns another flat of the house stays, a buyer of the same name does not keep the seat for a seller known by cabinet', async () => {
  const { houseId, first, third, seen, kept } = await setting();
  await sell(third, rightOf('ветрова Алена  Сергеевна', '2026-10-01'));
  await sell(first, rightOf('Осинин Глеб Львович', '2026-11-02'));
  expect(await seen()).toContain('Ветрова Алёна Сергеевна');
  await sell(third, rightOf('Ветрова Алёна Сергеевна', '2026-11-05', newId(world.now)));
  expect((await kept())[0]).toEqual(['Ветрова Алёна Сергеевна', '2026-11-01']);
  expect(await orders(houseId)).toHaveLength(1);
});

test('HOME-5: whom no record of owners knows is not named either', async () => {
  const { house, seen, kept } = await setting();
  const fourth = house.premises[3]!;
  await world.run(portal, (work) =>
    recordCouncil(work, [
      {
        houseId: fourth.houseId,
        premisesId: fourth.premisesId,
        premisesNumber: '4',
        personId: null,
        name: 'Ивина Ольга Петровна',
        isChair: false,
        fromDay: '2026-03-01',
        minutes: '№ 3',
      },
    ]),
  );
  expect(await seen()).not.toContain('Ивина Ольга Петровна');
  expect((await kept()).find(([name]) => name === 'Ивина Ольга Петровна')).toEqual(['Ивина Ольга Петровна', '2026-03-01']);
});
