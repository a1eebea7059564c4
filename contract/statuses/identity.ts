// Statuses of ways to sign in, of powers and of invitations.
import type { StatusRows } from './standing.ts';

export const signInOutcomes = {
  entered: { word: 'Вход', standing: 'approved' },
  stepped_up: { word: 'Подтверждение кодом', standing: 'approved' },
  recovered: { word: 'Новый пароль вместо забытого', standing: 'approved' },
  stopped: { word: 'Вход остановлен', standing: 'rejected' },
  wrong_password: { word: 'Неверный пароль', standing: 'rejected' },
  wrong_passkey: { word: 'Ключ не подошёл', standing: 'rejected' },
  wrong_code: { word: 'Неверный код', standing: 'rejected' },
} as const satisfies StatusRows;

/** An entry that is asked of a device. */
export const deviceAnswers = {
  waiting: { word: 'Ждём ответа с устройства', standing: 'processing', person: 'Ждёт вашего ответа' },
  approved: { word: 'Разрешено', standing: 'approved' },
  denied: { word: 'Запрещено', standing: 'rejected' },
  over: { word: 'Время вышло', standing: 'cancelled' },
} as const satisfies StatusRows;

/** A certificate and its key. */
export const certificateStates = {
  active: { word: 'Действует', standing: 'approved' },
  expired: { word: 'Срок вышел', standing: 'cancelled' },
  revoked: { word: 'Отозван', standing: 'rejected' },
} as const satisfies StatusRows;

/** A power of attorney given here. */
export const powerStates = {
  active: { word: 'Действует', standing: 'approved' },
  ended: { word: 'Закончена', standing: 'cancelled' },
  expired: { word: 'Срок вышел', standing: 'cancelled' },
} as const satisfies StatusRows;

/** A power of attorney on paper. */
export const powerPaperStatuses = {
  draft: { word: 'Не подана', standing: 'yours' },
  waiting: { word: 'На проверке', standing: 'processing', work: 'Ждёт вашего решения' },
  accepted: { word: 'Принята', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
  withdrawn: { word: 'Отозвана', standing: 'cancelled' },
} as const satisfies StatusRows;

export const contactChangeStatuses = {
  waiting: { word: 'Ждёт срока', standing: 'processing' },
  done: { word: 'Изменено', standing: 'approved' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
  refused: { word: 'Не вышло', standing: 'rejected' },
} as const satisfies StatusRows;

/** Into a family or to work. */
export const invitationStatuses = {
  waiting: { word: 'Ждёт ответа', standing: 'processing', person: 'Ждёт вашего ответа' },
  accepted: { word: 'Принято', standing: 'approved' },
  refused: { word: 'Отказ', standing: 'rejected' },
  withdrawn: { word: 'Отозвано', standing: 'cancelled' },
  expired: { word: 'Срок вышел', standing: 'cancelled' },
} as const satisfies StatusRows;

/** Lost ways to sign in, switched off by two operators. */
export const factorResetStatuses = {
  asked: { word: 'Ждёт другого сотрудника', standing: 'processing', work: 'Ждёт вашего решения' },
  approved: { word: 'Ждёт срока', standing: 'processing' },
  done: { word: 'Сделано', standing: 'approved' },
  refused: { word: 'Отказано', standing: 'rejected' },
  cancelled: { word: 'Отменено', standing: 'cancelled' },
} as const satisfies StatusRows;
