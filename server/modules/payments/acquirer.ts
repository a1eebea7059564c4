// The door to the acquirer: what the payments module asks of any, and the client that speaks YooKassa v3.
// No call throws; `unknown` is settled by the same call with the same key, or by reading the payment.
import type { Static } from 'typebox';
import type { PaymentMethod } from '#contract/payment-methods';
import { callAcquirer, type AcquirerAnswer, type CallSettings } from './acquirer-call.ts';
import {
  listOf,
  PaymentWire,
  readPayment,
  readReceipt,
  readRefund,
  ReceiptWire,
  RefundWire,
  toMoney,
  type AcquirerPayment,
  type AcquirerRefund,
  type FiscalReceipt,
} from './acquirer-wire.ts';

/** A line of the fiscal receipt. `quantity` is decimal text with up to three decimals; `vatCode` after the acquirer: 1 is «без НДС». */
export type ReceiptLine = {
  readonly description: string;
  readonly quantity: string;
  /** Price of one. Price × quantity over all lines must make the payment. */
  readonly kopecks: bigint;
  readonly vatCode: number;
  /** Tag 1214: `full_payment`, `advance`, … and tag 1212: `service`, `payment`, … */
  readonly mode: string;
  readonly subject: string;
};
/** Where the electronic receipt goes (54-FZ, article 1.2): e-mail, or a phone in digits. */
export type ReceiptOrder = { readonly to: { readonly email?: string; readonly phone?: string }; readonly lines: readonly ReceiptLine[] };

export type CreatePayment = {
  /** The payment's own id: the same key is the same payment, whatever happens to the answer. */
  readonly key: string;
  readonly kopecks: bigint;
  /** Shown to the payer by the bank; at most 128 characters. */
  readonly description: string;
  readonly returnUrl: string;
  /** `account`: a bank account that is linked by the fast payment system while it is paid from. */
  readonly method: PaymentMethod;
  /** Card fields in a frame on our page; else the payer goes to the acquirer's page and comes back. */
  readonly frame: boolean;
  readonly receipt?: ReceiptOrder;
  readonly metadata: Readonly<Record<string, string>>;
  /** Keep the card, wallet or account for later payments: its token comes as `savedMethodId`. */
  readonly saveMethod?: boolean;
  /** Pay by this token without the payer. */
  readonly savedMethodId?: string;
  /** Only reserve the money, until `capture`. */
  readonly hold?: boolean;
};
export type Change = { readonly key: string; readonly paymentId: string };
/** Sum in kopecks, more than nothing. */
export type SumChange = Change & { readonly kopecks: bigint };

type Answer<T> = Promise<AcquirerAnswer<T>>;
/** `next` is '' on the last page. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string };
export type Acquirer = {
  createPayment(wanted: CreatePayment): Answer<AcquirerPayment>;
  getPayment(id: string): Answer<AcquirerPayment>;
  /** Takes reserved money, all or a part. */
  capture(wanted: SumChange): Answer<AcquirerPayment>;
  /** Lets reserved money go, or ends a payment not confirmed yet. */
  cancel(wanted: Change): Answer<AcquirerPayment>;
  refund(wanted: SumChange & { readonly receipt?: ReceiptOrder }): Answer<AcquirerRefund>;
  getRefund(id: string): Answer<AcquirerRefund>;
  /** Payments whose money was taken on the day 'YYYY-MM-DD' by Moscow time, oldest first: for reconciliation. */
  listPayments(day: string): Answer<AcquirerPayment[]>;
  /** Refunds made on the day by Moscow time. */
  listRefunds(day: string): Answer<AcquirerRefund[]>;
  /** The same lists page by page: `cursor` is the `next` of the page before, '' at the beginning. */
  pageOfPayments(day: string, cursor: string): Answer<Page<AcquirerPayment>>;
  pageOfRefunds(day: string, cursor: string): Answer<Page<AcquirerRefund>>;
  /** Fiscal receipts of a payment and of its refunds. */
  getReceipts(paymentId: string): Answer<FiscalReceipt[]>;
};

function map<A, B>(answer: AcquirerAnswer<A>, read: (value: A) => B): AcquirerAnswer<B> {
  return answer.kind === 'ok' ? { kind: 'ok', value: read(answer.value) } : answer;
}

const receiptBody = (order: ReceiptOrder) => ({
  customer: order.to,
  items: order.lines.map(({ description, quantity, kopecks, vatCode, mode, subject }) => ({
    description: description.slice(0, 128),
    quantity,
    amount: toMoney(kopecks),
    vat_code: vatCode,
    payment_mode: mode,
    payment_subject: subject,
  })),
});

const WIRE_TYPES: Readonly<Record<PaymentMethod, string>> = { card: 'bank_card', wallet: 'yoo_money', account: 'sbp', qr: 'sbp' };

function paymentBody(wanted: CreatePayment) {
  const type = WIRE_TYPES[wanted.method];
  const byPayer = {
    payment_method_data: { type },
    // A wallet has no page that may stand in a frame.
    confirmation: { type: type === 'sbp' ? 'qr' : wanted.frame && type === 'bank_card' ? 'embedded' : 'redirect', return_url: wanted.returnUrl },
    save_payment_method: wanted.saveMethod ?? false,
  };
  return {
    amount: toMoney(wanted.kopecks),
    capture: wanted.hold !== true,
    description: wanted.description.slice(0, 128),
    metadata: wanted.metadata,
    ...(wanted.savedMethodId === undefined ? byPayer : { payment_method_id: wanted.savedMethodId }),
    ...(wanted.receipt ? { receipt: receiptBody(wanted.receipt) } : {}),
  };
}

type ListItem = typeof PaymentWire | typeof RefundWire | typeof ReceiptWire;

async function pageOf<Item extends ListItem>(
  settings: CallSettings,
  path: string,
  { item, cursor }: { item: Item; cursor: string },
): Answer<Page<Static<Item>>> {
  const answer = await callAcquirer(settings, { path: `${path}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}` }, listOf(item));
  return map(answer, (value) => {
    const { items, next_cursor: next = '' } = value as { items: Static<Item>[]; next_cursor?: string };
    return { items, next };
  });
}

/** All pages of a list. One page that fails makes the whole answer fail: a list with holes would reconcile wrongly. */
async function listAll<Item extends ListItem>(settings: CallSettings, path: string, item: Item): Answer<Static<Item>[]> {
  const items: Static<Item>[] = [];
  let cursor = '';
  do {
    const answer = await pageOf(settings, path, { item, cursor });
    if (answer.kind !== 'ok') return answer;
    items.push(...answer.value.items);
    cursor = answer.value.next;
  } while (cursor !== '');
  return { kind: 'ok', value: items };
}

/** A Moscow day as bounds of a time field: Moscow has been at UTC+3 without summer time since 2014. */
function dayBounds(field: string, day: string): string {
  const start = Date.parse(`${day}T00:00:00+03:00`);
  const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
  return `${field}.gte=${iso(start)}&${field}.lt=${iso(start + 24 * 3600_000)}`;
}

/** The client. `url` is the API's origin without /v3; `timeoutMs` bounds one call. */
export function openAcquirer(settings: CallSettings): Acquirer {
  const change = async (path: string, key: string, body: unknown) => map(await callAcquirer(settings, { path, key, body }, PaymentWire), readPayment);
  const at = (id: string) => `/payments/${encodeURIComponent(id)}`;
  const taken = (day: string) => `/payments?${dayBounds('captured_at', day)}`;
  const returned = (day: string) => `/refunds?${dayBounds('created_at', day)}`;
  return {
    createPayment: (wanted) => change('/payments', wanted.key, paymentBody(wanted)),
    getPayment: async (id) => map(await callAcquirer(settings, { path: at(id) }, PaymentWire), readPayment),
    capture: ({ key, paymentId, kopecks }) => change(`${at(paymentId)}/capture`, key, { amount: toMoney(kopecks) }),
    cancel: ({ key, paymentId }) => change(`${at(paymentId)}/cancel`, key, {}),
    refund: async ({ key, paymentId, kopecks, receipt }) => {
      const body = { payment_id: paymentId, amount: toMoney(kopecks), ...(receipt ? { receipt: receiptBody(receipt) } : {}) };
      return map(await callAcquirer(settings, { path: '/refunds', key, body }, RefundWire), readRefund);
    },
    getRefund: async (id) => map(await callAcquirer(settings, { path: `/refunds/${encodeURIComponent(id)}` }, RefundWire), readRefund),
    listPayments: async (day) => map(await listAll(settings, taken(day), PaymentWire), (items) => items.map(readPayment)),
    listRefunds: async (day) => map(await listAll(settings, returned(day), RefundWire), (items) => items.map(readRefund)),
    pageOfPayments: async (day, cursor) =>
      map(await pageOf(settings, taken(day), { item: PaymentWire, cursor }), ({ items, next }) => ({ items: items.map(readPayment), next })),
    pageOfRefunds: async (day, cursor) =>
      map(await pageOf(settings, returned(day), { item: RefundWire, cursor }), ({ items, next }) => ({ items: items.map(readRefund), next })),
    getReceipts: async (paymentId) =>
      map(await listAll(settings, `/receipts?payment_id=${encodeURIComponent(paymentId)}`, ReceiptWire), (items) => items.map(readReceipt)),
  };
}
