// Statuses of long work.
import type { StatusRows } from './standing.ts';

export const progressStatuses = {
  running: { word: 'Идёт', standing: 'processing' },
  cancelling: { word: 'Останавливаем', standing: 'processing' },
  cancelled: { word: 'Остановлено', standing: 'cancelled' },
  done: { word: 'Готово', standing: 'approved' },
  failed: { word: 'Не получилось', standing: 'rejected' },
} as const satisfies StatusRows;
