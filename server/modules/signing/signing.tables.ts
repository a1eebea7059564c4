// The tables of signing.
declare module '#platform/tables' {
  interface Tables {
    'signing.authority': AuthorityTable;
    'signing.examined': ExaminedTable;
    'signing.organization_key': OrganizationKeyTable;
    'signing.person_key': SigningKeyTable;
    'signing.revocation_list': RevocationListTable;
    'signing.signature': SignatureTable;
  }
}

export interface AuthorityTable {
  id: string;
  role: string;
  root_id: string;
  certificate: Buffer;
  sealed: Buffer;
  issued_at: string;
  expires_at: string;
  revoked_at: string | null;
}

export interface OrganizationKeyTable {
  organization_id: string;
  id: string;
  issuing_id: string;
  certificate: Buffer;
  certificate_number: string;
  sealed: Buffer;
  issued_at: string;
  expires_at: string;
  revoked_at: string | null;
}

export interface SigningKeyTable {
  person_id: string;
  id: string;
  issuing_id: string;
  name: string;
  key_hash: Buffer;
  certificate: Buffer;
  certificate_number: string;
  issued_at: string;
  expires_at: string;
  revoked_at: string | null;
  revoked_why: string | null;
}

export interface SignatureTable {
  person_id: string;
  id: string;
  purpose: string;
  what: string;
  kind: string;
  content_sha256: Buffer;
  key_id: string | null;
  cms: Buffer | null;
  bank_answer: string | null;
  made_at: string;
}

export interface RevocationListTable {
  issuing_id: string;
  number: number;
  der: Buffer;
  made_at: string;
  until: string;
  revoked: number;
}

export interface ExaminedTable {
  id: string;
  sealed: Buffer;
  at: string;
}
