// The tables of agreements.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'agreements.agreement': AgreementTable;
    'agreements.party': PartyTable;
  }
}

export interface AgreementTable {
  id: string;
  author_id: string;
  organization_id: string | null;
  title: string;
  status: string;
  file_id: string;
  original_sha256: Buffer;
  made_at: string;
  sent_at: string | null;
  until: string | null;
  ended_at: string | null;
  reminded_at: string | null;
  reason: string | null;
  version: Generated<number>;
}

export interface PartyTable {
  agreement_id: string;
  place: number;
  person_id: string;
  state: string;
  kind: string | null;
  signature_id: string | null;
  certificate_number: string | null;
  acted_at: string | null;
}
