// The tables of reconciliation.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'reconciliation.day': DayTable;
    'reconciliation.listed': ListedTable;
    'reconciliation.part': PartTable;
    'reconciliation.difference': DifferenceTable;
    'reconciliation.bank_operation': BankOperationTable;
  }
}

export interface DayTable {
  day: string;
  status: string;
  list: string;
  cursor: string;
  claim: string;
  seen_at: string;
  compared_at: string | null;
}

export interface ListedTable {
  list: string;
  acquirer_id: string;
  day: string;
  named: string | null;
  kopecks: bigint;
  fee_kopecks: bigint;
  is_returned: boolean;
}

export interface PartTable {
  organization_id: string;
  day: string;
  organization: string;
  count: Generated<number>;
  our_kopecks: Generated<bigint>;
  their_kopecks: Generated<bigint>;
  our_refund_kopecks: Generated<bigint>;
  their_refund_kopecks: Generated<bigint>;
  fee_kopecks: Generated<bigint>;
  register_kopecks: Generated<bigint>;
  bank_kopecks: bigint | null;
  compared_at: string;
  settled_at: string | null;
  settled_by: string | null;
  settled_kopecks: Generated<bigint>;
  settled_parts: Generated<number>;
}

export interface DifferenceTable {
  organization_id: string;
  id: string;
  day: string;
  side: string;
  kind: string;
  subject: string;
  payment_id: string | null;
  acquirer_id: string | null;
  our_kopecks: bigint | null;
  their_kopecks: bigint | null;
  found_at: string;
  status: string;
  note: string | null;
  closed_by: string | null;
  closed_at: string | null;
  version: Generated<number>;
}

export interface BankOperationTable {
  organization_id: string;
  operation_id: string;
  settled_on: string;
  register_day: string | null;
  register_kopecks: bigint | null;
  is_acquirer: boolean;
  kopecks: bigint;
  purpose: string;
  file_name: string;
  taken_at: string;
}
