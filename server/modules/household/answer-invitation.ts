// The invited person reads the invitation, accepts it (signed in, or with a new cabinet) or refuses it.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getInvitation, joinByInvitation } from '#contract/household';
import { maskPhone } from '#contract/phone';
import { PASSWORD_LEAST_WITH_FACTOR, strengthOf } from '#contract/password-strength';
import { inTransaction } from '#platform/database';
import { found, Refusal, refuse } from '#platform/errors';
import type { KeyRing } from '#platform/key-ring';
import type { Flow, Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { type Ground, runCommand, runOnce, type Work } from '#platform/work';
import { type Pair, premisesOf } from '#modules/housing';
import { createPerson, grantRole, hashPassword, personBySignInName, personNames } from '#modules/identity';
import { dwellersOf } from './household.queries.ts';
import { invitationHash, isInvitationCode } from './invitation-secrets.ts';
import './household.events.ts';
import { householdContact } from './household.tables.ts';

const byToken = (db: Db, token: string) => db.selectFrom('household.invitation').selectAll().where('token_hash', '=', invitationHash(token));

/** GET /api/v1/invitations/:token. A link that was never made is not found; an answered, withdrawn or old one is over. Four statements. */
export async function readInvitation({ db, now }: Reading, token: string, ground: Ground): Promise<AnswerOf<typeof getInvitation>> {
  const row = found(await byToken(db, token).executeTakeFirst());
  if (row.status !== 'waiting' || Date.parse(row.until) <= now.getTime()) refuse('household.over');
  const [premises] = await premisesOf(db, [{ houseId: row.house_id, premisesId: row.premises_id }]);
  const from = (await personNames(db, [row.invited_by])).get(row.invited_by)?.short ?? '';
  const contact = contactOf(ground.masterKeys, row);
  const hasCabinet = (await personBySignInName(db, contact)) !== undefined;
  return {
    from,
    address: found(premises).address,
    name: row.name,
    role: row.role as 'family',
    toDay: row.to_day,
    until: row.until,
    sentTo: masked(contact),
    hasCabinet,
  };
}

/** Of a row that waits: those have one. */
const contactOf = (keys: KeyRing, row: { id: string; contact: Buffer | null }): string => householdContact.open(keys, row.id, found(row.contact));

const masked = (contact: string): string => (contact.includes('@') ? `${contact.slice(0, 1)}•••@${contact.split('@')[1]}` : maskPhone(contact));

/** Counts a try in a transaction of its own, whatever becomes of the command. A repeated request of who came in already counts nothing. */
async function tryInvitationCode(ground: Ground, token: string, code: string): Promise<void> {
  const tried = await inTransaction(ground.db, async (tx) => {
    const counted = tx
      .updateTable('household.invitation')
      .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
      .where('token_hash', '=', invitationHash(token))
      .where('tries_left', '>', 0);
    const row = await counted.where('status', '=', 'waiting').returning(['id', 'tries_left', 'house_id']).executeTakeFirst();
    if (!row) return { status: found(await byToken(tx, token).executeTakeFirst()).status };
    const isRight = isInvitationCode(ground.masterKeys, row.id, code);
    if (isRight)
      await tx
        .updateTable('household.invitation')
        .set((eb) => ({ tries_left: eb('tries_left', '+', 1) }))
        .where('house_id', '=', row.house_id)
        .where('id', '=', row.id)
        .execute();
    return { status: isRight ? 'right' : 'wrong', triesLeft: row.tries_left };
  });
  if (tried.status === 'wrong' || tried.status === 'waiting') refuseCode(tried.triesLeft ?? 0);
}

function refuseCode(triesLeft: number): never {
  const detail = triesLeft > 0 ? `Код не подошёл. Осталось попыток: ${triesLeft}` : 'Попытки кончились. Попросите прислать новое приглашение';
  throw new Refusal('household.wrongCode', { facts: { triesLeft }, fields: [{ pointer: '/code', code: 'household.wrongCode', detail }] });
}

/** POST …/accept by a signed-in person. Refuses household.wrongCode, household.over, household.alreadyHere. */
export async function accept({ ground, actor, id, route, now }: Flow, token: string, code: string): Promise<Pair> {
  await tryInvitationCode(ground, token, code);
  const personId = actor.kind === 'person' ? actor.personId : refuse('auth.required');
  const { answer } = await runCommand(ground, { actor, id, route, body: { hash: invitationHash(token).toString('hex') }, now }, (work) =>
    comeIn(work, token, personId),
  );
  return answer;
}

/** POST …/join: a cabinet for whoever holds the link that came to this telephone or address, then as `accept`. The password is hashed outside the transaction. */
export async function join({ ground, actor, db, id, now }: Flow, token: string, body: BodyOf<typeof joinByInvitation>): Promise<Pair> {
  const row = found(await byToken(db, token).executeTakeFirst());
  if (row.status !== 'waiting' || Date.parse(row.until) <= now.getTime()) refuse('household.over');
  await tryInvitationCode(ground, token, body.code);
  const typed = contactOf(ground.masterKeys, row);
  if ((await personBySignInName(db, typed)) !== undefined) refuse('household.haveCabinet');
  const own = [body.lastName, body.firstName, body.middleName ?? '', typed];
  const { fault, says } = strengthOf(body.newPassword, { least: PASSWORD_LEAST_WITH_FACTOR, own });
  if (fault !== null) throw new Refusal('password.weak', { fields: [{ pointer: '/newPassword', code: 'password.weak', detail: says }] });
  const passwordHash = await hashPassword(body.newPassword);
  return runOnce(ground, { actor, id, now }, async (work) => {
    const contact = typed.includes('@') ? { email: typed } : { phone: typed };
    const { personId } = await createPerson(work, {
      lastName: body.lastName.trim(),
      firstName: body.firstName.trim(),
      middleName: body.middleName?.trim() || undefined,
      ...contact,
      passwordHash,
    });
    return comeIn(work, token, personId);
  });
}

async function comeIn(work: Work, token: string, personId: string): Promise<Pair> {
  const row = found(await byToken(work.tx, token).forUpdate().executeTakeFirst());
  const home = { houseId: row.house_id, premisesId: row.premises_id };
  if (row.status !== 'waiting' || Date.parse(row.until) <= work.now.getTime() || row.tries_left === 0) refuse('household.over');
  const dwellers = await dwellersOf(work.tx, home.premisesId, work.now);
  // Who invited may have sold the home meanwhile: then nobody is let in by them.
  if (!dwellers.some((one) => one.role === 'owner' && one.personId === row.invited_by)) refuse('household.over');
  if (dwellers.some((one) => one.personId === personId)) refuse('household.alreadyHere');
  const [premises] = await premisesOf(work.tx, [home]);
  const fromDay = dayIn('Europe/Moscow', work.now);
  const ended = row.to_day !== null && row.to_day < dayIn(found(premises).timeZone, work.now);
  if (ended || (row.to_day !== null && row.to_day < fromDay)) refuse('household.over');
  await grantRole(work, { personId, role: row.role as 'family', ...home, fromDay, givenBy: row.invited_by, ...(row.to_day !== null && { toDay: row.to_day }) });
  await answer(work, row, { status: 'accepted', person_id: personId });
  work.emit('household.changed', home, [`premises:${home.premisesId}`]);
  work.emit('home.moved', { ...home, came: [personId], left: [] }, []);
  return home;
}

/** POST …/refuse by the holder of the link, signed in or not. */
export async function refuseInvitation(work: Work, token: string): Promise<object> {
  const row = found(await byToken(work.tx, token).forUpdate().executeTakeFirst());
  if (row.status !== 'waiting' || Date.parse(row.until) <= work.now.getTime()) refuse('household.over');
  await answer(work, row, { status: 'refused', person_id: null });
  return {};
}

type Row = { house_id: string; id: string; invited_by: string; name: string; role: string };

async function answer(
  work: Work,
  { house_id, id, invited_by, name, role }: Row,
  decided: { status: 'accepted' | 'refused'; person_id: string | null },
): Promise<void> {
  await work.tx
    .updateTable('household.invitation')
    .set({ ...decided, decided_at: work.now.toISOString() })
    .where('house_id', '=', house_id)
    .where('id', '=', id)
    .execute();
  work.journal({
    stream: `house:${house_id}`,
    action: `household.${decided.status}`,
    object: { kind: 'invitation', id },
    personId: invited_by,
    houseId: house_id,
    facts: { role },
  });
  work.emit('household.answered', { houseId: house_id, invitationId: id, invitedBy: invited_by, isAccepted: decided.status === 'accepted', name }, [
    `person:${invited_by}`,
  ]);
}
