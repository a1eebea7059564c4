// The tables of documents.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'documents.document': DocumentTable;
    'documents.version': VersionTable;
    'documents.issued': IssuedTable;
    'documents.page': PageTable;
    'documents.share': ShareTable;
    'documents.reminder': ReminderTable;
    'documents.mail_address': MailAddressTable;
    'documents.upload': UploadTable;
    'documents.upload_part': UploadPartTable;
  }
}

export interface DocumentTable {
  id: string;
  person_id: string | null;
  house_id: string | null;
  premises_id: string | null;
  kind: string;
  kind_by: string;
  sureness: number | null;
  name: string;
  source: string;
  number: string | null;
  dated_on: string | null;
  sum_kopecks: bigint | null;
  cadastral_number: string | null;
  expires_on: string | null;
  words: string;
  current: Generated<number>;
  added_by: string | null;
  at: string;
  version: Generated<number>;
  group_id: Generated<string | null>;
  for_tenants: Generated<boolean>;
  withdrawn_at: Generated<string | null>;
  withdrawn_why: Generated<string | null>;
}

export interface VersionTable {
  document_id: string;
  number: number;
  file_id: string;
  signature_file_id: string | null;
  file_name: string;
  media_type: string;
  bytes: bigint;
  sha256: Buffer;
  state: string;
  reading: string;
  added_by: string | null;
  at: string;
}

export interface ShareTable {
  document_id: string;
  id: string;
  to_person_id: string | null;
  to_organization_id: string | null;
  shown_to: string;
  until: string;
  at: string;
  revoked_at: string | null;
}

export interface ReminderTable {
  document_id: string;
  due_on: string;
  days: number;
}

export interface MailAddressTable {
  person_id: string;
  token_hash: Buffer;
  sealed: Buffer;
  at: string;
}

export interface UploadTable {
  id: string;
  person_id: string;
  home: string;
  name: string;
  size: bigint;
  document_id: string | null;
  at: string;
}

export interface UploadPartTable {
  upload_id: string;
  start: bigint;
  bytes: bigint;
  file_id: string;
}

export interface PageTable {
  document_id: string;
  number: number;
  page: number;
  text: Buffer;
}

export interface IssuedTable {
  code: string;
  number: string;
  kind: string;
  title: string;
  sha256: Buffer | null;
  person_id: string | null;
  house_id: string | null;
  premises_id: string | null;
  at: string;
  withdrawn_at: string | null;
  withdrawn_why: string | null;
  source_id: Generated<string | null>;
}
