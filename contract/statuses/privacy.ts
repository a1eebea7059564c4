// Statuses of what people ask about their data, and of what is watched.
import type { StatusRows } from './standing.ts';

export const ownRequestStatuses = {
  open: { word: 'Ждёт ответа', standing: 'processing', work: 'Ждёт вашего ответа' },
  done: { word: 'Сделано', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
} as const satisfies StatusRows;

/** A copy of everything held. */
export const ownCopyStatuses = {
  running: { word: 'Собираем', standing: 'processing' },
  ready: { word: 'Готова', standing: 'approved' },
  failed: { word: 'Не получилось, закажите ещё раз', standing: 'rejected' },
  over: { word: 'Срок вышел', standing: 'cancelled' },
} as const satisfies StatusRows;

export const erasureStatuses = {
  waiting: { word: 'Ждёт срока', standing: 'processing' },
  done: { word: 'Удалено', standing: 'approved' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
} as const satisfies StatusRows;

export const consentStates = {
  given: { word: 'Дано', standing: 'approved' },
  none: { word: 'Не дано', standing: 'cancelled' },
  anew: { word: 'Текст изменился', standing: 'yours' },
} as const satisfies StatusRows;

/** How a consent ended. */
export const consentEnds = {
  withdrawn: { word: 'Отозвано', standing: 'cancelled' },
  renewed: { word: 'Дано новое', standing: 'cancelled' },
} as const satisfies StatusRows;

/** Looks at people’s data that are unusual. */
export const alertStatuses = {
  open: { word: 'Ждёт разбора', standing: 'yours' },
  closed: { word: 'Разобрано', standing: 'approved' },
} as const satisfies StatusRows;
