// The tables of signing.
declare module '#platform/tables' {
  interface Tables {
    'signing.authority': AuthorityTable;
    'signing.organization_key': OrganizationKeyTable;
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
