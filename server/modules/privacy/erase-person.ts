// Erasure (PRIV-2; 152-FZ, article 21): asked with a second proof, carried out after three days, cancelled until then by one press.
// What law keeps stays under an id that leads to nobody; the rest is deleted, and the key of the journal's values with it.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askErasure as askEndpoint } from '#contract/held-of-person';
import { contactsOf, endChildrenOf, useConfirmation } from '#modules/identity';
import { STAFF_ROLES, system, selfOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { erasePersonal, type PersonalPart } from '#platform/held-of-person';
import { lockName, runOnce, type Work } from '#platform/work';
import { ownDataContent } from './own-data-code.ts';
import { keptOf, tablesOf } from './own-data.queries.ts';
import type { PrivacyPorts } from './ports.ts';
import './privacy.tables.ts';

const COOLING_MS = 3 * 86_400_000;
const LOOK_AGAIN_MS = 3_600_000;
const AT_ONCE = 20;

/** POST /api/v1/own-data/erasure. Refuses privacy.staff for whoever works here. One that waits already is answered again. */
export async function askErasure(work: Work, { confirmationId, code }: BodyOf<typeof askEndpoint>): Promise<AnswerOf<typeof askEndpoint>> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `privacy.erasure ${personId}`);
  if (work.actor.kind === 'person' && work.actor.grants.some(({ role }) => STAFF_ROLES.some((one) => one === role))) refuse('privacy.staff');
  await useConfirmation(work, { ...ownDataContent('erase', personId), confirmationId, code });
  const waiting = await work.tx
    .selectFrom('privacy.erasure')
    .select(['id', 'due_at'])
    .where('person_id', '=', personId)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  if (waiting) return { erasureId: waiting.id, dueAt: waiting.due_at };
  const [erasureId, dueAt] = [deriveId(work.id, 'erasure'), new Date(work.now.getTime() + COOLING_MS).toISOString()];
  await work.tx
    .insertInto('privacy.erasure')
    .values({
      person_id: personId,
      id: erasureId,
      asked_at: work.now.toISOString(),
      due_at: dueAt,
      status: 'waiting',
      ended_at: null,
      waits: null,
      look_at: dueAt,
      kept: null,
    })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'privacy.erasureAsked', object: { kind: 'erasure', id: erasureId }, personId });
  work.order({
    task: 'notifications.notify',
    payload: { id: deriveId(work.id, 'told'), personIds: [personId], kind: 'data.erasureAsked', facts: { at: dueAt }, link: '/profile/data' },
  });
  return { erasureId, dueAt };
}

/** POST /api/v1/own-data/erasure/cancel. Refuses privacy.notWaiting. */
export async function cancelErasure(work: Work): Promise<object> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `privacy.erasure ${personId}`);
  const row = await work.tx
    .updateTable('privacy.erasure')
    .set({ status: 'cancelled', ended_at: work.now.toISOString(), look_at: null })
    .where('person_id', '=', personId)
    .where('status', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse('privacy.notWaiting');
  work.journal({ stream: `person:${personId}`, action: 'privacy.erasureCancelled', object: { kind: 'erasure', id: row.id }, personId });
  return {};
}

/** Somebody who cannot ask: a child whose profile was closed. Nothing is waited for; the job comes within ten minutes. */
export async function eraseSoon(work: Work, personId: string): Promise<void> {
  const at = work.now.toISOString();
  await work.tx
    .insertInto('privacy.erasure')
    .values({
      person_id: personId,
      id: deriveId(work.id, `erasure ${personId}`),
      asked_at: at,
      due_at: at,
      status: 'waiting',
      ended_at: null,
      waits: null,
      look_at: at,
      kept: null,
    })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** The job: those whose three days are over. One that must wait is looked at again in an hour. */
export const eraseJob = ({ parts }: PrivacyPorts): Job => ({
  async run({ ground, db, now }) {
    const due = await db
      .selectFrom('privacy.erasure')
      .select(['person_id', 'id'])
      .where('status', '=', 'waiting')
      .where('look_at', '<=', now().toISOString())
      .orderBy('look_at')
      .limit(AT_ONCE)
      .execute();
    for (const { person_id: personId, id } of due)
      await runOnce(ground, { actor: system('privacy.erase'), id: deriveId(id, `erase ${now().toISOString()}`), now: now() }, (work) =>
        carryOut(work, parts, { personId, id }),
      );
  },
});

async function carryOut(work: Work, parts: readonly PersonalPart[], { personId, id }: { personId: string; id: string }): Promise<void> {
  await lockName(work.tx, `privacy.erasure ${personId}`);
  const row = (set: { waits?: string | null; look_at: string | null; status?: 'done'; ended_at?: string; kept?: string }) =>
    work.tx
      .updateTable('privacy.erasure')
      .set(set)
      .where('person_id', '=', personId)
      .where('id', '=', id)
      .where('status', '=', 'waiting')
      .returning('id')
      .executeTakeFirst();
  for (const { waits } of parts) {
    const why = await waits?.(work.tx, personId);
    if (why !== undefined) return void (await row({ waits: why, look_at: new Date(work.now.getTime() + LOOK_AGAIN_MS).toISOString() }));
  }
  const contact = (await contactsOf(work.tx, [personId])).get(personId);
  const kept = await keptOf(work.tx, parts, personId);
  if (!(await row({ status: 'done', ended_at: work.now.toISOString(), look_at: null, waits: null, kept: JSON.stringify(kept) }))) return; // cancelled meanwhile
  for (const childId of await endChildrenOf(work, personId)) await eraseSoon(work, childId);
  for (const { erase } of parts) await erase?.(work, personId);
  for (const table of tablesOf(parts).toReversed()) await erasePersonal(work.tx, table, personId);
  work.journal({ stream: `person:${personId}`, action: 'privacy.erased', object: { kind: 'erasure', id }, personId, facts: { count: kept.length } });
  tellWhatRemains(work, { email: contact?.email ?? null, phone: contact?.phone ?? null }, kept);
}

/** The last message, to the address that the portal no longer holds: what was kept, by what law and for how long. */
function tellWhatRemains(
  work: Work,
  { email, phone }: { email: string | null; phone: string | null },
  kept: readonly { title: string; law: string; term: string }[],
): void {
  const to = email ?? phone;
  if (to === null) return;
  const remains = kept.length === 0 ? 'Ничего не осталось' : kept.map(({ title, law, term }) => `${title}: ${term}. ${law}`).join('\n');
  work.order({
    task: 'notifications.send-message',
    payload: { id: deriveId(work.id, 'erased'), to, channel: email === null ? 'sms' : 'email', template: 'data.erased', facts: { remains } },
  });
}
