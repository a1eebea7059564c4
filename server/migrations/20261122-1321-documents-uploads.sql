-- A file on its way into a vault, piece by piece, so that a broken line costs a piece. Every piece is a sealed file; what is
-- not whole within a day is forgotten. `document_id`: what it became, for whoever did not hear the last answer.
create table documents.upload (
  id uuid primary key,
  person_id uuid not null references identity.person (id),
  home text not null,
  name text not null,
  size bigint not null check (size > 0),
  document_id uuid,
  at timestamptz not null
);
comment on table documents.upload is 'person: files on their way into a vault, for a day';
create index upload_of_person on documents.upload (person_id);
create index upload_at on documents.upload (at);
grant select, insert, delete on documents.upload to moidom_app;
grant update (document_id) on documents.upload to moidom_app;

create table documents.upload_part (
  upload_id uuid not null references documents.upload (id) on delete cascade,
  start bigint not null check (start >= 0),
  bytes bigint not null check (bytes > 0),
  file_id uuid not null,
  primary key (upload_id, start)
);
comment on table documents.upload_part is 'local: pieces of files on their way into a vault, each sealed';
grant select, insert, delete on documents.upload_part to moidom_app;
