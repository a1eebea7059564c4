// Ways to pay, and those that a person keeps. The portal holds the acquirer's token and the last four digits, never the number.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Month, Nullable, obj, OneOf } from './types.ts';

/** `account`: a bank account that is linked by the fast payment system while it is paid from. */
export const PAYMENT_METHODS = ['card', 'wallet', 'account', 'qr'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = { card: 'Карта', wallet: 'Кошелёк', account: 'Счёт в банке', qr: 'QR-код' };
export const SAVED_KINDS = ['card', 'wallet', 'account'] as const;

export const SavedMethod = obj({
  id: Id,
  kind: OneOf(SAVED_KINDS),
  title: Type.String({ description: '«Карта •• 4417»' }),
  goodUntil: Nullable(Month),
  expired: Type.Boolean(),
  savedAt: Instant,
  autopayments: Type.Integer({ minimum: 0, description: 'How many accounts are paid by it by themselves' }),
});

export const getSavedMethods = endpoint({
  method: 'GET',
  url: '/api/v1/payment-methods',
  summary: 'The ways to pay that the person keeps, the newest first',
  answer: obj({ methods: Type.Array(SavedMethod) }),
});

export const removeSavedMethod = endpoint({
  method: 'POST',
  url: '/api/v1/payment-methods/:id/remove',
  summary: 'Forgets a way to pay and its token; what pays by itself by it stops',
  params: obj({ id: Id }),
  answer: obj({ title: Type.String() }),
  errors: ['payments.methodBusy'],
});
