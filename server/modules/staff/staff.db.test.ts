import { expect, test } from 'vitest';
import type { Actor, Person, StaffRole } from '#platform/actor';
import { newId } from '#platform/ids';
import { endRole, identify, establishSession, personsWithRole } from '#modules/identity';
import { makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { guest, personActor, portal, refusalOf, useWorld } from '#test/world';
import { answerInvitation } from './answer-invitation.ts';
import { inviteStaff, withdraw } from './invite-staff.ts';
import { endPost, givePost } from './posts.ts';
import { isBeyondOwn, leavesNobody } from './staff.policy.ts';
import { readInvitations, readStaff } from './staff.queries.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const publicUrl = new URL('https://dom.example.ru');
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
let phones = 0;
const newPhone = (): string => `+7997${String((phones += 1)).padStart(7, '0')}`;
const staffOf = (organizationId: string, roles: readonly StaffRole[] = ['manager', 'accountant', 'dispatcher', 'assignee']) =>
  personsWithRole(world.db, { roles, organizationIds: [organizationId] }, world.now);

async function setting() {
  const organizationId = await makeOrganization(world);
  const manager = await makeActor(world, [{ role: 'manager', organizationId }], { firstName: 'Павел', middleName: 'Сергеевич' });
  return { organizationId, manager, outsider: await makeActor(world, [{ role: 'manager', organizationId: await makeOrganization(world) }]) };
}
const invite = (manager: Actor, organizationId: string, body: Partial<Parameters<typeof inviteStaff>[2]> = {}, key = newId(world.now)) =>
  world.run(
    manager,
    (work) => inviteStaff(work, { organizationId, publicUrl }, { name: 'Инна из диспетчерской', contact: newPhone(), role: 'dispatcher', ...body }),
    key,
    body,
  );

test('ROLE-1: whoever signs in by the invited telephone takes the post; the manager sees since when and by whom; nobody else does', async () => {
  const { organizationId, manager, outsider } = await setting();
  const contact = newPhone();
  const { invitationId } = await invite(manager, organizationId, { contact, toDay: '2026-12-31' });
  expect((await readStaff(reading(manager), organizationId, world.ground)).invitations).toMatchObject([
    { id: invitationId, role: 'dispatcher', toDay: '2026-12-31' },
  ]);
  const stored = await world.db.selectFrom('staff.invitation').select(['contact', 'contact_index']).where('id', '=', invitationId).executeTakeFirstOrThrow();
  expect(Buffer.concat([stored.contact, stored.contact_index]).includes(contact.slice(2))).toBe(false);
  const stranger = await makeActor(world);
  const inna = await makeActor(world, [], { phone: contact, firstName: 'Инна' });
  expect(await readInvitations(reading(stranger), world.ground)).toEqual({ invitations: [] });
  expect((await refusalOf(world.run(stranger, (work) => answerInvitation(work, invitationId, true)))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(guest, (work) => answerInvitation(work, invitationId, true)))).code).toBe('auth.required');
  expect((await readInvitations(reading(inna), world.ground)).invitations).toMatchObject([{ id: invitationId, role: 'dispatcher' }]);
  const key = newId(world.now);
  await world.run(inna, (work) => answerInvitation(work, invitationId, true), key);
  await world.run(inna, (work) => answerInvitation(work, invitationId, true), key);
  expect(await staffOf(organizationId, ['dispatcher'])).toMatchObject([
    { personId: inna.personId, fromDay: '2026-11-12', toDay: '2026-12-31', givenBy: manager.personId },
  ]);
  const { people } = await readStaff(reading(manager), organizationId, world.ground);
  expect(people.find(({ personId }) => personId === inna.personId)!.posts).toMatchObject([
    { role: 'dispatcher', givenBy: expect.stringContaining('Павел Сергеевич') as string, can: { end: true } },
  ]);
  for (const other of [outsider, inna, stranger])
    expect((await refusalOf(readStaff(reading(other), organizationId, world.ground))).code).toBe('object.notFound');
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('organization_id', '=', organizationId).orderBy('id').execute();
  expect(lines.map(({ action }) => action)).toEqual(['organization.created', 'identity.roleGiven', 'staff.invited', 'identity.roleGiven', 'staff.accepted']);
});

test('ROLE-1, X-4: twenty answers at once are one post; refused, withdrawn and old invitations are over', async () => {
  const { organizationId, manager, outsider } = await setting();
  const contact = newPhone();
  const inna = await makeActor(world, [], { phone: contact });
  const { invitationId } = await invite(manager, organizationId, { contact });
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(inna, (work) => answerInvitation(work, invitationId, true))));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await staffOf(organizationId, ['dispatcher'])).toHaveLength(1);
  const second = await invite(manager, organizationId, { contact, role: 'accountant' });
  await world.run(inna, (work) => answerInvitation(work, second.invitationId, false));
  expect(await staffOf(organizationId, ['accountant'])).toEqual([]);
  const third = await invite(manager, organizationId, { contact, role: 'accountant' });
  expect((await refusalOf(world.run(outsider, (work) => withdraw(work, { organizationId, invitationId: third.invitationId })))).code).toBe('object.notFound');
  await world.run(manager, (work) => withdraw(work, { organizationId, invitationId: third.invitationId }));
  expect((await refusalOf(world.run(manager, (work) => withdraw(work, { organizationId, invitationId: third.invitationId })))).code).toBe('staff.over');
  expect((await refusalOf(world.run(inna, (work) => answerInvitation(work, third.invitationId, true)))).code).toBe('object.notFound');
  const fourth = await invite(manager, organizationId, { contact, role: 'accountant' });
  const start = world.now;
  world.now = new Date('2026-11-27T09:00:00Z');
  expect((await refusalOf(world.run(inna, (work) => answerInvitation(work, fourth.invitationId, true)))).code).toBe('object.notFound');
  world.now = start;
});

test('ROLE-1, X-3: a bad invitation is refused by field; the same one twice, a post held already and somebody else’s organization too', async () => {
  const { organizationId, manager, outsider } = await setting();
  const contact = newPhone();
  expect((await refusalOf(invite(manager, organizationId, { contact: 'Инна' }))).fields[0]?.pointer).toBe('/contact');
  expect((await refusalOf(invite(manager, organizationId, { toDay: '2026-11-11' }))).fields[0]?.pointer).toBe('/toDay');
  expect((await refusalOf(invite(outsider, organizationId))).code).toBe('object.notFound');
  const tried = await Promise.allSettled(Array.from({ length: 20 }, () => invite(manager, organizationId, { contact })));
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(invite(manager, organizationId, { contact }))).code).toBe('staff.alreadyInvited');
  expect((await refusalOf(world.run(manager, (work) => givePost(work, organizationId, { personId: manager.personId, role: 'manager' })))).code).toBe(
    'staff.alreadyHas',
  );
  expect((await refusalOf(world.run(manager, (work) => givePost(work, organizationId, { personId: outsider.personId, role: 'manager' })))).code).toBe(
    'object.notFound',
  );
  const { grantId } = await world.run(manager, (work) => givePost(work, organizationId, { personId: manager.personId, role: 'accountant' }));
  expect((await refusalOf(world.run(outsider, (work) => endPost(work, { organizationId, grantId })))).code).toBe('object.notFound');
  expect(
    (
      await refusalOf(
        world.run(personActor(manager.personId, [{ role: 'accountant', premisesId: null, houseId: null, organizationId }]), (work) =>
          endPost(work, { organizationId, grantId }),
        ),
      )
    ).code,
  ).toBe('object.notFound');
});

test('ROLE-1: a manager for a term makes none for longer; who invited and was removed lets nobody in', async () => {
  const { organizationId, manager } = await setting();
  const other = await makeActor(world, [{ role: 'manager', organizationId, toDay: '2026-12-31' }]);
  expect((await refusalOf(invite(other, organizationId, { role: 'manager' }))).code).toBe('staff.beyondOwn');
  expect((await refusalOf(invite(other, organizationId, { role: 'manager', toDay: '2027-01-01' }))).code).toBe('staff.beyondOwn');
  const contact = newPhone();
  const invited = await makeActor(world, [], { phone: contact });
  const { invitationId } = await invite(other, organizationId, { role: 'manager', toDay: '2026-12-31', contact });
  const [post] = (await staffOf(organizationId, ['manager'])).filter(({ personId }) => personId === other.personId);
  await world.run(manager, (work) => endPost(work, { organizationId, grantId: post!.grantId }));
  expect((await refusalOf(world.run(invited, (work) => answerInvitation(work, invitationId, true)))).code).toBe('staff.over');
  // His own pages are of before: the command looks anew.
  expect((await refusalOf(invite(other, organizationId))).code).toBe('object.notFound');
});

test('ROLE-1: two managers who remove each other at once leave one, and the last one keeps the post', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { organizationId, manager } = await setting();
    const second = await makeActor(world, [{ role: 'manager', organizationId }]);
    const posts = await staffOf(organizationId, ['manager']);
    const grantOf = (one: Person): string => posts.find(({ personId }) => personId === one.personId)!.grantId;
    const remove = (by: Person, whom: Person) => world.run(by, (work) => endPost(work, { organizationId, grantId: grantOf(whom) }));
    const done = await Promise.allSettled([
      ...Array.from({ length: 10 }, () => remove(manager, second)),
      ...Array.from({ length: 10 }, () => remove(second, manager)),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [left, ...more] = await staffOf(organizationId, ['manager']);
    expect(more).toEqual([]);
    const last = left!.personId === manager.personId ? manager : second;
    expect((await refusalOf(remove(last, last))).code).toBe('staff.lastManager');
  }
});

test('ROLE-1: a post taken away is gone at the next request of the session', async () => {
  const { organizationId, manager } = await setting();
  const worker = await makeActor(world, [{ role: 'accountant', organizationId }], { phone: undefined, login: 'worker.one' });
  let sessionToken = '';
  const cookies = {
    setSession: (value: string) => {
      sessionToken = value;
    },
    setDevice: () => {},
  };
  await world.run(portal, (work) =>
    establishSession(work, { personId: worker.personId, proofs: ['password'], origin: { ip: '127.0.0.1', agent: 'test' }, door: 'password' }, cookies),
  );
  const request = () => identify(world.db, { sessionToken, machineKey: undefined, origin: { ip: '127.0.0.1', agent: 'test' } }, world.now);
  expect(await request()).toMatchObject({ grants: [{ role: 'accountant', organizationId }] });
  const [post] = await staffOf(organizationId, ['accountant']);
  await world.run(manager, (work) => endPost(work, { organizationId, grantId: post!.grantId }));
  expect(await request()).toMatchObject({ personId: worker.personId, grants: [] });
  expect(await world.run(portal, (work) => endRole(work, post!))).toBe(false);
});

test('ROLE-1: what outlasts the own post and what leaves nobody, by cases', () => {
  const held = (grantId: string, toDay: string | null, role: 'manager' | 'accountant' = 'manager') => ({ role, toDay, grantId, personId: grantId });
  expect(isBeyondOwn([held('a', null)], { role: 'manager', toDay: null })).toBe(false);
  expect(isBeyondOwn([held('a', '2026-12-31')], { role: 'accountant', toDay: null })).toBe(false);
  expect(isBeyondOwn([held('a', null, 'accountant')], { role: 'manager', toDay: '2026-12-31' })).toBe(true);
  expect(leavesNobody([held('a', null)], held('a', null))).toBe(true);
  expect(leavesNobody([held('a', null), held('b', '2026-12-31')], held('a', null))).toBe(true);
  expect(leavesNobody([held('a', '2027-01-01'), held('b', '2026-12-31')], held('a', '2027-01-01'))).toBe(false);
  expect(leavesNobody([held('a', null)], held('c', null, 'accountant'))).toBe(false);
});

test('AUTH-10: inviting tells nobody whether somebody has the telephone: the same answer by the same statements', async () => {
  const { organizationId, manager } = await setting();
  const known = newPhone();
  await makeActor(world, [], { phone: known });
  await invite(manager, organizationId);
  const answers: object[] = [];
  const statements = async (contact: string) => countStatements(async () => void answers.push(await invite(manager, organizationId, { contact })));
  expect(await statements(known)).toBe(await statements(newPhone()));
  expect(answers).toEqual([{ invitationId: expect.any(String) as string }, { invitationId: expect.any(String) as string }]);
});
