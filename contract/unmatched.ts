// Payments that came by a bank's register and match no account («невыясненные», PAY-7).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { unmatchedStatuses } from './statuses/billing.ts';
import { wordsOf } from './statuses/standing.ts';
import { Day, Id, Kopecks, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const unmatchedColumns = {
  paidOn: { title: 'Оплачено', kind: 'day', filter: 'range', sortable: true },
  payer: { title: 'Плательщик', kind: 'text', filter: 'search', nullable: true },
  address: { title: 'Адрес из реестра', kind: 'text', filter: 'search', nullable: true },
  account: { title: 'Номер из реестра', kind: 'text', filter: 'search' },
  kopecks: { title: 'Сумма', kind: 'money', filter: 'range', sortable: true, total: true },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(unmatchedStatuses, ['open', 'resolved', 'returned']) },
  file: { title: 'Реестр', kind: 'text', filter: 'search' },
  operation: { title: 'Операция банка', kind: 'text', filter: 'search' },
} as const satisfies ListColumns;

const described = { url: '/api/v1/work/unmatched', summary: 'Payments of bank registers whose account was not found' };
export const listUnmatched = listEndpoint(unmatchedColumns, described);
export const exportUnmatched = exportEndpoint(unmatchedColumns, described);

/** Why an account is offered: it is named and closed, or of the same flat; its unified number stands in the register, its number differs by one slip, an owner has the payer's name, it is at the address. */
export const HINT_REASONS = {
  named: 'счёт из реестра',
  flat: 'та же квартира',
  unified: 'единый номер',
  number: 'похожий номер',
  name: 'имя собственника',
  address: 'адрес',
} as const;
export type HintReason = keyof typeof HINT_REASONS;

export const Unmatched = obj({
  id: Id,
  organization: Type.String(),
  accountNumber: Type.String(),
  unifiedNumber: Nullable(Type.String()),
  payer: Nullable(Type.String()),
  address: Nullable(Type.String()),
  kopecks: Kopecks,
  paidOn: Day,
  operation: Type.String(),
  file: Type.String(),
  loadId: Id,
  status: OneOf(['open', 'resolved', 'returned']),
  reason: Nullable(Type.String()),
  /** The bank's own return of it, by a register. */
  bankReturn: Nullable(obj({ operation: Type.String(), day: Day, loadId: Id, file: Type.String() })),
  /** The account that it stood on by mistake. */
  takenOff: Nullable(obj({ houseId: Id, accountId: Id, number: Type.String(), reason: Type.String() })),
  account: Nullable(obj({ houseId: Id, accountId: Id, number: Type.String() })),
  hints: Type.Array(
    obj({
      houseId: Id,
      accountId: Id,
      number: Type.String(),
      address: Type.String(),
      owners: Type.Array(Type.String()),
      closedOn: Nullable(Day),
      reasons: Type.Array(OneOf(['named', 'flat', 'unified', 'number', 'name', 'address'])),
    }),
  ),
  can: obj({ settle: Type.Boolean() }),
  version: Version,
});

const ofUnmatched = obj({ id: Id });
export const getUnmatched = endpoint({
  method: 'GET',
  url: '/api/v1/work/unmatched/:id',
  summary: 'One such payment with the accounts it may be meant for',
  params: ofUnmatched,
  answer: Unmatched,
});

export const resolveUnmatched = endpoint({
  method: 'POST',
  url: '/api/v1/work/unmatched/:id/resolve',
  summary: 'Puts the payment onto an account of the organization',
  params: ofUnmatched,
  body: obj({ version: Version, accountNumber: Text(40, 1) }),
  answer: Unmatched,
  errors: ['object.changed', 'unmatched.settled', 'unmatched.accountUnknown'],
});

export const returnUnmatched = endpoint({
  method: 'POST',
  url: '/api/v1/work/unmatched/:id/return',
  summary: 'Notes that the organization has returned the money to its sender',
  params: ofUnmatched,
  body: obj({ version: Version, reason: Text(300, 3) }),
  answer: Unmatched,
  errors: ['object.changed', 'unmatched.settled'],
});

export const getBankPayments = endpoint({
  method: 'GET',
  url: '/api/v1/work/accounts/:houseId/:accountId/bank-payments',
  summary: "The newest payments that banks' registers brought onto an account of the organization",
  params: obj({ houseId: Id, accountId: Id }),
  answer: obj({
    payments: Type.Array(
      obj({
        paymentId: Id,
        paidOn: Day,
        kopecks: Kopecks,
        operation: Type.String(),
        file: Type.String(),
        loadId: Id,
        isReturned: Type.Boolean(),
        can: obj({ takeOff: Type.Boolean() }),
      }),
    ),
  }),
});

export const takePaymentOff = endpoint({
  method: 'POST',
  url: '/api/v1/work/bank-payments/:paymentId/take-off',
  summary: "Takes a bank's payment off an account that it was not meant for: it waits among those without an account",
  params: obj({ paymentId: Id }),
  body: obj({ reason: Text(300, 3) }),
  answer: Unmatched,
  errors: ['unmatched.bankReturned'],
});
