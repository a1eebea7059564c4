// The tables of federation.
declare module '#platform/tables' {
  interface Tables {
    'federation.link': LinkTable;
    'federation.attempt': AttemptTable;
    'federation.fact': FactTable;
    'federation.head': HeadTable;
  }
}

export interface LinkTable {
  system_id: string;
  subject: string;
  person_id: string;
  is_trusted: boolean;
  linked_at: string;
  entered_at: string;
}

export interface AttemptTable {
  token_hash: Buffer;
  system_id: string;
  purpose: string;
  person_id: string | null;
  state: string;
  nonce: string;
  verifier: string;
  until: string;
  came_at: string | null;
  papers: Buffer | null;
  used_at: string | null;
}

export interface FactTable {
  person_id: string;
  kind: string;
  value: Buffer | null;
  offered: Buffer | null;
  index: Buffer | null;
  at: string;
}

export interface HeadTable {
  person_id: string;
  organization_id: string;
  grant_id: string;
  since: string;
}
