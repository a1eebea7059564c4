import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { askPowerCode } from '#contract/powers';
import type { Actor, Person } from '#platform/actor';
import { withinAccess } from '#platform/mount-routes';
import { only, own, secured, within } from '#platform/route';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { confirmationFor, makeActor, makePerson } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { establishSession } from './establish-session.ts';
import { identify } from './identify.ts';
import { actFor, endPower, givePower, readPowers } from './powers.ts';
import { requestConfirmation } from './confirmation.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const origin = { ip: '127.0.0.1', agent: 'test' };
type Terms = BodyOf<typeof askPowerCode>;
const PURPOSE = 'power of attorney';

async function setting() {
  const house = await makeHouse(world, { flats: 1 });
  const home = { houseId: house.houseId, premisesId: house.premises[0]!.premisesId };
  const owner = await makeActor(world, [
    { role: 'owner', ...home },
    { role: 'accountant', organizationId: house.managerId },
  ]);
  people += 1;
  const phone = `+7997100${String(people).padStart(4, '0')}`;
  const { personId } = await makePerson(world, { phone });
  return { home, owner, personId, phone };
}
let people = 0;
const contentOf = (terms: Terms) => ({ representative: terms.representative, rights: [...terms.rights].sort(), toDay: terms.toDay });
async function give(owner: Actor, terms: Terms, key?: string) {
  const confirmation = await confirmationFor(world, owner, { purpose: PURPOSE, content: contentOf(terms) });
  return world.run(owner, (work) => givePower(work, { ...terms, ...confirmation }), key);
}
/** Opens a session and gives how the next request of it is seen. */
async function enter(personId: string) {
  let token = '';
  const cookies = {
    setSession: (value: string) => {
      token = value;
    },
    setDevice: () => {},
  };
  await world.run(portal, (work) => establishSession(work, { personId, proofs: ['password', 'code'], origin, door: 'password' }, cookies));
  return async () => (await identify(world.db, { sessionToken: token, machineKey: undefined, origin }, world.now)) as Person;
}

test('ROLE-3: a representative acts for the owner within the rights, and both stand in the journal', async () => {
  const { owner, personId, phone, home } = await setting();
  const { powerId } = await give(owner, { representative: phone, rights: ['readings', 'bills'], toDay: '2026-12-31' });
  const request = await enter(personId);
  const self = await request();
  expect(self.narrowed).toBeUndefined();
  await world.run(self, (work) => actFor(work, powerId));
  const acting = await request();
  expect(acting).toMatchObject({ personId, narrowed: { areas: ['home', 'bills', 'meters', 'readings'] } });
  const seen = withinAccess(acting, within('bills')) as Person;
  expect(seen).toMatchObject({ personId: owner.personId, by: { personId, powerId } });
  expect(seen.grants).toEqual([{ role: 'owner', organizationId: null, ...home }]);
  for (const closed of [secured, within('pay'), within('documents'), only('owner'), only('accountant')])
    expect((await refusalOf(Promise.resolve().then(() => withinAccess(acting, closed)))).code).toBe('power.notCovered');
  expect(withinAccess(acting, own)).toMatchObject({ personId });
  expect(withinAccess(acting, { who: ['anyone'], level: 1 })).toMatchObject({ personId });
  const asked = await world.run(seen, (work) => requestConfirmation(work, { purpose: 'x', content: {}, words: 'x' }));
  const code = await world.db.selectFrom('identity.one_time_code').select('person_id').where('id', '=', asked.confirmationId).executeTakeFirstOrThrow();
  expect(code.person_id).toBe(personId);
  await world.run(seen, async (work) => work.journal({ stream: `person:${owner.personId}`, action: 'readings.submitted', object: { kind: 'meter' } }));
  const line = await world.db.selectFrom('platform.journal_line').selectAll().where('action', '=', 'readings.submitted').executeTakeFirstOrThrow();
  expect(line).toMatchObject({ actor_id: personId, person_id: owner.personId, role: 'representative', facts: { powerId } });
});

test('ROLE-3: ended by the owner it is gone at the next request; so is one whose term is over; a stranger ends nothing', async () => {
  const { owner, personId, phone } = await setting();
  const { powerId } = await give(owner, { representative: phone, rights: ['bills'], toDay: '2026-11-20' });
  const request = await enter(personId);
  await world.run(await request(), (work) => actFor(work, powerId));
  expect((await request()).narrowed).toBeDefined();
  const stranger = await makeActor(world);
  expect((await refusalOf(world.run(stranger, (work) => endPower(work, powerId)))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(stranger, (work) => actFor(work, powerId)))).code).toBe('object.notFound');
  const start = world.now;
  world.now = new Date('2026-11-20T21:00:00Z');
  await world.db
    .updateTable('identity.session')
    .set({ seen_at: world.now.toISOString(), until: '2026-12-01T00:00:00Z' })
    .where('person_id', '=', personId)
    .execute();
  expect((await request()).narrowed).toBeUndefined();
  world.now = start;
  expect((await request()).narrowed).toBeDefined();
  await Promise.all(Array.from({ length: 20 }, () => world.run(owner, (work) => endPower(work, powerId))));
  expect((await request()).narrowed).toBeUndefined();
  expect((await refusalOf(world.run(await request(), (work) => actFor(work, powerId)))).code).toBe('object.notFound');
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('id')
    .where('action', '=', 'identity.powerEnded')
    .where('person_id', '=', owner.personId)
    .execute();
  expect(lines).toHaveLength(1);
  expect((await readPowers({ db: world.db, actor: owner, now: world.now })).given).toMatchObject([{ state: 'ended', rights: ['bills'] }]);
});

test('ROLE-3, CONF-1: a code for other rights or another term gives nothing; one power for a person, also by twenty at once', async () => {
  const { owner, phone } = await setting();
  const terms: Terms = { representative: phone, rights: ['bills'], toDay: '2026-12-31' };
  const confirmation = await confirmationFor(world, owner, { purpose: PURPOSE, content: contentOf(terms) });
  for (const changed of [{ rights: ['bills', 'pay'] as const }, { toDay: '2027-12-31' }]) {
    expect(
      (await refusalOf(world.run(owner, (work) => givePower(work, { ...terms, ...changed, rights: [...(changed.rights ?? terms.rights)], ...confirmation }))))
        .code,
    ).toBe('confirm.otherContent');
  }
  const key = newId(world.now);
  const body = { ...terms, ...confirmation };
  const first = await world.run(owner, (work) => givePower(work, body), key, body);
  expect(await world.run(owner, (work) => givePower(work, body), key, body)).toEqual(first);
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(owner, (work) => givePower(work, body))));
  expect(done.every(({ status }) => status === 'rejected')).toBe(true);
  expect((await readPowers({ db: world.db, actor: owner, now: world.now })).given).toHaveLength(1);
});

test('ROLE-3: oneself, an unknown person and one who owns nothing are refused; fields are named', async () => {
  const { owner, personId } = await setting();
  const unknown: Terms = { representative: '+79970000000', rights: ['bills'], toDay: '2026-12-31' };
  expect((await refusalOf(give(owner, unknown))).code).toBe('power.noSuchPerson');
  const tenant = await makeActor(world);
  expect((await refusalOf(give(tenant, unknown))).code).toBe('access.denied');
  for (const [wrong, pointer] of [
    [{ representative: '?' }, '/representative'],
    [{ toDay: '2026-11-01' }, '/toDay'],
    [{ toDay: '2036-11-01' }, '/toDay'],
  ] as const) {
    expect(
      (await refusalOf(world.run(owner, (work) => givePower(work, { ...unknown, ...wrong, confirmationId: personId, code: '1' })))).fields[0]?.pointer,
    ).toBe(pointer);
  }
});
