// Statuses of messages.
import type { StatusRows } from './standing.ts';

export const noticeStates = {
  unread: { word: 'Новое', standing: 'yours' },
  read: { word: 'Прочитано', standing: 'approved' },
} as const satisfies StatusRows;

/** A message on its way out. */
export const deliveryStatuses = {
  created: { word: 'Ждёт отправки', standing: 'processing' },
  sending: { word: 'Отправляем', standing: 'processing' },
  delivered: { word: 'Доставлено', standing: 'approved' },
  'temporary-failure': { word: 'Пробуем ещё раз', standing: 'processing' },
  'permanent-failure': { word: 'Не доставлено', standing: 'rejected' },
} as const satisfies StatusRows;

/** What the telephone network says of a message. */
export const smsDeliveries = {
  onTheWay: { word: 'В пути', standing: 'processing' },
  delivered: { word: 'Доставлено', standing: 'approved' },
  failed: { word: 'Не доставлено', standing: 'rejected' },
} as const satisfies StatusRows;
