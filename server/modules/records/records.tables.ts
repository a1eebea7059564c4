import type { Generated } from 'kysely';

export interface SectionTable {
  person_id: string;
  section: string;
  version: number;
  value: Buffer;
  changed_at: string;
}

export interface ChangeTable {
  person_id: string;
  id: string;
  section: string;
  fields: string[];
  was: Buffer;
  at: string;
}

export interface ToldTable {
  person_id: string;
  source: string;
  asked_at: string;
  answered_at: string | null;
  is_silent: boolean;
  value: Buffer | null;
}

export interface CheckupTable {
  person_id: string;
  state: string;
  ordered_at: string;
  finished_at: string | null;
  found: Generated<number>;
  next_on: string | null;
  planned_told_on: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'records.section': SectionTable;
    'records.change': ChangeTable;
    'records.told': ToldTable;
    'records.checkup': CheckupTable;
  }
}
