import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOf, paymentNumber, toPayOn } from './bill-terms.ts';
import { checkDocument, payerIdentifier } from './payer-identifier.ts';
import { chargesRequest, readCharges, readProtocol } from './state-wire.ts';

const fine = { totalKopecks: 75_001n, restKopecks: 75_001n, discountPercent: 25, discountUntil: '2026-12-01' };

test('BILL-4: the discount counts through its last day, rounded to the kopeck; what was paid before is taken off', () => {
  expect(toPayOn('2026-12-01', fine)).toEqual({ kopecks: 56_251n, goodUntil: '2026-12-01' });
  expect(toPayOn('2026-12-02', fine)).toEqual({ kopecks: 75_001n, goodUntil: null });
  expect(toPayOn('2026-12-01', { ...fine, restKopecks: 25_001n })).toEqual({ kopecks: 6_251n, goodUntil: '2026-12-01' });
  expect(toPayOn('2026-12-01', { ...fine, restKopecks: 0n })).toEqual({ kopecks: 0n, goodUntil: null });
});

test('BILL-4: never more than the rest, never below nothing, never more with a discount than without', () => {
  const kopecks = fc.bigInt({ min: 1n, max: 10_000_000n });
  fc.assert(
    fc.property(kopecks, kopecks, fc.integer({ min: 1, max: 99 }), (totalKopecks, paid, discountPercent) => {
      const terms = { totalKopecks, restKopecks: totalKopecks > paid ? totalKopecks - paid : 0n, discountPercent, discountUntil: '2026-12-01' };
      const [reduced, full] = [toPayOn('2026-12-01', terms).kopecks, toPayOn('2026-12-02', terms).kopecks];
      expect([reduced >= 0n, reduced <= full, full === terms.restKopecks]).toEqual([true, true, true]);
    }),
  );
});

test.each([
  ['18811601123010001140', 'fine'],
  ['18210601020041000110', 'tax'],
  ['18810807141011000110', 'duty'],
  ['00000000000000000000', 'other'],
])('BILL-4: КБК %s is a %s', (kbk, kind) => expect(kindOf({ kbk })).toBe(kind));

test('BILL-4: the number of a payment is 32 digits with the bank and the day, the same every time', () => {
  const of = { paymentId: '019', number: '1881', bic: '016577551', paidOn: '2026-11-22' };
  expect(paymentNumber(of)).toMatch(/^1016577551\d{6}22112026\d{8}$/);
  expect(paymentNumber(of)).toBe(paymentNumber({ ...of }));
  expect(paymentNumber({ ...of, number: '1882' })).not.toBe(paymentNumber(of));
});

test.each([
  ['inn', '6600 0000 0005', '1210000000660000000005'],
  ['snils', '112-233-445 95', '1140000000011223344595'],
  ['licence', '66 12 345678', '1220000000006612345678'],
  ['vehicle', '66 yb 345678', '12400000000066УВ345678'],
  ['vehicle', '66 ув 345678', '12400000000066УВ345678'],
  ['licence', '661234567', null],
] as const)('BILL-4: %s «%s» is written as %s', (kind, text, written) => {
  const checked = checkDocument(kind, text);
  expect(checked.ok ? payerIdentifier(kind, checked.value) : null).toBe(written);
});

test('BILL-4: an answer to another request, cut, of another system or with a charge that cannot be read is no answer', () => {
  const answer = (body: string, more = 'RqId="ID_1"') =>
    `<r:ExportChargesResponse xmlns:r="urn://roskazna.ru/gisgmp/xsd/services/export-charges/2.4.0" ${more} hasMore="false">${body}</r:ExportChargesResponse>`;
  expect(readCharges(answer(''), 'ID_1')).toEqual([]);
  for (const text of [
    answer('').slice(0, -5),
    answer('', 'RqId="ID_2"'),
    answer('', 'RqId="ID_1" needReRequest="true"'),
    answer('<ChargeInfo supplierBillID="1"/>'),
    '<html/>',
    '',
    answer('').replace('urn://roskazna', 'urn://other'),
  ])
    expect(readCharges(text, 'ID_1')).toBeUndefined();
  expect(readProtocol(answer(''), { requestId: 'ID_1', paymentId: '1' })).toBeUndefined();
  expect(chargesRequest({ id: 'ID_1', sender: 'a"b', at: 'now' }, { numbers: ['1'] })).toContain('senderIdentifier="a&quot;b"');
});
