// Reminders before the last day of payment (PAY-6). By which ways they go, the settings of notices say.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { obj } from './types.ts';

const Reminders = obj({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 10 }), { maxItems: 10, description: 'Days before the due day; none: no reminders' }),
});

export const getPaymentReminders = endpoint({
  method: 'GET',
  url: '/api/v1/payment-reminders',
  summary: 'How many days before the due day the person is reminded to pay',
  answer: Reminders,
});
export const setPaymentReminders = endpoint({
  method: 'POST',
  url: '/api/v1/payment-reminders',
  summary: 'Sets the days of reminders',
  body: Reminders,
  answer: Reminders,
});
