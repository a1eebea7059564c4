// Payments of state bills as the portal told the state payments system of them (BILL-4): the operator sees what was refused and sends it again.
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { wordsOf } from './statuses/standing.ts';
import { stateNoticeStates } from './statuses/treasury.ts';
import { obj, OneOf, Text } from './types.ts';

/** What the bill is for is left out: whom the state fined is no matter of the operator's. */
export const stateNoticeColumns = {
  paidOn: { title: 'Оплачено', kind: 'day', filter: 'range', sortable: true },
  number: { title: 'УИН', kind: 'text', filter: 'search' },
  payee: { title: 'Получатель', kind: 'text', filter: 'search', sortable: true },
  kopecks: { title: 'Сумма', kind: 'money', sortable: true, total: true },
  state: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(stateNoticeStates) },
  answer: { title: 'Ответ системы', kind: 'text', nullable: true, filter: 'search' },
  answeredAt: { title: 'Когда ответили', kind: 'instant', nullable: true },
  asked: { title: 'Отправляли раз', kind: 'integer' },
  paymentId: { title: 'Платёж', kind: 'id' },
} as const satisfies ListColumns;

const notices = { url: '/api/v1/work/state-notices', summary: 'Notices of paid state bills to the state payments system: what it answered' };
export const listStateNotices = listEndpoint(stateNoticeColumns, notices);
export const exportStateNotices = exportEndpoint(stateNoticeColumns, notices);

export const sendStateNotice = endpoint({
  method: 'POST',
  url: '/api/v1/work/state-notices/:id/send',
  summary: 'Sends a refused notice again, under its own number',
  params: obj({ id: Text(40, 1) }),
  answer: obj({ state: OneOf(['waiting']) }),
  errors: ['stateBills.noticeNotRefused'],
});
