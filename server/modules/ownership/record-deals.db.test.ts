// Deals of the property register against the database: told in order, late, twice and in disorder, by a register that falls silent.
import { expect, test } from 'vitest';
import { putFact } from '#modules/federation';
import { ownersOf, premisesOf } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import type { Person } from '#platform/actor';
import { makeClaimedFlat, OWNER_HOLDER } from '#test/factories/claims';
import { makeActor } from '#test/factories/identity';
import { jobContext } from '#test/factories/registers';
import { portal, refusalOf, useWorld } from '#test/world';
import { giveClaim } from './give-claim.ts';
import { recordMinutes } from './record-basis.ts';
import { dealsJob, readRefusedDeals } from './record-deals.ts';
import type { RegisterAnswer, RegisterChange, RegisterObject } from './registers.ts';

const world = useWorld('2026-11-12T09:00:00Z');
/** Of one person alone: where two have the same, the portal takes neither. */
const SNILS = '160-722-394 47';
const right = (number: string, registeredOn: string, names: readonly string[], snils: string | null = null) => ({
  number,
  registeredOn,
  endedOn: null,
  ground: 'sale',
  share: names.length > 1 ? null : { numerator: 1, denominator: 1 },
  holders: names.map((name) => ({ name, birthDay: null, snils, inn: null })),
});

/** One register for the file: its changes only grow. */
const changes: RegisterChange[] = [];
const objects = new Map<string, RegisterAnswer<RegisterObject>>();
const asked: string[] = [];
const register = {
  changes: async (after: string) => ({ kind: 'found' as const, value: changes.slice(Number(after), Number(after) + 2) }),
  property: async (number: string) => (asked.push(number), objects.get(number) ?? { kind: 'unknown' as const }),
};
const run = () => dealsJob(register).run(jobContext(world), {});

async function setting() {
  const flat = await makeClaimedFlat(world, { before: OWNER_HOLDER.name });
  const { cadastralNumber, address, area } = flat.object;
  const { houseId, premisesId } = flat.home;
  const tell = (...rights: ReturnType<typeof right>[]) => {
    objects.set(cadastralNumber, { kind: 'found', value: { cadastralNumber, address, area, rights, restrictions: [] } });
    changes.push({ cursor: String(changes.length + 1), cadastralNumber, at: '2026-11-12T08:00:00.000Z' });
  };
  const chain = async () =>
    (
      await world.db
        .selectFrom('housing.ownership')
        .select(['owner_name', 'from_day', 'to_day'])
        .where('premises_id', '=', premisesId)
        .orderBy('from_day')
        .execute()
    ).map(({ owner_name, from_day, to_day }) => `${owner_name} ${from_day} ${to_day ?? ''}`.trim());
  const owners = () => ownersOf(world.db, houseId, [premisesId], '2026-11-12');
  const roles = async () => (await personsWithRole(world.db, { roles: ['owner'], premisesIds: [premisesId] }, world.now)).map(({ personId }) => personId);
  return { ...flat, houseId, premisesId, tell, chain, owners, roles };
}
const minutes = (actor: Person, home: { houseId: string; premisesId: string }, ownershipId: string) =>
  recordMinutes({ db: world.db, actor, now: world.now }, { ...home, ownershipId });
const ownerThere = (person: Person, home: { houseId: string; premisesId: string }): Person => ({
  ...person,
  grants: [{ role: 'owner', ...home, organizationId: null }],
});

test('HOME-4, OWN-4: a registered deal makes the record by itself: the seller’s ends, his role and certificate too, the buyer’s begins, its minutes name the register', async () => {
  const { owner, object, houseId, premisesId, home, tell, chain, owners, roles } = await setting();
  // The seller has confirmed his right before.
  tell(right('66-1', '2021-06-18', [OWNER_HOLDER.name], OWNER_HOLDER.snils));
  await world.pool.query('update housing.ownership set person_id = $1 where premises_id = $2', [owner.personId, premisesId]);
  const [first] = await owners();
  const { claimId } = await world.run(portal, (work) =>
    giveClaim(work, {
      ...home,
      personId: owner.personId,
      address: object.address,
      cadastralNumber: object.cadastralNumber,
      status: 'confirmed',
      ownershipId: first!.id,
      papers: [],
    }),
  );
  await run();
  expect(await chain()).toEqual([`${OWNER_HOLDER.name} 2001-03-01`]); // says the same: nothing is written
  tell(right('66-2', '2026-11-10', ['Новая Вера Петровна']));
  await run();
  expect(await chain()).toEqual([`${OWNER_HOLDER.name} 2001-03-01 2026-11-09`, 'Новая Вера Петровна 2026-11-10']);
  const { certificate_code: code } = await world.db
    .selectFrom('ownership.claim')
    .select('certificate_code')
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();
  expect((await world.db.selectFrom('documents.issued').select('withdrawn_why').where('code', '=', code!).executeTakeFirstOrThrow()).withdrawn_why).toBe(
    'Запись о праве сменилась',
  );
  expect(await roles()).toEqual([]);
  const [now] = await owners();
  const reader = ownerThere(owner, { houseId, premisesId });
  expect(String(await minutes(reader, home, now!.id))).toContain(`сообщение № ${changes.length}`);
  expect(String(await minutes(reader, home, first!.id))).toContain('Подписей к ней нет');
  expect((await refusalOf(minutes(await makeActor(world), home, now!.id))).code).toBe('object.notFound');
  const other = await setting();
  expect((await refusalOf(minutes(reader, other.home, now!.id))).code).toBe('object.notFound');
  const moves = (await world.db.selectFrom('platform.outbox').select('events').execute())
    .flatMap(({ events }) => events as { kind: string; data: { premisesId?: string } }[])
    .filter(({ kind, data }) => kind === 'home.moved' && data.premisesId === premisesId);
  expect(
    moves.map(({ data }) => data),
    'for whoever checks the address after a move',
  ).toEqual([{ houseId, premisesId, came: [], left: [owner.personId] }]);
  const told = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { payload: { kind?: string; personIds?: string[] } }[])
    .filter(({ payload }) => payload.kind === 'owners.told' && payload.personIds?.includes(owner.personId));
  expect(told).toHaveLength(1);
});

test('HOME-4: twice, late, in disorder and raced by twenty workers the chain is the same; a joint purchase, a buyer known to the portal by the insurance number', async () => {
  const { owner, tell, chain, owners, roles, home } = await setting();
  await world.run(portal, (work) => putFact(work, { personId: owner.personId, kind: 'snils', value: SNILS }));
  tell(right('66-2', '2026-10-01', ['Второй Пётр Ильич']));
  tell(right('66-3', '2026-11-01', [OWNER_HOLDER.name], SNILS));
  tell(right('66-3', '2026-11-01', [OWNER_HOLDER.name], SNILS)); // the same once more; the first was overtaken by the second
  await Promise.all(Array.from({ length: 20 }, run));
  await run();
  // Between the two the portal heard of neither: what stands in the register now stood here before.
  expect(await chain()).toEqual([`${OWNER_HOLDER.name} 2001-03-01`]);
  tell(right('66-4', '2026-11-05', ['Жёнина Анна Ильинична', 'Мужнин Олег Ильич']));
  await run();
  expect((await owners()).map(({ name, share }) => `${name} ${share.numerator}/${share.denominator}`)).toEqual([
    'Жёнина Анна Ильинична 1/2',
    'Мужнин Олег Ильич 1/2',
  ]);
  tell(right('66-5', '2026-11-08', [OWNER_HOLDER.name], SNILS));
  await Promise.all(Array.from({ length: 20 }, run));
  expect(await chain()).toHaveLength(4);
  expect(await owners()).toMatchObject([{ personId: owner.personId, fromDay: '2026-11-08', confirmed: true }]);
  expect(await roles()).toEqual([owner.personId]);
  expect(await world.db.selectFrom('ownership.deal').select('state').where('premises_id', '=', home.premisesId).execute()).toEqual([
    { state: 'recorded' },
    { state: 'recorded' },
  ]);
});

test('HOME-4: a register that falls silent is asked again from there; a deal that would break the chain is told to reviewers, holds up nobody and goes with a later one; unknown homes are passed over', async () => {
  const [one, two, reviewer] = [await setting(), await setting(), await makeActor(world, [{ role: 'reviewer' }])];
  changes.push({ cursor: String(changes.length + 1), cadastralNumber: '66:41:0000000:1', at: '2026-11-12T08:00:00.000Z' });
  one.tell(right('66-2', '1999-01-01', ['Раньше Первого Олег'])); // before the one who stands there
  two.tell(right('66-2', '2026-11-10', ['Новая Вера Петровна']));
  const answer = objects.get(two.object.cadastralNumber)!;
  objects.set(two.object.cadastralNumber, { kind: 'silent', why: 'timeOut' });
  await run();
  expect(await world.db.selectFrom('ownership.deal').select(['state', 'why']).where('premises_id', '=', one.premisesId).execute()).toEqual([
    { state: 'refused', why: 'owners.order' },
  ]);
  expect(await two.chain()).toHaveLength(1);
  const refused = async () => (await readRefusedDeals({ db: world.db })).deals.filter(({ address }) => address === place!.address);
  const [place] = await premisesOf(world.db, [one.home]);
  expect(await refused()).toEqual([
    {
      id: expect.any(String),
      address: place!.address,
      toldAt: '2026-11-12T08:00:00.000Z',
      why: 'Новая запись началась бы раньше прежней. Проверьте дату права',
    },
  ]);
  const told = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { payload: { kind?: string; personIds?: string[]; facts?: object } }[])
    .filter(({ payload }) => payload.kind === 'work.dealRefused' && payload.personIds?.includes(reviewer.personId));
  expect(told.map(({ payload }) => payload.facts)).toEqual([{ address: place!.address }]);
  const before = asked.length;
  await run();
  expect(asked.slice(before)).toEqual([two.object.cadastralNumber]); // from where it fell silent
  objects.set(two.object.cadastralNumber, answer);
  await run();
  expect([await one.chain(), await two.chain()]).toEqual([
    [`${OWNER_HOLDER.name} 2001-03-01`],
    [`${OWNER_HOLDER.name} 2001-03-01 2026-11-09`, 'Новая Вера Петровна 2026-11-10'],
  ]);
  world.now = new Date(world.now.getTime() + 60_000);
  one.tell(right('66-3', '2026-11-11', ['Новый Пётр Ильич']));
  await run();
  expect(await refused(), 'settled by a later deal').toEqual([]);
});
