// The tables of ownership.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'ownership.claim': ClaimTable;
    'ownership.paper': PaperTable;
    'ownership.bank_request': BankRequestTable;
    'ownership.burden': BurdenTable;
    'ownership.record_basis': RecordBasisTable;
    'ownership.deal': DealTable;
    'ownership.register_cursor': RegisterCursorTable;
    'ownership.share_proposal': ShareProposalTable;
    'ownership.share_signature': ShareSignatureTable;
  }
}

export interface ClaimTable {
  house_id: string;
  id: string;
  premises_id: string;
  person_id: string;
  address: string;
  cadastral_number: string | null;
  status: string;
  made_at: string;
  changed_at: string;
  submitted_at: string | null;
  check_by: string | null;
  decide_by: string | null;
  escalated_at: string | null;
  try_at: string | null;
  tries: Generated<number>;
  silent: Generated<string[]>;
  finding: Buffer | null;
  comment: string | null;
  reply: string | null;
  decided_by: string | null;
  signature_id: string | null;
  signature_kind: string | null;
  ownership_id: string | null;
  certificate_number: string | null;
  certificate_code: string | null;
  certificate_file_id: string | null;
  version: Generated<number>;
}

export interface PaperTable {
  house_id: string;
  claim_id: string;
  kind: string;
  file_id: string | null;
  name: string;
  media_type: string;
  sha256: Buffer;
  added_at: string;
  problem: string | null;
}

export interface BankRequestTable {
  house_id: string;
  id: string;
  claim_id: string;
  person_id: string;
  statement_sha256: Buffer;
  check_number: string;
  comment: string | null;
  state: string;
  bank_id: string | null;
  asked_at: string;
  until: string;
  try_at: string | null;
  tries: Generated<number>;
}

export interface BurdenTable {
  house_id: string;
  premises_id: string;
  number: string;
  words: string;
  from_day: string;
  to_day: string | null;
  noted_at: string;
}

export interface RecordBasisTable {
  house_id: string;
  ownership_id: string;
  kind: string;
  claim_id: string | null;
  proposal_id: string | null;
  deal_id: string | null;
  noted_at: string;
}

export interface DealTable {
  house_id: string;
  id: string;
  premises_id: string;
  cursor: string;
  told_at: string;
  noted_at: string;
  state: string;
  why: string | null;
}

export interface RegisterCursorTable {
  name: string;
  cursor: string;
}

export interface ShareProposalTable {
  house_id: string;
  id: string;
  premises_id: string;
  proposed_by: string;
  status: string;
  shares: unknown;
  proposed_at: string;
  lapses_on: string;
  ended_at: string | null;
  reason: string | null;
}

export interface ShareSignatureTable {
  house_id: string;
  proposal_id: string;
  person_id: string;
  kind: string;
  signature_id: string;
  signed_at: string;
}
