-- Readings in bulk: files, batches of a program, what payers wrote in registers of payments.
create table meters.intake (
  id uuid primary key,
  organization_id uuid not null references housing.organization (id),
  way text not null check (way in ('file', 'program')),
  name text not null,
  file_id uuid,
  sha256 bytea,
  bytes bigint not null default 0,
  status text not null check (status in ('draft', 'checked', 'loading', 'loaded', 'taking_back', 'taken_back', 'refused')),
  row_count bigint not null default 0,
  error_count bigint not null default 0,
  unusual_count bigint not null default 0,
  same_count bigint not null default 0,
  choice text check (choice in ('all', 'good')),
  with_unusual boolean not null default false,
  note text,
  at timestamptz not null,
  person_id uuid,
  loaded_at timestamptz,
  taken_back_at timestamptz,
  progress_id uuid not null,
  version int not null default 1,
  check ((way = 'file') = (file_id is not null))
);
comment on table meters.intake is 'organization: readings that it brought in bulk';
create index intake_organization on meters.intake (organization_id, at desc, id);
-- The same file is one intake, until it is refused or taken back.
create unique index intake_file on meters.intake (organization_id, sha256) where status not in ('refused', 'taken_back');
grant select, insert, update on meters.intake to moidom_app;

-- Rows while a file is checked and loaded. Unlogged: after a crash of the database the file is read again.
create unlogged table meters.intake_row (
  intake_id uuid not null,
  row int not null,
  house_id uuid not null,
  meter_id uuid not null,
  zone text not null,
  taken_on date not null,
  value numeric(22, 7) not null,
  previous_value numeric(22, 7),
  used numeric(22, 7),
  period date not null,
  known_id uuid,
  is_same boolean not null,
  is_unusual boolean not null
);
comment on table meters.intake_row is 'local: rows of an intake being checked';
create index intake_row_meter on meters.intake_row (intake_id, house_id, meter_id, zone);
grant select, insert, delete on meters.intake_row to moidom_app;

create table meters.intake_error (
  id bigint generated always as identity primary key,
  intake_id uuid not null,
  scope text not null check (scope in ('file', 'row', 'unusual')),
  row int,
  column_name text,
  code text not null,
  detail text not null,
  value text
);
comment on table meters.intake_error is 'local: what is wrong or unusual in an intake, row by row';
create index intake_error_row on meters.intake_error (intake_id, row, id);
grant select, insert, delete on meters.intake_error to moidom_app;

-- Which intake a reading came with and which reading it replaced, so that an intake can be taken back.
alter table meters.reading add column intake_id uuid references meters.intake (id), add column replaced_id uuid;
create index reading_intake on meters.reading (intake_id, house_id) where intake_id is not null;
