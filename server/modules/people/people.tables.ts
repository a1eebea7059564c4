import type { Generated } from 'kysely';

export interface LookTable {
  person_id: string;
  id: string;
  by: string;
  reason: string;
  found: string[];
  made_at: string;
}

export interface FactorResetTable {
  person_id: string;
  id: string;
  proof: string;
  note: Buffer;
  new_phone: Buffer | null;
  asked_by: string;
  asked_at: string;
  approved_by: string | null;
  due_at: string | null;
  status: Generated<string>;
  ended_at: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'people.look': LookTable;
    'people.factor_reset': FactorResetTable;
  }
}
