// Refusals of inviting people into a home.
import type { RefusalTable } from './errors.ts';

export const householdRefusals = {
  'household.alreadyHere': { status: 409, text: () => 'Этот человек уже есть в списке этого дома' },
  'household.alreadyInvited': { status: 409, text: () => 'Приглашение этому человеку уже отправлено и ждёт ответа' },
  'household.over': { status: 422, text: () => 'Приглашение больше не действует. Попросите прислать новое' },
  'household.wrongCode': {
    status: 422,
    text: (f) =>
      Number(f['triesLeft'] ?? 0) > 0
        ? `Код не подошёл. Осталось попыток: ${f['triesLeft']}`
        : 'Код не подошёл, и попытки кончились. Попросите прислать новое приглашение',
  },
  'household.haveCabinet': { status: 409, text: () => 'У вас уже есть кабинет: войдите в него и примите приглашение' },
} as const satisfies RefusalTable;
