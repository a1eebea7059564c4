// An owner invites somebody into a home, and takes an invitation back.
import type { BodyOf } from '#contract/endpoint';
import { GUEST_DAYS_MOST, INVITATION_DAYS, type invite as endpoint } from '#contract/household';
import { type Actor, homesOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { addDays, dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { contactsOf, personNames, placesOf, readContact } from '#modules/identity';
import { type Pair, premisesOf } from '#modules/housing';
import { dwellersOf } from './household.queries.ts';
import { invitationHash, newInvitationToken } from './invitation-secrets.ts';
import './household.events.ts';
import { householdContact } from './household.tables.ts';

const TRIES = 5;
const A_DAY_MOST = 10;
const DAY_MS = 86_400_000;

/** The home where the actor is an owner; anybody else's does not exist. */
export const ownHome = (actor: Actor, { houseId, premisesId }: Pair): Pair =>
  found(homesOf(actor, ['owner']).find((home) => home.premisesId === premisesId && home.houseId === houseId));

export type InviteBody = BodyOf<typeof endpoint>;

/** A one-time link for the contact; the owner sees the code. Refuses household.alreadyInvited, household.alreadyHere, limit.exceeded after ten a day. */
export async function inviteInto(work: Work, pair: Pair, body: InviteBody, publicUrl: URL): Promise<{ invitationId: string }> {
  const home = ownHome(work.actor, pair);
  const personId = work.actor.kind === 'person' ? work.actor.personId : refuse('auth.required');
  const contact = readContact(body.contact);
  const [premises] = await premisesOf(work.tx, [home]);
  const today = dayIn(found(premises).timeZone, work.now);
  const toDay = readTerm(body, today);
  // One after another for an owner: the limit and the same contact twice are seen by the second.
  await lockName(work.tx, `household.invite ${personId}`);
  await refuseTooMany(work, personId);
  await work.tx
    .updateTable('household.invitation')
    .set({ status: 'expired', decided_at: work.now.toISOString() })
    .where('house_id', '=', home.houseId)
    .where('premises_id', '=', home.premisesId)
    .where('status', '=', 'waiting')
    .where('until', '<=', work.now.toISOString())
    .execute();
  await refuseKnown(work, home, contact);

  const token = newInvitationToken();
  const id = deriveId(work.id, 'invitation');
  const until = new Date(work.now.getTime() + INVITATION_DAYS * DAY_MS).toISOString();
  const added = await work.tx
    .insertInto('household.invitation')
    .values({
      house_id: home.houseId,
      id,
      premises_id: home.premisesId,
      invited_by: personId,
      role: body.role,
      name: body.name.trim(),
      ...householdContact.seal(work.masterKeys, id, contact),
      to_day: toDay,
      token_hash: invitationHash(token),
      tries_left: TRIES,
      made_at: work.now.toISOString(),
      until,
      person_id: null,
      decided_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) refuse('household.alreadyInvited');
  const path = `/join/${token}`;
  const from = (await personNames(work.tx, [personId])).get(personId)!.short;
  const payload = {
    id: deriveId(work.id, 'invitation message'),
    to: contact,
    channel: contact.includes('@') ? 'email' : 'sms',
    network: placesOf(work.actor.ip).network,
    template: 'household.invited',
    facts: { from, address: premises!.address, days: INVITATION_DAYS, url: new URL(path, publicUrl).href },
    link: path,
  };
  work.order({ task: 'notifications.send-message', payload });
  work.journal({
    stream: `house:${home.houseId}`,
    action: 'household.invited',
    object: { kind: 'invitation', id },
    personId,
    houseId: home.houseId,
    facts: { role: body.role, toDay },
  });
  return { invitationId: id };
}

function readTerm({ role, toDay, name }: InviteBody, today: string): string | null {
  if (name.trim() === '') refuseFields([{ pointer: '/name', code: 'required', detail: 'Напишите, кого приглашаете' }]);
  if (toDay === undefined)
    return role === 'guest' ? refuseFields([{ pointer: '/toDay', code: 'required', detail: 'Укажите день, до которого гость увидит дом' }]) : null;
  if (toDay < today) refuseFields([{ pointer: '/toDay', code: 'input.invalid', detail: 'Этот день уже прошёл. Укажите сегодняшний или будущий' }]);
  if (role === 'guest' && toDay > addDays(today, GUEST_DAYS_MOST))
    refuseFields([{ pointer: '/toDay', code: 'input.invalid', detail: 'Гостя можно пригласить не больше чем на год' }]);
  return toDay;
}

async function refuseTooMany(work: Work, personId: string): Promise<void> {
  const since = new Date(work.now.getTime() - DAY_MS).toISOString();
  const recent = await work.tx
    .selectFrom('household.invitation')
    .select('made_at')
    .where('invited_by', '=', personId)
    .where('made_at', '>', since)
    .orderBy('made_at')
    .execute();
  if (recent.length >= A_DAY_MOST) refuse('limit.exceeded', { seconds: Math.ceil((Date.parse(recent[0]!.made_at) + DAY_MS - work.now.getTime()) / 1000) });
}

/** Who is in the home already is not invited by the telephone or address by which the portal knows them. */
async function refuseKnown(work: Work, home: Pair, contact: string): Promise<void> {
  const dwellers = await dwellersOf(work.tx, home.premisesId, work.now);
  const contacts = await contactsOf(
    work.tx,
    dwellers.map(({ personId }) => personId),
  );
  if ([...contacts.values()].some(({ phone, email }) => phone === contact || email === contact)) refuse('household.alreadyHere');
}

/** Takes a waiting invitation back; refuses household.over when it was answered before. */
export async function withdraw(work: Work, { invitationId, ...pair }: Pair & { invitationId: string }): Promise<object> {
  const home = ownHome(work.actor, pair);
  const own = work.tx
    .updateTable('household.invitation')
    .set({ status: 'withdrawn', decided_at: work.now.toISOString() })
    .where('house_id', '=', home.houseId)
    .where('premises_id', '=', home.premisesId)
    .where('id', '=', invitationId);
  const done = await own.where('status', '=', 'waiting').executeTakeFirst();
  if (done.numUpdatedRows === 0n) {
    found(
      await work.tx
        .selectFrom('household.invitation')
        .select('id')
        .where('house_id', '=', home.houseId)
        .where('premises_id', '=', home.premisesId)
        .where('id', '=', invitationId)
        .executeTakeFirst(),
    );
    refuse('household.over');
  }
  work.journal({ stream: `house:${home.houseId}`, action: 'household.withdrawn', object: { kind: 'invitation', id: invitationId }, houseId: home.houseId });
  return {};
}
