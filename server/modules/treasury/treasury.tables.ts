// The tables of treasury.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'treasury.document': DocumentTable;
    'treasury.search': SearchTable;
    'treasury.bill': BillTable;
    'treasury.notice': NoticeTable;
    'treasury.reminder': ReminderTable;
    'treasury.find_try': FindTryTable;
  }
}

export interface DocumentTable {
  person_id: string;
  id: string;
  kind: string;
  value: Buffer;
  ending: string;
  consented_at: string;
}

export interface SearchTable {
  person_id: string;
  looked_at: string | null;
  failed_at: string | null;
  ask_at: string;
}

export interface BillTable {
  person_id: string;
  number: string;
  purpose: string;
  total_kopecks: bigint;
  rest_kopecks: bigint;
  billed_on: string;
  due_on: string | null;
  discount_percent: number | null;
  discount_until: string | null;
  is_cancelled: boolean;
  payee: unknown;
  payment_id: string | null;
  seen_at: string;
}

export interface NoticeTable {
  person_id: string;
  payment_id: string;
  number: string;
  id: string;
  kopecks: bigint;
  paid_on: string;
  purpose: string;
  payee: unknown;
  state: string;
  answer: string | null;
  ask_at: string | null;
  asked: Generated<number>;
  answered_at: string | null;
}

export interface ReminderTable {
  person_id: string;
  number: string;
  until: string;
  days: number;
}

export interface FindTryTable {
  person_id: string;
  since: string;
  tries: number;
}
