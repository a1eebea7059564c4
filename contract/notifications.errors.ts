import type { RefusalTable } from './errors.ts';

export const notificationsRefusals = {
  'notifications.mayNotSwitchOff': { status: 422, text: (f) => `«${f['name'] ?? 'Это уведомление'}» отключить нельзя: оно нужно для вашей безопасности или по закону` },
  'notifications.outboxSilent': { status: 503, text: () => 'Демо-почта не отвечает. Попробуйте через минуту' },
} as const satisfies RefusalTable;
