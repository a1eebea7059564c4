// The tables of privacy.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'privacy.alert': AlertTable;
    'privacy.breach': BreachTable;
    'privacy.consent': ConsentTable;
    'privacy.copy': CopyTable;
    'privacy.document': DocumentTable;
    'privacy.erasure': ErasureTable;
    'privacy.refusal': RefusalTable;
    'privacy.request': RequestTable;
  }
}

export interface DocumentTable {
  code: string;
  version: number;
  from_day: string;
  asks_anew: boolean;
  title: string;
  summary: string;
  sections: unknown;
  sha256: Buffer;
  published_at: string;
  published_by: string | null;
}

export interface ConsentTable {
  person_id: string;
  id: string;
  code: string;
  version: number;
  sha256: Buffer;
  given_at: string;
  ended_at: string | null;
  end_reason: string | null;
}

export interface RequestTable {
  person_id: string;
  id: string;
  kind: string;
  subject: string;
  text: string;
  asked_at: string;
  due_on: string;
  status: Generated<string>;
  answer: string | null;
  decided_at: string | null;
  decided_by: string | null;
  overdue_told_at: string | null;
  version: Generated<number>;
}

export interface CopyTable {
  person_id: string;
  id: string;
  progress_id: string;
  asked_at: string;
  json_file: string | null;
  pdf_file: string | null;
  until: string | null;
}

export interface ErasureTable {
  person_id: string;
  id: string;
  asked_at: string;
  due_at: string;
  status: string;
  ended_at: string | null;
  waits: string | null;
  look_at: string | null;
  kept: unknown;
}

export interface RefusalTable {
  minute: string;
  subject: string;
  code: string;
  count: number;
}

export interface AlertTable {
  id: string;
  subject: string;
  on_day: string;
  count: number;
  codes: string;
  raised_at: string;
  status: Generated<string>;
  note: string | null;
  closed_at: string | null;
  closed_by: string | null;
}

export interface BreachTable {
  id: string;
  title: string;
  found_at: string;
  cause: string;
  kinds: string;
  people: number;
  harm: string;
  measures: string;
  findings: Generated<string>;
  guilty: Generated<string>;
  first_number: string | null;
  first_sent_at: string | null;
  second_number: string | null;
  second_sent_at: string | null;
  told: Generated<string[]>;
  version: Generated<number>;
}
