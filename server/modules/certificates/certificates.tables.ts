// The tables of certificates.
declare module '#platform/tables' {
  interface Tables {
    'certificates.authority': AuthorityTable;
    'certificates.certificate': CertificateTable;
    'certificates.challenge': ChallengeTable;
  }
}

export interface AuthorityTable {
  id: string;
  root: Buffer;
  certificate: Buffer;
  sealed: Buffer;
  issued_at: string;
  expires_at: string;
}

export interface CertificateTable {
  key_hash: Buffer;
  id: string;
  person_id: string;
  kind: string;
  name: string;
  serial: string;
  der: Buffer;
  added_at: string;
  expires_at: string;
  last_used_at: string | null;
}

export interface ChallengeTable {
  id: string;
  purpose: string;
  person_id: string | null;
  nonce: string;
  until: string;
  used_at: string | null;
}
