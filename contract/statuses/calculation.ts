// Statuses of monthly runs, of decisions and of applications for absence.
import type { StatusRows } from './standing.ts';

export const runStatuses = {
  counting: { word: 'Считается', standing: 'processing' },
  stopped: { word: 'Подсчёт остановлен', standing: 'yours' },
  draft: { word: 'Посчитан, не проверен', standing: 'yours' },
  checked: { word: 'Проверен, не проведён', standing: 'yours' },
  posting: { word: 'Проводится', standing: 'processing' },
  posted: { word: 'Проведён', standing: 'approved' },
  cancelled: { word: 'Отменён', standing: 'cancelled' },
} as const satisfies StatusRows;

export const absenceStatuses = {
  waiting: { word: 'Ждёт решения', standing: 'processing', work: 'Ждёт вашего решения' },
  accepted: { word: 'Пересчитаем', standing: 'approved' },
  refused: { word: 'Отказали', standing: 'rejected' },
} as const satisfies StatusRows;

/** A charge that is paid by parts. */
export const instalmentStates = {
  running: { word: 'Идёт', standing: 'processing' },
  charged: { word: 'Начислена вся', standing: 'approved' },
  ended: { word: 'Закончена раньше', standing: 'cancelled' },
} as const satisfies StatusRows;

/** State duty, court costs or a fine that was added to an account. */
export const addedSumStates = {
  waiting: { word: 'Ждёт расчёта', standing: 'processing' },
  charged: { word: 'Начислена', standing: 'approved' },
  withdrawn: { word: 'Убрана', standing: 'cancelled' },
} as const satisfies StatusRows;

/** A row of prices or norms out of a spreadsheet. */
export const importedRowStates = {
  new: { word: 'Добавим', standing: 'approved' },
  same: { word: 'Уже есть', standing: 'cancelled' },
  wrong: { word: 'Ошибка', standing: 'rejected' },
} as const satisfies StatusRows;
