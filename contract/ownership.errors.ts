// Refusals of claims of ownership and of the record of owners.
import type { RefusalTable } from './errors.ts';

export const ownershipRefusals = {
  'claims.already': { status: 409, text: () => 'Ваше владение этим жильём уже подтверждено' },
  'claims.open': { status: 409, text: () => 'Заявление об этом жилье у вас уже есть. Откройте его в списке' },
  'claims.closed': { status: 409, text: () => 'С этим заявлением так уже нельзя: оно перешло дальше. Обновите страницу' },
  'claims.noBank': { status: 422, text: () => 'Подтверждение в приложении банка здесь не подключено. Подпишите кодом или ключом' },
  'claims.noPhone': { status: 422, text: () => 'Банк ищет вас по телефону, а в профиле его нет. Добавьте телефон или подпишите иначе' },
  'claims.notConfirmed': {
    status: 422,
    text: () => 'Сначала подтвердите личность, например через Госуслуги: владение подтверждают только известному человеку',
  },
  'shares.open': { status: 409, text: () => 'Соглашение о долях уже ждёт подписей. Сначала подпишите его или откажитесь' },
  'shares.ownerAway': { status: 422, text: () => 'Не все собственники есть на портале. Доли меняют, когда каждый может подписать' },
  'shares.changed': { status: 409, text: () => 'Собственники сменились: соглашаться о долях должны нынешние. Обновите страницу' },
  'shares.closed': { status: 409, text: () => 'Это соглашение уже не ждёт подписей' },
  'shares.signed': { status: 409, text: () => 'Вы уже подписали это соглашение' },
} as const satisfies RefusalTable;
