-- What every module leans on: commands done, events and jobs on their way, the journal, files, long work.
create schema platform;
grant usage on schema platform to moidom_app;

create table platform.command (
  actor_key text not null,
  id uuid not null,
  route text not null,
  body_hash bytea not null,
  status int not null default 0,
  answer jsonb,
  at timestamptz not null default now(),
  primary key (actor_key, id)
);
comment on table platform.command is 'local: one row per command carried out; the same key gives the first answer again';
create index command_at on platform.command (at);
grant select, insert, delete on platform.command to moidom_app;
grant update (status, answer) on platform.command to moidom_app;

create table platform.outbox (
  id bigint generated always as identity primary key,
  stream text not null,
  events jsonb not null default '[]',
  jobs jsonb not null default '[]'
);
comment on table platform.outbox is 'local: one row per command, turned into jobs and live events by the relay';
grant select, insert, delete on platform.outbox to moidom_app;

create table platform.live_event (
  seq bigint generated always as identity primary key,
  audience text not null,
  kind text not null,
  data jsonb not null,
  at timestamptz not null default now()
);
comment on table platform.live_event is 'local: what open pages are told, kept a day for those who come back';
create index live_event_at on platform.live_event (at);
grant select, insert, delete on platform.live_event to moidom_app;

create table platform.worker_heartbeat (
  worker_pool text primary key,
  seen_at timestamptz not null
);
comment on table platform.worker_heartbeat is 'local: a worker that stops beating is dead, and its jobs are freed';
grant select, insert, update, delete on platform.worker_heartbeat to moidom_app;

-- The journal. Insert only: nobody changes or deletes a line, not even the application (X-2).
create table platform.journal_line (
  id bigint generated always as identity primary key,
  stream text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  role text,
  session_id uuid,
  action text not null,
  object_kind text not null,
  object_id text,
  person_id uuid,
  house_id uuid,
  organization_id uuid,
  facts jsonb not null default '{}',
  sealed bytea
);
comment on table platform.journal_line is 'local: one line per change; personal values lie sealed under the key of the person';
create index journal_line_person on platform.journal_line (person_id, id) where person_id is not null;
create index journal_line_actor on platform.journal_line (actor_id, id) where actor_id is not null;
create index journal_line_house on platform.journal_line (house_id, id) where house_id is not null;
create index journal_line_organization on platform.journal_line (organization_id, id) where organization_id is not null;
grant select, insert on platform.journal_line to moidom_app;

create table platform.journal_pending (
  line_id bigint primary key references platform.journal_line (id)
);
comment on table platform.journal_pending is 'local: lines that the sealer has not chained yet';
grant select, insert, delete on platform.journal_pending to moidom_app;

create table platform.journal_seal (
  stream text not null,
  number bigint not null,
  line_id bigint not null unique references platform.journal_line (id),
  hash bytea not null,
  at timestamptz not null default now(),
  primary key (stream, number)
);
comment on table platform.journal_seal is 'local: the hash chain over the lines of a stream';
grant select, insert on platform.journal_seal to moidom_app;

create table platform.person_key (
  person_id uuid primary key,
  key bytea not null
);
comment on table platform.person_key is 'person: the key of what the journal keeps sealed; deleting it is erasure';
grant select, insert, delete on platform.person_key to moidom_app;

create table platform.progress (
  id uuid primary key,
  owner text not null,
  kind text not null,
  title text not null,
  done bigint not null default 0,
  total bigint,
  status text not null default 'running' check (status in ('running', 'cancelling', 'cancelled', 'done', 'failed')),
  note text,
  result jsonb,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
comment on table platform.progress is 'local: long work that can be watched, left, come back to and cancelled (X-7)';
create index progress_owner on platform.progress (owner, started_at);
grant select, insert, update, delete on platform.progress to moidom_app;

create table platform.file (
  id uuid primary key,
  stream text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  key_version text not null,
  path text not null,
  made_at timestamptz not null default now()
);
comment on table platform.file is 'local: files encrypted on disk; who may read one is the rule of the object it belongs to';
create index file_stream on platform.file (stream, made_at);
grant select, insert, delete on platform.file to moidom_app;
grant update (key_version, path) on platform.file to moidom_app;

create table platform.migration (
  name text primary key,
  hash text not null,
  at timestamptz not null default now()
);
comment on table platform.migration is 'local: which migrations ran, and the hash of their text';
grant select on platform.migration to moidom_app;
