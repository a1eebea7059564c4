// Statuses of payments, of money given back and of paying by itself.
import type { StatusRows } from './standing.ts';

/** An outcome nobody knows yet is under way, never a failure. */
export const paymentStatuses = {
  draft: { word: 'Черновик', standing: 'yours' },
  confirming: { word: 'Ждёт кода', standing: 'yours' },
  starting: { word: 'Открываем банк', standing: 'processing' },
  waiting: { word: 'Ждём оплаты', standing: 'processing' },
  unknown: { word: 'Уточняем у банка', standing: 'processing' },
  paid: { word: 'Оплачено', standing: 'approved' },
  declined: { word: 'Не прошёл', standing: 'rejected' },
  cancelled: { word: 'Отменён', standing: 'cancelled' },
  expired: { word: 'Время вышло', standing: 'cancelled' },
  refunded: { word: 'Возвращён', standing: 'cancelled' },
} as const satisfies StatusRows;

/** The fiscal receipt. */
export const fiscalStates = {
  none: { word: 'Чек не нужен', standing: 'cancelled' },
  pending: { word: 'Чек готовится', standing: 'processing' },
  registered: { word: 'Чек готов', standing: 'approved' },
  failed: { word: 'Чек не пробит', standing: 'rejected' },
} as const satisfies StatusRows;

/** A payment as its organization sees it. */
export const takenStates = {
  paid: { word: 'Оплачен', standing: 'approved' },
  going: { word: 'Возвращаем', standing: 'processing' },
  partly: { word: 'Возвращена часть', standing: 'cancelled' },
  refunded: { word: 'Возвращён', standing: 'cancelled' },
} as const satisfies StatusRows;

export const refundStatuses = {
  starting: { word: 'Передаём банку', standing: 'processing' },
  unknown: { word: 'Уточняем у банка', standing: 'processing' },
  done: { word: 'Деньги возвращены', standing: 'approved' },
  refused: { word: 'Банк отказал', standing: 'rejected' },
} as const satisfies StatusRows;

export const autopaymentStates = {
  active: { word: 'Включён', standing: 'approved' },
  paused: { word: 'На паузе', standing: 'cancelled' },
  ended: { word: 'Отключён', standing: 'cancelled' },
} as const satisfies StatusRows;

export const autopaymentMonthStates = {
  noticed: { word: 'Предупредили', standing: 'processing' },
  paying: { word: 'Идёт платёж', standing: 'processing' },
  retry: { word: 'Не прошёл, повторим', standing: 'processing' },
  paid: { word: 'Оплачено', standing: 'approved' },
  skipped: { word: 'Не платили', standing: 'cancelled' },
  failed: { word: 'Не прошёл', standing: 'rejected' },
} as const satisfies StatusRows;
