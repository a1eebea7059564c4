// Statuses of the works of a house.
import type { StatusRows } from './standing.ts';

export const houseWorkStates = {
  planned: { word: 'Запланировано', standing: 'processing' },
  going: { word: 'Идёт', standing: 'processing' },
  late: { word: 'Срок вышел', standing: 'rejected' },
  done: { word: 'Сделано', standing: 'approved' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
} as const satisfies StatusRows;
