// The tables of billing.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'billing.charge': ChargeTable;
    'billing.bill': BillTable;
    'billing.house_month': HouseMonthTable;
    'billing.bill_number_of': BillNumberOfTable;
    'billing.register_load': RegisterLoadTable;
    'billing.column_mapping': ColumnMappingTable;
    'billing.service_name': ServiceNameTable;
    'billing.load_row': LoadRowTable;
    'billing.load_error': LoadErrorTable;
    'billing.register_payment': RegisterPaymentTable;
    'billing.register_named': RegisterNamedTable;
    'billing.advance_return': AdvanceReturnTable;
    'billing.register_reading': RegisterReadingTable;
    'billing.unmatched_payment': UnmatchedPaymentTable;
    'billing.service_payee': ServicePayeeTable;
    'billing.insurance_offer': InsuranceOfferTable;
    'billing.insurance_hidden': InsuranceHiddenTable;
  }
}

export interface ChargeTable {
  house_id: string;
  id: string;
  account_id: string;
  organization_id: string;
  period: string;
  service_code: string;
  accrued_kopecks: bigint;
  recalculation_kopecks: Generated<bigint>;
  benefit_kopecks: Generated<bigint>;
  total_kopecks: bigint;
  volume: string | null;
  unit: string | null;
  tariff: string | null;
  terms: unknown;
  source_kind: string;
  source_id: string;
  source_name: string;
  made_on: string;
  due_on: string;
  ended_by: string | null;
}

export interface BillTable {
  house_id: string;
  id: string;
  account_id: string;
  organization_id: string;
  period: string;
  number: string;
  issued_on: string;
  due_on: string;
  charged_kopecks: bigint;
  penalty_kopecks: Generated<bigint>;
  debt_kopecks: Generated<bigint>;
  paid_kopecks: Generated<bigint>;
  total_kopecks: bigint;
  facts: unknown;
  paper_file: string | null;
  paper_name: string | null;
  paper_type: string | null;
  is_void: Generated<boolean>;
  version: Generated<number>;
}

export interface HouseMonthTable {
  house_id: string;
  organization_id: string;
  period: string;
  reference: unknown;
}

export interface BillNumberOfTable {
  number: string;
  house_id: string;
  bill_id: string;
  account_id: string;
}

export interface RegisterLoadTable {
  id: string;
  organization_id: string;
  file_id: string;
  file_name: string;
  sha256: Buffer;
  bytes: bigint;
  status: string;
  wish: Generated<unknown>;
  format: string | null;
  kind: string | null;
  encoding: string | null;
  headings: unknown;
  choice: string | null;
  row_count: Generated<bigint>;
  error_count: Generated<bigint>;
  summary: unknown;
  uploaded_at: string;
  uploaded_by: string | null;
  loaded_at: string | null;
  taken_back_at: string | null;
  file_deleted_at: Generated<string | null>;
  progress_id: string;
  version: Generated<number>;
}

export interface ColumnMappingTable {
  organization_id: string;
  headings_hash: string;
  mapping: unknown;
}

export interface ServiceNameTable {
  organization_id: string;
  name: string;
  service_code: string;
}

export interface LoadRowTable {
  load_id: string;
  row: number;
  house_id: string;
  account_id: string;
  account_number: string;
  period: string | null;
  service_code: string | null;
  accrued_kopecks: bigint | null;
  recalculation_kopecks: bigint | null;
  benefit_kopecks: bigint | null;
  total_kopecks: bigint;
  volume: string | null;
  unit: string | null;
  tariff: string | null;
  balance_kopecks: bigint | null;
  operation_id: string | null;
  paid_on: string | null;
  readings: unknown;
}

export interface LoadErrorTable {
  load_id: string;
  id: Generated<bigint>;
  scope: string;
  row: number | null;
  column_name: string | null;
  code: string;
  detail: string;
  value: string | null;
  account_number: string | null;
  period: string | null;
  operation: unknown;
}

export interface RegisterPaymentTable {
  organization_id: string;
  operation_id: string;
  load_id: string;
  payment_id: string;
  house_id: string;
  account_id: string;
  kopecks: bigint;
  paid_on: string;
  returned_kopecks: Generated<bigint>;
}

export interface RegisterNamedTable {
  organization_id: string;
  operation_id: string;
  load_id: string;
  row: number;
  account_id: string | null;
}

export interface AdvanceReturnTable {
  house_id: string;
  id: string;
  account_id: string;
  organization_id: string;
  kopecks: bigint;
  returned_on: string;
  document: string;
}

export interface RegisterReadingTable {
  load_id: string;
  row: number;
  place: number;
  organization_id: string;
  house_id: string;
  account_id: string;
  meter: string;
  value: string;
  taken_on: string;
}

export interface UnmatchedPaymentTable {
  organization_id: string;
  operation_id: string;
  id: string;
  load_id: string;
  account_number: string;
  unified_number: string | null;
  payer_name: string | null;
  address: string | null;
  kopecks: bigint;
  paid_on: string;
  status: string;
  house_id: string | null;
  account_id: string | null;
  reason: string | null;
  decided_by: string | null;
  decided_at: string | null;
  created_at: string;
  taken_off_house_id: string | null;
  taken_off_account_id: string | null;
  taken_off_reason: string | null;
  return_operation_id: string | null;
  return_load_id: string | null;
  return_on: string | null;
  version: Generated<number>;
}

export interface ServicePayeeTable {
  organization_id: string;
  number: number;
  service_code: string;
  house_id: string | null;
  from_day: string;
  way: string;
  name: string | null;
  inn: string | null;
  kpp: string | null;
  bank_name: string | null;
  bic: string | null;
  settlement_account: string | null;
  correspondent_account: string | null;
  reason: string;
  set_at: string;
  set_by: string | null;
}

export interface InsuranceOfferTable {
  organization_id: string;
  number: number;
  house_id: string | null;
  way: string;
  name: string | null;
  insurer: string | null;
  kopecks: bigint | null;
  pay_to: string | null;
  from_day: string;
  to_day: string | null;
  document: string;
  set_at: string;
  set_by: string | null;
}

export interface InsuranceHiddenTable {
  house_id: string;
  account_id: string;
  hidden: boolean;
}
