// The tables of payments.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'payments.payment': PaymentTable;
    'payments.payment_part': PaymentPartTable;
    'payments.payment_bill': PaymentBillTable;
    'payments.bill_hold': BillHoldTable;
    'payments.payment_event': PaymentEventTable;
    'payments.receipt': ReceiptTable;
    'payments.refund': RefundTable;
    'payments.payment_owner': PaymentOwnerTable;
    'payments.receipt_number': ReceiptNumberTable;
    'payments.autopayment': AutopaymentTable;
    'payments.autopayment_month': AutopaymentMonthTable;
    'payments.reminder': ReminderTable;
    'payments.reminder_wish': ReminderWishTable;
    'payments.reminder_pass': ReminderPassTable;
    'payments.saved_method': SavedMethodTable;
    'payments.webhook': WebhookTable;
  }
}

export interface PaymentTable {
  person_id: string;
  id: string;
  status: string;
  method: string;
  total_kopecks: bigint;
  email: string | null;
  phone: string | null;
  time_zone: string;
  payer_name: Generated<string>;
  confirmation_id: string | null;
  frame: Generated<boolean>;
  acquirer_id: string | null;
  next_kind: string | null;
  next_url: string | null;
  last4: string | null;
  decline: string | null;
  ending: string | null;
  paid_at: string | null;
  expires_at: string;
  ask_at: string | null;
  asked: Generated<number>;
  created_at: string;
  updated_at: string;
  version: Generated<number>;
  saves_method: Generated<boolean>;
  method_id: string | null;
  source: Generated<string>;
}

export interface PaymentPartTable {
  person_id: string;
  payment_id: string;
  account_id: string;
  house_id: string;
  premises_id: string;
  organization_id: string;
  account_number: string;
  address: string;
  payee: string;
  payee_inn: string;
  kopecks: bigint;
  place: number;
}

export interface PaymentBillTable {
  person_id: string;
  payment_id: string;
  number: string;
  name: string;
  payee: string;
  payee_inn: string;
  kopecks: bigint;
  good_until: string | null;
  place: number;
}

export interface BillHoldTable {
  number: string;
  person_id: string;
  payment_id: string;
  is_paid: Generated<boolean>;
}

export interface PaymentEventTable {
  person_id: string;
  payment_id: string;
  number: number;
  from_status: string;
  action: string;
  to_status: string;
  at: string;
  cause: string;
}

export interface ReceiptTable {
  person_id: string;
  payment_id: string;
  number: string;
  issued_at: string;
  fiscal_state: string;
  fiscal_drive: string | null;
  fiscal_document: string | null;
  fiscal_sign: string | null;
  fiscal_registered_at: string | null;
  ask_at: string | null;
  asked: Generated<number>;
}

export interface RefundTable {
  person_id: string;
  id: string;
  payment_id: string;
  account_id: string;
  organization_id: string;
  kopecks: bigint;
  reason: string;
  status: string;
  ordered_by: string;
  ordered_at: string;
  acquirer_id: string | null;
  done_at: string | null;
  fiscal_state: Generated<string>;
  fiscal_drive: string | null;
  fiscal_document: string | null;
  fiscal_sign: string | null;
  fiscal_registered_at: string | null;
  ask_at: string | null;
  asked: Generated<number>;
}

export interface PaymentOwnerTable {
  payment_id: string;
  person_id: string;
}

export interface ReceiptNumberTable {
  number: string;
  person_id: string;
  payment_id: string;
}

export interface AutopaymentTable {
  person_id: string;
  id: string;
  house_id: string;
  account_id: string;
  time_zone: string;
  month_day: number | null;
  fixed_kopecks: bigint | null;
  limit_kopecks: bigint;
  method_id: string;
  notice_days: number;
  state: string;
  active_from: string;
  look_at: string | null;
  confirmation_id: string;
  created_at: string;
  updated_at: string;
  version: Generated<number>;
}

export interface AutopaymentMonthTable {
  person_id: string;
  house_id: string;
  account_id: string;
  period: string;
  autopayment_id: string;
  state: string;
  noticed_on: string | null;
  tried_on: string | null;
  attempts: Generated<number>;
  payment_id: string | null;
  reason: string | null;
  updated_at: string;
}

export interface ReminderTable {
  person_id: string;
  house_id: string;
  account_id: string;
  due_on: string;
  days: number;
  sent_at: string;
}

export interface ReminderWishTable {
  person_id: string;
  days: number[];
}

export interface ReminderPassTable {
  on_day: string;
  after_person: string | null;
  after_account: string | null;
  is_done: Generated<boolean>;
}

export interface SavedMethodTable {
  person_id: string;
  id: string;
  kind: string;
  last4: string | null;
  good_until: string | null;
  token: Buffer | null;
  saved_at: string;
  removed_at: string | null;
}

export interface WebhookTable {
  hash: Buffer;
  event: string;
  acquirer_id: string;
  received_at: string;
}
