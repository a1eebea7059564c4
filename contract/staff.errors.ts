// Refusals of inviting people to work, and of giving and taking posts.
import type { RefusalTable } from './errors.ts';

export const staffRefusals = {
  'staff.alreadyHas': { status: 409, text: () => 'Этот человек уже работает у вас в такой роли' },
  'staff.alreadyInvited': { status: 409, text: () => 'Приглашение этому человеку уже отправлено и ждёт ответа' },
  'staff.beyondOwn': { status: 422, text: () => 'Ваша собственная роль закончится раньше. Дайте роль управляющего не дольше своей' },
  'staff.lastManager': { status: 409, text: () => 'Это последний управляющий без срока. Сначала дайте эту роль кому-нибудь ещё' },
  'staff.over': { status: 422, text: () => 'Приглашение больше не действует. Попросите прислать новое' },
} as const satisfies RefusalTable;
