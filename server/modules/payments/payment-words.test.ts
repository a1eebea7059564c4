import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAYMENT_STATUSES } from '#contract/payments';
import { paymentStatuses } from '#contract/statuses/payments';
import { acquirerKey, acquirerOrder, truthOf } from './acquirer-order.ts';
import type { AcquirerPayment } from './acquirer-wire.ts';
import type { StoredPayment } from './payment-row.ts';
import { bankDescription, confirmationText, confirmedContent, statusWords } from './payment-words.ts';
import { readReceiptNumber, receiptNumber } from './receipt-number.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');
const part = { houseId: 'h', accountId: 'a', organizationId: 'o', kopecks: 919_661n };

test('CONF-1: the message says what it confirms: the sum, every payee, every account', () => {
  expect(spaced(confirmationText(919_661n, [{ payee: 'УК «Липа»', purpose: 'счёт 770001', kopecks: 919_661n }]))).toBe(
    'Оплата 9 196,61 ₽: УК «Липа», счёт 770001',
  );
  expect(
    spaced(
      confirmationText(300n, [
        { payee: 'А', purpose: 'счёт 1', kopecks: 100n },
        { payee: 'Б', purpose: 'счёт 2', kopecks: 200n },
      ]),
    ),
  ).toBe('Оплата 3,00 ₽: А, счёт 1, 1,00 ₽; Б, счёт 2, 2,00 ₽');
});

test('CONF-1, PAY-2: that the card is kept is said by the message and bound to the code', () => {
  expect(spaced(confirmationText(100n, [{ payee: 'А', purpose: 'счёт 1', kopecks: 100n }], true))).toBe('Оплата 1,00 ₽: А, счёт 1; способ оплаты сохранится');
  const usual = { id: 'p', totalKopecks: 919_661n, parts: [part] };
  expect(confirmedContent({ ...usual, savesMethod: true })).not.toEqual(confirmedContent(usual));
  expect(confirmedContent({ ...usual, savesMethod: false })).toEqual(confirmedContent(usual));
});

test('CONF-1: another sum, payee, account, house or payment is another content', () => {
  const usual = { id: 'p', totalKopecks: 919_661n, parts: [part] };
  const others = [
    { ...usual, id: 'q' },
    { ...usual, totalKopecks: 1n },
    ...(['houseId', 'accountId', 'organizationId'] as const).map((name) => ({ ...usual, parts: [{ ...part, [name]: 'x' }] })),
    { ...usual, parts: [{ ...part, kopecks: 1n }] },
    { ...usual, parts: [part, part] },
  ];
  for (const other of others) expect(confirmedContent(other)).not.toEqual(confirmedContent(usual));
});

test('PAY-3: an unknown outcome is never called an error, and every state has its words', () => {
  for (const status of PAYMENT_STATUSES) expect(Object.values(statusWords(status)).every((word) => word.length > 1)).toBe(true);
  expect(paymentStatuses.unknown).toEqual({ word: 'Уточняем у банка', standing: 'processing' });
  expect(PAYMENT_STATUSES.filter((status) => paymentStatuses[status].standing === 'rejected')).toEqual(['declined']);
});

test('PAY-2: the bank’s line never exceeds what the bank takes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ payee: fc.string({ maxLength: 200 }), purpose: fc.string({ maxLength: 30 }), kopecks: fc.constant(1n) }), {
        minLength: 1,
        maxLength: 20,
      }),
      (parts) => {
        expect(bankDescription(parts).length).toBeLessThanOrEqual(128);
      },
    ),
  );
});

test('PAY-8: a receipt’s number is read back however it is typed, and never taken for another’s', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      const number = receiptNumber(one);
      expect(receiptNumber(one)).toBe(number);
      expect(readReceiptNumber(` ${number.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', '')} `)).toBe(number);
      if (one !== other) expect(receiptNumber(other)).not.toBe(number);
    }),
  );
  for (const wrong of ['', '123', 'ЖЖЖЖ-ЖЖЖЖЖ-ЖЖЖЖ', 'UUUU-UUUUU-UUUU', `${receiptNumber('a')}0`]) expect(readReceiptNumber(wrong)).toBeUndefined();
});

const row = {
  id: '00000000-0000-4000-8000-000000000001',
  total_kopecks: 300n,
  method: 'card',
  frame: true,
  email: 'a@example.test',
  phone: null,
  acquirer_id: null,
} as StoredPayment['row'];
const payment = {
  row,
  parts: [
    { payee: 'А', account_number: '1', kopecks: 100n },
    { payee: 'Б', account_number: '2', kopecks: 200n },
  ],
  bills: [],
} as unknown as StoredPayment;
const there = { id: 'x', status: 'succeeded', kopecks: 300n, metadata: { payment: row.id } } as unknown as AcquirerPayment;

test('PAY-3: the same payment is the same order to the acquirer, byte for byte, whose receipt lines make its sum', () => {
  const order = acquirerOrder(payment, { publicUrl: 'http://localhost:8080' });
  expect(acquirerOrder(payment, { publicUrl: 'http://localhost:8080' })).toEqual(order);
  expect(order).toMatchObject({
    key: acquirerKey(row.id),
    kopecks: 300n,
    returnUrl: `http://localhost:8080/pay/${row.id}/result`,
    metadata: { payment: row.id },
  });
  expect(order.receipt!.lines.reduce((sum, line) => sum + line.kopecks, 0n)).toBe(300n);
  expect(acquirerOrder({ ...payment, row: { ...row, email: null, phone: '+79990000001' } }, { publicUrl: 'http://localhost:8080' }).receipt!.to).toEqual({
    phone: '79990000001',
  });
});

test('PAY-3: only an answer about this very payment is a truth; a refusal of credentials says nothing of the money', () => {
  const ok = (value: AcquirerPayment) => truthOf({ kind: 'ok', value }, payment).kind;
  expect(ok(there)).toBe('captured');
  expect([ok({ ...there, kopecks: 299n }), ok({ ...there, metadata: {} }), ok({ ...there, metadata: { payment: 'other' } })]).toEqual([
    'noAnswer',
    'noAnswer',
    'noAnswer',
  ]);
  expect(truthOf({ kind: 'ok', value: there }, { ...payment, row: { ...row, acquirer_id: 'y' } }).kind).toBe('noAnswer');
  const refusal = (code: 'badRequest' | 'credentials' | 'notFound' | 'keyReused', known: string | null = null) =>
    truthOf({ kind: 'refused', code, detail: '' }, { ...payment, row: { ...row, acquirer_id: known } }).kind;
  expect([refusal('badRequest'), refusal('badRequest', 'x'), refusal('credentials'), refusal('notFound', 'x'), refusal('keyReused')]).toEqual([
    'refused',
    'noAnswer',
    'noAnswer',
    'noAnswer',
    'noAnswer',
  ]);
});
