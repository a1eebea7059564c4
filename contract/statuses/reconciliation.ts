// Statuses of compared days and of differences.
import type { StatusRows } from './standing.ts';

export const comparedDayStates = {
  differs: { word: 'Расходится', standing: 'yours' },
  waiting: { word: 'Ждёт выписки', standing: 'processing' },
  ready: { word: 'Можно провести', standing: 'yours' },
  partly: { word: 'Проведено частично', standing: 'processing' },
  settled: { word: 'Проведено', standing: 'approved' },
  equal: { word: 'Сходится', standing: 'approved' },
} as const satisfies StatusRows;

/** The lists of a day, read from the acquirer and the bank. */
export const dayReadingStates = {
  reading: { word: 'Читаем списки', standing: 'processing' },
  done: { word: 'Списки прочитаны', standing: 'approved' },
} as const satisfies StatusRows;

export const differenceStatuses = {
  open: { word: 'Не объяснено', standing: 'yours' },
  explained: { word: 'Объяснено', standing: 'approved' },
  gone: { word: 'Сошлось само', standing: 'cancelled' },
} as const satisfies StatusRows;
