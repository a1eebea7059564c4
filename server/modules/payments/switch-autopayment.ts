// Pause, resume, end by one tap (PAY-5). No code: it takes nothing that was not agreed to.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { switchAutopayment as switchEndpoint } from '#contract/autopayments';
import { found, refuseChanged } from '#platform/errors';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { keyOf, lockAutopayment, lookAgain, passOverMissed } from './autopayment-row.ts';
import { payerOf } from './payer.ts';

const ACTIONS = { active: 'autopayment.resumed', paused: 'autopayment.paused', ended: 'autopayment.ended' } as const;

/** Command. A payment that is under way goes on to its end. What was missed during a pause is not made up for. */
export async function switchAutopayment(
  work: Work,
  account: { houseId: string; accountId: string },
  { version, state }: BodyOf<typeof switchEndpoint>,
): Promise<AnswerOf<typeof switchEndpoint>> {
  const { personId } = payerOf(work.actor);
  const earlier = found(await lockAutopayment(work.tx, { personId, ...account }));
  if (earlier.state === state) return { state, version: earlier.version };
  if (earlier.version !== version) refuseChanged({ state: earlier.state, version: earlier.version });
  const at = work.now.toISOString();
  const row = {
    ...earlier,
    state,
    version: version + 1,
    updated_at: at,
    look_at: state === 'active' ? at : null,
    ...(state === 'active' && { active_from: dayIn(earlier.time_zone, work.now) }),
  };
  await work.tx.updateTable('payments.autopayment').set(row).where('person_id', '=', personId).where('id', '=', row.id).execute();
  if (state === 'active') {
    await passOverMissed(work, row);
    await lookAgain(work, row);
  }
  work.journal({ stream: `person:${personId}`, action: ACTIONS[state], object: { kind: 'autopayment', id: row.id }, personId, houseId: row.house_id });
  work.emit('autopayment.changed', keyOf(row), [`person:${personId}`]);
  return { state, version: row.version };
}
