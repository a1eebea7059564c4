// Statuses of personal accounts and of their links to people.
import type { StatusRows } from './standing.ts';

/** What an account stands at, by its sums. */
export const accountStandings = {
  due: { word: 'К оплате', standing: 'yours' },
  underWay: { word: 'Платёж в пути', standing: 'processing' },
  ahead: { word: 'Заплачено вперёд', standing: 'approved' },
  clear: { word: 'Долга нет', standing: 'approved' },
  suspended: { word: 'Приостановлен', standing: 'cancelled' },
} as const satisfies StatusRows;

/** An account in a person’s cabinet. */
export const accountLinkStatuses = {
  linked: { word: 'Подключён', standing: 'approved' },
  removed: { word: 'Убран', standing: 'cancelled' },
} as const satisfies StatusRows;

/** A request for an account, answered by its organization. */
export const linkRequestStatuses = {
  waiting: { word: 'Ждёт ответа организации', standing: 'processing', work: 'Ждёт ответа' },
  linked: { word: 'Подключён', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
  replaced: { word: 'Подан заново', standing: 'cancelled' },
} as const satisfies StatusRows;
