// Refusals of looking for people and of acting upon them.
import type { RefusalTable } from './errors.ts';

export const peopleRefusals = {
  'people.noLook': { status: 403, text: () => 'Сначала найдите этого человека и напишите, зачем. Найденное открыто полчаса' },
  'people.notYours': { status: 403, text: () => 'С этим человеком вам так поступить нельзя: это вы сами или сотрудник портала. Обратитесь к администратору' },
  'people.hasRole': { status: 409, text: () => 'Эта роль у человека уже есть' },
  'people.resetOpen': { status: 409, text: () => 'Такое обращение этого человека уже рассматривается' },
  'people.resetOver': { status: 409, text: () => 'Это уже решено. Обновите страницу' },
  'people.secondOperator': { status: 403, text: () => 'Решает другой сотрудник: вы сами записали это обращение' },
  'people.lastAdministrator': { status: 409, text: () => 'Это последний администратор без срока. Сначала дайте эту роль кому-нибудь ещё' },
} as const satisfies RefusalTable;
