// Statuses of claims of ownership, of shares and of deals.
import type { StatusRows } from './standing.ts';

export const claimStatuses = {
  draft: { word: 'Черновик', standing: 'yours' },
  submitted: { word: 'Подано', standing: 'processing' },
  checking: { word: 'В работе', standing: 'processing' },
  reviewer: { word: 'У специалиста', standing: 'processing', work: 'Ждёт вашего решения' },
  asked: { word: 'Ждём документы', standing: 'processing', person: 'Нужны документы' },
  confirmed: { word: 'Владение подтверждено', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
  withdrawn: { word: 'Отозвано', standing: 'cancelled' },
} as const satisfies StatusRows;

/** A request to confirm in the application of a bank. */
export const bankStates = {
  asking: { word: 'Отправляем запрос в банк', standing: 'processing' },
  waiting: { word: 'Подтвердите в приложении банка', standing: 'yours' },
  confirmed: { word: 'Подтверждено в приложении банка', standing: 'approved' },
  denied: { word: 'В приложении банка отказались', standing: 'rejected' },
  lapsed: { word: 'Время вышло: в приложении банка не подтвердили', standing: 'rejected' },
  unknown: { word: 'Банк не нашёл вас по телефону', standing: 'rejected' },
  otherPerson: { word: 'Банк назвал другого человека', standing: 'rejected' },
  changed: { word: 'Заявление изменилось, пока банк ждал ответа', standing: 'cancelled' },
  silent: { word: 'Банк не отвечает', standing: 'rejected' },
} as const satisfies StatusRows;

/** An agreement of shares. */
export const proposalStatuses = {
  open: { word: 'Ждёт подписей', standing: 'processing', person: 'Ждёт вашей подписи' },
  agreed: { word: 'Доли изменены', standing: 'approved' },
  refused: { word: 'Отказались', standing: 'rejected' },
  lapsed: { word: 'Срок вышел', standing: 'cancelled' },
} as const satisfies StatusRows;

export const dealStates = {
  recorded: { word: 'Записана', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
} as const satisfies StatusRows;
