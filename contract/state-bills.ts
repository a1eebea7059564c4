// Bills of the state (fines, duties, taxes): found by УИН or by a person's documents, paid like any other (BILL-4).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { PAYMENT_METHODS } from './payment-methods.ts';
import { Payment } from './payments.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, Text } from './types.ts';

export const STATE_BILL_KINDS = ['fine', 'duty', 'tax', 'other'] as const;
export type StateBillKind = (typeof STATE_BILL_KINDS)[number];
export const STATE_BILL_STATES = ['open', 'underWay', 'paid', 'paidElsewhere', 'cancelled'] as const;
export const DOCUMENT_KINDS = ['inn', 'snils', 'licence', 'vehicle'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const StateBill = obj({
  number: Type.String({ description: 'УИН' }),
  kind: OneOf(STATE_BILL_KINDS),
  name: Type.String(),
  payee: Type.String(),
  kopecks: Type.Integer({ minimum: 0, description: 'What is enough today, the discount taken off' }),
  fullKopecks: Kopecks,
  discountPercent: Nullable(Type.Integer()),
  discountUntil: Nullable(Day),
  issuedOn: Day,
  dueOn: Nullable(Day),
  overdue: Type.Boolean(),
  state: OneOf(STATE_BILL_STATES),
  /** The person's own payment, when there is one. */
  paymentId: Nullable(Id),
  /** Whether the state system has confirmed the payment. */
  confirmed: Type.Boolean(),
  can: obj({ pay: Type.Boolean() }),
});
const Document = obj({ id: Id, kind: OneOf(DOCUMENT_KINDS), ending: Type.String({ description: 'The last four signs' }), addedOn: Day });
/** `unreachable`: the state system did not answer the last time; the list is as of `lookedAt`. */
const StateBills = obj({
  bills: Type.Array(StateBill),
  documents: Type.Array(Document),
  lookedAt: Nullable(Instant),
  unreachable: Type.Boolean(),
  timeZone: Type.String(),
});

export const getStateBills = endpoint({
  method: 'GET',
  url: '/api/v1/state-bills',
  summary: 'State bills of the person, the documents they are found by, when they were looked up',
  answer: StateBills,
});

export const findStateBill = endpoint({
  method: 'POST',
  url: '/api/v1/state-bills/find',
  summary: 'Finds a state bill by its number (УИН) and keeps it among the person’s',
  body: obj({ number: Text(60) }),
  answer: StateBills,
  errors: ['stateBills.unknown', 'stateBills.away', 'limit.exceeded'],
});

export const refreshStateBills = endpoint({
  method: 'POST',
  url: '/api/v1/state-bills/refresh',
  summary: 'Asks the state system anew: by the documents and for the bills that are kept',
  answer: StateBills,
  errors: ['stateBills.away'],
});

export const addStateDocument = endpoint({
  method: 'POST',
  url: '/api/v1/state-bills/documents',
  summary: 'A document to find bills by, with the person’s consent; kept sealed',
  body: obj({ kind: OneOf(DOCUMENT_KINDS), number: Text(40), consent: Type.Boolean() }),
  answer: StateBills,
  errors: ['stateBills.tooManyDocuments'],
});

export const removeStateDocument = endpoint({
  method: 'POST',
  url: '/api/v1/state-bills/documents/:id/remove',
  summary: 'Forgets a document',
  params: obj({ id: Id }),
  answer: StateBills,
});

export const payStateBills = endpoint({
  method: 'POST',
  url: '/api/v1/state-bills/pay',
  summary: 'Makes a draft of a payment for state bills; it goes on like any other payment',
  body: obj({
    numbers: Type.Array(Type.String({ pattern: '^(\\d{20}|\\d{25})$' }), { minItems: 1, maxItems: 20 }),
    method: OneOf(PAYMENT_METHODS),
    savedMethodId: Type.Optional(Id),
    save: Type.Optional(Type.Boolean()),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
  }),
  answer: Payment,
  errors: [
    'stateBills.notYours',
    'stateBills.twice',
    'stateBills.settled',
    'stateBills.away',
    'payments.billUnderWay',
    'payments.billPaid',
    'payments.tooMuch',
    'payments.methodGone',
  ],
});
