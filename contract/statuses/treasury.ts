// Statuses of bills of the state and of notices to it.
import type { StatusRows } from './standing.ts';

export const stateBillStates = {
  open: { word: 'К оплате', standing: 'yours' },
  overdue: { word: 'Срок прошёл', standing: 'rejected' },
  underWay: { word: 'Оплачивается', standing: 'processing' },
  paid: { word: 'Оплачено', standing: 'approved' },
  paidElsewhere: { word: 'Оплачено', standing: 'approved' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
} as const satisfies StatusRows;

export const stateNoticeStates = {
  waiting: { word: 'Отправляем', standing: 'processing' },
  accepted: { word: 'Приняли', standing: 'approved' },
  refused: { word: 'Не приняли', standing: 'rejected' },
} as const satisfies StatusRows;
