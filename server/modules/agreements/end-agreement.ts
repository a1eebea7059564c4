// Ways in which a contract ends without being signed by all, and the reminder.
import type { AgreementStatus } from '#contract/agreements';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { runAsSystem, type Work } from '#platform/work';
import { type Agreement, demandSigning, holdAgreement, isAuthor, tellPeople, tellStep, turnOf } from './agreement-row.ts';
import './agreements.tables.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 500;

async function end(work: Work, { row, parties }: Agreement, { status, reason }: { status: AgreementStatus; reason: string | null }): Promise<void> {
  await work.tx
    .updateTable('agreements.agreement')
    .set((eb) => ({ status, reason, ended_at: work.now.toISOString(), version: eb('version', '+', 1) }))
    .where('id', '=', row.id)
    .execute();
  tellStep(work, { row, parties }, { action: `agreement.${status}` as 'agreement.refused', ...(reason !== null && { personal: { reason } }) });
  const own = work.actor.kind === 'person' ? work.actor.personId : null;
  const personIds = [row.author_id, ...parties.map(({ person_id: personId }) => personId)].filter((personId) => personId !== own);
  if (row.status !== 'draft') tellPeople(work, { row, parties }, { kind: 'agreements.ended', personIds, facts: { status }, key: deriveId(row.id, 'ended') });
}

/** A party may refuse at any time before it has signed; the contract ends. */
export async function refuseToSign(work: Work, agreementId: string, reason: string): Promise<object> {
  const agreement = await holdAgreement(work, agreementId);
  demandSigning(agreement, work.now);
  const own = agreement.parties.find(
    ({ person_id: personId, state }) => work.actor.kind === 'person' && personId === work.actor.personId && state === 'waiting',
  );
  if (!own) return refuse('agreement.notNow');
  await work.tx
    .updateTable('agreements.party')
    .set({ state: 'refused', acted_at: work.now.toISOString() })
    .where('agreement_id', '=', agreementId)
    .where('place', '=', own.place)
    .execute();
  await end(work, agreement, { status: 'refused', reason });
  return {};
}

/** The author takes it back, also a draft. */
export async function withdraw(work: Work, agreementId: string): Promise<object> {
  const agreement = await holdAgreement(work, agreementId);
  if (!isAuthor(work.actor, agreement.row)) refuse('object.notFound');
  if (agreement.row.status !== 'signing' && agreement.row.status !== 'draft') refuse('agreement.notNow');
  await end(work, agreement, { status: 'withdrawn', reason: null });
  return {};
}

/** The author reminds the one whose turn it is, once a day. */
export async function remind(work: Work, agreementId: string): Promise<object> {
  const agreement = await holdAgreement(work, agreementId);
  const { row } = agreement;
  if (!isAuthor(work.actor, row)) refuse('object.notFound');
  demandSigning(agreement, work.now);
  if (row.reminded_at !== null && work.now.getTime() - Date.parse(row.reminded_at) < DAY_MS) refuse('agreement.remindedToday');
  await work.tx.updateTable('agreements.agreement').set({ reminded_at: work.now.toISOString() }).where('id', '=', row.id).execute();
  const turn = turnOf(agreement)!;
  tellStep(work, agreement, { action: 'agreement.reminded', facts: { number: turn.place } });
  tellPeople(work, agreement, { kind: 'agreements.turn', personIds: [turn.person_id], facts: { until: row.until }, key: deriveId(work.id, 'reminder') });
  return {};
}

/** Hourly: what was not signed in its term is over. Safe to repeat. */
export async function expire({ ground, db, now }: JobContext): Promise<void> {
  const late = await db
    .selectFrom('agreements.agreement')
    .select('id')
    .where('status', '=', 'signing')
    .where('until', '<=', now().toISOString())
    .orderBy('until')
    .limit(AT_ONCE)
    .execute();
  for (const { id } of late) {
    await runAsSystem(ground, 'agreements.expire', id, async (work) => {
      const row = await work.tx
        .selectFrom('agreements.agreement')
        .selectAll()
        .where('id', '=', id)
        .where('status', '=', 'signing')
        .forUpdate()
        .executeTakeFirst();
      if (!row) return;
      await end(
        work,
        { row, parties: await work.tx.selectFrom('agreements.party').selectAll().where('agreement_id', '=', id).orderBy('place').execute() },
        { status: 'expired', reason: null },
      );
    });
  }
}
