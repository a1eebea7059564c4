// What notifications hold of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';

const CHANNEL_WORDS = { email: 'почта', sms: 'СМС', push: 'уведомление на устройстве' };

export const notificationsPersonal: PersonalPart = {
  module: 'notifications',
  tables: [
    { table: 'notifications.notice', title: 'Уведомления', columns: { made_at: 'Когда', title: 'Заголовок', text: 'Текст', read_at: 'Прочитано' }, order: 'made_at' },
    { table: 'notifications.delivery', title: 'Письма и СМС', columns: { made_at: 'Когда', channel: 'Канал', recipient: 'Куда', title: 'О чём', status: 'Состояние' }, words: { channel: CHANNEL_WORDS }, order: 'made_at' },
    { table: 'notifications.preference', title: 'Что и куда присылать', columns: { kind: 'Вид', channel: 'Канал', is_on: 'Включено' }, words: { channel: CHANNEL_WORDS } },
    { table: 'notifications.push_device', title: 'Устройства для уведомлений', columns: { made_at: 'Подключено', name: 'Устройство', takes_codes: 'Для кодов' }, order: 'made_at' },
  ],
};
