// The door of billing: what others may count and draw with.
export { dueDay } from './due-date.ts';
export { buildPaymentText, type PaymentFields, paymentQr, type PaymentSums } from './payment-qr.ts';
