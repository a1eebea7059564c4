// Refusals of questions and disputes about accounts.
import type { RefusalTable } from './errors.ts';

export const casesRefusals = {
  'cases.tooMany': { status: 409, text: (f) => `У вас уже ${f['most'] ?? 5} сообщений об ошибках ждут ответа. Дождитесь его или допишите в них` },
  'cases.disputed': { status: 409, text: () => 'Вы уже спорите об этой строке. Откройте тот вопрос и допишите в нём' },
  'cases.ended': { status: 409, text: () => 'Этот вопрос уже закрыт. Задайте новый' },
} as const satisfies RefusalTable;
