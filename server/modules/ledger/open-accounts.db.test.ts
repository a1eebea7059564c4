// Opening accounts (ACC-2's other side): by the accountant, for premises of the organization's houses, all or none.
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { closed, makeAccount } from '#test/factories/accounts';
import { makeHouse, type MadeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { accountantOf } from '#test/factories/registers';
import { personActor, refusalOf, useWorld } from '#test/world';
import { readAccounts } from './account.pages.ts';
import { openAccounts, readAccountHouses } from './open-accounts.ts';

const world = useWorld();
let made = 0;
const fresh = (): string => `88${String((made += 1)).padStart(6, '0')}`;
const numbersOf = async ({ houseId }: MadeHouse): Promise<string[]> =>
  (await world.db.selectFrom('ledger.account').select('number').where('house_id', '=', houseId).orderBy('number').execute()).map(({ number }) => number);
type Line = { number: string; premises: string; unifiedNumber?: string };
const open = (
  actor: Actor,
  house: MadeHouse,
  lines: Line[],
  { key = newId(new Date()), ...more }: { key?: string; openedOn?: string; organizationId?: string } = {},
) =>
  world.run(
    actor,
    (work) => openAccounts(work, { organizationId: house.managerId, houseId: house.houseId, kind: 'manager', openedOn: '2026-11-01', lines, ...more }),
    key,
  );

test('ACC-2: accounts are opened for premises of a managed house, once for one key, and registers find them', async () => {
  const house = await makeHouse(world, { flats: 2 });
  const actor = accountantOf(house.managerId);
  const [a, b] = [fresh(), fresh()];
  const lines = [
    { number: ` ${a} `, premises: house.premises[0]!.number, unifiedNumber: '66 ек 000001' },
    { number: b, premises: house.premises[1]!.number },
  ];
  const key = newId(new Date());
  expect([await open(actor, house, lines, { key }), await open(actor, house, lines, { key })]).toEqual([{ opened: 2 }, { opened: 2 }]);
  expect(await numbersOf(house)).toEqual([a, b]);
  expect(await world.db.selectFrom('ledger.account').select(['premises_id', 'unified_number', 'opened_on', 'kind']).where('number', '=', a).execute()).toEqual([
    { premises_id: house.premises[0]!.premisesId, unified_number: '66ЕК000001', opened_on: '2026-11-01', kind: 'manager' },
  ]);
  expect(
    await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'accounts.opened').where('house_id', '=', house.houseId).execute(),
  ).toEqual([{ facts: { count: 2 } }]);
  expect((await readAccountHouses({ db: world.db, actor, now: world.now }, '')).houses).toMatchObject([{ houseId: house.houseId }]);
});

test('ACC-2: the confirmed owners of a home see an account that is opened for it at once, each once; its guests and neighbours do not', async () => {
  const house = await makeHouse(world, { flats: 2 });
  const [home, next] = [house.premises[0]!, house.premises[1]!];
  const live = (role: 'owner' | 'guest', { premisesId } = home) => makeActor(world, [{ role, houseId: house.houseId, premisesId }]);
  const [wife, husband, guest, neighbour] = [await live('owner'), await live('owner'), await live('guest'), await live('owner', next)];
  const lines = [
    { number: fresh(), premises: home.number },
    { number: fresh(), premises: next.number },
  ];
  await open(accountantOf(house.managerId), house, lines);
  const seen = async (actor: Actor) => (await readAccounts({ db: world.db, actor, now: world.now })).accounts.map(({ number }) => number);
  expect(await Promise.all([wife, husband, guest, neighbour].map(seen))).toEqual([[lines[0]!.number], [lines[0]!.number], [], [lines[1]!.number]]);
});

test('ACC-2, X-8: nobody opens accounts for another’s organization or house', async () => {
  const [house, other] = [await makeHouse(world, { flats: 1 }), await makeHouse(world, { flats: 1 })];
  const lines = [{ number: fresh(), premises: house.premises[0]!.number }];
  for (const stranger of [
    accountantOf(other.managerId),
    personActor(newId(world.now)),
    personActor(newId(world.now), [{ role: 'manager', premisesId: null, houseId: null, organizationId: house.managerId }]),
  ])
    expect((await refusalOf(open(stranger, house, lines))).code).toBe('object.notFound');
  expect((await refusalOf(open(accountantOf(other.managerId), house, lines, { organizationId: other.managerId }))).code).toBe('object.notFound');
  expect(await numbersOf(house)).toEqual([]);
});

test('ACC-2, X-3: each wrong line is told, and none is opened', async () => {
  const house = await makeHouse(world, { flats: 3 });
  const actor = accountantOf(house.managerId);
  const known = await makeAccount(world, { house });
  const [, two, three] = house.premises.map(({ number }) => number);
  const [a, b] = [fresh(), fresh()];
  const wrong = async (lines: Line[], more = {}) =>
    (await refusalOf(open(actor, house, lines, more))).fields.map(({ pointer, detail }) => `${pointer} ${detail}`);
  expect(
    await wrong([
      { number: a, premises: two! },
      { number: a, premises: three! },
    ]),
  ).toEqual([`/lines/1/number Номер ${a} в списке уже есть`]);
  expect(
    await wrong([
      { number: 'а б', premises: two! },
      { number: b, premises: '999', unifiedNumber: '1' },
    ]),
  ).toEqual([
    '/lines/0/number Номер счёта: до 30 цифр и букв, без пробелов',
    '/lines/1/unifiedNumber ЕЛС: две цифры, две буквы и шесть цифр, например 66ЕК000001',
    '/lines/1/premises Помещения 999 в этом доме нет',
  ]);
  expect(await wrong([{ number: known.number, premises: two! }])).toEqual([`/lines/0/number Счёт ${known.number} у вашей организации уже есть`]);
  expect(await wrong([{ number: a, premises: house.premises[0]!.number }])).toEqual([
    `/lines/0/premises В помещении ${house.premises[0]!.number} уже открыт счёт ${known.number}`,
  ]);
  expect(await wrong([{ number: a, premises: two! }], { openedOn: '2026-11-13' })).toEqual(['/openedOn Этот день ещё не наступил']);
  expect(await numbersOf(house)).toEqual([known.number]);
  // The flat of a closed account may have a new one.
  await closed(world, actor, { ...known, closedOn: '2026-10-31' });
  expect(await open(actor, house, [{ number: a, premises: house.premises[0]!.number }])).toEqual({ opened: 1 });
});

test('ACC-2, X-4: of twenty at once one opens the account, the others are told that it is there', async () => {
  const house = await makeHouse(world, { flats: 1 });
  const number = fresh();
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () => open(accountantOf(house.managerId), house, [{ number, premises: house.premises[0]!.number }])),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'input.invalid' });
  expect(await numbersOf(house)).toEqual([number]);
});
