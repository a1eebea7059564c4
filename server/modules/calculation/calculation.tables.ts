// The tables of calculation.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'calculation.key_rate': KeyRateTable;
    'calculation.subsidy_standard': SubsidyStandardTable;
    'calculation.jump_limit': JumpLimitTable;
    'calculation.run': RunTable;
    'calculation.run_line': RunLineTable;
    'calculation.run_exception': RunExceptionTable;
    'calculation.instalment': InstalmentTable;
    'calculation.recalculation': RecalculationTable;
    'calculation.decision': DecisionTable;
    'calculation.absence_request': AbsenceRequestTable;
    'calculation.absence_proof': AbsenceProofTable;
  }
}

export interface KeyRateTable {
  from_day: string;
  percent: string;
  decision: string;
}

export interface SubsidyStandardTable {
  region: string;
  from_day: string;
  alone_kopecks: bigint;
  pair_kopecks: bigint;
  each_kopecks: bigint;
  minimum_kopecks: bigint;
  largest_percent: string;
  decision: string;
}

export interface JumpLimitTable {
  organization_id: string;
  number: number;
  from_month: string;
  percent: number;
  set_at: string;
  set_by: string | null;
}

export interface RunTable {
  house_id: string;
  id: string;
  organization_id: string;
  period: string;
  status: string;
  with_penalties: boolean;
  line_count: Generated<number>;
  total_kopecks: Generated<bigint>;
  exception_count: Generated<number>;
  progress_id: string;
  opened_at: string;
  opened_by: string | null;
  counted_at: string | null;
  checked_at: string | null;
  posted_at: string | null;
  note: string | null;
  version: Generated<number>;
  stale: Generated<boolean>;
  reference: Generated<unknown>;
  jump_percent: Generated<number>;
}

export interface RunLineTable {
  house_id: string;
  run_id: string;
  account_id: string;
  service_code: string;
  kopecks: bigint;
  terms: unknown;
}

export interface RunExceptionTable {
  house_id: string;
  run_id: string;
  number: number;
  kind: string;
  account_id: string | null;
  service_code: string | null;
  before_kopecks: bigint | null;
  kopecks: bigint | null;
  worked_at: string | null;
  worked_by: string | null;
  work_note: string | null;
}

export interface RecalculationTable {
  house_id: string;
  id: string;
  organization_id: string;
  account_id: string;
  service_code: string;
  month: string;
  terms: unknown;
  kopecks: bigint;
  decided_by: string | null;
  decided_at: string;
  run_id: string | null;
  instalment_id: Generated<string | null>;
  from_month: Generated<string | null>;
  cancelled_at: Generated<string | null>;
  account_number: Generated<string | null>;
}

export interface InstalmentTable {
  house_id: string;
  id: string;
  organization_id: string;
  account_id: string;
  account_number: string;
  service_code: string;
  service_name: string;
  month: string;
  first_month: string;
  kopecks: bigint;
  parts: number;
  percent: string;
  document: string;
  made_at: string;
  made_by: string | null;
  ended_at: string | null;
}

export interface DecisionTable {
  house_id: string;
  id: string;
  organization_id: string;
  kind: string;
  account_id: string | null;
  service_code: string | null;
  from_day: string;
  to_day: string | null;
  facts: unknown;
  document: string;
  decided_at: string;
  decided_by: string | null;
  withdrawn_at: string | null;
}

export interface AbsenceRequestTable {
  house_id: string;
  id: string;
  account_id: string;
  premises_id: string;
  organization_id: string;
  person_id: string;
  account_number: string;
  address: string;
  persons: number;
  left_on: string;
  returned_on: string;
  applied_on: string;
  comment: string | null;
  status: string;
  reason: string | null;
  decide_by: string;
  asked_at: string;
  decision_id: string | null;
  decided_at: string | null;
  decided_by: string | null;
  version: Generated<number>;
}

export interface AbsenceProofTable {
  house_id: string;
  request_id: string;
  file_id: string;
  name: string;
  added_at: string;
}
