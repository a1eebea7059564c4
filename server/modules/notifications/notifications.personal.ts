// What notifications hold of a person (PRIV-2).
import { deliveryStatuses } from '#contract/statuses/notifications';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';
import { noticeKinds } from './notice-kinds.ts';

const CHANNEL_WORDS = { email: 'почта', sms: 'СМС', push: 'уведомление на устройстве' };
const KIND_WORDS = Object.fromEntries(Object.entries(noticeKinds).map(([kind, { name }]) => [kind, name]));

export const notificationsPersonal: PersonalPart = {
  module: 'notifications',
  tables: [
    {
      table: 'notifications.notice',
      title: 'Уведомления',
      columns: { made_at: 'Когда', title: 'Заголовок', text: 'Текст', read_at: 'Прочитано' },
      order: 'made_at',
    },
    {
      table: 'notifications.delivery',
      title: 'Письма и СМС',
      columns: { made_at: 'Когда', channel: 'Канал', recipient: 'Куда', title: 'О чём', status: 'Состояние' },
      words: { channel: CHANNEL_WORDS, status: wordsOf(deliveryStatuses) },
      order: 'made_at',
    },
    {
      table: 'notifications.preference',
      title: 'Что и куда присылать',
      page: '/profile/notices',
      columns: { kind: 'Вид', channel: 'Канал', is_on: 'Включено' },
      words: { kind: KIND_WORDS, channel: CHANNEL_WORDS },
    },
    {
      table: 'notifications.push_device',
      title: 'Устройства для уведомлений',
      page: '/profile/notices',
      columns: { made_at: 'Подключено', name: 'Устройство', takes_codes: 'Для кодов' },
      order: 'made_at',
    },
  ],
};
