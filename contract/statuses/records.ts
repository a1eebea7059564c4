// Statuses of the check of a person’s data with the registers.
import type { StatusRows } from './standing.ts';

export const recordCheckStates = {
  never: { word: 'Ещё не сверяли', standing: 'cancelled' },
  running: { word: 'Идёт проверка', standing: 'processing' },
  done: { word: 'Сверено', standing: 'approved' },
} as const satisfies StatusRows;

export const recordSourceStates = {
  never: { word: 'Ещё не спрашивали', standing: 'cancelled' },
  answered: { word: 'Ответил', standing: 'approved' },
  silent: { word: 'Не ответил', standing: 'processing' },
} as const satisfies StatusRows;
