// What signing in, codes and keys may be refused with.
import type { RefusalTable } from './errors.ts';

const wait = (seconds: unknown): string => {
  const whole = Number(seconds ?? 60);
  return whole < 90 ? `${whole} с` : `${Math.ceil(whole / 60)} мин`;
};

export const identityRefusals = {
  'signIn.wrong': { status: 422, text: () => 'Имя для входа или пароль не подошли. Проверьте раскладку и Caps Lock и попробуйте ещё раз' },
  'signIn.wait': { status: 429, text: (f) => `Слишком много неудачных попыток. Попробуйте через ${wait(f['seconds'])}. С устройства, где вы уже входили, можно войти сейчас` },
  'recovery.second': { status: 422, text: () => 'У вас включён второй шаг входа. Введите и его код' },
  'signIn.notYet': { status: 422, text: () => 'Пока не подтвердили. Откройте портал на устройстве, где вы уже вошли, и нажмите «Это я»' },
  'signIn.denied': { status: 403, text: () => 'На другом устройстве ответили «Это не я». Вход прекращён' },
  'signIn.stopped': { status: 403, text: () => 'Вход выглядит необычно, и мы его остановили. Войдите с устройства, где вы уже входили, или напишите в поддержку' },
  'signIn.over': { status: 422, text: () => 'Вход начат слишком давно. Введите пароль ещё раз' },
  'signIn.wrongCode': { status: 422, text: (f) => (Number(f['triesLeft'] ?? 1) > 0 ? 'Код не подошёл. Проверьте цифры и попробуйте ещё раз' : 'Код не подошёл, и попытки кончились. Запросите новый код') },
  'confirm.wrong': { status: 422, text: (f) => (Number(f['triesLeft'] ?? 0) > 0 ? `Код не подошёл. Осталось попыток: ${f['triesLeft']}` : 'Код не подошёл три раза и больше не действует. Запросите новый') },
  'confirm.expired': { status: 422, text: () => 'Код действовал пять минут и устарел. Запросите новый' },
  'confirm.used': { status: 422, text: () => 'Этим кодом уже подтвердили действие. Для нового запросите новый код' },
  'confirm.otherContent': { status: 422, text: () => 'Код был для другого действия: что-то изменилось. Проверьте и запросите новый код' },
  'confirm.noChannel': { status: 422, text: () => 'Некуда прислать код: в профиле нет ни телефона, ни почты. Добавьте их с помощью поддержки' },
  'passkey.known': { status: 422, text: () => 'Этот ключ уже добавлен' },
  'passkey.none': { status: 422, text: () => 'Ключей доступа у вас нет. Подтвердите кодом' },
  'passkey.over': { status: 422, text: () => 'Запрос к ключу устарел. Нажмите кнопку ещё раз' },
  'passkey.refused': { status: 422, text: () => 'Ключ не подошёл. Попробуйте ещё раз или войдите по-другому' },
  'passkey.tooMany': { status: 422, text: () => 'Ключей уже двадцать. Уберите те, которыми не пользуетесь' },
  'passkey.unknown': { status: 422, text: () => 'Такого ключа на портале нет. Войдите по-другому и добавьте ключ в профиле' },
  'password.wrong': { status: 422, text: () => 'Нынешний пароль не подошёл. Проверьте раскладку и Caps Lock' },
  'password.weak': { status: 422, text: () => 'Такой пароль легко подобрать. Придумайте другой' },
  'totp.notStarted': { status: 422, text: () => 'Сначала откройте настройку приложения и отсканируйте код' },
  'totp.alreadyOn': { status: 422, text: () => 'Приложение для кодов уже подключено. Чтобы сменить телефон, сначала отключите его' },
  'totp.notOn': { status: 422, text: () => 'Приложение для кодов не подключено' },
} as const satisfies RefusalTable;
