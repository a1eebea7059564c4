// Who works in an organization, as its manager sees it; invitations, as the invited sees them.
import type { AnswerOf } from '#contract/endpoint';
import type { getStaff, getStaffInvitations } from '#contract/staff';
import { organizationsOf, STAFF_ROLES } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { organizationsByIds } from '#modules/housing';
import { contactWords, personNames, personsWithRole } from '#modules/identity';
import { invitationsTo } from './answer-invitation.ts';
import { leavesNobody } from './staff.policy.ts';
import { staffContact } from './staff.tables.ts';

type Answer = AnswerOf<typeof getStaff>;

/** GET …/staff. A manager of it alone. Four statements. */
export async function readStaff({ db, actor, now }: Reading, organizationId: string, ground: Ground): Promise<Answer> {
  found(organizationsOf(actor, ['manager']).find((id) => id === organizationId));
  const [organization] = await organizationsByIds(db, [organizationId]);
  const held = await personsWithRole(db, { roles: STAFF_ROLES, organizationIds: [organizationId] }, now);
  const invited = await db
    .selectFrom('staff.invitation')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'waiting')
    .where('until', '>', now.toISOString())
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  const names = await personNames(db, [
    ...held.flatMap((one) => [one.personId, ...(one.givenBy === null ? [] : [one.givenBy])]),
    ...invited.map((row) => row.invited_by),
  ]);
  const nameOf = (id: string): string => names.get(id)?.full ?? '';
  const managers = held.filter(({ role }) => role === 'manager');
  const people = [...new Set(held.map(({ personId }) => personId))].map((personId): Answer['people'][number] => ({
    personId,
    name: nameOf(personId),
    isYou: actor.kind === 'person' && actor.personId === personId,
    posts: held
      .filter((one) => one.personId === personId)
      .map((one) => ({
        grantId: one.grantId,
        role: one.role as 'manager',
        fromDay: one.fromDay,
        toDay: one.toDay,
        givenBy: one.givenBy && nameOf(one.givenBy),
        can: { end: !leavesNobody(managers, one) },
      })),
  }));
  return {
    name: found(organization).shortName,
    people: people.sort((a, b) => a.name.localeCompare(b.name, 'ru')),
    invitations: invited.map((row) => ({
      id: row.id,
      name: row.name,
      sentTo: contactWords(staffContact.open(ground.masterKeys, row.id, row.contact)),
      role: row.role as 'manager',
      toDay: row.to_day,
      invitedBy: nameOf(row.invited_by),
      until: row.until,
    })),
  };
}

/** GET /api/v1/staff-invitations. Four statements at most. */
export async function readInvitations({ db, actor, now }: Reading, ground: Ground): Promise<AnswerOf<typeof getStaffInvitations>> {
  const { rows } = await invitationsTo(db, ground.masterKeys, { actor, now });
  const organizations = new Map(
    (
      await organizationsByIds(
        db,
        rows.map((row) => row.organization_id),
      )
    ).map((one) => [one.id, one.shortName]),
  );
  const names = await personNames(
    db,
    rows.map((row) => row.invited_by),
  );
  return {
    invitations: rows.map((row) => ({
      id: row.id,
      organization: organizations.get(row.organization_id) ?? '',
      role: row.role as 'manager',
      toDay: row.to_day,
      invitedBy: names.get(row.invited_by)?.full ?? '',
      until: row.until,
    })),
  };
}
