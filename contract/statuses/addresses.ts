// Statuses of the address register’s editions.
import type { StatusRows } from './standing.ts';

export const addressLoadStatuses = {
  loading: { word: 'Загружается', standing: 'processing' },
  current: { word: 'Действует', standing: 'approved' },
  applied: { word: 'Учтён', standing: 'approved' },
  replaced: { word: 'Заменён', standing: 'cancelled' },
} as const satisfies StatusRows;
