// The tables of meters.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'meters.meter': MeterTable;
    'meters.meter_register': MeterRegisterTable;
    'meters.meter_serial': MeterSerialTable;
    'meters.submission': SubmissionTable;
    'meters.act_code': ActCodeTable;
    'meters.act_counter': ActCounterTable;
    'meters.reading': ReadingTable;
    'meters.intake': IntakeTable;
    'meters.intake_row': IntakeRowTable;
    'meters.intake_error': IntakeErrorTable;
    'meters.photo': PhotoTable;
    'meters.replacement_request': ReplacementRequestTable;
    'meters.fault': FaultTable;
    'meters.verification_reminder': VerificationReminderTable;
  }
}

export interface MeterTable {
  house_id: string;
  id: string;
  premises_id: string | null;
  organization_id: string;
  service_code: string;
  serial: string;
  state_number: string | null;
  make: string;
  model: string;
  digits: number;
  decimals: number;
  place: string;
  address: string;
  installed_on: string;
  sealed_on: string | null;
  verified_on: string | null;
  next_verification_on: string | null;
  removed_on: string | null;
  replaced_by: string | null;
  version: Generated<number>;
}

export interface MeterRegisterTable {
  house_id: string;
  meter_id: string;
  zone: string;
  initial_value: string;
}

export interface MeterSerialTable {
  serial: string;
  house_id: string;
  meter_id: string;
}

export interface SubmissionTable {
  house_id: string;
  id: string;
  premises_id: string;
  organization_id: string;
  person_id: string | null;
  person_name: string;
  person_role: string;
  way: string;
  address: string;
  account_number: string | null;
  at: string;
  period: string;
  act_number: string;
  check_code: string;
  status: string;
  reason: string | null;
  decided_by: string | null;
  decided_at: string | null;
  act_file_id: string | null;
  signature_file_id: string | null;
  certificate_number: string | null;
  content_hash: string | null;
  act_made_at: string | null;
  countersignature_id: string | null;
  countersigned_by: string | null;
  countersigned_at: string | null;
  version: Generated<number>;
}

export interface ActCodeTable {
  code: string;
  house_id: string;
  submission_id: string;
}

export interface ActCounterTable {
  organization_id: string;
  year: number;
  last: number;
}

export interface ReadingTable {
  house_id: string;
  id: string;
  meter_id: string;
  zone: string;
  taken_on: string;
  value: string;
  previous_value: string | null;
  used: string | null;
  period: string;
  source: string;
  status: string;
  confirmed: Generated<boolean>;
  submission_id: string | null;
  submitted_by: string | null;
  submitted_at: string;
  intake_id: string | null;
  replaced_id: string | null;
  act: string | null;
}

export interface IntakeTable {
  id: string;
  organization_id: string;
  way: string;
  name: string;
  file_id: string | null;
  load_id: string | null;
  sha256: Buffer | null;
  bytes: Generated<bigint>;
  status: string;
  row_count: Generated<bigint>;
  error_count: Generated<bigint>;
  unusual_count: Generated<bigint>;
  same_count: Generated<bigint>;
  choice: string | null;
  with_unusual: Generated<boolean>;
  note: string | null;
  at: string;
  person_id: string | null;
  loaded_at: string | null;
  taken_back_at: string | null;
  progress_id: string;
  version: Generated<number>;
}

export interface IntakeRowTable {
  intake_id: string;
  row: number;
  house_id: string;
  meter_id: string;
  zone: string;
  taken_on: string;
  value: string;
  previous_value: string | null;
  used: string | null;
  period: string;
  known_id: string | null;
  is_same: boolean;
  is_unusual: boolean;
}

export interface IntakeErrorTable {
  id: Generated<bigint>;
  intake_id: string;
  scope: string;
  row: number | null;
  column_name: string | null;
  code: string;
  detail: string;
  value: string | null;
}

export interface PhotoTable {
  house_id: string;
  id: string;
  premises_id: string;
  meter_id: string;
  zone: string;
  person_id: string;
  file_id: string;
  at: string;
  status: string;
  suggestion: string | null;
  reading_id: string | null;
}

export interface ReplacementRequestTable {
  house_id: string;
  id: string;
  meter_id: string;
  premises_id: string;
  organization_id: string;
  person_id: string;
  at: string;
  reason: string;
  comment: string | null;
  status: string;
  answer: string | null;
  answered_at: string | null;
  version: Generated<number>;
}

export interface FaultTable {
  house_id: string;
  id: string;
  meter_id: string;
  kind: string;
  from_day: string;
  to_day: string | null;
  to_values: unknown;
  act: string;
  person_id: string;
  at: string;
  ended_at: string | null;
  found_on: string | null;
}

export interface VerificationReminderTable {
  house_id: string;
  meter_id: string;
  due_on: string;
  days: number;
}
