// What signing in by an outside system may be refused with.
import type { RefusalTable } from './errors.ts';

export const federationRefusals = {
  'outside.away': {
    status: 424,
    text: (f) => `${f['name'] ?? 'Внешняя система'}: сейчас не отвечает. Попробуйте через несколько минут или войдите другим способом`,
  },
  'outside.refused': { status: 422, text: (f) => `${f['name'] ?? 'Внешняя система'}: вход не подтверждён. Начните ещё раз или войдите другим способом` },
  'outside.cancelled': { status: 422, text: () => 'Вы отказались от входа. Можно начать ещё раз или войти другим способом' },
  'outside.over': { status: 422, text: () => 'Этот вход уже закончен или начат слишком давно. Начните ещё раз' },
  'outside.child': { status: 422, text: () => 'Детский кабинет открывает родитель в своём профиле. До 14 лет войти через Госуслуги нельзя' },
  'outside.unknown': {
    status: 422,
    text: (f) => `${f['name'] ?? 'Внешняя система'}: кабинета с этой учётной записью нет. Войдите по телефону и паролю и подключите её в профиле`,
  },
  'outside.taken': { status: 422, text: () => 'Эта учётная запись уже подключена к другому кабинету. Отключите её там или напишите в поддержку' },
  'outside.otherPerson': { status: 422, text: () => 'Вы вошли в другой кабинет: подтверждённого телефона из учётной записи в нём нет' },
  'outside.lastDoor': { status: 422, text: () => 'Это ваш единственный способ войти. Сначала задайте пароль' },
} as const satisfies RefusalTable;
