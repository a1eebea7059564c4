// What a person is told of paying by itself: before it, when it was passed over, when it did not go through. Orders only.
import { deriveId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import type { SkipReason } from './autopayment-plan.ts';
import type { AutopaymentRow } from './autopayment-row.ts';
import { type DeclineCode, declineWords } from './decline-reasons.ts';

/** Why nothing was paid and what to do; null: nobody needs to be told. */
const SKIPPED: Readonly<Record<SkipReason, string | null>> = {
  nothingToPay: null,
  suspended: null,
  notActive: null,
  overLimit: 'Сумма больше вашего предела. Увеличьте предел или оплатите сами',
  methodGone: 'Способ оплаты убран, или срок карты истёк. Выберите другой',
  accountGone: 'Этого счёта больше нет среди ваших',
  noContact: 'Чек некуда прислать. Укажите почту в профиле',
};
export const skipWords = (reason: SkipReason): string | null => SKIPPED[reason];

type Told = {
  readonly period: Month;
  readonly what: string;
  readonly kind: 'autopayment.planned' | 'autopayment.skipped' | 'autopayment.failed';
  readonly facts: Readonly<Record<string, string | number>>;
};

/** One notice for each month, kind and step. */
function tell(work: Work, row: AutopaymentRow, { period, what, kind, facts }: Told): void {
  const id = deriveId(row.id, `${kind} ${period} ${what}`);
  work.order({ task: 'notifications.notify', key: id, payload: { id, personIds: [row.person_id], kind, facts, link: autopaymentPath(row) } });
}

export const autopaymentPath = (row: Pick<AutopaymentRow, 'house_id' | 'account_id'>): string => `/accounts/${row.house_id}/${row.account_id}/autopayment`;

type Sum = { period: Month; kopecks: bigint; address: string };

/** «16 ноября спишем…»: the sum as it is now. */
export const tellPlanned = (work: Work, row: AutopaymentRow, { period, kopecks, address, payOn, method }: Sum & { payOn: Day; method: string }): void =>
  tell(work, row, { period, what: payOn, kind: 'autopayment.planned', facts: { amountKopecks: kopecksToJson(kopecks), payDay: payOn, method, address } });

/** Not paid, and why; nothing where the person needs not know. `what` tells the warning from the day itself. */
export function tellSkipped(
  work: Work,
  row: AutopaymentRow,
  { period, kopecks, address, reason, what }: Sum & { reason: SkipReason; what: 'before' | 'on the day' },
): void {
  const words = skipWords(reason);
  if (words !== null) tell(work, row, { period, what, kind: 'autopayment.skipped', facts: { amountKopecks: kopecksToJson(kopecks), reason: words, address } });
}

/** Declined: why, what to do, and when it is tried again. */
export function tellFailed(
  work: Work,
  row: AutopaymentRow,
  { period, kopecks, address, decline, attempt, nextOn }: Sum & { decline: DeclineCode; attempt: number; nextOn: Day | null },
): void {
  const { why, whatToDo } = declineWords(decline);
  tell(work, row, {
    period,
    what: String(attempt),
    kind: 'autopayment.failed',
    facts: { amountKopecks: kopecksToJson(kopecks), reason: `${why}. ${whatToDo}`, address, ...(nextOn !== null && { againDay: nextOn }) },
  });
}
