// Statuses of contracts between people.
import type { StatusRows } from './standing.ts';

export const agreementStatuses = {
  draft: { word: 'Черновик', standing: 'yours' },
  signing: { word: 'На подписи', standing: 'processing', person: 'Ждёт вашей подписи' },
  done: { word: 'Подписан всеми', standing: 'approved' },
  refused: { word: 'Отказ', standing: 'rejected' },
  expired: { word: 'Срок вышел', standing: 'rejected' },
  withdrawn: { word: 'Отозван', standing: 'cancelled' },
} as const satisfies StatusRows;

/** One who is to sign. */
export const partyStates = {
  waiting: { word: 'Ещё не подписал', standing: 'processing', person: 'Ждёт вашей подписи' },
  signed: { word: 'Подписал', standing: 'approved' },
  refused: { word: 'Отказался', standing: 'rejected' },
} as const satisfies StatusRows;
