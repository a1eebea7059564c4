import { expect, test } from 'vitest';
import { INVITATION_DAYS } from '#contract/household';
import { homesOf, type Actor, type Person } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Flow } from '#platform/route';
import type { Order } from '#platform/work';
import { grantRole, endRole, personBySignInName, personsWithRole } from '#modules/identity';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { guest, personActor, portal, refusalOf, useWorld } from '#test/world';
import { accept, join, readInvitation, refuseInvitation } from './answer-invitation.ts';
import { endStay } from './end-stay.ts';
import { readHousehold } from './household.queries.ts';
import { inviteInto, type InviteBody, withdraw } from './invite.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const url = new URL('https://dom.example.ru');
let phones = 0;
const newPhone = (): string => `+7998${String((phones += 1)).padStart(7, '0')}`;
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const flowOf = (actor: Actor, id = newId(world.now)): Flow => ({ ground: world.ground, db: world.db, actor, now: world.now, id, route: 'POST join' });

async function setting() {
  const house = await makeHouse(world, { flats: 2 });
  const [home, next] = house.premises;
  const owner = await makeActor(world, [{ role: 'owner', houseId: home!.houseId, premisesId: home!.premisesId }], {
    firstName: 'Галина',
    middleName: 'Петровна',
  });
  const neighbour = await makeActor(world, [{ role: 'owner', houseId: next!.houseId, premisesId: next!.premisesId }]);
  return { home: { houseId: home!.houseId, premisesId: home!.premisesId }, owner, neighbour, stranger: await makeActor(world) };
}

/** Invites, and gives what the invited person gets (the token) and what the owner sees (the code). */
async function invited(owner: Person, home: { houseId: string; premisesId: string }, body: Partial<InviteBody> = {}) {
  const orders: Order[] = [];
  const { invitationId } = await world.run(owner, (work) =>
    inviteInto(
      {
        ...work,
        order: (order) => {
          orders.push(order);
          work.order(order);
        },
      },
      home,
      { name: 'Внук Иван', role: 'family', contact: newPhone(), ...body },
      url,
    ),
  );
  const payload = orders[0]!.payload as { to: string; channel: string; facts: { url: string }; link: string };
  const { invitations } = await readHousehold(reading(owner), home, world.ground);
  return { invitationId, payload, token: payload.link.slice('/join/'.length), code: invitations.find(({ id }) => id === invitationId)!.code };
}
const wrongOf = (code: string): string => (code === '000000' ? '111111' : '000000');

test('ROLE-1: an invited person signed in comes in by link and code, is seen by the owner alone, and leaves at once', async () => {
  const { home, owner, neighbour, stranger } = await setting();
  const { token, code, payload } = await invited(owner, home, { toDay: '2026-12-31' });
  expect(payload).toMatchObject({ channel: 'sms', facts: { url: `https://dom.example.ru/join/${token}`, from: 'Галина Петровна', days: INVITATION_DAYS } });
  expect(JSON.stringify(payload)).not.toContain(code);
  expect(await readInvitation(reading(guest), token, world.ground)).toMatchObject({ role: 'family', from: 'Галина Петровна', hasCabinet: false });
  expect(await accept(flowOf(stranger), token, code)).toEqual(home);
  const grants = (await personsWithRole(world.db, { roles: ['family'], premisesIds: [home.premisesId] }, world.now)).filter(
    (one) => one.personId === stranger.personId,
  );
  expect(grants).toMatchObject([{ fromDay: '2026-11-12', toDay: '2026-12-31' }]);
  const ivan = personActor(stranger.personId, grants);
  expect(homesOf(ivan)).toEqual([home]);
  expect((await readHousehold(reading(owner), home, world.ground)).people.map(({ role }) => role)).toEqual(['owner', 'family']);
  expect(await readHousehold(reading(ivan), home, world.ground)).toMatchObject({
    people: [{ isYou: true, role: 'family', can: { end: true } }],
    invitations: [],
    can: { invite: false },
  });
  expect((await refusalOf(readHousehold(reading(neighbour), home, world.ground))).code).toBe('object.notFound');
  const grantId = grants[0]!.grantId;
  for (const foreign of [neighbour, await makeActor(world)])
    expect((await refusalOf(world.run(foreign, (work) => endStay(work, { ...home, grantId })))).code).toBe('object.notFound');
  const key = newId(world.now);
  await world.run(owner, (work) => endStay(work, { ...home, grantId }), key);
  await world.run(owner, (work) => endStay(work, { ...home, grantId }), key);
  expect(await personsWithRole(world.db, { roles: ['family'], premisesIds: [home.premisesId] }, world.now)).toEqual([]);
  const moves = (await world.db.selectFrom('platform.outbox').select('events').orderBy('id').execute())
    .flatMap(({ events }) => events as { kind: string; data: object }[])
    .filter(({ kind, data }) => kind === 'home.moved' && 'premisesId' in data && data.premisesId === home.premisesId);
  expect(
    moves.map(({ data }) => data),
    'once each, for whoever checks the address after a move',
  ).toEqual([
    { ...home, came: [stranger.personId], left: [] },
    { ...home, came: [], left: [stranger.personId] },
  ]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('house_id', '=', home.houseId)
    .where('action', 'like', 'household.%')
    .orderBy('id')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual(['household.invited', 'household.accepted']);
});

test('ROLE-1: without a cabinet the holder of the link makes one for that telephone; who has one is sent to sign in', async () => {
  const { home, owner } = await setting();
  const contact = newPhone();
  const { token, code } = await invited(owner, home, { role: 'guest', toDay: '2026-11-30', contact });
  const body = { lastName: 'Лесной', firstName: 'Пётр', newPassword: 'корова на синем льду', code };
  expect((await refusalOf(join(flowOf(guest), token, { ...body, newPassword: 'qwerty' }))).fields[0]?.pointer).toBe('/newPassword');
  expect(await join(flowOf(guest), token, body)).toEqual(home);
  const personId = await personBySignInName(world.db, contact);
  expect(await personsWithRole(world.db, { roles: ['guest'], premisesIds: [home.premisesId] }, world.now)).toMatchObject([{ personId, toDay: '2026-11-30' }]);
  expect((await refusalOf(join(flowOf(guest), token, body))).code).toBe('household.over');
  const other = await setting();
  const again = await invited(other.owner, other.home, { contact });
  expect((await readInvitation(reading(guest), again.token, world.ground)).hasCabinet).toBe(true);
  expect((await refusalOf(join(flowOf(guest), again.token, { ...body, code: again.code }))).code).toBe('household.haveCabinet');
});

test('ROLE-1: five wrong codes end an invitation, also by twenty at once; the right one then does nothing', async () => {
  const { home, owner, stranger } = await setting();
  const { token, code } = await invited(owner, home);
  const tries = await Promise.all(Array.from({ length: 20 }, () => refusalOf(accept(flowOf(stranger), token, wrongOf(code)))));
  expect(new Set(tries.map((one) => one.code))).toEqual(new Set(['household.wrongCode']));
  expect(tries.filter((one) => Number(one.facts['triesLeft']) > 0)).toHaveLength(4);
  expect((await refusalOf(accept(flowOf(stranger), token, code))).code).toBe('household.wrongCode');
  expect((await refusalOf(accept(flowOf(stranger), 'A'.repeat(22), code))).code).toBe('object.notFound');
});

test('ROLE-1: of twenty people who accept at once one comes in, and a repeated request is answered as the first time', async () => {
  const { home, owner } = await setting();
  const { token, code } = await invited(owner, home);
  const people = await Promise.all(Array.from({ length: 20 }, () => makeActor(world)));
  const keys = people.map(() => newId(world.now));
  const done = await Promise.allSettled(people.map((person, n) => accept(flowOf(person, keys[n]), token, code)));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const winner = done.findIndex(({ status }) => status === 'fulfilled');
  expect(await accept(flowOf(people[winner]!, keys[winner]), token, code)).toEqual(home);
  expect(await personsWithRole(world.db, { roles: ['family'], premisesIds: [home.premisesId] }, world.now)).toHaveLength(1);
});

test('ROLE-1: withdrawn, refused and expired links are over; a sender who is no owner any more lets nobody in', async () => {
  const { home, owner, neighbour, stranger } = await setting();
  const first = await invited(owner, home);
  expect((await refusalOf(world.run(neighbour, (work) => withdraw(work, { ...home, invitationId: first.invitationId })))).code).toBe('object.notFound');
  await world.run(owner, (work) => withdraw(work, { ...home, invitationId: first.invitationId }));
  expect((await refusalOf(world.run(owner, (work) => withdraw(work, { ...home, invitationId: first.invitationId })))).code).toBe('household.over');
  expect((await refusalOf(accept(flowOf(stranger), first.token, first.code))).code).toBe('household.over');

  const second = await invited(owner, home);
  await world.run(guest, (work) => refuseInvitation(work, second.token));
  expect((await refusalOf(readInvitation(reading(guest), second.token, world.ground))).code).toBe('household.over');

  const contact = newPhone();
  const third = await invited(owner, home, { contact });
  expect((await refusalOf(invited(owner, home, { contact }))).code).toBe('household.alreadyInvited');
  const start = world.now;
  world.now = new Date(start.getTime() + INVITATION_DAYS * 86_400_000);
  expect((await refusalOf(accept(flowOf(stranger), third.token, third.code))).code).toBe('household.over');
  const fourth = await invited(owner, home, { contact });
  const [own] = await personsWithRole(world.db, { roles: ['owner'], premisesIds: [home.premisesId] }, world.now);
  await world.run(portal, (work) => endRole(work, own!));
  expect((await refusalOf(accept(flowOf(stranger), fourth.token, fourth.code))).code).toBe('household.over');
  world.now = start;
});

test('ROLE-1: only an owner of that home invites; fields are named; ten a day, also by twenty at once', async () => {
  const { home, owner, neighbour, stranger } = await setting();
  for (const foreign of [neighbour, stranger]) expect((await refusalOf(invited(foreign, home))).code).toBe('object.notFound');
  const tenant = await makeActor(world);
  await world.run(portal, (work) => grantRole(work, { personId: tenant.personId, role: 'tenant', ...home, fromDay: '2026-01-01' }));
  expect((await refusalOf(invited(personActor(tenant.personId, [{ role: 'tenant', organizationId: null, ...home }]), home))).code).toBe('object.notFound');
  const wrong: [Partial<InviteBody>, string][] = [
    [{ contact: '12' }, '/contact'],
    [{ contact: 'a@' }, '/contact'],
    [{ role: 'guest' }, '/toDay'],
    [{ toDay: '2026-11-01' }, '/toDay'],
    [{ role: 'guest', toDay: '2028-01-01' }, '/toDay'],
    [{ name: ' ' }, '/name'],
  ];
  for (const [body, pointer] of wrong) expect((await refusalOf(invited(owner, home, body))).fields[0]?.pointer).toBe(pointer);
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, () => world.run(owner, (work) => inviteInto(work, home, { name: 'Сосед', role: 'family', contact: newPhone() }, url))),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect((await refusalOf(invited(owner, home))).code).toBe('limit.exceeded');
});

test('AUTH-10: inviting tells nobody whether somebody has the telephone: the same answer by the same statements', async () => {
  const { owner, home } = await setting();
  const known = newPhone();
  await makeActor(world, [], { phone: known });
  await invited(owner, home);
  const answers: object[] = [];
  const statements = (contact: string) =>
    countStatements(
      async () => void answers.push(await world.run(owner, (work) => inviteInto(work, home, { name: 'Внук Иван', role: 'family', contact }, url))),
    );
  expect(await statements(known)).toBe(await statements(newPhone()));
  expect(answers).toEqual([{ invitationId: expect.any(String) as string }, { invitationId: expect.any(String) as string }]);
});
