// The shapes of the acquirer's API, after YooKassa v3, and money as it crosses the wire.
import { randomUUID } from 'node:crypto';

export type Money = { value: string; currency: 'RUB' };

export type PaymentStatus = 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled';

export type MethodType = 'bank_card' | 'yoo_money' | 'sbp';

export type PaymentMethod = {
  type: MethodType;
  id: string;
  saved: boolean;
  title?: string;
  /** Of a wallet. */
  account_number?: string;
  card?: { first6: string; last4: string; expiry_month: string; expiry_year: string; card_type: string };
};

export type Confirmation =
  | { type: 'redirect'; confirmation_url: string; return_url: string }
  /** `confirmation_url` is the address of the frame itself, so that a page needs no script of the acquirer. */
  | { type: 'embedded'; confirmation_token: string; confirmation_url: string }
  | { type: 'qr'; confirmation_data: string };

export type Payment = {
  id: string;
  status: PaymentStatus;
  paid: boolean;
  refundable: boolean;
  test: true;
  amount: Money;
  /** What the shop gets: without the acquirer's fee. */
  income_amount?: Money;
  refunded_amount: Money;
  created_at: string;
  captured_at?: string;
  expires_at?: string;
  description?: string;
  metadata?: Record<string, string>;
  confirmation?: Confirmation;
  payment_method?: PaymentMethod;
  cancellation_details?: { party: string; reason: string };
  authorization_details?: { rrn: string; auth_code: string; three_d_secure: { applied: boolean } };
  receipt_registration?: 'pending' | 'succeeded' | 'canceled';
};

export type ReceiptItem = { description: string; quantity: string; amount: Money; vat_code: number; payment_mode: string; payment_subject: string };
export type ReceiptOrder = { customer: { email?: string; phone?: string }; items: ReceiptItem[]; tax_system_code?: number };

/** `fiscal_*` are there once registered: ФН (1041), ФД (1040), ФПД (1077). */
export type Receipt = {
  id: string;
  type: 'payment' | 'refund';
  payment_id: string;
  refund_id?: string;
  status: 'pending' | 'succeeded' | 'canceled';
  items: ReceiptItem[];
  tax_system_code: number;
  fiscal_storage_number?: string;
  fiscal_document_number?: string;
  fiscal_attribute?: string;
  registered_at?: string;
  fiscal_provider_id?: string;
};

export type Refund = {
  id: string;
  payment_id: string;
  status: 'succeeded';
  amount: Money;
  created_at: string;
  description?: string;
  receipt_registration?: 'pending' | 'succeeded';
};

export type CreatePayment = {
  amount: Money;
  capture?: boolean;
  description?: string;
  metadata?: Record<string, string>;
  payment_method_data?: { type: MethodType };
  payment_method_id?: string;
  save_payment_method?: boolean;
  confirmation?: { type: 'redirect' | 'embedded' | 'qr'; return_url?: string };
  receipt?: ReceiptOrder;
};
export type CreateRefund = { payment_id: string; amount: Money; description?: string; receipt?: ReceiptOrder };

/** A refusal of the API: thrown by the rules, written out by the app's error handler. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly parameter: string | undefined;
  constructor(refusal: { status: number; code: string; description: string; parameter?: string }) {
    super(refusal.description);
    this.status = refusal.status;
    this.code = refusal.code;
    this.parameter = refusal.parameter;
  }
}

export const invalid = (parameter: string, description: string) => new ApiRefusal({ status: 400, code: 'invalid_request', description, parameter });

/** The body of an error answer. */
export const problem = (code: string, description: string, parameter?: string) => ({
  type: 'error',
  id: randomUUID(),
  code,
  description,
  ...(parameter ? { parameter } : {}),
});

/** "1500.50" to 150050n. Throws an ApiRefusal naming the parameter: a JSON number would lose kopecks on the way. */
export function toKopecks(money: Money, parameter = 'amount'): bigint {
  if (money.currency !== 'RUB' || !/^\d{1,12}\.\d{2}$/.test(money.value))
    throw invalid(`${parameter}.value`, 'Sum as text with two digits after the point, in RUB');
  return BigInt(money.value.replace('.', ''));
}

export const toMoney = (kopecks: bigint): Money => ({ value: `${kopecks / 100n}.${(kopecks % 100n).toString().padStart(2, '0')}`, currency: 'RUB' });
