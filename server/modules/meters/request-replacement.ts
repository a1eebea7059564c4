// A resident asks for another meter (MTR-1); the organization replaces it or answers why not.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { requestReplacement as requestReplacementEndpoint } from '#contract/meters';
import type { declineReplacement as declineReplacementEndpoint } from '#contract/meters-work';
import { suspendedAccounts, suspensionOf } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { meterName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import { canHandIn, organizationsInReach } from './meters.policy.ts';
import { reachHome } from './shared-flat.ts';
import './meters.tables.ts';

type Asked = { readonly houseId: string; readonly meterId: string };

/** Command: one open request a meter. None of a home whose account at the organization the person has suspended (ACC-3). */
export async function requestReplacement(
  work: Work,
  { houseId, meterId }: Asked,
  { reason, comment }: BodyOf<typeof requestReplacementEndpoint>,
): Promise<AnswerOf<typeof requestReplacementEndpoint>> {
  const meter = await work.tx
    .selectFrom('meters.meter')
    .select(['premises_id', 'organization_id', 'removed_on'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirst();
  const home = meter?.premises_id ? await reachHome(work.tx, work.actor, { houseId, premisesId: meter.premises_id }) : undefined;
  const { premises_id: premisesId, organization_id: organizationId, removed_on: removedOn } = found(home && meter);
  const personId = personIdOf(work.actor);
  if (premisesId === null || personId === null || !canHandIn(work.actor, { premisesId, rooms: home?.rooms ?? [] })) refuse('access.denied');
  if (removedOn !== null) refuse('meters.removed');
  if ((await suspendedAccounts(work.tx, [personId])).has(suspensionOf({ personId, premisesId, organizationId }))) refuse('accounts.suspended');
  const id = deriveId(work.id, 'replacement request');
  const row = {
    house_id: houseId,
    id,
    meter_id: meterId,
    premises_id: premisesId,
    organization_id: organizationId,
    person_id: personId,
    at: work.now.toISOString(),
    reason,
    comment: comment?.trim() || null,
    status: 'new',
    answer: null,
    answered_at: null,
  };
  const made = await work.tx
    .insertInto('meters.replacement_request')
    .values(row)
    .onConflict((on) => on.columns(['house_id', 'meter_id']).where('status', '=', 'new').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) refuse('meters.replacementAsked');
  work.journal({
    stream: `house:${houseId}`,
    action: 'meter.replacementAsked',
    object: { kind: 'meter', id: meterId },
    houseId,
    organizationId,
    personId,
    facts: { reason },
  });
  work.emit('meter.replacementChanged', { houseId, meterId, requestId: id }, audiencesOf({ premisesId, organizationId }));
  return { id, at: row.at, reason, status: 'new', answer: null };
}

/** Command of staff: the answer stands with the request and goes to the person. */
export async function declineReplacement(
  work: Work,
  { houseId, requestId }: { houseId: string; requestId: string },
  { answer, version }: BodyOf<typeof declineReplacementEndpoint>,
): Promise<AnswerOf<typeof declineReplacementEndpoint>> {
  const request = await work.tx
    .selectFrom('meters.replacement_request')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
  const row = found(request && organizationsInReach(work.actor).includes(request.organization_id) ? request : undefined);
  if (row.version !== version) refuseChanged({ status: row.status, answer: row.answer, version: row.version });
  if (row.status !== 'new') refuse('meters.decided');
  await answerRequests(work, { houseId, meterId: row.meter_id }, { status: 'declined', answer: answer.trim() });
  return {};
}

/** Ends the open requests of a meter and tells those who asked. */
export async function answerRequests(
  work: Work,
  { houseId, meterId }: Asked,
  { status, answer }: { status: 'done' | 'declined'; answer: string },
): Promise<void> {
  const rows = await work.tx
    .updateTable('meters.replacement_request')
    .set((on) => ({ status, answer, answered_at: work.now.toISOString(), version: on('version', '+', 1) }))
    .where('house_id', '=', houseId)
    .where('meter_id', '=', meterId)
    .where('status', '=', 'new')
    .returningAll()
    .execute();
  if (rows.length === 0) return;
  const meter = await work.tx
    .selectFrom('meters.meter')
    .select(['service_code as serviceCode', 'serial'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirstOrThrow();
  for (const { id, person_id: personId, premises_id: premisesId, organization_id: organizationId } of rows) {
    work.journal({
      stream: `house:${houseId}`,
      action: `meter.replacement.${status}`,
      object: { kind: 'meter', id: meterId },
      houseId,
      organizationId,
      personId,
    });
    work.emit('meter.replacementChanged', { houseId, meterId, requestId: id }, audiencesOf({ premisesId, organizationId }));
    const notice = deriveId(work.id, `answer ${id}`);
    work.order({
      task: 'notifications.notify',
      key: notice,
      payload: {
        id: notice,
        personIds: [personId],
        kind: 'meters.replacementAnswered',
        facts: { meter: meterName(meter), answer },
        link: `/meters/${houseId}/${meterId}`,
      },
    });
  }
}
