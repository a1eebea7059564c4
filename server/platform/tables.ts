// The tables of the database as types. Each module adds its own by declaration merging in its `<module>.tables.ts`:
//   declare module '#platform/tables' { interface Tables { 'meters.meter': MeterTable } }
// A test reads those files against the catalogue, and another lets only a module's own files name its tables.
import type { Generated, Kysely, Transaction } from 'kysely';

/** One row per command that was carried out: its key, what was asked (as a hash) and the first answer. */
export interface CommandTable {
  actor_key: string;
  id: string;
  route: string;
  body_hash: Buffer;
  status: Generated<number>;
  answer: unknown;
  at: Generated<string>;
}

export interface OutboxTable {
  id: Generated<bigint>;
  stream: string;
  events: unknown;
  jobs: unknown;
}

export interface LiveEventTable {
  seq: Generated<bigint>;
  audience: string;
  kind: string;
  data: unknown;
  at: Generated<string>;
}

export interface WorkerHeartbeatTable {
  worker_pool: string;
  seen_at: string;
}

export interface JournalLineTable {
  id: Generated<bigint>;
  stream: string;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  role: string | null;
  session_id: string | null;
  action: string;
  object_kind: string;
  object_id: string | null;
  person_id: string | null;
  house_id: string | null;
  organization_id: string | null;
  facts: unknown;
  sealed: Buffer | null;
}

export interface JournalPendingTable {
  line_id: bigint;
}

export interface JournalSealTable {
  stream: string;
  number: bigint;
  line_id: bigint;
  hash: Buffer;
  at: Generated<string>;
}

export interface PersonKeyTable {
  person_id: string;
  key: Buffer;
}

export interface ProgressTable {
  id: string;
  owner: string;
  kind: string;
  title: string;
  done: Generated<bigint>;
  total: bigint | null;
  status: Generated<string>;
  note: string | null;
  result: unknown;
  may_cancel: Generated<boolean>;
  started_at: Generated<string>;
  seen_at: Generated<string>;
}

export interface FileTable {
  id: string;
  stream: string;
  name: string;
  media_type: string;
  bytes: bigint;
  sha256: Buffer;
  key_version: string;
  path: string;
  made_at: Generated<string>;
}

export interface MigrationTable {
  name: string;
  hash: string;
  at: Generated<string>;
}

export interface Tables {
  'platform.command': CommandTable;
  'platform.outbox': OutboxTable;
  'platform.live_event': LiveEventTable;
  'platform.worker_heartbeat': WorkerHeartbeatTable;
  'platform.journal_line': JournalLineTable;
  'platform.journal_pending': JournalPendingTable;
  'platform.journal_seal': JournalSealTable;
  'platform.person_key': PersonKeyTable;
  'platform.progress': ProgressTable;
  'platform.file': FileTable;
  'platform.migration': MigrationTable;
}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
