// The invited person takes the post or refuses it. Who it is, is proven by signing in by the invited telephone or address.
import { type Actor, STAFF_ROLES } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { contactsOf, personNames, personsWithRole, todayOf } from '#modules/identity';
import { type NewPost, takeOn } from './posts.ts';
import { isBeyondOwn } from './staff.policy.ts';
import { staffContact } from './staff.tables.ts';

/** Rows that wait for the actor, by the telephone and address the actor signs in by; none without either. */
export async function invitationsTo(db: Db | Tx, keys: KeyRing, { actor, now }: { actor: Actor; now: Date }) {
  const personId = actor.kind === 'person' ? actor.personId : refuse('auth.required');
  const contact = (await contactsOf(db, [personId])).get(personId);
  const indexes = [contact?.phone, contact?.email].flatMap((one) => (one ? staffContact.indexes(keys, one) : []));
  if (indexes.length === 0) return { personId, rows: [] };
  const rows = await db
    .selectFrom('staff.invitation')
    .select(['organization_id', 'id', 'invited_by', 'role', 'name', 'to_day', 'until'])
    .where('contact_index', 'in', indexes)
    .where('status', '=', 'waiting')
    .where('until', '>', now.toISOString())
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute();
  return { personId, rows };
}

/** Somebody else's invitation does not exist. Refuses staff.over when who invited may not give the post any more, staff.alreadyHas. */
export async function answerInvitation(work: Work, invitationId: string, isAccepted: boolean): Promise<object> {
  const { personId, rows } = await invitationsTo(work.tx, work.masterKeys, work);
  const row = found(rows.find(({ id }) => id === invitationId));
  const organizationId = row.organization_id;
  await lockName(work.tx, `staff.posts ${organizationId}`);
  const done = await work.tx
    .updateTable('staff.invitation')
    .set({ status: isAccepted ? 'accepted' : 'refused', person_id: personId, decided_at: work.now.toISOString() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', row.id)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) refuse('staff.over');
  if (isAccepted) {
    const staff = await personsWithRole(work.tx, { roles: STAFF_ROLES, organizationIds: [organizationId] }, work.now);
    const inviter = staff.filter((one) => one.personId === row.invited_by);
    if (!inviter.some(({ role }) => role === 'manager') || isBeyondOwn(inviter, { role: row.role, toDay: row.to_day })) refuse('staff.over');
    if (row.to_day !== null && row.to_day < todayOf(work.now)) refuse('staff.over');
    if (staff.some((one) => one.personId === personId && one.role === row.role)) refuse('staff.alreadyHas');
    await takeOn(work, { organizationId, personId, role: row.role as NewPost['role'], toDay: row.to_day, givenBy: row.invited_by });
  } else work.emit('staff.changed', { organizationId }, [`organization:${organizationId}`]);
  const name = (await personNames(work.tx, [personId])).get(personId)!.full;
  work.journal({
    stream: `organization:${organizationId}`,
    action: isAccepted ? 'staff.accepted' : 'staff.refused',
    object: { kind: 'invitation', id: row.id },
    personId: row.invited_by,
    organizationId,
    facts: { role: row.role },
  });
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(work.id, 'answered'),
      personIds: [row.invited_by],
      kind: 'staff.answered',
      facts: { name, answer: isAccepted ? 'теперь работает у вас' : 'не примет приглашение' },
      link: '/work/staff',
    },
  });
  return {};
}
