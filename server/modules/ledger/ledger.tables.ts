// The tables of the ledger.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'ledger.account': AccountTable;
    'ledger.account_share': AccountShareTable;
    'ledger.account_number': AccountNumberTable;
    'ledger.unified_number': UnifiedNumberTable;
    'ledger.account_link': AccountLinkTable;
    'ledger.link_request': LinkRequestTable;
    'ledger.book': BookTable;
    'ledger.transfer': TransferTable;
    'ledger.balance': BalanceTable;
    'ledger.account_sum': AccountSumTable;
    'ledger.reserve': ReserveTable;
    'ledger.payee_transfer': PayeeTransferTable;
  }
}

export interface AccountTable {
  house_id: string;
  id: string;
  premises_id: string;
  organization_id: string;
  number: string;
  unified_number: string | null;
  housing_service_id: string | null;
  kind: string;
  contract: string | null;
  opened_on: string;
  closed_on: string | null;
  version: Generated<number>;
}

export interface AccountShareTable {
  house_id: string;
  account_id: string;
  number: number;
  from_month: string;
  numerator: number;
  denominator: number;
  document: string;
  set_at: string;
  set_by: string | null;
}

export interface AccountNumberTable {
  organization_id: string;
  number: string;
  house_id: string;
  account_id: string;
}

export interface UnifiedNumberTable {
  unified_number: string;
  house_id: string;
  account_id: string;
}

export interface AccountLinkTable {
  person_id: string;
  house_id: string;
  account_id: string;
  premises_id: string;
  status: string;
  proof: string;
  linked_at: string;
  contract: string | null;
  version: Generated<number>;
  suspended_at: string | null;
  by_email: Generated<boolean>;
  by_sms: Generated<boolean>;
  contacts: Buffer | null;
}

export interface LinkRequestTable {
  id: string;
  person_id: string;
  organization_id: string;
  number: string;
  address: string;
  flat: string;
  contract: string | null;
  sum_given: boolean;
  candidate_house_id: string | null;
  candidate_id: string | null;
  status: string;
  asked_at: string;
  decide_by: string;
  escalated_at: string | null;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
  version: Generated<number>;
}

export interface BookTable {
  house_id: string;
  id: string;
  kind: string;
  account_id: string | null;
  organization_id: string;
  service_code: Generated<string>;
}

export interface TransferTable {
  house_id: string;
  id: string;
  debit_book: string;
  credit_book: string;
  kopecks: bigint;
  kind: string;
  account_id: string;
  service_code: Generated<string>;
  period: string | null;
  source_kind: string;
  source_id: string;
  posted_at: string;
  happened_on: string;
  note: string | null;
}

export interface BalanceTable {
  house_id: string;
  account_id: string;
  service_code: string;
  period: string;
  kopecks: bigint;
  charged_kopecks: Generated<bigint>;
  paid_kopecks: Generated<bigint>;
}

export interface AccountSumTable {
  house_id: string;
  id: string;
  organization_id: string;
  account_kind: string;
  due_kopecks: bigint;
  advance_kopecks: bigint;
}

export interface ReserveTable {
  house_id: string;
  account_id: string;
  payment_id: string;
  kopecks: bigint;
  made_at: string;
}

export interface PayeeTransferTable {
  person_id: string;
  id: string;
  kind: string;
  payment_id: string;
  number: string;
  payee_inn: string;
  debit: string;
  credit: string;
  kopecks: bigint;
  happened_on: string;
  posted_at: string;
}
