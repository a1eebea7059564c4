import type { RefusalTable } from './errors.ts';

export const notificationsRefusals = {
  'notifications.mayNotSwitchOff': {
    status: 422,
    text: (f) => `«${f['name'] ?? 'Это уведомление'}» отключить нельзя: оно нужно для вашей безопасности или по закону`,
  },
  'notifications.outboxSilent': { status: 503, text: () => 'Демо-почта не отвечает. Попробуйте через минуту' },
  'delivery.lastChannel': { status: 422, text: () => 'Почту и СМС сразу выключать нельзя: жители не смогут войти. Сначала включите другой канал' },
  'push.foreign': { status: 422, text: () => 'Этот браузер присылает уведомления через службу, с которой портал не работает. Попробуйте другой браузер' },
  'push.tooMany': { status: 422, text: () => 'Подключено уже десять устройств. Отключите лишнее' },
} as const satisfies RefusalTable;
