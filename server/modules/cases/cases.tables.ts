// The tables of cases.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'cases.account_case': AccountCaseTable;
    'cases.message': MessageTable;
  }
}

export interface AccountCaseTable {
  house_id: string;
  id: string;
  /** Null, as the account: the case is about the house itself. */
  premises_id: string | null;
  account_id: string | null;
  organization_id: string;
  person_id: string;
  kind: string;
  status: string;
  account_number: string;
  address: string;
  organization_name: string;
  subject: string;
  charge_id: string | null;
  wrong: string | null;
  line: unknown;
  opened_at: string;
  written_at: string;
  decide_by: string;
  overdue_told_at: string | null;
  decided_at: string | null;
  decided_by: string | null;
  decision: string | null;
  recalculation_kopecks: bigint | null;
  person_read_at: string | null;
  organization_read_at: string | null;
  version: Generated<number>;
}

export interface MessageTable {
  house_id: string;
  id: string;
  case_id: string;
  number: number;
  side: string;
  author_id: string;
  text: string;
  written_at: string;
}
