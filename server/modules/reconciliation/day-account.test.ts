// The account of a day (PAY-7): each kind of difference, and that the order of rows does not matter.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PORTAL_PART } from '#contract/reconciliation';
import type { TakenPayment, TakenRefund } from '#modules/payments';
import {
  type DayAccount,
  type ListedPayment,
  openDayAccount,
  putBankEntry,
  putListedPayment,
  putListedRefund,
  putOurPayment,
  putUnlistedRefund,
} from './day-account.ts';

const part = (organizationId: string, kopecks: bigint, accountId = `account ${organizationId}`) => ({
  organizationId,
  payee: `УК ${organizationId}`,
  houseId: 'h',
  accountId,
  accountNumber: `№ ${organizationId}`,
  kopecks,
});
const payment = (paymentId: string, parts: TakenPayment['parts'], more: Partial<TakenPayment> = {}): TakenPayment => ({
  paymentId,
  personId: 'p',
  acquirerId: `at ${paymentId}`,
  status: 'paid',
  kopecks: parts.reduce((sum, one) => sum + one.kopecks, 0n),
  paidAt: '2026-11-20T10:00:00.000Z',
  parts,
  bills: [],
  ...more,
});
const listed = (paymentId: string, kopecks: bigint, more: Partial<ListedPayment> = {}): ListedPayment => ({
  acquirerId: `at ${paymentId}`,
  named: paymentId,
  kopecks,
  feeKopecks: 0n,
  isReturned: false,
  ...more,
});
const refund = (more: Partial<TakenRefund> = {}): TakenRefund => ({
  refundId: 'r',
  paymentId: 'x',
  acquirerId: 'back',
  organizationId: 'a',
  payee: 'УК a',
  houseId: 'h',
  accountId: 'account a',
  accountNumber: '№ a',
  kopecks: 300n,
  status: 'done',
  doneAt: '2026-11-20T11:00:00.000Z',
  ...more,
});
const bookedOf = (...payments: readonly TakenPayment[]) =>
  new Map(payments.flatMap((one) => one.parts.map((own) => [`${one.paymentId} ${own.accountId}`, own.kopecks] as const)));
const kinds = ({ differences }: DayAccount) =>
  differences.map(({ organizationId, kind, ourKopecks, theirKopecks }) => [organizationId, kind, ourKopecks, theirKopecks]);

function account(put: (account: DayAccount) => void): DayAccount {
  const opened = openDayAccount();
  put(opened);
  return opened;
}

test('PAY-7: a payment over two payees gives each its share, of the fee too, to the kopeck', () => {
  const ours = payment('x', [part('a', 1_000n), part('b', 2_001n)]);
  const day = account((one) => {
    putListedPayment(one, listed('x', 3_001n, { feeKopecks: 37n }), ours);
    putOurPayment(one, ours, { isListed: true, booked: bookedOf(ours) });
  });
  expect(kinds(day)).toEqual([]);
  expect([...day.parts.values()].map((one) => [one.organization, one.count, one.ourKopecks, one.theirKopecks, one.feeKopecks])).toEqual([
    ['УК a', 1, 1_000n, 1_000n, 12n],
    ['УК b', 1, 2_001n, 2_001n, 25n],
  ]);
});

test('PAY-7, BILL-4: a state bill is the portal’s to look after: its money and its entry are compared like any other', () => {
  const ours = payment('x', [], { bills: [{ payee: 'ГАИ', number: '1881', kopecks: 75_000n }], kopecks: 75_000n });
  const found = (kopecks: bigint, booked: bigint) =>
    kinds(
      account((day) => {
        putListedPayment(day, listed('x', kopecks), ours);
        putOurPayment(day, ours, { isListed: true, booked: new Map([['x 1881', booked]]) });
      }),
    );
  expect(found(75_000n, 75_000n)).toEqual([]);
  expect(found(75_000n, 0n)).toEqual([[PORTAL_PART, 'ledger', 0n, 75_000n]]);
  expect(found(75_100n, 75_000n)).toEqual([[PORTAL_PART, 'sum', 75_000n, 75_100n]]);
});

test('PAY-7: extra, other sum, other state and a second debit are told apart; what was given back needs nobody', () => {
  const ours = payment('x', [part('a', 1_000n)]);
  const found = (one: ListedPayment, of: TakenPayment | undefined) => kinds(account((day) => putListedPayment(day, one, of)));
  expect(found(listed('x', 1_000n), ours)).toEqual([]);
  expect(found(listed('z', 700n, { named: null }), undefined)).toEqual([[PORTAL_PART, 'extra', null, 700n]]);
  expect(found(listed('z', 700n, { named: null, isReturned: true }), undefined)).toEqual([]);
  expect(found(listed('x', 1_100n), ours)).toEqual([['a', 'sum', 1_000n, 1_100n]]);
  expect(found(listed('x', 1_000n), { ...ours, status: 'expired' })).toEqual([['a', 'state', 0n, 1_000n]]);
  expect(found(listed('x', 1_000n, { isReturned: true }), { ...ours, status: 'expired' })).toEqual([]);
  expect(found(listed('x', 1_000n, { acquirerId: 'second' }), ours)).toEqual([['a', 'doubleDebit', 1_000n, 1_000n]]);
  expect([...account((day) => putListedPayment(day, listed('x', 1_000n), { ...ours, status: 'unknown' })).unsettled]).toEqual(['at x']);
});

test('PAY-7: ours without theirs, another sum in the ledger, the same sum twice on an account, by the portal or by a bank', () => {
  const [first, second] = [payment('x', [part('a', 1_000n)]), payment('y', [part('a', 1_000n)])];
  const put =
    (one: TakenPayment, isListed = true, booked = bookedOf(one)) =>
    (day: DayAccount) =>
      putOurPayment(day, one, { isListed, booked });
  expect(kinds(account(put(first, false)))).toEqual([['a', 'missing', 1_000n, null]]);
  expect(kinds(account(put(first, true, new Map())))).toEqual([['a', 'ledger', 0n, 1_000n]]);
  expect(kinds(account((day) => [put(first), put(second)].forEach((one) => one(day))))).toEqual([['a', 'paidTwice', 2_000n, 1_000n]]);
  const entry = { organizationId: 'a', operationId: '7', paymentId: 'z', accountId: 'account a', kopecks: 1_000n };
  const byBank = (day: DayAccount, bookedKopecks = 1_000n) => putBankEntry(day, entry, { payee: 'УК a', number: '№ a', bookedKopecks });
  expect(
    kinds(
      account((day) => {
        put(first)(day);
        byBank(day);
      }),
    ),
  ).toEqual([['a', 'paidTwice', 2_000n, 1_000n]]);
  expect(kinds(account((day) => byBank(day, 0n)))).toEqual([['a', 'ledger', 0n, 1_000n]]);
});

test('PAY-7: refunds: equal, made by hand, of another sum, missing there', () => {
  const ours = payment('x', [part('a', 1_000n)]);
  const there = { acquirerId: 'back', named: 'at x', kopecks: 300n };
  const found = (of: { ours?: TakenRefund; payment?: TakenPayment }) => account((day) => putListedRefund(day, there, { ours: of.ours, payment: of.payment }));
  expect(kinds(found({ ours: refund(), payment: ours }))).toEqual([]);
  expect(kinds(found({ payment: ours }))).toEqual([['a', 'refundExtra', null, 300n]]);
  expect([...found({ payment: ours }).unsettledRefunds]).toEqual(['at x']);
  expect(kinds(found({ ours: refund({ kopecks: 299n }), payment: ours }))).toEqual([['a', 'refundSum', 299n, 300n]]);
  expect(kinds(found({}))).toEqual([]); // of a payment that is not ours: that payment is the difference
  expect(kinds(account((day) => putUnlistedRefund(day, refund())))).toEqual([['a', 'refundMissing', 300n, null]]);
});

test('PAY-7: a difference names its accounts and bills, the payment here and its number there', () => {
  const ours = payment('x', [part('a', 1_000n), { ...part('a', 500n, 'second'), accountNumber: '№ 2' }], {
    bills: [
      { payee: 'ГАИ', number: '1881', kopecks: 700n },
      { payee: 'ФНС', number: '1882', kopecks: 1n },
    ],
    kopecks: 2_201n,
  });
  const told = (put: (day: DayAccount) => void) =>
    account(put).differences.map(({ kind, subject, paymentId, acquirerId }) => [kind, subject, paymentId, acquirerId]);
  const refunded = payment('x', [part('a', 1_000n), part('b', 1_000n)]);
  const there = { acquirerId: 'back', named: 'at x', kopecks: 300n };
  expect(told((day) => putOurPayment(day, ours, { isListed: false, booked: new Map() }))).toEqual([
    ['missing', 'Счёт № a, № 2', 'x', 'at x'],
    ['missing', 'УИН 1881, 1882', 'x', 'at x'],
    ['ledger', 'Счёт № a', 'x', 'at x'],
    ['ledger', 'Счёт № 2', 'x', 'at x'],
    ['ledger', 'УИН 1881', 'x', 'at x'],
    ['ledger', 'УИН 1882', 'x', 'at x'],
  ]);
  expect(told((day) => putListedPayment(day, listed('z', 7n, { named: null }), undefined))).toEqual([['extra', 'Платёж у банка at z', null, 'at z']]);
  expect(told((day) => putListedRefund(day, there, { ours: undefined, payment: refunded }))).toEqual([['refundExtra', 'Счёт № a, Счёт № b', 'x', 'back']]);
  expect(told((day) => putListedRefund(day, there, { ours: refund({ kopecks: 1n }), payment: refunded }))).toEqual([['refundSum', 'Счёт № a', 'x', 'back']]);
  expect(told((day) => putUnlistedRefund(day, refund()))).toEqual([['refundMissing', 'Счёт № a', 'x', 'back']]);
  const entry = { organizationId: 'a', operationId: '7', paymentId: 'z', accountId: 'account a', kopecks: 1_000n };
  expect(told((day) => putBankEntry(day, entry, { payee: 'УК a', number: '№ a', bookedKopecks: 0n }))).toEqual([['ledger', 'Счёт № a, операция 7', 'z', null]]);
  const again = (paymentId: string) => (day: DayAccount) =>
    putOurPayment(day, { ...payment(paymentId, [part('a', 5n)]) }, { isListed: true, booked: new Map([[`${paymentId} account a`, 5n]]) });
  expect(told((day) => [again('x'), again('x'), again('y')].forEach((put) => put(day)))).toEqual([['paidTwice', 'Счёт № a', 'y', null]]);
});

test('PAY-7: the sums of a day gather in the part of whose they are', () => {
  const sums = (put: (day: DayAccount) => void) =>
    [...account(put).parts.values()].map((one) => [
      one.organization,
      one.theirKopecks,
      one.feeKopecks,
      one.ourRefundKopecks,
      one.theirRefundKopecks,
      one.registerKopecks,
    ]);
  const ours = payment('x', [part('a', 1_000n)]);
  const there = { acquirerId: 'back', named: null, kopecks: 300n };
  expect(sums((day) => putListedPayment(day, listed('z', 700n, { feeKopecks: 9n }), undefined))).toEqual([['Без получателя', 700n, 9n, 0n, 0n, 0n]]);
  expect(sums((day) => putListedRefund(day, there, { ours: refund(), payment: ours }))).toEqual([['УК a', 0n, 0n, 300n, 300n, 0n]]);
  expect(sums((day) => putListedRefund(day, there, { ours: undefined, payment: undefined }))).toEqual([['Без получателя', 0n, 0n, 0n, 300n, 0n]]);
  expect(sums((day) => putUnlistedRefund(day, refund()))).toEqual([['УК a', 0n, 0n, 300n, 0n, 0n]]);
  expect(
    sums((day) =>
      putBankEntry(
        day,
        { organizationId: 'a', operationId: '7', paymentId: 'z', accountId: 'account a', kopecks: 40n },
        { payee: 'УК a', number: '№ a', bookedKopecks: 40n },
      ),
    ),
  ).toEqual([['УК a', 0n, 0n, 0n, 0n, 40n]]);
});

test('PAY-7: only money that was taken and is not paid here is read back; a payment without a number there is no second debit; what was given back of another sum is told', () => {
  const ours = payment('x', [part('a', 1_000n)]);
  const day = (one: ListedPayment, of: TakenPayment) => account((opened) => putListedPayment(opened, one, of));
  expect(day(listed('x', 1_100n), ours).unsettled.size).toBe(0);
  expect(day(listed('x', 1_000n), { ...ours, status: 'refunded' }).differences).toEqual([]);
  expect(kinds(day(listed('x', 1_000n), { ...ours, acquirerId: null }))).toEqual([]);
  expect(kinds(day(listed('x', 1_100n, { isReturned: true }), ours))).toEqual([['a', 'sum', 1_000n, 1_100n]]);
  const unnamed = account((opened) => putListedRefund(opened, { acquirerId: 'back', named: null, kopecks: 300n }, { ours: undefined, payment: ours }));
  expect([unnamed.unsettledRefunds.size, unnamed.differences.length]).toEqual([0, 1]);
});

test('PAY-7: any order of rows gives the same sums, and parts sum to what the lists sum to', () => {
  const one = fc.record({ a: fc.bigInt(1n, 10_000n), b: fc.bigInt(1n, 10_000n), fee: fc.bigInt(0n, 900n), more: fc.bigInt(0n, 5n) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.integer(), (rows, turn) => {
      const made = rows.map((row, n) => ({ row, ours: payment(`p${n}`, [part('a', row.a, `a${n}`), part('b', row.b, `b${n}`)]) }));
      const count = (order: typeof made) =>
        account((day) =>
          order.forEach(({ row, ours }) => {
            putListedPayment(day, listed(ours.paymentId, ours.kopecks + row.more, { feeKopecks: row.fee }), ours);
            putOurPayment(day, ours, { isListed: true, booked: bookedOf(ours) });
          }),
        );
      const sums = (day: DayAccount) => [...day.parts.values()].toSorted((x, y) => (x.organizationId < y.organizationId ? -1 : 1));
      const by = rows.length === 0 ? 0 : Math.abs(turn) % rows.length;
      const [straight, turned] = [count(made), count([...made.slice(by), ...made.slice(0, by)].toReversed())];
      expect(sums(turned)).toEqual(sums(straight));
      expect(sums(straight).reduce((sum, x) => sum + x.theirKopecks, 0n)).toBe(rows.reduce((sum, x) => sum + x.a + x.b + x.more, 0n));
      expect(sums(straight).reduce((sum, x) => sum + x.feeKopecks, 0n)).toBe(rows.reduce((sum, x) => sum + x.fee, 0n));
      expect(straight.differences.every(({ kind }) => kind === 'sum')).toBe(true);
      expect(new Set(straight.differences.map((x) => x.paymentId)).size).toBe(rows.filter((x) => x.more > 0n).length);
    }),
  );
});
