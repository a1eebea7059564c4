// Refusals of state bills and their Russian texts.
import type { RefusalTable } from './errors.ts';

export const stateBillsRefusals = {
  'stateBills.unknown': { status: 422, text: () => 'Начисления с таким УИН нет. Сверьте цифры с постановлением; новое появляется через 1–3 дня' },
  'stateBills.away': { status: 503, text: () => 'Система госплатежей сейчас не отвечает. Ничего не потеряно, попробуйте через несколько минут' },
  'stateBills.notYours': { status: 422, text: () => 'Такого начисления в вашем списке нет. Найдите его по УИН' },
  'stateBills.twice': { status: 422, text: () => 'Одно и то же начисление выбрано дважды. Оставьте его один раз' },
  'stateBills.settled': { status: 409, text: () => 'По этому начислению платить больше нечего: оно оплачено или отменено' },
  'stateBills.tooManyDocuments': { status: 409, text: () => 'Документов уже десять. Уберите лишний и добавьте новый' },
  'stateBills.noticeNotRefused': { status: 409, text: () => 'Эти сведения уже отправляются или приняты: отправлять снова не нужно' },
} as const satisfies RefusalTable;
