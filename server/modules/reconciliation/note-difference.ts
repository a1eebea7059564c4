// An accountant writes what a difference is about, and closes it with that as the reason.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { noteDifference as noteEndpoint } from '#contract/reconciliation';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import type { Work } from '#platform/work';
import { maySettle, reconciliationScope } from './reconciliation.policy.ts';
import { differencesShown } from './reconciliation.queries.ts';
import './reconciliation.events.ts';

/** Command. Refuses reconciliation.closed, object.changed, access.denied (another's money that the operator only sees); out of reach is object.notFound. */
export async function noteDifference(work: Work, { params, body }: InputOf<typeof noteEndpoint>): Promise<AnswerOf<typeof noteEndpoint>> {
  const { whole, organizationIds } = reconciliationScope(work.actor);
  const row = found(
    await work.tx
      .selectFrom('reconciliation.difference')
      .selectAll()
      .where('id', '=', params.id)
      .where(sql<boolean>`(${whole} or organization_id = any(${[...organizationIds]}::uuid[]))`)
      .forUpdate()
      .executeTakeFirst(),
  );
  if (row.status !== 'open') refuse('reconciliation.closed');
  if (!maySettle(work.actor, { organizationId: row.organization_id, status: row.status })) refuse('access.denied');
  if (row.version !== body.version) refuseChanged({ note: row.note, version: row.version });
  const note = body.note.trim();
  if (note.length < 3) refuseFields([{ pointer: '/note', code: 'required', detail: 'Напишите, что выяснили: хотя бы несколько слов' }]);
  const closed = body.close ? { status: 'explained', closed_by: personIdOf(work.actor), closed_at: work.now.toISOString() } : {};
  const changed = await work.tx
    .updateTable('reconciliation.difference')
    .set({ ...closed, note, version: row.version + 1 })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const organizationId = row.organization_id;
  work.journal({
    stream: `organization:${organizationId}`,
    action: body.close ? 'reconciliation.closed' : 'reconciliation.noted',
    object: { kind: 'reconciliation', id: row.id },
    organizationId,
    facts: { onDay: row.day, reason: note },
  });
  work.emit('reconciliation.changed', { organizationId, day: row.day }, [`organization:${organizationId}`]);
  return (await differencesShown(work.tx, work.actor, [changed]))[0]!;
}
