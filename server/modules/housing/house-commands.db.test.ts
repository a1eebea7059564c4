// Every command of housing by one table: refused to whom it is not for, done once with its line and event, the same press answered the same, and of
// twenty at once one done.
import { describe, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { addDays, dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { makeHouse, makeOrganization, makeOwner } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { correctionsOf } from './corrections.ts';
import { addCouncilMember, endCouncilMember } from './council.ts';
import { addHouseWork, saveHouseWork } from './house-works.ts';
import { createHouse, saveHouse } from './keep-houses.ts';
import { addPremises, savePremises } from './save-premises.ts';
import { saveRooms } from './save-rooms.ts';
import { readWorkHouse } from './work-houses.ts';

const world = useWorld();
const RACERS = 20;

async function setting() {
  const { houseId, managerId, premises } = await makeHouse(world, { flats: 2 });
  const home = premises[0]!;
  await makeOwner(world, home, { name: 'Ветрова Алёна Сергеевна' });
  const manager = await makeActor(world, [{ role: 'manager', organizationId: managerId }]);
  const { card } = await readWorkHouse({ db: world.db, actor: manager, now: world.now }, houseId, '');
  return {
    houseId,
    managerId,
    home,
    card,
    manager,
    today: dayIn('Asia/Yekaterinburg', world.now),
    others: [
      await makeActor(world, [{ role: 'manager', organizationId: await makeOrganization(world) }]),
      await makeActor(world, [{ role: 'owner', ...home }]),
      await makeActor(world, [{ role: 'accountant', organizationId: await makeOrganization(world) }]),
    ],
  };
}
type Setting = Awaited<ReturnType<typeof setting>>;
type Command = (work: Work) => Promise<unknown>;
/** `make` readies what the command needs; the command then writes the `n`th of twenty different things into one place. */
type Row = {
  readonly name: string;
  readonly action: string;
  make(of: Setting): Promise<(n: number) => Command>;
  /** The refusal of those who came second; null: they are answered that nothing was left to do. */
  readonly second: string | null;
};

const premisesCard = {
  kind: 'flat',
  cadastralNumber: 'нет',
  areaTotal: '54.30',
  areaLiving: '31,20',
  areaHeated: 'нет',
  rooms: '2',
  entrance: 'нет',
  floor: 'нет',
  condition: 'resale',
  housingStatus: 'own',
};
const workOf = ({ today }: Setting) => ({
  kind: 'current',
  title: 'Замена стояков, подъезд 2',
  assignee: 'Бригада сантехников',
  fromDay: addDays(today, -5),
  toDay: addDays(today, 5),
  state: 'going',
  doneOn: '',
});
const member = ({ home }: Setting) => ({
  premises: home.number,
  name: 'Ветрова Алёна Сергеевна',
  isChair: true,
  fromDay: '2026-03-01',
  minutes: '№ 3 от 01.03.2026',
});

const TABLE: readonly Row[] = [
  {
    name: 'a house is opened',
    action: 'house.created',
    second: 'houses.known',
    make:
      async ({ managerId, card }) =>
      (n) =>
      (work) =>
        createHouse(work, { organizationId: managerId, ...card, street: 'улица Спорная', floors: String(5 + n) }),
  },
  {
    name: 'a passport is corrected',
    action: 'house.changed',
    second: 'object.changed',
    make:
      async ({ houseId, card }) =>
      (n) =>
      (work) =>
        saveHouse(work, houseId, { version: 1, ...card, lifts: String(10 + n) }),
  },
  {
    name: 'a premises is added',
    action: 'premises.created',
    second: 'input.invalid',
    make:
      async ({ houseId }) =>
      (n) =>
      (work) =>
        addPremises(work, houseId, { ...premisesCard, number: '77', rooms: String(1 + n) }),
  },
  {
    name: 'the card of a premises is written',
    action: 'premises.changed',
    second: 'object.changed',
    make:
      async ({ home: { number, ...home } }) =>
      (n) =>
      (work) =>
        savePremises(work, home, { ...premisesCard, version: 1, number, rooms: String(3 + n) }),
  },
  {
    name: 'a list of rooms is written',
    action: 'rooms.saved',
    second: null,
    make:
      async ({ houseId }) =>
      () =>
      (work) =>
        saveRooms(work, houseId, [{ flat: '2', number: '2-1', area: '17.40' }]),
  },
  {
    name: 'a work is written down',
    action: 'house.workAdded',
    second: 'houses.workKnown',
    make: async (of) => (n) => (work) => addHouseWork(work, of.houseId, { ...workOf(of), assignee: `Бригада ${n + 1}` }),
  },
  {
    name: 'a work is changed',
    action: 'house.workChanged',
    second: 'object.changed',
    async make(of) {
      const { workId } = await world.run(of.manager, (work) => addHouseWork(work, of.houseId, workOf(of)));
      return (n) => (work) => saveHouseWork(work, { houseId: of.houseId, workId }, { version: 1, ...workOf(of), toDay: addDays(of.today, 10 + n) });
    },
  },
  {
    name: 'a member of the council is written down',
    action: 'house.councilChosen',
    second: 'houses.member',
    make: async (of) => (n) => (work) => addCouncilMember(work, of.houseId, { ...member(of), minutes: `№ ${n + 1} от 01.03.2026` }),
  },
  {
    name: 'a term in the council is ended',
    action: 'house.councilEnded',
    second: null,
    async make(of) {
      const { memberId } = await world.run(of.manager, (work) => addCouncilMember(work, of.houseId, member(of)));
      return (n) => (work) => endCouncilMember(work, { houseId: of.houseId, memberId }, { lastDay: addDays('2026-04-01', n) });
    },
  },
];

const journalled = async (action: string, { houseId, managerId }: Setting): Promise<number> =>
  (
    await world.db
      .selectFrom('platform.journal_line')
      .select('id')
      .where('action', '=', action)
      .where((on) => on.or([on('house_id', '=', houseId), on('organization_id', '=', managerId)]))
      .execute()
  ).length;
const told = async ({ houseId, managerId }: Setting): Promise<number> =>
  (await world.db.selectFrom('platform.outbox').select('events').execute())
    .flatMap(({ events }) => events as { kind: string; data: { houseId?: string }; audiences: string[] }[])
    .filter(
      ({ kind, data, audiences }) =>
        ['house.changed', 'premises.changed'].includes(kind) && (data.houseId === houseId || audiences.includes(`organization:${managerId}`)),
    ).length;

describe.each(TABLE)('$name', ({ action, make, second }) => {
  test('HOME-1, HOME-5, X-8: refused to a stranger, a neighbour and another organization, with nothing written', async () => {
    const of = await setting();
    const command = (await make(of))(0);
    const [lines, events] = [await journalled(action, of), await told(of)];
    for (const actor of of.others) expect((await refusalOf(world.run(actor, command))).code).toBe('object.notFound');
    expect(await journalled(action, of)).toBe(lines);
    expect(await told(of)).toBe(events);
  });

  test('HOME-1, HOME-5, X-5: done once with its line and event; the same press is answered the same and does nothing more', async () => {
    const of = await setting();
    const command = (await make(of))(0);
    const [lines, events, key] = [await journalled(action, of), await told(of), newId(world.now)];
    const first = await world.run(of.manager, command, key);
    expect(await world.run(of.manager, command, key)).toEqual(first);
    expect(await journalled(action, of)).toBe(lines + 1);
    expect(await told(of)).toBe(events + 1);
  });

  test('HOME-1, HOME-5, X-5: of twenty at once one is done, the others are told why not', async () => {
    const of = await setting();
    const command = await make(of);
    const [lines, events] = [await journalled(action, of), await told(of)];
    const raced = await Promise.allSettled(Array.from({ length: RACERS }, (_, n) => world.run(of.manager, command(n))));
    const refusals = raced.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []));
    expect(refusals).toEqual(second === null ? [] : Array.from({ length: RACERS - 1 }, () => second));
    expect(await journalled(action, of)).toBe(lines + 1);
    expect(await told(of)).toBe(events + 1);
  });
});

test('CALC-1, HOME-1: a list that changes the area of a room keeps what stood before, and the same list again changes nothing', async () => {
  const { houseId, manager } = await setting();
  const save = (area: string) => world.run(manager, (work) => saveRooms(work, houseId, [{ flat: '2', number: '2-1', area }]));
  expect(await save('17.40')).toEqual({ added: 1, changed: 0 });
  expect(await save('17.4')).toEqual({ added: 0, changed: 0 });
  expect(await save('18.00')).toEqual({ added: 0, changed: 1 });
  const { premises } = await readWorkHouse({ db: world.db, actor: manager, now: world.now }, houseId, '2-1');
  expect((await correctionsOf(world.db, houseId, premises[0]!.premisesId)).map(({ changes }) => changes)).toEqual([
    [
      { name: 'жилая площадь', before: '17,40', after: '18,00' },
      { name: 'общая площадь', before: '17,40', after: '18,00' },
    ],
  ]);
});
