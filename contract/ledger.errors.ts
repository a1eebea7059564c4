// Refusals of the ledger and of personal accounts.
import type { RefusalTable } from './errors.ts';
import { formatKopecks, formatMonth } from './russian.ts';

export const ledgerRefusals = {
  'ledger.refundTooLarge': {
    status: 422,
    text: (f) => `Вернуть можно не больше ${formatKopecks(BigInt(f['leftKopecks'] ?? 0))}: столько осталось от этого платежа на счёте`,
  },
  'accounts.tooManyTries': {
    status: 429,
    text: () => 'Сегодня вы уже пять раз пробовали добавить счёт. Попробуйте завтра или попросите организацию: её телефон есть в квитанции',
  },
  'accounts.alreadyLinked': { status: 409, text: () => 'Этот счёт у вас уже есть' },
  'accounts.suspended': { status: 409, text: () => 'Вы приостановили этот счёт. Возобновите его в настройках счёта, и всё снова заработает' },
  'accounts.chargedAfter': {
    status: 409,
    text: (f) =>
      `По счёту есть начисления за ${f['month'] === undefined ? 'более поздний месяц' : formatMonth(String(f['month']))}. Закройте счёт днём этого месяца или позже либо сначала отмените их`,
  },
  'accounts.requestDecided': { status: 409, text: () => 'Эта просьба уже решена' },
} as const satisfies RefusalTable;
