// A consent to pay by itself that was given before this portal kept it: brought in with the acquirer's token of its card.
import { deriveId } from '#platform/ids';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { lookAgain, type AutopaymentRow } from './autopayment-row.ts';
import { keepToken } from './saved-method.ts';

/** `goodUntil`: the last day of the card. The bill's due day, the whole debt up to the limit, three days of notice. */
export type PastAutopayment = {
  personId: string;
  houseId: string;
  accountId: string;
  timeZone: string;
  token: string;
  last4: string;
  goodUntil: Day;
  limitKopecks: bigint;
  activeFrom: Day;
};

const NOTICE_DAYS = 3;

export async function recordPastAutopayment(work: Work, past: PastAutopayment): Promise<void> {
  const { personId, houseId, accountId, timeZone, token, last4, goodUntil, limitKopecks, activeFrom } = past;
  const [id, methodId, at] = [deriveId(work.id, `autopayment ${accountId}`), deriveId(work.id, `method ${accountId}`), work.now.toISOString()];
  await keepToken(work, { personId, methodId }, { kind: 'card', last4, goodUntil, token });
  const row: AutopaymentRow = {
    person_id: personId,
    id,
    house_id: houseId,
    account_id: accountId,
    time_zone: timeZone,
    month_day: null,
    fixed_kopecks: null,
    limit_kopecks: limitKopecks,
    method_id: methodId,
    notice_days: NOTICE_DAYS,
    state: 'active',
    active_from: activeFrom,
    look_at: at,
    confirmation_id: deriveId(id, 'confirmation'),
    created_at: at,
    updated_at: at,
    version: 1,
  };
  await work.tx.insertInto('payments.autopayment').values(row).execute();
  await lookAgain(work, row);
  work.journal({
    stream: `person:${personId}`,
    action: 'autopayment.set',
    object: { kind: 'autopayment', id },
    personId,
    houseId,
    facts: { limitKopecks: limitKopecks.toString() },
  });
}
