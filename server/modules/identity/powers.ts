// Powers of attorney (ROLE-3): given with a code bound to their terms, ended at once, and switched to in a session.
import { rightWords } from '#contract/areas';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { type askPowerCode, type getPowers, type givePower as giveEndpoint, POWER_DAYS_MOST } from '#contract/powers';
import { formatDay } from '#contract/russian';
import { type Actor, homesOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import { addDays } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { requestConfirmation, useConfirmation } from './confirmation.ts';
import { todayOf } from './identify.ts';
import { personNames } from './persons.ts';
import { signInName } from './sign-in-name.ts';
import './identity.events.ts';
import './identity.tables.ts';

type Terms = BodyOf<typeof askPowerCode>;
const PURPOSE = 'power of attorney';

export const wrong = (pointer: string, detail: string) => ({ pointer, code: 'input.invalid', detail });

/** What is wrong with the last day of a power. */
export const lastDayFaults = (toDay: string, today: string) => [
  ...(toDay < today ? [wrong('/toDay', 'Этот день уже прошёл. Укажите сегодняшний или будущий')] : []),
  ...(toDay > addDays(today, POWER_DAYS_MOST) ? [wrong('/toDay', 'Доверенность даётся не больше чем на три года')] : []),
];

/** What is confirmed: the representative as written canonically, the rights in their order, the last day. Refuses wrong fields. */
function termsOf({ representative, rights, toDay }: Terms, now: Date): { representative: string; rights: string[]; toDay: string } {
  const name = signInName(representative);
  const fields = [
    ...(name === null ? [wrong('/representative', 'Введите телефон, почту или логин представителя')] : []),
    ...lastDayFaults(toDay, todayOf(now)),
  ];
  if (fields.length > 0) refuseFields(fields);
  return { representative: name!, rights: [...rights].sort(), toDay };
}

/** Only an owner has what to entrust. */
function ownerOf(actor: Actor): string {
  if (actor.kind !== 'person' || homesOf(actor, ['owner']).length === 0) refuse('access.denied');
  return actor.personId;
}

/** POST /api/v1/powers/code. Whether such a person exists is told only to who spends the code. */
export async function askCode(work: Work, body: Terms): Promise<AnswerOf<typeof askPowerCode>> {
  ownerOf(work.actor);
  const content = termsOf(body, work.now);
  const words = `доверенность для ${content.representative} до ${formatDay(content.toDay)}: ${body.rights.map((right) => rightWords[right]).join(', ')}`;
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { purpose: PURPOSE, content, words });
  return { confirmationId, sentTo, expiresAt };
}

/** POST /api/v1/powers. */
export async function givePower(work: Work, { confirmationId, code, ...body }: BodyOf<typeof giveEndpoint>): Promise<AnswerOf<typeof giveEndpoint>> {
  const principalId = ownerOf(work.actor);
  const content = termsOf(body, work.now);
  await useConfirmation(work, { purpose: PURPOSE, content, confirmationId, code });
  const representative = await work.tx
    .selectFrom('identity.sign_in_name as n')
    .innerJoin('identity.person as p', 'p.id', 'n.person_id')
    .leftJoin('identity.child as c', 'c.person_id', 'p.id')
    .select(['p.id', 'c.person_id as childId'])
    .where('n.value', '=', content.representative)
    .where('p.blocked_at', 'is', null)
    .executeTakeFirst();
  if (!representative || representative.childId !== null || representative.id === principalId) refuse('power.noSuchPerson');
  return { powerId: await addPower(work, { principalId, representativeId: representative.id, rights: content.rights, toDay: content.toDay, ground: null }) };
}

type NewPower = { principalId: string; representativeId: string; rights: string[]; toDay: string; ground: string | null };

/** Refuses power.exists. One power in force of a principal for a representative. */
export async function addPower(work: Work, { principalId, representativeId, rights, toDay, ground }: NewPower): Promise<string> {
  await lockName(work.tx, `identity.power ${principalId}`);
  const today = todayOf(work.now);
  const known = await work.tx
    .selectFrom('identity.power')
    .select('id')
    .where('principal_id', '=', principalId)
    .where('representative_id', '=', representativeId)
    .where('ended_at', 'is', null)
    .where('to_day', '>=', today)
    .executeTakeFirst();
  if (known) refuse('power.exists');
  const powerId = deriveId(work.id, 'power');
  await work.tx
    .insertInto('identity.power')
    .values({
      principal_id: principalId,
      id: powerId,
      representative_id: representativeId,
      rights,
      from_day: today,
      to_day: toDay,
      made_at: work.now.toISOString(),
      ended_at: null,
      ground,
      end_told_at: null,
    })
    .execute();
  tell(work, 'identity.powerGiven', { powerId, principalId, representativeId });
  return powerId;
}

/** POST /api/v1/powers/:powerId/end. Ending twice is ended. */
export async function endPower(work: Work, powerId: string): Promise<object> {
  const personId = work.actor.kind === 'person' ? work.actor.personId : refuse('auth.required');
  const power = found(
    await work.tx
      .selectFrom('identity.power')
      .selectAll()
      .where('id', '=', powerId)
      .where((eb) => eb.or([eb('principal_id', '=', personId), eb('representative_id', '=', personId)]))
      .forUpdate()
      .executeTakeFirst(),
  );
  if (power.ended_at !== null) return {};
  await work.tx
    .updateTable('identity.power')
    .set({ ended_at: work.now.toISOString() })
    .where('principal_id', '=', power.principal_id)
    .where('id', '=', powerId)
    .execute();
  tell(work, 'identity.powerEnded', { powerId, principalId: power.principal_id, representativeId: power.representative_id });
  return {};
}

type Told = { powerId: string; principalId: string; representativeId: string };

/** A line for each of the two. */
function tell(work: Work, action: 'identity.powerGiven' | 'identity.powerEnded', { powerId, principalId, representativeId }: Told): void {
  for (const personId of [principalId, representativeId])
    work.journal({ stream: `person:${personId}`, action, object: { kind: 'power', id: powerId }, personId });
  work.emit('power.changed', { powerId }, [`person:${principalId}`, `person:${representativeId}`]);
}

/** POST /api/v1/acting. A power that is ended, over or somebody else's is not found. */
export async function actFor(work: Work, powerId: string | null): Promise<object> {
  if (work.actor.kind !== 'person') refuse('auth.required');
  const { personId, sessionId } = work.actor;
  if (powerId !== null) {
    const today = todayOf(work.now);
    const power = found(
      await work.tx
        .selectFrom('identity.power')
        .select('principal_id')
        .where('id', '=', powerId)
        .where('representative_id', '=', personId)
        .where('ended_at', 'is', null)
        .where('from_day', '<=', today)
        .where('to_day', '>=', today)
        .executeTakeFirst(),
    );
    work.journal({
      stream: `person:${power.principal_id}`,
      action: 'identity.powerUsed',
      object: { kind: 'power', id: powerId },
      personId: power.principal_id,
    });
  }
  await work.tx.updateTable('identity.session').set({ acting_for: powerId }).where('id', '=', sessionId).where('person_id', '=', personId).execute();
  return {};
}

/** GET /api/v1/powers. Two statements. */
export async function readPowers({ db, actor, now }: Reading): Promise<AnswerOf<typeof getPowers>> {
  const personId = actor.kind === 'person' ? actor.personId : refuse('auth.required');
  const rows = await db
    .selectFrom('identity.power')
    .selectAll()
    .where((eb) => eb.or([eb('principal_id', '=', personId), eb('representative_id', '=', personId)]))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  const names = await personNames(
    db,
    rows.flatMap((row) => [row.principal_id, row.representative_id]),
  );
  const today = todayOf(now);
  const stateOf = (row: (typeof rows)[number]) =>
    row.ended_at !== null ? ('ended' as const) : row.to_day < today ? ('expired' as const) : ('active' as const);
  const view = (row: (typeof rows)[number], other: string) => ({
    id: row.id,
    name: names.get(other)?.full ?? '',
    rights: row.rights as Terms['rights'],
    fromDay: row.from_day,
    toDay: row.to_day,
    ground: row.ground,
    endedAt: row.ended_at,
    state: stateOf(row),
  });
  return {
    given: rows.filter((row) => row.principal_id === personId).map((row) => view(row, row.representative_id)),
    received: rows.filter((row) => row.representative_id === personId && stateOf(row) === 'active').map((row) => view(row, row.principal_id)),
    can: { give: homesOf(actor, ['owner']).length > 0 },
  };
}
