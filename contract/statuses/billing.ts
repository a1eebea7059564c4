// Statuses of charges and bills, of registers, and of payments nobody was found for.
import type { StatusRows } from './standing.ts';

/** A charge and a bill (CHG-1). */
export const chargeStatuses = {
  unpaid: { word: 'Не оплачено', standing: 'yours' },
  partlyPaid: { word: 'Частично оплачено', standing: 'yours' },
  processing: { word: 'В обработке', standing: 'processing' },
  paid: { word: 'Оплачено', standing: 'approved' },
  overdue: { word: 'Просрочено', standing: 'rejected' },
  overpaid: { word: 'Переплата', standing: 'approved' },
} as const satisfies StatusRows;

/** A file that is checked, loaded and may be taken back: a register, readings. */
export const loadStatuses = {
  draft: { word: 'Проверяется', standing: 'processing' },
  checked: { word: 'Проверен, ждёт решения', standing: 'yours' },
  loading: { word: 'Загружается', standing: 'processing' },
  loaded: { word: 'Загружен', standing: 'approved' },
  taking_back: { word: 'Отменяется', standing: 'processing' },
  taken_back: { word: 'Отменён', standing: 'cancelled' },
  refused: { word: 'Не подходит', standing: 'rejected' },
} as const satisfies StatusRows;

export const unmatchedStatuses = {
  open: { word: 'Не выяснен', standing: 'yours' },
  resolved: { word: 'Зачислен', standing: 'approved' },
  returned: { word: 'Возвращён', standing: 'cancelled' },
  taken_back: { word: 'Отменён с реестром', standing: 'cancelled' },
} as const satisfies StatusRows;
