// How messages are delivered, for the operator of the portal: by channel, why not, and the switch of a channel that fails.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Instant, obj, OneOf } from './types.ts';

export const CHANNELS = ['sms', 'email', 'push'] as const;
/** Why a message was given up, as staff read it. */
export const deliveryReasons = {
  permanent: 'Адрес или устройство не принимает',
  temporary: 'Сервер не отвечал, попытки кончились',
  configuration: 'Не приняли нас: пароль, баланс или имя отправителя',
  undelivered: 'Оператор связи не доставил',
  noReport: 'Отчёта о доставке не было',
  notShown: 'Устройство не показало код',
  off: 'Канал выключен',
  limit: 'Дневной предел получателя',
  network: 'Много новых номеров из одной сети за день',
  number: 'Платный номер или не мобильный',
  budget: 'Дневной предел СМС портала',
} as const;
export type DeliveryReason = keyof typeof deliveryReasons;
const REASONS = Object.keys(deliveryReasons) as [DeliveryReason, ...DeliveryReason[]];

const Count = Type.Integer({ minimum: 0 });
const Channel = OneOf(CHANNELS);
const Delivery = obj({
  since: Instant,
  channels: Type.Array(obj({ channel: Channel, isOn: Type.Boolean(), total: Count, delivered: Count, waiting: Count, failed: Count })),
  failures: Type.Array(obj({ channel: Channel, reason: OneOf(REASONS), count: Count, lastAt: Instant })),
  sms: obj({ used: Count, limit: Count }),
});
export type DeliveryToday = Static<typeof Delivery>;

export const getDelivery = endpoint({
  method: 'GET',
  url: '/api/v1/work/delivery',
  summary: 'Messages of the last 24 hours by channel, why some were given up, and how much of the day’s SMS are used',
  answer: Delivery,
});
export const switchChannel = endpoint({
  method: 'POST',
  url: '/api/v1/work/delivery/:channel',
  summary: 'Switches a channel off: its messages go by the next one at once; or on again',
  params: obj({ channel: Channel }),
  body: obj({ isOn: Type.Boolean() }),
  answer: obj({}),
  errors: ['delivery.lastChannel'],
});
