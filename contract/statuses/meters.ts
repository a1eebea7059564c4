// Statuses of readings and of meters.
import type { StatusRows } from './standing.ts';

/** Readings handed in to the organization. */
export const submissionStatuses = {
  sent: { word: 'Передано', standing: 'processing', work: 'Ждёт вашего решения' },
  accepted: { word: 'Принято', standing: 'approved' },
  rejected: { word: 'Отклонено', standing: 'rejected' },
  replaced: { word: 'Заменено новым', standing: 'cancelled' },
} as const satisfies StatusRows;

export const readingStatuses = {
  active: { word: 'Действует', standing: 'approved' },
  superseded: { word: 'Заменено', standing: 'cancelled' },
  rejected: { word: 'Отклонено', standing: 'rejected' },
} as const satisfies StatusRows;

/** A request for another meter. */
export const replacementStatuses = {
  new: { word: 'Ждёт ответа', standing: 'processing', work: 'Ждёт вашего ответа' },
  done: { word: 'Заменён', standing: 'approved' },
  declined: { word: 'Отказано', standing: 'rejected' },
} as const satisfies StatusRows;

/** A meter’s verification; the portal’s text says the day. */
export const verificationStates = {
  unknown: { word: 'Срок поверки неизвестен', standing: 'cancelled' },
  ok: { word: 'Поверен', standing: 'approved' },
  soon: { word: 'Скоро поверка', standing: 'yours' },
  over: { word: 'Срок поверки прошёл', standing: 'rejected' },
} as const satisfies StatusRows;

export const photoStatuses = {
  reading: { word: 'Разбираем цифры', standing: 'processing' },
  read: { word: 'Цифры прочитаны', standing: 'approved' },
  unread: { word: 'Цифры не разобрать', standing: 'rejected' },
} as const satisfies StatusRows;
