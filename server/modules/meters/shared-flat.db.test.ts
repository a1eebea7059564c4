// Shared meters of a communal flat (MTR-1, MTR-2): who of its rooms sees them and hands in, and what the others see.
import { expect, test } from 'vitest';
import { addMeters } from '#modules/meters';
import { newId } from '#platform/ids';
import { makeHouse, makePremises } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { readMeter, readMeters } from './meters.queries.ts';
import { readSubmissions } from './submissions.queries.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');

async function makeCommunalFlat() {
  const { houseId, managerId } = await makeHouse(world, { flats: 1 });
  const [flat] = await makePremises(world, [{ houseId, number: '3', kind: 'flat', areaTotal: '62.10' }]);
  const rooms = await makePremises(
    world,
    ['18.20', '12.40'].map((areaTotal, n) => ({ houseId, number: `3-${n + 1}`, kind: 'room' as const, areaTotal, flatId: flat!.premisesId })),
  );
  const [meterId] = await world.run(portal, (work) =>
    addMeters(work, [
      {
        houseId,
        premisesId: flat!.premisesId,
        organizationId: managerId,
        serviceCode: 'cold_water',
        serial: '18-3',
        make: 'Бетар',
        model: 'СХВ-15',
        digits: 5,
        decimals: 3,
        place: 'кухня',
        installedOn: '2026-10-24',
        sealedOn: null,
        verifiedOn: null,
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '95' }],
      },
    ]),
  );
  const [first, second, guest] = [
    await makeActor(world, [{ role: 'owner', houseId, premisesId: rooms[0]!.premisesId }], { lastName: 'Соколова' }),
    await makeActor(world, [{ role: 'tenant', houseId, premisesId: rooms[1]!.premisesId }]),
    await makeActor(world, [{ role: 'guest', houseId, premisesId: rooms[1]!.premisesId }]),
  ];
  return { houseId, flatId: flat!.premisesId, rooms, meterId: meterId!, first, second, guest };
}
type Made = Awaited<ReturnType<typeof makeCommunalFlat>>;
const look = (made: Made, actor: Made['first'], premisesId = made.flatId) =>
  readMeters({ db: world.db, actor, now: world.now }, { houseId: made.houseId, premisesId });
const submit = (made: Made, actor: Made['first'], value: string, key = newId(world.now)) =>
  world.run(
    actor,
    (work) =>
      submitReadings(work, {
        params: { houseId: made.houseId, premisesId: made.flatId },
        query: {},
        body: { readings: [{ meterId: made.meterId, zone: '', value }] },
      }),
    key,
  );

test('MTR-1, MTR-2, X-11: a room hands in the reading of the flat once for all; the others see it without who, and correct it', async () => {
  const made = await makeCommunalFlat();
  expect((await look(made, made.first, made.rooms[0]!.premisesId)).sharedPremisesId).toBe(made.flatId);
  expect(await look(made, made.second)).toMatchObject({
    waiting: 1,
    can: { submit: true },
    sharedPremisesId: null,
    meters: [{ meterId: made.meterId, can: { submit: true } }],
  });
  const tries = await Promise.all(Array.from({ length: 20 }, () => submit(made, made.first, '99,5')));
  expect(tries.filter(({ unchanged }) => !unchanged)).toHaveLength(1);
  const seen = await look(made, made.second);
  expect(seen).toMatchObject({ waiting: 0, meters: [{ registers: [{ current: { value: '99.5', use: '4.5', status: 'sent' } }] }] });
  expect(JSON.stringify(seen)).not.toContain('Соколова');
  const acts = async (actor: Made['first']) =>
    (await readSubmissions({ db: world.db, actor, now: world.now }, { houseId: made.houseId, premisesId: made.flatId }, {})).submissions.length;
  expect([await acts(made.first), await acts(made.second)]).toEqual([1, 0]);
  await submit(made, made.second, '99,7');
  expect((await look(made, made.first)).meters[0]!.registers[0]!.current).toMatchObject({ value: '99.7' });
  const rows = await world.db
    .selectFrom('meters.submission')
    .select(['person_role', 'status'])
    .where('house_id', '=', made.houseId)
    .orderBy('at')
    .orderBy('act_number')
    .execute();
  expect(rows).toEqual([
    { person_role: 'собственник комнаты', status: 'replaced' },
    { person_role: 'наниматель комнаты', status: 'sent' },
  ]);
  const [outbox] = (await world.db
    .selectFrom('platform.outbox')
    .selectAll()
    .where('stream', '=', `house:${made.houseId}`)
    .orderBy('id', 'desc')
    .limit(1)
    .execute()) as unknown as { events: { audiences: string[] }[] }[];
  expect(outbox!.events[0]!.audiences).toEqual(expect.arrayContaining(made.rooms.map(({ premisesId }) => `premises:${premisesId}`)));
});

test('MTR-2, X-4: a reading of the flat sent again by one key is one; the people of two rooms at once leave one in force, the same for all', async () => {
  const made = await makeCommunalFlat();
  const statuses = async () =>
    (await world.db.selectFrom('meters.submission').select('status').where('house_id', '=', made.houseId).execute()).map(({ status }) => status).sort();
  const key = newId(world.now);
  const again = await Promise.all(Array.from({ length: 5 }, () => submit(made, made.first, '99,1', key)));
  expect([again, await statuses()]).toEqual([again.map(() => again[0]), ['sent']]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => submit(made, n % 2 === 0 ? made.first : made.second, `99,${200 + n}`)));
  expect(await statuses()).toEqual([...Array.from({ length: 20 }, () => 'replaced'), 'sent']);
  const [mine, theirs] = [(await look(made, made.first)).meters[0]!.registers[0]!.current, (await look(made, made.second)).meters[0]!.registers[0]!.current];
  expect(mine).toMatchObject({ value: expect.stringMatching(/^99\.2[01]?\d?$/), status: 'sent' });
  expect(theirs?.value).toBe(mine?.value);
  expect(await submit(made, made.first, '99,1', key)).toEqual(again[0]);
  expect((await look(made, made.second)).meters[0]!.registers[0]!.current?.value).toBe(mine?.value);
});

test('MTR-2, X-8: a guest of a room only looks; a neighbour, a stranger and a room of another flat find nothing; a room is no other room’s', async () => {
  const made = await makeCommunalFlat();
  const other = await makeCommunalFlat();
  expect(await look(made, made.guest)).toMatchObject({ can: { submit: false } });
  expect((await refusalOf(submit(made, made.guest, '99'))).code).toBe('access.denied');
  const neighbour = await makeActor(world, [
    {
      role: 'owner',
      houseId: made.houseId,
      premisesId: (await makePremises(world, [{ houseId: made.houseId, number: '4', kind: 'flat', areaTotal: '40.00' }]))[0]!.premisesId,
    },
  ]);
  for (const actor of [neighbour, other.first, await makeActor(world)]) {
    expect((await refusalOf(look(made, actor))).code).toBe('object.notFound');
    expect((await refusalOf(submit(made, actor, '99'))).code).toBe('object.notFound');
    expect((await refusalOf(readMeter(world.ground, { db: world.db, actor, now: world.now }, { houseId: made.houseId, meterId: made.meterId }))).code).toBe(
      'object.notFound',
    );
  }
  expect((await refusalOf(look(made, made.first, made.rooms[1]!.premisesId))).code).toBe('object.notFound');
  expect(
    (await readMeter(world.ground, { db: world.db, actor: made.second, now: world.now }, { houseId: made.houseId, meterId: made.meterId })).can,
  ).toMatchObject({ submit: true, requestReplacement: true });
});
