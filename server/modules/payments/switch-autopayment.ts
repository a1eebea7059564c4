// Pause, resume, end by one tap (PAY-5). No code: it takes nothing that was not agreed to.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { switchAutopayment as switchEndpoint } from '#contract/autopayments';
import { found, refuseChanged } from '#platform/errors';
import type { DeliveredEvent } from '#platform/module';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { type AutopaymentRow, keyOf, lockAutopayment, lookAgain, passOverMissed } from './autopayment-row.ts';
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
  const row = await writeState(work, earlier, state);
  if (state === 'active') {
    await passOverMissed(work, row);
    await lookAgain(work, row);
  }
  return { state, version: row.version };
}

async function writeState(work: Work, earlier: AutopaymentRow, state: AutopaymentRow['state']): Promise<AutopaymentRow> {
  const at = work.now.toISOString();
  const row = {
    ...earlier,
    state,
    version: earlier.version + 1,
    updated_at: at,
    look_at: state === 'active' ? at : null,
    ...(state === 'active' && { active_from: dayIn(earlier.time_zone, work.now) }),
  };
  const { person_id: personId, id, house_id: houseId } = row;
  await work.tx.updateTable('payments.autopayment').set(row).where('person_id', '=', personId).where('id', '=', id).execute();
  work.journal({ stream: `person:${personId}`, action: ACTIONS[state], object: { kind: 'autopayment', id }, personId, houseId });
  work.emit('autopayment.changed', keyOf(row), [`person:${personId}`]);
  return row;
}

/** Consumer of «a person sees an account no longer»: the consent ends with it, and an account that comes back is not paid by it. A payment under way goes to its end. */
export async function endWithAccount(work: Work, { at, data }: Pick<DeliveredEvent<'account.unlinked'>, 'at' | 'data'>): Promise<void> {
  const row = await lockAutopayment(work.tx, data);
  if (row && Date.parse(row.updated_at) <= Date.parse(at)) await writeState(work, row, 'ended');
}
