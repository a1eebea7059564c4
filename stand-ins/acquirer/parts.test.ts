import { assert, bigInt, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readCardForm } from './card-form.ts';
import { fastPaymentLink, linkChecksum } from './fast-payment-link.ts';
import { TEST_CARDS } from './test-cards.ts';
import { ApiRefusal, toKopecks, toMoney } from './wire.ts';

test('PAY-9: money crosses the wire to the kopeck, and anything but text with two decimals is refused', () => {
  assert(property(bigInt({ min: 0n, max: 99_999_999_999_999n }), (kopecks) => toKopecks(toMoney(kopecks)) === kopecks));
  for (const value of ['1', '1.5', '1,50', '-1.00', ' 1.00', '1e3', '']) expect(() => toKopecks({ value, currency: 'RUB' })).toThrow(ApiRefusal);
});

test('PAY-9: the checksum of a fast payment link is CRC-16/CCITT-FALSE over what stands before it', () => {
  expect(linkChecksum('123456789')).toBe('29B1');
  const [before, checksum] = fastPaymentLink('http://127.0.0.1', 'AD00', 150_050n).split('&crc=');
  expect(linkChecksum(before!)).toBe(checksum);
});

test('PAY-4, PAY-9: every test card is a well-formed number; a card is good through the last day of its month', () => {
  // Luhn: from the right every second digit is doubled, and 9 taken off what exceeds 9; the sum ends in 0.
  const doubled = (digit: number) => (digit > 4 ? 2 * digit - 9 : 2 * digit);
  const luhn = (number: string) =>
    number
      .split('')
      .toReversed()
      .map(Number)
      .reduce((sum, digit, place) => sum + (place % 2 === 0 ? digit : doubled(digit)), 0);
  for (const { number } of TEST_CARDS) expect(luhn(number) % 10, number).toBe(0);
  const form = { number: TEST_CARDS[0]!.number, expiry: '11/26', cvc: '123' };
  expect(readCardForm(form, Date.UTC(2026, 10, 30, 23, 59))).toMatchObject({ month: '11', year: '2026' });
  expect(readCardForm(form, Date.UTC(2026, 11, 1))).toMatchObject({ problems: { expiry: expect.stringContaining('истёк') } });
});

test('PAY-9: whatever is typed into the card form is answered by a card or by problems in words', () => {
  assert(
    property(string(), string(), string(), (number, expiry, cvc) => {
      const read = readCardForm({ number, expiry, cvc }, 0);
      return 'card' in read || Object.keys(read.problems).length > 0;
    }),
  );
});
