// What a command about a contract may be refused with.
import type { RefusalTable } from './errors.ts';

export const agreementsRefusals = {
  'agreement.notNow': { status: 409, text: () => 'С договором это уже нельзя сделать: он подписан, отозван или срок вышел' },
  'agreement.notYourTurn': { status: 409, text: () => 'Сейчас подписывает другой. Когда дойдёт до вас, придёт сообщение' },
  'agreement.tooLong': { status: 422, text: () => 'Страница открыта давно. Обновите её и подпишите ещё раз' },
  'agreement.remindedToday': { status: 422, text: () => 'Напомнить можно раз в сутки, и сегодня уже напомнили' },
  'agreement.signedAlready': { status: 422, text: () => 'В этом PDF уже есть подпись. Возьмите файл без подписей' },
} as const satisfies RefusalTable;
