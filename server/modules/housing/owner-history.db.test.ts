// The history of owners as the list that pages and files are made of.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, useWorld } from '#test/world';
import { addOwnership } from './housing.commands.ts';
import { lookAtOwners, ownerList, ownerScope, workOwnerList, workOwnerScope } from './owner-history.ts';

const world = useWorld('2026-11-12T09:00:00Z');

test('HOME-4, X-8: an owner sees every record from the first, each with whom it came from, sorted as asked; others see none', async () => {
  const house = await makeHouse(world, { flats: 2 });
  const [home, other] = house.premises as [(typeof house.premises)[number], (typeof house.premises)[number]];
  const half = { numerator: 1, denominator: 2 };
  const of = { houseId: home.houseId, premisesId: home.premisesId };
  await world.run(portal, (work) =>
    addOwnership(work, [
      { ...of, id: newId(world.now), ownerName: 'Первая Мария', fromDay: '2001-01-01', toDay: '2019-12-31', ground: 'privatization' },
      { ...of, id: newId(world.now), ownerName: 'Липин Борис', share: half, fromDay: '2020-01-01', ground: 'gift', registrationNumber: 'п-2' },
      { ...of, id: newId(world.now), ownerName: 'Липина Анна', share: half, fromDay: '2020-01-01', ground: 'gift' },
    ]),
  );
  const owner = await makeActor(world, [{ role: 'owner', ...of }]);
  const { rows } = await readList(world.db, ownerList, ownerScope(owner), { sort: 'name' });
  expect(rows.map(({ name, share, toDay, before, ground }) => [name, share, toDay, before, ground])).toEqual([
    ['Липин Борис', '1/2', null, 'Первая Мария', 'gift'],
    ['Липина Анна', '1/2', null, 'Первая Мария', 'gift'],
    ['Первая Мария', 'вся', '2019-12-31', null, 'privatization'],
  ]);
  const tenant = await makeActor(world, [{ role: 'tenant', ...of }]);
  const neighbour = await makeActor(world, [{ role: 'owner', houseId: other.houseId, premisesId: other.premisesId }]);
  for (const actor of [tenant, neighbour]) expect((await readList(world.db, ownerList, ownerScope(actor), {})).count).toBe(0);
});

test('HOME-4, X-11, AUD-1: the organization in charge sees every record, names of today and of companies alone; who is named is told; another organization sees none', async () => {
  const house = await makeHouse(world, { flats: 1 });
  const [home] = house.premises as [(typeof house.premises)[number]];
  const of = { houseId: home.houseId, premisesId: home.premisesId };
  const anna = await makeActor(world);
  await world.run(portal, (work) =>
    addOwnership(work, [
      {
        ...of,
        id: newId(world.now),
        ownerName: 'Первая Мария',
        ownerInn: '500100732259',
        fromDay: '2001-01-01',
        toDay: '2009-12-31',
        ground: 'privatization',
        registrationNumber: 'п-1',
      },
      {
        ...of,
        id: newId(world.now),
        ownerName: 'ООО «Дом»',
        ownerInn: '6671000000',
        fromDay: '2010-01-01',
        toDay: '2019-12-31',
        ground: 'sale',
        notes: 'залог',
      },
      { ...of, id: newId(world.now), ownerName: 'Липина Анна', personId: anna.personId, fromDay: '2020-01-01', ground: 'sale' },
    ]),
  );
  const organizationId = house.managerId;
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId }]);
  const reading = { db: world.db, actor: accountant, now: world.now };
  const seen = async (actor = accountant) =>
    (await readList(world.db, workOwnerList, workOwnerScope({ ...reading, actor }), { premisesId: of.premisesId })).rows;
  const rows = await seen();
  expect(
    rows.map(({ name, inn, fromDay, toDay, registrationNumber, notes, personId }) => [name, inn, fromDay, toDay, registrationNumber, notes, personId]),
  ).toEqual([
    [null, null, '2001-01-01', '2009-12-31', 'п-1', null, null],
    ['ООО «Дом»', '6671000000', '2010-01-01', '2019-12-31', null, 'залог', null],
    ['Липина Анна', null, '2020-01-01', null, null, null, anna.personId],
  ]);
  expect((await readList(world.db, workOwnerList, workOwnerScope(reading), { search: 'Первая' })).count, 'nor is a name to be found by searching').toBe(0);
  await lookAtOwners({ ...reading, ground: world.ground }, rows);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'journal.looked')
    .where('person_id', '=', anna.personId)
    .execute();
  expect(lines).toEqual([{ facts: { what: 'история владения' } }]);
  expect(await seen(await makeActor(world, [{ role: 'accountant', organizationId: (await makeHouse(world, { flats: 1 })).managerId }]))).toEqual([]);
});
