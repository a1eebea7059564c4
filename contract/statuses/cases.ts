// Statuses of questions, errors and disputes.
import type { StatusRows } from './standing.ts';

/** The organization answers what is open, the person reads what was answered. */
export const caseStatuses = {
  open: { word: 'Ждёт ответа', standing: 'processing', work: 'Ждёт вашего ответа' },
  answered: { word: 'Ответили', standing: 'processing', person: 'Есть ответ' },
  agreed: { word: 'Согласились', standing: 'approved' },
  refused: { word: 'Отказали', standing: 'rejected' },
  closed: { word: 'Закрыт', standing: 'cancelled' },
} as const satisfies StatusRows;
