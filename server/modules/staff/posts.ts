// A manager gives and takes posts. All such commands of an organization stand in line, and each looks anew whether its sender is a manager
// still: of two who remove each other at once one succeeds.
import type { BodyOf, ParamsOf } from '#contract/endpoint';
import type { endPost as endEndpoint, givePost as giveEndpoint } from '#contract/staff';
import { roleWords } from '#contract/role-words';
import { formatDay } from '#contract/russian';
import { organizationsOf, STAFF_ROLES } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { lockName, type Work } from '#platform/work';
import { organizationsByIds } from '#modules/housing';
import { endRole, grantRole, personsWithRole, type RoleHolder, todayOf } from '#modules/identity';
import { isBeyondOwn, leavesNobody } from './staff.policy.ts';
import './staff.events.ts';

export type Desk = { managerId: string; staff: RoleHolder[] };

/** Locks the posts of the organization and says who holds them now. Who is no manager of it finds nothing. */
export async function openDesk(work: Work, organizationId: string): Promise<Desk> {
  const managerId = work.actor.kind === 'person' ? work.actor.personId : refuse('auth.required');
  found(organizationsOf(work.actor, ['manager']).find((id) => id === organizationId));
  await lockName(work.tx, `staff.posts ${organizationId}`);
  const staff = await personsWithRole(work.tx, { roles: STAFF_ROLES, organizationIds: [organizationId] }, work.now);
  found(staff.find(({ personId, role }) => personId === managerId && role === 'manager'));
  return { managerId, staff };
}

export const ownPosts = ({ managerId, staff }: Desk): RoleHolder[] => staff.filter(({ personId }) => personId === managerId);

/** The last day of a post; refuses one that has passed. */
export function readTerm(work: Work, toDay: string | undefined): string | null {
  if (toDay !== undefined && toDay < todayOf(work.now))
    refuseFields([{ pointer: '/toDay', code: 'input.invalid', detail: 'Этот день уже прошёл. Укажите сегодняшний или будущий' }]);
  return toDay ?? null;
}

/** To somebody who works here already; others are invited. Refuses staff.alreadyHas, staff.beyondOwn. */
export async function givePost(work: Work, organizationId: string, body: BodyOf<typeof giveEndpoint>): Promise<{ grantId: string }> {
  const desk = await openDesk(work, organizationId);
  const toDay = readTerm(work, body.toDay);
  const posts = desk.staff.filter(({ personId }) => personId === body.personId);
  found(posts[0]);
  if (posts.some(({ role }) => role === body.role)) refuse('staff.alreadyHas');
  if (isBeyondOwn(ownPosts(desk), { role: body.role, toDay })) refuse('staff.beyondOwn');
  return takeOn(work, { organizationId, personId: body.personId, role: body.role, toDay, givenBy: desk.managerId });
}

export type NewPost = { organizationId: string; personId: string; role: BodyOf<typeof giveEndpoint>['role']; toDay: string | null; givenBy: string };

/** The grant, and a word to who got it. */
export async function takeOn(work: Work, { organizationId, personId, role, toDay, givenBy }: NewPost): Promise<{ grantId: string }> {
  const given = await grantRole(work, { personId, role, organizationId, fromDay: todayOf(work.now), givenBy, ...(toDay !== null && { toDay }) });
  await tellPost(work, { organizationId, personId, words: `теперь у вас роль «${roleWords[role]}»${toDay === null ? '' : ` по ${formatDay(toDay)}`}` });
  return given;
}

/** Refuses staff.lastManager. Ending what has ended is not found. */
export async function endPost(work: Work, { organizationId, grantId }: ParamsOf<typeof endEndpoint>): Promise<object> {
  const { staff } = await openDesk(work, organizationId);
  const post = found(staff.find((one) => one.grantId === grantId));
  if (
    leavesNobody(
      staff.filter(({ role }) => role === 'manager'),
      post,
    )
  )
    refuse('staff.lastManager');
  await endRole(work, post);
  await tellPost(work, { organizationId, personId: post.personId, words: `роль «${roleWords[post.role]}» снята` });
  return {};
}

async function tellPost(work: Work, { organizationId, personId, words }: { organizationId: string; personId: string; words: string }): Promise<void> {
  const [organization] = await organizationsByIds(work.tx, [organizationId]);
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(work.id, `told ${personId}`),
      personIds: [personId],
      kind: 'staff.postChanged',
      facts: { organization: organization?.shortName ?? '', words },
      link: '/work',
    },
  });
  work.emit('staff.changed', { organizationId }, [`organization:${organizationId}`, `person:${personId}`]);
}
