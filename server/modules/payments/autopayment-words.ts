// Paying by itself in words: on the screen, in the message with the code. Pure.
import { formatDayShort, formatKopecks } from '#contract/russian';
import { autopaymentMonthStates } from '#contract/statuses/payments';
import { retryAfter, type SkipReason } from './autopayment-plan.ts';
import { doneOf, type MonthRow } from './autopayment-row.ts';
import { type DeclineCode, declineWords } from './decline-reasons.ts';
import { skipWords } from './tell-autopayment.ts';

export type Terms = { readonly monthDay: number | null; readonly fixedKopecks: bigint | null; readonly limitKopecks: bigint };

/** «15-го числа каждого месяца: 2 000 ₽, не больше долга; предел 5 000 ₽». */
export function termsWords({ monthDay, fixedKopecks, limitKopecks }: Terms): string {
  const when = monthDay === null ? 'в последний день оплаты счёта' : `${monthDay}-го числа каждого месяца`;
  const sum = fixedKopecks === null ? 'весь долг' : `${formatKopecks(fixedKopecks)}, но не больше долга`;
  return `${when}: ${sum}, предел ${formatKopecks(limitKopecks)}`;
}

const QUIET: Partial<Record<SkipReason, string>> = {
  nothingToPay: 'Долга не было',
  suspended: 'Счёт приостановлен',
  notActive: 'В этот день автоплатёж был выключен',
};

/** What became of a month: «Не прошёл: на карте или счёте не хватило денег. Повторим 17 ноября». */
export function monthWords(row: MonthRow): string {
  const { state, reason } = row;
  if (state === 'skipped') return `${autopaymentMonthStates.skipped.word}. ${QUIET[reason as SkipReason] ?? skipWords(reason as SkipReason) ?? ''}`;
  if (state !== 'retry' && state !== 'failed') return autopaymentMonthStates[state].word;
  const why =
    reason === 'expired' || reason === null
      ? 'Банк не ответил вовремя'
      : reason === 'cancelled'
        ? 'Вы отменили платёж'
        : declineWords(reason as DeclineCode).why;
  const again = state === 'retry' ? retryAfter(doneOf(row)) : null;
  return `${autopaymentMonthStates.failed.word}. ${why}.${again === null ? '' : ` Повторим ${formatDayShort(again)}`}`;
}
