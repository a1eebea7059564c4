// Statuses of the works of a house, and of those who sit in its council.
import type { StatusRows } from './standing.ts';

export const houseWorkStates = {
  planned: { word: 'Запланировано', standing: 'processing' },
  going: { word: 'Идёт', standing: 'processing' },
  late: { word: 'Срок вышел', standing: 'rejected' },
  done: { word: 'Сделано', standing: 'approved' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
} as const satisfies StatusRows;

/** What the manager sees of a member of the council: only owners may sit there (Housing Code, article 161.1). */
export const councilStandings = {
  sits: { word: 'В совете', standing: 'approved' },
  left: { word: 'Больше не собственник', standing: 'yours' },
} as const satisfies StatusRows;
