// Statuses of papers.
import type { StatusRows } from './standing.ts';

/** A paper’s file. */
export const documentStates = {
  checking: { word: 'Проверяем на вирусы', standing: 'processing' },
  ready: { word: 'Готов', standing: 'approved' },
  infected: { word: 'Вирус, файл удалён', standing: 'rejected' },
  withdrawn: { word: 'Отозван', standing: 'rejected' },
} as const satisfies StatusRows;

/** The text of a paper’s file. */
export const readingStates = {
  waiting: { word: 'Читаем текст', standing: 'processing' },
  read: { word: 'Текст прочитан', standing: 'approved' },
  none: { word: 'Текста в файле нет', standing: 'cancelled' },
  withheld: { word: 'Текст не читаем', standing: 'cancelled' },
  unable: { word: 'Прочитать не вышло', standing: 'rejected' },
} as const satisfies StatusRows;
