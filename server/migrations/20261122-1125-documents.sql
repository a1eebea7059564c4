-- Vaults of papers: of a person, of a home, of a house; and what the portal gave out under a number and a code.
create schema documents;
grant usage on schema documents to moidom_app;

-- Whose it is: a person's, a home's (house and premises), a house's. `added_by` is who put it there.
-- `words` is for the search; of an identity document it holds the name alone.
create table documents.document (
  id uuid primary key,
  person_id uuid references identity.person (id),
  house_id uuid references housing.house (house_id),
  premises_id uuid,
  kind text not null,
  kind_by text not null check (kind_by in ('given', 'read', 'corrected')),
  sureness smallint check (sureness between 0 and 100),
  name text not null,
  source text not null check (source in ('portal', 'upload', 'mail', 'organization')),
  number text,
  dated_on date,
  sum_kopecks bigint,
  cadastral_number text,
  expires_on date,
  words tsvector not null,
  current int not null default 1,
  added_by uuid,
  at timestamptz not null,
  version int not null default 1,
  foreign key (house_id, premises_id) references housing.premises (house_id, premises_id),
  check ((person_id is null) <> (house_id is null)),
  check (premises_id is null or house_id is not null)
);
comment on table documents.document is 'person: papers in the vaults of people, homes and houses';
create index document_of_person on documents.document (person_id, at desc) where person_id is not null;
create index document_of_house on documents.document (house_id, premises_id, at desc) where house_id is not null;
create index document_expires on documents.document (expires_on) where expires_on is not null;
grant select, insert, delete on documents.document to moidom_app;
grant update (kind, kind_by, sureness, name, number, dated_on, sum_kopecks, cadastral_number, expires_on, words, current, added_by, version) on documents.document to moidom_app;

-- A file that once was there stays as it was; `state` is the judgement of the virus check, `reading` of its text.
create table documents.version (
  document_id uuid not null references documents.document (id) on delete cascade,
  number int not null check (number > 0),
  file_id uuid not null,
  signature_file_id uuid,
  file_name text not null,
  media_type text not null,
  bytes bigint not null check (bytes > 0),
  sha256 bytea not null,
  state text not null check (state in ('checking', 'ready', 'infected')),
  reading text not null check (reading in ('waiting', 'read', 'none', 'withheld', 'unable')),
  added_by uuid,
  at timestamptz not null,
  primary key (document_id, number)
);
comment on table documents.version is 'person: versions of papers, each a sealed file with its digest';
grant select, insert, delete on documents.version to moidom_app;
grant update (state, reading, added_by) on documents.version to moidom_app;

-- Nothing here tells of a person to whoever holds the code: the ids stay inside.
create sequence documents.issued_number;
grant usage on sequence documents.issued_number to moidom_app;
create table documents.issued (
  code text primary key,
  number text not null unique,
  kind text not null,
  title text not null,
  sha256 bytea,
  person_id uuid,
  house_id uuid,
  premises_id uuid,
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_why text,
  check ((withdrawn_at is null) = (withdrawn_why is null))
);
comment on table documents.issued is 'directory: what the portal gave out, by the code printed on it, for the public check';
create index issued_of_person on documents.issued (person_id) where person_id is not null;
grant select, insert on documents.issued to moidom_app;
grant update (sha256, withdrawn_at, withdrawn_why) on documents.issued to moidom_app;
