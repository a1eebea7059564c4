// A manager invites somebody to work, and takes the invitation back.
import type { BodyOf } from '#contract/endpoint';
import { roleWords } from '#contract/role-words';
import { type inviteStaff as endpoint, STAFF_INVITATION_DAYS } from '#contract/staff';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { organizationsByIds } from '#modules/housing';
import { personBySignInName, personNames, placesOf, readContact } from '#modules/identity';
import { openDesk, ownPosts, readTerm } from './posts.ts';
import { isBeyondOwn } from './staff.policy.ts';
import { staffContact } from './staff.tables.ts';

const A_DAY_MOST = 50;
const DAY_MS = 86_400_000;

/** Refuses staff.alreadyInvited, staff.alreadyHas, staff.beyondOwn, limit.exceeded after fifty a day. */
export async function inviteStaff(
  work: Work,
  { organizationId, publicUrl }: { organizationId: string; publicUrl: URL },
  body: BodyOf<typeof endpoint>,
): Promise<{ invitationId: string }> {
  const contact = readContact(body.contact);
  const desk = await openDesk(work, organizationId);
  const toDay = readTerm(work, body.toDay);
  if (isBeyondOwn(ownPosts(desk), { role: body.role, toDay })) refuse('staff.beyondOwn');
  const known = await personBySignInName(work.tx, contact);
  if (known !== undefined && desk.staff.some(({ personId, role }) => personId === known && role === body.role)) refuse('staff.alreadyHas');
  await refuseRepeated(work, { organizationId, contact, role: body.role, invitedBy: desk.managerId });
  const id = deriveId(work.id, 'invitation');
  const row = {
    organization_id: organizationId,
    id,
    invited_by: desk.managerId,
    role: body.role,
    name: body.name.trim(),
    to_day: toDay,
    made_at: work.now.toISOString(),
    until: new Date(work.now.getTime() + STAFF_INVITATION_DAYS * DAY_MS).toISOString(),
    person_id: null,
    decided_at: null,
  };
  await work.tx
    .insertInto('staff.invitation')
    .values({ ...row, ...staffContact.seal(work.masterKeys, id, contact) })
    .execute();
  const [organization] = await organizationsByIds(work.tx, [organizationId]);
  const from = (await personNames(work.tx, [desk.managerId])).get(desk.managerId)!.short;
  const facts = {
    from,
    organization: organization!.shortName,
    role: roleWords[body.role]!,
    days: STAFF_INVITATION_DAYS,
    url: new URL('/profile/invitations', publicUrl).href,
  };
  work.order({
    task: 'notifications.send-message',
    payload: {
      id: deriveId(work.id, 'invitation message'),
      to: contact,
      channel: contact.includes('@') ? 'email' : 'sms',
      network: placesOf(work.actor.ip).network,
      template: 'staff.invited',
      facts,
      link: '/profile/invitations',
    },
  });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'staff.invited',
    object: { kind: 'invitation', id },
    personId: desk.managerId,
    organizationId,
    role: 'manager',
    facts: { role: body.role, toDay },
  });
  work.emit('staff.changed', { organizationId }, [`organization:${organizationId}`, ...(known === undefined ? [] : [`person:${known}`])]);
  return { invitationId: id };
}

async function refuseRepeated(
  work: Work,
  { organizationId, contact, role, invitedBy }: { organizationId: string; contact: string; role: string; invitedBy: string },
): Promise<void> {
  const now = work.now.toISOString();
  const since = new Date(work.now.getTime() - DAY_MS).toISOString();
  const recent = await work.tx
    .selectFrom('staff.invitation')
    .select('made_at')
    .where('invited_by', '=', invitedBy)
    .where('made_at', '>', since)
    .orderBy('made_at')
    .execute();
  if (recent.length >= A_DAY_MOST) refuse('limit.exceeded', { seconds: Math.ceil((Date.parse(recent[0]!.made_at) + DAY_MS - work.now.getTime()) / 1000) });
  const same = work.tx
    .updateTable('staff.invitation')
    .where('organization_id', '=', organizationId)
    .where('contact_index', 'in', staffContact.indexes(work.masterKeys, contact))
    .where('role', '=', role)
    .where('status', '=', 'waiting');
  await same.set({ status: 'expired', decided_at: now }).where('until', '<=', now).execute();
  const waiting = await work.tx
    .selectFrom('staff.invitation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('contact_index', 'in', staffContact.indexes(work.masterKeys, contact))
    .where('role', '=', role)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  if (waiting) refuse('staff.alreadyInvited');
}

/** Refuses staff.over when it was answered before. */
export async function withdraw(work: Work, { organizationId, invitationId }: { organizationId: string; invitationId: string }): Promise<object> {
  const { managerId } = await openDesk(work, organizationId);
  const row = found(
    await work.tx
      .selectFrom('staff.invitation')
      .select(['status', 'role'])
      .where('organization_id', '=', organizationId)
      .where('id', '=', invitationId)
      .forUpdate()
      .executeTakeFirst(),
  );
  if (row.status !== 'waiting') refuse('staff.over');
  await work.tx
    .updateTable('staff.invitation')
    .set({ status: 'withdrawn', decided_at: work.now.toISOString() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', invitationId)
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'staff.withdrawn',
    object: { kind: 'invitation', id: invitationId },
    personId: managerId,
    organizationId,
    role: 'manager',
    facts: { role: row.role },
  });
  work.emit('staff.changed', { organizationId }, [`organization:${organizationId}`]);
  return {};
}
